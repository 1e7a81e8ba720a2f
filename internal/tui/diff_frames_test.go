package tui

import (
	"strings"
	"testing"

	"careratings/internal/output"
)

// The panes are drawn at any size, in the size they are given.
func TestDiffFitsEverySize(t *testing.T) {
	for _, p := range [][2]string{{"stars-2003", "stars-2004"}, {"stars-2003", "healthcheck-2005-06"}, {"cqc@2020-02-05", "cqc@2022-06-21"}, {"im-2013-10", "im-2014-03"}, {"nowhere", "x"}} {
		d := diffOf(t, p[0], p[1], 120, 40)
		for _, keys := range [][]string{nil, {"K"}, {"esc", "tab"}, {"a"}} {
			d.press(keys...)
			for _, size := range [][2]int{{0, 0}, {1, 1}, {2, 3}, {20, 5}, {60, 11}, {76, 20}, {99, 30}, {100, 12}, {116, 36}, {200, 56}} {
				d.top().SetSize(size[0], size[1])
				lines := strings.Split(d.top().View(), "\n")
				if len(lines) > max(1, size[1]) {
					t.Errorf("%v after %v: %d lines in %v", p, keys, len(lines), size)
				}
				for _, line := range lines {
					if w := output.Width(line); w > size[0] {
						t.Errorf("%v after %v: a line of %d columns in %v: %q", p, keys, w, size, line)
					}
				}
			}
		}
	}
}

func TestDiffFrames(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		keys     []string
	}{
		"diff.drill":   {"stars-2003", "stars-2004", append(zeroToThree(), "down")},
		"diff.map":     {"nof-2025-26-q2", "nof-2025-26-q3", []string{"right", "down", "space"}},
		"diff.refused": {"stars-2003", "healthcheck-2005-06", []string{"tab"}},
		"diff.agree":   {"stars-2003", "stars-2004", []string{"/", "'RWE", "enter", "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			var script strings.Builder
			for _, k := range c.keys {
				if text, typed := strings.CutPrefix(k, "'"); typed {
					script.WriteString("type " + text + "\n")
					continue
				}
				script.WriteString("key " + k + "\n")
			}
			checkGoldens(t, name, script.String(), Options{first: func(s *session) screen { return newDiff(s, c.from, c.to) }})
		})
	}
}

// BenchmarkDiffKey is a key and the frame after it, in each pane.
func BenchmarkDiffKey(b *testing.B) {
	for name, keys := range map[string][]string{"map": {"right", "left"}, "list": {"down", "up"}, "find": {"'l", "backspace"}, "sort": {"s"}} {
		b.Run(name, func(b *testing.B) {
			d := diffOf(b, "stars-2003", "stars-2004", 120, 40)
			switch name {
			case "list", "sort":
				d.press("tab")
			case "find":
				d.press("/")
			}
			for i := 0; b.Loop(); i++ {
				d.press(keys[i%len(keys)])
				_ = d.View()
			}
		})
	}
}
