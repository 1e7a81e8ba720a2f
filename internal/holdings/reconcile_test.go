package holdings_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras"
	"careratings/internal/holdings"
	"careratings/internal/store"
)

const small = "../../data/curated/testdata/small"

// built is the small archive with some of its files replaced.
func built(t *testing.T, replaced map[string]string) *store.Archive {
	t.Helper()
	files := fstest.MapFS{}
	dir := os.DirFS(small)
	err := fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(dir, path)
		files[path] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range replaced {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	path := filepath.Join(t.TempDir(), "small.db")
	if err := store.Build(files, path); err != nil {
		t.Fatal(err)
	}
	return opened(t, path)
}

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

func reconciled(t *testing.T, a *store.Archive, edition, asOf string) map[string]holdings.Check {
	t.Helper()
	checks, err := holdings.Reconcile(t.Context(), a, holdings.Only{About: edition, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]holdings.Check{}
	for _, c := range checks {
		if _, twice := out[c.ID]; twice {
			t.Errorf("%s is listed twice", c.ID)
		}
		out[c.ID] = c
	}
	return out
}

func TestReconcileTheSmallArchive(t *testing.T) {
	got := map[string]holdings.Outcome{}
	for id, c := range reconciled(t, built(t, nil), "", "") {
		got[id] = c.Outcome
	}
	want := map[string]holdings.Outcome{
		"t1": holdings.CannotTell, // three stars: Gamma's are only implied
		"t2": holdings.Consistent, // two stars: Beta, by the narrower of two claims
		"t3": holdings.CannotTell, // one star: Delta has no body
		"t4": holdings.Consistent, // none: Alpha
		"m1": holdings.Agrees,     // Alpha
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

const totalsHeader = "id,edition,peer_group,scope,measure,value,low,high,count,percent,at_least,base,set,doubt,tier,source,note,intake\n"

// Of four acute trusts in 2003 the small archive holds two stated ratings: Alpha
// without a star and Beta with two.
func TestWhatAPublishedNumberComesTo(t *testing.T) {
	row := func(id, scope, value, low, high, count, percent, atLeast, base, doubt string) string {
		return strings.Join([]string{id, "stars-2003", "acute", scope, "stars.overall", value, low, high, count, percent, atLeast, base, "", doubt, "national-press", "paper-2003", "", ""}, ",") + "\n"
	}
	tests := map[string]struct {
		rows string
		want map[string]holdings.Outcome
	}{
		"own count exceeds an exact count": {row("a", "", "0", "1", "1", "0", "", "0", "4", "stated"), map[string]holdings.Outcome{"a": holdings.Differs}},
		"cannot be reached by the missing": {row("a", "", "0", "1", "1", "4", "", "0", "4", "stated"), map[string]holdings.Outcome{"a": holdings.Differs}},
		"equals it while two are missing":  {row("a", "", "0", "1", "1", "1", "", "0", "4", "stated"), map[string]holdings.Outcome{"a": holdings.Consistent}},
		"equals it with nothing missing":   {row("a", "", "0", "1", "1", "1", "", "0", "2", "stated"), map[string]holdings.Outcome{"a": holdings.Agrees}},
		"equals it, number not published":  {row("a", "", "0", "1", "1", "1", "", "0", "", "stated"), map[string]holdings.Outcome{"a": holdings.Consistent}},
		"could just be reached":            {row("a", "", "0", "1", "1", "3", "", "0", "4", "stated"), map[string]holdings.Outcome{"a": holdings.CannotTell}},
		"no base, no upper bound":          {row("a", "", "0", "1", "1", "400", "", "0", "", "stated"), map[string]holdings.Outcome{"a": holdings.CannotTell}},
		"zero of a partial list":           {row("a", "", "1", "2", "2", "0", "", "0", "4", "stated"), map[string]holdings.Outcome{"a": holdings.CannotTell}},
		"zero of a complete one":           {row("a", "", "1", "2", "2", "0", "", "0", "2", "stated"), map[string]holdings.Outcome{"a": holdings.Agrees}},
		"at least, reached":                {row("a", "", "0", "1", "1", "1", "", "1", "4", "stated"), map[string]holdings.Outcome{"a": holdings.Agrees}},
		"at least, not yet":                {row("a", "", "0", "1", "1", "2", "", "1", "4", "stated"), map[string]holdings.Outcome{"a": holdings.CannotTell}},
		"at least, out of reach":           {row("a", "", "0", "1", "1", "4", "", "1", "4", "stated"), map[string]holdings.Outcome{"a": holdings.Differs}},
		"percentage of a complete group":   {row("a", "", "0", "1", "1", "", "50", "0", "2", "stated"), map[string]holdings.Outcome{"a": holdings.Agrees}},
		"percentage that does not round":   {row("a", "", "0", "1", "1", "", "40", "0", "2", "stated"), map[string]holdings.Outcome{"a": holdings.Differs}},
		"percentage of an unknown number":  {row("a", "", "0", "1", "1", "", "40", "0", "", "stated"), map[string]holdings.Outcome{"a": holdings.CannotTell}},
		"scope nobody can draw":            {row("a", "Wessex", "0", "1", "1", "0", "", "0", "4", "stated"), map[string]holdings.Outcome{"a": holdings.CannotTell}},
		"a doubtful number decides nothing": {
			row("a", "", "0", "1", "1", "0", "", "0", "4", "doubtful"), map[string]holdings.Outcome{"a": holdings.CannotTell},
		},
		"our own sum is not published": {row("a", "", "0", "1", "1", "0", "", "0", "4", "computed"), map[string]holdings.Outcome{}},
		"two sources contradict each other": {
			row("a", "", "0", "1", "1", "1", "", "0", "4", "stated") + row("b", "", "0", "1", "1", "0", "", "0", "4", "stated"),
			map[string]holdings.Outcome{"a": holdings.Contradicted, "b": holdings.Contradicted},
		},
		"a percentage rounds to the count": {
			row("a", "", "0", "1", "1", "1", "", "0", "4", "stated") + row("b", "", "0", "1", "1", "", "25", "0", "4", "stated"),
			map[string]holdings.Outcome{"a": holdings.Consistent, "b": holdings.Consistent},
		},
		"one that does not contradicts it": {
			row("a", "", "0", "1", "1", "1", "", "0", "4", "stated") + row("b", "", "0", "1", "1", "", "60", "0", "4", "stated"),
			map[string]holdings.Outcome{"a": holdings.Contradicted, "b": holdings.Contradicted},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := map[string]holdings.Outcome{}
			for id, c := range reconciled(t, built(t, map[string]string{"totals.csv": totalsHeader + test.rows}), "", "") {
				if c.What == "total" {
					got[id] = c.Outcome
				}
				if c.Outcome == holdings.Contradicted && len(c.Against) == 0 {
					t.Errorf("%s does not name what contradicts it", id)
				}
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReconcileAsOfADayKnowsOnlyWhatWasSaid(t *testing.T) {
	a := built(t, nil)
	got := reconciled(t, a, "", "2003-12-31")
	if _, ok := got["m1"]; ok {
		t.Error("the movement was told in 2004")
	}
	if len(got) == len(reconciled(t, a, "", "")) {
		t.Error("the day changes nothing")
	}
}

// The shipped archive bears out what is published, or says why it cannot tell.
func TestTheShippedArchiveDiffersNowhere(t *testing.T) {
	a := shipped(t)
	checks := reconciled(t, a, "", "")
	totals, err := a.AllTotals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	moves, err := a.AllMovements(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := len(moves)
	for _, total := range totals {
		if _, ok := checks[total.ID]; ok == (total.Doubt == eras.Computed) {
			t.Errorf("%s, %s: listed is %v", total.ID, total.Doubt, ok)
		}
		if total.Doubt != eras.Computed {
			want++
		}
	}
	if len(checks) != want {
		t.Errorf("%d checks, want %d", len(checks), want)
	}
	for _, c := range checks {
		switch {
		case c.Outcome == holdings.Differs:
			t.Errorf("%s differs: published %s, own %v, %s", c.ID, c.Published, c.Own, c.Note)
		case c.Note == "":
			t.Errorf("%s: no word on why it %s", c.ID, c.Outcome)
		}
	}
}

// The claim of July 2004 that none but Leicester rose from no star to three
// stands against a published count of three. Ten of the fourteen have no later
// rating held, so the archive's own count cannot bear the number out for good.
func TestFromNoStarToThree(t *testing.T) {
	c := reconciled(t, shipped(t), "stars-2004", "")["movement-10"]
	if c.Outcome != holdings.Consistent || c.Published != "3" {
		t.Errorf("%+v", c)
	}
	if d := cmp.Diff([]string{"RLZ>RXW", "RM2", "RWE"}, c.Counted); d != "" {
		t.Error(d)
	}
}

// What agrees is complete, or an incomplete list that is reached; a list and a
// number of one source are said to be.
func TestAgreementIsOfCompleteLists(t *testing.T) {
	checks := reconciled(t, shipped(t), "", "")
	for id, c := range checks {
		complete := c.Base > 0 && c.Held >= c.Base && c.Most != nil && *c.Most == *c.Own
		if c.Outcome == holdings.Agrees && !complete && !strings.HasPrefix(c.Published, "at least") {
			t.Errorf("%s agrees with %s, %d of %d held", id, c.Published, c.Held, c.Base)
		}
	}
	if c := checks["healthcheck-total-018"]; c.Outcome != holdings.Consistent || c.Held >= c.Base {
		t.Errorf("2 of 570: %s, %d of %d held", c.Outcome, c.Held, c.Base)
	}
	const itself = "the list and the number are of one source"
	if c := checks["interim-total-052"]; !strings.Contains(c.Note, itself) {
		t.Errorf("26 CCGs: %s", c.Note)
	}
	if c := checks["movement-10"]; strings.Contains(c.Note, itself) {
		t.Errorf("the ratings are of two papers, the number of a third: %s", c.Note)
	}
}

func TestWhatIsReconciled(t *testing.T) {
	a := shipped(t)
	ids := func(only holdings.Only) (out []string) {
		checks, err := holdings.Reconcile(t.Context(), a, only)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checks {
			if about := only.About; about != c.ID && about != c.Edition && about != c.To || !eras.Within(c.PeerGroup, only.Kind) && only.Kind != "" {
				t.Errorf("%+v takes %s of %s, %s", only, c.ID, c.Edition, c.PeerGroup)
			}
			out = append(out, c.ID)
		}
		return out
	}
	for _, only := range []holdings.Only{{About: "cqc@2016"}, {About: "movement-10"}, {About: "stars-2004", Kind: "pct"}} {
		if len(ids(only)) == 0 {
			t.Errorf("%+v takes nothing", only)
		}
	}
}

// Every contradiction of the published counts of the shipped archive, told on
// both sides.
func TestTheContradictionsOfTheShippedArchive(t *testing.T) {
	checks := reconciled(t, shipped(t), "", "")
	pairs := [][2]string{
		{"stars-total-018", "stars-total-024"},             // 46 and 45 acute trusts with three stars in 2002
		{"stars-total-021", "stars-total-025"},             // 8 and 10 without a star
		{"stars-total-042", "stars-total-066"},             // 52 and 53 in 2003
		{"stars-total-043", "stars-total-067"},             // 60 and 59 with two
		{"healthcheck-total-004", "healthcheck-total-012"}, // 9 % and 78 of 570
		{"healthcheck-total-017", "healthcheck-total-019"}, // 33 and 24 weak on both
		{"healthcheck-total-100", "healthcheck-total-106"}, // 32 % and 33 %
		{"interim-total-013", "interim-total-018"},         // 24 and 23 in band 1
		{"interim-total-016", "interim-total-017"},         // 38 and 37 in band 6
		{"interim-total-020", "interim-total-022"},         // 5 of 57 and 4 of 39
	}
	if c := checks["stars-total-009"]; c.Outcome != holdings.Contradicted || !slices.Contains(c.Against, "stars-total-002") {
		t.Errorf("16 without a star in 2001, which is doubtful, is %s by %v", c.Outcome, c.Against)
	}
	if c := checks["stars-total-002"]; c.Outcome != holdings.Consistent || !strings.Contains(c.Note, "in doubt: 16 of 176") {
		t.Errorf("12 without a star in 2001 is %s: %s", c.Outcome, c.Note)
	}
	for _, p := range pairs {
		for _, side := range [][2]string{{p[0], p[1]}, {p[1], p[0]}} {
			c := checks[side[0]]
			if c.Outcome != holdings.Contradicted || !slices.Contains(c.Against, side[1]) {
				t.Errorf("%s is %s by %v, want contradicted by %s", side[0], c.Outcome, c.Against, side[1])
			}
		}
	}
}

func TestAsAtTakesTheLatestSureRating(t *testing.T) {
	rating := func(body, on string) eras.Rating {
		return eras.Rating{Claims: []eras.Claim{{ID: body + on, Body: body, Measure: "cqc.overall"}}, RatedOn: eras.Interval(on)}
	}
	got := []string{}
	for _, r := range holdings.AsAt([]eras.Rating{
		rating("A", "2016-05-01"), rating("A", "2015"), // the later of two
		rating("B", "2016-07-01"),                          // after the day
		rating("C", "2016"),                                // may be after the day
		rating("D", ""),                                    // no date
		rating("E", "/2016-06-30"), rating("F", "2016-06"), // on or before the day
	}, "2016-06-30") {
		got = append(got, r.Claims[0].ID)
	}
	if d := cmp.Diff([]string{"A2016-05-01", "E/2016-06-30", "F2016-06"}, got); d != "" {
		t.Error(d)
	}
}
