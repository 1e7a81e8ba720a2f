package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// trajectoryScreen is one trust through the eras: its ratings along time, and
// all that is known of the chosen one.
type trajectoryScreen struct {
	asker
	session *session
	code    string
	story   *story
	failed  string // why there is nothing to see
	view    int
	chart   *chart
	cursor  cursor
	ref     int // which of the chosen rating's sources
	scroll  int // of the details
	shown   *detail
	chooser *chooser
	width   int
	height  int
}

func newTrajectory(s *session, code string) screen { return &trajectoryScreen{session: s, code: code} }

func (t *trajectoryScreen) Title() string {
	if t.story == nil {
		return t.code + " through the eras"
	}
	return t.story.trusts[0].Name + " (" + t.code + ") through the eras"
}

func (t *trajectoryScreen) Init() tea.Cmd {
	t.failed = ""
	return ask(&t.asker, "reading the ratings of "+t.code, func(ctx context.Context) (*story, error) {
		return readStory(ctx, t.session, []string{t.code})
	})
}

func (t *trajectoryScreen) SetSize(width, height int) {
	if width != t.width {
		t.chart = nil
	}
	if width != t.width || height != t.height {
		t.shown = nil
	}
	t.width, t.height = width, height
	t.layout()
}

// layout lays the axis out anew where data, view or width changed.
func (t *trajectoryScreen) layout() {
	if t.story == nil || t.width < 20 || t.chart != nil {
		return
	}
	v := t.story.views[t.view]
	t.chart = newChart(newAxis(t.story, v), t.story, v, t.session.look, t.width, 0)
	t.shown = nil
}

// took takes an answer in and keeps the view and the chosen rating where they
// still are.
func (t *trajectoryScreen) took(st *story) {
	body, moment, measure := t.code, "", ""
	name := ""
	if s := t.stop(); s != nil {
		body, moment, measure = s.point.Body.Code, s.point.Moment(), s.point.Measure
		name = t.story.views[t.view].name
	}
	t.story = st
	t.view = max(0, slices.IndexFunc(st.views, func(v view) bool { return v.name == name }))
	t.chart = nil
	t.layout()
	if t.chart != nil {
		t.cursor = t.chart.find(body, moment, measure)
	}
	t.chosen()
}

// chosen is called when another rating is chosen.
func (t *trajectoryScreen) chosen() { t.ref, t.scroll, t.shown = 0, 0, nil }

func (t *trajectoryScreen) stop() *stop {
	if t.chart == nil {
		return nil
	}
	return t.chart.at(t.cursor)
}

func (t *trajectoryScreen) Update(msg tea.Msg) tea.Cmd {
	if st, err, ok := take[*story](&t.asker, msg); ok {
		var none *noBody
		switch {
		case errors.Is(err, context.Canceled):
			t.failed = "cancelled; r reads again"
		case errors.As(err, &none):
			t.failed = none.Error()
		case err != nil:
			return trouble(err)
		default:
			t.took(st)
		}
		return nil
	}
	switch msg := msg.(type) {
	case toggleMsg:
		return t.Init()
	case tea.KeyMsg:
		if t.chooser != nil {
			done, cmd := t.chooser.key(msg)
			if done {
				t.chooser = nil
			}
			return cmd
		}
	case tea.MouseMsg:
		if t.chooser != nil {
			t.chooser.list.mouse(msg)
			return nil
		}
		switch msg.Button {
		case tea.MouseButtonWheelUp:
			return t.scrolled(-3)()
		case tea.MouseButtonWheelDown:
			return t.scrolled(3)()
		}
	}
	return nil
}

// setView changes the measures and stays at the moment.
func (t *trajectoryScreen) setView(view int) {
	s := t.stop()
	t.view, t.chart = view, nil
	t.layout()
	if s != nil && t.chart != nil {
		t.cursor = t.chart.find(s.point.Body.Code, s.point.Moment(), s.point.Measure)
	}
	t.chosen()
}

func (t *trajectoryScreen) moved(to func(c cursor) cursor) func() tea.Cmd {
	return func() tea.Cmd {
		if t.stop() == nil {
			return notice("nothing to move over yet")
		}
		c := to(t.cursor)
		if c == t.cursor {
			return notice("there is nothing further that way")
		}
		t.cursor = c
		t.chosen()
		return nil
	}
}

func (t *trajectoryScreen) scrolled(by int) func() tea.Cmd {
	return func() tea.Cmd {
		t.scroll = max(0, t.scroll+by)
		return nil
	}
}

