package export

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"careratings/internal/eras/sheet"
	"careratings/internal/intake"
	"careratings/internal/store"
	"careratings/internal/store/imports"

	"github.com/google/go-cmp/cmp"
)

// archiveOf opens the compiled archive.
func archiveOf(t testing.TB) *store.Archive {
	t.Helper()
	return opened(t, "../../data/archive.db")
}

func opened(t testing.TB, path string) *store.Archive {
	t.Helper()
	a, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// without builds an archive of the same text but for the rows of the claims, and
// of what names them. What it returns opens it.
func without(t *testing.T) func() *store.Archive {
	t.Helper()
	dir := fstest.MapFS{}
	data := os.DirFS("../../data")
	err := fs.WalkDir(data, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".csv" && name != "datapackage.json" {
			return err
		}
		raw, err := fs.ReadFile(data, name)
		if strings.HasPrefix(name, "claims/") || name == "spells.csv" || name == "intake.csv" {
			raw = raw[:bytes.IndexByte(raw, '\n')+1]
		}
		dir[name] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bare.db")
	if err := store.Build(dir, path); err != nil {
		t.Fatal(err)
	}
	return func() *store.Archive { return opened(t, path) }
}

// exported is the tables of these names as CSV, in a directory of their own.
func exported(t *testing.T, a *store.Archive, names ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	dir := filepath.Join(t.TempDir(), "out")
	err := Into(dir, false, func(tree *Tree) error {
		for _, table := range Tables(a, []string{"all"}) {
			for _, name := range names {
				if table.Name == name {
					if _, err := writeTable(t.Context(), tree, &table, CSV); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(filepath.Join(dir, name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(raw)
	}
	return out
}

// The claims, exported and imported into an archive that has none, give the same
// ratings, standings and claims, to the byte, but for the ids of claims: an import
// numbers them in the order of the file.
func TestExportThenImport(t *testing.T) {
	names := []string{"ratings", "standings", "claims", "bodies"}
	want := exported(t, archiveOf(t), names...)
	file := filepath.Join(t.TempDir(), "claims.csv")
	if err := os.WriteFile(file, []byte(want["claims"]), 0o600); err != nil {
		t.Fatal(err)
	}
	open := without(t)
	bare := open()
	if got := exported(t, bare, "ratings")["ratings"]; strings.Count(got, "\n") != 1 {
		t.Fatalf("the archive without claims has ratings: %.300s", got)
	}
	kept := filepath.Join(t.TempDir(), "imports.db")
	taking, err := imports.Create(kept)
	if err != nil {
		t.Fatal(err)
	}
	cat, err := bare.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	outcome := importOne(t, taking, file, intake.Options{
		Limits: sheet.DefaultLimits(), Catalogue: cat, Same: bare.HoldsExactly(t.Context()), Now: func() time.Time { return time.Unix(0, 0).UTC() },
	})
	if outcome.Rejected > 0 || outcome.Stored == 0 {
		t.Fatalf("%d stored, %d rejected: %v", outcome.Stored, outcome.Rejected, outcome.Rejects)
	}
	if err := taking.Close(); err != nil {
		t.Fatal(err)
	}
	beside, err := imports.Open(kept)
	if err != nil {
		t.Fatal(err)
	}
	bare = open() // one that has not read its catalogue yet
	bare.Attach(beside)
	got := exported(t, bare, names...)
	ids := claimIDs(t, archiveOf(t))
	var pairs []string
	for i, id := range ids {
		pairs = append(pairs, fmt.Sprintf("import-1.%07d", i+1), id)
	}
	renamed := strings.NewReplacer(pairs...)
	for _, name := range names {
		if diff := differences(want[name], renamed.Replace(got[name])); diff != "" {
			t.Errorf("%s.csv is another (-exported +after the import):\n%s", name, diff)
		}
	}
}

// differences are the first lines in which two texts differ.
func differences(a, b string) string {
	var x, y []string
	la, lb := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(la), len(lb)) {
		p, q := "", ""
		if i < len(la) {
			p = la[i]
		}
		if i < len(lb) {
			q = lb[i]
		}
		if p != q && len(x) < 5 {
			x, y = append(x, p), append(y, q)
		}
	}
	return cmp.Diff(x, y)
}

func claimIDs(t *testing.T, a *store.Archive) []string {
	t.Helper()
	var out []string
	claims := reader{a}.claims()
	at := len(claims.Columns) - 3
	if claims.Columns[at].Name != "claim" {
		t.Fatalf("column %d is %s", at, claims.Columns[at].Name)
	}
	if err := claims.Rows(t.Context(), func(cells []Cell) error {
		out = append(out, cells[at].text)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func importOne(t *testing.T, s *imports.Store, file string, o intake.Options) intake.Outcome {
	t.Helper()
	for outcomes, err := range intake.Files(t.Context(), s, []string{file}, o) {
		if err != nil {
			t.Fatal(err)
		}
		return outcomes[0]
	}
	t.Fatal("nothing was imported")
	return intake.Outcome{}
}
