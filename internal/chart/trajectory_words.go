package chart

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot/vg"

	"careratings/internal/compare"
	"careratings/internal/trajectory"
)

// legend explains the signs that the picture uses, each beside its own sample.
func (st *story) legend(y float64) float64 {
	set := style{6.8, false, ink()}
	dashes := []vg.Length{2, 1.5}
	entries := []struct {
		sign, text string
		draw       func(x, y float64)
	}{
		{"band", "place among peers, best at the top; tall where many were level", func(x, y float64) {
			st.fill(x, y-7, 14, 7, tint())
			st.frame(x, y-7, 14, 7, pen{1, deep(), nil})
		}},
		{"rank", "league rank", func(x, y float64) { st.fill(x, y-5, 14, 3, ink()) }},
		{"half", "only one end is known", func(x, y float64) {
			st.hatch(x, y-7, 14, 7, pen{0.5, deep(), nil})
			st.frame(x, y-7, 14, 7, pen{0.6, deep(), dashes})
			st.line(pen{2, deep(), nil}, [2]float64{x, y}, [2]float64{x + 14, y})
		}},
		{"unknown", "place not known: no table of all peers at one time", func(x, y float64) {
			st.hatch(x, y-7, 14, 7, pen{0.4, faint(), nil})
			st.frame(x, y-7, 14, 7, pen{0.6, quiet(), dashes})
		}},
		{"joined", "one scale, no break: may be compared", func(x, y float64) {
			st.line(pen{1.1, ink(), nil}, [2]float64{x + 1, y - 3}, [2]float64{x + 13, y - 3})
			st.dot(x+1.5, y-3, 1.8, ink())
			st.dot(x+12.5, y-3, 1.8, ink())
		}},
		{"break", "no comparison across this; the number is of the note below", func(x, y float64) {
			for _, d := range []float64{4.4, 7.6} {
				st.line(pen{0.9, ink(), nil}, [2]float64{x + d, y + 0.2}, [2]float64{x + d + 2.4, y - 6.2})
			}
		}},
	}
	x := margin
	for _, e := range entries {
		if !st.signs[e.sign] {
			continue
		}
		w := 18 + st.width(e.text, set)
		if x+w > st.W-margin {
			x, y = margin, y+12
		}
		e.draw(x, y)
		st.text(x+18, y, set, left, e.text)
		x += w + 12
	}
	y = y + 12
	return st.block(margin, y, style{6.8, false, quiet()}, st.W-2*margin,
		"The time axis is stretched where ratings lie close together; a space without a box is a time of which no rating is held or none was given. n ?: how many peers there were is not printed. +: at least.")
}

// sources are the documents behind what is drawn: of the ratings, then of the
// totals their standings rest on.
func (st *story) sources() []trajectory.Source {
	var out, totals []trajectory.Source
	for i := range st.panels {
		for _, r := range st.panels[i].rows {
			for k := range r.stops {
				for _, p := range []*trajectory.Point{r.stops[k].point, r.stops[k].rank} {
					if p == nil {
						continue
					}
					out = append(out, p.Claims[0].Source)
					if p.Peers.Source != nil {
						totals = append(totals, *p.Peers.Source)
					}
				}
			}
		}
	}
	return append(out, totals...)
}

// told is the picture in words, for those who cannot see it.
func (st *story) told() string {
	var b strings.Builder
	for i := range st.panels {
		p := &st.panels[i]
		fmt.Fprintf(&b, "%s (%s). ", p.trust.Name, p.trust.Code)
		for _, r := range p.rows {
			for k := range r.stops {
				s := &r.stops[k]
				if s.title != "" {
					b.WriteString(s.title + ". ")
				}
				if begins(r.stops, k) {
					b.WriteString(st.eraForms(s.point.Era)[0] + ": ")
				}
				if s.gap.note > 0 {
					fmt.Fprintf(&b, "(no comparison: %s) ", strings.Join(s.gap.why, "; "))
				}
				b.WriteString(whenOf(s.point)[0] + " " + wordOf(s.point))
				if s.rank != nil {
					b.WriteString(", " + rankWord(s.rank))
				}
				b.WriteString(standingTold(s.point) + ". ")
			}
		}
	}
	return strings.TrimSpace(b.String())
}

func standingTold(p *trajectory.Point) string {
	s := p.Standing
	switch {
	case s.Worse != nil && s.Tied != nil && s.Better != nil:
		return fmt.Sprintf(" (%d worse, %d level, %d better)", *s.Worse, *s.Tied, *s.Better)
	case s.Low != nil && s.High != nil:
		return fmt.Sprintf(" (%s to %s of its peers)", compare.ShareText(*s.Low), compare.ShareText(*s.High))
	case s.Low != nil:
		return fmt.Sprintf(" (above at least %s of its peers)", compare.ShareText(*s.Low))
	case s.High != nil:
		return fmt.Sprintf(" (below at least %s of its peers)", compare.ShareText(1-*s.High))
	}
	return ""
}
