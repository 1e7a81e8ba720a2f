package imports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// How long SQLite waits for another program at the file. While it does it cannot
// be interrupted, so that waiting for another import is done in short turns; a
// commit, which waits for readers alone, is not given up for a slow one.
const (
	turnMS   = 250
	turns    = 2400 // ten minutes
	commitMS = 60_000
)

// begin opens a transaction for writing once no other program has one.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	if _, err := s.db.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", turnMS)); err != nil {
		return nil, s.fault(err)
	}
	for range turns {
		// Its own context would roll it back behind our back, and the program could
		// end before that is done; statements end with ctx, and Rollback is waited for.
		tx, err := s.db.BeginTx(context.WithoutCancel(ctx), nil)
		if err == nil {
			if _, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", commitMS)); err != nil {
				_ = tx.Rollback() // the error before it is the one to report
				return nil, s.fault(err)
			}
			return tx, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !busy(err) {
			return nil, s.fault(err)
		}
	}
	return nil, &Error{s.path, "another import has been under way for ten minutes; try again when it has ended"}
}

// busy reports whether an error says that another program holds the file.
func busy(err error) bool {
	const sqliteBusy = 5 // SQLITE_BUSY, and its extended codes in the low byte
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqliteBusy
}
