package league_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/bodies"
	"careratings/internal/league"
	"careratings/internal/store"
)

func opened(t *testing.T, path string) *store.Archive {
	t.Helper()
	a, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func shipped(t *testing.T) *store.Archive { return opened(t, "../../data/archive.db") }

func small(t *testing.T) *store.Archive {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.db")
	if err := store.Build(os.DirFS("../../data/curated/testdata/small"), path); err != nil {
		t.Fatal(err)
	}
	return opened(t, path)
}

func of(t *testing.T, a *store.Archive, edition string, opt league.Options) league.Document {
	t.Helper()
	doc, err := league.Build(t.Context(), a, edition, opt)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func rowOf(t *testing.T, table league.Table, body string) league.Row {
	t.Helper()
	i := slices.IndexFunc(table.Rows, func(r league.Row) bool { return r.Body.Code == body })
	if i < 0 {
		t.Fatalf("%s is not in the table of %s", body, table.PeerGroup)
	}
	return table.Rows[i]
}

func counts(table league.Table) []int {
	var out []int
	for _, s := range table.Distribution {
		out = append(out, s.N)
	}
	return out
}

// The segments of the mental health and community trusts, best first, as the
// oversight notes count them.
func TestSegmentsOfTheMentalHealthTable(t *testing.T) {
	a := shipped(t)
	for edition, want := range map[string][]int{
		"nof-2025-26-q1": {13, 12, 19, 17},
		"nof-2025-26-q2": {15, 10, 19, 17},
		"nof-2025-26-q3": {17, 13, 19, 12},
		"nof-2025-26-q4": {14, 16, 17, 14},
	} {
		table := of(t, a, edition, league.Options{Kind: "mental-health-community"}).Tables[0]
		if d := cmp.Diff(want, counts(table)); d != "" || table.Held != 61 {
			t.Errorf("%s, %d held: %s", edition, table.Held, d)
		}
		if !slices.IsSortedFunc(table.Rows, func(x, y league.Row) int { return *x.Rank - *y.Rank }) {
			t.Errorf("%s is not in the order of its ranks", edition)
		}
		sharing := map[int]int{}
		for _, r := range table.Rows {
			sharing[*r.Rank]++
		}
		for _, r := range table.Rows {
			if joint := sharing[*r.Rank] > 1; r.Joint != joint || strings.HasPrefix(r.Place, "joint ") != joint {
				t.Errorf("%s: %s has place %q, %d share its rank", edition, r.Body.Code, r.Place, sharing[*r.Rank])
			}
		}
	}
}

func TestALeagueTableShowsRangesAndTheOverride(t *testing.T) {
	table := of(t, shipped(t), "nof-2025-26-q4", league.Options{}).Tables[0]
	r := rowOf(t, table, "RT5")
	if f := r.Framework; r.Place != "23" || *f.RankBest != 7 || *f.RankWorst != 45 || *f.Score != "2.17" || *f.ScoreBest != "1.77" || *f.ScoreWorst != "2.59" ||
		*f.Override || f.Effect != "" {
		t.Errorf("%+v %+v", r, *f)
	}
	if f := rowOf(t, table, "RWR").Framework; *f.Unadjusted != "2" || *f.Segment != "3" || f.Effect != "2 -> 3" || !*f.Override {
		t.Errorf("%+v", *f)
	}
	if f := rowOf(t, table, "RT1").Framework; f.Effect != "none" || !*f.Override {
		t.Errorf("%+v", *f)
	}
	for _, r := range table.Rows {
		if f := r.Framework; *f.Segment != *f.Unadjusted && !*f.Override || *f.Override && *f.Segment < "3" {
			t.Errorf("%s: segment %s, %s without the override, which is on: %v", r.Body.Code, *f.Segment, *f.Unadjusted, *f.Override)
		}
	}
}

func TestAPartialTableSaysSo(t *testing.T) {
	table := of(t, shipped(t), "nof-2025-26-q1", league.Options{Kind: "acute"}).Tables[0]
	if table.Held != 16 || table.Base == nil || *table.Base != 134 {
		t.Errorf("%d of %v held", table.Held, table.Base)
	}
	if r := rowOf(t, table, "RWE"); r.Place != "joint 101" {
		t.Errorf("Leicester is at %q", r.Place)
	}
	if r := rowOf(t, table, "RAE"); !slices.Contains(r.Doubtful, "segment") {
		t.Errorf("the doubtful segment is not marked: %+v", r)
	}
	if r := rowOf(t, table, "RJR"); r.Rank != nil || r.Place != "second to last" {
		t.Errorf("%+v", r)
	}
}

func TestStarsAreGroupedAndNeverRanked(t *testing.T) {
	doc := of(t, shipped(t), "stars-2003", league.Options{})
	var groups []string
	for _, table := range doc.Tables {
		groups = append(groups, table.PeerGroup)
		level := 5
		name, section := "", league.Rated
		for _, r := range table.Rows {
			switch {
			case r.Rank != nil || r.Place != "":
				t.Errorf("%s has a place", r.Body.Code)
			case section == league.PartKnown && r.Section == league.Rated:
				t.Errorf("%s is listed after those known in part", r.Body.Code)
			}
			if section = r.Section; section != league.Rated {
				continue
			}
			if *r.Level > level || *r.Level == level && strings.ToLower(r.Body.Name) < name {
				t.Errorf("%s, level %d, comes after %s of level %d", r.Body.Name, *r.Level, name, level)
			}
			level, name = *r.Level, strings.ToLower(r.Body.Name)
		}
	}
	if d := cmp.Diff([]string{"acute", "specialist", "ambulance", "mental-health", "pct"}, groups); d != "" {
		t.Error(d)
	}
	acute := of(t, shipped(t), "stars-2003", league.Options{Kind: "acute-and-specialist"})
	if len(acute.Tables) != 2 {
		t.Errorf("%d tables within acute and specialist", len(acute.Tables))
	}
}

func TestTheSmallEdition(t *testing.T) {
	type brief struct {
		Section, Code, Label string
		Doubtful, Disputed   []string
	}
	briefs := func(table league.Table) (out []brief) {
		for _, r := range table.Rows {
			out = append(out, brief{r.Section, r.Body.Code, r.Label, r.Doubtful, r.Disputed})
		}
		return out
	}
	a := small(t)
	table := of(t, a, "stars-2003", league.Options{}).Tables[0]
	want := []brief{
		{league.Rated, "RC1", "3 stars", []string{"overall"}, []string{}},
		{league.Rated, "RB1", "2 stars", []string{}, []string{}},
		{league.Rated, "RA1", "0 stars", []string{}, []string{"overall"}},
	}
	if d := cmp.Diff(want, briefs(table)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{0, 1, 0, 1}, counts(table)); d != "" || table.Held != 2 || *table.Base != 4 {
		t.Errorf("%d of %v held; %s", table.Held, table.Base, d)
	}
	if d := cmp.Diff([]string{"Delta"}, table.Unmatched); d != "" {
		t.Error(d)
	}
	if p := table.Distribution[0].Published; len(p) != 1 || p[0].Count != "1" || p[0].Base != "4" {
		t.Errorf("published: %+v", p)
	}
	table = of(t, a, "stars-2004", league.Options{}).Tables[0]
	if r := rowOf(t, table, "RC1"); r.Section != league.NotRated || table.Rows[len(table.Rows)-1].Body.Code != "RC1" || table.Held != 1 {
		t.Errorf("%+v", table)
	}
	south := func(b bodies.Body) bool { return b.Region == "South" }
	if table = of(t, a, "stars-2004", league.Options{Keep: south}).Tables[0]; len(table.Rows) != 1 || table.Left != 1 || table.Held != 1 {
		t.Errorf("%+v", table)
	}
}

func TestARollingEraIsTakenAsAtADay(t *testing.T) {
	a := small(t)
	if doc := of(t, a, "cqc@2014-03-31", league.Options{}); doc.Tables[0].Rows[0].Label != "Good" {
		t.Errorf("%+v", doc)
	}
	for edition, want := range map[string]string{
		"cqc@2014-03-30":   "no rating of cqc@2014-03-30", // a rating of March 2014 may be of the day after
		"cqc":              "name a day",
		"cqc@2014":         "write one day",
		"stars@2003-01-01": "stars has editions: stars-2003, stars-2004",
		"stars-203":        "there are stars-2003, stars-2004",
		"strs-2003":        "there is stars-2003",
		"nonsense":         "archive editions lists them",
		"":                 "archive editions lists them",
	} {
		var no *league.NoSuch
		if _, err := league.Build(t.Context(), a, edition, league.Options{}); !errors.As(err, &no) || !strings.Contains(no.What, want) {
			t.Errorf("%q: %v, want %q", edition, err, want)
		}
	}
	var no *league.NoSuch
	if _, err := league.Build(t.Context(), a, "stars-2003", league.Options{Measure: "rank"}); !errors.As(err, &no) || !strings.Contains(no.What, "it has stars.overall") {
		t.Error(err)
	}
	if _, err := league.Build(t.Context(), a, "stars-2003", league.Options{Kind: "pct"}); !errors.As(err, &no) || !strings.Contains(no.What, "it has acute") {
		t.Error(err)
	}
}
