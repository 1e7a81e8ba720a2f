package output

import (
	"bufio"
	"strings"
	"unicode"
	"unicode/utf8"

	"careratings/internal/pattern"
)

func writeMarkdown(w *bufio.Writer, t Table) error {
	markdownLine(w, len(t.Columns), func(i int) string { return markdownCell(t.Columns[i].Name) })
	markdownLine(w, len(t.Columns), func(i int) string {
		if t.Columns[i].right() {
			return "---:"
		}
		return "---"
	})
	return writeMarkdownRows(w, t.Rows)
}

func markdownLine(w *bufio.Writer, cells int, cell func(i int) string) {
	w.WriteByte('|')
	for i := range cells {
		w.WriteByte(' ')
		w.WriteString(cell(i))
		w.WriteString(" |")
	}
	w.WriteByte('\n')
}

func writeMarkdownRows(w *bufio.Writer, rows [][]Value) error {
	for _, row := range rows {
		markdownLine(w, len(row), func(i int) string { return markdownCell(row[i].String()) })
	}
	// A bufio.Writer keeps its first error; Flush in Write returns it.
	return nil
}

// entity is a character reference, which Markdown would decode.
var entity = pattern.Of(`^&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);`)

// markdownCell escapes text for a cell of a GitHub table, so that it renders as
// the text itself: no markup, links or HTML. A line break is kept as <br>.
func markdownCell(s string) string {
	s = clean(strings.TrimSpace(s), func(r rune) (string, bool) {
		switch r {
		case '\n':
			return "\n", true
		case '\t', '\u2028', '\u2029':
			return " ", true
		}
		return "", false
	})
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '\n':
			b.WriteString("<br>")
			continue
		case '\\', '`', '*', '~', '|', '<', '$':
			b.WriteByte('\\')
		case '_':
			if !insideWord(s, i) {
				b.WriteByte('\\')
			}
		case '&':
			if entity().MatchString(s[i:]) {
				b.WriteByte('\\')
			}
		case ']':
			// Only ]( and ][ make a link of text in brackets; [x] is a mark.
			if rest := s[i+1:]; strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "[") {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// insideWord reports whether the one-byte character at i has a letter or digit
// on both sides, where GitHub takes an underscore literally.
func insideWord(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	alnum := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return alnum(before) && alnum(after)
}
