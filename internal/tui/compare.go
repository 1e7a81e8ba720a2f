package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
)

// compareScreen sets two to six trusts over one time axis, and tells of each
// pair what may be said of the two in the chosen edition.
type compareScreen struct {
	asker
	session *session
	codes   []string
	story   *story
	failed  string
	view    int
	chart   *chart
	at      focus
	scroll  int
	told    []string // the words below the axis
	chooser *chooser
	width   int
	height  int
}

func newCompare(s *session, codes []string) screen {
	return &compareScreen{session: s, codes: slices.Clone(codes)}
}

func (c *compareScreen) Title() string { return "Compare " + strings.Join(c.codes, ", ") }

func (c *compareScreen) Init() tea.Cmd {
	c.failed = ""
	codes := slices.Clone(c.codes)
	return ask(&c.asker, "reading the ratings of "+strings.Join(codes, ", "), func(ctx context.Context) (*story, error) {
		return readStory(ctx, c.session, codes)
	})
}

func (c *compareScreen) SetSize(width, height int) {
	if width != c.width {
		c.chart, c.told = nil, nil
	}
	c.width, c.height = width, height
	c.layout()
}

// layout lays the axis out where data, view or width changed, and stays at the
// chosen track and column where they still are.
func (c *compareScreen) layout() {
	if c.story == nil || c.chart != nil || c.width < 20 {
		return
	}
	v := c.story.views[c.view]
	gutter := 8
	switch {
	case !v.headline:
		gutter = min(36, c.width/3)
	case c.width >= wide:
		gutter = 18
	}
	c.chart = newChart(newAxis(c.story, v), c.story, v, c.session.look, c.width, gutter)
	c.focusOn(c.at.track, c.at.col)
}

// focusOn moves the cursor to a track and a column, or the nearest there are.
func (c *compareScreen) focusOn(track, col int) {
	track = max(0, min(track, len(c.chart.tracks)-1))
	col = max(0, min(col, len(c.chart.columns)-1))
	c.at = focus{track: track, col: col, stop: -1}
	if track < len(c.chart.tracks) {
		if cl := c.chart.cells[track][col]; cl != nil {
			c.at.stop = cl.stops[0]
		}
	}
	c.told, c.scroll = nil, 0
}

// took takes an answer in and keeps the view, the trust and the edition.
func (c *compareScreen) took(st *story) {
	name, moment, body := "", "", ""
	fresh := c.chart == nil
	if !fresh && len(c.chart.columns) > 0 {
		name, moment, body = c.story.views[c.view].name, c.chart.columns[c.at.col].moment, c.chart.tracks[c.at.track].body.Code
	}
	c.story, c.chart = st, nil
	c.view = max(0, slices.IndexFunc(st.views, func(v view) bool { return v.name == name }))
	c.layout()
	if c.chart == nil {
		return
	}
	track := slices.IndexFunc(c.chart.tracks, func(t track) bool { return t.body.Code == body })
	col := slices.IndexFunc(c.chart.columns, func(k column) bool { return k.moment == moment })
	if col < 0 {
		col = c.common()
	}
	c.focusOn(track, col)
}

// common is the last edition in which most of the trusts are rated.
func (c *compareScreen) common() int {
	best, most := 0, 0
	for col := range c.chart.columns {
		rated := map[int]bool{}
		for i := range c.chart.tracks {
			if c.chart.cells[i][col] != nil {
				rated[c.chart.tracks[i].trust] = true
			}
		}
		if len(rated) >= most {
			best, most = col, len(rated)
		}
	}
	return best
}

func (c *compareScreen) Update(msg tea.Msg) tea.Cmd {
	if st, err, ok := take[*story](&c.asker, msg); ok {
		var none *noBody
		switch {
		case errors.Is(err, context.Canceled):
			c.failed = "cancelled; r reads again"
		case errors.As(err, &none):
			c.failed = none.Error()
		case err != nil:
			return trouble(err)
		default:
			c.took(st)
		}
		return nil
	}
	switch msg := msg.(type) {
	case toggleMsg:
		return c.Init()
	case tea.KeyMsg:
		if c.chooser == nil {
			return nil
		}
		done, cmd := c.chooser.key(msg)
		if done {
			c.chooser = nil
		}
		return cmd
	case tea.MouseMsg:
		if c.chooser != nil {
			c.chooser.list.mouse(msg)
			return nil
		}
		switch msg.Button {
		case tea.MouseButtonWheelUp:
			c.scroll = max(0, c.scroll-3)
		case tea.MouseButtonWheelDown:
			c.scroll += 3
		}
	}
	return nil
}

func (c *compareScreen) setView(view int) {
	moment := ""
	if c.ready() {
		moment = c.chart.columns[c.at.col].moment
	}
	c.view, c.chart = view, nil
	c.layout()
	if c.chart == nil {
		return
	}
	col := slices.IndexFunc(c.chart.columns, func(k column) bool { return k.moment == moment })
	if col < 0 {
		col = c.common()
	}
	c.focusOn(c.at.track, col)
}

// ready reports whether there is a rating to stand on.
func (c *compareScreen) ready() bool { return c.chart != nil && len(c.chart.tracks) > 0 }

func (c *compareScreen) moved(track, col int) func() tea.Cmd {
	return func() tea.Cmd {
		if !c.ready() {
			return notice("nothing to move over yet")
		}
		before := c.at
		c.focusOn(c.at.track+track, c.at.col+col)
		if c.at == before {
			return notice("there is nothing further that way")
		}
		return nil
	}
}

