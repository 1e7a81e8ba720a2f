package moves

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/compare"
)

// A row says the same whatever else is asked for: choosing trusts, a region or a
// peer group is no choice of peers.
func TestARowDoesNotDependOnWhatElseIsAsked(t *testing.T) {
	a := shipped(t)
	for _, tt := range []struct{ from, to, trust, kind, basis string }{
		{"nof-2025-26-q3", "nof-2025-26-q4", "RHA", "mental-health-community", "published"},
		{"nof-2025-26-q3", "nof-2025-26-q4", "RP1", "mental-health-community", "common"},
		{"stars-2003", "stars-2004", "RWE", "acute", "published"},
		{"stars-2002", "stars-2003", "RWE", "acute", "published"},
	} {
		whole := rowOf(t, compared(t, a, tt.from, tt.to, Options{Basis: tt.basis}).Diff(), tt.trust, tt.trust)
		for _, opt := range []Options{
			{Basis: tt.basis, Trusts: []string{tt.trust}}, {Basis: tt.basis, Kind: tt.kind}, {Basis: tt.basis, Region: "Midlands", Trusts: []string{tt.trust, "RX9"}},
		} {
			c := compared(t, a, tt.from, tt.to, opt)
			if !slices.ContainsFunc(c.Pairs, func(p Pair) bool { return p.Code == tt.trust }) {
				continue // of another region
			}
			part := rowOf(t, c.Diff(), tt.trust, tt.trust)
			if diff := cmp.Diff(whole.Verdict, part.Verdict) + cmp.Diff(whole.LevelChange, part.LevelChange) + cmp.Diff(whole.UsualMove, part.UsualMove) +
				cmp.Diff(whole.Residual, part.Residual) + cmp.Diff(whole.From.Standing, part.From.Standing) + cmp.Diff(whole.To.Standing, part.To.Standing) +
				cmp.Diff(whole.Note, part.Note); diff != "" {
				t.Errorf("%s under %+v:\n%s", tt.trust, opt, diff)
			}
		}
	}
}

// Nobody is joined through a merger that had not happened by the later side.
// Scarborough (RCC) joined York (RCB) in 2012.
func TestMergersJoinOnlyOnceTheyHappened(t *testing.T) {
	a := shipped(t)
	for _, years := range [][2]string{{"stars-2001", "stars-2002"}, {"stars-2002", "stars-2003"}, {"stars-2003", "stars-2004"}, {"stars-2004", "stars-2005"}} {
		for _, policy := range compare.Policies() {
			c := compared(t, a, years[0], years[1], Options{Policy: string(policy)})
			for _, p := range c.Pairs {
				if !p.Merger {
					continue
				}
				joined := false
				for _, s := range c.family.ahead[p.A.Body.Code] {
					joined = joined || s.On.Last() != "" && s.On.Last() <= c.day(c.To)
				}
				if !joined {
					t.Errorf("%v, %s: %s into %s before it happened", years, policy, p.A.Body.Code, p.Code)
				}
			}
		}
	}
	for _, p := range compared(t, a, "stars-2003", "stars-2004", Options{Policy: "worst"}).Pairs {
		if p.Code == "RCB" && p.A != nil && p.A.Body.Code == "RCC" {
			t.Error("York bears Scarborough's stars eight years before the merger")
		}
	}
}

// What lies between two editions is the same from both ends.
func TestBreaksAreTheSameBothWays(t *testing.T) {
	a := shipped(t)
	ids := func(c *Comparison) []string {
		var out []string
		for _, b := range c.Breaks {
			out = append(out, b.ID)
		}
		return out
	}
	for _, tt := range [][2]string{{"cqc:first", "cqc:last"}, {"stars-2002", "stars-2003"}, {"stars-2004", "nof-2025-26-q3"}} {
		ahead := compared(t, a, tt[0], tt[1], Options{})
		back := compared(t, a, tt[1], tt[0], Options{})
		if diff := cmp.Diff(ids(ahead), ids(back)); diff != "" {
			t.Errorf("%v:\n%s", tt, diff)
		}
		_, err1 := ahead.Transitions()
		_, err2 := back.Transitions()
		var r1, r2 *compare.Refusal
		if errors.As(err1, &r1) != errors.As(err2, &r2) {
			t.Errorf("%v: %v one way, %v the other", tt, err1, err2)
		}
		up, down := ahead.Diff().Summary, back.Diff().Summary
		if up.Up != down.Down || up.Down != down.Up || up.Entered != down.Left {
			t.Errorf("%v: %+v one way, %+v the other", tt, up, down)
		}
	}
}

// One pair's break is no other's: the mental health scale of 2002 was another,
// the acute one was not.
func TestEachPairHasItsOwnWay(t *testing.T) {
	d := compared(t, shipped(t), "stars-2002", "stars-2003", Options{}).Diff()
	if r := rowOf(t, d, "RWE", "RWE"); r.LevelChange == nil || *r.LevelChange != -2 || d.Comparable != "same-scale" {
		t.Errorf("Leicester: %v, %s", r.LevelChange, d.Comparable)
	}
	for _, r := range d.Rows {
		if r.From != nil && r.To != nil && r.From.PrintedGroup() == "mental-health" && r.To.PrintedGroup() == "mental-health" && r.LevelChange != nil {
			t.Errorf("%s: a level change on the mental health scales of 2002 and 2003", r.Trust.Code)
		}
	}
}

// With ranges on one side only, a move inside the range is no plain change.
func TestAMoveInsideTheLikelyRangeIsNotPlain(t *testing.T) {
	a := shipped(t)
	c, err := Compare(context.Background(), a, moment(t, a, "nof-2025-26-q3", "rank"), moment(t, a, "nof-2025-26-q4", "rank"), Options{Kind: "mental-health-community"})
	if err != nil {
		t.Fatal(err)
	}
	plain, inside := 0, 0
	for _, r := range c.Diff().Rows {
		switch {
		case strings.Contains(r.Note, "lies in the other side's likely range"):
			inside++
			if r.Verdict != "not-resolved" || r.ToRankRange == nil {
				t.Errorf("%s: %s, range %v", r.Trust.Code, r.Verdict, r.ToRankRange)
			}
		case r.Verdict == "up" || r.Verdict == "down":
			plain++
		}
	}
	if inside == 0 || plain > inside {
		t.Errorf("%d inside their range, %d plain", inside, plain)
	}
}

func TestASideWithoutRatingsIsNoSide(t *testing.T) {
	a := shipped(t)
	_, err := Compare(context.Background(), a, moment(t, a, "stars-2003", ""), moment(t, a, "sof-2016-10-shadow", ""), Options{})
	var none *NoSuch
	if !errors.As(err, &none) || !strings.Contains(err.Error(), "sof-2016-10-shadow") {
		t.Errorf("%v", err)
	}
}

// League places order bodies too, the best first.
func TestAgreementTakesRanks(t *testing.T) {
	a := shipped(t)
	c, err := Compare(context.Background(), a, moment(t, a, "nof-2025-26-q3", "rank"), moment(t, a, "nof-2025-26-q3", "segment"), Options{Kind: "mental-health-community"})
	if err != nil {
		t.Fatal(err)
	}
	g, err := c.Agreement(AgreementOptions{})
	if err != nil || g.N != 61 || g.TauB.Value == nil || *g.TauB.Value < 0.7 {
		t.Errorf("n %d, tau-b %v, %v", g.N, g.TauB.Value, err)
	}
}
