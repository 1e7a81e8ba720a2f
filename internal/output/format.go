package output

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
)

// Format names a way to write a table. It is a pflag.Value.
type Format string

// The formats. See Write for what each does.
const (
	FormatTable    Format = "table"
	FormatJSON     Format = "json"
	FormatNDJSON   Format = "ndjson"
	FormatCSV      Format = "csv"
	FormatTSV      Format = "tsv"
	FormatMarkdown Format = "md"
)

// Formats lists every format, in the order help shows them.
func Formats() []Format {
	return []Format{FormatTable, FormatJSON, FormatNDJSON, FormatCSV, FormatTSV, FormatMarkdown}
}

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

// String is the format's name.
func (f *Format) String() string { return string(*f) }

// Set parses s into f.
func (f *Format) Set(s string) error {
	parsed, err := ParseFormat(s)
	if err != nil {
		return err
	}
	*f = parsed
	return nil
}

// Type is the placeholder that help shows for a format.
func (f *Format) Type() string { return "format" }

// Options say how FormatTable is drawn, and whether a terminal reads it.
type Options struct {
	// Width is the terminal's width in columns; 0 or less sets no limit.
	Width int
	// ASCII cuts long text with ... instead of an ellipsis.
	ASCII bool
	// Style makes the header bold. The zero Style does not.
	Style Style
	// Terminal says that the output is printed on one: CSV then spells out what
	// could act on it, as the other formats always do. In a file it is kept.
	Terminal bool
}

// Write writes t to w.
//
//   - table: aligned columns under a header and a rule of dashes. Where the
//     width does not suffice, the widest text is cut and ends in an ellipsis;
//     where even that does not suffice, each row becomes a block of lines, one
//     or more per column. No column is ever left out.
//   - json: an array of objects, one per line, keys in column order; absent
//     values are null. Characters that could act on a terminal are escaped,
//     which changes nothing for a JSON reader.
//   - ndjson: the same objects, one per line, without the array.
//   - csv: RFC 4180 with LF line ends; absent values are empty. Text that a
//     spreadsheet would run as a formula gets a leading apostrophe.
//   - tsv: a header, then one line per row; absent values are empty. Backslash,
//     tab, line feed and carriage return are written \\, \t, \n and \r, other
//     control characters as in Clean.
//   - md: a GitHub table with everything escaped that Markdown or HTML would
//     act on.
//
// A malformed table is reported before anything is written. An error from w is
// returned wrapped; see IsClosedPipe.
func Write(w io.Writer, f Format, t Table, o Options) error {
	if err := t.check(); err != nil {
		return err
	}
	buf := bufio.NewWriter(w)
	var err error
	switch f {
	case FormatTable:
		err = writeTable(buf, t, o)
	case FormatJSON:
		err = writeJSON(buf, t)
	case FormatNDJSON:
		err = writeNDJSON(buf, t)
	case FormatCSV:
		err = writeCSV(buf, t, o)
	case FormatTSV:
		err = writeTSV(buf, t)
	case FormatMarkdown:
		err = writeMarkdown(buf, t)
	default:
		_, err = ParseFormat(string(f))
		return err
	}
	if err == nil {
		err = buf.Flush()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", f, err)
	}
	return nil
}

// IsClosedPipe reports whether err says that the reader of a pipe has gone, as
// head(1) does once it has its lines. A command then stops quietly. (On Unix
// the Go runtime ends a program whose own stdout is such a pipe before this can
// be asked.)
func IsClosedPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}
