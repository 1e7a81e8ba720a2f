package imports

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"careratings/internal/store/sqlitefile"
)

// listing names the files of a directory.
func listing(t testing.TB, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// A copy says what the file says, and what was imported into the file after it
// was made is not in it.
func TestBackupIsTheFileAtOneMoment(t *testing.T) {
	all := months(t, 11, 300, 2)
	s := created(t)
	if _, err := take(t, s, all[0], nil); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	dir := t.TempDir()
	path := filepath.Join(dir, "copy #1?.db") // as awkward as a name gets
	size, err := s.Backup(t.Context(), path, false)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != size {
		t.Errorf("%d bytes are told, %v %v are there", size, info, err)
	}
	if _, err := take(t, s, all[1], nil); err != nil {
		t.Fatal(err)
	}
	c, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if dump(t, c) != before {
		t.Error("the copy says something else")
	}
	if got := listing(t, dir); got != "copy #1?.db" {
		t.Errorf("beside the copy: %s", got)
	}
	if _, err := take(t, c, all[1], nil); err != nil {
		t.Errorf("the copy cannot be gone on with: %v", err)
	}
}

// While an import is under way a copy is what was there before it.
func TestBackupDuringAnImport(t *testing.T) {
	all := months(t, 11, 300, 2)
	s := created(t)
	if _, err := take(t, s, all[0], nil); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	tx, err := s.Begin(t.Context(), Entry{Name: "x", SHA256: "x"})
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	reader, err := Open(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	path := filepath.Join(t.TempDir(), "copy.db")
	if _, err := reader.Backup(t.Context(), path, false); err != nil {
		t.Fatal(err)
	}
	c, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if dump(t, c) != before {
		t.Error("the copy has half an import")
	}
}

// What cannot be written or must not be replaced is said, and nothing is left of
// it.
func TestBackupRefuses(t *testing.T) {
	s := created(t)
	dir := t.TempDir()
	there := filepath.Join(dir, "there")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(s.Path(), link); err != nil {
		t.Fatal(err)
	}
	before := listing(t, dir)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		ctx     context.Context
		path    string
		replace bool
		says    string
	}{
		{t.Context(), there, false, "is there already"},
		{t.Context(), dir, true, "is a directory"},
		{t.Context(), s.Path(), true, "is the file of imports itself"},
		{t.Context(), link, true, "is the file of imports itself"},
		{t.Context(), filepath.Join(dir, "no", "such"), false, "no such file or directory"},
		{cancelled, filepath.Join(dir, "new"), false, "context canceled"},
	} {
		_, err := s.Backup(tt.ctx, tt.path, tt.replace)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", tt.path, err, tt.says)
		}
		if e := (*Error)(nil); !errors.As(err, &e) && !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %T", tt.path, err)
		}
	}
	if got := listing(t, dir); got != before {
		t.Errorf("left behind: %s", got)
	}
	if raw, err := os.ReadFile(there); err != nil || string(raw) != "mine" {
		t.Errorf("%q, %v", raw, err)
	}
	if _, err := s.Backup(t.Context(), there, true); err != nil {
		t.Error(err)
	}
	if !Is(there) {
		t.Error("the file was not replaced")
	}
}

// A damaged file is not copied over a sound copy.
func TestBackupOfADamagedFileKeepsTheCopyBefore(t *testing.T) {
	path := kept(t, SchemaVersion)
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copied := filepath.Join(dir, "copy.db")
	if _, err := s.Backup(t.Context(), copied, false); err != nil {
		t.Fatal(err)
	}
	s.Close()
	sound, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for page := 1; page < len(whole)/4096; page++ {
		raw := append([]byte(nil), whole...)
		clear(raw[page*4096 : page*4096+4096])
		raw[page*4096] = 77 // no kind of page
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := Open(path)
		if err != nil { // the page has the schema
			continue
		}
		if _, err = d.Backup(t.Context(), copied, true); err == nil {
			t.Errorf("page %d is damaged and was copied", page+1)
		}
		d.Close()
		if now, err := os.ReadFile(copied); err != nil || string(now) != string(sound) {
			t.Fatalf("page %d: the copy before is gone, %v", page+1, err)
		}
	}
	if got := listing(t, dir); got != "copy.db" {
		t.Errorf("left behind: %s", got)
	}
}

// A copy that SQLite makes without a word of a file that holds what its schema
// forbids is not kept.
func TestBackupExaminesTheCopy(t *testing.T) {
	path := kept(t, SchemaVersion)
	for _, statements := range []string{
		"PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'note        TEXT NOT NULL', 'note TEXT') WHERE name = 'import_file'",
		"UPDATE import_file SET note = NULL WHERE id = 1",
		"PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'note TEXT', 'note        TEXT NOT NULL') WHERE name = 'import_file'",
	} {
		db, err := sql.Open("sqlite", sqlitefile.DSN(path, "mode=rw"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(statements); err != nil {
			t.Fatal(err)
		}
		db.Close()
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	dir := t.TempDir()
	if _, err := s.Backup(t.Context(), filepath.Join(dir, "copy.db"), false); err == nil || !strings.Contains(err.Error(), "is damaged, and no copy is kept: NULL value in import_file.note") {
		t.Errorf("got %v", err)
	}
	if got := listing(t, dir); got != "" {
		t.Errorf("left behind: %s", got)
	}
}

// A copy that is asked for while a commit has written half of its pages waits, and
// has all of one moment. A file that gets the name meanwhile stays.
func TestBackupDuringACommit(t *testing.T) {
	s := created(t)
	if _, err := take(t, s, months(t, 11, 300, 1)[0], nil); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	look := looking(t, s.Path())
	dir := t.TempDir()
	path, mine := filepath.Join(dir, "copy.db"), filepath.Join(dir, "mine.db")
	tx := halfWritten(t, s.Path(), 5_000)
	copied, refused := make(chan error, 1), make(chan error, 1)
	for where, told := range map[string]chan error{path: copied, mine: refused} {
		go func() {
			_, err := s.Backup(t.Context(), where, false)
			told <- err
		}()
	}
	for strings.Count(listing(t, dir), ".backup-") < 2 {
		if len(copied)+len(refused) > 0 {
			t.Fatal("a copy did not wait")
		}
	}
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2_000 { // long enough for both to have met the lock
		if look() == nil {
			t.Fatal("a reader met no lock")
		}
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-copied; err != nil {
		t.Fatal(err)
	}
	if err := <-refused; err == nil || !strings.Contains(err.Error(), "file exists") {
		t.Errorf("got %v", err)
	}
	if raw, err := os.ReadFile(mine); err != nil || string(raw) != "mine" {
		t.Errorf("%.10q, %v", raw, err)
	}
	c, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if dump(t, c) != before {
		t.Error("the copy has half a commit")
	}
	if got := listing(t, dir); got != "copy.db mine.db" {
		t.Errorf("left behind: %s", got)
	}
}