func (c *compareScreen) Actions() []action {
	if c.chooser != nil {
		return chooserActions()
	}
	return []action{
		{Keys: []string{"left", "h"}, Name: "earlier", Run: c.moved(0, -1)},
		{Keys: []string{"right", "l"}, Name: "later", Run: c.moved(0, 1)},
		{Keys: []string{"down", "j"}, Name: "next trust", Run: c.moved(1, 0)},
		{Keys: []string{"enter"}, Name: "open trajectory", Run: c.openTrajectory},
		{Keys: []string{"v"}, Name: "next measures", Run: c.turnView(1)},
		{Keys: []string{"/"}, Name: "choose measures", Run: c.openChooser},
		{Keys: []string{"D"}, Name: "take the trust out", Run: c.drop},
		{Keys: []string{"m"}, Name: "mark the trust, or take its mark away", Run: c.mark},
		{Keys: []string{"E"}, Name: "edition", Run: c.openEdition},
		{Keys: []string{"up", "k"}, Name: "trust before", Run: c.moved(-1, 0)},
		{Keys: []string{"V"}, Name: "measures before", Run: c.turnView(-1)},
		{Keys: []string{"g", "home"}, Name: "first edition", Run: c.moved(0, -1<<20)},
		{Keys: []string{"G", "end"}, Name: "last edition", Run: c.moved(0, 1<<20)},
		{Keys: []string{"o"}, Name: "open the source", Run: c.openSource},
		{Keys: []string{"pgdown", "ctrl+f", " "}, Name: "words below on", Run: c.scrolled(5)},
		{Keys: []string{"pgup", "ctrl+b"}, Name: "words below back", Run: c.scrolled(-5)},
		{Keys: []string{"r"}, Name: "read again", Run: c.Init},
	}
}

func (c *compareScreen) scrolled(by int) func() tea.Cmd {
	return func() tea.Cmd {
		c.scroll = max(0, c.scroll+by)
		return nil
	}
}

func (c *compareScreen) turnView(by int) func() tea.Cmd {
	return func() tea.Cmd {
		if c.story == nil {
			return notice("nothing is read yet")
		}
		c.setView(nextView(c.story.views, c.view, by))
		v := c.story.views[c.view]
		return notice(fmt.Sprintf("%s: %d ratings; / lists every measure", v.name, v.n))
	}
}

func (c *compareScreen) openChooser() tea.Cmd {
	if c.story == nil {
		return notice("nothing is read yet")
	}
	c.chooser = chooseView(c.story.views, c.view, c.setView)
	return nil
}

// code is the trust that the cursor is on.
func (c *compareScreen) code() string {
	if !c.ready() {
		return ""
	}
	return c.story.trusts[c.chart.tracks[c.at.track].trust].Code
}

func (c *compareScreen) openTrajectory() tea.Cmd {
	if code := c.code(); code != "" {
		return open(newTrajectory(c.session, code))
	}
	return notice("no trust is chosen")
}

// drop takes the trust under the cursor out of the comparison, and its mark
// away.
func (c *compareScreen) drop() tea.Cmd {
	code := c.code()
	if code == "" {
		return notice("no trust is chosen")
	}
	if c.session.marked(code) {
		c.session.toggleMark(code)
	}
	c.codes = slices.DeleteFunc(slices.Clone(c.codes), func(x string) bool { return x == code })
	if len(c.codes) == 0 {
		return func() tea.Msg { return backMsg{} }
	}
	return tea.Batch(c.Init(), notice(code+" is taken out of the comparison"))
}

func (c *compareScreen) mark() tea.Cmd {
	code := c.code()
	switch {
	case code == "":
		return notice("no trust is chosen")
	case !c.session.toggleMark(code):
		return notice(fmt.Sprintf("%d trusts are marked already; no more fit beside one another", mostMarks))
	case c.session.marked(code):
		return notice(code + " is marked")
	}
	return notice(code + " is no longer marked; D takes it out of this comparison")
}

func (c *compareScreen) stop() *stop {
	if !c.ready() || c.at.stop < 0 {
		return nil
	}
	return &c.chart.tracks[c.at.track].stops[c.at.stop]
}

func (c *compareScreen) openEdition() tea.Cmd {
	if !c.ready() {
		return notice("no edition to open here")
	}
	for i := range c.chart.tracks {
		if cl := c.chart.cells[i][c.at.col]; cl != nil {
			if id := momentID(c.chart.tracks[i].stops[cl.stops[0]].point); id != "" {
				return open(newEdition(c.session, id))
			}
		}
	}
	return notice("a rating without a day of its own has no edition")
}

func (c *compareScreen) openSource() tea.Cmd {
	if s := c.stop(); s != nil {
		return open(newSource(c.session, s.point.Claims[0].Source.ID))
	}
	return notice("this trust has no rating there; left and right go on to one that it has")
}

func (c *compareScreen) Command() string {
	line := "archive trajectory " + strings.Join(c.codes, " ")
	if c.session.policy != "strands" {
		line += " --policy " + c.session.policy
	}
	if c.story != nil {
		line += c.story.views[c.view].flag()
	}
	return line
}

func (c *compareScreen) Table() (output.Table, bool) {
	if c.story == nil || c.busy {
		return output.Table{}, false
	}
	return c.story.table(c.story.views[c.view]), true
}

// Document implements nested.
func (c *compareScreen) Document() any { return c.story.document(c.story.views[c.view]) }

func (c *compareScreen) Typing() bool { return c.chooser != nil }
