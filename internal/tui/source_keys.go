package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// Actions implements screen.
func (s *sourceScreen) Actions() []action {
	switch {
	case s.chooser != nil:
		return chooserActions()
	case s.sift.typing:
		return sieveActions()
	}
	return append([]action{
		{Keys: []string{"enter"}, Name: "open", Run: s.enter},
		{Keys: []string{"/"}, Name: "filter", Run: s.startSift},
		{Keys: []string{"t", "Y"}, Name: "copy the citation", Run: s.cite},
		{Keys: []string{"tab"}, Name: "next list", Run: func() tea.Cmd { return s.turn(1) }},
		{Keys: []string{"f"}, Name: "facets", Run: s.chooseFacet},
		{Keys: []string{"s"}, Name: "sort by the next column", Run: s.nextSort},
		{Keys: []string{"S"}, Name: "reverse the order", Run: s.turnSort},
		{Keys: []string{"E"}, Name: "open the edition of the row", Run: s.openMoment},
		{Keys: []string{"shift+tab"}, Name: "list before", Run: func() tea.Cmd { return s.turn(-1) }},
		{Keys: []string{"m"}, Name: "mark for Compare", Run: s.mark},
		{Keys: []string{"c"}, Name: "compare the marked", Run: s.compareMarked},
		{Keys: []string{"o"}, Name: "source of the row: this one", Run: func() tea.Cmd { return notice("this is the source; t copies its citation") }},
		{Keys: []string{"u"}, Name: "undo all filters", Run: s.clear},
		{Keys: []string{"r"}, Name: "read again", Run: s.Init},
	}, listActions()...)
}

// onNoRow says why there is nothing to do something with.
func (s *sourceScreen) onNoRow() tea.Cmd {
	p, ok := s.now()
	switch {
	case s.got == nil:
		return notice("nothing is read yet; r reads again")
	case !ok:
		return notice("there is no such source")
	case len(p.rows) == 0:
		return notice("the archive holds no " + p.name + " from it")
	}
	return notice("nothing is listed; u undoes the filters")
}

func (s *sourceScreen) enter() tea.Cmd {
	r, ok := s.row()
	if !ok {
		return s.onNoRow()
	}
	switch s.got.parts[s.part].name {
	case "claims":
		if r.code == "" {
			return notice("no body is certain for this printed name")
		}
		return open(newTrajectory(s.session, r.code))
	case "movements", "breaks":
		if r.from == "" || r.to == "" {
			return notice("it does not lie between two editions")
		}
		return open(newDiff(s.session, r.from, r.to))
	}
	return s.openMoment()
}

func (s *sourceScreen) openMoment() tea.Cmd {
	r, ok := s.row()
	switch {
	case !ok:
		return s.onNoRow()
	case r.to != "":
		return open(newEdition(s.session, r.to))
	case r.from != "":
		return open(newEdition(s.session, r.from))
	}
	return notice("no edition or day of it is recorded")
}

func (s *sourceScreen) startSift() tea.Cmd {
	s.sift.typing = true
	return nil
}

// cite shows the citation and puts it on the clipboard.
func (s *sourceScreen) cite() tea.Cmd {
	if s.got == nil || !s.got.found {
		return s.onNoRow()
	}
	text := sourceCitation(s.got.source)
	return func() tea.Msg { return copyMsg{text} }
}

// turn shows the next kind of thing told.
func (s *sourceScreen) turn(by int) tea.Cmd {
	if _, ok := s.now(); !ok {
		return s.onNoRow()
	}
	n := len(s.got.parts)
	if n == 1 {
		return notice("the archive holds only claims from it: no totals, movements, breaks or editions")
	}
	s.part = (s.part + by + n) % n
	s.sift, s.facet, s.sort, s.reverse = sieve{}, [2]string{}, 0, false
	s.rows, s.list.at, s.list.top = s.rows[:0], 0, 0
	s.arrange()
	return nil
}

// nextSort sorts by the next column; after the last, as the archive has it.
func (s *sourceScreen) nextSort() tea.Cmd {
	p, ok := s.now()
	if !ok || len(p.rows) == 0 {
		return s.onNoRow()
	}
	s.sort, s.reverse = (s.sort+1)%(len(p.columns)+1), false
	s.arrange()
	return nil
}

func (s *sourceScreen) turnSort() tea.Cmd {
	if p, ok := s.now(); !ok || len(p.rows) == 0 {
		return s.onNoRow()
	}
	s.reverse = !s.reverse
	s.arrange()
	return nil
}

// clear takes every filter away.
func (s *sourceScreen) clear() tea.Cmd {
	if s.sift.text == "" && s.facet == [2]string{} {
		return notice("nothing is filtered")
	}
	s.sift, s.facet = sieve{}, [2]string{}
	s.arrange()
	return nil
}

func (s *sourceScreen) mark() tea.Cmd {
	r, ok := s.row()
	switch {
	case !ok:
		return s.onNoRow()
	case r.code == "":
		return notice("no body stands in this row")
	case !s.session.toggleMark(r.code):
		return notice(fmt.Sprintf("%d are marked already; c compares them", mostMarks))
	}
	return nil
}

func (s *sourceScreen) compareMarked() tea.Cmd {
	if len(s.session.marks) < 2 {
		return notice("mark two trusts or more with m first")
	}
	return open(newCompare(s.session, slices.Clone(s.session.marks)))
}
