package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
)

// choice is one line of a chooser; on tells that it is chosen already, which a
// mark shows.
type choice struct {
	name, note string
	on         bool
	run        func() tea.Cmd
}

// chooser is a list to choose one thing from, narrowed by typing. Where free is
// set, a text that is in no line may be chosen as it is.
type chooser struct {
	title string
	all   []choice
	found []choice
	sift  sieve
	list  list
	free  func(text string) func() tea.Cmd // nil where the text is none
}

// newChooser opens on the first line that is chosen already.
func newChooser(title string, all []choice) *chooser {
	c := &chooser{title: title, all: all, sift: sieve{typing: true}}
	c.search()
	c.list.to(slices.IndexFunc(c.found, func(x choice) bool { return x.on }))
	return c
}

// openAt moves to the line of a name.
func (c *chooser) openAt(name string) {
	c.list.to(slices.IndexFunc(c.found, func(x choice) bool { return x.name == name }))
}

func (c *chooser) search() {
	words := c.sift.words()
	c.found = c.found[:0]
	for _, x := range c.all {
		if sieveHas(words, x.name, x.note) {
			c.found = append(c.found, x)
		}
	}
	c.list.reset(len(c.found))
}

// freely is what choosing the text itself does, or nil.
func (c *chooser) freely() func() tea.Cmd {
	if c.free == nil || len(c.found) > 0 {
		return nil
	}
	return c.free(c.sift.text)
}

// key handles a key; done closes the chooser.
func (c *chooser) key(k tea.KeyMsg) (done bool, cmd tea.Cmd) {
	switch k.String() {
	case "esc":
		return true, nil
	case "enter":
		if len(c.found) > 0 {
			return true, c.found[c.list.at].run()
		}
		if choose := c.freely(); choose != nil {
			return true, choose()
		}
		return false, notice("nothing is chosen; esc leaves")
	case "up", "down", "pgup", "pgdown", "home", "end", "ctrl+p", "ctrl+n":
		c.list.key(k)
		return false, nil
	}
	if c.sift.key(k) {
		c.search()
		c.list.to(0)
	}
	return false, nil
}

// view draws the chooser in a width and a height.
func (c *chooser) view(l look, width, height int) []string {
	lines := []string{l.style.Bold(l.fit(fmt.Sprintf(" %s: %s  %d of %d", c.title, c.sift.view(l), len(c.found), len(c.all)), width))}
	c.list.setHeight(height - 1)
	if len(c.found) == 0 {
		text := "  nothing matches " + quoted(c.sift.text) + "; backspace widens, esc leaves"
		if c.freely() != nil {
			text = l.cursor() + c.sift.text
		}
		return append(lines, l.fit(text, width))
	}
	wide, notes := 0, 0
	for _, x := range c.all {
		wide, notes = max(wide, output.Width(x.name)), max(notes, output.Width(x.note))
	}
	wide = min(wide, max(width/2, width-notes-6)) // six columns: the cursor, the mark, what is between
	first, last := c.list.shown()
	for i := first; i < last; i++ {
		x, mark := c.found[i], "  "
		if x.on {
			mark = l.mark() + " "
		}
		line := strings.TrimRight(mark+l.fit(x.name, wide)+"  "+x.note, " ")
		lines = append(lines, l.selected(line, i == c.list.at, width))
	}
	return lines
}

// chooserActions describes the keys of a chooser.
func chooserActions() []action {
	return []action{
		{Keys: []string{"enter"}, Name: "choose"},
		{Keys: []string{"esc"}, Name: "leave"},
		{Keys: []string{"up", "down"}, Name: "move; letters narrow the list"},
	}
}
