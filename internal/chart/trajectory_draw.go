package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"

	"careratings/internal/trajectory"
)

func (st *story) draw() {
	from, to := st.axis.from, math.Ceil(st.axis.to)-1
	title := fmt.Sprintf("%d trusts side by side: how each was rated, %.0f to %.0f", len(st.panels), from, to)
	if len(st.panels) == 1 {
		t := st.panels[0].trust
		title = fmt.Sprintf("%s (%s): how it was rated, %.0f to %.0f", t.Name, t.Code, from, to)
	}
	what := "Each rating in its publisher's own word, over its place among its peers: the box reaches from the share rated worse to the share rated worse or level."
	if st.opt.Chosen {
		what = "The measures asked for, over their place among peers: the box reaches from the share rated worse to the share rated worse or level."
	}
	peers := "No standing among peers is known of any of these ratings."
	if g := st.groups(); len(g) > 0 {
		peers = "The words of different eras are not one scale. Peers: each edition's own table (" + strings.Join(g, "; ") + "). Basis: ratings where all are held, else published totals. " + st.lineage()
	}
	y := st.head(title, what, peers) + 6
	if len(st.panels) > 4 {
		y = st.years(y, true)
	}
	for i := range st.panels {
		if i > 0 {
			st.mayEnd(y)
		}
		y = st.panel(y, &st.panels[i])
	}
	st.mayEnd(y)
	y = st.years(y-2, false) + 6
	y = st.legend(y) + 4
	if len(st.notes) > 0 {
		st.text(margin, y, style{7.5, true, ink()}, left, "Where no comparison is possible")
		n := 2
		if len(st.notes) > 12 {
			n = 3
		}
		y = st.columns(y+10, n, style{6.8, false, ink()}, st.notes) + 3
	}
	var notes []string
	if st.signs["[e]"] {
		notes = append(notes, "[e] implied, doubtful or unconfirmed: counts in no distribution.")
	}
	if st.look.brief && st.signs[briefWord] {
		notes = append(notes, briefWord+": "+fullWord+".")
	}
	if st.signs["[r]"] {
		notes = append(notes, "[r] revised after it was published.")
	}
	if st.signs["!"] {
		notes = append(notes, "! sources disagree about it: archive conflicts lists them.")
	}
	notes = []string{strings.Join(notes, " ")}
	for i := range st.panels {
		if p := &st.panels[i]; p.no > 0 {
			notes = append(notes, fmt.Sprintf("%s: %s without a date not drawn.", p.trust.Code, counted(p.no, "rating")))
		}
	}
	about := st.opt.About
	about.Sources = st.sources()
	st.foot(y, about, notes)
	st.Desc = st.told()
}

// lineage says whose ratings are drawn.
func (st *story) lineage() string {
	if st.doc.Policy == "legal" {
		return "The ratings of each code alone, without predecessors (policy legal)."
	}
	for i := range st.panels {
		for _, r := range st.panels[i].rows {
			if slices.ContainsFunc(r.stops, func(s stop) bool { return s.point.Body.Code != st.panels[i].trust.Code }) {
				return "Predecessors apart from the trust itself (policy " + st.doc.Policy + ")."
			}
		}
	}
	return "Policy " + st.doc.Policy + ", no predecessor rated."
}

// panel draws a trust's rows and returns where the next panel begins.
func (st *story) panel(y float64, p *panel) float64 {
	if len(st.panels) > 1 {
		name := style{min(9.5, st.look.word+1.5), true, ink()}
		st.text(margin, y+8, name, left, st.fit(p.trust.Name, name, st.W-2*margin-60)+" ("+p.trust.Code+")")
		y += 12
	}
	if len(p.rows) == 0 {
		st.text(axisLeft, y+9, style{7.5, false, quiet()}, left, "No rating with a date is held.")
		return y + 20
	}
	for i := range p.rows {
		y = st.row(y, &p.rows[i]) + 4
	}
	return y
}

func (st *story) eraStyle() style { return style{st.look.word - 0.5, true, deep()} }

func (st *story) eraForms(era string) []string {
	e, _ := st.cat.Era(era)
	return eraNames(era, e.Label)
}

