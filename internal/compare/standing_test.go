package compare

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// place is a standing as text: band, middle, worse/tied/better of N, basis.
func place(s Standing) string {
	num := func(x *float64) string {
		if x == nil {
			return "?"
		}
		return fmt.Sprintf("%.4f", *x)
	}
	count := func(x *int) string {
		if x == nil {
			return "?"
		}
		return fmt.Sprint(*x)
	}
	return fmt.Sprintf("%s-%s mid %s, %s/%s/%s of %d, %s", num(s.Low), num(s.High), num(s.Mid),
		count(s.Worse), count(s.Tied), count(s.Better), s.N, s.Basis)
}

func TestStandingOf(t *testing.T) {
	stars2002 := []int{8, 35, 77, 46}
	for name, test := range map[string]struct {
		d    Distribution
		own  Span
		want string
	}{
		"worst": {Distribution{Levels: stars2002}, At(1), "0.0000-0.0482 mid 0.0241, 0/7/158 of 166, complete-ratings"},
		"third": {Distribution{Levels: stars2002}, At(3), "0.2590-0.7229 mid 0.4910, 43/76/46 of 166, complete-ratings"},
		"best":  {Distribution{Levels: stars2002}, At(4), "0.7229-1.0000 mid 0.8614, 120/45/0 of 166, complete-ratings"},
		"two unrated peers": {
			Distribution{Levels: []int{2, 4, 2}, Unrated: 2},
			At(2),
			"0.2000-0.8000 mid 0.5000, 2/3/2 of 10, complete-ratings",
		},
		"one or two of four, body among the partly known": {
			Distribution{Levels: []int{2, 3, 3, 1}, Partial: []PartialPeer{{Span{1, 2}, 1}}},
			Span{1, 2},
			"0.0000-0.6000 mid 0.3000, 0/?/4 of 10, complete-ratings",
		},
		"a partly known peer surely worse": {
			Distribution{Levels: []int{2, 3, 4, 0}, Partial: []PartialPeer{{Span{1, 2}, 1}}},
			At(3),
			"0.6000-1.0000 mid 0.8000, 6/3/0 of 10, complete-ratings",
		},
		"a partly known peer that may tie": {
			Distribution{Levels: []int{2, 3, 4, 0}, Partial: []PartialPeer{{Span{1, 2}, 1}}},
			At(2),
			"0.2000-0.6000 mid 0.4000, 2/2/4 of 10, complete-ratings",
		},
		"a peer filed as partly known, though exact": {
			Distribution{Levels: []int{2, 3, 4}, Partial: []PartialPeer{{At(2), 1}}},
			At(2),
			"0.2000-0.6000 mid 0.4000, 2/3/4 of 10, complete-ratings",
		},
		"all tied": {Distribution{Levels: []int{0, 5}}, At(2), "0.0000-1.0000 mid 0.5000, 0/4/0 of 5, complete-ratings"},
		"alone":    {Distribution{Levels: []int{0, 1}}, At(2), "?-? mid ?, 0/0/0 of 1, complete-ratings"},
		"empty":    {Distribution{Levels: []int{0, 0}}, At(2), "?-? mid ?, ?/?/? of 0, unknown"},
		"no scale": {Distribution{}, At(1), "?-? mid ?, ?/?/? of 0, unknown"},
		"off the scale": {
			Distribution{Levels: []int{1, 1}}, At(3), "?-? mid ?, ?/?/? of 0, unknown",
		},
		"reversed": {Distribution{Levels: []int{1, 1}}, Span{2, 1}, "?-? mid ?, ?/?/? of 0, unknown"},
		"negative": {Distribution{Levels: []int{-1, 1}}, At(2), "?-? mid ?, ?/?/? of 0, unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			s := StandingOf(test.d, test.own)
			if got := place(s); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if (s.Low == nil || s.High == nil) != (s.Reason != "") {
				t.Errorf("bounds %s, reason %q", place(s), s.Reason)
			}
		})
	}
}

func TestStandingFromRank(t *testing.T) {
	for name, test := range map[string]struct {
		rank LeagueRank
		want string
	}{
		"alone at its rank":    {LeagueRank{Rank: 3, Of: 10, Tied: 1}, "0.7000-0.8000 mid 0.7500, 7/0/2 of 10, league-rank"},
		"four share":           {LeagueRank{Rank: 3, Of: 10, Tied: 4}, "0.4000-0.8000 mid 0.6000, 4/3/2 of 10, league-rank"},
		"next rank bounds":     {LeagueRank{Rank: 3, Of: 10, Next: 5}, "0.6000-0.8000 mid 0.7000, 6/?/2 of 10, league-rank"},
		"nothing but the rank": {LeagueRank{Rank: 3, Of: 10}, "?-0.8000 mid ?, ?/?/2 of 10, league-rank"},
		"last":                 {LeagueRank{Rank: 10, Of: 10}, "0.0000-0.1000 mid 0.0500, 0/0/9 of 10, league-rank"},
		"table of one":         {LeagueRank{Rank: 1, Of: 1}, "?-? mid ?, ?/?/0 of 1, league-rank"},
		"no table":             {LeagueRank{Rank: 1}, "?-? mid ?, ?/?/? of 0, unknown"},
		"outside":              {LeagueRank{Rank: 11, Of: 10}, "?-? mid ?, ?/?/? of 0, unknown"},
		"too many share":       {LeagueRank{Rank: 9, Of: 10, Tied: 3}, "?-? mid ?, ?/?/? of 0, unknown"},
		"next before":          {LeagueRank{Rank: 9, Of: 10, Next: 9}, "?-? mid ?, ?/?/? of 0, unknown"},
		"next within the tie":  {LeagueRank{Rank: 2, Of: 10, Next: 3, Tied: 2}, "?-? mid ?, ?/?/? of 0, unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			s := StandingFromRank(test.rank)
			if got := place(s); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if (s.Low == nil || s.High == nil) != (s.Reason != "") {
				t.Errorf("bounds %s, reason %q", place(s), s.Reason)
			}
		})
	}
}

