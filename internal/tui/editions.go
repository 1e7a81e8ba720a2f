package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store"
)

// editionsScreen lists the editions of every era: one opens, two are compared.
type editionsScreen struct {
	asker
	session       *session
	width, height int

	query  string
	typing bool
	held   *editionsHeld
	rows   []eras.Edition
	list   list
	marks  []string // editions to compare, at most two
}

// editionsHeld is the editions, and how many bodies have a headline rating in
// each.
type editionsHeld struct {
	asOf      string
	catalogue *store.Catalogue
	ratings   map[string]int
	rolling   []string // what to write for the latest day of a rolling era
}

func newEditions(s *session) screen { return &editionsScreen{session: s} }

func (s *editionsScreen) Title() string { return "Editions" }
func (s *editionsScreen) Typing() bool  { return s.typing }

// timeless: archive editions lists the same editions on every day.
func (s *editionsScreen) timeless() {}

func (s *editionsScreen) Init() tea.Cmd {
	asOf := s.session.asOf
	return ask(&s.asker, "reading the editions", func(ctx context.Context) (*editionsHeld, error) {
		a, err := s.session.open()
		if err != nil {
			return nil, err
		}
		h := &editionsHeld{asOf: asOf, ratings: map[string]int{}}
		if h.catalogue, err = a.Catalogue(ctx); err != nil {
			return nil, err
		}
		last := map[string]string{}
		for _, e := range h.catalogue.Eras {
			claims, err := a.ClaimsOn(ctx, e.Headline, asOf)
			if err != nil {
				return nil, err
			}
			seen := map[[2]string]bool{}
			for _, c := range claims {
				key := [2]string{c.Edition, c.Body}
				if c.Body == "" || c.Level == "location" || c.Level == "service" || seen[key] && c.Edition != "" {
					continue
				}
				seen[key] = true
				if c.Edition == "" {
					last[c.Era] = max(last[c.Era], c.RatedOn.Last())
					continue
				}
				h.ratings[c.Edition]++
			}
		}
		for _, e := range h.catalogue.Eras {
			if last[e.ID] != "" {
				h.rolling = append(h.rolling, e.ID+"@"+last[e.ID])
			}
		}
		return h, nil
	})
}

func (s *editionsScreen) Update(msg tea.Msg) tea.Cmd {
	if held, err, ok := take[*editionsHeld](&s.asker, msg); ok {
		if err != nil {
			return trouble(err)
		}
		first := s.held == nil
		s.held = held
		s.narrow()
		if first {
			s.list.to(0)
		}
		return nil
	}
	switch msg := msg.(type) {
	case toggleMsg:
		if s.held == nil || s.held.asOf != s.session.asOf {
			return s.Init()
		}
	case tea.MouseMsg:
		s.list.mouse(msg)
	case tea.KeyMsg:
		s.key(msg)
	}
	return nil
}

func (s *editionsScreen) key(k tea.KeyMsg) {
	if !s.typing {
		s.list.key(k)
		return
	}
	text := s.query
	switch {
	case k.String() == "backspace":
		r := []rune(text)
		text = string(r[:max(0, len(r)-1)])
	case k.String() == "ctrl+u":
		text = ""
	case k.Type == tea.KeyRunes, k.Type == tea.KeySpace:
		text += string(k.Runes)
	default:
		s.list.key(k)
	}
	if text != s.query {
		s.query = text
		s.narrow()
		s.list.to(0)
	}
}

func (s *editionsScreen) narrow() {
	s.rows = nil
	if s.held == nil {
		return
	}
	for _, e := range s.held.catalogue.Editions {
		if flat.EditionHas(e, s.query) {
			s.rows = append(s.rows, e)
		}
	}
	s.list.reset(len(s.rows))
}

func (s *editionsScreen) selected() (eras.Edition, bool) {
	if s.list.at < 0 || s.list.at >= len(s.rows) {
		return eras.Edition{}, false
	}
	return s.rows[s.list.at], true
}

func (s *editionsScreen) Actions() []action {
	actions := []action{
		{Keys: []string{"enter"}, Name: "open the edition", Run: s.enter},
		{Keys: []string{"m"}, Name: "mark for the diff", Run: s.mark},
		{Keys: []string{"d"}, Name: "diff of the two marked", Run: s.diff},
		{Keys: []string{"/"}, Name: "filter", Run: func() tea.Cmd { s.typing = true; return nil }},
		{Keys: []string{"o"}, Name: "open its source", Run: s.source},
		{Keys: []string{"r"}, Name: "read the archive again", Run: s.Init},
	}
	if s.typing {
		leave := []action{
			{Keys: []string{"enter", "tab"}, Name: "to the list", Run: func() tea.Cmd { s.typing = false; return nil }},
			{Keys: []string{"esc"}, Name: "clear the filter and leave it", Run: s.clearFilter},
		}
		return append(leave, actions[1:]...)
	}
	return append(actions, listActions()...)
}

func (s *editionsScreen) clearFilter() tea.Cmd {
	s.typing, s.query = false, ""
	s.narrow()
	return nil
}

// Leave takes a filter away before going back does more.
func (s *editionsScreen) Leave() bool {
	if s.query == "" {
		return false
	}
	s.clearFilter()
	return true
}

func (s *editionsScreen) enter() tea.Cmd {
	e, ok := s.selected()
	if !ok {
		return notice("no edition is selected")
	}
	return open(newEdition(s.session, e.ID))
}

