package imports

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// rated is one row of a care directory without its release: what a rating is
// told from another by.
type rated struct {
	org       int32
	service   uint16
	measure   uint8
	value     uint8
	day       int32 // Publication Date; noDay where blank
	report    uint16
	inherited uint8
	twin      uint8 // counts rows that are alike in all this within one release
}

// mostTwins is the highest twin. The directories known have two rows alike.
const mostTwins = 1<<8 - 1

// noDay is the Publication Date of a row that has none.
const noDay = int32(-1 << 31)

// ratingTable keeps the spans of ratings of one level in a transaction.
type ratingTable struct {
	ctx   context.Context
	tx    *sql.Tx
	level string
	feed  *feed

	adding, removing, ending *sql.Stmt
}

// A plain parameter for measure would have SQLite plan the statement anew at every
// run: its value decides whether the index of overall ratings could serve.
const ratingKey = "org = ? AND service = ? AND measure = +? AND from_day = ? AND value = ? AND rated_day = ? AND report = ? AND inherited = ? AND twin = ?"

func newRatingTable(ctx context.Context, tx *sql.Tx, f *feed, level string) (*ratingTable, error) {
	t := &ratingTable{ctx: ctx, tx: tx, feed: f, level: level}
	return t, prepare(ctx, tx, map[string]**sql.Stmt{
		"INSERT INTO rating_span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)": &t.adding,
		"DELETE FROM rating_span WHERE " + ratingKey:                    &t.removing,
		"UPDATE rating_span SET to_day = ? WHERE " + ratingKey:          &t.ending,
	})
}

func prepare(ctx context.Context, tx *sql.Tx, stmts map[string]**sql.Stmt) error {
	for query, to := range stmts {
		s, err := tx.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		*to = s
	}
	return nil
}

func (t *ratingTable) touching(from, to int32, f func(span[rated]) error) error {
	rows, err := t.tx.QueryContext(t.ctx, `SELECT r.org, service, measure, from_day, value, rated_day, report, inherited, twin, ifnull(to_day, ?)
		FROM rating_span r WHERE from_day <= ? AND (to_day IS NULL OR to_day >= ?) AND org IN (SELECT id FROM org WHERE level = ?)`, open, to, from, t.level)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s span[rated]
		k := &s.content
		if err := rows.Scan(&k.org, &k.service, &k.measure, &s.from, &k.value, &k.day, &k.report, &k.inherited, &k.twin, &s.to); err != nil {
			return err
		}
		if err := f(s); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (t *ratingTable) args(s span[rated]) []any {
	k := s.content
	return []any{k.org, k.service, k.measure, s.from, k.value, k.day, k.report, k.inherited, k.twin}
}

func (t *ratingTable) insert(s span[rated]) error {
	_, err := t.adding.ExecContext(t.ctx, append(t.args(s), dayOrNull(s.to))...)
	return err
}

func (t *ratingTable) insertAll(n int, at func(i int) *span[rated]) error {
	return t.feed.pour(t.ctx, t.tx, "INSERT INTO rating_span SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 FROM temp.feed", n, func(i int, c []driver.Value) {
		s := at(i)
		k := &s.content
		c[0], c[1], c[2], c[3], c[4] = int64(k.org), int64(k.service), int64(k.measure), int64(s.from), int64(k.value)
		c[5], c[6], c[7], c[8], c[9] = int64(k.day), int64(k.report), int64(k.inherited), int64(k.twin), dayOrNull(s.to)
	})
}

func (t *ratingTable) endAll(n int, at func(i int) *span[rated], to int32) error {
	return t.feed.pour(t.ctx, t.tx, fmt.Sprintf(`UPDATE rating_span SET to_day = %d FROM temp.feed WHERE org = c0 AND service = c1 AND measure = c2 AND from_day = c3
		AND value = c4 AND rated_day = c5 AND report = c6 AND inherited = c7 AND twin = c8`, to), n, func(i int, c []driver.Value) {
		s := at(i)
		k := &s.content
		c[0], c[1], c[2], c[3], c[4] = int64(k.org), int64(k.service), int64(k.measure), int64(s.from), int64(k.value)
		c[5], c[6], c[7], c[8] = int64(k.day), int64(k.report), int64(k.inherited), int64(k.twin)
	})
}

func (t *ratingTable) remove(s span[rated]) error {
	_, err := t.removing.ExecContext(t.ctx, t.args(s)...)
	return err
}

func (t *ratingTable) end(s span[rated], to int32) error {
	_, err := t.ending.ExecContext(t.ctx, append([]any{dayOrNull(to)}, t.args(s)...)...)
	return err
}

func (t *ratingTable) compare(a, b rated) int {
	return cmp.Or(cmp.Compare(a.org, b.org), cmp.Compare(a.service, b.service), cmp.Compare(a.measure, b.measure), cmp.Compare(a.value, b.value),
		cmp.Compare(a.day, b.day), cmp.Compare(a.report, b.report), cmp.Compare(a.inherited, b.inherited), cmp.Compare(a.twin, b.twin))
}

// dayOrNull stores an open end as null.
func dayOrNull(day int32) any {
	if day == open {
		return nil
	}
	return int64(day)
}
