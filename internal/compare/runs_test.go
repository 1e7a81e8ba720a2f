package compare

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// series reads one character a point: a digit is a level, "?" missing, "w"
// level 1 or 2, "|" a break before the next point.
func series(text string) []Point {
	var points []Point
	broken := false
	for _, c := range text {
		p := Point{Broken: broken}
		broken = false
		switch c {
		case '|':
			broken = true
			continue
		case '?':
		case 'w':
			p.Levels = &Span{1, 2}
		default:
			p.Levels = pointer(At(int(c - '0')))
		}
		points = append(points, p)
	}
	return points
}

func TestRunsAtMost(t *testing.T) {
	for _, test := range []struct {
		text          string
		level, length int
		want          []Run
		answer        Answer
	}{
		{"1123", 1, 2, []Run{{First: 0, Last: 1}}, Yes},
		{"1123", 1, 3, nil, No},
		{"3221122", 2, 3, []Run{{First: 1, Last: 6}}, Yes},
		{"11?1", 1, 3, nil, CannotSay},
		{"11?3", 1, 4, nil, No},
		{"1w1", 1, 3, nil, CannotSay},
		{"1w1", 2, 3, []Run{{First: 0, Last: 2}}, Yes},
		{"11|1", 1, 3, []Run{{First: 0, Last: 2, Breaks: []int{2}}}, Yes},
		{"|113", 1, 0, []Run{{First: 0, Last: 1}}, Yes},
		{"", 1, 1, nil, No},
	} {
		runs, answer := RunsAtMost(series(test.text), test.level, test.length)
		if diff := cmp.Diff(test.want, runs); diff != "" || answer != test.answer {
			t.Errorf("%q at most %d for %d: %s %s", test.text, test.level, test.length, answer, diff)
		}
	}
}

func TestNeverAbove(t *testing.T) {
	for _, test := range []struct {
		text  string
		level int
		want  Answer
	}{
		{"1212", 2, Yes},
		{"1312", 2, No},
		{"1?12", 2, CannotSay},
		{"1?32", 2, No},
		{"w1", 1, CannotSay},
		{"w1", 2, Yes},
		{"3w", 1, No},
		{"w3", 1, No},
		{"", 1, CannotSay},
	} {
		if got := NeverAbove(series(test.text), test.level); got != test.want {
			t.Errorf("%q never above %d: %s, want %s", test.text, test.level, got, test.want)
		}
	}
}

func TestFallsOf(t *testing.T) {
	for _, test := range []struct {
		text  string
		steps int
		want  []Fall
	}{
		{"4231", 2, []Fall{{0, 1, 2}, {2, 3, 2}}},
		{"4|231", 2, []Fall{{2, 3, 2}}},
		{"4?1", 3, []Fall{{0, 2, 3}}},
		{"4|?1", 3, nil},
		{"4?|1", 3, nil},
		{"4w", 2, []Fall{{0, 1, 2}}},
		{"w1", 1, nil},
		{"21", 0, []Fall{{0, 1, 1}}},
		{"", 1, nil},
	} {
		if diff := cmp.Diff(test.want, FallsOf(series(test.text), test.steps)); diff != "" {
			t.Errorf("%q fell %d: %s", test.text, test.steps, diff)
		}
	}
}
