package web

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/chart"
	"careratings/internal/eras"
	"careratings/internal/output/face"
	"careratings/internal/trajectory"
)

// eachShown calls f with every rating that the page shows.
func eachShown(doc trajectory.Document, chosen bool, f func(t trajectory.Trust, p trajectory.Point)) {
	for _, t := range doc.Trusts {
		shown := face.Shown(t.Points, chosen)
		for i, p := range t.Points {
			if shown[i] {
				f(t, p)
			}
		}
	}
}

// sideBySide sets the headline ratings of several trusts beside one another: one
// row for each edition, or each date of a rolling era, one column for each trust.
func (m *maker) sideBySide(doc trajectory.Document, chosen bool) {
	type place struct{ era, when, sort string }
	var rows []place
	cells := map[place][]Cell{}
	for i, t := range doc.Trusts {
		shown := face.Shown(t.Points, chosen)
		for j, p := range t.Points {
			if !shown[j] || !p.Headline() && !chosen {
				continue
			}
			date := ""
			if p.Date != nil {
				date = eras.Interval(*p.Date).SortKey()
			}
			at := place{p.Era, chart.When(&p), date}
			if p.Edition != nil {
				e, _ := m.cat.Edition(*p.Edition)
				at.sort = fmt.Sprintf("%04d", e.Seq)
			}
			if cells[at] == nil {
				cells[at] = make([]Cell, len(doc.Trusts))
				rows = append(rows, at)
			}
			c := &cells[at][i]
			whose := ""
			if p.Body.Code != t.Code {
				whose = p.Body.Code + ": "
			}
			join := func(before, words string) string {
				if words == "" {
					return before
				}
				return strings.TrimPrefix(before+"; "+whose+words, "; ")
			}
			c.Text, c.Small = join(c.Text, m.says(p)), join(c.Small, face.Counts(p))
		}
	}
	rank := func(id string) int { return slices.IndexFunc(m.cat.Eras, func(e eras.Era) bool { return e.ID == id }) }
	slices.SortStableFunc(rows, func(a, b place) int {
		if d := rank(a.era) - rank(b.era); d != 0 {
			return d
		}
		return strings.Compare(a.sort, b.sort)
	})
	t := Table{ID: "side", Caption: "The headline ratings of each, edition by edition; an empty field is a rating not held or not given", Columns: []Column{{Label: "When", Class: "whole"}, {Label: "Regime", Class: "narrow"}}, Keep: true, Wide: len(doc.Trusts) > 5}
	for _, trust := range doc.Trusts {
		t.Columns = append(t.Columns, Column{Label: trust.Name})
	}
	era := ""
	for _, at := range rows {
		if era != "" && era != at.era {
			t.Rows = append(t.Rows, Row{Break: "No line across: another scale, another judge"})
		}
		era = at.era
		t.Rows = append(t.Rows, Row{Cells: append([]Cell{{Text: at.when}, {Text: m.eraLabel(at.era)}}, cells[at]...)})
	}
	m.section(2, "side-by-side", "Side by side").Tables = []Table{t}
}

func (m *maker) trajectoryBreaks(doc trajectory.Document) {
	between := map[string][]string{}
	var list []eras.Break
	for _, t := range doc.Trusts {
		for _, b := range t.Breaks {
			words := m.momentWords(b.Between[0]) + " and " + m.momentWords(b.Between[1])
			if !slices.Contains(between[b.ID], words) {
				between[b.ID] = append(between[b.ID], words)
			}
			if slices.ContainsFunc(list, func(x eras.Break) bool { return x.ID == b.ID }) {
				continue
			}
			about := ""
			if at := slices.IndexFunc(m.cat.Breaks, func(x eras.Break) bool { return x.ID == b.ID }); at >= 0 {
				about = m.cat.Breaks[at].About
			}
			list = append(list, eras.Break{ID: b.ID, Why: b.Why, About: about, Forbids: b.Forbids, Source: b.Source})
		}
	}
	s := m.section(2, "no-comparison", "Where no comparison is possible")
	if len(list) == 0 {
		s.Text = []string{"No break is recorded between these ratings. Ratings of different regimes still stand on different scales."}
		return
	}
	s.Text = []string{"Ratings of two regimes are never put on one scale. Within a regime, too, rules and reach changed; each change that matters here is listed with its source."}
	t := m.breakTable(list, func(b eras.Break) string { return strings.Join(between[b.ID], "; ") })
	s.Tables = []Table{t}
}

// momentWords is an edition by its label, or a date as it is.
func (m *maker) momentWords(moment string) string {
	if e, ok := m.cat.Edition(moment); ok {
		return e.Label
	}
	if era, day, ok := strings.Cut(moment, "@"); ok {
		return m.eraLabel(era) + ", " + day
	}
	return moment
}

