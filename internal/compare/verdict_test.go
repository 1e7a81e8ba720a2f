package compare

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVerdictsGolden(t *testing.T) {
	a, b := []int{10, 35, 77, 44}, []int{11, 35, 75, 45}
	standing, level := map[Verdict]int{}, map[Verdict]int{}
	for i, row := range golden {
		for j, n := range row {
			from := StandingOf(Distribution{Levels: a}, At(i+1))
			to := StandingOf(Distribution{Levels: b}, At(j+1))
			standing[StandingVerdict(from, to)] += n
			_, v := LevelChange(At(i+1), At(j+1))
			level[v] += n
		}
	}
	if diff := cmp.Diff(map[Verdict]int{Up: 28, Down: 26, NotResolved: 112}, standing); diff != "" {
		t.Errorf("standing verdicts (-want +got): %s", diff)
	}
	if diff := cmp.Diff(map[Verdict]int{Up: 44, Down: 44, Same: 78}, level); diff != "" {
		t.Errorf("level changes (-want +got): %s", diff)
	}
}

func TestStandingVerdict(t *testing.T) {
	band := func(low, high float64) Standing { return Standing{Low: &low, High: &high} }
	below := func(high float64) Standing { return Standing{High: &high} }
	above := func(low float64) Standing { return Standing{Low: &low} }
	for name, test := range map[string]struct {
		a, b Standing
		want Verdict
	}{
		"clear of it":               {band(0.1, 0.3), band(0.4, 0.9), Up},
		"touching":                  {band(0.1, 0.3), band(0.3, 0.9), Up},
		"touching below":            {band(0.3, 0.9), band(0.1, 0.3), Down},
		"overlap":                   {band(0.1, 0.5), band(0.4, 0.9), NotResolved},
		"equal":                     {band(0.1, 0.5), band(0.1, 0.5), NotResolved},
		"no width":                  {band(0.5, 0.5), band(0.5, 0.5), NotResolved},
		"known high, then low":      {below(0.4), above(0.4), Up},
		"known low, then high":      {above(0.4), below(0.4), Down},
		"low unknown might be zero": {above(0.4), above(0.9), NotResolved},
		"nothing known":             {Unknown("x"), Unknown("y"), NotResolved},
		"fractions equal to the last digit": {
			StandingOf(Distribution{Levels: []int{3, 7}}, At(1)),
			StandingOf(Distribution{Levels: []int{30, 70}}, At(2)),
			Up,
		},
	} {
		if got := StandingVerdict(test.a, test.b); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestLevelChange(t *testing.T) {
	for name, test := range map[string]struct {
		a, b  Span
		steps string
		want  Verdict
	}{
		"up two":                   {At(1), At(3), "2", Up},
		"down":                     {At(3), At(2), "-1", Down},
		"same":                     {At(3), At(3), "0", Same},
		"surely up":                {Span{1, 2}, At(3), "?", Up},
		"surely down":              {Span{3, 4}, Span{1, 2}, "?", Down},
		"perhaps":                  {Span{1, 2}, At(2), "?", NotResolved},
		"equal spans are not same": {Span{1, 2}, Span{1, 2}, "?", NotResolved},
	} {
		steps, got := LevelChange(test.a, test.b)
		text := "?"
		if steps != nil {
			text = fmt.Sprint(*steps)
		}
		if got != test.want || text != test.steps {
			t.Errorf("%s: %s %s, want %s %s", name, text, got, test.steps, test.want)
		}
	}
}

func TestRangeVerdict(t *testing.T) {
	for name, test := range map[string]struct {
		a, b RankRange
		want Verdict
	}{
		"plainly better":   {RankRange{60, 90, 134}, RankRange{20, 59, 134}, Up},
		"share one place":  {RankRange{60, 90, 134}, RankRange{20, 60, 134}, NotResolved},
		"plainly worse":    {RankRange{1, 10, 134}, RankRange{11, 30, 134}, Down},
		"table grew":       {RankRange{9, 10, 10}, RankRange{5, 10, 20}, Up},
		"identical places": {RankRange{3, 3, 9}, RankRange{3, 3, 9}, NotResolved},
	} {
		got, err := RangeVerdict(test.a, test.b)
		if err != nil || got != test.want {
			t.Errorf("%s: %s, %v, want %s", name, got, err, test.want)
		}
	}
	for _, bad := range []RankRange{{}, {0, 1, 2}, {2, 1, 2}, {1, 3, 2}} {
		if _, err := RangeVerdict(bad, RankRange{1, 1, 1}); err == nil {
			t.Errorf("range %v: want an error", bad)
		}
	}
}

func TestMoveOf(t *testing.T) {
	d := Distribution{Levels: []int{8, 35, 77, 46}}
	from := Rating{Levels: pointer(At(2)), Standing: StandingOf(d, At(2)), Range: &RankRange{40, 60, 100}}
	to := Rating{Levels: pointer(At(3)), Standing: StandingOf(d, At(3)), Range: &RankRange{50, 70, 100}}
	across := MoveOf(from, to, false)
	if across.SameScale || across.Steps != nil || across.Verdict != Up || *across.Significance != NotResolved {
		t.Errorf("across scales: %+v", across)
	}
	within := MoveOf(to, from, true)
	if !within.SameScale || *within.Steps != -1 || within.Verdict != Down || within.Standing != Down {
		t.Errorf("on one scale: %+v", within)
	}
	if got := within.Change.String(); got != "-0.337349" {
		t.Errorf("change of ridit %s", got)
	}
	blind := MoveOf(Rating{Levels: pointer(At(2)), Standing: Unknown("no totals")}, Rating{Standing: to.Standing}, true)
	if blind.SameScale || blind.Verdict != NotResolved || blind.Change.Reason != "earlier standing: no totals" {
		t.Errorf("without standing or later level: %+v", blind)
	}
}

// Swapping the two ends, or calling the best level the worst, turns up into
// down; a move is never resolved in one direction only.
func TestVerdictIsAntisymmetric(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	seen := map[Verdict]int{}
	for range 5000 {
		a := Distribution{Levels: randomLevels(rng, 2+rng.IntN(4)), Unrated: rng.IntN(3)}
		b := Distribution{Levels: randomLevels(rng, 2+rng.IntN(4)), Unrated: rng.IntN(3)}
		from, to := randomSpan(rng, len(a.Levels)), randomSpan(rng, len(b.Levels))
		v := StandingVerdict(StandingOf(a, from), StandingOf(b, to))
		seen[v]++
		if back := StandingVerdict(StandingOf(b, to), StandingOf(a, from)); back != opposite(v) {
			t.Fatalf("%v %v -> %v %v: %s, back %s", a, from, b, to, v, back)
		}
		reversed := StandingVerdict(StandingOf(turned(a, from)), StandingOf(turned(b, to)))
		if reversed != opposite(v) {
			t.Fatalf("%v %v -> %v %v: %s, polarity reversed %s", a, from, b, to, v, reversed)
		}
	}
	if seen[Up] == 0 || seen[Down] == 0 || seen[NotResolved] == 0 || seen[Same] != 0 {
		t.Errorf("verdicts met: %v", seen)
	}
}

// An additional unrated body may take a verdict away, never make or turn one.
func TestUnratedBodyNeverMakesAVerdict(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for range 3000 {
		a := Distribution{Levels: randomLevels(rng, 4)}
		b := Distribution{Levels: randomLevels(rng, 4), Unrated: rng.IntN(4)}
		from, to := randomSpan(rng, 4), randomSpan(rng, 4)
		if a.Levels[from.Low-1] == 0 || b.Levels[to.Low-1] == 0 {
			continue
		}
		before := StandingVerdict(StandingOf(a, from), StandingOf(b, to))
		b.Unrated++
		if after := StandingVerdict(StandingOf(a, from), StandingOf(b, to)); after != before && after != NotResolved {
			t.Fatalf("%v %v -> %v %v: %s became %s", a, from, b, to, before, after)
		}
	}
}

func turned(d Distribution, s Span) (Distribution, Span) {
	k := len(d.Levels)
	turnedLevels := make([]int, k)
	for j, n := range d.Levels {
		turnedLevels[k-1-j] = n
	}
	return Distribution{Levels: turnedLevels, Unrated: d.Unrated}, Span{Low: k + 1 - s.High, High: k + 1 - s.Low}
}

// opposite turns up into down and down into up.
func opposite(v Verdict) Verdict {
	switch v {
	case Up:
		return Down
	case Down:
		return Up
	}
	return v
}
