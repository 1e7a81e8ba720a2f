// Package sheettest writes tables as CSV, XLSX and ODS, the way spreadsheet
// programs do, and makes up a directory of the shape and size of the care
// directory with ratings. It is for tests and benchmarks: it is streaming, its
// output depends on its input alone, and its names of places are invented.
package sheettest

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"io"
	"iter"
	"strconv"
	"strings"

	"careratings/internal/eras/sheet"
)

// Cell is a cell to write. Text is as a reader gives it back: a number in
// digits, a day as 2016-04-25, a truth value as true or false.
type Cell struct {
	Text string
	Kind sheet.Kind
}

// Table is a sheet to write.
type Table struct {
	Name string
	Rows iter.Seq[[]Cell]
}

// Texts makes cells of strings; an empty string is an empty cell.
func Texts(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, t := range texts {
		if t != "" {
			cells[i] = Cell{t, sheet.Text}
		}
	}
	return cells
}

// WriteCSV writes a table with quotes where they are needed and LF line ends.
func WriteCSV(w io.Writer, t Table) error {
	b := bufio.NewWriterSize(w, 1<<20)
	for row := range t.Rows {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(c.Text, ",\"\r\n") {
				b.WriteByte('"')
				b.WriteString(strings.ReplaceAll(c.Text, `"`, `""`))
				b.WriteByte('"')
			} else {
				b.WriteString(c.Text)
			}
		}
		b.WriteByte('\n')
	}
	return b.Flush() // a bufio.Writer keeps its first error
}

// container is a zip that is written member by member.
type container struct {
	z *zip.Writer
	b *bufio.Writer
}

func newContainer(w io.Writer) *container {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.DefaultCompression)
	})
	return &container{z: z, b: bufio.NewWriterSize(io.Discard, 1<<18)}
}

// member writes a member of the zip; method is zip.Store or zip.Deflate.
func (c *container) member(name string, method uint16, write func(b *bufio.Writer)) error {
	w, err := c.z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return err
	}
	c.b.Reset(w)
	write(c.b)
	return c.b.Flush()
}

func (c *container) text(name, text string) error {
	return c.member(name, zip.Deflate, func(b *bufio.Writer) { b.WriteString(text) })
}

// escape writes text as XML character data that also holds in an attribute.
func escape(b *bufio.Writer, s string) {
	from := 0
	for i := 0; i < len(s); i++ {
		var esc string
		switch s[i] {
		case '&':
			esc = "&amp;"
		case '<':
			esc = "&lt;"
		case '>':
			esc = "&gt;"
		case '"':
			esc = "&quot;"
		case '\r':
			esc = "&#13;"
		case '\n':
			esc = "&#10;"
		case '\t':
			esc = "&#9;"
		default:
			continue
		}
		b.WriteString(s[from:i])
		b.WriteString(esc)
		from = i + 1
	}
	b.WriteString(s[from:])
}

// ColumnName gives A for 0, Z for 25, AA for 26.
func ColumnName(i int) string {
	var b [8]byte
	at := len(b)
	for i++; i > 0; i = (i - 1) / 26 {
		at--
		b[at] = byte('A' + (i-1)%26)
	}
	return string(b[at:])
}

func itoa(i int) string { return strconv.Itoa(i) }