// row draws one body's ratings and returns its lower end.
func (st *story) row(y float64, r *row) float64 {
	tiny := style{st.look.small, false, quiet()}
	if st.titles(y+7, r) {
		y += 10
	}
	spans := st.eraSpans(r)
	lines, names := 1, 1
	for _, s := range r.stops {
		lines = max(lines, len(s.lines))
	}
	for i := range spans {
		names = max(names, len(spans[i].name))
	}
	es, ws := st.eraStyle(), style{st.look.word, true, ink()}
	when := y + float64(names)*lead(es) + lead(tiny)
	words := when + lead(ws)
	top := words + float64(lines-1)*lead(ws) + 4
	bottom := top + st.look.plot
	end := bottom + lead(tiny) + 2
	for _, e := range spans {
		st.fill(e.x0, y-1, e.x1-e.x0, end-y+2, ground())
		for i, l := range e.name {
			st.text((e.x0+e.x1)/2, y+float64(i+1)*lead(es)-1, es, middle, l)
		}
		for _, share := range []float64{0, 0.5, 1} {
			gy := bottom - share*st.look.plot
			st.line(pen{0.5, faint(), nil}, [2]float64{e.x0, gy}, [2]float64{e.x1, gy})
		}
	}
	st.shares(top, bottom)
	for k := range r.stops {
		s := &r.stops[k]
		st.text(s.x, when-1, tiny, middle, s.when)
		n := len(s.lines)
		for i, l := range s.lines {
			set := ws
			if s.rank != nil && i == n-1 {
				set = tiny
			}
			st.text(s.x, words+float64(i)*lead(ws), set, middle, l)
		}
		st.band(s, top, bottom)
		st.text(s.x, bottom+lead(tiny), tiny, middle, sizeOf(s))
		for _, m := range strings.Fields(marksOf(s.point)) {
			st.signs[m] = true
		}
	}
	return st.strip(end+6, r)
}

// titles names the bodies of a row above their first ratings.
func (st *story) titles(y float64, r *row) (any bool) {
	set := style{st.look.small + 0.3, false, ink()}
	end := st.W - margin
	for k := len(r.stops) - 1; k >= 0; k-- {
		s := &r.stops[k]
		if s.title == "" {
			continue
		}
		any = true
		x := s.x - s.need/2 - 2
		if w := st.width(safe(s.title), set); x+w > end && (k == 0 || end == st.W-margin) {
			x = max(axisLeft, end-w)
		}
		st.text(x, y, set, left, st.fit(s.title, set, end-x+0.01)) // end-(end-w) can be a hair less than w
		end = x - 8
	}
	return any
}

// eraSpan is where an era lies in a row, and its name in lines.
type eraSpan struct {
	x0, x1 float64
	name   []string
}

func (st *story) eraSpans(r *row) []eraSpan {
	var out []eraSpan
	for i := 0; i < len(r.stops); {
		j := i
		for j+1 < len(r.stops) && !begins(r.stops, j+1) {
			j++
		}
		e := eraSpan{x0: r.stops[i].x - r.stops[i].need/2 - 2, x1: r.stops[j].x + r.stops[j].need/2 + 2}
		for _, form := range st.eraForms(r.stops[i].point.Era) {
			e.name = st.wrap(form, st.eraStyle(), e.x1-e.x0-2)
			if len(e.name) <= 2 && !strings.Contains(strings.Join(e.name, ""), "…") && (len(e.name) == 1 || st.look.plot > 40) {
				break
			}
		}
		if len(e.name) > 2 {
			e.name = []string{st.fit(strings.Join(e.name, " "), st.eraStyle(), e.x1-e.x0)}
		}
		out = append(out, e)
		i = j + 1
	}
	return out
}

// shares labels the share axis of a row.
func (st *story) shares(top, bottom float64) {
	set := style{st.look.small, false, quiet()}
	x := axisLeft - 3
	if st.look.plot < 40 {
		st.text(x, top+5, set, right, "best")
		st.text(x, bottom, set, right, "worst")
		return
	}
	st.text(x, top+2.5, set, right, "best 100%")
	st.text(x, (top+bottom)/2+2.5, set, right, "50%")
	st.text(x, bottom+2.5, set, right, "worst 0%")
}

// band draws the tie band of a rating, and of its rank.
func (st *story) band(s *stop, top, bottom float64) {
	height := bottom - top
	at := func(share float64) float64 { return bottom - share*height }
	w := st.look.box
	p := s.point
	dashes := []vg.Length{2, 1.5}
	switch low, high := p.Standing.Low, p.Standing.High; {
	case low != nil && high != nil && p.Kind == "rank":
		st.rank(s.x, w, p, at)
	case low != nil && high != nil:
		y0, y1 := at(*high), at(*low)
		if y1-y0 < 2 {
			y0, y1 = (y0+y1)/2-1, (y0+y1)/2+1
		}
		st.fill(s.x-w/2, y0, w, y1-y0, tint())
		st.frame(s.x-w/2, y0, w, y1-y0, pen{1, deep(), nil})
		st.signs["band"] = true
	case low == nil && high == nil:
		if s.rank == nil && !unscaled(p) {
			st.hatch(s.x-w/2, top, w, height, pen{0.4, faint(), nil})
			st.frame(s.x-w/2, top, w, height, pen{0.6, quiet(), dashes})
			st.signs["unknown"] = true
		}
	default:
		var known float64
		y0, y1 := top, bottom
		if low != nil {
			known = at(*low)
			y1 = known
		} else {
			known = at(*high)
			y0 = known
		}
		st.hatch(s.x-w/2, y0, w, y1-y0, pen{0.5, deep(), nil})
		st.frame(s.x-w/2, y0, w, y1-y0, pen{0.6, deep(), dashes})
		st.line(pen{2, deep(), nil}, [2]float64{s.x - w/2, known}, [2]float64{s.x + w/2, known})
		st.signs["half"] = true
	}
	if s.rank != nil {
		st.rank(s.x, w, s.rank, at)
	}
	if st.look.tall {
		st.counts(s, top, bottom, at)
	}
}

