package tui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"careratings/internal/output"
)

// statusLines are the prompt or what just happened, in as many lines as it takes
// to show it whole: a terminal without a clipboard shows a command line nowhere
// else. They cover the end of the screen for as long.
func (f *frame) statusLines() []string {
	l := f.session.look
	text, bold := output.Clean(f.notice), true
	if f.prompt != nil {
		text, bold = output.Clean(f.prompt.view(l)), false
	}
	if text == "" {
		return []string{f.statusLine()}
	}
	lines := []string{l.letters(text)}
	if output.Width(lines[0]) > f.width-2 {
		lines = output.Wrap(lines[0], f.width-2)
	}
	if most := f.height - 4; len(lines) > most { // the end is where a prompt is typed
		lines = lines[len(lines)-most:]
	}
	for i, line := range lines {
		lines[i] = l.fit(" "+line, f.width)
		if bold {
			lines[i] = l.style.Bold(lines[i])
		}
	}
	return lines
}

// leastLabel is the fewest columns that a part of the archive's name is worth.
const leastLabel = 9

// statusLine says what is under way, or what the answers rest on.
func (f *frame) statusLine() string {
	l := f.session.look
	if what := f.top().Working(); what != "" {
		turns := []string{"|", "/", "-", "\\"}
		if !l.ascii {
			turns = []string{"⠋", "⠙", "⠸", "⠴", "⠦", "⠇"}
		}
		return l.fit(" "+turns[f.spin%len(turns)]+" "+what+" (x cancels)", f.width)
	}
	asOf := "today"
	if f.session.asOf != "" {
		asOf = f.session.asOf
	}
	marked := ""
	if n := len(f.session.marks); n > 0 {
		marked = fmt.Sprintf(" | marked: %d", n)
	}
	text := fmt.Sprintf(" archive: %s | as of: %s | policy: %s | peers: %s%s", f.label, asOf, f.session.policy, f.session.basis, marked)
	if output.Width(text) <= f.width {
		return l.fit(text, f.width)
	}
	// What does not fit is said in fewer words, and of a path its end.
	text = fmt.Sprintf(" | as of %s | %s | %s peers%s", asOf, f.session.policy, f.session.basis, strings.ReplaceAll(marked, ":", ""))
	label := f.label
	if room := f.width - 1 - output.Width(text); room < leastLabel {
		label, text = "", strings.TrimPrefix(text, " | ")
	} else if output.Width(label) > room {
		for room -= output.Width(l.ellipsis()); output.Width(label) > max(0, room); {
			_, size := utf8.DecodeRuneInString(label)
			label = label[size:]
		}
		label = l.ellipsis() + label
	}
	return l.fit(" "+label+text, f.width)
}

// keyLine is the short help: the first keys of the screen, and the menu's.
func (f *frame) keyLine() string {
	l := f.session.look
	parts, actions := []string{"? menu"}, f.top().Actions()
	switch {
	case f.prompt != nil:
		parts, actions = []string{"enter takes it"}, []action{{Keys: []string{"esc"}, Name: "leaves it"}, {Keys: []string{"ctrl+u"}, Name: "empties it"}}
	case f.menu != nil:
		parts, actions = []string{"letters search"}, []action{{Keys: []string{"enter"}, Name: "runs it"}, {Keys: []string{"esc"}, Name: "closes the menu"}, {Keys: []string{"up"}, Name: "moves"}}
	}
	width := len(parts[0])
	for _, a := range actions {
		if len(a.Keys) == 0 || f.top().Typing() && len(a.Keys[0]) == 1 { // a letter is text now
			continue
		}
		text := keyName(a.Keys[0]) + " " + a.Name
		if width+3+output.Width(text) > f.width-2 {
			break
		}
		parts = append(parts, text)
		width += 3 + output.Width(text)
	}
	return l.style.Dim(l.fit(" "+strings.Join(parts, " | "), f.width))
}
