package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
)

// menu is the searchable list of everything that can be done on a screen; enter
// does it.
type menu struct {
	look   look
	all    []action
	found  []action
	query  string
	list   list
	width  int
	height int
}

func newMenu(l look, actions []action) *menu {
	m := &menu{look: l, all: actions}
	m.search()
	return m
}

func (m *menu) setSize(width, height int) {
	m.width, m.height = width, max(1, height-4)
	m.list.setHeight(m.height - 2)
}

func (m *menu) search() {
	m.found = m.found[:0]
	for _, a := range m.all {
		if strings.Contains(strings.ToLower(a.Name+" "+strings.Join(a.Keys, " ")), strings.ToLower(m.query)) {
			m.found = append(m.found, a)
		}
	}
	m.list.reset(len(m.found))
}

// key handles a key; done closes the menu.
func (m *menu) key(k tea.KeyMsg) (done bool, cmd tea.Cmd) {
	switch k.String() {
	case "esc":
		return true, nil
	case "enter":
		if len(m.found) == 0 {
			return false, nil
		}
		chosen := m.found[m.list.at]
		if chosen.Run != nil {
			return true, chosen.Run()
		}
		k, err := parseKey(chosen.Keys[0]) // a key that only moves
		if err != nil {
			return true, nil
		}
		return true, func() tea.Msg { return k }
	case "up", "down", "pgup", "pgdown", "home", "end":
		m.list.key(k)
	case "backspace":
		if m.query != "" {
			r := []rune(m.query)
			m.query = string(r[:len(r)-1])
			m.search()
		}
	default:
		if k.Type == tea.KeyRunes || k.Type == tea.KeySpace {
			m.query += string(k.Runes)
			m.search()
		}
	}
	return false, nil
}

func (m *menu) view() string {
	lines := []string{m.look.fit("  What can be done here: "+m.query+m.look.sign("▏", "_"), m.width)}
	if len(m.found) == 0 {
		lines = append(lines, m.look.fit("  nothing matches; backspace widens", m.width))
	}
	first, last := m.list.shown()
	for i := first; i < last; i++ {
		a := m.found[i]
		names := make([]string, len(a.Keys))
		for i, k := range a.Keys {
			names[i] = keyName(k)
		}
		keys := output.Fit(strings.Join(names, ", "), 18, output.AlignLeft)
		lines = append(lines, m.look.selected(keys+" "+a.Name, i == m.list.at, m.width))
	}
	return strings.Join(lines, "\n")
}
