package imports

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"careratings/internal/store/sqlitefile"
)

// halfWritten begins a transaction of which pages are in the file already, as they
// are in the middle of a commit. moment says how many rows were written by then.
func halfWritten(t *testing.T, path string, moment int) *sql.Tx {
	t.Helper()
	// Pages that spill out of so small a cache stand in the file before the commit.
	db, err := connect(sqlitefile.DSN(path, "mode=rw", "_pragma=cache_size(5)"), &feed{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
	if _, err := tx.Exec("UPDATE rating_span SET value = 0"); err != nil {
		t.Fatal(err)
	}
	for i := range moment {
		if _, err := tx.Exec("INSERT INTO word VALUES (?, ?)", 10_000+i, fmt.Sprint("word ", i)); err != nil {
			t.Fatal(err)
		}
	}
	return tx
}

// killedWhileCommitting copies the file and its journal at a moment when pages of
// a transaction are in the file already: what a program leaves that is killed in
// the middle of its commit.
func killedWhileCommitting(t *testing.T, s *Store, moment int) string {
	t.Helper()
	tx := halfWritten(t, s.path, moment)
	dir := t.TempDir()
	for _, end := range []string{"", "-journal"} {
		raw, err := os.ReadFile(s.path + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "imports.db"+end), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "imports.db")
}

// After a program was killed in the middle of a commit the next one, though it
// only reads, finds what was there before.
func TestAReaderRestoresWhatWasThereBefore(t *testing.T) {
	s := created(t)
	if _, err := take(t, s, months(t, 11, 2_000, 1)[0], nil); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	whole, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, moment := range []int{0, 100, 5_000} {
		path := killedWhileCommitting(t, s, moment)
		if raw, err := os.ReadFile(path); err != nil || string(raw) == string(whole) {
			t.Fatalf("moment %d: the file was not written to yet, %v", moment, err)
		}
		r, err := Open(path)
		if err != nil {
			t.Fatalf("moment %d: %v", moment, err)
		}
		if dump(t, r) != before {
			t.Errorf("moment %d: not what was there before", moment)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if got := listing(t, filepath.Dir(path)); got != "imports.db" {
			t.Errorf("moment %d: left behind: %s", moment, got)
		}
	}
}

// Where the file cannot be written, a reader says what happened and what to do.
func TestAReaderThatCannotRestoreSaysSo(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root writes everywhere")
	}
	s := created(t)
	if _, err := take(t, s, months(t, 11, 2_000, 1)[0], nil); err != nil {
		t.Fatal(err)
	}
	path := killedWhileCommitting(t, s, 0)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(path), 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(filepath.Dir(path), 0o700) })
	_, err := Open(path)
	if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(e.What, "an import was broken off while it was written") {
		t.Errorf("got %v", err)
	}
}

// A reader that was open when the other program was killed says it.
func TestAReaderOutlivesAKilledWriter(t *testing.T) {
	s := created(t)
	if _, err := take(t, s, months(t, 11, 2_000, 1)[0], nil); err != nil {
		t.Fatal(err)
	}
	killed := killedWhileCommitting(t, s, 0)
	path := filepath.Join(t.TempDir(), "imports.db")
	whole, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, end := range []string{"", "-journal"} {
		raw, err := os.ReadFile(killed + end)
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path+end, os.O_WRONLY|os.O_CREATE, 0o600) // the same file, written to
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(raw); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	if _, err := r.Entries(t.Context()); err == nil || !strings.Contains(err.Error(), "another program was killed while it wrote; start again") {
		t.Errorf("got %v", err)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if list, err := again.Entries(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}
