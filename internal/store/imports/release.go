package imports

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"careratings/internal/eras/native"
)

// ReleaseError says that another file has brought the release, with other
// content.
type ReleaseError struct {
	Release, Level string
	By             Entry
	Missing, More  int // contents of the archive's release that the file lacks, and the other way round
}

func (e *ReleaseError) Error() string {
	return fmt.Sprintf("the release of %s (%s) came with %s, which differs in %d contents; take that back first (archive imports undo %d)",
		e.Release, e.Level, e.By.Name, e.Missing+e.More, e.By.ID)
}

// Directory takes in one sheet of a care directory, the release of a day. header
// says how its lines are to be read: lines under another are not the same. The
// entry's counts are filled from it.
func (t *Tx) Directory(from native.Directory, header string, rows Rows, released string, reject func(native.Reject) error) (Entry, error) {
	e := t.entry
	at, err := time.Parse(time.DateOnly, released)
	if err != nil {
		return e, fmt.Errorf("release %s: want a day as YYYY-MM-DD", released)
	}
	day := int32(at.Unix() / 86400)
	e.Release, e.Level = released, from.Level()
	near, taken, err := t.near(from.Level(), day)
	if err != nil {
		return e, t.store.fault(err)
	}
	d := t.store.directories[from.Level()]
	if d == nil {
		d = newDirectory(from.Level())
		t.store.directories[from.Level()] = d
	}
	if taken {
		return e, fmt.Errorf("the release of %s is there", released)
	}
	if _, err := t.tx.ExecContext(t.ctx, "INSERT INTO release VALUES (?, ?, ?)", from.Level(), day, t.entry.ID); err != nil {
		return e, t.store.fault(err)
	}
	got, err := d.take(t.ctx, t.tx, t.store.feed, t.store.names, from, header, rows, day, near, reject)
	e.Read, e.Rejected = got.Read, got.Rejected
	e.Stored = got.Begun
	e.Unchanged = got.Read - got.Rejected - min(got.Begun, got.Read-got.Rejected)
	if got.Capital > 0 {
		e.Note = fmt.Sprintf("%d rows spell Requires Improvement with a capital I", got.Capital)
	}
	return e, err
}

// near returns the releases before and after a day, and whether there is one on
// it.
func (t *Tx) near(level string, day int32) (n neighbours, taken bool, err error) {
	var before, after sql.NullInt32
	err = t.tx.QueryRowContext(t.ctx, `SELECT max(CASE WHEN day < ? THEN day END), min(CASE WHEN day > ? THEN day END), ifnull(max(day = ?), 0)
		FROM release WHERE level = ?`, day, day, day, level).Scan(&before, &after, &taken)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	n = neighbours{never, open}
	if before.Valid {
		n.before = before.Int32
	}
	if after.Valid {
		n.after = after.Int32
	}
	return n, taken, err
}
