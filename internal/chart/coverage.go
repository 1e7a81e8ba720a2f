package chart

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/holdings"
	"careratings/internal/store"
)

// coverCell is one edition and peer group.
type coverCell struct {
	held, base int // base is 0 where no number is published
	some       bool
}

// cover is what is held as a table: editions down, peer groups across.
type cover struct {
	groups   []string
	editions []coverRow
}

type coverRow struct {
	era, edition, label string
	cells               []coverCell
}

func coverOf(cat *store.Catalogue, list []holdings.Coverage) cover {
	var c cover
	for _, g := range append(eras.PeerGroups(), "") {
		if slices.ContainsFunc(list, func(h holdings.Coverage) bool { return h.PeerGroup == g }) {
			c.groups = append(c.groups, g)
		}
	}
	for _, h := range list {
		id := h.Edition
		if id == "" {
			id = h.Era
		}
		if n := len(c.editions); n == 0 || c.editions[n-1].edition != id || c.editions[n-1].era != h.Era {
			label := id
			if e, ok := cat.Era(id); ok {
				label = e.Label + " (rolling)"
			}
			c.editions = append(c.editions, coverRow{era: h.Era, edition: id, label: label, cells: make([]coverCell, len(c.groups))})
		}
		cell := &c.editions[len(c.editions)-1].cells[slices.Index(c.groups, h.PeerGroup)]
		cell.held, cell.some = h.Held, true
		for _, b := range h.Bases {
			cell.base = max(cell.base, b.N)
		}
	}
	return c
}

func groupHead(g string) string {
	if g == "" {
		return "group not printed"
	}
	return spaced(g)
}

func (c coverCell) words() string {
	switch {
	case !c.some:
		return ""
	case c.base == 0:
		return fmt.Sprintf("%d of ?", c.held)
	}
	return fmt.Sprintf("%d of %d", c.held, c.base)
}

const coverTold = "Ratings held of the published number of bodies rated. A full bar is all of them; a hatched field has no published number; an empty one has no table."

// Coverage lays out what is held: editions down, peer groups across, in each
// field the ratings held of the published number.
func Coverage(cat *store.Catalogue, list []holdings.Coverage, about About) (*Sheet, error) {
	c := coverOf(cat, list)
	if len(c.editions) == 0 {
		return nil, &EmptyError{"nothing is held: there is nothing to draw"}
	}
	s, err := newSheet(842)
	if err != nil {
		return nil, err
	}
	y := s.head("What the archive holds of what was published", coverTold,
		"Headline ratings, stated ones alone. Where sources print different numbers, the largest is taken; archive coverage names them.") + 8
	set, name := style{6.6, false, ink()}, style{7, false, ink()}
	const step, pad = 12.0, 1.5
	x0 := margin + 178
	cw := (s.W - margin - x0) / float64(len(c.groups))
	deepest := 1
	for _, g := range c.groups {
		deepest = max(deepest, len(s.wrap(groupHead(g), set, cw-3)))
	}
	for j, g := range c.groups {
		lines := s.wrap(groupHead(g), set, cw-3)
		for i, l := range lines {
			s.text(x0+(float64(j)+0.5)*cw, y+float64(deepest-len(lines)+i+1)*lead(set), set, middle, l)
		}
	}
	y += float64(deepest)*lead(set) + 5
	era := ""
	for _, r := range c.editions {
		if r.era != era {
			era = r.era
			e, _ := cat.Era(era)
			s.line(pen{0.6, quiet(), nil}, [2]float64{margin, y + 2}, [2]float64{s.W - margin, y + 2})
			s.text(margin, y+12, style{7.5, true, deep()}, left, s.fit(e.Label, style{7.5, true, deep()}, s.W-2*margin))
			y += 16
		}
		s.text(margin+8, y+8.5, name, left, s.fit(r.label, name, x0-margin-12))
		for j, cell := range r.cells {
			s.held(x0+float64(j)*cw+pad, y+0.5, cw-2*pad, step-2, cell, set)
		}
		y += step
	}
	s.foot(y+12, about, nil)
	s.Desc = c.told()
	return s, nil
}

// held draws one field: how much of the table is held.
func (s *Sheet) held(x, y, w, h float64, c coverCell, set style) {
	switch {
	case !c.some:
		return
	case c.base == 0:
		s.hatch(x, y, w, h, pen{0.3, faint(), nil})
	default:
		s.fill(x, y, w*min(1, float64(c.held)/float64(c.base)), h, tint())
	}
	line := pen{0.5, quiet(), nil}
	if c.base > 0 && c.held >= c.base {
		line = pen{1.2, ink(), nil} // complete
		set.bold = true
	}
	s.frame(x, y, w, h, line)
	s.text(x+w/2, y+h-2.6, set, middle, c.words())
}

func (c cover) told() string {
	var b strings.Builder
	for _, r := range c.editions {
		var parts []string
		for j, cell := range r.cells {
			if cell.some {
				parts = append(parts, groupHead(c.groups[j])+" "+cell.words())
			}
		}
		fmt.Fprintf(&b, "%s: %s. ", r.label, strings.Join(parts, ", "))
	}
	return strings.TrimSpace(b.String())
}
