// Package export writes the archive for other people's tools: a data package of
// typed tables as CSV, NDJSON or Parquet, or one SQLite file, with schemas,
// loaders, licences and checksums. Rows stream from the archive to the file: what
// is held at a time is one edition, or one measure of a rolling era. It reads no
// clock, so that the same archive gives the same bytes.
package export

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"careratings/internal/output"
)

// Type is the type of a column.
type Type string

// The types of columns. A date is a whole day; dates that are only partly known
// are text.
const (
	Text    Type = "string"
	Integer Type = "integer"
	Number  Type = "number"
	Boolean Type = "boolean"
	Date    Type = "date"
)

// Column is a column of a table. Required means that no cell is empty; OneOf lists
// the words there are, where there are few.
type Column struct {
	Name     string
	Type     Type
	About    string
	Unit     string
	Required bool
	OneOf    []string
}

// Reference says that a column, where it is not empty, names a row of a table by
// its key.
type Reference struct {
	Columns []string
	Table   string
	To      []string
}

// Table is rows under typed columns. Rows calls its argument once a row, in the
// table's order, until that fails; the row is the callee's for the call alone.
// A partitioned table begins with the columns era and edition, and its rows come
// edition by edition.
type Table struct {
	Name, Title, About string
	Columns            []Column
	Key                []string
	Refers             []Reference
	Partitioned        bool
	Rows               func(ctx context.Context, row func([]Cell) error) error
}

// Cell is one value; the zero Cell is empty. It is small, for millions are made.
type Cell struct {
	text  string // the text, or the number or day as it is written
	whole int64  // of an integer, a boolean (1 is true), and a date (days since 1970-01-01); of a number the bits of a float64
	kind  kind
}

// kind is a Type in one byte; 0 is no value.
type kind uint8

const (
	isText kind = iota + 1
	isInteger
	isNumber
	isBoolean
	isDate
)

func kindOf(t Type) kind {
	switch t {
	case Integer:
		return isInteger
	case Number:
		return isNumber
	case Boolean:
		return isBoolean
	case Date:
		return isDate
	}
	return isText
}

// Empty reports whether there is no value.
func (c Cell) Empty() bool { return c.kind == 0 }

// String is the value as text; empty for none.
func (c Cell) String() string { return c.text }

func text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{kind: isText, text: s}
}

func whole(n int) Cell { return Cell{kind: isInteger, text: strconv.Itoa(n), whole: int64(n)} }

// level is a level, or no value for 0.
func level(n int) Cell {
	if n == 0 {
		return Cell{}
	}
	return whole(n)
}

func count(n *int) Cell {
	if n == nil {
		return Cell{}
	}
	return whole(*n)
}

func truth(b bool) Cell {
	if b {
		return Cell{kind: isBoolean, text: "true", whole: 1}
	}
	return Cell{kind: isBoolean, text: "false"}
}

func numbered(text string, f float64) Cell {
	return Cell{kind: isNumber, text: text, whole: int64(math.Float64bits(f))} //nolint:gosec // bits, not a number
}

// real is the value of a number.
func (c *Cell) real() float64 { return math.Float64frombits(uint64(c.whole)) } //nolint:gosec // as above

// decimal is a number digit for digit as printed.
func decimal(s string) (Cell, error) {
	if s == "" {
		return Cell{}, nil
	}
	if _, err := output.Decimal(s); err != nil {
		return Cell{}, err
	}
	f, err := strconv.ParseFloat(s, 64)
	return numbered(s, f), err
}

// share is a share to six decimals; more would print the processor's rounding.
func share(f *float64) Cell {
	if f == nil {
		return Cell{}
	}
	printed := output.Fixed(*f, 6).String()
	real, err := strconv.ParseFloat(printed, 64)
	if err != nil {
		return Cell{}
	}
	return numbered(printed, real)
}

// day is a whole day, or no value for what is none.
func day(s string) Cell {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Cell{}
	}
	return Cell{kind: isDate, text: s, whole: t.Unix() / 86400}
}

func (c Cell) value() output.Value {
	switch c.kind {
	case isText, isDate:
		return output.Text(c.text)
	case isInteger:
		return output.Int(int(c.whole))
	case isBoolean:
		return output.Bool(c.whole == 1)
	case isNumber:
		if v, err := output.Decimal(c.text); err == nil {
			return v
		}
	}
	return output.Absent("")
}

// checked is the table's rows, each looked at on its way: a row that its columns
// do not allow is an error, not a surprise in somebody's statistics.
func (t *Table) checked(ctx context.Context, row func([]Cell) error) error {
	n := 0
	kinds := make([]kind, len(t.Columns))
	for i, c := range t.Columns {
		kinds[i] = kindOf(c.Type)
	}
	return t.Rows(ctx, func(cells []Cell) error {
		n++
		if n%1024 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if len(cells) != len(t.Columns) {
			return fmt.Errorf("table %s, row %d: %d values for %d columns", t.Name, n, len(cells), len(t.Columns))
		}
		for i := range cells {
			if c := &cells[i]; c.kind != kinds[i] && (c.kind != 0 || t.Columns[i].Required) {
				want := &t.Columns[i]
				return fmt.Errorf("table %s, row %d: %s is %q, not a %s", t.Name, n, want.Name, c.text, want.Type)
			}
		}
		return row(cells)
	})
}
