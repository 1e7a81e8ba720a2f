package imports

import (
	"context"
	"errors"
	"fmt"
)

// NoSuchError says that the journal has no entry with this number.
type NoSuchError struct{ ID int64 }

func (e *NoSuchError) Error() string {
	return fmt.Sprintf("no import has the number %d; archive imports lists them", e.ID)
}

// Undo takes back one file exactly: but for the numbers and times in the journal
// the archive is as if it had never been imported.
func (s *Store) Undo(ctx context.Context, id int64) (e Entry, err error) {
	list, err := s.entries(ctx, "WHERE id = ?", id)
	if err != nil {
		return e, err
	}
	if len(list) == 0 {
		return e, &NoSuchError{id}
	}
	e = list[0]
	t, err := s.beginPlain(ctx)
	if err != nil {
		return e, err
	}
	if err := t.undo(id); err != nil {
		t.Rollback()
		return e, s.fault(err)
	}
	s.forget() // organisations may be gone
	if err := t.tx.Commit(); err != nil {
		t.Rollback()
		return e, s.fault(err)
	}
	return e, nil
}

func (s *Store) beginPlain(ctx context.Context) (*Tx, error) {
	tx, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	return &Tx{store: s, ctx: ctx, tx: tx}, nil
}

func (t *Tx) undo(id int64) error {
	type release struct {
		level string
		day   int32
	}
	var releases []release
	rows, err := t.tx.QueryContext(t.ctx, "SELECT level, day FROM release WHERE import = ?", id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r release
		if err := rows.Scan(&r.level, &r.day); err != nil {
			return err
		}
		releases = append(releases, r)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil { // a list cut short would take back half
		return err
	}
	for _, r := range releases {
		if err := t.takeBack(r.level, r.day); err != nil {
			return err
		}
	}
	for _, from := range []string{"import_reject", "release", "import_claim", "import_body", "import_succession", "import_edition", "import_measure", "import_source"} {
		if _, err := t.tx.ExecContext(t.ctx, "DELETE FROM "+from+" WHERE import = ?", id); err != nil {
			return err
		}
	}
	for _, statement := range []string{
		"DELETE FROM import_file WHERE id = ?1",
		"DELETE FROM org WHERE id NOT IN (SELECT org FROM rating_span UNION ALL SELECT org FROM org_span UNION ALL SELECT provider FROM org_span)",
		`DELETE FROM word WHERE id NOT IN (SELECT service FROM rating_span UNION ALL SELECT report FROM rating_span UNION ALL SELECT type FROM org_span
			UNION ALL SELECT category FROM org_span UNION ALL SELECT authority FROM org_span UNION ALL SELECT region FROM org_span)`,
	} {
		if _, err := t.tx.ExecContext(t.ctx, statement, id); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) takeBack(level string, day int32) error {
	near, _, err := t.near(level, day)
	if err != nil {
		return err
	}
	ratings, err := newRatingTable(t.ctx, t.tx, t.store.feed, level)
	if err != nil {
		return err
	}
	orgs, err := newOrgTable(t.ctx, t.tx, t.store.feed, level)
	if err != nil {
		return err
	}
	if err := takeBack(ratings, day, near); err != nil {
		return err
	}
	return takeBack(orgs, day, near)
}
