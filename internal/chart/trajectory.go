package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// MostTrusts is how many trusts a picture can hold and still be read.
const MostTrusts = 12

// TrajectoryOptions say what a trajectory's picture shows.
type TrajectoryOptions struct {
	About
	Chosen bool // the document was narrowed to chosen measures: draw all it holds
}

// EmptyError says that there is nothing to draw.
type EmptyError struct{ What string }

func (e *EmptyError) Error() string { return e.What }

// story is a trajectory picture while it is laid out.
type story struct {
	*Sheet
	doc    trajectory.Document
	cat    *store.Catalogue
	opt    TrajectoryOptions
	panels []panel
	notes  []string
	axis   *axis
	look   rowLook
	signs  map[string]bool // which marks and boxes are used
}

// rowLook is how large a row is drawn.
type rowLook struct {
	plot  float64 // height of the tie bands
	word  float64 // size of the publisher's words
	small float64 // size of dates and counts
	box   float64 // width of a tie band
	lines int     // most lines of a word
	brief bool    // one long word is abbreviated, and a note says so
	tall  bool    // counts are written beside the bands
}

// Trajectory lays out one picture of up to MostTrusts trajectories, one below
// the other on one time axis. The error is an *EmptyError where no trust has a
// rating with a date.
func Trajectory(doc trajectory.Document, cat *store.Catalogue, opt TrajectoryOptions) (*Sheet, error) {
	if len(doc.Trusts) > MostTrusts {
		return nil, fmt.Errorf("%d trusts: a picture holds at most %d", len(doc.Trusts), MostTrusts)
	}
	st := &story{doc: doc, cat: cat, opt: opt, signs: map[string]bool{}}
	rows := 0
	for _, t := range doc.Trusts {
		p := panelOf(cat, t, opt.Chosen, true)
		rows += len(p.rows)
		st.panels = append(st.panels, p)
	}
	if rows == 0 {
		return nil, &EmptyError{"no rating with a date is held of " + names(doc.Trusts) + ": there is nothing to draw"}
	}
	st.notes = numbered(st.panels)
	// A4, A3 and A2 paper laid across; wider only where no paper would do.
	over := 0.0
	for _, width := range []float64{842, 1191, 1684, 0} {
		var err error
		if width == 0 {
			width = 1684 + over + 1
		}
		if st.Sheet, err = newSheet(width); err != nil {
			return nil, err
		}
		if over = st.lay(rows); over == 0 {
			break
		}
	}
	st.draw()
	return st.Sheet, nil
}

func names(trusts []trajectory.Trust) string {
	var out []string
	for _, t := range trusts {
		out = append(out, t.Name+" ("+t.Code+")")
	}
	return strings.Join(out, "; ")
}

// The longest of the publishers' words that is common, and what is set for it
// where many trusts leave no room.
const (
	fullWord  = "Requires improvement"
	briefWord = "Req. impr."
)

// axisLeft is where rows begin: right of the labels of their share axis.
const axisLeft = margin + 32

// lay finds the largest setting of the words with which every row fits, and
// returns 0; or how much too wide the smallest one is.
func (st *story) lay(rows int) (over float64) {
	plot, word := 150.0, 8.5
	switch {
	case rows > 8:
		plot, word = 26, 6.8
	case rows > 5:
		plot, word = 46, 7
	case rows > 2:
		plot, word = 92, 7.5
	}
	from, to := st.span()
	for _, squeeze := range []struct{ tall, brief bool }{{true, false}, {false, false}, {false, true}} {
		if squeeze.tall && plot < 80 || squeeze.brief && rows < 6 {
			continue
		}
		for size := word; size >= 6.2; size -= 0.5 {
			for lines := 2; lines <= 3; lines++ {
				st.look = rowLook{plot: plot, word: size, small: min(6.5, size-0.5), box: 22, lines: lines, tall: squeeze.tall, brief: squeeze.brief}
				if plot < 80 {
					st.look.box = 16
				}
				st.measure()
				if st.axis, over = layAxis(st.panels, from, to, axisLeft+4, st.W-margin); over == 0 {
					return 0
				}
			}
		}
	}
	return over
}

// span is the years of the axis: from 2001 to the end of what is held, or to
// the day that is asked for.
func (st *story) span() (from, to float64) {
	from, to = 2001, 2002
	for i := range st.cat.Editions {
		p := trajectory.At(st.cat, st.cat.Editions[i].Era, st.cat.Editions[i].ID, "", "")
		if y, ok := yearOf(&p); ok {
			to = max(to, y)
		}
	}
	if p := trajectory.At(st.cat, "", "", st.opt.AsOf, ""); st.opt.AsOf != "" {
		if y, ok := yearOf(&p); ok {
			to = min(to, y)
		}
	}
	for i := range st.panels {
		for _, r := range st.panels[i].rows {
			from, to = min(from, math.Floor(r.stops[0].year)), max(to, r.stops[len(r.stops)-1].year)
		}
	}
	return from, math.Ceil(to*4)/4 + 0.25
}

