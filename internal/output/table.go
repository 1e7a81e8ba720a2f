// Package output writes flat tables in every format the commands offer, and
// versioned JSON documents. It knows nothing of ratings, of the environment or
// of the terminal it may be writing to: width and colour are arguments.
//
// Text from the archive was written by others. In the formats that people read
// on a terminal no character of it can act on the terminal or reorder the line,
// and in CSV none of it is taken for a formula by a spreadsheet.
package output

import (
	"fmt"
	"strings"
)

// Kind is what the cells of a column hold.
type Kind int

// The kinds of column. A KindNumber column also takes Int values, and any
// column takes absent ones.
const (
	KindText Kind = iota
	KindInt
	KindNumber
	KindBool
)

func (k Kind) String() string {
	switch k {
	case KindText:
		return "text"
	case KindInt:
		return "int"
	case KindNumber:
		return "number"
	case KindBool:
		return "bool"
	}
	return fmt.Sprintf("Kind(%d)", int(k))
}

// Align is how FormatTable and FormatMarkdown set a column.
type Align int

// The alignments. AlignAuto sets numbers to the right and all else to the left.
const (
	AlignAuto Align = iota
	AlignLeft
	AlignRight
)

// Column describes one column. Name is the header and the JSON key; Doc is one
// line for readers of help and of errors.
type Column struct {
	Name, Doc string
	Align     Align
	Kind      Kind
	// Whole cells are never cut to fit the terminal, as numbers never are: for
	// codes and identifiers, which mean nothing in part.
	Whole bool
}

func (c Column) right() bool {
	if c.Align == AlignAuto {
		return c.Kind == KindInt || c.Kind == KindNumber
	}
	return c.Align == AlignRight
}

// Table is rows under columns. Every row has one value per column.
type Table struct {
	Columns []Column
	Rows    [][]Value
}

// check reports the first way in which t is not a table: no columns, a column
// without a name or with another's, a row of the wrong length or a value of
// the wrong kind. Rows count from 1.
func (t Table) check() error {
	if len(t.Columns) == 0 {
		return fmt.Errorf("output: table has no columns")
	}
	seen := make(map[string]bool, len(t.Columns))
	for i, c := range t.Columns {
		if c.Name == "" {
			return fmt.Errorf("output: column %d has no name", i+1)
		}
		if seen[c.Name] {
			return fmt.Errorf("output: two columns are called %q", c.Name)
		}
		seen[c.Name] = true
	}
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("output: row %d has %d values for %d columns", i+1, len(row), len(t.Columns))
		}
		for j, v := range row {
			c := t.Columns[j]
			if v.set && v.kind != c.Kind && (v.kind != KindInt || c.Kind != KindNumber) {
				return fmt.Errorf("output: row %d, column %s: %s value in a %s column", i+1, c.Name, v.kind, c.Kind)
			}
		}
	}
	return nil
}

// FieldError says that a list of fields cannot be selected. It is a mistake in
// how the program was called, and its message lists every field there is.
type FieldError struct {
	Problem string   // what is wrong with the list
	Columns []Column // the fields there are
}

func (e *FieldError) Error() string {
	width := 0
	for _, c := range e.Columns {
		width = max(width, Width(c.Name))
	}
	var b strings.Builder
	b.WriteString(e.Problem)
	b.WriteString("; the fields are:")
	for _, c := range e.Columns {
		b.WriteString("\n  ")
		if c.Doc == "" {
			b.WriteString(c.Name)
			continue
		}
		b.WriteString(Fit(c.Name, width, AlignLeft))
		b.WriteString("  ")
		b.WriteString(c.Doc)
	}
	return b.String()
}

// SelectFields returns t with only the columns named in a comma-separated list,
// in the list's order; spaces around a name do not matter. The error is a
// *FieldError when the list is empty, names a column t lacks or names one
// twice. The result has rows of its own.
func SelectFields(t Table, fields string) (Table, error) {
	fail := func(problem string) (Table, error) {
		return Table{}, &FieldError{Problem: problem, Columns: t.Columns}
	}
	if strings.TrimSpace(fields) == "" {
		return fail("no fields named")
	}
	at := make(map[string]int, len(t.Columns))
	for i, c := range t.Columns {
		at[c.Name] = i
	}
	var picked []int
	taken := make(map[int]bool)
	for name := range strings.SplitSeq(fields, ",") {
		name = strings.TrimSpace(name)
		i, ok := at[name]
		switch {
		case !ok:
			return fail(fmt.Sprintf("unknown field %q", name))
		case taken[i]:
			return fail(fmt.Sprintf("field %q named twice", name))
		}
		taken[i] = true
		picked = append(picked, i)
	}
	out := Table{Columns: make([]Column, len(picked)), Rows: make([][]Value, len(t.Rows))}
	for i, j := range picked {
		out.Columns[i] = t.Columns[j]
	}
	for r, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return Table{}, fmt.Errorf("output: row %d has %d values for %d columns", r+1, len(row), len(t.Columns))
		}
		out.Rows[r] = make([]Value, len(picked))
		for i, j := range picked {
			out.Rows[r][i] = row[j]
		}
	}
	return out, nil
}
