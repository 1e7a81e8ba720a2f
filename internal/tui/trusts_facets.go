package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/output"
	"careratings/internal/overview"
)

// facetPane narrows the list by kind, region, open or closed, and eras held.
// Chosen values of one facet are alternatives, but of eras all are held.
type facetPane struct {
	values [facetGroups][]facetValue
	list   list // over the values, group after group
	traits []traits
}

const (
	byKind = iota
	byRegion
	byEnd
	byEra
	facetGroups
)

// facetValue is one value of a facet and how many listed bodies have it.
type facetValue struct {
	word string
	on   bool
	n    int
}

// traits are the values of one body, by their place; eras as a set.
type traits struct {
	value [byEra]uint16
	eras  uint64
}

func facetNames() [facetGroups]string {
	return [facetGroups]string{"kind", "region", "open or closed", "ratings in"}
}

// bodies takes the kinds, the regions and the ends of all bodies.
func (p *facetPane) bodies(x *bodies.Index) {
	p.traits = make([]traits, x.Len())
	p.values = [facetGroups][]facetValue{}
	place := [byEra]map[string]uint16{{}, {}, {}}
	add := func(group int, word string) uint16 {
		at, ok := place[group][word]
		if !ok {
			at = uint16(len(p.values[group]))
			place[group][word] = at
			p.values[group] = append(p.values[group], facetValue{word: word})
		}
		return at
	}
	for _, k := range bodies.Kinds() {
		if k != "cqc-location" {
			add(byKind, k)
		}
	}
	var regions []string
	for i := range x.Len() {
		if b := x.Body(int32(i)); b.Region != "" && !slices.Contains(regions, b.Region) {
			regions = append(regions, b.Region)
		}
	}
	slices.Sort(regions)
	for _, r := range append(regions, overview.Unknown) {
		add(byRegion, r)
	}
	add(byEnd, "open")
	add(byEnd, "closed")
	for i := range p.traits {
		b, t := x.Body(int32(i)), &p.traits[i]
		if b.Kind == "cqc-location" {
			continue
		}
		t.value[byKind], t.value[byRegion] = add(byKind, b.Kind), add(byRegion, cmp.Or(b.Region, overview.Unknown))
		if !b.Living() {
			t.value[byEnd] = 1
		}
	}
	p.reset()
}

// facetEras are the eras that ratings are held of, and for each body the set of
// its own.
type facetEras struct {
	eras []string
	sets []uint64
}

func newFacetEras(x *bodies.Index, f *overview.Facts) facetEras {
	out := facetEras{sets: make([]uint64, x.Len())}
	held := map[string]bool{}
	for _, counts := range f.Counts {
		for _, c := range counts {
			held[c.Era] = true
		}
	}
	bit := map[string]uint64{}
	for _, e := range f.Catalogue.Eras {
		if held[e.ID] {
			bit[e.ID] = 1 << len(out.eras)
			out.eras = append(out.eras, e.ID)
		}
	}
	for code, counts := range f.Counts {
		at, ok := x.At(code)
		for _, c := range counts {
			if ok {
				out.sets[at] |= bit[c.Era]
			}
		}
	}
	return out
}

// eras takes the eras that ratings are held of; what was chosen stays chosen,
// though nothing is held of it any more.
func (p *facetPane) eras(held facetEras) {
	before := p.chosen(byEra)
	p.values[byEra] = nil
	for _, era := range held.eras {
		p.values[byEra] = append(p.values[byEra], facetValue{word: era, on: slices.Contains(before, era)})
	}
	for _, era := range before {
		if !slices.Contains(held.eras, era) {
			p.values[byEra] = append(p.values[byEra], facetValue{word: era, on: true})
		}
	}
	for i, set := range held.sets {
		p.traits[i].eras = set
	}
	p.reset()
}

func (p *facetPane) reset() {
	n := 0
	for _, v := range p.values {
		n += len(v)
	}
	p.list.reset(n)
}

