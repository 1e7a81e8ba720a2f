package chart

import (
	"fmt"
	"strings"

	"careratings/internal/output"
)

// TextOptions say how a picture is drawn with characters.
type TextOptions struct {
	Width int  // columns; below 60 is taken as 80
	ASCII bool // no character outside ASCII
}

// page is a picture of characters while it is written.
type page struct {
	strings.Builder
	TextOptions
}

func newPage(o TextOptions) *page {
	if o.Width < 60 {
		o.Width = 80
	}
	return &page{TextOptions: o}
}

// sign is a character, or what stands for it in ASCII.
func (p *page) sign(unicode, ascii string) string {
	if p.ASCII {
		return ascii
	}
	return unicode
}

// letters is text that acts on nothing, in the characters at hand.
func (p *page) letters(text string) string {
	text = safe(text)
	if !p.ASCII {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x7f:
			return r
		case strings.ContainsRune("\u2010\u2011\u2012\u2013\u2014\u2212", r):
			return '-'
		case strings.ContainsRune("\u2018\u2019\u02bc", r):
			return '\''
		case strings.ContainsRune("\u201c\u201d", r):
			return '"'
		case r == '\u00a0':
			return ' '
		}
		return '?'
	}, text)
}

func (p *page) line(text string) { p.WriteString(strings.TrimRight(text, " ") + "\n") }

// para writes text wrapped, each line after the first indented.
func (p *page) para(first, rest, text string) {
	for i, l := range output.Wrap(p.letters(text), p.Width-output.Width(first)) {
		if i == 0 {
			p.line(first + l)
			continue
		}
		p.line(rest + l)
	}
}

// col fits text into a column.
func (p *page) col(text string, width int, a output.Align) string {
	text = output.Truncate(p.letters(text), width, p.sign("…", "..."))
	return output.Fit(text, width, a)
}

// bar draws a stretch from low to high of a width: filled, or in the sign for
// an end that is not known.
func (p *page) bar(low, high *float64, width int) string {
	if low == nil && high == nil {
		return strings.Repeat(p.sign("╱", "?"), width)
	}
	from, to, inside := 0.0, 1.0, p.sign("█", "=")
	if low != nil {
		from = *low
	}
	if high != nil {
		to = *high
	}
	if low == nil || high == nil {
		inside = p.sign("╱", "?")
	}
	first := min(int(from*float64(width)), width-1)
	last := max(int(to*float64(width)+0.999999), first+1)
	var b strings.Builder
	for i := range width {
		if i >= first && i < last {
			b.WriteString(inside)
			continue
		}
		b.WriteString(p.sign("·", "."))
	}
	return b.String()
}

// ending writes what stands under every picture.
func (p *page) ending(a About) {
	when := "all that the archive holds"
	if a.AsOf != "" {
		when = a.AsOf + ", what sources had said by then"
	}
	p.line("")
	p.para("", "", fmt.Sprintf("As of: %s. Data version %s. Made by: %s", when, a.Data, a.Command))
}
