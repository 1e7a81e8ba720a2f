package tui

import (
	"cmp"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/trajectory"
)

// axis is time from left to right: a column for each edition or date that has a
// rating, and tracks of ratings over it.
type axis struct {
	columns []column
	tracks  []track
}

// column is one edition, or in a rolling era one date.
type column struct {
	moment, when, era string
	forms             []string // its name, longest first
}

// track is one row: a strand's ratings through the eras, or of one measure.
// Eras that overlap in time lie on tracks of their own.
type track struct {
	trust   int // among the trusts shown
	body    trajectory.Party
	measure string // of a track of one measure
	title   string
	first   bool // of its strand
	into    string
	on      string // when it went into another strand
	stops   []stop
}

// stop is where the cursor stands: a rating, or the gap before it.
type stop struct {
	col    int
	point  *trajectory.Point // the rating; of a gap the one after it
	before *trajectory.Point // of a gap the rating before it
	breaks []eras.Break      // what makes the gap
}

func (s *stop) gap() bool { return s.before != nil }

// newAxis lays the ratings of a view along time.
func newAxis(st *story, v view) *axis {
	a := &axis{}
	for i := range st.trusts {
		a.addTrust(st, i, v)
	}
	a.place(st)
	return a
}

// addTrust adds the tracks of one trust; the columns come later.
func (a *axis) addTrust(st *story, trust int, v view) {
	t := &st.trusts[trust]
	points := map[string][]*trajectory.Point{}
	for i := range t.Points {
		if p := &t.Points[i]; v.takes(p.Measure) {
			points[p.Body.Code] = append(points[p.Body.Code], p)
		}
	}
	rated := func(code string) bool { return len(points[code]) > 0 }
	for _, code := range t.strands(rated) {
		groups := byMeasure(points[code])
		if v.headline {
			groups = inLanes(points[code])
		}
		for i, group := range groups {
			tr := track{trust: trust, body: group[0].Body, first: i == 0}
			tr.title = tr.body.Code + " " + tr.body.Name
			if !v.headline {
				m, _ := st.cat.Measure(group[0].Measure)
				tr.measure, tr.title = group[0].Measure, tr.body.Code+" "+m.Label
			}
			if code != t.Code {
				if into, on, ok := t.next(code, rated); ok {
					tr.into, tr.on = into, on
				}
			}
			for _, p := range group {
				tr.stops = append(tr.stops, stop{point: p})
			}
			a.tracks = append(a.tracks, tr)
		}
	}
}

// inTime sorts points by time, then era.
func inTime(points []*trajectory.Point) {
	slices.SortStableFunc(points, func(x, y *trajectory.Point) int {
		return cmp.Or(strings.Compare(x.When(), y.When()), cmp.Compare(eras.Rank(x.Era), eras.Rank(y.Era)))
	})
}

func byMeasure(points []*trajectory.Point) [][]*trajectory.Point {
	var out [][]*trajectory.Point
	at := map[string]int{}
	for _, p := range points {
		i, ok := at[p.Measure]
		if !ok {
			i = len(out)
			at[p.Measure] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], p)
	}
	for _, g := range out {
		inTime(g)
	}
	return out
}

// inLanes puts eras that follow one another on one row, and one that began
// before another had ended on a row of its own.
func inLanes(points []*trajectory.Point) [][]*trajectory.Point {
	var order []string
	byEra := map[string][]*trajectory.Point{}
	for _, p := range points {
		if byEra[p.Era] == nil {
			order = append(order, p.Era)
		}
		byEra[p.Era] = append(byEra[p.Era], p)
	}
	for _, e := range order {
		inTime(byEra[e])
	}
	slices.SortStableFunc(order, func(x, y string) int { return strings.Compare(byEra[x][0].When(), byEra[y][0].When()) })
	var lanes [][]*trajectory.Point
next:
	for _, e := range order {
		for i, lane := range lanes {
			if lane[len(lane)-1].When() < byEra[e][0].When() {
				lanes[i] = append(lane, byEra[e]...)
				continue next
			}
		}
		lanes = append(lanes, byEra[e])
	}
	return lanes
}

