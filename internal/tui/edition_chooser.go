package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
)

// editionChoice is one line of a chooser; a mark shows what is chosen already.
type editionChoice struct {
	value, label string
	marked       bool
	choose       func() tea.Cmd
}

// editionChooser is a list to choose one thing from, narrowed by typing. Where
// free is set, a text that is in no line may be chosen as it is.
type editionChooser struct {
	title string
	all   []editionChoice
	found []editionChoice
	sift  sieve
	list  list
	free  func(text string) func() tea.Cmd // nil where the text is none
}

// newEditionChooser opens on the line of a value.
func newEditionChooser(title string, all []editionChoice, on string) *editionChooser {
	c := &editionChooser{title: title, all: all, sift: sieve{typing: true}}
	c.search()
	for i, x := range c.found {
		if x.value == on {
			c.list.at = i
		}
	}
	return c
}

func (c *editionChooser) search() {
	words := c.sift.words()
	c.found = c.found[:0]
	for _, x := range c.all {
		if sieveHas(words, x.value, x.label) {
			c.found = append(c.found, x)
		}
	}
	c.list.reset(len(c.found))
}

// freely is what choosing the text itself does, or nil.
func (c *editionChooser) freely() func() tea.Cmd {
	if c.free == nil || len(c.found) > 0 {
		return nil
	}
	return c.free(c.sift.text)
}

// key handles a key; done closes the chooser.
func (c *editionChooser) key(k tea.KeyMsg) (done bool, cmd tea.Cmd) {
	switch k.String() {
	case "esc":
		return true, nil
	case "enter":
		if len(c.found) > 0 {
			return true, c.found[c.list.at].choose()
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
func (c *editionChooser) view(l look, width, height int) string {
	lines := []string{l.style.Bold(l.fit(" "+c.title+" "+c.sift.view(l), width))}
	c.list.setHeight(height - 1)
	if len(c.found) == 0 {
		text := "  nothing matches " + editionQuoted(c.sift.text) + "; backspace widens, esc leaves"
		if c.freely() != nil {
			text = l.cursor() + c.sift.text
		}
		lines = append(lines, l.fit(text, width))
	}
	values := 0
	for _, x := range c.all {
		values = max(values, output.Width(x.value))
	}
	first, last := c.list.shown()
	for i := first; i < last; i++ {
		x := c.found[i]
		mark := "  "
		if x.marked {
			mark = l.mark() + " "
		}
		line := mark + strings.TrimRight(output.Fit(x.value, min(values, width/2), output.AlignLeft)+"  "+x.label, " ")
		lines = append(lines, l.selected(line, i == c.list.at, width))
	}
	return strings.Join(lines, "\n")
}

// editionChooserActions describes the keys of a chooser.
func editionChooserActions() []action {
	return []action{
		{Keys: []string{"enter"}, Name: "choose"},
		{Keys: []string{"esc"}, Name: "leave"},
		{Keys: []string{"up", "down"}, Name: "move; letters narrow the list"},
	}
}
