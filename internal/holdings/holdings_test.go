package holdings_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"careratings/internal/holdings"
	"careratings/internal/store"
)

func realOne(t testing.TB) *store.Archive {
	t.Helper()
	a, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func smallOne(t testing.TB) *store.Archive {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.db")
	if err := store.Build(os.DirFS("../../data/curated/testdata/small"), path); err != nil {
		t.Fatal(err)
	}
	a, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func coverageOf(t testing.TB, a *store.Archive, edition, group string) holdings.Coverage {
	t.Helper()
	all, err := holdings.Cover(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(c holdings.Coverage) bool { return c.Edition == edition && c.PeerGroup == group })
	if i < 0 {
		t.Fatalf("no coverage of %s %s", edition, group)
	}
	return all[i]
}

func TestCoverageOfTheSmallArchive(t *testing.T) {
	c := coverageOf(t, smallOne(t), "stars-2003", "acute")
	if c.Held != 2 || c.Missing() != 2 || c.Told() != "4 (paper-2003)" {
		t.Errorf("%+v, missing %d, told %q: an implied rating is not held", c, c.Missing(), c.Told())
	}
}

// The published numbers contradict each other; both are kept, and what is
// missing counts against the larger.
func TestCoverageOfTheAcuteTrustsOf2003(t *testing.T) {
	c := coverageOf(t, realOne(t), "stars-2003", "acute")
	if !slices.ContainsFunc(c.Bases, func(b holdings.Base) bool { return b.N == 156 && b.Source != "" }) {
		t.Errorf("bases %s, want 156 among them", c.Told())
	}
	if c.Held == 0 || c.Missing() != c.Bases[len(c.Bases)-1].N-c.Held {
		t.Errorf("held %d, missing %d", c.Held, c.Missing())
	}
	if c := coverageOf(t, realOne(t), "nof-2025-26-q1", "mental-health-community"); c.Held != 61 || c.Missing() != 0 {
		t.Errorf("mental health and community trusts of 2025: %+v", c)
	}
}

// A rating by CQC prints no peer group: the body's group in other eras is taken.
// Derby's is acute; Papworth's specialist, though the league tables call it
// acute; the bands of mental health trusts are a measure of their own.
func TestCoverageTakesTheGroupThatOtherErasTell(t *testing.T) {
	a := realOne(t)
	for group, least := range map[string]int{"acute": 10, "specialist": 1, "ambulance": 3, "mental-health": 3} {
		all, err := holdings.Cover(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(c holdings.Coverage) bool { return c.Era == "cqc" && c.PeerGroup == group })
		if i < 0 || all[i].Held < least {
			t.Errorf("CQC ratings of the group %s: %d held, want %d or more", group, all[max(i, 0)].Held, least)
		}
	}
	if c := coverageOf(t, a, "im-mh-2014-11", "mental-health"); c.Measure != "im.mh-band" {
		t.Errorf("mental health trusts of November 2014 are counted on %s", c.Measure)
	}
}

// RB1 closed in March 2004, so nothing of it is missing in the edition of July;
// RC1 is rated by implication only, which is a gap in 2003.
func TestGapsOfTheSmallArchive(t *testing.T) {
	gaps, err := holdings.Gaps(context.Background(), smallOne(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range gaps {
		got = append(got, g.Body+" "+g.Edition)
	}
	if !slices.Equal(got, []string{"RC1 stars-2003"}) {
		t.Errorf("gaps %v", got)
	}
}

func TestConflictsOfTheSmallArchive(t *testing.T) {
	all, err := holdings.Conflicts(context.Background(), smallOne(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].ID != "c1" || all[1].Kind != "claims" || all[1].Body != "RA1" || len(all[1].Sides) != 2 {
		t.Errorf("%+v", all)
	}
}

// A wrong body is far worse than none: the names by which papers led readers
// astray.
func TestResolveTheDangerousNames(t *testing.T) {
	a := realOne(t)
	for _, tt := range []struct{ name, kind, year, want string }{
		{"South Tees", "acute", "2003", "RTR"}, // not RCJ, which bears part of the name
		{"South Tyneside", "acute", "2003", "RE9"},
		{"East Midlands Ambulance", "ambulance", "2016", "RX9"}, // not its predecessor, RV6
		{"Leicester Partnership", "mental health", "2004", "RT5"},
		{"Leicester Partnership NHS Trust", "", "", "RT5"},
		{"South Tees Hospitals NHS Trust", "acute", "2003", "RTR"},
		{"East Midlands Ambulance Service Trust", "ambulance", "2016", "RX9"},
		{"East Midlands Ambulance Service NHS Trust", "ambulance", "2016", "RX9"},
		{"East Midlands Ambulance Service NHS Trust", "ambulance", "2004", "RV6"},
		{"RWE", "", "", "RWE"},
	} {
		r, err := holdings.ResolveName(context.Background(), a, holdings.Printed{Name: tt.name, Type: tt.kind, Year: tt.year})
		if err != nil {
			t.Fatal(err)
		}
		if r.Body.ID != "" && r.Body.ID != tt.want {
			t.Errorf("%s %s %s is taken for %s, not %s", tt.name, tt.kind, tt.year, r.Body.ID, tt.want)
		}
		whole := strings.HasSuffix(tt.name, "Trust") || tt.name == tt.want
		if whole && (r.Confidence != "certain" || r.Body.ID != tt.want) {
			t.Errorf("%s %s %s: %s %s, want %s for certain", tt.name, tt.kind, tt.year, r.Confidence, r.Body.ID, tt.want)
		}
		if r.Confidence != "certain" && (len(r.Candidates) == 0 || r.Candidates[0] != tt.want || r.Reason == "") {
			t.Errorf("%s %s %s: %s with candidates %v (%s), want %s first", tt.name, tt.kind, tt.year, r.Confidence, r.Candidates, r.Reason, tt.want)
		}
	}
}

func TestResolveLeavesOpenWhatIsOpen(t *testing.T) {
	for _, tt := range []holdings.Printed{
		{Name: "Delta", Type: "acute", Year: "2003"}, // settled as nobody's
		{Name: "Nowhere General"},
		{Name: "Beta Hospital NHS Trust", Year: "2010"}, // closed in 2004
		{Name: ""},
		{Name: `"*`},
	} {
		r, err := holdings.ResolveName(context.Background(), smallOne(t), tt)
		if err != nil || r.Body.ID != "" || r.Confidence == "certain" || r.Reason == "" {
			t.Errorf("%+v: %+v, %v", tt, r, err)
		}
	}
}
