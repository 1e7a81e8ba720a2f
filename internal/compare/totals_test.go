package compare

import (
	"math/rand/v2"
	"testing"
)

func percent(t *testing.T, text string) *Interval {
	t.Helper()
	i, err := RoundedPercent(text)
	if err != nil {
		t.Fatal(err)
	}
	return &i
}

func TestStandingFromTotals(t *testing.T) {
	p := func(text string) *Interval { return percent(t, text) }
	whole := []Count{{Span: At(1), N: 8}, {Span: At(2), N: 35}, {Span: At(3), N: 77}, {Span: At(4), N: 46}}
	shares := []Count{{Span: At(1), Share: p("7")}, {Span: At(2), Share: p("43")}, {Span: At(3), Share: p("40")}, {Span: At(4), Share: p("10")}}
	for name, test := range map[string]struct {
		totals Totals
		own    Span
		want   string
	}{
		"counts that add up": {Totals{Levels: 4, Base: 166, Counts: whole}, At(3), "0.2590-0.7229 mid 0.4910, 43/76/46 of 166, published-totals"},
		"their own base":     {Totals{Levels: 4, Counts: whole}, At(3), "0.2590-0.7229 mid 0.4910, 43/76/46 of 166, published-totals"},
		"with four unrated": {
			Totals{Levels: 4, Base: 166, Unrated: 4, Counts: whole},
			At(3),
			"0.2529-0.7294 mid 0.4912, 43/76/46 of 170, published-totals",
		},
		"partly known rating":       {Totals{Levels: 4, Counts: whole}, Span{2, 3}, "0.0482-0.7229 mid 0.3855, 8/?/46 of 166, published-totals"},
		"percentages, base unknown": {Totals{Levels: 4, Counts: shares}, At(2), "0.0650-0.5100 mid 0.2875, ?/?/? of 0, published-totals"},
		"percentages of a base":     {Totals{Levels: 4, Base: 570, Counts: shares}, At(4), "0.8950-1.0000 mid 0.9475, ?/?/? of 570, published-totals"},
		"top count: the top":        {Totals{Levels: 4, Base: 166, Counts: whole[3:]}, At(4), "0.7229-1.0000 mid 0.8614, 120/45/0 of 166, partial-totals"},
		"top count: below it":       {Totals{Levels: 4, Base: 166, Counts: whole[3:]}, At(2), "?-0.7229 mid ?, ?/?/46 of 166, partial-totals"},
		"top count: the bottom":     {Totals{Levels: 4, Base: 166, Counts: whole[3:]}, At(1), "0.0000-0.7229 mid 0.3614, 0/?/46 of 166, partial-totals"},
		"bottom count: above it":    {Totals{Levels: 4, Base: 166, Counts: whole[:1]}, At(3), "0.0482-? mid ?, 8/?/? of 166, partial-totals"},
		"one level missing is no loss": {
			Totals{Levels: 4, Base: 166, Counts: append(whole[:2:2], whole[3])},
			At(3),
			"0.2590-0.7229 mid 0.4910, 43/76/46 of 166, partial-totals",
		},
		"two levels counted together": {
			Totals{Levels: 4, Base: 166, Counts: []Count{whole[0], {Span: Span{2, 3}, N: 112}, whole[3]}},
			At(3),
			"0.0482-0.7229 mid 0.3855, 8/?/46 of 166, partial-totals",
		},
		"at least 40 at the top": {
			Totals{Levels: 4, Base: 166, Counts: []Count{{Span: At(4), N: 40, AtLeast: true}}},
			At(3),
			"?-0.7590 mid ?, ?/?/40 of 166, partial-totals",
		},
		"a count without a base": {Totals{Levels: 4, Counts: whole[3:]}, At(4), "?-? mid ?, ?/?/? of 0, unknown"},
		"a base only":            {Totals{Levels: 4, Base: 9}, At(1), "?-? mid ?, ?/?/? of 0, unknown"},
		"contradiction":          {Totals{Levels: 4, Base: 160, Counts: whole}, At(3), "?-? mid ?, ?/?/? of 0, unknown"},
		"percentages over 100":   {Totals{Levels: 2, Counts: []Count{{Span: At(1), Share: p("60")}, {Span: At(2), Share: p("43")}}}, At(1), "?-? mid ?, ?/?/? of 0, unknown"},
		"nobody":                 {Totals{Levels: 1, Counts: []Count{{Span: At(1)}}}, At(1), "?-? mid ?, ?/?/? of 0, unknown"},
		"alone":                  {Totals{Levels: 1, Counts: []Count{{Span: At(1), N: 1}}}, At(1), "?-? mid ?, ?/?/? of 1, published-totals"},
		"nobody at the bottom is known": {
			Totals{Levels: 4, Base: 9, Counts: []Count{{Span: At(1), N: 0}}},
			At(2),
			"0.0000-? mid ?, 0/?/? of 9, partial-totals",
		},
		"their own base, some told twice": {
			Totals{Levels: 4, Counts: append(whole[:4:4], Count{Span: Span{3, 4}, N: 123}, whole[0], Count{Span: At(2), N: 30, AtLeast: true})},
			At(3),
			"0.2590-0.7229 mid 0.4910, 43/76/46 of 166, published-totals",
		},
		"off the scale":           {Totals{Levels: 4, Counts: whole}, At(5), "?-? mid ?, ?/?/? of 0, unknown"},
		"a total off the scale":   {Totals{Levels: 3, Counts: whole}, At(1), "?-? mid ?, ?/?/? of 0, unknown"},
		"unrated without a base":  {Totals{Levels: 4, Unrated: 3, Counts: shares}, At(2), "?-? mid ?, ?/?/? of 0, unknown"},
		"middle totals, far away": {Totals{Levels: 4, Base: 166, Counts: whole[1:2]}, At(4), "0.2108-1.0000 mid 0.6054, 35/?/0 of 166, partial-totals"},
	} {
		t.Run(name, func(t *testing.T) {
			s := StandingFromTotals(test.totals, test.own)
			if got := place(s); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if (s.Low == nil || s.High == nil) != (s.Reason != "") {
				t.Errorf("bounds %s, reason %q", place(s), s.Reason)
			}
		})
	}
}

