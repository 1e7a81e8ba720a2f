package output

import (
	"bufio"
	"errors"
	"strings"
)

const (
	gap       = 2 // columns of space between two columns of a table
	leastText = 8 // columns to which text may be cut, or its header's if wider
	leastWrap = 10
)

// writeTable draws t as aligned columns, or as one block per row where the
// width is too small for that.
func writeTable(w *bufio.Writer, t Table, o Options) error {
	cells := make([][]string, len(t.Rows))
	for r, row := range t.Rows {
		cells[r] = make([]string, len(row))
		for i, v := range row {
			cells[r][i] = Clean(v.String())
		}
	}
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = Clean(c.Name)
	}
	widths, ok := fitColumns(t.Columns, names, cells, o.Width)
	if !ok {
		return writeBlocks(w, t, names, cells, o)
	}
	tail := "…"
	if o.ASCII {
		tail = "..."
	}
	line := func(row []string, paint Paint) error {
		var pending string // spaces held back so that no line ends in them
		for i, c := range t.Columns {
			cell := Truncate(row[i], widths[i], tail)
			pad := strings.Repeat(" ", widths[i]-Width(cell))
			if c.right() {
				pending, pad = pending+pad, ""
			}
			if cell != "" {
				w.WriteString(pending)
				w.WriteString(o.Style.Paint(paint, cell))
				pending = ""
			}
			pending += pad + strings.Repeat(" ", gap)
		}
		return w.WriteByte('\n')
	}
	rule := make([]string, len(widths))
	for i, n := range widths {
		rule[i] = strings.Repeat("-", n)
	}
	if err := errors.Join(line(names, Bold), line(rule, Plain)); err != nil {
		return err
	}
	for _, row := range cells {
		if err := line(row, Plain); err != nil {
			return err
		}
	}
	return nil
}

// fitColumns returns the width of each column in a table of at most limit
// terminal columns (0 or less: no limit), and false where there is no such
// table. Only text is narrowed, the widest column first.
func fitColumns(columns []Column, names []string, cells [][]string, limit int) ([]int, bool) {
	widths := make([]int, len(columns))
	least := make([]int, len(columns))
	total := gap * (len(columns) - 1)
	for i, c := range columns {
		widths[i] = Width(names[i])
		least[i] = max(leastText, widths[i])
		for _, row := range cells {
			widths[i] = max(widths[i], Width(row[i]))
		}
		if c.Kind != KindText || c.Whole {
			least[i] = widths[i]
		}
		total += widths[i]
	}
	for limit > 0 && total > limit {
		widest := -1
		for i := range widths {
			if widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return nil, false
		}
		widths[widest]--
		total--
	}
	return widths, true
}

// writeBlocks draws each row as lines of name and value with an empty line
// between rows. Text is wrapped, never cut. Without rows the names alone are
// listed, as a header would be.
func writeBlocks(w *bufio.Writer, t Table, names []string, cells [][]string, o Options) error {
	if len(cells) == 0 {
		for _, name := range names {
			w.WriteString(o.Style.Bold(name))
			w.WriteByte('\n')
		}
		return nil
	}
	label := 0
	for _, name := range names {
		label = max(label, Width(name))
	}
	indent, below := label+gap, false
	if o.Width-indent < leastWrap {
		indent, below = gap, true // each value under its name
	}
	margin := strings.Repeat(" ", indent)
	for r, row := range cells {
		if r > 0 {
			w.WriteByte('\n')
		}
		for i, c := range t.Columns {
			lines := []string{row[i]}
			if c.Kind == KindText && !c.Whole {
				lines = Wrap(row[i], o.Width-indent)
			}
			w.WriteString(o.Style.Bold(names[i]))
			for n, text := range lines {
				switch {
				case text == "":
				case n == 0 && !below:
					w.WriteString(strings.Repeat(" ", indent-Width(names[i])))
					w.WriteString(text)
				default:
					w.WriteByte('\n')
					w.WriteString(margin)
					w.WriteString(text)
				}
			}
			if err := w.WriteByte('\n'); err != nil {
				return err
			}
		}
	}
	return nil
}
