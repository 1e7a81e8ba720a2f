package tui

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
	"careratings/internal/store"
)

// diffAsk is all that an era-diff depends on; what is left to the screen (the
// verdict, the cells, the name and the order) only picks rows of it.
type diffAsk struct {
	from, to               string // moments as they are written
	fromMeasure, toMeasure string // empty for the era's headline
	kind, region           string
	policy, basis, asOf    string
}

func (q diffAsk) options(all, levels bool) moves.Options {
	opt := moves.Options{Policy: q.policy, Basis: q.basis, AsOf: q.asOf, Levels: levels}
	if !all {
		opt.Kind, opt.Region = q.kind, q.region
	}
	return opt
}

// moments reads both sides.
func (q diffAsk) moments(cat *store.Catalogue) (from, to moves.Moment, err error) {
	if from, err = moves.ParseMoment(cat, q.from, q.fromMeasure); err != nil {
		return from, to, err
	}
	to, err = moves.ParseMoment(cat, q.to, q.toMeasure)
	if err == nil && from.ID() == to.ID() && from.Measure.ID == to.Measure.ID {
		err = &moves.NoSuch{What: "both sides are " + from.ID() + ": a diff needs two editions or two measures"}
	}
	return from, to, err
}

// diffRead is an era-diff as it was read. problem is the reason why there is
// none; then only the lists to choose from are filled.
type diffRead struct {
	ask       diffAsk
	problem   error
	from, to  moves.Moment
	c         *moves.Comparison
	doc       moves.Diff
	rows      []diffRow
	tab       *moves.CrossTab // nil where a measure has no levels
	noTab     string          // why
	refused   *compare.Refusal
	left      diffLeftOut
	backwards bool

	editions       []eras.Edition
	measures       [2][]eras.Measure
	kinds, regions []diffCount
}

// diffRow is a lineage: its cell of the cross-tab, its words for finding it and
// its row of the flat table.
type diffRow struct {
	*moves.Row
	place   moves.Place
	counted bool
	words   string
	cells   []output.Value
}

// diffCount is something to choose from and how many lineages it has.
type diffCount struct {
	name string
	n    int
}

// diffLeftOut says why lineages are in no cell of the map.
type diffLeftOut struct {
	onlyFrom, onlyTo int // the other rating is not held, although they went on
	ranges           int // a range of levels on a side
	doubt            int // not stated on a side
	none             int // no level on a side
}

func readDiff(ctx context.Context, s *session, q diffAsk) (*diffRead, error) {
	a, err := s.open()
	if err != nil {
		return nil, err
	}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	d := &diffRead{ask: q, editions: cat.Editions}
	if d.from, d.to, err = q.moments(cat); err != nil {
		return d.without(err)
	}
	for i, m := range []moves.Moment{d.from, d.to} {
		if d.measures[i], err = diffMeasures(ctx, a, cat, m); err != nil {
			return nil, err
		}
	}
	if d.c, err = moves.Compare(ctx, a, d.from, d.to, q.options(false, false)); err != nil {
		return d.without(err)
	}
	if err := d.choices(ctx, a); err != nil {
		return nil, err
	}
	if x, y := diffDay(cat, d.from), diffDay(cat, d.to); x != "" && y != "" && x > y {
		d.backwards = true
	}
	d.doc = d.c.Diff()
	d.lay()
	return d, d.table()
}

// without is an answer that says why there is no diff; any other error is the
// caller's.
func (d *diffRead) without(err error) (*diffRead, error) {
	var none *moves.NoSuch
	var refused *compare.Refusal
	if errors.As(err, &none) || errors.As(err, &refused) {
		d.problem = err
		return d, nil
	}
	return nil, err
}

// lay makes the rows and counts those that the map leaves out.
func (d *diffRead) lay() {
	d.rows = make([]diffRow, len(d.doc.Rows))
	for i := range d.doc.Rows {
		r := &d.doc.Rows[i]
		row := diffRow{Row: r, words: r.Words(), cells: flat.DiffRow(*r)}
		row.place, row.counted = d.c.Place(d.c.Pairs[i])
		d.rows[i] = row
		if !row.counted {
			d.left.count(r)
		}
	}
}

