package tui

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// diffScreen sets two editions side by side: the map of levels, and the list of
// those who moved.
type diffScreen struct {
	asker
	session *session
	want    diffAsk   // what was asked last
	read    *diffRead // nil before the first answer
	width   int
	height  int
	movers  bool // the list has the keys, not the map

	at     moves.Place   // the cell under the cursor; 0 for those that ended or began
	marked []moves.Place // cells marked to be listed
	drill  []moves.Place // cells whose lineages are listed

	only    string // verdict
	named   string
	typing  bool
	column  int  // of diffSorts
	ordered bool // by the user
	down    bool
	list    list
	shown   []int // rows, in order
	widths  diffWidths

	chooser *chooser
}

// newDiff is the diff of two moments.
func newDiff(s *session, from, to string) screen {
	return &diffScreen{session: s, want: diffAsk{from: from, to: to}, at: moves.Place{From: 1, To: 1}, column: 1, down: true}
}

// diffSorts are the columns to sort by; the first is the order of codes.
func diffSorts() []string {
	return []string{"trust", "standing_change", "level_change", "residual", "verdict", "name", "from_level", "to_level"}
}

func (s *diffScreen) Title() string {
	q := s.want
	if s.read != nil {
		q = s.read.ask
	}
	return q.from + " to " + q.to
}

func (s *diffScreen) Init() tea.Cmd { return s.askAnew() }

// askAnew reads the diff under the toggles of the session; what is on screen
// stays until the answer comes.
func (s *diffScreen) askAnew() tea.Cmd {
	s.want.policy, s.want.basis, s.want.asOf = s.session.policy, s.session.basis, s.session.asOf
	q := s.want
	return ask(&s.asker, "comparing "+q.from+" with "+q.to, func(ctx context.Context) (*diffRead, error) {
		return readDiff(ctx, s.session, q)
	})
}

func (s *diffScreen) Update(msg tea.Msg) tea.Cmd {
	if d, err, ok := take[*diffRead](&s.asker, msg); ok {
		if err != nil {
			return trouble(err)
		}
		s.show(d)
		return nil
	}
	switch msg := msg.(type) {
	case toggleMsg:
		return s.askAnew()
	case tea.KeyMsg:
		return s.key(msg)
	case tea.MouseMsg:
		if s.chooser != nil {
			s.chooser.list.mouse(msg)
		} else if s.read != nil {
			s.list.mouse(msg)
		}
	}
	return nil
}

// show takes an answer. A lineage that was moved to stays under the cursor; cells
// stay chosen while the levels are the same.
func (s *diffScreen) show(d *diffRead) {
	selected, moved := s.selected(), s.list.at > 0
	first := s.read == nil
	if first || s.read.from.Measure.ID != d.from.Measure.ID || s.read.to.Measure.ID != d.to.Measure.ID || s.read.ask.from != d.ask.from || s.read.ask.to != d.ask.to {
		s.marked, s.drill, s.at = nil, nil, moves.Place{From: 1, To: 1}
	}
	s.read = d
	if !s.ordered {
		s.column = d.telling()
	}
	if d.tab == nil {
		s.movers = true
	} else if first {
		s.movers = false
	}
	s.pick()
	if selected != nil && moved {
		for i, at := range s.shown {
			if r := d.rows[at]; r.Trust.Code == selected.Trust.Code && r.Kind == selected.Kind {
				s.list.to(i)
				break
			}
		}
	}
	s.arrange()
}

// selected is the lineage under the cursor, nil where there is none.
func (s *diffScreen) selected() *diffRow {
	if s.read == nil || s.list.at >= len(s.shown) {
		return nil
	}
	return &s.read.rows[s.shown[s.list.at]]
}

// pick lists the rows that the filters leave, in order.
func (s *diffScreen) pick() {
	s.shown = s.shown[:0]
	pick := moves.Pick{Only: s.only, Cells: s.drill}
	named := strings.ToLower(s.named)
	for i := range s.read.rows {
		r := &s.read.rows[i]
		if pick.Wants(r.Row, r.place, r.counted) && strings.Contains(r.words, named) {
			s.shown = append(s.shown, i)
		}
	}
	t := output.Table{Columns: flat.DiffColumns(), Rows: make([][]output.Value, len(s.shown))}
	for i, at := range s.shown {
		t.Rows[i] = s.read.rows[at].cells
	}
	order, _ := flat.Order(t, s.sorted())
	sorted := make([]int, len(order))
	for i, j := range order {
		sorted[i] = s.shown[j]
	}
	s.shown = sorted
	s.widths = diffWidthsOf(s.read.rows, s.shown)
	s.list.reset(len(s.shown))
}

// repick lists anew and begins at the first row.
func (s *diffScreen) repick() {
	if s.read == nil || s.read.problem != nil {
		return
	}
	s.pick()
	s.list.to(0)
}

// sorted is the order as --sort takes it, empty for the command's own.
func (s *diffScreen) sorted() string {
	name := diffSorts()[s.column]
	switch {
	case s.down:
		return "-" + name
	case s.column == 0:
		return ""
	}
	return name
}

