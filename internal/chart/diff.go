package chart

import (
	"fmt"
	"image/color"
	"strings"

	"careratings/internal/moves"
)

// DiffOptions say what stands around a diff's picture.
type DiffOptions struct {
	About
	Kind  string // peer group it was narrowed to; empty for all
	Basis string
}

// Diff lays out two editions' levels against each other: a field for each pair
// of levels with its count, darker the more of its row, and the margins. Whether
// the table may be read as change is said above it.
func Diff(tab moves.CrossTab, opt DiffOptions) (*Sheet, error) {
	if tab.N == 0 {
		return nil, &EmptyError{diffEmpty(tab)}
	}
	s, err := newSheet(595) // A4 paper upright
	if err != nil {
		return nil, err
	}
	y := s.head(diffTitle(tab, opt), diffTold(tab), diffBasis(tab, opt)) + 14
	y = s.heat(tab, y) + 10
	small := style{6.8, false, ink()}
	y = s.block(margin, y, small, s.W-2*margin, "Each field: lineages, and their share of all at the row's level, those that ended among them. Rows and columns from the worst level to the best; a framed field is the same level where the scale is the same.") + 3
	if len(tab.Breaks) > 0 {
		s.text(margin, y+2, style{7.5, true, ink()}, left, "Breaks between the two")
		var list []string
		for _, b := range tab.Breaks {
			list = append(list, b.Why+" ("+b.ID+")")
		}
		y = s.columns(y+13, 1, small, list) + 3
	}
	var notes []string
	if k := tab.Kappa; k != nil && k.Plain != nil && k.Quadratic != nil {
		notes = append(notes, fmt.Sprintf("Kappa %.3f, quadratic %.3f (n = %d).", *k.Plain, *k.Quadratic, k.N))
	}
	notes = append(notes, diffLeftOut(tab))
	s.foot(y, opt.About, notes)
	s.Desc = diffWords(tab)
	return s, nil
}

func diffEmpty(tab moves.CrossTab) string {
	return fmt.Sprintf("no lineage is held at a level in both %s and %s: there is nothing to draw", tab.From.Edition, tab.To.Edition)
}

func diffTitle(tab moves.CrossTab, opt DiffOptions) string {
	title := tab.From.Label + " against " + tab.To.Label
	if opt.Kind != "" {
		title += ": " + spaced(opt.Kind)
	}
	return title
}

func diffTold(tab moves.CrossTab) string {
	if tab.Schema == moves.TransitionsSchema {
		return "Moves between levels of one unbroken scale."
	}
	return "A cross-tab of levels: it claims no change of level."
}

func diffBasis(tab moves.CrossTab, opt DiffOptions) string {
	return fmt.Sprintf("n = %s rated in both, %d of them joined through a merger. Policy %s; peers %s. Rows %s, columns %s.",
		counted(tab.N, "lineage"), tab.Mergers, tab.Policy, opt.Basis, tab.From.Measure, tab.To.Measure)
}

func diffLeftOut(tab moves.CrossTab) string {
	return fmt.Sprintf("Left out: %d at no one level, or not stated, on a side; %d whose other rating is not held although they went on.", tab.Skipped, tab.NotHeld)
}

