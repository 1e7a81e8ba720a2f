package export

import (
	"context"
	"fmt"
	"strings"

	"careratings/internal/output"
)

// Format is how the tables of a package are written.
type Format string

// The formats of a package.
const (
	CSV     Format = "csv"
	NDJSON  Format = "ndjson"
	Parquet Format = "parquet"
	SQLite  Format = "sqlite"
)

// Formats lists them, in the order help shows them.
func Formats() []Format { return []Format{CSV, NDJSON, Parquet, SQLite} }

// ParseFormat reads the name of a format. Its error lists the valid names.
func ParseFormat(s string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if s == string(f) {
			return f, nil
		}
		names = append(names, string(f))
	}
	return "", fmt.Errorf("unknown format %q: use one of %s", s, strings.Join(names, ", "))
}

// Written is a table as it was written.
type Written struct {
	Table
	Rows  int
	Files []File
}

// Bytes is the size of its files.
func (w *Written) Bytes() int64 {
	var n int64
	for _, f := range w.Files {
		n += f.Bytes
	}
	return n
}

// writeTable writes one table into the tree.
func writeTable(ctx context.Context, tree *Tree, t *Table, f Format) (Written, error) {
	before := len(tree.Files)
	out := Written{Table: *t}
	write := writeDelimited
	if f == Parquet {
		write = writeParquet
	}
	n, err := write(ctx, tree, t, f)
	if err != nil {
		return out, fmt.Errorf("table %s: %w", t.Name, err)
	}
	out.Rows, out.Files = n, tree.Files[before:len(tree.Files):len(tree.Files)]
	return out, nil
}

func writeDelimited(ctx context.Context, tree *Tree, t *Table, f Format) (n int, err error) {
	file, err := tree.Create(t.Name + "." + string(f))
	if err != nil {
		return 0, err
	}
	defer func() { err = first(err, file.Close()) }()
	var columns []output.Column
	for _, c := range t.Columns {
		columns = append(columns, output.Column{Name: c.Name})
	}
	stream, err := output.NewStream(file, output.Format(f), columns, output.Options{})
	if err != nil {
		return 0, err
	}
	err = t.checked(ctx, func(cells []Cell) error {
		n++
		row := make([]output.Value, len(cells))
		for i, c := range cells {
			row[i] = c.value()
		}
		return stream.Row(row)
	})
	if err != nil {
		return n, err
	}
	return n, stream.Close(nil)
}

// first is the first of two errors: what fails while an error is dealt with is
// mostly the same again.
func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
