// Package imports keeps what a user took in from official files, in an SQLite
// file of its own beside the embedded archive: claims, facts about bodies, and
// care directories as spans of releases. It is part of the store; the journal in
// it says which file brought what, and a file can be taken back.
package imports

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"careratings/internal/store/sqlitefile"

	_ "modernc.org/sqlite" // the database driver
)

//go:embed schema.sql
var schema string

// applicationID marks a file of imports ("NHSi"); SchemaVersion is raised with
// every change of schema.sql.
const (
	applicationID = 0x4e485369
	SchemaVersion = 2
)

// Store is an open file of imports.
type Store struct {
	db      *sql.DB
	path    string
	kept    statements
	lookups lookups

	feed        *feed
	names       *names
	directories map[string]*directory
	seen        int64 // SQLite's data_version when the last transaction began
}

// Error says why a file of imports cannot be used and what to do.
type Error struct {
	Path string
	What string
}

func (e *Error) Error() string { return fmt.Sprintf("imports %s: %s", e.Path, e.What) }

// Open opens a file of imports for reading.
func Open(path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, &Error{path, "cannot be read: " + sqlitefile.Reason(err)}
	}
	read := func() (*Store, error) {
		s, _, err := openAs(path, "mode=ro", "_pragma=query_only(1)", "_pragma=busy_timeout(10000)", "_pragma=cache_size(-32768)")
		return s, err
	}
	s, err := read()
	if !brokenOff(err) {
		return s, err
	}
	if err := restoreBefore(path); err != nil {
		return nil, err
	}
	return read()
}

// Create opens a file of imports for writing, and makes it where there is none.
// The file is whole after every transaction, and while one is under way readers
// see what was there before.
func Create(path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, &Error{path, "cannot be made: " + sqlitefile.Reason(err)}
	}
	info, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0
	if fresh {
		if err := makeEmpty(path); err != nil {
			return nil, err
		}
	}
	// Pages stay in memory until the commit: one that spilled would lock readers
	// out for as long as the import takes.
	s, version, err := openAs(path, "mode=rw", "_pragma=busy_timeout(10000)", "_pragma=cache_size(-65536)", "_pragma=cache_spill(0)",
		"_pragma=synchronous(full)", "_pragma=foreign_keys(0)", "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	s.db.SetMaxOpenConns(1) // what is prepared for a transaction belongs to its connection
	if err := s.upgrade(context.Background(), version); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// makeEmpty makes an empty file of imports, whole or not at all. Several programs
// may do so at once: each makes its own, and the first to be done gives it the name.
func makeEmpty(path string) error {
	tmp := fmt.Sprintf("%s.%x.new", path, rand.Uint64())
	defer os.Remove(tmp)
	db, err := sql.Open("sqlite", sqlitefile.DSN(tmp, "mode=rwc"))
	if err != nil {
		return &Error{path, "cannot be made: " + err.Error()}
	}
	_, err = db.ExecContext(context.Background(), fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;\n%s", applicationID, SchemaVersion, schema))
	if err := errors.Join(err, db.Close()); err != nil {
		return &Error{path, "cannot be made: " + err.Error()}
	}
	err = os.Link(tmp, path)
	if info, e := os.Stat(path); e == nil && info.Size() > 0 {
		return nil // another program was quicker
	}
	if err != nil { // an empty file is there, or the file system has no links
		if err := os.Rename(tmp, path); err != nil {
			return &Error{path, "cannot be made: " + sqlitefile.Reason(err)}
		}
	}
	return nil
}

func openAs(path string, options ...string) (s *Store, version int, err error) {
	f := &feed{}
	db, err := connect(sqlitefile.DSN(path, options...), f)
	if err != nil {
		return nil, 0, &Error{path, "cannot be opened: " + err.Error()}
	}
	s = &Store{db: db, path: path, feed: f, directories: map[string]*directory{}}
	if version, err = s.check(); err != nil {
		db.Close()
		return nil, 0, err
	}
	return s, version, nil
}

// check returns the version of a file of imports that can be used.
func (s *Store) check() (version int, err error) {
	ctx := context.Background()
	var app int
	if err := s.db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		if brokenOff(err) {
			return 0, err
		}
		return 0, &Error{s.path, "is no SQLite file or is damaged: " + err.Error()}
	}
	if app != applicationID {
		return 0, &Error{s.path, "is no file of imports; name another with --archive, or leave it out"}
	}
	if err := s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, &Error{s.path, "is damaged: " + err.Error()}
	}
	if version < 1 || version > SchemaVersion {
		return 0, &Error{s.path, fmt.Sprintf("has schema version %d, this program knows version %d; use the program that wrote it, or a newer one", version, SchemaVersion)}
	}
	return version, nil
}

// Close releases the file.
func (s *Store) Close() error { return errors.Join(s.kept.close(), s.db.Close()) }

// Path is the path of the file.
func (s *Store) Path() string { return s.path }

// Is reports whether a file is a file of imports.
func Is(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 72)
	if n, _ := f.ReadAt(head, 0); n < len(head) {
		return false
	}
	return uint32(head[68])<<24|uint32(head[69])<<16|uint32(head[70])<<8|uint32(head[71]) == applicationID
}
