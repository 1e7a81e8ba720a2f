package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// sieve is a filter that is typed: rows that have every word of it stay.
type sieve struct {
	text   string
	typing bool
}

// moves reports whether a key moves in the list under the filter, which goes on
// while it is typed.
func (s *sieve) moves(k tea.KeyMsg) bool {
	switch k.String() {
	case "up", "down", "pgup", "pgdown", "ctrl+p", "ctrl+n":
		return true
	}
	return false
}

// key takes a key while the filter has the focus; it reports whether the text
// changed. Enter leaves the filter as it is, esc empties it.
func (s *sieve) key(k tea.KeyMsg) (changed bool) {
	before := s.text
	switch k.String() {
	case "enter":
		s.typing = false
	case "esc":
		s.text, s.typing = "", false
	case "backspace":
		if r := []rune(s.text); len(r) > 0 {
			s.text = string(r[:len(r)-1])
		}
	case "ctrl+u":
		s.text = ""
	default:
		if k.Type == tea.KeyRunes || k.Type == tea.KeySpace {
			s.text += string(k.Runes)
		}
	}
	return s.text != before
}

// words are what a row must have.
func (s *sieve) words() []string { return strings.Fields(strings.ToLower(s.text)) }

// view is the filter as it is typed, or as it stands.
func (s *sieve) view(l look) string {
	if s.typing {
		return "/" + s.text + l.sign("▏", "_")
	}
	return "/" + s.text
}

// sieveHas reports whether any of the texts has each word, whatever its case;
// the words are in lower case.
func sieveHas(words []string, texts ...string) bool {
	if len(words) == 0 {
		return true
	}
	all := strings.ToLower(strings.Join(texts, "\n"))
	for _, w := range words {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// sieveActions describes the keys of a filter that has the focus.
func sieveActions() []action {
	return []action{
		{Keys: []string{"enter"}, Name: "keep the filter"},
		{Keys: []string{"esc"}, Name: "drop it"},
		{Keys: []string{"up", "down"}, Name: "move"},
		{Keys: []string{"ctrl+u"}, Name: "empty it"},
	}
}
