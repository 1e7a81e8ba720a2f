package tui

import tea "github.com/charmbracelet/bubbletea"

// list is a cursor over n lines of which height are shown: the moving part of
// every screen that has rows.
type list struct {
	n, at, top, height int
}

// reset sets the number of lines and keeps the cursor inside.
func (l *list) reset(n int) {
	l.n = n
	l.move(0)
}

// move moves the cursor by so many lines.
func (l *list) move(by int) { l.to(l.at + by) }

// to puts the cursor on a line, or on the nearest there is.
func (l *list) to(at int) {
	l.at = max(0, min(at, l.n-1))
	l.top, _ = window(l.n, l.height, l.at, l.top)
}

// setHeight says how many lines are shown.
func (l *list) setHeight(h int) {
	l.height = max(1, h)
	l.move(0)
}

// shown is the range of lines on screen.
func (l *list) shown() (first, last int) { return window(l.n, l.height, l.at, l.top) }

// key moves the cursor by a key, vim or arrow, page or end; it reports whether
// the key was one of them.
func (l *list) key(k tea.KeyMsg) bool {
	switch k.String() {
	case "up", "k", "ctrl+p":
		l.move(-1)
	case "down", "j", "ctrl+n":
		l.move(1)
	case "pgup", "ctrl+b":
		l.move(-l.height)
	case "pgdown", "ctrl+f", " ":
		l.move(l.height)
	case "home", "g":
		l.to(0)
	case "end", "G":
		l.to(l.n - 1)
	default:
		return false
	}
	return true
}

// mouse moves the cursor with the wheel; it reports whether it did.
func (l *list) mouse(m tea.MouseMsg) bool {
	switch m.Button {
	case tea.MouseButtonWheelUp:
		l.move(-3)
	case tea.MouseButtonWheelDown:
		l.move(3)
	default:
		return false
	}
	return true
}

// listActions describes the moving keys for help.
func listActions() []action {
	return []action{
		{Keys: []string{"up", "k"}, Name: "line up"},
		{Keys: []string{"down", "j"}, Name: "line down"},
		{Keys: []string{"pgup", "pgdown"}, Name: "page up, page down"},
		{Keys: []string{"g", "G"}, Name: "first, last line"},
	}
}
