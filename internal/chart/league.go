package chart

import (
	"fmt"
	"math"
	"strings"

	"careratings/internal/league"
)

// LeagueOptions say what a league's picture shows.
type LeagueOptions struct {
	About
	Trust string // code of the body to point out; empty for none
}

// perColumn is how many bodies stand under one another on a page.
const perColumn = 70

// League lays out one table of an edition: where the publisher ranked, each body
// at its rank with its likely range; else how many stand at each level, since a
// level is no rank. The error is an *EmptyError where nothing is held.
func League(doc league.Document, opt LeagueOptions) (*Sheet, error) {
	if len(doc.Tables) != 1 {
		return nil, fmt.Errorf("%d tables: a picture shows one", len(doc.Tables))
	}
	t := &doc.Tables[0]
	rows, size := rankedRows(t)
	if len(rows) == 0 {
		return levelChart(doc, t, opt)
	}
	s, err := newSheet(842)
	if err != nil {
		return nil, err
	}
	y := s.head(leagueTitle(doc, t), leagueTold(t, rows, size), leagueBasis(t, rows)) + 10
	n := (len(rows) + perColumn - 1) / perColumn
	const gutter = 20.0
	width := (s.W-2*margin+gutter)/float64(n) - gutter
	each := (len(rows) + n - 1) / n
	bottom := y
	for i := range n {
		part := rows[i*each : min(len(rows), (i+1)*each)]
		bottom = max(bottom, s.ranks(margin+float64(i)*(width+gutter), y, width, part, size, opt.Trust))
	}
	s.foot(bottom+8, opt.About, leagueNotes(t, rows, opt))
	s.Desc = leagueWords(t, rows)
	return s, nil
}

// rankedRows are the rows with a rank, in the publisher's order, and how many
// places there are as far as known.
func rankedRows(t *league.Table) ([]*league.Row, int) {
	var out []*league.Row
	size := t.Held
	if t.Base != nil {
		size = max(size, *t.Base)
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.Rank == nil {
			continue
		}
		out = append(out, r)
		size = max(size, *r.Rank)
		if f := r.Framework; f != nil && f.RankWorst != nil {
			size = max(size, *f.RankWorst)
		}
	}
	return out, size
}

func groupName(group string) string {
	if group == "" {
		return "all bodies rated"
	}
	return spaced(group)
}

func leagueTitle(doc league.Document, t *league.Table) string {
	return doc.Label + ": " + groupName(t.PeerGroup)
}

func leagueTold(t *league.Table, rows []*league.Row, size int) string {
	told := fmt.Sprintf("Each dot is a rank, best on the left, among %d places; the line is the publisher's likely range of it.", size)
	if !hasRange(rows) {
		told = fmt.Sprintf("Each dot is a rank, best on the left, among %d places. No likely ranges are held of this table.", size)
	}
	return told + fmt.Sprintf(" %d of %d ranks are held.", len(rows), max(size, t.Held))
}

func leagueBasis(t *league.Table, rows []*league.Row) string {
	basis := "Basis: the publisher's own ranks, of " + groupName(t.PeerGroup) + "."
	if hasRange(rows) {
		basis += " Ranks whose ranges overlap are not surely different."
	}
	return basis
}

func hasRange(rows []*league.Row) bool {
	for _, r := range rows {
		if f := r.Framework; f != nil && f.RankBest != nil && f.RankWorst != nil {
			return true
		}
	}
	return false
}

func leagueNotes(t *league.Table, rows []*league.Row, opt LeagueOptions) []string {
	var notes []string
	switch n := len(t.Rows) - len(rows); {
	case n == 1:
		notes = append(notes, "1 body of this table is held without a rank and is not drawn.")
	case n > 1:
		notes = append(notes, fmt.Sprintf("%d bodies of this table are held without a rank and are not drawn.", n))
	}
	notes = append(notes, "= joint rank. The figure before a name is the rank, the one after it the segment (1 is best). Each row's source: archive league.")
	if opt.Trust != "" {
		notes = append(notes, "The framed row is "+opt.Trust+".")
	}
	return notes
}

