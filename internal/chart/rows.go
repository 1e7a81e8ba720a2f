package chart

import (
	"cmp"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// panel is one trust: rows of ratings over time.
type panel struct {
	trust trajectory.Trust
	rows  []row
	no    int // ratings without any date, which have no place on the axis
}

// row is ratings that follow one another in time: eras of one body, and where
// there is room those of a second one after it. An era that began before another
// had ended has a row of its own.
type row struct {
	stops []stop
}

// stop is one rating, with the rank beside it where a league table has both.
type stop struct {
	point *trajectory.Point
	rank  *trajectory.Point
	title string // of the first rating of a body: whose it is, where that is not plain
	first bool   // of its body or measure in the row
	year  float64
	x     float64
	gap   gap // before it
	lines []string
	when  string
	need  float64 // width of its texts
}

// gap is what lies between a rating and the one before it in its row.
type gap struct {
	joined bool     // one measure of one scale, and no break recorded between
	why    []string // otherwise, what makes the two incomparable
	note   int      // number of the note that says so; 0 for none
}

// panelOf arranges a trust's ratings. Without chosen measures these are the
// headline ones, with the rank of a league table beside its segment. Packed,
// bodies that follow one another share a row.
func panelOf(cat *store.Catalogue, t trajectory.Trust, chosen, pack bool) panel {
	p := panel{trust: t}
	var codes []string
	stops := map[string][]stop{}
	for i := range t.Points {
		pt := &t.Points[i]
		if !chosen && !shown(t.Points, pt) {
			continue
		}
		year, ok := yearOf(pt)
		if !ok {
			p.no++
			continue
		}
		if stops[pt.Body.Code] == nil {
			codes = append(codes, pt.Body.Code)
		}
		stops[pt.Body.Code] = append(stops[pt.Body.Code], stop{point: pt, year: year})
	}
	first := func(code string) float64 {
		return slices.MinFunc(stops[code], func(a, b stop) int { return cmp.Compare(a.year, b.year) }).year
	}
	slices.SortStableFunc(codes, func(a, b string) int {
		return cmp.Or(cmp.Compare(own(a, t.Code), own(b, t.Code)), cmp.Compare(first(a), first(b)), strings.Compare(a, b))
	})
	for _, code := range codes {
		for _, lane := range lanes(withRanks(stops[code], chosen), chosen) {
			head := &lane[0]
			head.first = true
			switch {
			case code != t.Code:
				head.title = joinedAs(t, code, head.point.Body.Name)
			case len(codes) > 1:
				head.title = "the trust itself (" + t.Code + ")"
			}
			if m, ok := cat.Measure(head.point.Measure); chosen && ok {
				head.title = strings.TrimPrefix(head.title+"; "+m.Label, "; ")
			}
			gaps(cat, t, lane)
			p.put(lane, pack && !chosen)
		}
	}
	return p
}

// put adds ratings to the first row that has ended well before them, else as a
// row of their own.
func (p *panel) put(lane []stop, pack bool) {
	const apart = 2.5 // years
	for i := range p.rows {
		last := p.rows[i].stops[len(p.rows[i].stops)-1]
		if pack && last.point.Body.Code != lane[0].point.Body.Code && last.year+apart < lane[0].year {
			p.rows[i].stops = append(p.rows[i].stops, lane...)
			return
		}
	}
	p.rows = append(p.rows, row{stops: lane})
}

func own(code, self string) int {
	if code == self {
		return 1
	}
	return 0
}

// joinedAs says whose ratings a strand's are, and how it belongs to the trust.
func joinedAs(t trajectory.Trust, code, name string) string {
	for _, k := range t.Lineage {
		if k.Code == code {
			text := k.Relation + ": " + name + " (" + code + ")"
			if k.On != "" {
				text += ", " + day(k.On)
			}
			return text
		}
	}
	return name + " (" + code + ")"
}

// shown reports whether a rating stands in a picture of headline ratings. An
// era of which no headline is held shows what it has.
func shown(points []trajectory.Point, p *trajectory.Point) bool {
	switch {
	case p.Service != "":
		return false
	case p.Headline(), p.Measure == "nof.rank":
		return true
	case p.Era == "nof": // its many metrics are no headline
		return false
	}
	return !slices.ContainsFunc(points, func(q trajectory.Point) bool {
		return q.Era == p.Era && q.Body.Code == p.Body.Code && (q.Headline() && q.Service == "" || q.Measure < p.Measure && q.Service == "")
	})
}

// withRanks puts each rank beside the level of the same edition.
func withRanks(in []stop, chosen bool) []stop {
	if chosen {
		return in
	}
	var out []stop
	for _, s := range in {
		if s.point.Kind != "rank" {
			out = append(out, s)
		}
	}
	for _, s := range in {
		if s.point.Kind != "rank" {
			continue
		}
		at := slices.IndexFunc(out, func(o stop) bool {
			return o.rank == nil && o.point.Kind != "rank" && o.point.Moment() == s.point.Moment() && o.point.Era == s.point.Era
		})
		if at < 0 {
			out = append(out, s)
			continue
		}
		out[at].rank = s.point
	}
	return out
}

// lanes arranges eras, or chosen measures, into rows.
func lanes(in []stop, chosen bool) [][]stop {
	key := func(s stop) string {
		if chosen {
			return s.point.Measure
		}
		return s.point.Era
	}
	var order []string
	by := map[string][]stop{}
	for _, s := range in {
		k := key(s)
		if by[k] == nil {
			order = append(order, k)
		}
		by[k] = append(by[k], s)
	}
	for _, k := range order {
		slices.SortStableFunc(by[k], func(a, b stop) int { return strings.Compare(a.point.When(), b.point.When()) })
	}
	slices.SortStableFunc(order, func(a, b string) int {
		return cmp.Or(cmp.Compare(by[a][0].year, by[b][0].year), cmp.Compare(eras.Rank(by[a][0].point.Era), eras.Rank(by[b][0].point.Era)))
	})
	var out [][]stop
next:
	for _, k := range order {
		for i, lane := range out {
			last := lane[len(lane)-1]
			if last.year < by[k][0].year && !chosen {
				out[i] = append(lane, by[k]...)
				continue next
			}
		}
		out = append(out, by[k])
	}
	return out
}

// gaps finds what lies between the ratings of one body.
func gaps(cat *store.Catalogue, t trajectory.Trust, stops []stop) {
	ways := trajectory.WaysOf(cat)
	for i := 1; i < len(stops); i++ {
		a, b := stops[i-1].point, stops[i].point
		g := &stops[i].gap
		if a.Era != b.Era {
			g.why = crossing(t, a, b)
			continue
		}
		for _, br := range ways.Between(a, b) {
			if !slices.Contains(g.why, br.Why) {
				g.why = append(g.why, br.Why)
			}
		}
		g.joined = len(g.why) == 0 && a.Measure == b.Measure && a.Moment() != b.Moment() && a.Span() != nil && b.Span() != nil
	}
}

// crossing says why the ratings of two eras do not compare.
func crossing(t trajectory.Trust, a, b *trajectory.Point) []string {
	var why []string
	era := func(moment string) string {
		for i := range t.Points {
			if t.Points[i].Moment() == moment {
				return t.Points[i].Era
			}
		}
		return ""
	}
	for _, br := range t.Breaks {
		if from := era(br.Between[0]); era(br.Between[1]) == b.Era && from != b.Era && !slices.Contains(why, br.Why) {
			why = append(why, br.Why)
		}
	}
	if len(why) == 0 {
		why = []string{"another scale, another judge"}
	}
	return why
}

// numbered gives each gap the number of its note; the same reasons have the
// same number.
func numbered(panels []panel) []string {
	var notes []string
	for i := range panels {
		for j := range panels[i].rows {
			for k := range panels[i].rows[j].stops {
				s := &panels[i].rows[j].stops[k]
				if len(s.gap.why) == 0 {
					continue
				}
				text := strings.Join(s.gap.why, "; ")
				at := slices.Index(notes, text)
				if at < 0 {
					at, notes = len(notes), append(notes, text)
				}
				s.gap.note = at + 1
			}
		}
	}
	return notes
}