// heat draws the table from y on and returns its lower end.
func (s *Sheet) heat(tab moves.CrossTab, y float64) float64 {
	set, bold := style{8, false, ink()}, style{10, true, ink()}
	names := 0.0
	for _, l := range append([]string{"came in between"}, tab.FromLevels...) {
		names = max(names, s.width(l, set))
	}
	names = min(names, 130) + 8
	nc := float64(len(tab.ToLevels))
	const sum, gap = 46.0, 8.0 // width of a margin's column, and before it
	cw := min(86, (s.W-2*margin-names-gap-3*sum)/nc)
	ch := min(46, max(26, cw*0.55))
	x0 := margin + names
	sides := style{7.5, true, deep()}
	deepest := 1
	for _, l := range append([]string{"rated in both", "ended"}, tab.ToLevels...) {
		deepest = max(deepest, len(s.wrap(l, set, min(cw, sum)-4)))
	}
	corner := s.wrap(tab.From.Label+", level:", sides, names-8)
	y += max(0, float64(len(corner)-deepest)*lead(sides)-10)
	s.text(x0, y, sides, left, s.fit(tab.To.Label+", level:", sides, s.W-margin-x0))
	y += 10
	for i, l := range corner {
		s.text(x0-6, y+float64(deepest-len(corner)+i+1)*lead(set)-2, sides, right, l)
	}
	head := func(x, w float64, text string) {
		lines := s.wrap(text, set, w-4)
		for i, l := range lines {
			s.text(x+w/2, y+float64(deepest-len(lines)+i+1)*lead(set)-2, set, middle, l)
		}
	}
	for j, l := range tab.ToLevels {
		head(x0+float64(j)*cw, cw, l)
	}
	xs := x0 + nc*cw + gap
	head(xs, sum, "rated in both")
	head(xs+sum, sum, "ended")
	head(xs+2*sum, sum, "all (n)")
	y += float64(deepest)*lead(set) + 4
	for i, r := range tab.Rows {
		mid := y + ch/2
		s.text(x0-6, mid+3, set, right, s.fit(r.Level, set, names-8))
		for j, c := range r.Cells {
			s.cell(x0+float64(j)*cw, y, cw, ch, c)
			if len(tab.FromLevels) == len(tab.ToLevels) && i == j && tab.FromLevels[i] == tab.ToLevels[j] {
				s.frame(x0+float64(j)*cw+1.5, y+1.5, cw-3, ch-3, pen{1.2, ink(), nil})
			}
		}
		s.text(xs+sum/2, mid+3.4, bold, middle, fmt.Sprint(r.N-r.Exit.N))
		s.text(xs+sum*1.5, mid+3.4, style{10, false, quiet()}, middle, fmt.Sprint(r.Exit.N))
		s.text(xs+sum*2.5, mid+3.4, bold, middle, fmt.Sprint(r.N))
		y += ch
	}
	for j := 0.0; j <= nc; j++ {
		s.line(pen{0.6, paper(), nil}, [2]float64{x0 + j*cw, y - ch*float64(len(tab.Rows))}, [2]float64{x0 + j*cw, y})
	}
	s.line(pen{0.8, quiet(), nil}, [2]float64{x0, y + 3}, [2]float64{xs + 3*sum, y + 3})
	for _, row := range []struct {
		name  string
		count func(j int) int
		all   string
		set   style
	}{
		{"rated in both", func(j int) int { return columnSum(tab, j) }, fmt.Sprint(tab.N), bold},
		{"came in between", func(j int) int { return tab.Entry[j] }, "", style{10, false, quiet()}},
	} {
		y += 18
		s.text(x0-6, y, set, right, row.name)
		for j := range tab.ToLevels {
			s.text(x0+(float64(j)+0.5)*cw, y, row.set, middle, fmt.Sprint(row.count(j)))
		}
		s.text(xs+sum/2, y, bold, middle, row.all)
	}
	return y + 6
}

func columnSum(tab moves.CrossTab, j int) int {
	n := 0
	for _, r := range tab.Rows {
		n += r.Cells[j].N
	}
	return n
}

// cell is one field of the table. A field of none is left white.
func (s *Sheet) cell(x, y, w, h float64, c moves.Cell) {
	share := 0.0
	if c.Share != nil {
		share = *c.Share
	}
	tone, on := shade(share)
	if c.N > 0 {
		s.fill(x, y, w, h, tone)
	} else {
		on = quiet()
	}
	s.frame(x, y, w, h, pen{0.6, faint(), nil})
	mid := y + h/2
	if c.N == 0 || c.Share == nil {
		s.text(x+w/2, mid+3.4, style{10, false, on}, middle, fmt.Sprint(c.N))
		return
	}
	s.text(x+w/2, mid, style{11, true, on}, middle, fmt.Sprint(c.N))
	s.text(x+w/2, mid+9, style{7, false, on}, middle, fmt.Sprintf("%d%%", percent(share)))
}

// shade is the tone of a share from 0 to 1, and that of text upon it: light with
// dark text below a half, dark with white text from there on.
func shade(share float64) (field, text color.Color) {
	mix := func(from, to uint8, t float64) uint8 { return uint8(float64(from) + t*(float64(to)-float64(from))) }
	if share < 0.5 {
		t := share / 0.5
		return color.NRGBA{mix(0xf0, 0x9f, t), mix(0xf5, 0xbd, t), mix(0xfa, 0xd8, t), 0xff}, ink()
	}
	t := (share - 0.5) / 0.5
	return color.NRGBA{mix(0x3b, 0x0d, t), mix(0x6c, 0x2c, t), mix(0x9a, 0x4b, t), 0xff}, paper()
}

// diffWords is the table in words.
func diffWords(tab moves.CrossTab) string {
	var b strings.Builder
	b.WriteString(diffTold(tab) + " ")
	for _, r := range tab.Rows {
		fmt.Fprintf(&b, "Of %d at %s: ", r.N, r.Level)
		for j, c := range r.Cells {
			fmt.Fprintf(&b, "%d at %s, ", c.N, tab.ToLevels[j])
		}
		fmt.Fprintf(&b, "and %d ended. ", r.Exit.N)
	}
	for _, br := range tab.Breaks {
		fmt.Fprintf(&b, "Break: %s (%s). ", br.Why, br.ID)
	}
	return strings.TrimSpace(b.String())
}