// Command is the command line that lists the movers as they are seen.
func (s *diffScreen) Command() string {
	q := s.want
	if s.read != nil {
		q = s.read.ask
	}
	words := append([]string{"archive", "diff"}, q.arguments()...)
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag, output.CommandLine(value))
		}
	}
	add("--only", s.only)
	if s.read != nil && s.read.problem == nil {
		for _, p := range s.drill {
			add("--cell", s.read.c.PlaceID(p))
		}
	}
	add("--named", s.named)
	add("--sort", s.sorted())
	return strings.Join(words, " ")
}

// arguments are both sides and the flags that every command of two editions
// knows.
func (q diffAsk) arguments() []string {
	words := []string{output.CommandLine(q.from), output.CommandLine(q.to)}
	add := func(flag, value, plain string) {
		if value != "" && value != plain {
			words = append(words, flag, output.CommandLine(value))
		}
	}
	if q.fromMeasure == q.toMeasure {
		add("--measure", q.fromMeasure, "")
	} else {
		add("--from-measure", q.fromMeasure, "")
		add("--to-measure", q.toMeasure, "")
	}
	add("--kind", q.kind, "")
	add("--region", q.region, "")
	add("--policy", q.policy, "strands")
	add("--basis", q.basis, "published")
	add("--as-of", q.asOf, "")
	return words
}

// Table is the movers as they are seen, as the command prints them.
func (s *diffScreen) Table() (output.Table, bool) {
	t := output.Table{Columns: flat.DiffColumns()}
	if s.read == nil || s.read.problem != nil {
		return t, false
	}
	for _, at := range s.shown {
		t.Rows = append(t.Rows, s.read.rows[at].cells)
	}
	return t, true
}

// Document implements nested.
func (s *diffScreen) Document() any {
	doc := s.read.doc
	doc.Rows = make([]moves.Row, 0, len(s.shown))
	for _, at := range s.shown {
		doc.Rows = append(doc.Rows, s.read.doc.Rows[at])
	}
	if s.read.ask.asOf != "" {
		doc.AsOf = &s.read.ask.asOf
	}
	return doc
}

// Typing reports whether letters go into the name or the search of a chooser.
func (s *diffScreen) Typing() bool { return s.typing || s.chooser != nil }

// Leave leaves what lies over the whole diff, one thing at a time; false when
// there is nothing.
func (s *diffScreen) Leave() bool {
	switch {
	case s.drill != nil:
		s.drill = nil
		s.repick()
		s.movers = s.read.tab == nil
	case s.marked != nil:
		s.marked = nil
	default:
		return false
	}
	s.arrange()
	return true
}

// neighbour shows the next or the previous pair of neighbouring editions.
func (s *diffScreen) neighbour(by int) tea.Cmd {
	if s.read == nil {
		return notice("still reading")
	}
	list := s.read.editions
	place := func(id string) int {
		for i, e := range list {
			if e.ID == id {
				return i
			}
		}
		return -1
	}
	first, last := place(s.want.from), place(s.want.to)
	if first < 0 || last < 0 {
		return notice("neighbours are editions; a rolling era has none: archive diff ERA@DAY ERA@DAY takes any two days")
	}
	turned := first > last
	if turned {
		first, last = last, first
	}
	old := map[string]string{list[place(s.want.from)].Era: s.want.fromMeasure, list[place(s.want.to)].Era: s.want.toMeasure}
	end := last
	if by < 0 {
		end = first
	}
	next := end + by
	for next >= 0 && next < len(list) && list[next].Era == list[end].Era && strings.HasSuffix(list[next].ID, "-undated") {
		next += by
	}
	if next < 0 || next >= len(list) || list[next].Era != list[end].Era {
		return notice(list[end].ID + " is the " + map[int]string{1: "last", -1: "first"}[by] + " edition of its era")
	}
	a, b := list[min(end, next)], list[max(end, next)]
	if turned {
		a, b = b, a
	}
	s.want.from, s.want.to, s.want.fromMeasure, s.want.toMeasure = a.ID, b.ID, old[a.Era], old[b.Era]
	return s.askAnew()
}

func (s *diffScreen) swap() tea.Cmd {
	s.want.from, s.want.to, s.want.fromMeasure, s.want.toMeasure = s.want.to, s.want.from, s.want.toMeasure, s.want.fromMeasure
	return s.askAnew()
}

// diffSides are the ratings of a lineage before and after.
func diffSides(r *moves.Row) [2]*trajectory.Point { return [2]*trajectory.Point{r.From, r.To} }

// toggleCell marks a cell or takes its mark away.
func (s *diffScreen) toggleCell() {
	if i := slices.Index(s.marked, s.at); i >= 0 {
		s.marked = slices.Delete(s.marked, i, i+1)
		if len(s.marked) == 0 {
			s.marked = nil
		}
		return
	}
	s.marked = append(s.marked, s.at)
}

// problem is what is said in place of a diff, empty when there is one.
func (s *diffScreen) problem() string {
	switch {
	case s.read == nil && s.Working() != "":
		return s.Working()
	case s.read == nil:
		return "cancelled; r reads again"
	case s.read.problem != nil:
		var none *moves.NoSuch
		if errors.As(s.read.problem, &none) {
			if s.read.from.Era == "" || s.read.to.Era == "" {
				return none.What + "."
			}
			return none.What + ". M chooses another measure, n and p the neighbouring editions."
		}
		return s.read.problem.Error()
	case len(s.read.rows) == 0:
		return "No lineage is held on either side under these filters; K and R widen them."
	}
	return ""
}
