package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"careratings/internal/store"
)

func TestOpenFileSaysWhatIsWrong(t *testing.T) {
	good := must(os.ReadFile(buildSmall(t)))(t)
	changed := func(at int, b ...byte) []byte {
		out := append([]byte(nil), good...)
		copy(out[at:], b)
		return out
	}
	dir := t.TempDir()
	tests := []struct {
		name, want string
		content    []byte // nil: no file
	}{
		{"missing", "no such file", nil},
		{"empty", "is not an SQLite file", []byte{}},
		{"words", "is not an SQLite file", []byte(strings.Repeat("no database ", 20))},
		{"other-application", "is an SQLite file but no archive", changed(68, 0, 0, 0, 1)},
		{"other-version", "has schema version 99", changed(60, 0, 0, 0, 99)},
		{"truncated", "is cut off", good[:len(good)/2]},
	}
	for _, tt := range tests {
		path := filepath.Join(dir, tt.name)
		if tt.content != nil {
			if err := os.WriteFile(path, tt.content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		a, err := store.OpenFile(path)
		if err == nil {
			a.Close()
		}
		var open *store.OpenError
		if !errors.As(err, &open) || open.Path != path || !strings.Contains(open.What, tt.want) {
			t.Errorf("%s: got %v, want an OpenError with %q", tt.name, err, tt.want)
		}
	}
	var open *store.OpenError
	if _, err := store.OpenFile(dir); !errors.As(err, &open) || !strings.Contains(open.What, "is a directory") {
		t.Errorf("directory: %v", err)
	}
}

// A damaged page can be far from the header: the file opens or not, but the
// damage is told in the end, as an OpenError.
func TestADamagedPageIsTold(t *testing.T) {
	raw := must(os.ReadFile(buildSmall(t)))(t)
	for page := 1; page*4096 < len(raw); page++ {
		copy(raw[page*4096:], make([]byte, 4096))
	}
	path := filepath.Join(t.TempDir(), "damaged.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := store.OpenFile(path)
	if err == nil {
		defer a.Close()
		_, err = a.ClaimsAbout(context.Background(), []string{"RA1"}, "")
	}
	var open *store.OpenError
	if !errors.As(err, &open) || !strings.Contains(open.What, "is damaged") {
		t.Errorf("got %v, want an OpenError that says damaged", err)
	}
}

// Opening in place leaves nothing behind, in a directory that cannot be written
// either.
func TestOpeningWritesNoFile(t *testing.T) {
	dir, cwd := t.TempDir(), t.TempDir()
	raw := must(os.ReadFile(buildSmall(t)))(t)
	if err := os.WriteFile(filepath.Join(dir, "small.db"), raw, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	t.Chdir(cwd)
	t.Setenv("TMPDIR", cwd)
	t.Setenv("SQLITE_TMPDIR", cwd)
	open := map[string]func() (*store.Archive, error){
		"embedded": func() (*store.Archive, error) { return store.OpenEmbedded(os.DirFS(dir), "small.db") },
		"file":     func() (*store.Archive, error) { return store.OpenFile(filepath.Join(dir, "small.db")) },
	}
	for name, f := range open {
		a := must(f())(t)
		if claims := must(a.ClaimsAbout(context.Background(), []string{"RA1"}, ""))(t); len(claims) != 4 {
			t.Errorf("%s: %d claims", name, len(claims))
		}
		if _, err := a.Select(context.Background(), "CREATE TABLE x (y)", nil); err == nil {
			t.Errorf("%s: the archive can be written", name)
		}
		for _, d := range []string{dir, cwd} {
			list := must(os.ReadDir(d))(t)
			if d == dir && len(list) != 1 || d == cwd && len(list) != 0 {
				t.Errorf("%s: files beside the archive: %v", name, list)
			}
		}
		if err := a.Close(); err != nil {
			t.Errorf("%s: close: %v", name, err)
		}
	}
}

func TestTheSchemaRefusesBadRows(t *testing.T) {
	db := must(sql.Open("sqlite", "file:"+buildSmall(t)+"?_pragma=foreign_keys(on)"))(t)
	defer db.Close()
	const rating = "INSERT INTO rating_row VALUES (99, 1, 1, 1, 'acute', '', '', 1, 1, '', '', 'stated', 0, 'only')"
	for _, tt := range []struct{ name, statement, want string }{
		{"a body that is not there", strings.Replace(rating, "99, 1, 1,", "99, 1, 77,", 1), "FOREIGN KEY"},
		{"a measure that is not there", strings.Replace(rating, "1, 1, 1, 'acute'", "1, 1, 77, 'acute'", 1), "FOREIGN KEY"},
		{"an upper bound below the lower", strings.Replace(rating, "'', 1, 1, ''", "'', 2, 1, ''", 1), "CHECK"},
		{"words for a number", strings.Replace(rating, "'', 1, 1, ''", "'', 'one', 1, ''", 1), "TEXT value in INTEGER column"},
		{"a truth of two", strings.Replace(rating, "0, 'only'", "2, 'only'", 1), "CHECK"},
		{"nothing for a text", strings.Replace(rating, "'only'", "NULL", 1), "NOT NULL"},
		{"an unknown kind of measure", "INSERT INTO measure VALUES (99, 'x', 'stars', 'x', 'mood', '', '', 'higher', 0, '')", "CHECK"},
		{"an unknown kind of name", "UPDATE name_row SET kind = 'nickname'", "CHECK"},
		{"an era that is not there", "INSERT INTO edition SELECT 99, 'x', 'x', 1, '', '', '', '', '', '', '', '', '', ''", "FOREIGN KEY"},
		{"two sources of one id", "INSERT INTO source SELECT 99, key, title, publisher, url, tier, published_on, counts_from, dated_by, licence, note FROM source LIMIT 1", "UNIQUE"},
	} {
		if _, err := db.Exec(tt.statement); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
	if _, err := db.Exec(rating); err != nil {
		t.Errorf("the row that was spoilt is not good to begin with: %v", err)
	}
}
