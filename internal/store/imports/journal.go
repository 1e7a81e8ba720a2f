package imports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"careratings/internal/eras/native"
)

// Entry is one file of the journal.
type Entry struct {
	ID                                int64
	Name                              string
	Bytes                             int64
	SHA256                            string
	Adapter                           string
	Version                           int
	Edition                           string
	Release                           string // YYYY-MM-DD for a care directory
	Level                             string // location or provider for a care directory
	Read, Stored, Unchanged, Rejected int
	Note                              string
	ImportedAt                        time.Time
	Took                              time.Duration
}

// Reject is a row that was not taken, kept with its place and reason.
type Reject struct {
	Import int64
	native.Reject
}

// Known returns the entry of a file with this content.
func (s *Store) Known(ctx context.Context, sha256 string) (Entry, bool, error) {
	list, err := s.entries(ctx, "WHERE sha256 = ?", sha256)
	if err != nil || len(list) == 0 {
		return Entry{}, false, err
	}
	return list[0], true, nil
}

// Entries lists the journal in the order of imports.
func (s *Store) Entries(ctx context.Context) ([]Entry, error) { return s.entries(ctx, "ORDER BY id") }

func (s *Store) entries(ctx context.Context, where string, args ...any) ([]Entry, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, name, bytes, sha256, adapter, version, edition, ifnull(date(release_day * 86400, 'unixepoch'), ''), level,
		rows_read, stored, unchanged, rejected, note, imported_at, took_ms FROM import_file `+where, args...)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []Entry
	for rows.Next() {
		var e Entry
		var at string
		var took int64
		if err := rows.Scan(&e.ID, &e.Name, &e.Bytes, &e.SHA256, &e.Adapter, &e.Version, &e.Edition, &e.Release, &e.Level,
			&e.Read, &e.Stored, &e.Unchanged, &e.Rejected, &e.Note, &at, &took); err != nil {
			return nil, s.fault(err)
		}
		if e.ImportedAt, err = time.Parse(time.RFC3339, at); err != nil {
			return nil, s.fault(err)
		}
		e.Took = time.Duration(took) * time.Millisecond
		out = append(out, e)
	}
	return out, s.fault(rows.Err())
}

// Has is a NoSuchError where the journal has no entry with this number.
func (s *Store) Has(ctx context.Context, id int64) error {
	list, err := s.entries(ctx, "WHERE id = ?", id)
	if err == nil && len(list) == 0 {
		return &NoSuchError{id}
	}
	return err
}

// Rejects lists the rejected rows of one file, or of all where id is 0.
func (s *Store) Rejects(ctx context.Context, id int64) ([]Reject, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT import, sheet, row, column_name, value, reason FROM import_reject WHERE ? IN (0, import) ORDER BY import, n", id)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []Reject
	for rows.Next() {
		var r Reject
		if err := rows.Scan(&r.Import, &r.Sheet, &r.Row, &r.Column, &r.Value, &r.Reason); err != nil {
			return nil, s.fault(err)
		}
		out = append(out, r)
	}
	return out, s.fault(rows.Err())
}

func (s *Store) fault(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	if brokenOff(err) {
		return &Error{s.path, "another program was killed while it wrote; start again, and what was there before is put back"}
	}
	return &Error{s.path, err.Error()}
}

// Tx takes in one file: all of it, or nothing.
type Tx struct {
	store  *Store
	ctx    context.Context
	tx     *sql.Tx
	entry  Entry
	reject int
	add    *sql.Stmt
}

// AlreadyError says that a file with this content is in the journal.
type AlreadyError struct{ By Entry }

func (e *AlreadyError) Error() string {
	return fmt.Sprintf("%s was imported before, as number %d", e.By.Name, e.By.ID)
}

// Begin opens the transaction of one file, and waits for that of another program
// to end. Its entry is numbered one above the highest there is. The error is an
// AlreadyError where that other program has taken in the same content.
func (s *Store) Begin(ctx context.Context, e Entry) (*Tx, error) {
	tx, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	t := &Tx{store: s, ctx: ctx, tx: tx, entry: e}
	by := Entry{SHA256: e.SHA256}
	switch err := tx.QueryRowContext(ctx, "SELECT id, name FROM import_file WHERE sha256 = ?", e.SHA256).Scan(&by.ID, &by.Name); {
	case err == nil:
		t.Rollback()
		return nil, &AlreadyError{by}
	case !errors.Is(err, sql.ErrNoRows):
		t.Rollback()
		return nil, s.fault(err)
	}
	err = tx.QueryRowContext(ctx, "SELECT ifnull(max(id), 0) + 1 FROM import_file").Scan(&t.entry.ID)
	if err == nil {
		_, err = tx.ExecContext(ctx, "INSERT INTO import_file VALUES (?, ?, ?, ?, ?, ?, ?, NULL, '', 0, 0, 0, 0, '', '', 0)",
			t.entry.ID, e.Name, e.Bytes, e.SHA256, e.Adapter, e.Version, e.Edition)
	}
	if err == nil {
		t.add, err = tx.PrepareContext(ctx, "INSERT INTO import_reject VALUES (?, ?, ?, ?, ?, ?, ?)")
	}
	if err == nil {
		err = s.notice(ctx, tx)
	}
	if err == nil {
		if s.names == nil {
			s.names, err = readNames(ctx, tx)
		} else {
			err = s.names.in(ctx, tx)
		}
	}
	if err != nil {
		t.Rollback()
		return nil, s.fault(err)
	}
	return t, nil
}

// notice drops what is kept in memory between files when another program has
// changed the file of imports meanwhile: its numbers would not be the same.
func (s *Store) notice(ctx context.Context, tx *sql.Tx) error {
	var seen int64
	if err := tx.QueryRowContext(ctx, "PRAGMA data_version").Scan(&seen); err != nil {
		return err
	}
	if seen != s.seen {
		s.forget()
	}
	s.seen = seen
	return nil
}

// forget drops what is kept in memory between files.
func (s *Store) forget() {
	s.names = nil
	for _, d := range s.directories {
		d.forget()
	}
}

// Reject keeps a row that was not taken.
func (t *Tx) Reject(r native.Reject) error {
	t.reject++
	_, err := t.add.ExecContext(t.ctx, t.entry.ID, t.reject, r.Sheet, r.Row, r.Column, r.Value, r.Reason)
	return t.store.fault(err)
}

// Commit ends the transaction: the file is in the archive.
func (t *Tx) Commit(e Entry) error {
	var day any
	if e.Release != "" {
		at, err := time.Parse(time.DateOnly, e.Release)
		if err != nil {
			return fmt.Errorf("release %s: %w", e.Release, err)
		}
		day = at.Unix() / 86400
	}
	_, err := t.tx.ExecContext(t.ctx, `UPDATE import_file SET edition = ?, release_day = ?, level = ?, rows_read = ?, stored = ?, unchanged = ?, rejected = ?,
		note = ?, imported_at = ?, took_ms = ? WHERE id = ?`, e.Edition, day, e.Level, e.Read, e.Stored, e.Unchanged, e.Rejected,
		e.Note, e.ImportedAt.UTC().Format(time.RFC3339), e.Took.Milliseconds(), t.entry.ID)
	if err == nil {
		err = t.tx.Commit()
	}
	if err != nil {
		t.Rollback()
	}
	return t.store.fault(err)
}

// Rollback leaves the archive as it was. What is kept in memory between files is
// dropped with it.
func (t *Tx) Rollback() {
	_ = t.tx.Rollback() // nothing else can be done; SQLite rolls back on the next open
	t.store.forget()
}

// ID is the number of the entry.
func (t *Tx) ID() int64 { return t.entry.ID }

// LocationReleases is how many care directories of locations were taken in.
func (s *Store) LocationReleases(ctx context.Context) (int, error) {
	var n int
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM release WHERE level = 'location'").Scan(&n)
	return n, s.fault(err)
}
