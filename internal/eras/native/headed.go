package native

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"careratings/internal/eras/sheet"
)

// headerWithin is how many rows of titles and remarks may stand above a header.
const headerWithin = 30

// errNoHeader tells that none of a sheet's first rows names the columns looked
// for.
var errNoHeader = errors.New("no header")

// headedSheet reads a sheet whose columns are named by a header row. Columns are
// found by name, whatever their order; case, and space, hyphen and underscore
// count as equal.
type headedSheet struct {
	rows   sheet.Reader
	name   string // of the sheet; empty for a CSV
	header int    // row number of the header
	names  []string
	index  map[string]int // by folded name
	asked  map[string]int // by name as asked for; -1 where the header lacks it
	row    *sheet.Row
}

// openHeaded reads up to the header: the first row that has all the columns of
// marks. A column named twice is an error.
func openHeaded(rows sheet.Reader, name string, marks []string) (*headedSheet, error) {
	for range headerWithin {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = tidy(string(c.Text))
		}
		if !hasColumns(cells, marks) {
			continue
		}
		h := &headedSheet{rows: rows, name: name, header: row.Number, names: cells, index: map[string]int{}, asked: map[string]int{}}
		for i, c := range cells {
			if c == "" {
				continue
			}
			if first, ok := h.index[foldColumn(c)]; ok {
				return nil, fmt.Errorf("row %d: columns %d and %d are both called %s", row.Number, first+1, i+1, c)
			}
			h.index[foldColumn(c)] = i
		}
		return h, nil
	}
	return nil, fmt.Errorf("%w: none of the first %d rows has the columns %s", errNoHeader, headerWithin, strings.Join(marks, ", "))
}

// hasColumns reports whether a row's cells hold all these column names.
func hasColumns(cells, marks []string) bool {
	for _, m := range marks {
		if !slices.ContainsFunc(cells, func(c string) bool { return foldColumn(tidy(c)) == foldColumn(m) }) {
			return false
		}
	}
	return true
}

func foldColumn(name string) string {
	return strings.ToLower(strings.NewReplacer(" ", "_", "-", "_").Replace(name))
}

// tidy is a cell without a byte order mark, with plain spaces for no-break
// spaces and line ends, one at a time, and none at its ends.
func tidy(s string) string {
	if isTidy(s) {
		return s
	}
	return strings.Join(strings.Fields(strings.TrimPrefix(s, "\ufeff")), " ")
}

// isTidy reports that tidy would change nothing. It may miss some: most cells are
// plain ASCII, and those it knows.
func isTidy(s string) bool {
	space := true // a space at the beginning is not tidy, nor one after another
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' && space, c < ' ', c >= 0x80:
			return false
		default:
			space = c == ' '
		}
	}
	return s == "" || !space
}

// missing lists which of the columns the header lacks.
func (h *headedSheet) missing(columns []string) []string {
	var out []string
	for _, c := range columns {
		if !h.has(c) {
			out = append(out, c)
		}
	}
	return out
}

// unknown lists the header's columns that are none of these.
func (h *headedSheet) unknown(columns []string) []string {
	var out []string
	for i, n := range h.names {
		if n == "" {
			out = append(out, h.column(i))
		} else if !slices.ContainsFunc(columns, func(c string) bool { return foldColumn(c) == foldColumn(n) }) {
			out = append(out, n)
		}
	}
	return out
}

// column is the name of the i-th column from 0, or its number from 1 where the
// header does not name it.
func (h *headedSheet) column(i int) string {
	if i < len(h.names) && h.names[i] != "" {
		return h.names[i]
	}
	return strconv.Itoa(i + 1)
}

func (h *headedSheet) has(column string) bool { return h.place(column) >= 0 }

// place is where a column stands, -1 where the header lacks it.
func (h *headedSheet) place(column string) int {
	i, ok := h.asked[column]
	if !ok {
		if i, ok = h.index[foldColumn(column)]; !ok {
			i = -1
		}
		h.asked[column] = i
	}
	return i
}

// next moves to the next row with a filled cell; io.EOF after the last.
func (h *headedSheet) next() error {
	row, err := h.rows.Next()
	h.row = row
	return err
}

// cell is the row's cell in a column, tidied; empty where there is none.
func (h *headedSheet) cell(column string) string {
	i := h.place(column)
	if i < 0 || i >= len(h.row.Cells) {
		return ""
	}
	return tidy(string(h.row.Cells[i].Text))
}

func (h *headedSheet) at(column string) At {
	return At{Sheet: h.name, Row: h.row.Number, Column: column}
}

// reject is a fault of one cell.
func (h *headedSheet) reject(column, value, format string, args ...any) Reject {
	return Reject{At: h.at(column), Value: clip(value), Reason: fmt.Sprintf(format, args...)}
}

// broken finds what makes a whole row unreadable: more cells than the header
// has names, text that is not UTF-8, or control characters.
func (h *headedSheet) broken() (Reject, bool) {
	for i, c := range h.row.Cells {
		switch text := string(c.Text); {
		case i >= len(h.names) && tidy(text) != "":
			return h.reject(h.column(i), tidy(text), "the row has more cells than the header has columns (%d)", len(h.names)), true
		case i >= len(h.names):
		case !utf8.ValidString(text):
			return h.reject(h.column(i), strings.ToValidUTF8(text, "\ufffd"), "the text is not UTF-8"), true
		case strings.ContainsFunc(tidy(text), unicode.IsControl):
			return h.reject(h.column(i), text, "the text has control characters"), true
		}
	}
	return Reject{}, false
}

// clip is the beginning of a text, at most 200 characters.
func clip(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200])
	}
	return s
}
