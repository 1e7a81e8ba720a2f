package imports

import (
	"context"
	"errors"

	"modernc.org/sqlite"

	"careratings/internal/store/sqlitefile"
)

// brokenOff reports whether a reader found a program killed in the middle of a
// commit: the pages of before lie in the journal beside the file, and only a
// connection that may write can put them back.
func brokenOff(err error) bool {
	const readonlyRollback = 776 // SQLITE_READONLY_ROLLBACK
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == readonlyRollback
}

// restoreBefore puts back what was in the file before the import that was broken
// off. SQLite does it by itself, once, whichever program comes first.
func restoreBefore(path string) (err error) {
	db, err := connect(sqlitefile.DSN(path, "mode=rw", "_pragma=busy_timeout(10000)"), &feed{})
	if err != nil {
		return &Error{path, "cannot be opened: " + err.Error()}
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var version int
	if err := db.QueryRowContext(context.Background(), "PRAGMA user_version").Scan(&version); err != nil {
		return &Error{path, "an import was broken off while it was written, and what was there before cannot be put back: " + err.Error() +
			"; run archive imports where the file and its directory can be written"}
	}
	return nil
}
