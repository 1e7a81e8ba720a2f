package imports

import (
	"testing"

	"careratings/internal/store/sqlitefile"
)

// looking opens the file of imports as a reader that does not wait, so that it
// sees whether another would have to.
func looking(t *testing.T, path string) func() error {
	t.Helper()
	db, err := connect(sqlitefile.DSN(path, "mode=ro", "_pragma=busy_timeout(0)"), &feed{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return func() error {
		var n int
		return db.QueryRow("SELECT count(*) FROM import_file").Scan(&n)
	}
}

// However much an import changes, nobody waits for it before it commits: pages
// that left memory earlier would lock readers out from then on.
func TestALargeImportLocksNobodyOut(t *testing.T) {
	s := created(t)
	look := looking(t, s.Path())
	tx, err := s.Begin(t.Context(), Entry{SHA256: "large"})
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for i := range 12 { // eight MiB each with the index: more in all than the cache holds
		if _, err := tx.tx.Exec("INSERT INTO word VALUES (?, ? || hex(zeroblob(2097152)))", 1000+i, i); err != nil {
			t.Fatal(err)
		}
		if err := look(); err != nil {
			t.Fatalf("a reader after %d MiB: %v", 8*(i+1), err)
		}
	}
}

// A command that meets another's commit waits for its end.
func TestAReaderWaitsForACommit(t *testing.T) {
	s := created(t)
	look := looking(t, s.Path())
	r, err := Open(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	writer, err := s.db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	if _, err := writer.ExecContext(t.Context(), "BEGIN EXCLUSIVE"); err != nil { // the lock of a commit
		t.Fatal(err)
	}
	answered := make(chan error)
	go func() {
		_, err := r.Entries(t.Context())
		answered <- err
	}()
	for range 2_000 { // long enough for the other to have met the lock
		if look() == nil {
			t.Fatal("a reader met no lock")
		}
	}
	if _, err := writer.ExecContext(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; err != nil {
		t.Error(err)
	}
}

// An import is not lost because somebody reads at the moment of its commit: it
// waits until the answer is read.
func TestACommitWaitsForAReader(t *testing.T) {
	s := created(t)
	look := looking(t, s.Path())
	tx, err := s.Begin(t.Context(), Entry{Name: "a", SHA256: "a"})
	if err != nil {
		t.Fatal(err)
	}
	db, err := connect(sqlitefile.DSN(s.Path(), "mode=ro"), &feed{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	reading, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reading.QueryRow("SELECT count(*) FROM import_file").Scan(&n); err != nil {
		t.Fatal(err)
	}
	committed := make(chan error)
	go func() { committed <- tx.Commit(Entry{}) }()
	for waited := 0; waited < 2_000; { // a commit that waits keeps new readers off
		select {
		case err := <-committed:
			t.Fatalf("it did not wait: %v", err)
		default:
			if look() != nil {
				waited++
			}
		}
	}
	if err := reading.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-committed; err != nil {
		t.Error(err)
	}
	if list, err := s.Entries(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

// What a command says is imported stays so when the power fails: each commit goes
// through the disk, and what was there before lies in a journal until it has.
func TestWritersWriteThrough(t *testing.T) {
	s := created(t)
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "delete"} {
		var got string
		if err := s.db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, want %s, %v", pragma, got, want, err)
		}
	}
}
