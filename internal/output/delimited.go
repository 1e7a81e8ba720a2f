package output

import (
	"bufio"
	"encoding/csv"
	"strings"
)

func writeCSV(w *bufio.Writer, t Table, o Options) error {
	header := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = guardFormula(csvText(c.Name, o))
	}
	cw := csv.NewWriter(w)
	if err := cw.Write(header); err != nil {
		return err
	}
	cw.Flush()
	if err := cw.Error(); err != nil {
		return err
	}
	return writeCSVRows(w, t.Rows, o)
}

func writeCSVRows(w *bufio.Writer, rows [][]Value, o Options) error {
	cw := csv.NewWriter(w)
	for _, row := range rows {
		record := make([]string, len(row))
		for i, v := range row {
			if v.set {
				record[i] = v.text
				if v.kind == KindText {
					record[i] = guardFormula(csvText(v.text, o))
				}
			}
		}
		if len(record) == 1 && record[0] == "" {
			// An empty line is no record to most readers; a quoted empty
			// field is.
			cw.Flush()
			w.WriteString("\"\"\n")
			continue
		}
		if err := cw.Write(record); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// csvText is text as it is, on a terminal without what would act on it.
func csvText(s string, o Options) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if o.Terminal {
		s = harmlessLines(s)
	}
	return s
}

// harmlessLines is Clean for text that may have lines and tabs of its own.
func harmlessLines(s string) string {
	return clean(s, func(r rune) (string, bool) { return string(r), r == '\n' || r == '\t' })
}

// guardFormula puts an apostrophe before text that a spreadsheet would run as a
// formula: text that starts with = or @, with + or - unless a number follows,
// or with a tab or carriage return, which some strip first. A sign on its own
// is no formula.
func guardFormula(s string) string {
	if len(s) < 2 {
		return s
	}
	switch s[0] {
	case '+', '-':
		if rest := s[1:]; rest[0] != '-' && isDecimal(rest) {
			return s
		}
		return "'" + s
	case '=', '@', '\t', '\r':
		return "'" + s
	}
	return s
}

func writeTSV(w *bufio.Writer, t Table) error {
	for i, c := range t.Columns {
		if i > 0 {
			w.WriteByte('\t')
		}
		w.WriteString(tsvField(c.Name))
	}
	w.WriteByte('\n')
	return writeTSVRows(w, t.Rows)
}

func writeTSVRows(w *bufio.Writer, rows [][]Value) error {
	for _, row := range rows {
		for i, v := range row {
			if i > 0 {
				w.WriteByte('\t')
			}
			if v.set {
				w.WriteString(tsvField(v.text))
			}
		}
		if err := w.WriteByte('\n'); err != nil {
			return err
		}
	}
	return nil
}

func tsvField(s string) string {
	return clean(s, func(r rune) (string, bool) {
		switch r {
		case '\\':
			return `\\`, true
		case '\t':
			return `\t`, true
		case '\n':
			return `\n`, true
		case '\r':
			return `\r`, true
		}
		return "", false
	})
}
