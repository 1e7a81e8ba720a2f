package imports

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/store/storetest"
)

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
		if !strings.Contains(before, "1-101") {
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

// beforeUpgrade opens a file of the first version for writing as it is.
func beforeUpgrade(t *testing.T, path string) *Store {
	t.Helper()
	s, version, err := openAs(path, "mode=rw", "_txlock=immediate")
	if err != nil || version != 1 {
		t.Fatal(version, err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// An upgrade that is broken off at any of its steps has not begun, or is done: the
// next program that writes goes on.
func TestAnUpgradeIsWholeOrNotAtAll(t *testing.T) {
	for looks := 0; ; looks++ {
		path := kept(t, 1)
		s := beforeUpgrade(t, path)
		ctx := storetest.StopAfter(looks)
		_ = s.upgrade(ctx, 1) // the file says what became of it
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		whole, err := Create(path)
		if err != nil {
			t.Fatalf("after %d looks: %v", looks, err)
		}
		if d := cmp.Diff(schemaOf(t, created(t)), schemaOf(t, whole)); d != "" {
			t.Fatalf("after %d looks:\n%s", looks, d)
		}
		whole.Close()
		if !ctx.Reached() {
			return
		}
	}
}

// Of two programs that find an older file the second takes it as the first has
// left it.
func TestTwoUpgrades(t *testing.T) {
	path := kept(t, 1)
	one, two := beforeUpgrade(t, path), beforeUpgrade(t, path)
	for _, s := range []*Store{one, two} {
		if err := s.upgrade(t.Context(), 1); err != nil {
			t.Error(err)
		}
	}
}
