package store_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"careratings/internal/store"
)

// checkUp are the checks of an archive that found faults, and what they found.
func checkUp(t testing.TB, a *store.Archive) map[string]string {
	t.Helper()
	found, err := a.CheckUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range found {
		switch {
		case f.Faults > 0 && f.Remedy == "":
			t.Errorf("%s has faults and no remedy", f.Check)
		case f.Faults > 0:
			out[f.Check] = f.Found
		case f.N == 0:
			t.Errorf("%s looked at nothing", f.Check)
		}
	}
	return out
}

// The archive that is shipped is sound.
func TestTheShippedArchiveIsSound(t *testing.T) {
	a := must(store.OpenEmbedded(os.DirFS("../../data"), "archive.db"))(t)
	defer a.Close()
	if got := checkUp(t, a); len(got) > 0 {
		t.Errorf("faults: %v", got)
	}
}

// Each fault is found by the check that is for it, and named.
func TestCheckUpFindsEachFault(t *testing.T) {
	for _, tt := range []struct{ name, spoil, check, says string }{
		{"a source is lost", "DELETE FROM source WHERE id = 1", "claims", "has no source"},
		{"a source says nothing of itself", "UPDATE source SET title = ''", "claims", "; and "},
		{"a body is lost", "DELETE FROM body WHERE id = 1", "references", "refer to no row of body"},
		{"a claim is lost", "DELETE FROM claim_row WHERE id = 1", "ratings", "rests on no claim"},
		{"a name changed", "UPDATE name_row SET search_key = 'OMEGA' WHERE id = 1", "names", `the search index lacks "omega" of name 1`},
		{"a name is not indexed", "INSERT INTO name_search (name_search, rowid, search_key) SELECT 'delete', id, search_key FROM name_row WHERE id = 1", "names", "the search index lacks"},
		{"a name is indexed that is not there", "INSERT INTO name_search (rowid, search_key) VALUES (99999, 'GHOST')", "names", `the search index has "ghost" of name 99999`},
		{"a key is not the name's", "UPDATE name_row SET search_key = 'OMEGA' WHERE id = 1; INSERT INTO name_search (name_search) VALUES ('rebuild')", "names", `name 1 is searched as "OMEGA"`},
		{"the index is gone", "DROP TABLE name_search", "names", "cannot be examined"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := buildSmall(t)
			db := must(sql.Open("sqlite", "file:"+path))(t)
			if _, err := db.Exec(tt.spoil); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			a := must(store.OpenFile(path))(t)
			defer a.Close()
			if got := checkUp(t, a); !strings.Contains(got[tt.check], tt.says) {
				t.Errorf("%s says %q, want %q; all: %v", tt.check, got[tt.check], tt.says, got)
			}
		})
	}
	if got := checkUp(t, small(t)); len(got) > 0 {
		t.Errorf("a sound archive has faults: %v", got)
	}
}

// The archive within the program is of the version that the program reads; one
// that is not is told by the check-up.
func TestCheckUpNamesAnotherVersion(t *testing.T) {
	path := buildSmall(t)
	raw := must(os.ReadFile(path))(t)
	raw[63]++ // the last byte of user_version
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	a := must(store.OpenEmbedded(os.DirFS(filepath.Dir(path)), filepath.Base(path)))(t)
	defer a.Close()
	if got := checkUp(t, a); !strings.Contains(got["schema"], fmt.Sprintf("this program reads version %d", store.SchemaVersion)) {
		t.Errorf("got %v", got)
	}
}