// measure sets the texts of every rating and finds the room they need.
func (st *story) measure() {
	for i := range st.panels {
		for j := range st.panels[i].rows {
			stops := st.panels[i].rows[j].stops
			for k := range stops {
				st.measureStop(&stops[k])
				if begins(stops, k) && (k == len(stops)-1 || begins(stops, k+1)) { // alone in its era
					list := st.eraForms(stops[k].point.Era)
					stops[k].need = max(stops[k].need, st.width(list[len(list)-1], st.eraStyle())+2)
				}
			}
		}
	}
}

// begins reports whether an era begins with a rating of a row.
func begins(stops []stop, k int) bool {
	return k == 0 || stops[k].first || stops[k-1].point.Era != stops[k].point.Era
}

func (st *story) measureStop(s *stop) {
	set := style{st.look.word, true, ink()}
	word := wordOf(s.point)
	if st.look.brief && word == fullWord {
		word = briefWord
		st.signs[briefWord] = true
	}
	text := strings.TrimSpace(word + "\u00a0" + marksOf(s.point))
	low, high := 0.0, st.width(text, set)+0.1
	for word := range words(text) {
		low = max(low, st.width(word, set)+0.1)
	}
	low, high = min(max(low, min(high, 5*st.look.word)), 110), min(high, 110)
	for high-low > 0.5 && len(st.wrap(text, set, low)) > st.look.lines {
		low += 1
	}
	s.lines = st.wrap(text, set, low)
	if len(s.lines) > st.look.lines {
		rest := strings.Join(s.lines[st.look.lines-1:], " ")
		s.lines = append(s.lines[:st.look.lines-1:st.look.lines-1], st.fit(rest, set, low))
	}
	s.need = st.look.box
	for _, l := range s.lines {
		s.need = max(s.need, st.width(l, set))
	}
	tiny := style{st.look.small, false, quiet()}
	if s.rank != nil {
		s.lines = append(s.lines, rankWord(s.rank))
		s.need = max(s.need, st.width(rankWord(s.rank), tiny))
	}
	forms := whenOf(s.point)
	s.when = forms[0]
	for _, f := range forms {
		if s.when = f; st.width(f, tiny) <= max(s.need, 36) {
			break
		}
	}
	s.need = max(s.need, st.width(s.when, tiny), st.width(sizeOf(s), tiny))
	if st.look.tall {
		worse, level, better := countsOf(s)
		s.need = max(s.need, st.width(worse, tiny), st.width(level, tiny), st.width(better, tiny))
	}
	s.need += 2
}

// unscaled reports whether a value is no place on a scale: words, a number or
// the reason why there is no rating.
func unscaled(p *trajectory.Point) bool {
	return p.Status != "rated" || p.Kind != "level" && p.Kind != "rank"
}

func rankWord(p *trajectory.Point) string {
	return strings.TrimSpace(wordOf(p) + " " + marksOf(p))
}

// percent rounds a half up, as people do.
func percent(share float64) int { return int(math.Floor(share*100 + 0.5 + 1e-9)) }

// sizeOf says of how many peers a standing is, where there is one.
func sizeOf(s *stop) string {
	p := s.point
	if s.rank != nil && p.Peers.N == nil {
		p = s.rank
	}
	switch {
	case unscaled(s.point):
		return "no scale"
	case p.Standing.Low == nil && p.Standing.High == nil:
		return ""
	case p.Peers.N == nil:
		return "n ?"
	}
	return fmt.Sprintf("n = %d", *p.Peers.N)
}

// countsOf are the plain counts beside a band, or the shares where only those
// are published; empty where not known or nought.
func countsOf(s *stop) (worse, level, better string) {
	if s.rank != nil {
		return "", "", ""
	}
	p := s.point.Standing
	count := func(n *int, what string) string {
		if n == nil || *n == 0 {
			return ""
		}
		return fmt.Sprintf("%d %s", *n, what)
	}
	if p.Worse != nil && p.Tied != nil && p.Better != nil {
		return count(p.Worse, "worse"), count(p.Tied, "level"), count(p.Better, "better")
	}
	or := ""
	if p.Low == nil || p.High == nil {
		or = "+" // at least so many
	}
	if p.Low != nil && percent(*p.Low) > 0 {
		worse = compare.PercentText(*p.Low) + "%" + or + " worse"
	}
	if p.High != nil && percent(1-*p.High) > 0 {
		better = compare.PercentText(1-*p.High) + "%" + or + " better"
	}
	return worse, "", better
}

// groups are the peer groups that standings are taken against.
func (st *story) groups() []string {
	var out []string
	for i := range st.panels {
		for _, r := range st.panels[i].rows {
			for k := range r.stops {
				p := r.stops[k].point
				if g := spaced(p.Peers.Group); g != "" && (p.Standing.Low != nil || p.Standing.High != nil) && !slices.Contains(out, g) {
					out = append(out, g)
				}
			}
		}
	}
	return out
}
