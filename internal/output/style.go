package output

import "strconv"

// Paint is an emphasis or one of the terminal's own sixteen colours, which the
// user has chosen to be readable on their background.
type Paint uint8

// The paints. Meaning is never carried by paint alone.
const (
	Plain Paint = iota
	Bold
	Dim
	Red
	Green
	Yellow
	Blue
	Magenta
	Cyan
)

// code is the paint's SGR parameter.
func (p Paint) code() int {
	switch p {
	case Bold:
		return 1
	case Dim:
		return 2
	case Red, Green, Yellow, Blue, Magenta, Cyan:
		return 31 + int(p-Red)
	}
	return 0
}

// Style applies paint to text. The zero Style applies none, so that output
// without colour is byte for byte the plain text.
type Style struct{ on bool }

// NewStyle returns a Style that paints if colour is true. Whether it should is
// for the caller to decide, from the terminal, NO_COLOR and the flags.
func NewStyle(colour bool) Style { return Style{on: colour} }

// Paint returns text in p. The text must be clean already (see Clean) and is
// measured before it is painted.
func (s Style) Paint(p Paint, text string) string {
	code := p.code()
	if !s.on || code == 0 || text == "" {
		return text
	}
	return "\x1b[" + strconv.Itoa(code) + "m" + text + "\x1b[0m"
}

// Bold is Paint(Bold, text).
func (s Style) Bold(text string) string { return s.Paint(Bold, text) }

// Dim is Paint(Dim, text).
func (s Style) Dim(text string) string { return s.Paint(Dim, text) }