// ranks draws rows from y on and returns their lower end.
func (s *Sheet) ranks(x, y, width float64, rows []*league.Row, size int, trust string) float64 {
	const step = 7.4
	set := style{6.2, false, ink()}
	names := min(185, width*0.48)
	p0, p1 := x+22+names+16, x+width-4
	at := func(rank int) float64 {
		return p0 + (p1-p0)*float64(rank-1)/math.Max(1, float64(size-1))
	}
	head := style{6.2, false, quiet()}
	for i, r := range ticks(size) {
		s.text(at(r), y, head, []align{left, middle}[min(i, 1)], fmt.Sprint(r))
		s.line(pen{0.4, faint(), nil}, [2]float64{at(r), y + 3}, [2]float64{at(r), y + 5 + step*float64(len(rows))})
	}
	y += 4
	for i, r := range rows {
		top := y + float64(i)*step
		base, mid := top+step-1.6, top+step/2
		set := set
		if i%2 == 0 {
			s.fill(x, top, 22+names+12, step, ground())
		}
		if r.Body.Code == trust {
			s.frame(x-2, top+0.3, width+3, step-0.2, pen{0.9, ink(), nil})
			set.bold = true
		}
		place := fmt.Sprint(*r.Rank)
		if r.Joint {
			place = "=" + place
		}
		s.text(x+18, base, set, right, place)
		code := " (" + r.Body.Code + ")"
		name := s.fit(shortName(r.Body.Name), set, names-2-s.width(code, set)) + code
		s.text(x+22, base, set, left, name)
		if f := r.Framework; f != nil && f.Segment != nil {
			s.text(x+22+names+6, base, set, middle, strings.TrimSuffix(*f.Segment, ".0"))
		}
		if f := r.Framework; f != nil && f.RankBest != nil && f.RankWorst != nil {
			s.line(pen{1, deep(), nil}, [2]float64{at(*f.RankBest), mid}, [2]float64{at(*f.RankWorst), mid})
			for _, end := range []int{*f.RankBest, *f.RankWorst} {
				s.line(pen{0.8, deep(), nil}, [2]float64{at(end), mid - 1.8}, [2]float64{at(end), mid + 1.8})
			}
		}
		radius := 1.9
		if r.Body.Code == trust {
			radius = 2.8
		}
		s.dot(at(*r.Rank), mid, radius, ink())
	}
	return y + step*float64(len(rows))
}

// ticks are the places written above the ranks.
func ticks(size int) []int {
	out := []int{1}
	step := 10
	for _, wide := range []int{20, 25, 50, 100, 200, 500} {
		if size/step > 6 {
			step = wide
		}
	}
	for r := step; r <= size; r += step {
		if r > 1 && r-1 > size/12 {
			out = append(out, r)
		}
	}
	return out
}

// shortName leaves out what every name ends in.
func shortName(name string) string {
	for _, end := range []string{" NHS Foundation Trust", " NHS Trust", " National Health Service Trust", " National Health Service Foundation Trust"} {
		if short, ok := strings.CutSuffix(name, end); ok {
			return strings.TrimSuffix(short, ",")
		}
	}
	return name
}

func leagueWords(t *league.Table, rows []*league.Row) string {
	var parts []string
	for _, r := range rows {
		text := fmt.Sprintf("%d %s", *r.Rank, r.Body.Name)
		if f := r.Framework; f != nil && f.RankBest != nil && f.RankWorst != nil {
			text += fmt.Sprintf(" (likely %d to %d)", *f.RankBest, *f.RankWorst)
		}
		parts = append(parts, text)
	}
	return "Ranks of " + groupName(t.PeerGroup) + ": " + strings.Join(parts, "; ") + "."
}
