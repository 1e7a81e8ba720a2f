package export

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// Every value of the archive comes back out of the Parquet tree, cell by cell: the
// columns in their order and of their types, empty ones as null, era and edition
// from the path.
func checkParquet(t *testing.T, dir string, written []Written) {
	for i := range written {
		w := &written[i]
		rows := 0
		var read *parquetReader
		err := w.Table.checked(t.Context(), func(cells []Cell) error {
			if w.Partitioned {
				name, err := partition(&w.Table, [2]string{cells[0].text, cells[1].text})
				if err != nil {
					return err
				}
				read = read.at(t, filepath.Join(dir, name))
				cells = cells[2:]
			} else {
				read = read.at(t, filepath.Join(dir, w.Name+".parquet"))
			}
			rows++
			return read.compare(cells)
		})
		if err != nil {
			t.Errorf("%s, row %d: %v", w.Name, rows, err)
		}
		read = read.at(t, "")
		if rows != w.Rows {
			t.Errorf("%s: %d rows of %d", w.Name, rows, w.Rows)
		}
	}
}

type parquetReader struct {
	name string
	file *os.File
	rows parquet.Rows
	row  []parquet.Row
}

// at is the reader of a file; the one before is closed, and must be at its end.
func (p *parquetReader) at(t *testing.T, name string) *parquetReader {
	t.Helper()
	if p != nil {
		if p.name == name {
			return p
		}
		if n, err := p.rows.ReadRows(p.row); n > 0 || !errors.Is(err, io.EOF) {
			t.Errorf("%s has more rows: %v", p.name, err)
		}
		p.rows.Close()
		p.file.Close()
	}
	if name == "" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	return &parquetReader{name: name, file: f, rows: parquet.MultiRowGroup(file.RowGroups()...).Rows(), row: make([]parquet.Row, 1)}
}

func (p *parquetReader) compare(cells []Cell) error {
	if n, err := p.rows.ReadRows(p.row); n != 1 {
		return err
	}
	for i, v := range p.row[0] {
		c := &cells[i]
		same := v.IsNull() == c.Empty()
		switch c.kind {
		case isInteger:
			same = same && v.Int64() == c.whole
		case isNumber:
			same = same && v.Double() == c.real()
		case isBoolean:
			same = same && v.Boolean() == (c.whole == 1)
		case isDate:
			same = same && int64(v.Int32()) == c.whole
		case isText:
			same = same && string(v.ByteArray()) == c.text
		}
		if !same {
			return errors.New(v.String() + " is not " + c.text)
		}
	}
	return nil
}

// Columns keep their order, types and dictionaries.
func TestParquetSchema(t *testing.T) {
	ratings := reader{}.ratings()
	got := parquetSchema(&ratings, ratings.Columns[2:7]).String()
	want := `message ratings {
	required binary rating (STRING);
	optional binary rated_on (STRING);
	optional int32 first_day (DATE);
	optional int32 last_day (DATE);
	required binary body (STRING);
}`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	dir := t.TempDir()
	err := Into(filepath.Join(dir, "out"), false, func(tree *Tree) error {
		_, err := writeTable(t.Context(), tree, invented(1000, 1000), Parquet)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "out", "ratings", "era=value-0", "edition=edition-0", "part-0.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Metadata().RowGroups[0].Columns {
		name := strings.Join(c.MetaData.PathInSchema, ".")
		dictionary := c.MetaData.DictionaryPageOffset > 0
		i := 0
		for i < len(ratings.Columns) && ratings.Columns[i].Name != name {
			i++
		}
		if want := ratings.Columns[i].Type == Text && name != "rating"; dictionary != want {
			t.Errorf("%s: with a dictionary is %v", name, dictionary)
		}
	}
}

// Rows that do not stand edition by edition would overwrite a file: they are
// refused.
func TestScatteredEditions(t *testing.T) {
	table := invented(0, 1)
	one := invented(2, 1)
	table.Rows = func(ctx context.Context, row func([]Cell) error) error {
		return errors.Join(one.Rows(ctx, row), one.Rows(ctx, row))
	}
	if _, err := writeParquet(t.Context(), discard(), table, Parquet); err == nil || !strings.Contains(err.Error(), "do not stand together") {
		t.Error(err)
	}
}