// place makes the columns of all stops, and the gaps between them.
func (a *axis) place(st *story) {
	at := map[string]int{}
	for i := range a.tracks {
		for _, s := range a.tracks[i].stops {
			p := s.point
			m := p.Moment()
			if _, ok := at[m]; !ok {
				at[m] = 0
				a.columns = append(a.columns, column{moment: m, when: p.When(), era: p.Era, forms: momentForms(p)})
			}
		}
	}
	slices.SortStableFunc(a.columns, func(x, y column) int {
		return cmp.Or(strings.Compare(x.when, y.when), cmp.Compare(eras.Rank(x.era), eras.Rank(y.era)), strings.Compare(x.moment, y.moment))
	})
	for i, c := range a.columns {
		at[c.moment] = i
	}
	ways := trajectory.WaysOf(st.cat)
	for i := range a.tracks {
		t := &a.tracks[i]
		var out []stop
		for j, s := range t.stops {
			s.col = at[s.point.Moment()]
			if j > 0 {
				before := t.stops[j-1].point
				breaks := ways.Between(before, s.point)
				if before.Era != s.point.Era || len(breaks) > 0 && before.Moment() != s.point.Moment() {
					out = append(out, stop{col: s.col, point: s.point, before: before, breaks: breaks})
				}
			}
			out = append(out, s)
		}
		t.stops = out
	}
}

// cursor is a place on an axis.
type cursor struct{ track, stop int }

// at is the stop under a cursor, nil on an axis without any.
func (a *axis) at(c cursor) *stop {
	if c.track >= len(a.tracks) || c.stop >= len(a.tracks[c.track].stops) {
		return nil
	}
	return &a.tracks[c.track].stops[c.stop]
}

// focus is what an axis is drawn around: a column, and on a track the stop there,
// or -1 where it has none.
type focus struct {
	track, stop, col int
	gap              bool
}

// focus is the place of a cursor.
func (a *axis) focus(c cursor) (focus, bool) {
	s := a.at(c)
	if s == nil {
		return focus{}, false
	}
	return focus{c.track, c.stop, s.col, s.gap()}, true
}

// along moves the cursor in time, by so many stops.
func (a *axis) along(c cursor, by int) cursor {
	if c.track < len(a.tracks) {
		c.stop = max(0, min(c.stop+by, len(a.tracks[c.track].stops)-1))
	}
	return c
}

// across moves the cursor to another track, to the rating nearest in time.
func (a *axis) across(c cursor, by int) cursor {
	s := a.at(c)
	if s == nil {
		return c
	}
	to := max(0, min(c.track+by, len(a.tracks)-1))
	if to == c.track {
		return c
	}
	return cursor{to, a.nearest(to, s.col)}
}

// nearest is the rating of a track nearest to a column.
func (a *axis) nearest(track, col int) int {
	best, away := 0, -1
	for i := range a.tracks[track].stops {
		s := &a.tracks[track].stops[i]
		if d := max(s.col-col, col-s.col); !s.gap() && (away < 0 || d < away) {
			best, away = i, d
		}
	}
	return best
}

// find is where the rating of a body, a moment and a measure stands; where it is
// not on the axis, the last rating of the body, else the last of all.
func (a *axis) find(body, moment, measure string) cursor {
	out := cursor{max(0, len(a.tracks)-1), 1 << 30}
	for i := range a.tracks {
		last := len(a.tracks[i].stops) - 1
		best := a.at(a.along(out, 0))
		if a.tracks[i].body.Code == body && (best == nil || best.point.Body.Code != body || a.tracks[i].stops[last].col > best.col) {
			out = cursor{i, last}
		}
	}
	for i := range a.tracks {
		for j := range a.tracks[i].stops {
			s := &a.tracks[i].stops[j]
			if !s.gap() && s.point.Body.Code == body && s.point.Moment() == moment {
				if s.point.Measure == measure {
					return cursor{i, j}
				}
				out = cursor{i, j}
			}
		}
	}
	return a.along(out, 0)
}
