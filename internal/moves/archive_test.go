package moves

import (
	"context"
	"slices"
	"strings"
	"testing"

	"careratings/internal/store"
)

func shipped(t *testing.T) *store.Archive {
	t.Helper()
	a, err := store.OpenFile("../../data/archive.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func moment(t *testing.T, a *store.Archive, id, measure string) Moment {
	t.Helper()
	cat, err := a.Catalogue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	m, err := ParseMoment(cat, id, measure)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The margins are the counts per adjusted segment of the 61 mental health and
// community trusts, worst first, as the files of Q4 2025/26 carry them.
func TestQuarterlyTransitionsAreComplete(t *testing.T) {
	a := shipped(t)
	margins := map[string][]int{
		"nof-2025-26-q1": {17, 19, 12, 13}, "nof-2025-26-q2": {17, 19, 10, 15}, "nof-2025-26-q3": {12, 19, 13, 17}, "nof-2025-26-q4": {14, 17, 16, 14},
	}
	quarters := []string{"nof-2025-26-q1", "nof-2025-26-q2", "nof-2025-26-q3", "nof-2025-26-q4"}
	moved := []int{14, 14, 20} // trusts whose segment changed, counted in the same files
	for i := range 3 {
		c := compared(t, a, quarters[i], quarters[i+1], Options{Kind: "mental-health-community"})
		tr, err := c.Transitions()
		if err != nil {
			t.Fatal(err)
		}
		table, skipped, _ := c.Table()
		if tr.N != 61 || skipped != 0 || tr.Kappa == nil {
			t.Errorf("%s to %s: n %d, %d left out", quarters[i], quarters[i+1], tr.N, skipped)
		}
		if got := table.From(); !slices.Equal(got, margins[quarters[i]]) {
			t.Errorf("%s: margin %v, want %v", quarters[i], got, margins[quarters[i]])
		}
		if got := table.To(); !slices.Equal(got, margins[quarters[i+1]]) {
			t.Errorf("%s: margin %v, want %v", quarters[i+1], got, margins[quarters[i+1]])
		}
		changed := 0
		for _, s := range tr.Steps {
			if s.Steps != 0 {
				changed += s.N
			}
		}
		if changed != moved[i] {
			t.Errorf("%s to %s: %d changed, want %d", quarters[i], quarters[i+1], changed, moved[i])
		}
	}
}

func TestLeicesterThroughTheEras(t *testing.T) {
	a := shipped(t)
	ctx := context.Background()
	one := func(from, to Moment) (Diff, Row) {
		c, err := Compare(ctx, a, from, to, Options{Trusts: []string{"RWE"}})
		if err != nil {
			t.Fatal(err)
		}
		d := c.Diff()
		return d, rowOf(t, d, "RWE", "RWE")
	}
	_, rose := one(moment(t, a, "stars-2003", ""), moment(t, a, "stars-2004", ""))
	if rose.Verdict != "up" || *rose.LevelChange != 3 || rose.StandingVerdict != "up" {
		t.Errorf("2003 to 2004: %s, %v, %s", rose.Verdict, rose.LevelChange, rose.StandingVerdict)
	}
	d, fell := one(moment(t, a, "stars-2004", ""), moment(t, a, "nof-2025-26-q1", "rank"))
	if fell.Verdict != "down" || fell.LevelChange != nil || d.Comparable != "cross-era" {
		t.Errorf("2004 to the league table: %s, %v, %s", fell.Verdict, fell.LevelChange, d.Comparable)
	}
	if fell.From.Peers.Group != "acute-and-specialist" || fell.From.Peers.N != nil {
		t.Errorf("basis of 2004: %+v", fell.From.Peers)
	}
	if !strings.Contains(fell.From.Peers.Note, "no totals of acute alone") || !strings.Contains(fell.From.Peers.Note, "percentages") {
		t.Errorf("note of 2004: %q", fell.From.Peers.Note)
	}
	near(t, "lower bound of 2004", fell.From.Standing.Low, 0.565, 6)
	near(t, "upper bound of rank 101 of 134", fell.To.Standing.High, 34.0/134, 6)
	for _, id := range []string{"break-2006-healthcheck", "break-2025-nof"} {
		if !slices.ContainsFunc(d.Breaks, func(b Broken) bool { return b.ID == id }) {
			t.Errorf("%s is not named", id)
		}
	}
	_, open := one(moment(t, a, "stars-2004", ""), moment(t, a, "nof-2025-26-q1", "segment"))
	if open.Verdict != "not-resolved" || !strings.Contains(open.Note, "held") {
		t.Errorf("2004 to segment: %s, %q", open.Verdict, open.Note)
	}
}

// In July 2004 a paper printed that from zero stars to three in one year "has not
// been achieved elsewhere". The archive does not bear it out.
func TestZeroToThreeWasNotUnique(t *testing.T) {
	d := compared(t, shipped(t), "stars-2003", "stars-2004", Options{Kind: "acute"}).Diff()
	var got []string
	for _, r := range d.Rows {
		if r.LevelChange != nil && *r.LevelChange == 3 {
			got = append(got, r.From.Body.Code+">"+r.To.Body.Code)
		}
	}
	slices.Sort(got)
	if want := []string{"RLZ>RXW", "RM2>RM2", "RWE>RWE"}; !slices.Equal(got, want) {
		t.Errorf("zero to three: %v, want %v", got, want)
	}
}

// Trusts rated on quality for 2008/09 that stand in the league tables of Q3
// 2025/26 under the same code.
func TestHealthCheckToLeagueTable(t *testing.T) {
	d := compared(t, shipped(t), "healthcheck-2008-09", "nof-2025-26-q3", Options{}).Diff()
	var own []string
	merged := 0
	for _, r := range d.Rows {
		switch {
		case r.From == nil || r.To == nil:
		case r.From.Body.Code == r.To.Body.Code:
			own = append(own, r.Trust.Code)
		default:
			merged++
		}
	}
	if len(own) < 14 || merged == 0 {
		t.Fatalf("%d lineages by code, %d by succession", len(own), merged)
	}
	if got := strings.Join(own, " "); got != healthCheckToQ3 {
		t.Errorf("by code:\n got %s\nwant %s", got, healthCheckToQ3)
	}
}

// The publisher's likely ranges of rank decide what may be called a change of
// league position.
func TestOverlappingRangesAreNoPlainChange(t *testing.T) {
	a := shipped(t)
	q4 := moment(t, a, "nof-2025-26-q4", "rank")
	c, err := Compare(context.Background(), a, q4, moment(t, a, "nof-2025-26-q4", "segment"), Options{Kind: "mental-health-community"})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range c.Diff().Rows {
		if r.Significance == nil {
			continue
		}
		n++
		if *r.Significance == "not-resolved" && (r.Verdict == "up" || r.Verdict == "down") {
			t.Errorf("%s: ranges overlap and the verdict is %s", r.Trust.Code, r.Verdict)
		}
	}
	if n != 61 {
		t.Errorf("%d trusts bear a range, want 61", n)
	}
}

// healthCheckToQ3 are the codes rated in both.
const healthCheckToQ3 = "RCB RCD RDY REF RF4 RJ2 RNU RPY RQM RR7 RTD RTF RTH RTR RWE RWF RX3 RXC RXP RXR RYJ"
