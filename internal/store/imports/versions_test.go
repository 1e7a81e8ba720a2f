package imports

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/store/sqlitefile"
	"careratings/internal/store/storetest"
)

// kept unpacks the file of imports that is kept of a schema version: what the
// program of that version made of a few files, one of each kind, with a rejected
// row and two releases of the care directory.
func kept(t testing.TB, version int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "imports.db")
	if err := storetest.Unpack(fmt.Sprintf("testdata/version-%d.db.gz", version), path); err != nil {
		t.Fatalf("a file of schema version %d must be kept and still open: %v", version, err)
	}
	return path
}

// A file of every schema version there has been opens and answers, passes its
// check-up, and lets a file be taken in and taken back.
func TestEveryVersionOpensAndAnswers(t *testing.T) {
	for version := 1; version <= SchemaVersion; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			s, err := Create(kept(t, version))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			entries, err := s.Entries(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, e := range entries {
				names = append(names, e.Name)
			}
			want := []string{"1_April_2020_ratings.csv", "1_March_2020_ratings.csv", "etr.csv", "ods_succ.csv", "trust-data-q2-25-26.csv", "hand.csv"}
			if diff := cmp.Diff(want, names); diff != "" {
				t.Errorf("the journal (-want +got):\n%s", diff)
			}
			claims, err := s.ClaimsAbout(t.Context(), "RX2")
			if err != nil || len(claims) == 0 || claims[0].Measure != "nof.segment" || claims[0].Value != "4.0" {
				t.Errorf("claims about RX2: %v, %v", claims, err)
			}
			rejects, err := s.Rejects(t.Context(), 0)
			if err != nil || len(rejects) != 1 || rejects[0].Value != "five stars" {
				t.Errorf("rejects: %v, %v", rejects, err)
			}
			links, err := s.Successions(t.Context())
			if err != nil || len(links) != 2 {
				t.Errorf("successions: %v, %v", links, err)
			}
			found, err := s.CheckUp(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				if f.Faults > 0 {
					t.Errorf("%s: %s", f.Check, f.Found)
				}
			}
			before := dump(t, s)
			if _, err := take(t, s, months(t, 4, 60, 1)[0], nil); err != nil {
				t.Fatal(err)
			}
			entries, err = s.Entries(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Undo(t.Context(), entries[len(entries)-1].ID); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, dump(t, s)); diff != "" {
				t.Errorf("an import taken back leaves (-before +after):\n%s", diff)
			}
		})
	}
}

// Whoever changes schema.sql raises SchemaVersion and keeps a file of the new
// version, so that a file in somebody's home is never read by the wrong rules.
func TestTheKeptFileHasTheSchemaOfItsVersion(t *testing.T) {
	tables := func(path string) string {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var all string
		if err := s.db.QueryRow("SELECT group_concat(type || ' ' || name || ': ' || ifnull(sql, ''), char(10)) FROM (SELECT * FROM sqlite_schema ORDER BY name)").Scan(&all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	fresh := created(t)
	if diff := cmp.Diff(tables(kept(t, SchemaVersion)), tables(fresh.Path())); diff != "" {
		t.Errorf("schema.sql changed and SchemaVersion did not (-file of version %d +schema.sql):\n%s", SchemaVersion, diff)
	}
}

// An SQLite file of another program is no file of imports, whatever version it
// says it has: it is neither read nor imported into.
func TestAFileOfAnotherProgramIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := connect(sqlitefile.DSN(path, "mode=rwc"), &feed{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(fmt.Sprintf("CREATE TABLE mine (a); PRAGMA user_version = %d", SchemaVersion)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	refused(t, path, "is no file of imports; name another with --archive, or leave it out")
}

// refused holds that a file is opened neither for reading nor for writing, with a
// sentence that says why, and stays as it is.
func refused(t *testing.T, path, says string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for what, open := range map[string]func(string) (*Store, error){"Open": Open, "Create": Create} {
		s, err := open(path)
		if err == nil {
			s.Close()
		}
		if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(e.What, says) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(raw) {
		t.Errorf("the file changed, %v", err)
	}
}

// A file of a newer program is refused in a sentence, for reading and for
// writing, and stays as it is.
func TestANewerVersionIsRefused(t *testing.T) {
	path := kept(t, SchemaVersion)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw[63] = SchemaVersion + 1 // the last byte of user_version
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, path, fmt.Sprintf("has schema version %d, this program knows version %d; use", SchemaVersion+1, SchemaVersion))
}
