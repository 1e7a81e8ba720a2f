package export

import (
	"bufio"
	"context"
	"fmt"
	"reflect"
	"strconv"

	"careratings/internal/pattern"

	"github.com/parquet-go/parquet-go"
)

const (
	// parquetBatch is how many rows are turned into columns at once: they fit the
	// cache of a processor.
	parquetBatch = 128
	// parquetGroup is how many rows a row group has: what is held before it is
	// written, at some 500 bytes a row.
	parquetGroup = 512 * parquetBatch
	// noPartition is the name that Hive, and who reads its layout, gives an empty
	// value.
	noPartition = "__HIVE_DEFAULT_PARTITION__"
)

// writeParquet writes a table as Parquet: one file, or for a partitioned table one
// for each era and edition, whose values stand in the path and not in the file.
// Text but for the key is dictionary-encoded.
func writeParquet(ctx context.Context, tree *Tree, t *Table, _ Format) (n int, err error) {
	columns, skip := t.Columns, 0
	if t.Partitioned {
		skip = 2
		columns = columns[skip:]
	}
	schema := parquetSchema(t, columns)
	var w *parquetFile
	defer func() {
		if w != nil {
			err = first(err, w.close())
		}
	}()
	var at [2]string
	seen := map[[2]string]bool{}
	open := func(name string) error {
		w, err = newParquetFile(tree, name, schema, columns)
		return err
	}
	err = t.checked(ctx, func(cells []Cell) error {
		if t.Partitioned {
			if here := [2]string{cells[0].text, cells[1].text}; w == nil || here != at {
				if w != nil {
					closing := w
					w = nil
					if err := closing.close(); err != nil {
						return err
					}
				}
				if seen[here] {
					return fmt.Errorf("the rows of era %s, edition %s do not stand together", here[0], here[1])
				}
				seen[here], at = true, here
				name, err := partition(t, here)
				if err != nil {
					return err
				}
				if err := open(name); err != nil {
					return err
				}
			}
		} else if w == nil {
			if err := open(t.Name + ".parquet"); err != nil {
				return err
			}
		}
		n++
		return w.row(cells[skip:])
	})
	if err == nil && w == nil && !t.Partitioned { // a table without rows still has its columns
		err = open(t.Name + ".parquet")
	}
	return n, err
}

var partitionValue = pattern.Of(`^[A-Za-z0-9][A-Za-z0-9._@-]*$`)

// partition is the path of a partition's file.
func partition(t *Table, values [2]string) (string, error) {
	name := t.Name
	for i, v := range values {
		if v == "" {
			v = noPartition
		} else if !partitionValue().MatchString(v) {
			return "", fmt.Errorf("%s %q cannot be part of a path", t.Columns[i].Name, v)
		}
		name += "/" + t.Columns[i].Name + "=" + v
	}
	return name + "/part-0.parquet", nil
}

// parquetSchema describes columns in their order. A struct type is made for it:
// the other ways the library has sort columns by name.
func parquetSchema(t *Table, columns []Column) *parquet.Schema {
	fields := make([]reflect.StructField, 0, len(columns))
	for i, c := range columns {
		tag := c.Name + ",snappy"
		if !c.Required {
			tag += ",optional"
		}
		var kind reflect.Type
		switch c.Type {
		case Integer:
			kind = reflect.TypeFor[int64]()
		case Number:
			kind = reflect.TypeFor[float64]()
		case Boolean:
			kind = reflect.TypeFor[bool]()
		case Date:
			kind = reflect.TypeFor[int32]()
			tag += ",date"
		default:
			kind = reflect.TypeFor[string]()
			if len(t.Key) != 1 || t.Key[0] != c.Name { // no value of a key comes twice
				tag += ",dict"
			}
		}
		fields = append(fields, reflect.StructField{
			Name: "C" + strconv.Itoa(i), Type: kind, Tag: reflect.StructTag(`parquet:"` + tag + `"`),
		})
	}
	return parquet.NewSchema(t.Name, parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface()))
}

// parquetFile turns rows into columns, a batch at a time.
type parquetFile struct {
	file     *Stream
	buffer   *bufio.Writer
	writer   *parquet.GenericWriter[any]
	optional []bool          // of each column
	batch    []parquet.Value // column after column, parquetBatch values each
	text     []byte          // of the batch's values
	held     int             // rows of the batch
	group    int             // rows of the row group, without the batch
}

func newParquetFile(tree *Tree, name string, schema *parquet.Schema, columns []Column) (*parquetFile, error) {
	file, err := tree.Create(name)
	if err != nil {
		return nil, err
	}
	w := &parquetFile{file: file, buffer: bufio.NewWriterSize(file, 1<<16), batch: make([]parquet.Value, len(columns)*parquetBatch)}
	w.writer = parquet.NewGenericWriter[any](w.buffer, schema, parquet.CreatedBy("careratings", "", ""), parquet.WriteBufferSize(0),
		parquet.DataPageStatistics(false)) // those of the column chunks and the page index are kept
	for _, c := range columns {
		w.optional = append(w.optional, !c.Required)
	}
	return w, nil
}

func (w *parquetFile) row(cells []Cell) error {
	at := w.held
	for i := range cells {
		c := &cells[i]
		var v parquet.Value // null
		switch c.kind {
		case 0:
		case isInteger:
			v = parquet.Int64Value(c.whole)
		case isNumber:
			v = parquet.DoubleValue(c.real())
		case isBoolean:
			v = parquet.BooleanValue(c.whole == 1)
		case isDate:
			v = parquet.Int32Value(int32(c.whole)) //nolint:gosec // days of a calendar
		default:
			from := len(w.text)
			w.text = append(w.text, c.text...)
			v = parquet.ByteArrayValue(w.text[from:])
		}
		if w.optional[i] && c.kind != 0 {
			v = v.Level(0, 1, i)
		}
		w.batch[at] = v
		at += parquetBatch
	}
	w.held++
	if w.held < parquetBatch {
		return nil
	}
	return w.flush()
}

// flush hands the batch to the library, which copies it.
func (w *parquetFile) flush() error {
	for i, column := range w.writer.ColumnWriters() {
		from := i * parquetBatch
		if _, err := column.WriteRowValues(w.batch[from : from+w.held]); err != nil {
			return err
		}
	}
	w.group += w.held
	w.held, w.text = 0, w.text[:0]
	if w.group < parquetGroup {
		return nil
	}
	w.group = 0
	return w.writer.Flush()
}

// close ends the file, on an error too.
func (w *parquetFile) close() error {
	return first(first(first(w.flush(), w.writer.Close()), w.buffer.Flush()), w.file.Close())
}
