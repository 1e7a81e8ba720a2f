package imports

import (
	"context"
	"fmt"
)

// upgrades are the statements that make a file of each version, from 1, into one
// of the next. Up to now they add indexes, so that an older file can be read as it
// is: only a program that writes to it brings it up to date. testdata has a file
// of every version.
func upgrades() []string {
	return []string{
		"CREATE INDEX rating_overall ON rating_span (service, to_day) WHERE measure = 0",
	}
}

// upgrade brings the file from a version to SchemaVersion, whole or not at all.
func (s *Store) upgrade(ctx context.Context, version int) error {
	if version == SchemaVersion {
		return nil
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.fault(err)
	}
	defer tx.Rollback()
	// Another program may have been quicker.
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return s.fault(err)
	}
	for ; version < SchemaVersion; version++ {
		if _, err := tx.ExecContext(ctx, upgrades()[version-1]); err != nil {
			return s.fault(err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", SchemaVersion)); err != nil {
		return s.fault(err)
	}
	return s.fault(tx.Commit())
}
