// Package tui is the terminal interface: screens that browse the archive, each
// a part with its own keys, and the frame around them that keeps history, the
// status line and the action menu. It is the only package that imports Bubble
// Tea. Every query runs as a tea.Cmd with a request id; a late answer is
// dropped; nothing is drawn outside the terminal's width and height.
package tui

import (
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
	"careratings/internal/store"
)

// screen is one place of the interface. Its View fills exactly the size that
// SetSize gave it, or less; the frame pads and cuts.
type screen interface {
	// Title names the place in the heading: "Trusts", "RWE through the eras".
	Title() string
	// Init asks for what the screen needs. It is called once, when the screen is
	// opened.
	Init() tea.Cmd
	// Update handles a message: a key the frame did not take, or an answer.
	Update(msg tea.Msg) tea.Cmd
	// View draws the screen in the size of SetSize.
	View() string
	SetSize(width, height int)
	// Actions lists what the screen can do, in the order of the menu.
	Actions() []action
	// Command is the command line that reproduces what is seen.
	Command() string
	// Table is what is seen as rows, for export; ok is false while loading.
	Table() (t output.Table, ok bool)
	// Typing reports whether letters go into a text field, so that they are no
	// commands.
	Typing() bool
	// Working says what the screen waits for, or nothing; Cancel stops it. The
	// asker that a screen embeds has both.
	Working() string
	Cancel()
}

// timeless is a screen whose command takes no --as-of.
type timeless interface{ timeless() }

// partial is a screen that can show its rows as no flag of its command can say.
// Beyond names what its command leaves out: "the order"; empty for nothing.
type partial interface{ Beyond() string }

// nested is a screen whose command's JSON document is more than its rows.
// Document is what archive ... --format json prints of what is seen, asked for
// only where there is a Table; nil where that has no document.
type nested interface{ Document() any }

// leaver is a screen that can have something of its own open, such as a list
// narrowed to a cell: going back leaves that first. Leave reports whether there
// was something to leave.
type leaver interface{ Leave() bool }

// action is one thing a screen or the frame can do: its keys as Bubble Tea
// names them, what the help calls it, and what it does. Run may be nil for keys
// that only move.
type action struct {
	Keys []string
	Name string // a few words: "open the trust"
	Run  func() tea.Cmd
}

// matches reports whether a key runs the action.
func (a action) matches(k tea.KeyMsg) bool {
	for _, key := range a.Keys {
		if k.String() == key {
			return true
		}
	}
	return false
}

// session is what all screens share: the archive and the toggles. Screens hold
// a pointer and read it when they ask; a toggle makes every screen ask anew.
type session struct {
	open   func() (*store.Archive, error) // the archive, opened by the first that asks
	asOf   string                         // day, or empty
	policy string                         // strands or legal
	basis  string                         // published or common
	look   look
	marks  []string // codes marked for comparison, in the order of marking
}

// marked reports whether a code is marked.
func (s *session) marked(code string) bool {
	for _, m := range s.marks {
		if m == code {
			return true
		}
	}
	return false
}

// mostMarks is how many trusts Compare sets side by side.
const mostMarks = 6

// toggleMark marks a code or takes its mark away; it reports false when there
// is no room for another.
func (s *session) toggleMark(code string) bool {
	for i, m := range s.marks {
		if m == code {
			s.marks = append(s.marks[:i:i], s.marks[i+1:]...)
			return true
		}
	}
	if len(s.marks) >= mostMarks {
		return false
	}
	s.marks = append(s.marks, code)
	return true
}

// Messages between screens and the frame.
type (
	openMsg   struct{ screen screen } // go deeper
	backMsg   struct{}                // go back
	noticeMsg struct{ text string }   // say something in the status line
	copyMsg   struct{ text string }   // show a text in the status line and put it on the clipboard
	toggleMsg struct{}                // a toggle changed: ask anew
	failMsg   struct{ err error }     // the archive cannot be read any more
)

func open(s screen) tea.Cmd { return func() tea.Msg { return openMsg{s} } }

func notice(text string) tea.Cmd { return func() tea.Msg { return noticeMsg{text} } }

// answer is what a query found. Only the asker that asked takes it, and only if
// it has not asked again since.
type answer[T any] struct {
	by    *asker
	id    int
	value T
	err   error
}

// asker numbers the queries of one screen and remembers the last one asked.
type asker struct {
	id     int
	busy   bool
	what   string // "reading the ratings of RWE"
	cancel context.CancelFunc
}

// ask runs a query in the background; what says what it does. A query asked
// before is cancelled, and its answer, if it still comes, will not fit.
func ask[T any](a *asker, what string, query func(ctx context.Context) (T, error)) tea.Cmd {
	a.Cancel()
	a.id++
	a.busy, a.what = true, what
	id := a.id
	ctx, cancel := context.WithCancel(context.Background())
	a.cancel = cancel
	return func() tea.Msg {
		v, err := query(ctx)
		return answer[T]{by: a, id: id, value: v, err: err}
	}
}

// Working says what the query under way does; empty when there is none.
func (a *asker) Working() string {
	if !a.busy {
		return ""
	}
	return a.what
}

// Cancel stops the query under way; its answer will not be taken.
func (a *asker) Cancel() {
	if a.busy {
		a.id++
	}
	if a.cancel != nil {
		a.cancel()
		a.cancel = nil
	}
	a.busy = false
}

// take reports whether a message is the answer waited for, and its value. An
// answer to a query that was asked before another is none.
func take[T any](a *asker, msg tea.Msg) (v T, err error, ok bool) { //nolint:revive // the error belongs to the value
	got, fits := msg.(answer[T])
	if !fits || got.by != a || got.id != a.id {
		return v, nil, false
	}
	a.Cancel()
	return got.value, got.err, true
}

// trouble is what a screen does with an error that is no answer: the archive
// cannot be read, so the interface ends with that sentence and its exit code. A
// cancelled query is no trouble.
func trouble(err error) tea.Cmd {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return func() tea.Msg { return failMsg{err} }
}