func (s *editionsScreen) mark() tea.Cmd {
	e, ok := s.selected()
	if !ok {
		return notice("no edition is selected")
	}
	if i := slices.Index(s.marks, e.ID); i >= 0 {
		s.marks = slices.Delete(s.marks, i, i+1)
		return nil
	}
	if len(s.marks) == 2 {
		return notice("two editions are marked; d compares them, m on one takes its mark away")
	}
	s.marks = append(s.marks, e.ID)
	return nil
}

// diff compares the two marked editions in the order of the list, which is that
// of time; with one marked, that and the one under the cursor.
func (s *editionsScreen) diff() tea.Cmd {
	pair := slices.Clone(s.marks)
	if e, ok := s.selected(); ok && len(pair) == 1 && pair[0] != e.ID {
		pair = append(pair, e.ID)
	}
	if len(pair) < 2 {
		return notice("mark two editions with m first")
	}
	at := func(id string) int {
		return slices.IndexFunc(s.held.catalogue.Editions, func(e eras.Edition) bool { return e.ID == id })
	}
	slices.SortFunc(pair, func(x, y string) int { return at(x) - at(y) })
	return open(newDiff(s.session, pair[0], pair[1]))
}

func (s *editionsScreen) source() tea.Cmd {
	e, ok := s.selected()
	switch {
	case !ok:
		return notice("no edition is selected")
	case e.Source == "":
		return notice("no source is recorded for " + e.ID)
	}
	return open(newSource(s.session, e.Source))
}

func (s *editionsScreen) Command() string {
	query := strings.TrimSpace(s.query)
	switch {
	case query == "":
		return "archive editions"
	case strings.HasPrefix(query, "-"):
		return "archive editions -- " + output.CommandLine(query)
	}
	return "archive editions " + output.CommandLine(query)
}

func (s *editionsScreen) Table() (output.Table, bool) {
	if len(s.rows) == 0 {
		return output.Table{}, false
	}
	t := output.Table{Columns: flat.EditionColumns()}
	for _, e := range s.rows {
		t.Rows = append(t.Rows, flat.EditionRow(e))
	}
	return t, true
}

// Document implements nested.
func (s *editionsScreen) Document() any {
	t, _ := s.Table()
	return output.ListDocument{Schema: "editions/1", Rows: output.Rows(t)}
}

func (s *editionsScreen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.list.setHeight(max(1, height-5))
}

func (s *editionsScreen) View() string {
	l := s.session.look
	count := ""
	if s.held != nil {
		count = fmt.Sprintf("%d of %d ", len(s.rows), len(s.held.catalogue.Editions))
	}
	filter := "  filter: " + s.query + "  (/ types)"
	if s.typing {
		filter = l.cursor() + "filter [" + s.query + l.sign("▏", "_") + "]  (enter to the list, esc clears)"
	} else if s.query == "" {
		filter = "  filter: none  (/ types)"
	}
	marked := "  none marked; m marks two, d compares them"
	if len(s.marks) > 0 {
		marked = "  marked: " + strings.Join(s.marks, " and ")
		if len(s.marks) == 1 {
			marked += "; d compares it with the one selected"
		}
	}
	lines := []string{l.fit(filter, max(0, s.width-len(count))) + count, l.fit(marked, s.width)}
	lines = append(lines, l.style.Bold(s.line("  edition", "published", "rated", "label", false)))
	switch {
	case s.held == nil && s.Working() == "":
		lines = append(lines, l.fit("  nothing is read; r reads again", s.width))
	case s.held == nil:
		lines = append(lines, l.fit("  reading the editions", s.width))
	case len(s.rows) == 0:
		lines = append(lines, l.fit(fmt.Sprintf("  nothing matches %q; backspace widens", s.query), s.width))
	}
	if s.held != nil {
		first, last := s.list.shown()
		for i := first; i < last; i++ {
			e := s.rows[i]
			mark := "  "
			if slices.Contains(s.marks, e.ID) {
				mark = l.mark() + " "
			}
			day := string(e.Published)
			if day == "" {
				day = "not known"
			}
			lines = append(lines, s.line(mark+e.ID, day, fmt.Sprint(s.held.ratings[e.ID]), e.Label, i == s.list.at))
		}
	}
	for len(lines) < s.height-2 {
		lines = append(lines, "")
	}
	return strings.Join(append(lines, s.foot()...), "\n")
}

// line is one edition: the columns of id, day, count and name.
func (s *editionsScreen) line(id, day, n, label string, chosen bool) string {
	l := s.session.look
	wide := 30
	if s.width >= sideBySide {
		wide = 42
	}
	text := l.fit(id, wide) + " " + l.fit(day, 10) + " " + output.Fit(n, 5, output.AlignRight) + "  " + label
	return l.selected(text, chosen, s.width)
}

// foot says what the counts are of, and how a rolling era is asked for.
func (s *editionsScreen) foot() []string {
	l := s.session.look
	text := "rated: bodies with a rating held on the era's headline measure"
	if s.held == nil {
		return []string{"", l.style.Dim(l.fit("  "+text, s.width))}
	}
	about := ""
	if e, ok := s.selected(); ok {
		about = e.Publisher + "; " + e.About
	}
	if len(s.held.rolling) > 0 {
		text += "; eras without editions: archive league " + strings.Join(s.held.rolling, ", ")
	}
	return []string{l.fit("  "+about, s.width), l.style.Dim(l.fit("  "+text, s.width))}
}
