package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// chooser is the list of measures to show, with a filter.
type chooser struct {
	look   look
	views  []view
	found  []int
	filter string
	list   list
}

func newChooser(l look, views []view, at int) *chooser {
	c := &chooser{look: l, views: views}
	c.search()
	c.list.to(at)
	return c
}

func (c *chooser) search() {
	c.found = c.found[:0]
	for i, v := range c.views {
		if strings.Contains(strings.ToLower(v.name), strings.ToLower(c.filter)) {
			c.found = append(c.found, i)
		}
	}
	c.list.reset(len(c.found))
}

// key handles a key; done closes the list, picked is the view chosen or -1.
func (c *chooser) key(k tea.KeyMsg) (done bool, picked int) {
	switch k.String() {
	case "esc":
		return true, -1
	case "enter":
		if len(c.found) == 0 {
			return false, -1
		}
		return true, c.found[c.list.at]
	case "backspace":
		if r := []rune(c.filter); len(r) > 0 {
			c.filter = string(r[:len(r)-1])
			c.search()
		}
	case "ctrl+u":
		c.filter = ""
		c.search()
	default:
		if k.Type == tea.KeyRunes || k.Type == tea.KeySpace {
			c.filter += string(k.Runes)
			c.search()
			c.list.to(0)
			break
		}
		c.list.key(k)
	}
	return false, -1
}

func (c *chooser) view(width, height int) string {
	lines := []string{c.look.fit(fmt.Sprintf("  Measures to show: %s%s  (%d of %d)", c.filter, c.look.sign("▏", "_"), len(c.found), len(c.views)), width)}
	if len(c.found) == 0 {
		lines = append(lines, c.look.fit(fmt.Sprintf("  nothing matches '%s'; backspace widens", c.filter), width))
	}
	c.list.setHeight(height - 1)
	first, last := c.list.shown()
	for i := first; i < last; i++ {
		v := c.views[c.found[i]]
		lines = append(lines, c.look.selected(fmt.Sprintf("%4d %s  %s", v.n, ratings(v.n), v.name), i == c.list.at, width))
	}
	return strings.Join(lines, "\n")
}

func ratings(n int) string {
	if n == 1 {
		return "rating "
	}
	return "ratings"
}

func chooserActions() []action {
	return []action{
		{Keys: []string{"enter"}, Name: "show the chosen measures"},
		{Keys: []string{"esc"}, Name: "leave the list of measures"},
		{Keys: []string{"up", "down", "pgup", "pgdown", "home", "end"}, Name: "move in the list"},
	}
}

// nextView is the next family of measures, past single ones.
func nextView(views []view, at, by int) int {
	for range views {
		at = (at + by + len(views)) % len(views)
		if !views[at].single {
			break
		}
	}
	return at
}
