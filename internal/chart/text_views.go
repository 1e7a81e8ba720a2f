package chart

import (
	"fmt"
	"strings"

	"careratings/internal/holdings"
	"careratings/internal/league"
	"careratings/internal/moves"
	"careratings/internal/output"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// TrajectoryText draws trajectories with characters: a bar for each tie band,
// worst on the left, and a rule wherever no comparison is possible.
func TrajectoryText(doc trajectory.Document, cat *store.Catalogue, opt TrajectoryOptions, o TextOptions) (string, error) {
	st := &story{doc: doc, cat: cat, opt: opt}
	p := newPage(o)
	rows := 0
	for _, t := range doc.Trusts {
		st.panels = append(st.panels, panelOf(cat, t, opt.Chosen, false))
		rows += len(st.panels[len(st.panels)-1].rows)
	}
	if rows == 0 {
		return "", &EmptyError{"no rating with a date is held of " + names(doc.Trusts) + ": there is nothing to draw"}
	}
	p.para("", "", "Each bar is the peer group from worst (left) to best (right): the dark part is where the trust and those level with it stood; "+p.sign("╱", "?")+" where that is not known. "+st.lineage())
	for i := range st.panels {
		pn := &st.panels[i]
		p.line("")
		p.para("", "  ", pn.trust.Name+" ("+pn.trust.Code+")")
		if len(pn.rows) == 0 {
			p.line("  No rating with a date is held.")
		}
		for _, r := range pn.rows {
			for k := range r.stops {
				p.stop(st, &r, k)
			}
		}
	}
	p.ending(opt.About)
	return p.String(), nil
}

// stop draws one rating, with the heading of its era and the break before it.
func (p *page) stop(st *story, r *row, k int) {
	s := &r.stops[k]
	if s.title != "" {
		p.para(" ", "   ", s.title)
	}
	if s.gap.note == 0 && len(s.gap.why) > 0 {
		p.para("  "+p.sign("╌╌", "//")+" ", "     ", "no comparison: "+strings.Join(s.gap.why, "; "))
	}
	if begins(r.stops, k) {
		p.line("  " + p.letters(st.eraForms(s.point.Era)[0]))
	}
	const when, counts = 13, 33
	bar := min(40, max(8, (p.Width-4-when-counts-2)/2))
	word := p.Width - 4 - when - bar - counts - 2
	if word < 12 { // the counts go under the bar
		word, bar = 16, p.Width-4-when-16-2
	}
	p.stopLine(s, s.point, when, word, bar)
	if s.rank != nil {
		p.stopLine(s, s.rank, when, word, bar)
	}
}

func (p *page) stopLine(s *stop, pt *trajectory.Point, when, word, bar int) {
	text := wordOf(pt)
	if m := marksOf(pt); m != "" {
		text += " " + m
	}
	drawn := p.bar(pt.Standing.Low, pt.Standing.High, bar)
	if unscaled(pt) {
		drawn = strings.Repeat(" ", bar)
	}
	date := whenOf(pt)
	label := date[len(date)-1]
	for i := len(date) - 1; i >= 0; i-- {
		if output.Width(date[i]) <= when {
			label = date[i]
		}
	}
	one := *s
	one.point, one.rank = pt, nil
	worse, level, better := countsOf(&one)
	lines := output.Wrap(p.letters(text), word)
	said := strings.Join(nonempty(worse, level, better), ", ")
	line := "    " + p.col(label, when, output.AlignLeft) + output.Fit(lines[0], word, output.AlignLeft) + " " + drawn
	if output.Width(line+" "+said) <= p.Width {
		p.line(line + " " + said)
	} else {
		p.line(line)
		lines = append(lines, said)
	}
	for _, l := range lines[1:] {
		p.line("    " + strings.Repeat(" ", when) + l)
	}
}

func nonempty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// DiffText draws a table of two editions' levels with characters.
func DiffText(tab moves.CrossTab, opt DiffOptions, o TextOptions) (string, error) {
	if tab.N == 0 {
		return "", &EmptyError{diffEmpty(tab)}
	}
	p := newPage(o)
	p.para("", "", diffTitle(tab, opt))
	p.para("", "", diffTold(tab)+" "+diffBasis(tab, opt))
	p.line("")
	names := 16
	for _, l := range tab.FromLevels {
		names = min(24, max(names, output.Width(p.letters(l))))
	}
	w := max(7, min(14, (p.Width-names-2)/(len(tab.ToLevels)+3)))
	row := func(name string, cells ...string) {
		line := p.col(name, names, output.AlignLeft)
		for _, c := range cells {
			line += p.col(c, w, output.AlignRight)
		}
		p.line(line)
	}
	heads := make([][]string, 0, len(tab.ToLevels)+2)
	deepest := 1
	for _, l := range append(append([]string{}, tab.ToLevels...), "rated in both", "ended", "all (n)") {
		h := output.Wrap(p.letters(l), w-1)
		heads = append(heads, h)
		deepest = max(deepest, len(h))
	}
	for i := range deepest {
		cells := make([]string, len(heads))
		for j, h := range heads {
			if k := i - (deepest - len(h)); k >= 0 {
				cells[j] = h[k]
			}
		}
		row("", cells...)
	}
	for _, r := range tab.Rows {
		var cells []string
		for _, c := range r.Cells {
			share := 0.0
			if c.Share != nil {
				share = *c.Share
			}
			cells = append(cells, p.heat(share)+fmt.Sprintf("%4d", c.N))
		}
		row(r.Level, append(cells, fmt.Sprint(r.N-r.Exit.N), fmt.Sprint(r.Exit.N), fmt.Sprint(r.N))...)
	}
	var sums, came []string
	for j := range tab.ToLevels {
		sums, came = append(sums, fmt.Sprint(columnSum(tab, j))), append(came, fmt.Sprint(tab.Entry[j]))
	}
	row("rated in both", append(sums, fmt.Sprint(tab.N))...)
	row("came in between", came...)
	p.line("")
	p.para("", "", fmt.Sprintf("Signs before a count: share of the row, %s under a tenth, %s to a third, %s to two thirds, %s more.",
		p.heat(0.05), p.heat(0.2), p.heat(0.5), p.heat(0.9)))
	for _, b := range tab.Breaks {
		p.para(p.sign("╌╌", "//")+" ", "   ", b.Why+" ("+b.ID+")")
	}
	p.para("", "", diffLeftOut(tab))
	p.ending(opt.About)
	return p.String(), nil
}

// heat is a sign for a share, heavier for more.
func (p *page) heat(share float64) string {
	switch {
	case share < 0.1:
		return p.sign("·", ".")
	case share < 1.0/3:
		return p.sign("░", "-")
	case share < 2.0/3:
		return p.sign("▒", "+")
	}
	return p.sign("█", "#")
}

// LeagueText draws a league table with characters.
func LeagueText(doc league.Document, opt LeagueOptions, o TextOptions) (string, error) {
	if len(doc.Tables) != 1 {
		return "", fmt.Errorf("%d tables: a picture shows one", len(doc.Tables))
	}
	t := &doc.Tables[0]
	p := newPage(o)
	rows, size := rankedRows(t)
	p.para("", "", leagueTitle(doc, t))
	if len(rows) == 0 {
		if len(t.Distribution) == 0 {
			return "", &EmptyError{fmt.Sprintf("%s of %s holds neither ranks nor levels: there is nothing to draw", doc.Measure, doc.Edition)}
		}
		p.para("", "", levelTold(t)+" "+levelBase(t))
		p.line("")
		most := 1
		for _, d := range t.Distribution {
			most = max(most, d.N)
		}
		for _, d := range t.Distribution {
			p.line(p.col(d.Label, 22, output.AlignRight) + " " + strings.Repeat(p.sign("█", "="), d.N*(p.Width-46)/most) + " " + countOf(d))
		}
		p.ending(opt.About)
		return p.String(), nil
	}
	p.para("", "", leagueTold(t, rows, size))
	p.line("")
	names := min(44, p.Width/2-6)
	width := p.Width - names - 9
	at := func(rank int) int { return (rank - 1) * (width - 1) / max(1, size-1) }
	for _, r := range rows {
		place := fmt.Sprint(*r.Rank)
		if r.Joint {
			place = "=" + place
		}
		cells := strings.Split(strings.Repeat(p.sign("·", "."), width), "")
		if f := r.Framework; f != nil && f.RankBest != nil && f.RankWorst != nil {
			for i := at(*f.RankBest); i <= at(*f.RankWorst); i++ {
				cells[i] = p.sign("─", "-")
			}
		}
		cells[at(*r.Rank)] = p.sign("●", "o")
		mark := " "
		if r.Body.Code == opt.Trust {
			mark = p.sign("▸", ">")
		}
		p.line(mark + p.col(place, 5, output.AlignRight) + " " + p.col(shortName(r.Body.Name)+" ("+r.Body.Code+")", names, output.AlignLeft) + " " + strings.Join(cells, ""))
	}
	p.ending(opt.About)
	return p.String(), nil
}

// CoverageText draws what is held with characters: a line for each edition and
// peer group.
func CoverageText(cat *store.Catalogue, list []holdings.Coverage, about About, o TextOptions) (string, error) {
	c := coverOf(cat, list)
	if len(c.editions) == 0 {
		return "", &EmptyError{"nothing is held: there is nothing to draw"}
	}
	p := newPage(o)
	p.para("", "", coverTold)
	p.line("")
	names := min(40, p.Width/2-8)
	width := p.Width - names - 24 - 14
	for _, r := range c.editions {
		p.line(p.letters(r.label))
		for j, cell := range r.cells {
			if !cell.some {
				continue
			}
			drawn := strings.Repeat(p.sign("╱", "?"), width)
			if cell.base > 0 {
				zero, share := 0.0, float64(cell.held)/float64(cell.base)
				if drawn = strings.Repeat(p.sign("·", "."), width); cell.held > 0 {
					drawn = p.bar(&zero, &share, width)
				}
			}
			p.line("  " + p.col(groupHead(c.groups[j]), names, output.AlignLeft) + " " + drawn + " " + cell.words())
		}
	}
	p.ending(about)
	return p.String(), nil
}
