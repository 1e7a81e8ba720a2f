package trajectory

import (
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// Breaks lists the recorded breaks between neighbouring headline points: where
// one era follows another, and inside an era between two editions or dates.
func Breaks(cat *store.Catalogue, points []Point) []Break {
	out := []Break{}
	add := func(a, b Point, list []eras.Break) {
		for _, br := range list {
			out = append(out, Break{
				ID: br.ID, Body: b.Body.Code, Between: [2]string{Moment(a), Moment(b)}, Why: br.Why, Forbids: br.Forbids, Source: br.Source,
			})
		}
	}
	last := map[string]Point{} // era and body's measure -> its last headline point
	var before *Point
	for i := range points {
		p := points[i]
		if before != nil && before.Era != p.Era && !seenEra(points[:i], p.Era) {
			add(*before, p, across(cat, *before, p))
		}
		before = &points[i]
		if !p.headline {
			continue
		}
		key := p.Era + "\x00" + p.Body.Code
		if prev, ok := last[key]; ok {
			add(prev, p, inside(cat, prev, p))
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

func across(cat *store.Catalogue, a, b Point) []eras.Break {
	var out []eras.Break
	for _, br := range cat.Breaks {
		from, to := br.FromEra, br.ToEra
		if to != b.Era || from == b.Era || !concerns(br, a, b) {
			continue
		}
		out = append(out, br)
	}
	return out
}

func inside(cat *store.Catalogue, a, b Point) []eras.Break {
	var out []eras.Break
	for _, br := range cat.Breaks {
		from, to := br.FromEra, br.ToEra
		if from != b.Era || to != b.Era || !concerns(br, a, b) {
			continue
		}
		if onPath(cat, br, a, b) {
			out = append(out, br)
		}
	}
	return out
}

// onPath reports whether the break lies between the two points of one era: by
// the order of editions where the break names two of them, else by its date.
func onPath(cat *store.Catalogue, br eras.Break, a, b Point) bool {
	from, ok1 := cat.Edition(br.FromEdition)
	to, ok2 := cat.Edition(br.ToEdition)
	if ok1 && ok2 && a.Edition != nil && b.Edition != nil {
		ea, _ := cat.Edition(*a.Edition)
		eb, _ := cat.Edition(*b.Edition)
		return from.Seq < to.Seq && ea.Seq < to.Seq && from.Seq < eb.Seq
	}
	return a.sortFirst < br.On.Last() && br.On.First() <= b.sortDate
}

func concerns(br eras.Break, a, b Point) bool {
	switch br.Kind {
	case "location": // about locations, not about those who run them
		if a.Service == "" && a.bodyLevel != "location" {
			return false
		}
	case "trust rating": // about the rating of trusts
		if a.bodyLevel == "location" {
			return false
		}
	}
	if br.Measure != "" && br.Measure != a.Measure && br.Measure != b.Measure {
		return false
	}
	groups := strings.Fields(br.PeerGroup)
	return len(groups) == 0 || slices.Contains(groups, b.Peers.Group) || slices.Contains(groups, a.Peers.Group) ||
		b.Peers.Group == "" && a.Peers.Group == ""
}
