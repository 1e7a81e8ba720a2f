package league

import (
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// size sets the published number of bodies of a table: the largest that a total
// of its group prints, or that stands beside a rank ("101st of 134").
func (b *builder) size(t *Table, totals []store.Total) {
	most := 0
	for _, total := range totals {
		if n, ok := total.Size(); ok && total.PeerGroup == t.PeerGroup && total.Doubt == eras.Stated && n > most {
			most, t.BaseSource = n, total.Source
		}
	}
	if most == 0 && b.moment.level == "" { // the care directory prints no number
		for _, l := range b.lines {
			if l.group != t.PeerGroup {
				continue
			}
			for _, of := range l.of {
				if of == nil {
					continue
				}
				for _, c := range of.Claims {
					if c.Doubt == eras.Stated && (c.Of > most || c.Of == most && most > 0 && c.Source < t.BaseSource) {
						most, t.BaseSource = c.Of, c.Source
					}
				}
			}
		}
	}
	if most > 0 {
		t.Base = &most
	}
}

// distribution counts the stated ratings of a table level by level, best first,
// beside the counts that sources print; values in words are counted word by
// word.
func (b *builder) distribution(t *Table, stated []*Row, totals []store.Total) []Share {
	m := b.measure
	if b.framework() {
		m, _ = b.cat.Measure("nof.segment")
	}
	out := []Share{}
	switch m.Kind {
	case "level":
		exact := slices.DeleteFunc(stated, func(r *Row) bool { return r.Level == nil })
		scale := b.cat.Scale(m.Scale)
		for i := len(scale) - 1; i >= 0; i-- {
			level := scale[i].Number
			s := Share{Level: &level, Label: scale[i].Label, Of: len(exact), Published: []Published{}}
			for _, r := range exact {
				s.N += oneIf(*r.Level == level)
			}
			for _, total := range totals {
				if total.PeerGroup == t.PeerGroup && total.Measure == m.ID && total.Doubt == eras.Stated && total.Low == level && total.High == level {
					s.Published = append(s.Published, published(total)...)
				}
			}
			out = append(out, s)
		}
	case "words":
		at := map[string]int{}
		for _, r := range stated {
			i, ok := at[strings.ToLower(r.Label)]
			if !ok {
				i = len(out)
				at[strings.ToLower(r.Label)] = i
				out = append(out, Share{Label: r.Label, Of: len(stated), Published: []Published{}})
			}
			out[i].N++
		}
		slices.SortFunc(out, func(x, y Share) int { return strings.Compare(strings.ToLower(x.Label), strings.ToLower(y.Label)) })
	}
	return out
}

func published(t store.Total) []Published {
	p := Published{Count: t.Count, Base: t.Base, Source: t.Source}
	if p.Count == "" && t.Percent != "" {
		p.Count = t.Percent + " %"
	}
	if p.Count == "" {
		return nil
	}
	if t.AtLeast {
		p.Count = "at least " + p.Count
	}
	return []Published{p}
}