func (t *trajectoryScreen) Actions() []action {
	if t.chooser != nil {
		return chooserActions()
	}
	return []action{
		{Keys: []string{"left", "h"}, Name: "earlier", Run: t.moved(func(c cursor) cursor { return t.chart.along(c, -1) })},
		{Keys: []string{"right", "l"}, Name: "later", Run: t.moved(func(c cursor) cursor { return t.chart.along(c, 1) })},
		{Keys: []string{"o", "enter"}, Name: "open the source", Run: t.openSource},
		{Keys: []string{"v"}, Name: "next measures", Run: t.turnView(1)},
		{Keys: []string{"/"}, Name: "choose measures", Run: t.openChooser},
		{Keys: []string{"d"}, Name: "diff with the edition before", Run: t.openDiff},
		{Keys: []string{"E"}, Name: "edition", Run: t.openEdition},
		{Keys: []string{"tab"}, Name: "next source", Run: t.turnRef(1)},
		{Keys: []string{"m"}, Name: "mark for comparing", Run: t.mark},
		{Keys: []string{"c"}, Name: "compare the marked trusts", Run: t.openCompare},
		{Keys: []string{"down", "j"}, Name: "strand or row below", Run: t.moved(func(c cursor) cursor { return t.chart.across(c, 1) })},
		{Keys: []string{"up", "k"}, Name: "strand or row above", Run: t.moved(func(c cursor) cursor { return t.chart.across(c, -1) })},
		{Keys: []string{"V"}, Name: "measures before", Run: t.turnView(-1)},
		{Keys: []string{"g", "home"}, Name: "first rating", Run: t.moved(func(c cursor) cursor { return t.chart.along(c, -1<<20) })},
		{Keys: []string{"G", "end"}, Name: "last rating", Run: t.moved(func(c cursor) cursor { return t.chart.along(c, 1<<20) })},
		{Keys: []string{"shift+tab"}, Name: "source before", Run: t.turnRef(-1)},
		{Keys: []string{"pgdown", "ctrl+f", " "}, Name: "details on", Run: t.scrolled(5)},
		{Keys: []string{"pgup", "ctrl+b"}, Name: "details back", Run: t.scrolled(-5)},
		{Keys: []string{"r"}, Name: "read again", Run: t.Init},
	}
}

func (t *trajectoryScreen) turnView(by int) func() tea.Cmd {
	return func() tea.Cmd {
		if t.story == nil {
			return notice("nothing is read yet")
		}
		t.setView(nextView(t.story.views, t.view, by))
		v := t.story.views[t.view]
		return notice(fmt.Sprintf("%s: %d ratings; / lists every measure", v.name, v.n))
	}
}

func (t *trajectoryScreen) openChooser() tea.Cmd {
	if t.story == nil {
		return notice("nothing is read yet")
	}
	t.chooser = chooseView(t.story.views, t.view, t.setView)
	return nil
}

func (t *trajectoryScreen) turnRef(by int) func() tea.Cmd {
	return func() tea.Cmd {
		if t.shown == nil || len(t.shown.refs) == 0 {
			return notice("no source is shown")
		}
		n := len(t.shown.refs)
		t.ref = (t.ref + by + n) % n
		t.scroll = 0
		t.shown = nil
		if n == 1 {
			return notice("there is one source; o opens it")
		}
		return nil
	}
}

func (t *trajectoryScreen) openSource() tea.Cmd {
	t.detail()
	if t.shown == nil || len(t.shown.refs) == 0 {
		return notice("no source to open here")
	}
	return open(newSource(t.session, t.shown.refs[min(t.ref, len(t.shown.refs)-1)].source))
}

// momentID is how a rating's moment is written on the command line: an edition, or in
// a rolling era the day by which it was surely given.
func momentID(p *trajectory.Point) string {
	if p.Edition != nil {
		return *p.Edition
	}
	if len(p.When()) < len("2006-01-02") || p.Date == nil {
		return ""
	}
	return p.Era + "@" + p.When()[:len("2006-01-02")]
}

func (t *trajectoryScreen) openDiff() tea.Cmd {
	s := t.stop()
	if s == nil {
		return notice("nothing is chosen")
	}
	from, to := s.before, s.point
	if from == nil {
		for _, other := range t.chart.tracks[t.cursor.track].stops[:t.cursor.stop] {
			if p := other.point; !other.gap() && p.Era == to.Era && p.Measure == to.Measure && p.Moment() != to.Moment() {
				from = p
			}
		}
	}
	if from == nil {
		return notice("the first of its era here: choose a later one, or the gap before it")
	}
	a, b := momentID(from), momentID(to)
	if a == "" || b == "" || a == b {
		return notice("a rating without a day of its own has no diff")
	}
	return open(newDiff(t.session, a, b))
}

func (t *trajectoryScreen) openEdition() tea.Cmd {
	s := t.stop()
	if s == nil || momentID(s.point) == "" {
		return notice("no edition to open here")
	}
	return open(newEdition(t.session, momentID(s.point)))
}

func (t *trajectoryScreen) mark() tea.Cmd {
	if !t.session.toggleMark(t.code) {
		return notice(fmt.Sprintf("%d trusts are marked already; no more fit beside one another", mostMarks))
	}
	if t.session.marked(t.code) {
		return notice(fmt.Sprintf("%s is marked, %d in all; c compares them", t.code, len(t.session.marks)))
	}
	return notice(t.code + " is no longer marked")
}

func (t *trajectoryScreen) openCompare() tea.Cmd {
	if len(t.session.marks) < 2 {
		return notice(fmt.Sprintf("comparing takes two marked trusts, %d so far; m marks this one", len(t.session.marks)))
	}
	return open(newCompare(t.session, slices.Clone(t.session.marks)))
}

func (t *trajectoryScreen) Command() string {
	line := "archive trajectory " + t.code
	if t.session.policy != "strands" {
		line += " --policy " + t.session.policy
	}
	if t.story != nil {
		line += t.story.views[t.view].flag()
	}
	return line
}

func (t *trajectoryScreen) Table() (output.Table, bool) {
	if t.story == nil || t.busy {
		return output.Table{}, false
	}
	return t.story.table(t.story.views[t.view]), true
}

// Document implements nested.
func (t *trajectoryScreen) Document() any { return t.story.document(t.story.views[t.view]) }

func (t *trajectoryScreen) Typing() bool { return t.chooser != nil }
