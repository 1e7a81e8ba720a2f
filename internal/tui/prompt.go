package tui

import (
	tea "github.com/charmbracelet/bubbletea"
)

// prompt asks for one line of text in the status line.
type prompt struct {
	question string
	text     string
	done     func(text string) tea.Cmd
}

func (p *prompt) key(k tea.KeyMsg) (done bool, cmd tea.Cmd) {
	switch k.String() {
	case "esc":
		return true, nil
	case "enter":
		return true, p.done(p.text)
	case "backspace":
		if r := []rune(p.text); len(r) > 0 {
			p.text = string(r[:len(r)-1])
		}
	case "ctrl+u":
		p.text = ""
	default:
		if k.Type == tea.KeyRunes || k.Type == tea.KeySpace {
			p.text += string(k.Runes)
		}
	}
	return false, nil
}

func (p *prompt) view(l look) string { return p.question + " " + p.text + l.sign("▏", "_") }
