package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// streamBatch is how many rows a Stream holds back. The kinds of its columns are
// taken from the first so many rows, and a table is drawn so many rows at a time.
const streamBatch = 1000

// Stream writes a table whose rows come one after another, in memory that does
// not grow with them. It writes what Write does, but for this:
//
//   - a column has no kind of its own: each cell is written by its own, and the
//     alignment follows from the first thousand rows;
//   - a table of more than a thousand rows is drawn in parts, each with its header
//     and its own widths;
//   - json can be a document around the rows; see Document.
//
// Nothing is written before the first thousand rows are there or Close is called,
// so that what fails early leaves nothing behind.
type Stream struct {
	w       *bufio.Writer
	f       Format
	columns []Column
	o       Options
	keys    [][]byte
	head    []byte // what a JSON document says before its rows
	rows    [][]Value
	written int
}

// NewStream begins a stream of rows under these columns; their kinds do not
// matter.
func NewStream(w io.Writer, f Format, columns []Column, o Options) (*Stream, error) {
	t := Table{Columns: columns}
	if err := t.check(); err != nil {
		return nil, err
	}
	if _, err := ParseFormat(string(f)); err != nil {
		return nil, err
	}
	keys, err := jsonKeys(t)
	if err != nil {
		return nil, err
	}
	return &Stream{w: bufio.NewWriter(w), f: f, columns: append([]Column(nil), columns...), o: o, keys: keys}, nil
}

// Document makes a json stream one object: the fields of head, which must be a
// struct or map of at least one field, then rows, then the fields of the tail that
// Close is given. Call it before the first row.
func (s *Stream) Document(head any) error {
	raw, err := object(head)
	if err != nil {
		return err
	}
	s.head = raw
	return nil
}

// object is the inside of v as a JSON object.
func object(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode json: %w", err)
	}
	raw := bytes.TrimSpace(buf.Bytes())
	if len(raw) < 3 || raw[0] != '{' {
		return nil, fmt.Errorf("encode json: %T is no object with fields", v)
	}
	return escapeHarmful(raw[1 : len(raw)-1]), nil
}

// Row writes one row.
func (s *Stream) Row(row []Value) error {
	if len(row) != len(s.columns) {
		return fmt.Errorf("output: a row has %d values for %d columns", len(row), len(s.columns))
	}
	s.rows = append(s.rows, row)
	if len(s.rows) < streamBatch {
		return nil
	}
	return s.wrap(s.flush())
}

// Abandon writes the rows held back and leaves the output without its end, after
// an error that has to be told.
func (s *Stream) Abandon() error {
	err := s.flush()
	if err == nil {
		err = s.w.Flush()
	}
	return s.wrap(err)
}

// Close ends the output. tail is of a Document, else nil.
func (s *Stream) Close(tail any) error {
	err := s.flush()
	if err == nil && s.f == FormatJSON {
		if s.written > 0 {
			s.w.WriteByte('\n')
		}
		if s.head == nil {
			_, err = s.w.WriteString("]\n")
		} else {
			var end []byte
			if end, err = object(tail); err == nil {
				fmt.Fprintf(s.w, "], %s}\n", end)
			}
		}
	}
	if err == nil {
		err = s.w.Flush()
	}
	return s.wrap(err)
}

func (s *Stream) wrap(err error) error {
	if err != nil {
		return fmt.Errorf("write %s: %w", s.f, err)
	}
	return nil
}

// flush writes the rows held back. The first time it writes what comes before
// them.
func (s *Stream) flush() error {
	first := s.written == 0
	if !first && len(s.rows) == 0 {
		return nil
	}
	if first {
		s.kinds()
	}
	rows := s.rows
	s.rows = s.rows[:0]
	s.written += len(rows)
	header := Table{Columns: s.columns}
	switch s.f {
	case FormatTable:
		return s.table(rows, first)
	case FormatJSON:
		return s.json(rows, first)
	case FormatNDJSON:
		return writeNDJSON(s.w, Table{Columns: s.columns, Rows: rows})
	case FormatCSV:
		if first {
			if err := writeCSV(s.w, header, s.o); err != nil {
				return err
			}
		}
		return writeCSVRows(s.w, rows, s.o)
	case FormatTSV:
		if first {
			if err := writeTSV(s.w, header); err != nil {
				return err
			}
		}
		return writeTSVRows(s.w, rows)
	}
	if first {
		if err := writeMarkdown(s.w, header); err != nil {
			return err
		}
	}
	return writeMarkdownRows(s.w, rows)
}

// kinds gives each column the kind of its cells, or text where they differ.
func (s *Stream) kinds() {
	for i := range s.columns {
		kind, seen := KindText, false
		for _, row := range s.rows {
			v := row[i]
			switch {
			case !v.set || seen && v.kind == kind:
			case !seen:
				kind, seen = v.kind, true
			case v.kind == KindInt && kind == KindNumber:
			case v.kind == KindNumber && kind == KindInt:
				kind = KindNumber
			default:
				kind = KindText
			}
			if seen && kind == KindText {
				break
			}
		}
		s.columns[i].Kind = kind
	}
}

func (s *Stream) table(rows [][]Value, first bool) error {
	if !first {
		s.w.WriteByte('\n')
	}
	return writeTable(s.w, Table{Columns: s.columns, Rows: rows}, s.o)
}

func (s *Stream) json(rows [][]Value, first bool) error {
	if first {
		if s.head != nil {
			fmt.Fprintf(s.w, "{%s, \"rows\": ", s.head)
		}
		s.w.WriteByte('[')
		if len(rows) > 0 {
			s.w.WriteByte('\n')
		}
	}
	for i, row := range rows {
		if i > 0 || !first {
			s.w.WriteString(",\n")
		}
		s.w.WriteString("  ")
		if err := writeObject(s.w, s.keys, row); err != nil {
			return err
		}
	}
	return nil
}
