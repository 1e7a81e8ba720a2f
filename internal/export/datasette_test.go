package export

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"careratings/internal/store"

	"github.com/google/go-cmp/cmp"
)

// The database is an archive that opens, with the tables of the export in it, each
// described; made twice it has the same bytes. metadata.json describes every table
// and view there is.
func TestDatabase(t *testing.T) {
	a := archiveOf(t)
	tables := Tables(a, []string{"bodies"})
	var dirs []string
	for range 2 {
		dir := t.TempDir()
		dirs = append(dirs, dir)
		err := Beside([]string{filepath.Join(dir, "x.db")}, false, func(tree *Tree) error {
			written, err := WriteSQLite(t.Context(), tree, "x.db", a, tables)
			if err == nil && (len(written) != len(tables) || written[0].Rows != 1611) {
				t.Errorf("%d tables, %d bodies", len(written), written[0].Rows)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(filesOf(t, dirs[0]), filesOf(t, dirs[1])); diff != "" {
		t.Error(diff)
	}
	made, err := store.OpenFile(filepath.Join(dirs[0], "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	same, err := made.Select(t.Context(), `SELECT (SELECT count(*) FROM bodies JOIN body ON body.key = bodies.body AND body.name = bodies.name AND body.rated = bodies.rated),
		(SELECT count(*) FROM body), (SELECT count(*) FROM rating)`, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]any{{int64(1611), int64(1611), int64(18129)}}, same.Rows); diff != "" {
		t.Error(diff)
	}
	raw, err := Metadata(t.Context(), "x", a, tables, []Canned{{Name: "q", Title: "Q", About: "about", SQL: "SELECT 1"}}, About{Version: "1.0.0"})
	if err != nil {
		t.Fatal(err)
	}
	var metadata datasette
	if err := json.Unmarshal(raw, &metadata); err != nil {
		t.Fatal(err)
	}
	docs, err := made.Columns(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	held := metadata.Databases["x"]
	for _, d := range docs {
		of, ok := held.Tables[d.Table]
		if !ok || !of.Hidden && (of.About == "" || d.Column != "" && of.Columns[d.Column] == "") {
			t.Errorf("%s %s is not described: %v", d.Table, d.Column, ok)
		}
	}
	if metadata.Licence == "" || metadata.LicenceURL == "" || held.Queries["q"].SQL != "SELECT 1" {
		t.Errorf("%.300s", raw)
	}
}
