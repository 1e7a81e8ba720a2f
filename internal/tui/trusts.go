package tui

import (
	"context"
	"maps"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/bodies"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/overview"
)

// trustsScreen is every body with a strip of its ratings. It opens with the
// filter focused, so that what is typed first already filters.
type trustsScreen struct {
	asker
	session       *session
	width, height int

	query  string
	typing bool
	inPane bool // the facets have the focus

	index  *bodies.Index
	facts  *overview.Facts
	judged *overview.Judged
	ranked map[string][]uint32 // the place of every body by order
	asOf   string              // the day of facts

	every  []bodies.Hit    // all bodies, unsearched
	found  *bodies.Finding // of the query; nil without one
	slips  bool            // found holds names one slip away
	asking string          // the query whose slips are looked for
	rows   []bodies.Hit    // what is listed
	list   list

	facets facetPane
	strip  strip
	order  string // of overview.Orders; empty for the order of the search
	turned bool   // the order is turned round
}

func newTrusts(s *session) screen { return &trustsScreen{session: s, typing: true} }

func (s *trustsScreen) Title() string { return "Trusts" }
func (s *trustsScreen) Typing() bool  { return s.typing }

// Init asks for the bodies first: the list appears with them, the ratings follow.
func (s *trustsScreen) Init() tea.Cmd {
	return ask(&s.asker, "reading the bodies and their names", func(ctx context.Context) (*bodies.Index, error) {
		a, err := s.session.open()
		if err != nil {
			return nil, err
		}
		return a.BodyIndex(ctx)
	})
}

func (s *trustsScreen) askFacts() tea.Cmd {
	asOf := s.session.asOf
	s.asOf, s.facts, s.judged, s.ranked = asOf, nil, nil, nil
	index := s.index
	return ask(&s.asker, "reading the ratings of all bodies", func(ctx context.Context) (*trustsFacts, error) {
		a, err := s.session.open()
		if err != nil {
			return nil, err
		}
		facts, err := overview.Read(ctx, a, asOf)
		if err != nil {
			return nil, err
		}
		return newTrustsFacts(index, facts), nil
	})
}

func (s *trustsScreen) askJudged() tea.Cmd {
	index, facts, asOf := s.index, s.facts, s.asOf
	return ask(&s.asker, "working out standings, rises and falls", func(ctx context.Context) (*trustsJudged, error) {
		a, err := s.session.open()
		if err != nil {
			return nil, err
		}
		judged, err := overview.Judge(ctx, a, facts, asOf)
		if err != nil {
			return nil, err
		}
		return newTrustsJudged(index, facts, judged), nil
	})
}

// trustsFacts and trustsJudged are what was read, made ready for the list: with
// the place of every body in each order, so that no key has to look them up.
type trustsFacts struct {
	*overview.Facts
	strip  strip
	held   facetEras
	places []uint32 // by number of ratings
}

type trustsJudged struct {
	*overview.Judged
	places map[string][]uint32
}

func newTrustsFacts(x *bodies.Index, f *overview.Facts) *trustsFacts {
	return &trustsFacts{Facts: f, strip: newStrip(f), held: newFacetEras(x, f), places: trustPlaces("ratings", x, f, nil)}
}

func newTrustsJudged(x *bodies.Index, f *overview.Facts, j *overview.Judged) *trustsJudged {
	out := &trustsJudged{j, map[string][]uint32{}}
	for _, order := range []string{"standing", "fall", "rise"} {
		out.places[order] = trustPlaces(order, x, f, j)
	}
	return out
}

func trustPlaces(order string, x *bodies.Index, f *overview.Facts, j *overview.Judged) []uint32 {
	places := make([]uint32, x.Len())
	for i := range places {
		places[i] = overview.Place(order, x.Body(int32(i)), 0, f, j)
	}
	return places
}

// slipsMsg are the names one slip away from a query.
type slipsMsg struct {
	by    *trustsScreen
	query string
	found *bodies.Finding
}

func (s *trustsScreen) Update(msg tea.Msg) tea.Cmd {
	if index, err, ok := take[*bodies.Index](&s.asker, msg); ok {
		if err != nil {
			return trouble(err)
		}
		s.index, s.every, s.found = index, index.All(), nil
		s.facets.bodies(index)
		return tea.Batch(s.search(), s.askFacts())
	}
	if facts, err, ok := take[*trustsFacts](&s.asker, msg); ok {
		if err != nil {
			return trouble(err)
		}
		s.facts, s.strip, s.ranked = facts.Facts, facts.strip, map[string][]uint32{"ratings": facts.places}
		s.facets.eras(facts.held)
		s.refresh()
		return s.askJudged()
	}
	if judged, err, ok := take[*trustsJudged](&s.asker, msg); ok {
		if err != nil {
			return trouble(err)
		}
		s.judged = judged.Judged
		maps.Copy(s.ranked, judged.places)
		s.refresh()
		return nil
	}
	switch msg := msg.(type) {
	case slipsMsg:
		if msg.by == s && msg.query == s.query && s.asking == msg.query {
			s.found, s.slips, s.asking = msg.found, true, ""
			s.narrow()
		}
	case toggleMsg:
		if s.index != nil && s.asOf != s.session.asOf {
			return s.askFacts()
		}
	case tea.MouseMsg:
		s.moving().mouse(msg)
	case tea.KeyMsg:
		return s.key(msg)
	}
	return nil
}

