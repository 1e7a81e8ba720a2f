package tui

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/flat"
	"careratings/internal/league"
	"careratings/internal/output"
)

// editionScreen is one edition as it was published: of each peer group how its
// ratings are distributed, and its table.
type editionScreen struct {
	asker
	session *session
	want    editionAsked
	width   int
	height  int

	got     *editionAnswer
	halted  bool // the first reading was cancelled
	form    string
	sift    sieve
	bar     *editionBar // the bar the table is filtered to
	columns []editionColumn
	sort    string // name of the column sorted by; empty for the published order
	reverse bool
	lines   []editionLine
	shown   int    // bodies among the lines
	body    string // the body that the cursor stays on
	list    list
	bars    list
	onBars  bool
	chooser *chooser
}

// editionAsked is what the command line of the screen asks for: an edition, and
// what its flags narrow it to.
type editionAsked struct{ edition, kind, measure, region string }

// editionBar is one bar of one table's distribution.
type editionBar struct{ group, label string }

func newEdition(s *session, edition string) screen {
	return &editionScreen{session: s, want: editionAsked{edition: edition}}
}

// Title implements screen.
func (s *editionScreen) Title() string {
	if s.got == nil || s.got.label == "" {
		return s.want.edition
	}
	return s.got.label + " (" + s.got.asked.edition + ")"
}

// Init implements screen.
func (s *editionScreen) Init() tea.Cmd {
	want, asOf := s.want, s.session.asOf
	s.halted = false
	return ask(&s.asker, "reading the ratings of "+want.edition, func(ctx context.Context) (editionAnswer, error) {
		return readEdition(ctx, s.session, want, asOf)
	})
}

// Cancel stops the reading; what was read before stays.
func (s *editionScreen) Cancel() {
	s.halted = s.halted || s.busy
	s.asker.Cancel()
	if s.got != nil {
		s.want = s.got.asked
	}
}

// Update implements screen.
func (s *editionScreen) Update(msg tea.Msg) tea.Cmd {
	if got, err, ok := take[editionAnswer](&s.asker, msg); ok {
		return s.answered(got, err)
	}
	switch msg := msg.(type) {
	case toggleMsg:
		return s.Init()
	case tea.MouseMsg:
		if s.chooser != nil {
			s.chooser.list.mouse(msg)
			return nil
		}
		s.moved(func(l *list) { l.mouse(msg) })
	case tea.KeyMsg:
		switch {
		case s.chooser != nil:
			done, cmd := s.chooser.key(msg)
			if done {
				s.chooser = nil
			}
			return cmd
		case s.sift.typing && s.sift.moves(msg):
		case s.sift.typing:
			switch changed := s.sift.key(msg); {
			case changed:
				s.arrange()
			case !s.sift.typing:
				s.settle()
			}
			return nil
		}
		s.moved(func(l *list) { l.key(msg) })
	}
	return nil
}

// moved moves the list that has the focus, and takes the cursor off a heading.
func (s *editionScreen) moved(by func(l *list)) {
	if s.onBars {
		by(&s.bars)
		return
	}
	at := s.list.at
	by(&s.list)
	s.land(s.list.at - at)
	s.settle()
	s.layout()
}

func (s *editionScreen) answered(got editionAnswer, err error) tea.Cmd {
	if errors.Is(err, context.Canceled) {
		s.halted = true
		return nil
	}
	if err != nil {
		return trouble(err)
	}
	s.halted, s.got, s.want = false, &got, got.asked
	if s.bar != nil && !slices.ContainsFunc(got.doc.Tables, s.bar.of) {
		s.bar = nil
	}
	if s.form != "" && !slices.ContainsFunc(got.forms(), func(f editionCount) bool { return f.value == s.form }) {
		s.form = ""
	}
	s.columns = s.allColumns()
	if !slices.ContainsFunc(s.columns, func(c editionColumn) bool { return c.name == s.sort }) {
		s.sort = ""
	}
	s.arrange()
	if len(got.said) > 0 {
		return notice(strings.Join(got.said, "; "))
	}
	return nil
}

// of reports whether the table has the bar.
func (b *editionBar) of(t league.Table) bool {
	return t.PeerGroup == b.group && slices.ContainsFunc(t.Distribution, func(x league.Share) bool { return x.Label == b.label })
}

// Typing implements screen.
func (s *editionScreen) Typing() bool { return s.sift.typing || s.chooser != nil }

// SetSize implements screen.
func (s *editionScreen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.layout()
}

// Command implements screen: what is on screen, but for an order that no flag
// can say.
func (s *editionScreen) Command() string {
	asked := s.want
	if s.got != nil {
		asked = s.got.asked
	}
	line := "archive league " + output.CommandLine(asked.edition)
	pick := s.pick()
	for _, f := range [][2]string{
		{"--kind", asked.kind},
		{"--measure", asked.measure},
		{"--region", asked.region},
		{"--body-kind", s.form},
		{"--bar", pick.Bar},
		{"--named", pick.Named},
	} {
		if f[1] != "" {
			line += " " + f[0] + " " + output.CommandLine(f[1])
		}
	}
	return line
}

// Beyond implements partial: the order of a column is the screen's own.
func (s *editionScreen) Beyond() string {
	if s.sort != "" || s.reverse {
		return "the order"
	}
	return ""
}

// Table implements screen: the bodies listed, in the order seen.
func (s *editionScreen) Table() (output.Table, bool) {
	if s.got == nil || s.got.none != "" || s.shown == 0 {
		return output.Table{}, false
	}
	return flat.League(s.document()), true
}

// Document implements nested.
func (s *editionScreen) Document() any { return s.document() }

// document is the edition with the bodies listed alone, in the order seen.
func (s *editionScreen) document() league.Document {
	doc := s.got.doc
	doc.Tables = slices.Clone(doc.Tables)
	for i := range doc.Tables {
		t := &doc.Tables[i]
		t.Left, t.Rows = t.Left+len(t.Rows), []league.Row{}
	}
	for _, l := range s.lines {
		if l.row >= 0 {
			t := &doc.Tables[l.table]
			t.Left, t.Rows = t.Left-1, append(t.Rows, s.got.doc.Tables[l.table].Rows[l.row])
		}
	}
	return doc
}

// row is the body under the cursor; ok is false on a heading.
func (s *editionScreen) row() (r league.Row, ok bool) {
	if s.got == nil || s.list.at >= len(s.lines) || s.lines[s.list.at].row < 0 {
		return r, false
	}
	l := s.lines[s.list.at]
	return s.got.doc.Tables[l.table].Rows[l.row], true
}

// table is the table under the cursor.
func (s *editionScreen) table() (t league.Table, ok bool) {
	if s.got == nil {
		return t, false
	}
	if s.list.at < len(s.lines) {
		return s.got.doc.Tables[s.lines[s.list.at].table], true
	}
	if s.bar != nil {
		for _, t := range s.got.doc.Tables {
			if s.bar.of(t) {
				return t, true
			}
		}
	}
	if len(s.got.doc.Tables) > 0 {
		return s.got.doc.Tables[0], true
	}
	return t, false
}
