package output

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// condition measures text without asking the locale: ambiguous characters are
// one column wide everywhere, so that the same table comes out on any machine.
func condition() *runewidth.Condition {
	return &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}
}

// Width is the number of terminal columns that s takes. Combining characters
// take none and wide ones two.
func Width(s string) int { return condition().StringWidth(s) }

// harmful reports whether r could move the cursor, change the terminal's state,
// reorder the text around it or hide: control characters, line and paragraph
// separators and invisible format characters. The joiners that make up emoji
// and Indic and Persian words, and the tags of flags, are harmless and kept.
func harmful(r rune) bool {
	switch {
	case r == '\u200c' || r == '\u200d' || 0xE0020 <= r && r <= 0xE007F:
		return false
	case r < 0x7f:
		return r < ' '
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// escape is r spelled in ASCII: \x1b, \u202e, \U0001d173.
func escape(r rune) string {
	switch {
	case r <= 0xff:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// Clean makes s safe to print on one line of a terminal: white space of every
// kind that breaks or shifts a line becomes a space, any other character that
// could act on the terminal or reorder the line is spelled out (\x1b, \u202e),
// and bytes that are not UTF-8 become U+FFFD.
func Clean(s string) string {
	return clean(s, func(r rune) (string, bool) {
		switch r {
		case '\n', '\t', '\u2028', '\u2029':
			return " ", true
		}
		return "", false
	})
}

// clean is Clean with a rule of the caller's that comes first. CR LF reaches
// the rule as LF alone, as does a lone CR unless the rule takes it.
func clean(s string, rule func(rune) (string, bool)) string {
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		if out, ok := rule(r); ok {
			b.WriteString(out)
			continue
		}
		if r == '\r' {
			if strings.HasPrefix(s[i+1:], "\n") {
				continue
			}
			if out, ok := rule('\n'); ok {
				b.WriteString(out)
				continue
			}
		}
		if harmful(r) {
			b.WriteString(escape(r))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Truncate cuts s to at most width columns, never inside a character with its
// accents, and ends what was cut with tail. Where tail alone is wider than
// width, s is cut without it.
func Truncate(s string, width int, tail string) string {
	c := condition()
	switch {
	case width <= 0:
		return ""
	case c.StringWidth(s) <= width:
		return s
	case c.StringWidth(tail) > width:
		tail = ""
	}
	return c.Truncate(s, width, tail)
}

// Fit pads s with spaces to width columns, on its left for AlignRight and else
// on its right. A wider s is returned as it is.
func Fit(s string, width int, a Align) string {
	pad := strings.Repeat(" ", max(0, width-Width(s)))
	if a == AlignRight {
		return pad + s
	}
	return s + pad
}

// Wrap breaks s at spaces into lines of at most width columns; a longer word is
// broken where it must be. There is always at least one line, and only a single
// character wider than width can make a line too wide.
func Wrap(s string, width int) []string {
	width = max(width, 1)
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" {
			if joined := line + " " + word; Width(joined) <= width {
				line = joined
				continue
			}
			lines = append(lines, line)
		}
		for Width(word) > width {
			head := ""
			for w := width; head == ""; w++ { // a wide character in one column
				head = Truncate(word, w, "")
			}
			lines = append(lines, head)
			word = word[len(head):]
		}
		line = word
	}
	if line != "" || lines == nil {
		lines = append(lines, line)
	}
	return lines
}