// moving is the list that the moving keys move.
func (s *trustsScreen) moving() *list {
	if s.inPane {
		return &s.facets.list
	}
	return &s.list
}

func (s *trustsScreen) key(k tea.KeyMsg) tea.Cmd {
	if !s.typing {
		s.moving().key(k)
		return nil
	}
	text := s.query
	switch {
	case k.String() == "backspace":
		r := []rune(text)
		text = string(r[:max(0, len(r)-1)])
	case k.String() == "ctrl+u":
		text = ""
	case k.Type == tea.KeyRunes && string(k.Runes) == "?": // no name has one, and the menu is wanted
		s.typing = false
		return func() tea.Msg { return k }
	case k.Type == tea.KeyRunes, k.Type == tea.KeySpace:
		text += string(k.Runes)
	default:
		s.list.key(k)
	}
	if text == s.query {
		return nil
	}
	s.query = text
	return s.search()
}

// search finds what the query names; the cursor goes to the best match.
func (s *trustsScreen) search() tea.Cmd {
	if s.index == nil {
		return nil
	}
	s.slips, s.asking = false, ""
	if strings.TrimSpace(s.query) == "" {
		s.found = nil
	} else {
		s.found = s.index.Find(s.query, s.found)
	}
	s.narrow()
	s.list.to(0)
	if s.found == nil || len(s.found.Hits) > 0 {
		return nil
	}
	index, query := s.index, s.query
	s.asking = query
	return func() tea.Msg { return slipsMsg{s, query, index.Slips(query)} }
}

// narrow lists the hits that the facets let through, in the order chosen.
func (s *trustsScreen) narrow() {
	hits := s.every
	if s.found != nil {
		hits = s.found.Hits
	}
	s.rows = s.facets.pass(hits, s.rows[:0])
	if s.order != "" {
		s.sort()
	}
	s.list.reset(len(s.rows))
}

func (s *trustsScreen) sort() {
	ranked := s.ranked[s.order]
	places := overview.Sort(len(s.rows), s.turned, func(i int) uint32 {
		switch at := s.rows[i].Body; {
		case s.order == "name":
			return s.index.Order(at)
		case s.order == "kind":
			return uint32(s.facets.traits[at].value[byKind]) // they lie in the order of kinds
		case ranked != nil:
			return ranked[at]
		}
		return overview.Last
	})
	sorted := make([]bodies.Hit, len(places))
	for to, from := range places {
		sorted[to] = s.rows[from]
	}
	s.rows = sorted
}

// refresh lists anew and stays on the body it was on.
func (s *trustsScreen) refresh() {
	b := s.selected()
	s.narrow()
	if b == nil {
		return
	}
	for i := range s.rows {
		if s.index.Body(s.rows[i].Body) == b {
			s.list.to(i)
			return
		}
	}
}

// selected is the body under the cursor; nil where the list is empty.
func (s *trustsScreen) selected() *bodies.Body {
	if s.index == nil || s.list.at >= len(s.rows) || s.list.at < 0 {
		return nil
	}
	return s.index.Body(s.rows[s.list.at].Body)
}

// Command lists the same bodies in the same order.
func (s *trustsScreen) Command() string {
	line := "archive trusts"
	query := strings.TrimSpace(s.query)
	if query != "" && !strings.HasPrefix(query, "-") {
		line += " " + output.CommandLine(query)
	}
	line += s.facets.flags()
	if s.order != "" {
		line += " --sort " + s.order
		if s.turned {
			line += " --reverse"
		}
	}
	if strings.HasPrefix(query, "-") {
		if s.session.asOf != "" {
			line += " --as-of " + s.session.asOf
		}
		line += " -- " + output.CommandLine(query)
	}
	return line
}

// Table is the rows of that command.
func (s *trustsScreen) Table() (output.Table, bool) {
	judging := s.judged == nil && (s.order == "standing" || s.order == "fall" || s.order == "rise")
	if s.index == nil || s.facts == nil || s.asking != "" || judging || len(s.rows) == 0 {
		return output.Table{}, false
	}
	t := output.Table{Columns: flat.TrustColumns()}
	for _, h := range s.rows {
		t.Rows = append(t.Rows, flat.TrustRow(s.index.Match(h), s.facts.Eras(s.index.Body(h.Body).ID)))
	}
	return t, true
}

// Document implements nested.
func (s *trustsScreen) Document() any {
	t, _ := s.Table()
	return output.ListDocument{Schema: "trusts/1", Rows: output.Rows(t)}
}
