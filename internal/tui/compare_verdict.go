package tui

import (
	"cmp"
	"fmt"
	"strings"

	"careratings/internal/moves"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// side is the chosen edition with every trust's rating in it, and what may be
// said of each two.
type side struct {
	heading  string
	entries  []entry
	verdicts []string
}

// entry is one strand of a trust in the chosen edition.
type entry struct {
	trust, track int
	name         string
	point        *trajectory.Point // nil where it has no rating there
	more         string            // plain counts, or why there is no rating
	peers        string            // who the peers are and what the counts rest on
}

// text is the rating in one line.
func (e *entry) text() string {
	if e.point == nil {
		return e.name + ": no rating there"
	}
	p := e.point
	text := e.name + ": " + strings.TrimSpace(says(p)+" "+marks(p))
	if p.Level != nil && p.Levels != nil {
		text += fmt.Sprintf(", level %d of %d", *p.Level, *p.Levels)
	}
	if p.Edition == nil && p.Date != nil {
		text += ", of " + momentForms(p)[0]
	}
	return text
}

// sideBySide reads the chosen column across all trusts.
func (st *story) sideBySide(c *chart, at focus) side {
	col := c.columns[at.col]
	era, _ := st.cat.Era(col.era)
	measure := c.tracks[at.track].measure
	out := side{}
	for trust := range st.trusts {
		out.entries = append(out.entries, st.entries(c, trust, col, era.Rolling, measure)...)
	}
	what := ""
	for i := range out.entries {
		if p := out.entries[i].point; p != nil && what == "" {
			m, _ := st.cat.Measure(p.Measure)
			what = st.when(p) + ": " + m.Label
			if era.Rolling {
				what = era.Label + " as at " + col.forms[0] + ": " + m.Label + ", each trust's latest by then"
			}
		}
	}
	out.heading = cmp.Or(what, col.moment)
	for i := range out.entries {
		for j := i + 1; j < len(out.entries); j++ {
			if a, b := &out.entries[i], &out.entries[j]; a.trust != b.trust {
				out.verdicts = append(out.verdicts, st.verdict(a, b))
			}
		}
	}
	return out
}

// entries are a trust's ratings in a column, strand by strand. In a rolling era
// they are its latest by that day. A trust without any has one entry that says
// what it was rated by instead.
func (st *story) entries(c *chart, trust int, col column, rolling bool, measure string) []entry {
	t := &st.trusts[trust]
	var out []entry
	for i := range c.tracks {
		tr := &c.tracks[i]
		if tr.trust != trust || measure != "" && tr.measure != measure {
			continue
		}
		var last *trajectory.Point
		for j := range tr.stops {
			p := tr.stops[j].point
			if tr.stops[j].gap() || p.Era != col.era {
				continue
			}
			if p.Moment() == col.moment {
				out = append(out, entry{trust: trust, track: i, name: t.called(p.Body), point: p})
				last = nil
				break
			}
			if rolling && p.When() <= col.when {
				last = p
			}
		}
		if last != nil && !ended(tr, col) {
			out = append(out, entry{trust: trust, track: i, name: t.called(last.Body), point: last})
		}
	}
	for i := range out {
		p := out[i].point
		lines := peersOf(p)
		out[i].more = lines[0]
		if len(lines) > 1 {
			out[i].peers = lines[1]
		}
		for _, text := range st.troubles(p) {
			out[i].more += " " + text
		}
	}
	if len(out) > 0 {
		return out
	}
	first := -1
	for i := range c.tracks {
		if c.tracks[i].trust == trust && (first < 0 || c.tracks[i].body.Code == t.Code) {
			first = i
			if c.tracks[i].body.Code == t.Code {
				break
			}
		}
	}
	return []entry{{trust: trust, track: first, name: t.called(trajectory.Party{Code: t.Code, Name: t.Name}), more: st.instead(t, col, measure)}}
}

// ended reports whether a strand had gone into another before a column.
func ended(tr *track, col column) bool { return tr.into != "" && tr.on != "" && tr.on <= col.when }

// instead says why a trust has no rating in a column: judged by another regime
// at about that time, or none held.
func (st *story) instead(t *told, col column, measure string) string {
	if measure == "" && len(col.when) >= 4 {
		for i := range t.Points {
			p := &t.Points[i]
			if p.Headline() && p.Era != col.era && len(p.When()) >= 4 && p.When()[:4] == col.when[:4] {
				era, _ := st.cat.Era(p.Era)
				return fmt.Sprintf("No rating of it in %s is held; in that year it was rated in another regime: %s, %s.", col.moment, says(p), era.Label)
			}
		}
	}
	return "No rating of it in " + col.moment + " is held."
}

// called is the short name of a strand: its town where that is known, and its
// code.
func (t *told) called(p trajectory.Party) string {
	name := t.towns[p.Code]
	if name == "" {
		name = p.Name
		for _, tail := range []string{" NHS Foundation Trust", " NHS Trust"} {
			name = strings.TrimSuffix(name, tail)
		}
	}
	return name + " (" + p.Code + ")"
}

// briefly names a track in a few columns: the code, beside it the town or the
// trust it is a strand of where there is room, or the measure where tracks have
// one.
func (t *told) briefly(tr *track, room int, st *story) string {
	code := tr.body.Code
	if tr.measure != "" {
		m, _ := st.cat.Measure(tr.measure)
		return code + " " + m.Label[strings.LastIndex(m.Label, ": ")+1:]
	}
	if !tr.first {
		return code + " as well"
	}
	if into := code + " > " + t.Code; code != t.Code && output.Width(into) <= room {
		return into
	}
	if named := t.towns[code] + " " + code; t.towns[code] != "" && output.Width(named) <= room {
		return named
	}
	return code
}

// verdict says of two trusts what the engine's rules allow.
func (st *story) verdict(a, b *entry) string {
	both := a.name + " and " + b.name
	if a.point == nil || b.point == nil {
		var none []string
		for _, e := range []*entry{a, b} {
			if e.point == nil {
				none = append(none, e.name)
			}
		}
		return both + ": not comparable: no rating of " + strings.Join(none, " or ") + " there"
	}
	words := says(a.point) + " against " + says(b.point)
	v := st.within.Beside(a.point, b.point)
	because := ""
	if v.Reason != "" {
		because = " (" + v.Reason + ")"
	}
	switch v.Verdict {
	case moves.Above, moves.Below:
		return fmt.Sprintf("%s %s %s: %s%s", a.name, v.Verdict, b.name, words, because)
	case moves.NotComparable:
		return both + ": not comparable: " + v.Reason
	}
	if v.Reason == "same band" {
		return both + ": same band, " + says(a.point) + ": not resolved"
	}
	return both + ": not resolved: " + words + because
}
