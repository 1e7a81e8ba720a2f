package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"careratings/internal/output"
)

// look is how things are drawn: with the terminal's own colours or none, with
// line-drawing characters or ASCII alone. Meaning is never carried by colour:
// what is chosen bears a mark.
type look struct {
	style output.Style
	ascii bool
}

// Signs of the interface; the second is its ASCII form.
func (l look) sign(unicode, ascii string) string {
	if l.ascii {
		return ascii
	}
	return unicode
}

func (l look) cursor() string   { return l.sign("▸ ", "> ") }
func (l look) mark() string     { return l.sign("●", "*") }
func (l look) gap() string      { return l.sign("╎", ":") }
func (l look) rule() string     { return l.sign("─", "-") }
func (l look) ellipsis() string { return l.sign("…", "...") }
func (l look) full() string     { return l.sign("█", "#") }
func (l look) empty() string    { return l.sign("░", ".") }
func (l look) unknown() string  { return "?" }

// fit cuts or pads text to exactly width columns.
func (l look) fit(text string, width int) string {
	if width <= 0 {
		return ""
	}
	text = output.Truncate(l.letters(output.Clean(text)), width, l.ellipsis())
	return text + strings.Repeat(" ", max(0, width-output.Width(text)))
}

// letters writes text with the letters at hand: in ASCII a dash or quotation mark
// becomes the nearest sign, anything else a question mark a column.
func (l look) letters(text string) string {
	if !l.ascii {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < 0x7f:
			b.WriteRune(r)
		case strings.ContainsRune("\u2010\u2011\u2012\u2013\u2014\u2212", r):
			b.WriteByte('-')
		case strings.ContainsRune("\u2018\u2019\u02bc", r):
			b.WriteByte('\'')
		case strings.ContainsRune("\u201c\u201d", r):
			b.WriteByte('"')
		case r == '\u00a3':
			b.WriteString("GBP ")
		case r == '\u2026':
			b.WriteString("...")
		default:
			b.WriteString(strings.Repeat("?", output.Width(string(r))))
		}
	}
	return b.String()
}

// selected draws a line as chosen: with the cursor before it, and bold.
func (l look) selected(line string, on bool, width int) string {
	if !on {
		return l.fit("  "+line, width)
	}
	return l.style.Bold(l.fit(l.cursor()+line, width))
}

// band draws a tie band of a width: empty outside, full inside, unknown where a
// bound is not known.
func (l look) band(low, high *float64, width int) string {
	from, to, inside := 0.0, 1.0, l.full()
	if low != nil {
		from = *low
	}
	if high != nil {
		to = *high
	}
	if low == nil || high == nil {
		inside = l.unknown()
	}
	first := min(int(from*float64(width)), width-1)
	last := max(int(to*float64(width)+0.999999), first+1)
	var b strings.Builder
	for i := range width {
		if i >= first && i < last {
			b.WriteString(inside)
		} else {
			b.WriteString(l.empty())
		}
	}
	return b.String()
}

// window is the part of n lines that is shown in height lines so that line at
// is among them, close to where it was.
func window(n, height, at, top int) (first, last int) {
	if height <= 0 {
		return 0, 0
	}
	switch {
	case at < top:
		top = at
	case at >= top+height:
		top = at - height + 1
	}
	top = max(0, min(top, n-height))
	return top, min(n, top+height)
}

// box makes exactly height lines of exactly width columns out of text.
func (l look) box(text string, width, height int) string {
	lines := strings.Split(text, "\n")
	out := make([]string, 0, height)
	for i := range height {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		out = append(out, clip(line, width))
	}
	return strings.Join(out, "\n")
}

// clip cuts a line that may be painted to width columns and pads it to exactly
// that.
func clip(line string, width int) string {
	line = ansi.Truncate(line, width, "")
	if pad := width - ansi.StringWidth(line); pad > 0 {
		line += strings.Repeat(" ", pad)
	}
	return line
}

// plural is a number of things in words.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func quoted(s string) string { return `"` + s + `"` }
