package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Answers that every trajectory needs (the regimes, the totals and peer counts
// of an edition) are kept in the archive as text, rows apart by cellEnd and
// rowEnd: one short look-up instead of a statement to plan and hundreds of cells
// to fetch one by one. The text is made by the very query it stands for.
const (
	cellEnd = "\x1f"
	rowEnd  = "\x1e"
)

// keptQueries are the queries whose answers are kept whole.
func keptQueries() map[string]string {
	return map[string]string{
		"era": eraQuery, "edition": editionQuery, "measure": measureQuery, "level": levelQuery, "break": breakQuery, "conflict": conflictQuery, "spell": spellQuery, "past name": pastNameQuery,
	}
}

// keptOfEditions are the queries of one edition whose answers are kept for each.
func keptOfEditions() map[string]string {
	return map[string]string{"totals": totalSelect + totalsOfEdition, "peers": peerQuery}
}

// keep writes the kept answers into a new archive.
func (l *loader) keep() {
	for _, key := range slices.Sorted(maps.Keys(keptQueries())) {
		l.keepAnswer(key, keptQueries()[key])
	}
	for _, e := range l.set.Editions {
		for _, key := range slices.Sorted(maps.Keys(keptOfEditions())) {
			l.keepAnswer(key+" "+e.ID, keptOfEditions()[key], e.ID)
		}
	}
}

func (l *loader) keepAnswer(key, query string, args ...any) {
	if l.err != nil {
		return
	}
	rows, err := l.tx.Query(query, args...)
	if err != nil {
		l.err = fmt.Errorf("keep %s: %w", key, err)
		return
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		l.err = err
		return
	}
	cells := make([]string, len(columns))
	dest := make([]any, len(columns))
	for i := range cells {
		dest[i] = &cells[i]
	}
	var text strings.Builder
	for rows.Next() {
		if l.err = rows.Scan(dest...); l.err != nil {
			return
		}
		text.WriteString(strings.Join(cells, cellEnd) + rowEnd)
	}
	if l.err = rows.Err(); l.err != nil {
		return
	}
	rows.Close()
	l.insert("INSERT INTO kept_answer VALUES (?, ?)", key, text.String())
}

// eachKept is each for a query whose answer is kept under key; without one it
// asks the query.
func (a *Archive) eachKept(ctx context.Context, f func(scanner) error, key, query string, args ...any) error {
	var text string
	found := false
	err := a.each(ctx, func(scan scanner) error {
		found = true
		return scan(&text)
	}, "SELECT rows FROM kept_answer WHERE key = ?", key)
	if err != nil {
		return err
	}
	if !found {
		return a.each(ctx, f, query, args...)
	}
	for row := range strings.SplitSeq(strings.TrimSuffix(text, rowEnd), rowEnd) {
		if text == "" {
			break
		}
		if err := f(cells(row).scan); err != nil {
			return fmt.Errorf("archive %s: kept answer %s: %w", a.label, key, err)
		}
	}
	return nil
}

// eachRow calls f for every row of a text.
func eachRow(text string, f func(*cutter) error) error {
	for text != "" {
		row, rest, _ := strings.Cut(text, rowEnd)
		text = rest
		c := cutter{rest: row, more: true}
		if err := f(&c); err != nil {
			return err
		}
		if c.err == nil && c.more {
			c.err = fmt.Errorf("a row has too many cells")
		}
		if c.err != nil {
			return c.err
		}
	}
	return nil
}

// cutter cuts one row of a text into its cells, without copying any. The first
// error stays.
type cutter struct {
	rest string
	more bool
	err  error
}

func (c *cutter) text() string {
	if !c.more && c.err == nil {
		c.err = fmt.Errorf("a row has too few cells")
	}
	cell := c.rest
	if i := strings.IndexByte(cell, cellEnd[0]); i >= 0 {
		c.rest = cell[i+1:]
		return cell[:i]
	}
	c.rest, c.more = "", false
	return cell
}

func (c *cutter) whole() int {
	cell := c.text()
	n, err := strconv.Atoi(cell)
	if err != nil && c.err == nil {
		c.err = err
	}
	return n
}

// cells is one row as text.
type cells string

// scan puts the cells into strings, whole numbers and truth values.
func (c cells) scan(dest ...any) error {
	rest := string(c)
	for i, d := range dest {
		cell, after, more := strings.Cut(rest, cellEnd)
		if more != (i < len(dest)-1) {
			return fmt.Errorf("a row has not %d cells", len(dest))
		}
		rest = after
		var err error
		switch d := d.(type) {
		case *string:
			*d = cell
		case *int:
			*d, err = strconv.Atoi(cell)
		case *int64:
			*d, err = strconv.ParseInt(cell, 10, 64)
		case *bool:
			*d = cell == "1"
		default:
			err = fmt.Errorf("cell %d cannot be put into a %T", i+1, d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
