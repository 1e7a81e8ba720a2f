package imports

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Programs that are the first to import, at once, all find a file to write to, and
// leave no other; an empty file of that name is taken for none.
func TestCreateAtOnce(t *testing.T) {
	for _, empty := range []bool{false, true} {
		dir := t.TempDir()
		path := filepath.Join(dir, "imports.db")
		if empty {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				s, err := Create(path)
				if err != nil {
					t.Error(err)
					return
				}
				defer s.Close()
				tx, err := s.Begin(t.Context(), Entry{SHA256: "same"})
				if err != nil {
					t.Error(err)
					return
				}
				tx.Rollback()
			})
		}
		all.Wait()
		if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
			t.Errorf("%v, %v", list, err)
		}
	}
}

// A program that finds no file, and makes one while another has done so and
// imported, leaves what that one imported.
func TestTheFirstFileStays(t *testing.T) {
	s := created(t)
	tx, err := s.Begin(t.Context(), Entry{Name: "a", SHA256: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(Entry{}); err != nil {
		t.Fatal(err)
	}
	if err := makeEmpty(s.Path()); err != nil {
		t.Fatal(err)
	}
	r, err := Open(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if list, err := r.Entries(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}