// Totals give the ratings' own band when they are complete, and never a
// narrower or contradicting one when some are left out.
func TestTotalsAgreeWithRatings(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 1000 {
		levels := randomLevels(rng, 2+rng.IntN(4))
		own := randomSpan(rng, len(levels))
		if sum(levels) < 2 || levels[own.Low-1] == 0 {
			continue
		}
		d := Distribution{Levels: levels, Unrated: rng.IntN(3)}
		want := StandingOf(d, own).Band()
		all := Totals{Levels: len(levels), Base: sum(levels), Unrated: d.Unrated}
		some := all
		for j, n := range levels {
			c := Count{Span: At(j + 1), N: n}
			all.Counts = append(all.Counts, c)
			if rng.IntN(2) == 0 {
				some.Counts = append(some.Counts, c)
			}
		}
		if got := StandingFromTotals(all, own).Band(); bandDiffers(got, want) {
			t.Fatalf("%v %v: totals %v, ratings %v", d, own, got, want)
		}
		got := StandingFromTotals(some, own).Band()
		if got.Low > want.Low+tolerance || got.High < want.High-tolerance {
			t.Fatalf("%v %v: some totals %v, ratings %v", d, own, got, want)
		}
	}
}

func bandDiffers(a, b Interval) bool {
	return a.Low-b.Low > tolerance || b.Low-a.Low > tolerance || a.High-b.High > tolerance || b.High-a.High > tolerance
}

func TestRoundedPercent(t *testing.T) {
	for text, want := range map[string]Interval{
		"43":    {0.425, 0.435},
		"43%":   {0.425, 0.435},
		" 43 %": {0.425, 0.435},
		"43.2":  {0.4315, 0.4325},
		"0":     {0, 0.005},
		"100":   {0.995, 1},
		"100.0": {0.9995, 1},
	} {
		got, err := RoundedPercent(text)
		if err != nil || bandDiffers(got, want) {
			t.Errorf("RoundedPercent(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "%", "-1", "101", "100.5", "4,3", "<1", "nan", ".5", "1e2", "99999999999999999999", "1.12345678901"} {
		if got, err := RoundedPercent(text); err == nil {
			t.Errorf("RoundedPercent(%q) = %v, want an error", text, got)
		}
	}
}

// Whatever totals are thrown at it, a standing is a band within 0 and 1 or says
// why it is not, and a further total never widens it.
func TestTotalsNeverMislead(t *testing.T) {
	rng := rand.New(rand.NewPCG(29, 30))
	for range 5000 {
		totals := Totals{Levels: 1 + rng.IntN(5), Base: rng.IntN(30), Unrated: rng.IntN(3)}
		own := randomSpan(rng, totals.Levels)
		before := Interval{Low: 0, High: 1}
		for range 6 {
			c := Count{Span: randomSpan(rng, totals.Levels), N: rng.IntN(20), AtLeast: rng.IntN(4) == 0}
			if rng.IntN(2) == 0 {
				c.Share = &Interval{Low: rng.Float64() / 2, High: 0.5 + rng.Float64()/2}
			}
			totals.Counts = append(totals.Counts, c)
			s := StandingFromTotals(totals, own)
			if (s.Low == nil || s.High == nil || s.Mid == nil) != (s.Reason != "") {
				t.Fatalf("%+v %v: %s, reason %q", totals, own, place(s), s.Reason)
			}
			band := s.Band()
			if !(band.Low >= -tolerance && band.High <= 1+tolerance && band.Low <= band.High+tolerance) {
				t.Fatalf("%+v %v: band %v", totals, own, band)
			}
			if s.Basis == BasisUnknown || totals.Base == 0 {
				break // contradictory from here on, or the base itself may shift
			}
			if band.Low < before.Low-tolerance || band.High > before.High+tolerance {
				t.Fatalf("%+v %v: one total more widened %v to %v", totals, own, before, band)
			}
			before = band
		}
	}
}
