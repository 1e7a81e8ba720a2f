package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/overview"
)

// Actions are the keys of the list; while the filter or the facets have the
// focus, theirs come first.
func (s *trustsScreen) Actions() []action {
	deeper := action{Keys: []string{"enter"}, Name: "open", Run: s.enter}
	tab := action{Keys: []string{"tab"}, Name: "to the facets", Run: s.nextPane}
	clear := action{Keys: []string{"esc"}, Name: "clear the filter and leave it", Run: s.clearFilter}
	filter := action{Keys: []string{"/"}, Name: "filter", Run: s.focus}
	rest := []action{
		{Keys: []string{"s"}, Name: "sort", Run: s.nextOrder},
		{Keys: []string{"S"}, Name: "sort the other way round", Run: s.turn},
		{Keys: []string{"m"}, Name: "mark", Run: s.mark},
		{Keys: []string{"c"}, Name: "compare the marked", Run: s.compare},
		{Keys: []string{"E", "d"}, Name: "editions", Run: s.editions},
		{Keys: []string{"f"}, Name: "facets: kind, region, open or closed, eras", Run: s.facetPane},
		{Keys: []string{"F"}, Name: "take all facets away", Run: s.clearFacets},
		{Keys: []string{"o"}, Name: "open the source that names the body", Run: s.source},
		{Keys: []string{"r"}, Name: "read the archive again", Run: s.again},
	}
	switch {
	case s.typing:
		tab.Name = "leave the filter"
		return slices.Concat([]action{
			deeper, tab, clear,
			{Keys: []string{"up", "down", "pgup", "pgdown"}, Name: "move while typing"},
			{Keys: []string{"ctrl+u"}, Name: "empty the filter", Run: s.empty},
		}, rest, []action{filter})
	case s.inPane:
		deeper = action{Keys: []string{"enter", " "}, Name: "choose or drop the value", Run: s.toggleFacet}
		tab.Name = "to the list"
		return slices.Concat([]action{deeper, tab, rest[6], filter}, listActions(), rest[:6], rest[7:])
	}
	return slices.Concat([]action{deeper, filter}, rest[:2], []action{tab}, rest[2:], listActions())
}

func (s *trustsScreen) enter() tea.Cmd {
	if s.inPane {
		return s.toggleFacet()
	}
	if b := s.selected(); b != nil {
		s.typing = false // who comes back goes on from the list
		return open(newTrajectory(s.session, b.ID))
	}
	return notice("no trust is selected")
}

func (s *trustsScreen) focus() tea.Cmd {
	s.typing, s.inPane = true, false
	return nil
}

func (s *trustsScreen) empty() tea.Cmd {
	s.query = ""
	return s.search()
}

func (s *trustsScreen) clearFilter() tea.Cmd {
	s.typing = false
	if s.query == "" {
		return nil
	}
	return s.empty()
}

// Leave goes from the facets to the list, and takes a filter away, before going
// back does more.
func (s *trustsScreen) Leave() bool {
	switch {
	case s.inPane:
		s.inPane = false
	case s.query != "" && !s.typing:
		s.query = ""
		s.search()
	default:
		return false
	}
	return true
}

// nextPane goes from the filter to the list, from there to the facets and back.
func (s *trustsScreen) nextPane() tea.Cmd {
	if s.typing {
		s.typing = false
		return nil
	}
	s.inPane = !s.inPane
	return nil
}

func (s *trustsScreen) facetPane() tea.Cmd {
	s.typing, s.inPane = false, true
	return nil
}

func (s *trustsScreen) toggleFacet() tea.Cmd {
	if !s.facets.toggle() {
		return notice("nothing to choose yet")
	}
	s.refresh()
	return nil
}

func (s *trustsScreen) clearFacets() tea.Cmd {
	if !s.facets.clear() {
		return notice("no facet is chosen")
	}
	s.refresh()
	return nil
}

func (s *trustsScreen) nextOrder() tea.Cmd {
	orders := append([]string{""}, overview.Orders()...)
	s.order, s.turned = orders[(slices.Index(orders, s.order)+1)%len(orders)], false
	s.narrow()
	s.list.to(0)
	return nil
}

func (s *trustsScreen) turn() tea.Cmd {
	if s.order == "" {
		return notice("choose an order with s first")
	}
	s.turned = !s.turned
	s.narrow()
	s.list.to(0)
	return nil
}

func (s *trustsScreen) mark() tea.Cmd {
	b := s.selected()
	switch {
	case b == nil:
		return notice("no trust is selected")
	case !s.session.toggleMark(b.ID):
		return notice("six trusts are marked, the most that Compare holds; take a mark away with m")
	}
	return nil
}

func (s *trustsScreen) compare() tea.Cmd {
	if len(s.session.marks) < 2 {
		return notice("mark two to six trusts with m first")
	}
	return open(newCompare(s.session, slices.Clone(s.session.marks)))
}

func (s *trustsScreen) editions() tea.Cmd { return open(newEditions(s.session)) }

func (s *trustsScreen) source() tea.Cmd {
	b := s.selected()
	switch {
	case b == nil:
		return notice("no trust is selected")
	case b.Source == "":
		return notice("no source is recorded for " + b.ID)
	}
	return open(newSource(s.session, b.Source))
}

// again reads all anew, as after a cancelled query.
func (s *trustsScreen) again() tea.Cmd {
	if s.index == nil {
		return s.Init()
	}
	return s.askFacts()
}
