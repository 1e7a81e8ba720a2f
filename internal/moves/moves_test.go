package moves

import (
	"context"
	"strings"
	"testing"

	"careratings/internal/store"
)

func rowOf(t *testing.T, d Diff, from, to string) Row {
	t.Helper()
	for _, r := range d.Rows {
		if (r.From == nil && from == "" || r.From != nil && r.From.Body.Code == from) && (r.To == nil && to == "" || r.To != nil && r.To.Body.Code == to) {
			return r
		}
	}
	t.Fatalf("no row from %q to %q", from, to)
	return Row{}
}

// A predecessor is paired with its successor under strands, not under legal; a
// body that left says why.
func TestPairingFollowsThePolicy(t *testing.T) {
	f := &fixture{}
	stays, merged, heir, gone := f.pair(2, 3), f.pair(1, 0), f.pair(0, 4), f.pair(3, 0)
	f.links.WriteString(merged + "," + heir + ",2004-04-01,absorbed,,made,\n")
	a, _ := f.open(t)
	strands := compared(t, a, "stars-2003", "stars-2004", Options{}).Diff()
	row := rowOf(t, strands, merged, heir)
	if row.Verdict != "up" || *row.LevelChange != 3 || !strings.HasPrefix(row.Note, "through merger") {
		t.Errorf("merged pair: %+v", row)
	}
	if r := rowOf(t, strands, gone, ""); r.Verdict != "left" || r.Note != "not found: no rating held" {
		t.Errorf("left: %q, %q", r.Verdict, r.Note)
	}
	if s := strands.Summary; s.Rows != 3 || s.Up != 2 || s.Left != 1 || s.Entered != 0 {
		t.Errorf("strands: %+v", s)
	}
	legal := compared(t, a, "stars-2003", "stars-2004", Options{Policy: "legal"}).Diff()
	if s := legal.Summary; s.Rows != 4 || s.Up != 1 || s.Left != 2 || s.Entered != 1 {
		t.Errorf("legal: %+v", s)
	}
	if rowOf(t, legal, stays, stays).Verdict != "up" {
		t.Error("the body of one code is paired under every policy")
	}
	worst := compared(t, a, "stars-2003", "stars-2004", Options{Policy: "worst"}).Diff()
	if r := rowOf(t, worst, merged, heir); *r.LevelChange != 3 {
		t.Errorf("worst: %+v", r)
	}
}

// Nothing is called a change that an unknown bound, an unknown tie or a doubtful
// side could undo.
func TestVerdictsStayInsideTheEvidence(t *testing.T) {
	f := &fixture{}
	partial, implied := f.body(), f.body()
	f.rated("stars-2003", partial, 1, 3, "stated")
	f.rated("stars-2004", partial, 4, 4, "stated")
	f.rated("stars-2003", implied, 4, 4, "implied")
	f.rated("stars-2004", implied, 1, 1, "stated")
	a, _ := f.open(t)
	d := compared(t, a, "stars-2003", "stars-2004", Options{}).Diff()
	if r := rowOf(t, d, partial, partial); r.Verdict != "up" || r.LevelChange != nil || r.StandingVerdict != "not-resolved" {
		t.Errorf("below three to three: %q, change %v, standing %q", r.Verdict, r.LevelChange, r.StandingVerdict)
	}
	if r := rowOf(t, d, implied, implied); r.Verdict != "not-resolved" || !strings.Contains(r.Note, "implied") {
		t.Errorf("implied side: %q, %q", r.Verdict, r.Note)
	}
	if d.Summary.Usual != 0 {
		t.Errorf("usual moves rest on %d pairs", d.Summary.Usual)
	}
}

func TestCommonBasisCountsPeersRatedOnBothSides(t *testing.T) {
	f := &fixture{}
	f.pair(1, 1)
	id := f.pair(2, 2)
	f.pair(3, 0)
	a, _ := f.open(t)
	r := rowOf(t, compared(t, a, "stars-2003", "stars-2004", Options{Basis: "common"}).Diff(), id, id)
	if *r.From.Standing.Worse != 1 || *r.From.Standing.Better != 0 || *r.From.Peers.N != 2 {
		t.Errorf("standing %+v of %d", r.From.Standing, *r.From.Peers.N)
	}
	if !strings.Contains(r.From.Peers.Note, "common cohort") {
		t.Errorf("note %q", r.From.Peers.Note)
	}
}

func TestMomentsAreReadStrictly(t *testing.T) {
	a, _ := golden().open(t)
	cat, err := a.Catalogue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"stars-2009": "there are stars-2003", "stars": "there are stars-2003", "stars@2003-07-16": "has editions", "stars:middle": "stars:first",
		"cqc@2020": "want ERA@YYYY-MM-DD", "nothing": "no edition", "nothing:first": "no era",
	} {
		if _, err := ParseMoment(cat, in, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", in, err, want)
		}
	}
	if _, err := ParseMoment(cat, "stars-2003", "rank"); err == nil || !strings.Contains(err.Error(), "has no measure") {
		t.Errorf("unknown measure: %v", err)
	}
}

func TestRunsKeepGapsOpen(t *testing.T) {
	f := &fixture{}
	low, gap := f.pair(1, 2), f.body()
	f.rated("stars-2005", low, 2, 2, "stated")
	f.rated("stars-2003", gap, 1, 1, "stated")
	f.rated("stars-2005", gap, 1, 1, "stated")
	a, _ := f.open(t)
	rows, err := Runs(context.Background(), a, RunsOptions{Measure: "overall", AtMost: "1", For: 3})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range rows {
		got[r.Code] = r.Answer
	}
	if got[low] != "yes" || got[gap] != "cannot-say" {
		t.Errorf("answers %v", got)
	}
	if rows[0].Breaks != "break-2005" {
		t.Errorf("the stretch crosses %q", rows[0].Breaks)
	}
	fell, err := Runs(context.Background(), a, RunsOptions{Measure: "stars.overall", Fell: 1})
	if err != nil || len(fell) != 0 {
		t.Errorf("falls %v, %v", fell, err)
	}
	if _, err := Runs(context.Background(), a, RunsOptions{Measure: "stars.overall", AtMost: "seven", For: 1}); err == nil {
		t.Error("an unknown level was taken")
	}
}

// Any two moments give an answer, a sentence or a refusal; never NaN, never a
// panic.
func FuzzCompare(f *testing.F) {
	f.Add("stars-2003", "stars-2004", "strands", "published")
	f.Add("stars-2004", "stars-2003", "best", "common")
	f.Add("stars:first", "stars:last", "inherit", "common")
	fix := &fixture{}
	fix.pair(1, 4)
	fix.pair(0, 2)
	a, _ := fix.open(f)
	f.Fuzz(func(t *testing.T, from, to, policy, basis string) {
		anyPair(t, a, from, to, Options{Policy: policy, Basis: basis})
	})
}

func anyPair(t *testing.T, a *store.Archive, from, to string, opt Options) {
	cat, err := a.Catalogue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	m, err1 := ParseMoment(cat, from, "")
	n, err2 := ParseMoment(cat, to, "")
	if err1 != nil || err2 != nil {
		return
	}
	c, err := Compare(context.Background(), a, m, n, opt)
	if err != nil {
		return
	}
	c.Diff()
	if _, err := c.CrossTab(); err != nil {
		t.Fatal(err)
	}
	g, err := c.Agreement(AgreementOptions{Permutations: 9})
	if err != nil {
		t.Fatal(err)
	}
	if g.TauB.Value != nil && *g.TauB.Value != *g.TauB.Value {
		t.Error("NaN")
	}
}