// A level band and a rank band of the same table are the same band.
func TestRankAgreesWithLevels(t *testing.T) {
	levels := []int{3, 1, 4}
	for j, better := range []int{5, 4, 0} {
		byLevel := StandingOf(Distribution{Levels: levels}, At(j+1))
		byRank := StandingFromRank(LeagueRank{Rank: better + 1, Of: 8, Tied: levels[j]})
		if diff := cmp.Diff(byLevel.Band(), byRank.Band()); diff != "" {
			t.Errorf("level %d: %s", j+1, diff)
		}
	}
}

func TestRiditsGolden(t *testing.T) {
	for name, test := range map[string]struct {
		levels []int
		want   string
	}{
		"earlier": {[]int{10, 35, 77, 44}, "0.030120 0.165663 0.503012 0.867470"},
		"later":   {[]int{11, 35, 75, 45}, "0.033133 0.171687 0.503012 0.864458"},
	} {
		ridits, reason := Ridits(test.levels)
		if got := join(ridits); got != test.want || reason != "" {
			t.Errorf("%s: ridits %s (%s), want %s", name, got, reason, test.want)
		}
	}
}

func TestResolution(t *testing.T) {
	for name, test := range map[string]struct {
		levels []int
		want   string
	}{
		"Annual Health Check 2005/06, quality": {[]int{78, 296, 172, 24}, "0.830"},
		"acute stars of 2002":                  {[]int{8, 35, 77, 46}, "0.869"},
		"CQC acute overall of April 2016":      {[]int{10, 70, 21, 2}, "0.677"},
		"all tied":                             {[]int{0, 9}, "0.000"},
		"full ranking of two":                  {[]int{1, 1}, "0.750"},
	} {
		got := Resolution(test.levels)
		if !got.Known() || fmt.Sprintf("%.3f", *got.Value) != test.want {
			t.Errorf("%s: %v, want %s", name, got, test.want)
		}
	}
	for _, levels := range [][]int{nil, {0, 0}, {1}, {0, 1}, {-1, 2}} {
		if got := Resolution(levels); got.Known() || got.Reason == "" {
			t.Errorf("Resolution(%v) = %v, want absent with a reason", levels, got)
		}
	}
}

func TestMeanRiditIsOneHalf(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		levels := randomLevels(rng, 1+rng.IntN(8))
		ridits, reason := Ridits(levels)
		if reason != "" {
			continue
		}
		mean := 0.0
		for j, r := range ridits {
			mean += r * float64(levels[j])
		}
		if mean /= float64(sum(levels)); math.Abs(mean-0.5) > 1e-12 {
			t.Fatalf("%v: mean ridit %v", levels, mean)
		}
	}
}

func TestBandContainsMiddleAndIsTheRidit(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		levels := randomLevels(rng, 1+rng.IntN(6))
		ridits, _ := Ridits(levels)
		for j, n := range levels {
			if n == 0 || sum(levels) < 2 {
				continue
			}
			s := StandingOf(Distribution{Levels: levels}, At(j+1))
			if *s.Mid < *s.Low || *s.Mid > *s.High || math.Abs(*s.Mid-ridits[j]) > 1e-12 {
				t.Fatalf("%v level %d: %s, ridit %v", levels, j+1, place(s), ridits[j])
			}
			if *s.Worse+*s.Tied+*s.Better+1 != s.N {
				t.Fatalf("%v level %d: counts do not add up: %s", levels, j+1, place(s))
			}
		}
	}
}

func TestUnratedBodyOnlyWidens(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		d := Distribution{Levels: randomLevels(rng, 2+rng.IntN(4)), Unrated: rng.IntN(3)}
		own := randomSpan(rng, len(d.Levels))
		if sum(d.Levels) < 2 || d.Levels[own.Low-1] == 0 {
			continue
		}
		before := StandingOf(d, own).Band()
		d.Unrated++
		after := StandingOf(d, own).Band()
		if after.Low > before.Low || after.High < before.High {
			t.Fatalf("%v %v: %v became %v", d, own, before, after)
		}
		d.Unrated--
		d.Partial = []PartialPeer{{randomSpan(rng, len(d.Levels)), 1}}
		narrowed := StandingOf(d, own).Band()
		if narrowed.Low < after.Low || narrowed.High > after.High {
			t.Fatalf("%v %v: knowing something of a peer widened %v to %v", d, own, after, narrowed)
		}
	}
}

func randomLevels(rng *rand.Rand, k int) []int {
	levels := make([]int, k)
	for j := range levels {
		levels[j] = rng.IntN(12)
	}
	return levels
}

func randomSpan(rng *rand.Rand, k int) Span {
	low := 1 + rng.IntN(k)
	return Span{Low: low, High: low + rng.IntN(k-low+1)}
}

func join(xs []float64) string {
	text := ""
	for i, x := range xs {
		if i > 0 {
			text += " "
		}
		text += fmt.Sprintf("%.6f", x)
	}
	return text
}
