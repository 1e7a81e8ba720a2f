package trajectory

import (
	"slices"

	"careratings/internal/store"
)

// Breaks lists the recorded breaks between neighbouring headline points: where
// one era follows another, and inside an era between two editions or dates.
func Breaks(cat *store.Catalogue, points []Point) []Break {
	out := []Break{}
	var held []string // the eras there are points of
	for i := range points {
		if era := points[i].Era; !slices.Contains(held, era) {
			held = append(held, era)
		}
	}
	ways := waysOver(cat, func(br *crossing) bool { return slices.Contains(held, br.ToEra) })
	add := func(a, b *Point, lies func(*crossing, *Point, *Point) bool) {
		for i := range ways.breaks {
			br := &ways.breaks[i]
			if lies(br, a, b) {
				out = append(out, Break{
					ID: br.ID, Body: b.Body.Code, Between: [2]string{a.Moment(), b.Moment()}, Why: br.Why, Forbids: br.Forbids, Source: br.Source,
				})
			}
		}
	}
	last := map[string]*Point{} // era and body's measure -> its last headline point
	for i := range points {
		p := &points[i]
		if i > 0 && points[i-1].Era != p.Era && !seenEra(points[:i], p.Era) {
			add(&points[i-1], p, (*crossing).begins)
		}
		if !p.headline {
			continue
		}
		key := p.Era + "\x00" + p.Body.Code
		if prev, ok := last[key]; ok {
			add(prev, p, ways.inside)
		}
		last[key] = p
	}
	return compactBreaks(out)
}

func seenEra(points []Point, era string) bool {
	return slices.ContainsFunc(points, func(p Point) bool { return p.Era == era })
}

// compactBreaks tells a break once a strand: it happened once, and where its
// date leaves open between which two ratings, it stands at the first.
func compactBreaks(in []Break) []Break {
	seen := map[string]bool{}
	return slices.DeleteFunc(in, func(b Break) bool {
		k := b.ID + "\x00" + b.Body
		dup := seen[k]
		seen[k] = true
		return dup
	})
}

// Moment names the edition of a point, or in a rolling era its date:
// "stars-2004", "cqc@2020-02-05".
func Moment(p Point) string { return p.Moment() }

// Moment is the function of this name.
func (p *Point) Moment() string {
	if p.Edition != nil {
		return *p.Edition
	}
	if p.Date != nil {
		return p.Era + "@" + *p.Date
	}
	return p.Era
}