// rank draws a league position as a thick dark bar.
func (st *story) rank(x, w float64, p *trajectory.Point, at func(float64) float64) {
	low, high := p.Standing.Low, p.Standing.High
	switch {
	case low == nil && high == nil:
		return
	case low == nil: // how many share the rank is not known: its upper end is
		low = high
	case high == nil:
		high = low
	}
	y0, y1 := at(*high), at(*low)
	if y1-y0 < 3 {
		y0, y1 = (y0+y1)/2-1.5, (y0+y1)/2+1.5
	}
	st.fill(x-w/2-2, y0, w+4, y1-y0, ink())
	st.signs["rank"] = true
}

// counts writes how many were worse, level and better, where there is room.
func (st *story) counts(s *stop, top, bottom float64, at func(float64) float64) {
	worse, level, better := countsOf(s)
	set := style{st.look.small, false, ink()}
	low, high := s.point.Standing.Low, s.point.Standing.High
	if low != nil {
		if y := at(*low) + st.look.small + 1; y+1 < bottom {
			st.text(s.x, y, set, middle, worse)
		}
	}
	if high != nil {
		if y := at(*high) - 3; y-st.look.small > top {
			st.text(s.x, y, set, middle, better)
		}
	}
	if low != nil && high != nil && (*high-*low)*(bottom-top) > st.look.small+3 {
		if st.width(level, set)+3 < st.look.box {
			st.text(s.x, (at(*low)+at(*high))/2+2.3, set, middle, level)
			return
		}
		number, word, _ := strings.Cut(level, " ")
		mid := (at(*low) + at(*high)) / 2
		if (*high-*low)*(bottom-top) > 2*st.look.small+4 {
			st.text(s.x, mid-0.5, set, middle, number)
			st.text(s.x, mid+st.look.small-0.5, set, middle, word)
			return
		}
		st.text(s.x, mid+2.3, set, middle, number)
	}
}

// strip draws under a row which ratings may be compared: a line joins those of
// one unbroken scale, two strokes with the number of a note stand at a break.
func (st *story) strip(y float64, r *row) float64 {
	set := style{st.look.small, true, ink()}
	for k := range r.stops {
		s := &r.stops[k]
		st.dot(s.x, y, 1.8, ink())
		if k == 0 || s.first {
			continue
		}
		before := &r.stops[k-1]
		if s.gap.joined {
			st.line(pen{1.1, ink(), nil}, [2]float64{before.x, y}, [2]float64{s.x, y})
			st.signs["joined"] = true
		}
		if s.gap.note > 0 {
			x := (before.x + before.need/2 + s.x - s.need/2) / 2
			for _, d := range []float64{-2.6, 0.6} {
				st.line(pen{0.9, ink(), nil}, [2]float64{x + d, y + 3.2}, [2]float64{x + d + 2.4, y - 3.2})
			}
			st.text(x, y+3.6+st.look.small, set, middle, strconv.Itoa(s.gap.note))
			st.signs["break"] = true
		}
	}
	return y + 4 + st.look.small
}

// years draws the time axis.
func (st *story) years(y float64, above bool) float64 {
	set := style{6.8, false, quiet()}
	base, tick, text := y+2, 3.0, y+12
	if above {
		base, tick, text = y+11, -3.0, y+6
	}
	st.line(pen{0.7, quiet(), nil}, [2]float64{st.axis.left, base}, [2]float64{st.axis.right, base})
	free := 0.0
	for year := int(st.axis.from); float64(year) < st.axis.to; year++ {
		x := st.axis.x(float64(year))
		st.line(pen{0.7, quiet(), nil}, [2]float64{x, base}, [2]float64{x, base + tick})
		label := strconv.Itoa(year)
		w := st.width(label, set)
		if x-w/2 < free || x+w/2 > st.W-margin/2 {
			continue
		}
		st.text(x, text, set, middle, label)
		free = x + w/2 + 3
	}
	return y + 16
}
