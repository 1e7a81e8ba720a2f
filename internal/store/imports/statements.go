package imports

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statements are what was prepared for reading, by its text: to prepare a question
// takes longer than most answers. They are safe for concurrent use.
type statements struct {
	mu   sync.Mutex
	held map[string]*sql.Stmt
}

func (k *statements) of(ctx context.Context, db *sql.DB, query string) (*sql.Stmt, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if stmt, ok := k.held[query]; ok {
		return stmt, nil
	}
	stmt, err := db.PrepareContext(ctx, query) //nolint:sqlclosecheck // kept until the file is closed
	if err != nil {
		return nil, err
	}
	if k.held == nil {
		k.held = map[string]*sql.Stmt{}
	}
	k.held[query] = stmt
	return stmt, nil
}

func (k *statements) close() (err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, stmt := range k.held {
		err = errors.Join(err, stmt.Close())
	}
	k.held = nil
	return err
}

// query asks a question of which the statement is kept.
func (s *Store) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := s.kept.of(ctx, s.db, query) //nolint:sqlclosecheck // kept
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}