func (m *maker) conflicts(doc trajectory.Document, chosen bool) {
	t := Table{ID: "conflict-table", Caption: "What each source says where they differ", Columns: []Column{{Label: "Rating"}, {Label: "As printed"}, {Label: "Where"}, {Label: "How firmly"}, {Label: "Taken"}, {Label: "Source"}}}
	eachShown(doc, chosen, func(_ trajectory.Trust, p trajectory.Point) {
		if !p.Conflict {
			return
		}
		for _, c := range p.Claims {
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				{Text: p.Body.Name + ", " + m.momentWords(trajectory.Moment(p)), Small: m.measureLabel(p.Measure)},
				{Text: c.Value},
				{Text: c.Locator},
				{Text: c.Doubt},
				{Text: taken(c)},
				{Refs: m.refs(c.Source.ID)},
			}})
		}
	})
	s := m.section(2, "conflicts", "Where sources disagree")
	if len(t.Rows) == 0 {
		s.Text = []string{"On the ratings shown here no two stated claims contradict each other."}
		return
	}
	s.Text = []string{"Both sides are kept. The nearest to the publisher is taken, then a contemporary statement over a later one, then a later correction."}
	s.Tables = []Table{t}
}

func taken(c trajectory.Claim) string {
	if c.Chosen {
		return "yes"
	}
	return "no"
}

func (m *maker) measureLabel(id string) string {
	measure, _ := m.cat.Measure(id)
	return measure.Label
}

// claims lists every statement behind the ratings shown.
func (m *maker) claims(doc trajectory.Document, chosen bool) {
	t := Table{ID: "claim-table", Caption: "Claims: one source saying one thing, as printed", Columns: []Column{{Label: "Rating of"}, {Label: "Measure"}, {Label: "Printed name"}, {Label: "As printed"}, {Label: "Where"}, {Label: "How firmly"}, {Label: "Taken"}, {Label: "Source"}}}
	n := 0
	eachShown(doc, chosen, func(trust trajectory.Trust, p trajectory.Point) {
		for _, c := range p.Claims {
			n++
			when := Cell{Text: m.momentWords(trajectory.Moment(p)), Sort: fmt.Sprintf("%05d", n)}
			if len(doc.Trusts) > 1 {
				when.Small = trust.Name
			}
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				when,
				{Text: m.measureLabel(p.Measure)},
				{Text: c.PrintedName},
				{Text: c.Value},
				{Text: c.Locator, Small: c.Note},
				{Text: c.Doubt},
				{Text: taken(c)},
				{Refs: m.refs(c.Source.ID)},
			}})
		}
	})
	if n == 0 {
		return
	}
	s := m.section(2, "claims", "Every claim behind these ratings")
	s.Text = []string{"A rating is what the archive concludes from the claims about it. Those not taken are shown beside those that are."}
	s.Tables = []Table{t}
}

// method says how the page is to be read, and for each rating who the peers are.
func (m *maker) method(doc trajectory.Document, chosen bool) {
	s := m.section(2, "method", "How to read this page")
	s.Text = []string{
		"Words first: each rating stands in its publisher's own word. Its standing is its place among the bodies rated with it in the same edition: the bar runs from the worst of them (left) to the best, and covers the share that were level with it. A pale bar has an end that is not known.",
		"Counts are of the peer group the publisher itself put in one table. Where a count has a plus sign it is the least that is sure, because the others are not known for certain.",
		"Marks: [e] implied, doubtful or unconfirmed, in no distribution; [r] revised after publication; ! sources disagree.",
		"Never done here: one score across all regimes, a line drawn across a break, an average of categories.",
	}
	if doc.Policy != "legal" {
		s.Text = append(s.Text, "Policy strands: every predecessor keeps its own line and is never averaged with its successor.")
	}
	if notes := m.peerNotes(doc, chosen); len(notes) > 0 {
		m.section(3, "peers", "Peers, and where the counts come from").List = notes
	}
}

// peerNotes says for every shown rating with a standing who the peers are and
// where the counts come from, and why others have none.
func (m *maker) peerNotes(doc trajectory.Document, chosen bool) []Item {
	type note struct {
		text string
		when []string
		refs []int
	}
	var list []*note
	eachShown(doc, chosen, func(_ trajectory.Trust, p trajectory.Point) {
		var parts []string
		var refs []int
		switch {
		case bandOf(p.Standing) == nil && !p.Headline(), p.Kind == "number", p.Kind == "words":
			return
		case bandOf(p.Standing) == nil:
			parts = append(parts, "no standing: "+p.Standing.Reason)
		default:
			parts = append(parts, strings.ReplaceAll(p.Peers.Group, "-", " "))
			note := p.Peers.Note
			if src := p.Peers.Source; src != nil {
				refs = m.refs(src.ID)
				note = strings.Replace(note, "printed by "+src.ID, "as printed", 1)
			}
			for _, text := range []string{note, p.Standing.Reason} {
				if text != "" {
					parts = append(parts, text)
				}
			}
		}
		text := strings.Join(parts, "; ")
		at := slices.IndexFunc(list, func(n *note) bool { return n.text == text && slices.Equal(n.refs, refs) })
		if at < 0 {
			at = len(list)
			list = append(list, &note{text: text, refs: refs})
		}
		if when := m.momentWords(trajectory.Moment(p)); !slices.Contains(list[at].when, when) {
			list[at].when = append(list[at].when, when)
		}
	})
	var out []Item
	for _, n := range list {
		out = append(out, Item{Text: strings.Join(n.when, ", ") + ": " + n.text, Refs: n.refs})
	}
	return out
}