func (l *diffLeftOut) count(r *moves.Row) {
	why := 0
	for _, p := range diffSides(r) {
		if p == nil {
			continue
		}
		switch {
		case p.Partial != nil:
			why = max(why, 1)
		case p.Level == nil:
			why = max(why, 3)
		case !p.Stated():
			why = max(why, 2)
		}
	}
	switch {
	case why == 1:
		l.ranges++
	case why == 2:
		l.doubt++
	case why == 3:
		l.none++
	case r.To == nil:
		l.onlyFrom++
	default:
		l.onlyTo++
	}
}

// telling is the column of diffSorts that puts those who moved first: the change
// of standing, or of level where no peers are known.
func (d *diffRead) telling() int {
	for _, r := range d.rows {
		if r.StandingChange != nil {
			return 1
		}
	}
	return 2
}

// table reads the cross-tab, as transitions where no break forbids it.
func (d *diffRead) table() error {
	tab, err := d.c.Transitions()
	if errors.As(err, &d.refused) {
		tab, err = d.c.CrossTab()
	}
	var none *moves.NoSuch
	switch {
	case errors.As(err, &none):
		d.noTab = none.What
	case err != nil:
		return err
	default:
		d.tab = &tab
	}
	return nil
}

// breakOf is a break between the sides; false for none of that id.
func (d *diffRead) breakOf(id string) (eras.Break, bool) {
	for _, b := range d.c.Breaks {
		if b.ID == id {
			return b, true
		}
	}
	return eras.Break{}, false
}

// choices counts the lineages of each peer group and region, whatever the
// filters are.
func (d *diffRead) choices(ctx context.Context, a *store.Archive) error {
	all := d.c
	if d.ask.kind != "" || d.ask.region != "" {
		var err error
		if all, err = moves.Compare(ctx, a, d.from, d.to, d.ask.options(true, true)); err != nil {
			return err
		}
	}
	briefs, err := a.Briefs(ctx)
	if err != nil {
		return err
	}
	regionOf := make(map[string]string, len(briefs))
	for _, b := range briefs {
		regionOf[b.ID] = b.Region
	}
	kinds, regions := map[string]int{}, map[string]int{}
	for _, p := range all.Pairs {
		var from, to string
		if p.A != nil {
			from = p.A.PrintedGroup()
			kinds[from]++
		}
		if p.B != nil {
			if to = p.B.PrintedGroup(); to != from {
				kinds[to]++
			}
		}
		regions[regionOf[p.Code]]++
	}
	d.kinds, d.regions = diffCounts(kinds), diffCounts(regions)
	return nil
}

// diffCounts sorts counts by number; what has no name cannot be chosen.
func diffCounts(m map[string]int) []diffCount {
	var out []diffCount
	for name, n := range m {
		if name != "" {
			out = append(out, diffCount{name, n})
		}
	}
	slices.SortFunc(out, func(x, y diffCount) int { return cmp.Or(-cmp.Compare(x.n, y.n), cmp.Compare(x.name, y.name)) })
	return out
}

// diffMeasures are the measures held of a moment; the headline first.
func diffMeasures(ctx context.Context, a *store.Archive, cat *store.Catalogue, m moves.Moment) ([]eras.Measure, error) {
	var held []string
	if m.Edition != "" {
		var err error
		if held, err = a.MeasuresIn(ctx, m.Edition); err != nil {
			return nil, err
		}
	}
	var out []eras.Measure
	for _, measure := range cat.Measures {
		if measure.Era == m.Era && (m.Edition == "" || slices.Contains(held, measure.ID)) {
			out = append(out, measure)
		}
	}
	era, _ := cat.Era(m.Era)
	rank := func(x eras.Measure) int {
		switch {
		case x.ID == era.Headline:
			return 0
		case x.Scale != "":
			return 1
		}
		return 2 + strings.Count(x.ID, ".")
	}
	slices.SortStableFunc(out, func(x, y eras.Measure) int { return cmp.Compare(rank(x), rank(y)) })
	return out, nil
}

// diffDay is the day of a moment, as far as it has one for all.
func diffDay(cat *store.Catalogue, m moves.Moment) string {
	if e, ok := cat.Edition(m.Edition); ok {
		return e.Published.Last()
	}
	return m.AsAt
}
