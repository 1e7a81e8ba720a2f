package store_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store"
)

const smallDir = "../../data/curated/testdata/small"

// small is the archive of the small data directory: two eras, three bodies.
func small(t testing.TB) *store.Archive {
	t.Helper()
	a, err := store.OpenFile(buildSmall(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func buildSmall(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.db")
	if err := store.Build(os.DirFS(smallDir), path); err != nil {
		t.Fatal(err)
	}
	return path
}

func must[T any](v T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestTwoBuildsAreTheSameBytes(t *testing.T) {
	a := must(os.ReadFile(buildSmall(t)))(t)
	b := must(os.ReadFile(buildSmall(t)))(t)
	if !bytes.Equal(a, b) {
		t.Error("two builds of the same text differ")
	}
}

// The shipped file is what its text compiles to, and fits in the program.
func TestTheShippedArchiveIsItsText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "archive.db")
	if err := store.Build(os.DirFS("../../data"), path); err != nil {
		t.Fatal(err)
	}
	built := must(os.ReadFile(path))(t)
	if kept := must(os.ReadFile(shippedFile))(t); !bytes.Equal(built, kept) {
		t.Error("data/archive.db is not what data/ compiles to: go generate ./...")
	}
	if limit := 8_000_000; len(built) > limit {
		t.Errorf("the archive has %d bytes, the most allowed is %d", len(built), limit)
	}
}

func TestAFaultInTheTextWritesNothing(t *testing.T) {
	dir := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(smallDir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(smallDir, p))
		dir[p] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	bodiesFile := dir["bodies.csv"]
	bodiesFile.Data = bytes.Replace(bodiesFile.Data, []byte("RB1,trust"), []byte("RB1,hospital"), 1)
	out := t.TempDir()
	path := filepath.Join(out, "archive.db")
	if err := os.WriteFile(path, []byte("the archive of before"), 0o600); err != nil {
		t.Fatal(err)
	}
	err = store.Build(dir, path)
	if err == nil || !strings.Contains(err.Error(), `bodies.csv: row 2, column kind: "hospital"`) {
		t.Errorf("the error does not name the fault: %v", err)
	}
	if kept := must(os.ReadFile(path))(t); string(kept) != "the archive of before" {
		t.Error("the archive of before was replaced")
	}
	if left := must(os.ReadDir(out))(t); len(left) != 1 {
		t.Errorf("files left behind: %v", left)
	}
}

func values(claims []eras.Claim) []string {
	var out []string
	for _, c := range claims {
		out = append(out, c.ID+"="+c.Value)
	}
	return out
}

func TestClaimsAboutABody(t *testing.T) {
	a, ctx := small(t), context.Background()
	claims := must(a.ClaimsAbout(ctx, []string{"RA1", "RB1"}, ""))(t)
	if len(claims) != 6 {
		t.Fatalf("got %d claims, want 6: %v", len(claims), values(claims))
	}
	for _, c := range claims {
		if c.ID == "stars-2003.ra1.overall.1" {
			want := "2003-07-16"
			if c.Era != "stars" || c.Edition != "stars-2003" || string(c.RatedOn) != want || c.Low != 1 || c.High != 1 || c.Source != "paper-2003" || c.PrintedName != "Alpha" || string(c.CountsFrom) != want {
				t.Errorf("claim came back changed: %+v", c)
			}
		}
	}
	if unmatched := must(a.ClaimsUnmatched(ctx))(t); len(unmatched) != 1 || unmatched[0].Body != "" || unmatched[0].PrintedName != "Delta" {
		t.Errorf("unmatched: %v", unmatched)
	}
}

func TestClaimsAsOfADay(t *testing.T) {
	a, ctx := small(t), context.Background()
	for _, tt := range []struct {
		asOf string
		want int
	}{{"2003-07-15", 0}, {"2003-07-16", 3}, {"2004-07-20", 3}, {"2004-07-21", 6}} {
		if got := must(a.ClaimsAbout(ctx, []string{"RA1", "RB1"}, tt.asOf))(t); len(got) != tt.want {
			t.Errorf("as of %s: %d claims, want %d: %v", tt.asOf, len(got), tt.want, values(got))
		}
	}
}

func TestConflictsOfTheSmallArchive(t *testing.T) {
	a, ctx := small(t), context.Background()
	ratings := must(a.ConflictedRatings(ctx))(t)
	if len(ratings) != 1 || ratings[0].Chosen().ID != "stars-2003.ra1.overall.1" || len(ratings[0].Claims) != 2 {
		t.Errorf("ratings in conflict: %+v", ratings)
	}
	curated := must(a.Conflicts(ctx))(t)
	if len(curated) != 1 || curated[0].ID != "c1" || !slices.Equal(curated[0].Sources, []string{"paper-2003", "local-2003"}) {
		t.Errorf("curated conflicts: %+v", curated)
	}
	curated[0].ID = "changed by a caller"
	if again := must(a.Conflicts(ctx))(t); again[0].ID != "c1" {
		t.Error("a caller changed what the archive keeps")
	}
}

// Implied ratings and names without a body are not counted; a value that is no
// rating is, under its status.
func TestPeersOfAnEdition(t *testing.T) {
	a, ctx := small(t), context.Background()
	p := must(a.PeersOf(ctx, "stars-2003"))(t)
	got := p.Counts["stars.overall"]
	want := []store.PeerCount{{PeerGroup: "acute", Low: 1, High: 1, N: 1}, {PeerGroup: "acute", Low: 3, High: 3, N: 1}}
	if !slices.EqualFunc(got, want, func(x, y store.PeerCount) bool {
		return x.PeerGroup == y.PeerGroup && x.Low == y.Low && x.High == y.High && x.Status == y.Status && x.N == y.N
	}) {
		t.Errorf("counts of 2003: %+v, want %+v", got, want)
	}
	if len(p.Totals) != 4 {
		t.Errorf("%d totals of 2003, want 4", len(p.Totals))
	}
	for _, total := range p.Totals {
		if n, ok := total.Size(); !ok || n != 4 {
			t.Errorf("total %s has size %d, want its base 4", total.ID, n)
		}
	}
	for _, c := range must(a.PeersOf(ctx, "stars-2004"))(t).Counts["stars.overall"] {
		if c.Low == 0 && c.Status != "not-rated" {
			t.Errorf("2004 counts a rating without a level: %+v", c)
		}
	}
	if p := must(a.PeersOf(ctx, "stars-1999"))(t); len(p.Counts)+len(p.Totals) != 0 {
		t.Errorf("an unknown edition has peers: %+v", p)
	}
}

func TestTotalSizes(t *testing.T) {
	for _, tt := range []struct {
		name  string
		total store.Total
		want  int
	}{
		{"a count at one level tells its base", store.Total{Value: "3", Low: 4, High: 4, Count: "40", Base: "156"}, 156},
		{"a count of all is the size", store.Total{Value: "all rated", Count: "166"}, 166},
		{"a base of something else is none", store.Total{Value: "changed", Count: "30", Base: "60"}, 0},
		{"a base in words is none", store.Total{Value: "3", Low: 4, Count: "4", Base: "12.5"}, 0},
	} {
		if n, ok := tt.total.Size(); ok != (tt.want > 0) || ok && n != tt.want {
			t.Errorf("%s: got %d, %v", tt.name, n, ok)
		}
	}
}

func TestMatchesChangesAndMeta(t *testing.T) {
	a, ctx := small(t), context.Background()
	if m := must(a.MatchesOf(ctx, "ALPHA"))(t); len(m) != 1 || m[0].Body != "RA1" || m[0].Confidence != "certain" {
		t.Errorf("matches of Alpha: %+v", m)
	}
	if m := must(a.MatchesOpen(ctx))(t); len(m) != 1 || m[0].PrintedName != "Delta" || m[0].Candidates != "RA1|RB1" {
		t.Errorf("open matches: %+v", m)
	}
	if c := must(a.Changes(ctx))(t); len(c) != 1 || c[0].DataVersion != "1.1.0" || c[0].Why != "misread" {
		t.Errorf("changes: %+v", c)
	}
	if v := must(a.Meta(ctx, "data_version"))(t); v != "1.0.0" {
		t.Errorf("data version %q", v)
	}
}

func TestLineageOfTheSmallArchive(t *testing.T) {
	a, ctx := small(t), context.Background()
	kin := must(a.Lineage(ctx, "RA1"))(t)
	if len(kin) != 1 || kin[0].Code != "RB1" || kin[0].Relation != bodies.Predecessor || kin[0].Body.Name != "Beta Hospital NHS Trust" {
		t.Errorf("lineage of RA1: %+v", kin)
	}
	if kin := must(a.Lineage(ctx, "RC1"))(t); len(kin) != 0 {
		t.Errorf("RC1 has no kin, got %+v", kin)
	}
}

// What a user types is no query language: nothing of it is an error, and
// nothing of it finds everything.
func TestNameSearchTakesAnyInput(t *testing.T) {
	a, ctx := small(t), context.Background()
	for _, in := range []string{`"`, `""`, `St Thomas' "`, "*", "a*", "NEAR(", "NOT", "AND OR", "search_key:alpha", "^alpha", "-alpha", "(", "{a}", ";drop table body", "\x00", "é", strings.Repeat("x ", 500)} {
		for _, prefix := range []bool{false, true} {
			if _, err := a.NamesByWords(ctx, strings.Fields(in), prefix); err != nil {
				t.Errorf("words %q: %v", in, err)
			}
		}
		if _, err := bodies.Search(ctx, a, in); err != nil {
			t.Errorf("search %q: %v", in, err)
		}
	}
	if got := must(a.NamesByWords(ctx, []string{"GAMMA", "INFIRMARY"}, false))(t); len(got) != 1 || got[0].Body.ID != "RC1" || got[0].Name.Kind != "former" {
		t.Errorf("a former name: %+v", got)
	}
	if got := must(a.NamesByWords(ctx, []string{"INFIR"}, false))(t); len(got) != 0 {
		t.Errorf("half a word is no word: %+v", got)
	}
	if got := must(a.NamesByWords(ctx, []string{"INFIR"}, true))(t); len(got) != 1 {
		t.Errorf("half a word is a prefix: %+v", got)
	}
}

func TestAnArchiveServesManyAtOnce(t *testing.T) {
	a := small(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			ctx := context.Background()
			for range 5 {
				claims, err := a.ClaimsAbout(ctx, []string{"RA1"}, "")
				if err != nil || len(claims) != 4 {
					t.Errorf("%d claims, %v", len(claims), err)
				}
				if p, err := a.PeersOf(ctx, "stars-2003"); err != nil || len(p.Totals) != 4 {
					t.Errorf("peers: %v", err)
				}
				if s, err := a.Sources(ctx, []string{"paper-2003", "paper-2004", "none"}); err != nil || len(s) != 2 {
					t.Errorf("sources: %v, %v", s, err)
				}
				if kin, err := a.Lineage(ctx, "RA1"); err != nil || len(kin) != 1 {
					t.Errorf("lineage: %v", err)
				}
			}
		})
	}
	wg.Wait()
}
