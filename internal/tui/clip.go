package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// clip cuts a line that may be painted to width columns and pads it to exactly
// that.
func clip(line string, width int) string {
	line = ansi.Truncate(line, width, "")
	if pad := width - ansi.StringWidth(line); pad > 0 {
		line += strings.Repeat(" ", pad)
	}
	return line
}
