package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// Answer is the result of a query: each cell nil, int64, float64 or string.
type Answer struct {
	Columns []string
	Rows    [][]any
}

// Select runs one query with parameters bound by name, never spliced into its
// text. The archive is open read-only: a statement that writes is an error.
func (a *Archive) Select(ctx context.Context, query string, params map[string]any) (Answer, error) {
	var out Answer
	var args []any
	for name, value := range params {
		args = append(args, sql.Named(name, value))
	}
	rows, err := a.db.QueryContext(ctx, query, args...)
	if err != nil {
		return out, fmt.Errorf("archive %s: %w", a.label, err)
	}
	defer rows.Close()
	if out.Columns, err = rows.Columns(); err != nil {
		return out, fmt.Errorf("archive %s: %w", a.label, err)
	}
	cells := make([]any, len(out.Columns))
	into := make([]any, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return out, fmt.Errorf("archive %s: %w", a.label, err)
		}
		for i, c := range cells {
			if b, ok := c.([]byte); ok {
				cells[i] = string(b)
			}
		}
		out.Rows = append(out.Rows, slices.Clone(cells))
	}
	if err := rows.Err(); err != nil {
		return out, fmt.Errorf("archive %s: %w", a.label, err)
	}
	return out, nil
}
