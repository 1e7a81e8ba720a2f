package tui

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"careratings/internal/output"
)

// Cells of a picture, in pixels.
const (
	cellWidth  = 8
	cellHeight = 17
	margin     = 12
)

// picture draws a frame as SVG: real text in the colours of the frame on a light
// ground, one element for each run of one style, held to its columns whatever
// font shows it.
func picture(title, frame string) string {
	lines := strings.Split(frame, "\n")
	width := 0
	for _, l := range lines {
		width = max(width, ansi.StringWidth(l))
	}
	w, h := width*cellWidth+2*margin, len(lines)*cellHeight+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-labelledby="t d">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, `<title id="t">%s</title>`+"\n", escape(title))
	fmt.Fprintf(&b, `<desc id="d">%s</desc>`+"\n", escape("A screen of the terminal interface as it is drawn, made by replaying recorded keys."))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="6" fill="#fdfdfb" stroke="#c8c8c4"/>`+"\n", w, h)
	b.WriteString(`<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13">` + "\n")
	for i, l := range lines {
		y := margin + i*cellHeight + 13
		for _, r := range runs(l) {
			if strings.TrimSpace(r.text) == "" {
				continue
			}
			n := output.Width(r.text)
			fmt.Fprintf(&b, `<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs" xml:space="preserve"%s>%s</text>`+"\n",
				margin+r.at*cellWidth, y, n*cellWidth, r.style, escape(r.text))
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// run is text of one style, from a column on.
type run struct {
	at    int
	text  string
	style string // SVG attributes
}

// runs cuts a painted line into runs. Of escape sequences it knows the SGR ones
// that output.Style writes; others are left out.
func runs(line string) []run {
	var out []run
	style, at := ` fill="#1c1c1a"`, 0
	for line != "" {
		text, rest, found := strings.Cut(line, "\x1b[")
		for piece := range strings.SplitAfterSeq(text, "  ") { // long gaps make runs of their own, so that nothing is stretched
			if piece != "" {
				out = append(out, run{at, piece, style})
				at += output.Width(piece)
			}
		}
		if !found {
			break
		}
		code, after, ok := strings.Cut(rest, "m")
		if !ok {
			break
		}
		style, line = attributes(code), after
	}
	return out
}

// attributes are the SVG attributes of an SGR parameter.
func attributes(code string) string {
	n, err := strconv.Atoi(code)
	if err != nil {
		n = 0
	}
	switch n {
	case 1:
		return ` fill="#000000" font-weight="bold"`
	case 2:
		return ` fill="#5c5c58"`
	case 31:
		return ` fill="#a4262c"`
	case 32:
		return ` fill="#2d6a2e"`
	case 33:
		return ` fill="#7a5200"`
	case 34:
		return ` fill="#1f4fa3"`
	case 35:
		return ` fill="#7b2d8b"`
	case 36:
		return ` fill="#0b6470"`
	}
	return ` fill="#1c1c1a"`
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
