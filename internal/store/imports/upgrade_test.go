package imports

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kept writes the kept file of a version and returns its path.
func kept(t *testing.T, version int) string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", fmt.Sprintf("version%d.db.gz", version)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "imports.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// schemaOf is the schema of a file, without white space that means nothing.
func schemaOf(t *testing.T, s *Store) []string {
	t.Helper()
	list, err := s.texts(context.Background(), "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		list[i] = strings.Join(strings.Fields(list[i]), " ")
	}
	return list
}

// A file of every earlier version answers as it is; the first program that writes
// to it makes of it what a new file would be, with all that was in it.
func TestEarlierVersions(t *testing.T) {
	for version := 1; version < SchemaVersion; version++ {
		path := kept(t, version)
		s, err := Open(path)
		if err != nil {
			t.Fatalf("version %d: %v", version, err)
		}
		before := dump(t, s)
		if !strings.Contains(before, "1-100007919") {
			t.Errorf("version %d says nothing of a location in it", version)
		}
		s.Close()
		if s, err = Create(path); err != nil {
			t.Fatalf("version %d: %v", version, err)
		}
		var now int
		if err := s.db.QueryRow("PRAGMA user_version").Scan(&now); err != nil || now != SchemaVersion {
			t.Errorf("version %d became %d, %v", version, now, err)
		}
		if d := cmp.Diff(before, dump(t, s)); d != "" {
			t.Errorf("version %d says something else:\n%s", version, d)
		}
		if d := cmp.Diff(schemaOf(t, created(t)), schemaOf(t, s)); d != "" {
			t.Errorf("version %d has not become a file as they are made now:\n%s", version, d)
		}
		s.Close()
	}
}

// A file of a later version is refused with a sentence, by readers and by writers.
func TestLaterVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "imports.db")
	s, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec(fmt.Sprintf("PRAGMA user_version = %d", SchemaVersion+1)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for name, open := range map[string]func(string) (*Store, error){"Open": Open, "Create": Create} {
		if _, err := open(path); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("schema version %d", SchemaVersion+1)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
