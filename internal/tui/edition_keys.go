package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// Actions implements screen.
func (s *editionScreen) Actions() []action {
	switch {
	case s.chooser != nil:
		return chooserActions()
	case s.sift.typing:
		return sieveActions()
	}
	return append([]action{
		{Keys: []string{"enter"}, Name: "open trust or bar", Run: s.enter},
		{Keys: []string{"/"}, Name: "filter", Run: s.startSift},
		{Keys: []string{"f"}, Name: "facets", Run: s.chooseFacet},
		{Keys: []string{"v"}, Name: "measure", Run: s.chooseMeasure},
		{Keys: []string{"d"}, Name: "diff", Run: s.diffBefore},
		{Keys: []string{"n", ">"}, Name: "next edition", Run: func() tea.Cmd { return s.step(1) }},
		{Keys: []string{"p", "<"}, Name: "edition before", Run: func() tea.Cmd { return s.step(-1) }},
		{Keys: []string{"tab"}, Name: "bars or table", Run: s.swap},
		{Keys: []string{"s"}, Name: "sort by the next column", Run: s.nextSort},
		{Keys: []string{"S"}, Name: "reverse the order", Run: s.turnSort},
		{Keys: []string{"o"}, Name: "source of the chosen value, or of the published count", Run: s.openSource},
		{Keys: []string{"O"}, Name: "source of the edition", Run: s.openEditionSource},
		{Keys: []string{"t"}, Name: "next peer group", Run: func() tea.Cmd { return s.turn(1) }},
		{Keys: []string{"T"}, Name: "peer group before", Run: func() tea.Cmd { return s.turn(-1) }},
		{Keys: []string{"m"}, Name: "mark for Compare", Run: s.mark},
		{Keys: []string{"c"}, Name: "compare the marked", Run: s.compareMarked},
		{Keys: []string{"D"}, Name: "diff with another edition", Run: s.chooseDiff},
		{Keys: []string{"E"}, Name: "go to another edition", Run: s.chooseEdition},
		{Keys: []string{"u"}, Name: "undo all filters", Run: s.clear},
		{Keys: []string{"r"}, Name: "read again", Run: s.Init},
	}, listActions()...)
}

func (s *editionScreen) enter() tea.Cmd {
	if s.onBars {
		return s.toBar()
	}
	r, ok := s.row()
	if !ok {
		return s.onNoBody()
	}
	return open(newTrajectory(s.session, r.Body.Code))
}

// onNoBody says why there is no body to do something with.
func (s *editionScreen) onNoBody() tea.Cmd {
	switch {
	case s.got == nil:
		return notice("nothing is read yet; r reads again")
	case s.list.at < len(s.lines):
		return notice("no body is certain for this printed name")
	}
	return notice("no body is listed")
}

// toBar filters the table to the bar under the cursor, or shows all where it
// was filtered to that.
func (s *editionScreen) toBar() tea.Cmd {
	t, ok := s.table()
	if !ok || s.bars.at >= len(t.Distribution) {
		return notice("there is no bar")
	}
	share := t.Distribution[s.bars.at]
	switch b := (editionBar{t.PeerGroup, share.Label}); {
	case s.bar != nil && *s.bar == b:
		s.bar = nil
	case share.N == 0:
		return notice("no body is held at " + share.Label)
	default:
		s.bar = &b
	}
	s.arrange()
	return nil
}

func (s *editionScreen) startSift() tea.Cmd {
	s.sift.typing, s.onBars = true, false
	return nil
}

func (s *editionScreen) swap() tea.Cmd {
	t, _ := s.table()
	if !s.onBars && len(t.Distribution) == 0 {
		return notice("there are no bars")
	}
	s.onBars = !s.onBars
	return nil
}

// turn shows the next peer group alone; after the last, all.
func (s *editionScreen) turn(by int) tea.Cmd {
	if s.got == nil {
		return s.onNoBody()
	}
	kinds := []string{""}
	for _, k := range s.got.kinds() {
		kinds = append(kinds, k.value)
	}
	if len(kinds) == 1 {
		return notice("no peer groups are known here")
	}
	at := (max(0, slices.Index(kinds, s.want.kind)) + by + len(kinds)) % len(kinds)
	s.want.kind = kinds[at]
	s.bars.to(0)
	return s.Init()
}

// nextSort sorts by the next column; after the last, as published.
func (s *editionScreen) nextSort() tea.Cmd {
	if s.got == nil || len(s.columns) == 0 {
		return s.onNoBody()
	}
	at := slices.IndexFunc(s.columns, func(c editionColumn) bool { return c.name == s.sort })
	s.sort, s.reverse = "", false
	if at+1 < len(s.columns) {
		s.sort = s.columns[at+1].name
	}
	s.arrange()
	return nil
}

func (s *editionScreen) turnSort() tea.Cmd {
	if s.got == nil || s.shown == 0 {
		return s.onNoBody()
	}
	s.reverse = !s.reverse
	s.arrange()
	return nil
}

// clear takes every filter away.
func (s *editionScreen) clear() tea.Cmd {
	filtered := s.sift.text != "" || s.bar != nil || s.form != ""
	s.sift, s.bar, s.form = sieve{}, nil, ""
	switch {
	case s.want.kind != "" || s.want.region != "":
		s.want.kind, s.want.region = "", ""
		return s.Init()
	case !filtered:
		return notice("nothing is filtered")
	}
	s.arrange()
	return nil
}

func (s *editionScreen) mark() tea.Cmd {
	r, ok := s.row()
	if !ok {
		return s.onNoBody()
	}
	if !s.session.toggleMark(r.Body.Code) {
		return notice(fmt.Sprintf("%d are marked already; c compares them", mostMarks))
	}
	return nil
}

func (s *editionScreen) compareMarked() tea.Cmd {
	if len(s.session.marks) < 2 {
		return notice("mark two trusts or more with m first")
	}
	return open(newCompare(s.session, slices.Clone(s.session.marks)))
}

// openSource opens the source of the chosen value, or of a bar's published
// count; where the cursor is on neither, that of the edition.
func (s *editionScreen) openSource() tea.Cmd {
	if s.onBars {
		t, _ := s.table()
		source := t.BaseSource
		if s.bars.at < len(t.Distribution) && len(t.Distribution[s.bars.at].Published) > 0 {
			source = t.Distribution[s.bars.at].Published[0].Source
		}
		if source == "" {
			return notice("no count of this is published: the bars count the ratings held")
		}
		return open(newSource(s.session, source))
	}
	r, ok := s.row()
	if !ok {
		return s.openEditionSource()
	}
	return open(newSource(s.session, r.Source))
}

func (s *editionScreen) openEditionSource() tea.Cmd {
	if s.got == nil {
		return s.onNoBody()
	}
	source := s.got.about.Source
	if source == "" {
		source = s.got.era.Source
	}
	if source == "" {
		return notice("no source of the edition is recorded; o opens that of a rating")
	}
	return open(newSource(s.session, source))
}
