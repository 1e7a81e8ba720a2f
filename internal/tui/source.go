package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/flat"
	"careratings/internal/output"
)

// sourceScreen is one document: how it is cited, how close it is to the
// publisher, and everything the archive holds from it.
type sourceScreen struct {
	asker
	session *session
	key     string
	width   int
	height  int

	got     *sourceAnswer
	halted  bool // the first reading was cancelled
	part    int  // of got.parts
	sift    sieve
	facet   [2]string // column and value the claims are narrowed to
	sort    int       // column sorted by, from 1; 0 for the archive's order
	reverse bool
	rows    []int // of the part, those that the filters leave, in the order seen
	list    list
	chooser *chooser
}

func newSource(s *session, key string) screen { return &sourceScreen{session: s, key: key} }

// timeless: archive sources KEY takes no --as-of.
func (s *sourceScreen) timeless() {}

// Title implements screen.
func (s *sourceScreen) Title() string {
	if s.got == nil || s.got.source.Title == "" {
		return "Source " + s.key
	}
	return "Source " + s.key + ": " + s.got.source.Title
}

// Init implements screen.
func (s *sourceScreen) Init() tea.Cmd {
	s.halted = false
	asOf := s.session.asOf
	return ask(&s.asker, "reading what the archive holds from "+s.key, func(ctx context.Context) (sourceAnswer, error) {
		return readSource(ctx, s.session, s.key, asOf)
	})
}

// Cancel stops the reading; what was read before stays.
func (s *sourceScreen) Cancel() {
	s.halted = s.halted || s.busy
	s.asker.Cancel()
}

// Update implements screen.
func (s *sourceScreen) Update(msg tea.Msg) tea.Cmd {
	if got, err, ok := take[sourceAnswer](&s.asker, msg); ok {
		if errors.Is(err, context.Canceled) {
			s.halted = true
			return nil
		}
		if err != nil {
			return trouble(err)
		}
		if s.got == nil && len(got.claims) == 0 && len(got.parts) > 1 {
			s.part = 1 // it tells of no body, but of something
		}
		s.got, s.halted = &got, false
		s.part = min(s.part, max(0, len(got.parts)-1))
		s.arrange()
		return nil
	}
	switch msg := msg.(type) {
	case toggleMsg:
		return s.Init()
	case tea.MouseMsg:
		if s.chooser != nil {
			s.chooser.list.mouse(msg)
			return nil
		}
		s.list.mouse(msg)
	case tea.KeyMsg:
		switch {
		case s.chooser != nil:
			done, cmd := s.chooser.key(msg)
			if done {
				s.chooser = nil
			}
			return cmd
		case s.sift.typing && !s.sift.moves(msg):
			if s.sift.key(msg) {
				s.arrange()
			}
			return nil
		}
		s.list.key(msg)
	}
	return nil
}

// View implements screen.
func (s *sourceScreen) View() string {
	l := s.session.look
	switch {
	case s.chooser != nil:
		return strings.Join(s.chooser.view(l, s.width, s.height), "\n")
	case s.got == nil && s.halted:
		return l.fit(" cancelled; r reads again", s.width)
	case s.got == nil:
		return l.fit(" reading what the archive holds from "+s.key+" "+l.ellipsis(), s.width)
	case !s.got.found:
		return l.fit(fmt.Sprintf(" no source %q; esc goes back", s.key), s.width)
	}
	return s.drawn()
}

// SetSize implements screen.
func (s *sourceScreen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.list.setHeight(s.shape().rows)
}

// Typing implements screen.
func (s *sourceScreen) Typing() bool { return s.sift.typing || s.chooser != nil }

// Command implements screen.
func (s *sourceScreen) Command() string { return "archive sources " + output.CommandLine(s.key) }

// Beyond implements partial: the command prints the claims, all of them.
func (s *sourceScreen) Beyond() string {
	var beyond []string
	if p, ok := s.now(); ok && p.name != "claims" {
		beyond = append(beyond, "the "+p.name)
	}
	if s.sift.text != "" || s.facet != [2]string{} {
		beyond = append(beyond, "the filter")
	}
	if s.sort != 0 || s.reverse {
		beyond = append(beyond, "the order")
	}
	return strings.Join(beyond, ", ")
}

// Table implements screen: the rows of the list that is seen, in the order seen.
func (s *sourceScreen) Table() (output.Table, bool) {
	p, ok := s.now()
	if !ok || s.got == nil || !s.got.found || len(s.rows) == 0 && len(p.rows) > 0 {
		return output.Table{}, false
	}
	if p.name == "claims" {
		t := output.Table{Columns: flat.ClaimColumns()}
		for _, i := range s.rows {
			t.Rows = append(t.Rows, flat.ClaimRow(s.got.claims[i]))
		}
		return t, true
	}
	var t output.Table
	for _, c := range p.columns {
		t.Columns = append(t.Columns, flat.Text(strings.ReplaceAll(c.name, " ", "_"), c.name))
	}
	for _, i := range s.rows {
		row := make([]output.Value, len(t.Columns))
		for j := range row {
			row[j] = output.TextOr(p.rows[i].cells[j], "")
		}
		t.Rows = append(t.Rows, row)
	}
	return t, true
}

// Document implements nested; the other lists have none.
func (s *sourceScreen) Document() any {
	if p, ok := s.now(); !ok || p.name != "claims" {
		return nil
	}
	t, _ := s.Table()
	return flat.SourceOf(s.got.source, t)
}

// now is the part that is seen; ok is false while there is none.
func (s *sourceScreen) now() (p sourcePart, ok bool) {
	if s.got == nil || s.part >= len(s.got.parts) {
		return p, false
	}
	return s.got.parts[s.part], true
}

// row is the row under the cursor.
func (s *sourceScreen) row() (r sourceRow, ok bool) {
	p, ok := s.now()
	if !ok || s.list.at >= len(s.rows) {
		return r, false
	}
	return p.rows[s.rows[s.list.at]], true
}
