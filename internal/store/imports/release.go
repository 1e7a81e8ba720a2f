package imports

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"careratings/internal/eras/native"
)

// ReleaseError says that another file has brought the release already. Whether
// the two agree is not asked: one release has one file, so that taking that file
// back takes back the release.
type ReleaseError struct {
	Release, Level string
	By             Entry
}

func (e *ReleaseError) Error() string {
	return fmt.Sprintf("the release of %s (%ss) came with %s, which is number %d; take that back first with archive imports undo %d",
		e.Release, e.Level, e.By.Name, e.By.ID, e.By.ID)
}

// Directory takes in one sheet of a care directory, the release of a day. header
// says how its lines are to be read: lines under another are not the same. The
// entry's counts are filled from it.
func (t *Tx) Directory(from native.Directory, header string, rows Rows, released string, reject func(native.Reject) error,
	progress func(rows int),
) (Entry, error) {
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
		return e, t.releasedBy(from.Level(), released, day)
	}
	if _, err := t.tx.ExecContext(t.ctx, "INSERT INTO release VALUES (?, ?, ?)", from.Level(), day, t.entry.ID); err != nil {
		return e, t.store.fault(err)
	}
	got, err := d.take(t.ctx, t.tx, t.store.feed, t.store.names, from, header, rows, day, near, reject, progress)
	e.Read, e.Rejected = got.Read, got.Rejected
	e.Stored = got.Begun
	e.Unchanged = got.Read - got.Rejected - min(got.Begun, got.Read-got.Rejected)
	if got.Capital > 0 {
		e.Note = fmt.Sprintf("%d rows spell Requires Improvement with a capital I", got.Capital)
	}
	return e, err
}

// releasedBy is the error that names the file which brought a release.
func (t *Tx) releasedBy(level, released string, day int32) error {
	e := &ReleaseError{Release: released, Level: level}
	err := t.tx.QueryRowContext(t.ctx, "SELECT id, name, sha256 FROM import_file WHERE id = (SELECT import FROM release WHERE level = ? AND day = ?)", level, day).
		Scan(&e.By.ID, &e.By.Name, &e.By.SHA256)
	switch {
	case err != nil:
		return t.store.fault(err)
	case e.By.ID == t.entry.ID:
		return fmt.Errorf("two sheets have the ratings of %ss; give one of them", level)
	}
	return e
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