// pass appends the hits that have the chosen values to out, and counts for every
// value how many there are with it beside what is chosen elsewhere.
func (p *facetPane) pass(hits, out []bodies.Hit) []bodies.Hit {
	var any [byEra]bool
	for g := range p.values {
		for i := range p.values[g] {
			v := &p.values[g][i]
			v.n = 0
			if g < byEra {
				any[g] = any[g] || v.on
			}
		}
	}
	held := uint64(0)
	for i, v := range p.values[byEra] {
		if v.on {
			held |= 1 << i
		}
	}
	for _, h := range hits {
		t := &p.traits[h.Body]
		if t.eras&held != held {
			continue
		}
		misses, missed := 0, 0
		for g := range byEra {
			if any[g] && !p.values[g][t.value[g]].on {
				misses, missed = misses+1, g
			}
		}
		switch misses {
		case 1:
			p.values[missed][t.value[missed]].n++
		case 0:
			out = append(out, h)
			for g := range byEra {
				p.values[g][t.value[g]].n++
			}
			for i := range p.values[byEra] {
				if t.eras&(1<<i) != 0 {
					p.values[byEra][i].n++
				}
			}
		}
	}
	return out
}

// at is the value under the cursor.
func (p *facetPane) at() (group, place int, ok bool) {
	i := p.list.at
	for g := range p.values {
		if i < len(p.values[g]) && i >= 0 {
			return g, i, true
		}
		i -= len(p.values[g])
	}
	return 0, 0, false
}

func (p *facetPane) toggle() bool {
	g, i, ok := p.at()
	if ok {
		p.values[g][i].on = !p.values[g][i].on
	}
	return ok
}

// clear takes every choice away; it reports whether there was one.
func (p *facetPane) clear() bool {
	was := false
	for g := range p.values {
		for i := range p.values[g] {
			was = was || p.values[g][i].on
			p.values[g][i].on = false
		}
	}
	return was
}

// chosen are the words of the values chosen in a group.
func (p *facetPane) chosen(group int) []string {
	var out []string
	for _, v := range p.values[group] {
		if v.on {
			out = append(out, v.word)
		}
	}
	return out
}

// flags are the choices as the command line takes them.
func (p *facetPane) flags() string {
	var b strings.Builder
	for g, flag := range [facetGroups]string{byKind: "--kind", byRegion: "--region", byEra: "--era"} {
		if words := p.chosen(g); flag != "" && len(words) > 0 {
			b.WriteString(" " + flag + " " + output.CommandLine(strings.Join(words, ",")))
		}
	}
	if ends := p.chosen(byEnd); len(ends) == 1 {
		b.WriteString(" --" + ends[0])
	}
	return b.String()
}

// words are the choices as a reader takes them; empty without any.
func (p *facetPane) words() string {
	var parts []string
	add := func(before, between string, words []string) {
		if len(words) > 0 {
			parts = append(parts, before+strings.Join(words, between))
		}
	}
	add("kind ", " or ", p.chosen(byKind))
	add("region ", " or ", p.chosen(byRegion))
	add("", " or ", p.chosen(byEnd))
	add("ratings in ", " and ", p.chosen(byEra))
	return strings.Join(parts, "; ")
}

// view draws the values under their headings, as many lines as there is room for.
func (p *facetPane) view(l look, width, height int, focused bool) []string {
	type line struct {
		text string
		at   int // of a value; -1 for a heading
	}
	var lines []line
	at := 0
	cursor := 0
	for g, name := range facetNames() {
		if len(p.values[g]) == 0 {
			continue
		}
		lines = append(lines, line{name, -1})
		for _, v := range p.values[g] {
			if at == p.list.at {
				cursor = len(lines)
			}
			box := "[ ] "
			if v.on {
				box = "[x] "
			}
			count := fmt.Sprintf(" %d", v.n)
			lines = append(lines, line{l.fit(box+v.word, max(0, width-2-len(count))) + count, at})
			at++
		}
	}
	title := "Facets (tab)"
	if focused {
		title = "> Facets (space chooses)"
	}
	out := []string{l.style.Bold(l.fit(title, width))}
	height--
	room := height
	if len(lines) > height {
		room-- // for the line that says so
	}
	first, last := window(len(lines), room, cursor, max(0, cursor-room/2))
	for i := first; i < last; i++ {
		switch {
		case lines[i].at < 0:
			out = append(out, l.style.Dim(l.fit(lines[i].text, width)))
		default:
			out = append(out, l.selected(lines[i].text, focused && lines[i].at == p.list.at, width))
		}
	}
	if len(lines) > height && height > 0 {
		out = append(out, l.style.Dim(l.fit(fmt.Sprintf("  %d lines above, %d below", first, len(lines)-last), width)))
	}
	return out
}
