package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/chart"
	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/output/face"
	"careratings/internal/trajectory"
)

// Trajectory is the page of one trust's ratings or of several trusts' side by
// side. chosen tells that the document was narrowed to chosen measures and all of
// it is to be shown. command makes the page again.
func (s Site) Trajectory(ctx context.Context, doc trajectory.Document, chosen bool, command string) (*Page, error) {
	m, err := s.maker(ctx, command)
	if err != nil {
		return nil, err
	}
	p := m.page
	if doc.AsOf != nil {
		p.AsOf = *doc.AsOf
	}
	p.Kicker = "Every rating since 2001"
	names := make([]string, 0, len(doc.Trusts))
	for _, t := range doc.Trusts {
		names = append(names, t.Name)
	}
	p.Title = names[0] + " (" + doc.Trusts[0].Code + ")"
	if len(names) > 1 {
		p.Kicker = "Several trusts side by side"
		p.Title = strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
		p.Short = fmt.Sprintf("%d trusts side by side, rated since 2001", len(names))
		if len(names) > 3 {
			p.Title, p.Lead = fmt.Sprintf("%d trusts side by side", len(names)), []string{p.Title + "."}
		}
	} else {
		p.Lead = m.descent(doc.Trusts[0])
	}
	if doc.Policy == "legal" {
		p.Lead = append(p.Lead, "Policy legal: the ratings of each code alone, without its predecessors.")
	}
	if err := m.trajectoryPicture(doc, chosen); err != nil {
		return nil, err
	}
	if len(doc.Trusts) > 1 {
		m.sideBySide(doc, chosen)
	}
	for i, t := range doc.Trusts {
		m.ratings(i, t, len(doc.Trusts) > 1, chosen)
	}
	m.trajectoryBreaks(doc)
	m.conflicts(doc, chosen)
	m.claims(doc, chosen)
	m.method(doc, chosen)
	return m.done()
}

// descent is what a trust is and where it came from, in sentences.
func (m *maker) descent(t trajectory.Trust) []string {
	out := []string{"Kind of body: " + strings.ReplaceAll(t.Kind, "-", " ") + "."}
	for _, way := range []struct{ relation, words string }{{"predecessor", "Before it: "}, {"successor", "After it: "}} {
		var list []string
		for _, k := range t.Lineage {
			if k.Relation == way.relation {
				text := k.Name + " (" + k.Code
				if k.On != "" {
					text += ", " + k.On
				}
				list = append(list, text+")")
			}
		}
		if len(list) > 0 {
			out = append(out, way.words+strings.Join(list, "; ")+".")
		}
	}
	return out
}

func (m *maker) trajectoryPicture(doc trajectory.Document, chosen bool) error {
	if len(doc.Trusts) > chart.MostTrusts {
		return nil
	}
	sheet, err := m.trajectorySheet(doc, chosen)
	if empty := (*chart.EmptyError)(nil); errors.As(err, &empty) {
		return nil
	}
	if err != nil {
		return err
	}
	return m.picture(sheet, "Each rating in its publisher's word over its place among its peers, best at the top; a numbered mark wherever no comparison is possible. The table below says the same in words.")
}

func (m *maker) trajectorySheet(doc trajectory.Document, chosen bool) (*chart.Sheet, error) {
	return chart.Trajectory(doc, m.cat, chart.TrajectoryOptions{About: m.about(), Chosen: chosen})
}

func (m *maker) says(p trajectory.Point) string {
	measure, _ := m.cat.Measure(p.Measure)
	return face.Says(p, measure.Label)
}

func (m *maker) eraLabel(id string) string {
	e, _ := m.cat.Era(id)
	return e.Label
}

// ratings is the table of one trust, in time order, with its breaks.
func (m *maker) ratings(n int, t trajectory.Trust, several, chosen bool) {
	id, heading := "ratings", "Every rating, in time order"
	if several {
		id, heading = fmt.Sprintf("ratings-%d", n+1), t.Name+" ("+t.Code+")"
	}
	s := Section{ID: id, Heading: heading, Level: 2}
	if several {
		s.Text = m.descent(t)
	}
	if len(t.Points) == 0 {
		s.Text = append(s.Text, "No rating of this body is held.")
		m.page.Sections = append(m.page.Sections, s)
		return
	}
	for _, stay := range t.Spells {
		s.List = append(s.List, Item{Text: stay.Body + ": " + face.Stay(stay), Refs: m.refs(claimSources(t, stay.EntryClaim, stay.ExitClaim)...)})
	}
	table := Table{
		ID: id + "-table", Caption: "Ratings of " + t.Name + " and its lineage",
		Columns: []Column{{Label: "When", Class: "whole"}, {Label: "Regime", Class: "narrow"}, {Label: "Rating", Doc: "in the publisher's word"}, {Label: "Standing", Doc: "peers rated worse, level and better", Class: "bar"}, {Label: "Peers"}, {Label: "Sources"}},
	}
	shown, hidden, order := face.Shown(t.Points, chosen), 0, 0
	told := map[string]bool{}
	era := "" // of the rating before
	for i, p := range t.Points {
		if !shown[i] {
			hidden++
			continue
		}
		if why := breaksBefore(t, i, shown); len(why) > 0 && !told[trajectory.Moment(p)+p.Body.Code] {
			told[trajectory.Moment(p)+p.Body.Code] = true
			what := "Break: "
			if era != p.Era {
				what = "No line across: "
			}
			table.Rows = append(table.Rows, Row{Break: what + strings.Join(why, "; ")})
		}
		order++
		era = p.Era
		table.Rows = append(table.Rows, Row{Cells: m.pointCells(t, p, order)})
	}
	s.Tables = []Table{table}
	if hidden > 0 {
		s.Text = append(s.Text, fmt.Sprintf("The archive holds %s more of this lineage (domains, targets, metrics): %s lists them.",
			plural(hidden, "value", "values"), output.CommandLine("archive", "trajectory", t.Code, "--measure", "all")))
	}
	m.page.Sections = append(m.page.Sections, s)
}

func (m *maker) pointCells(t trajectory.Trust, p trajectory.Point, order int) []Cell {
	when := Cell{Text: chart.When(&p), Sort: fmt.Sprintf("%05d", order)}
	if p.Edition != nil {
		when.Href = m.editionLink(*p.Edition)
	}
	rating := Cell{Text: m.says(p)}
	var as []string
	switch {
	case p.Body.NameThen != "":
		as = append(as, "as "+p.Body.NameThen+" ("+p.Body.Code+")")
	case p.Body.Code != t.Code:
		as = append(as, "as "+p.Body.Name+" ("+p.Body.Code+")")
	}
	if printed := face.PrintedAs(p); printed != "" {
		as = append(as, "printed as "+printed)
	}
	rating.Small = strings.Join(as, ", ")
	standing := Cell{Text: face.Counts(p), Band: bandOf(p.Standing)}
	if mid := p.Standing.Mid; mid != nil {
		standing.Sort = fmt.Sprintf("%.4f", *mid)
	}
	if standing.Band == nil && p.Headline() {
		standing.Small = "place not known"
	}
	peers := Cell{}
	if standing.Band != nil {
		peers.Text = strings.ReplaceAll(p.Peers.Group, "-", " ")
		if p.Peers.N != nil {
			peers.Text += fmt.Sprintf(", n = %d", *p.Peers.N)
		} else {
			peers.Text += ", n not printed"
		}
	}
	return []Cell{when, {Text: m.eraLabel(p.Era)}, rating, standing, peers, {Refs: m.refs(pointSources(p)...)}}
}

// bandOf is the tie band as a bar; nil where nothing of it is known.
func bandOf(s trajectory.Standing) *Band {
	if s.Low == nil && s.High == nil {
		return nil
	}
	low, high := 0.0, 1.0
	if s.Low != nil {
		low = *s.Low
	}
	if s.High != nil {
		high = *s.High
	}
	// A hundredth of the peers is still to be seen.
	from := min(tenths(100*low), 98.5)
	return &Band{From: from, Width: max(tenths(100*high)-from, 1.5), Open: s.Low == nil || s.High == nil}
}

// tenths is rounded so that no processor's last bits reach a page.
func tenths(f float64) float64 { return float64(int(f*10+0.5)) / 10 }

// pointSources are the documents of the claims that are chosen, and of those that
// contradict them.
func pointSources(p trajectory.Point) []string {
	var out []string
	for _, c := range p.Claims {
		if c.Chosen || p.Conflict && c.Value != p.Value && c.Doubt == string(eras.Stated) {
			out = append(out, c.Source.ID)
		}
	}
	return out
}

func claimSources(t trajectory.Trust, ids ...string) []string {
	var out []string
	for _, p := range t.Points {
		for _, c := range p.Claims {
			if slices.Contains(ids, c.ID) {
				out = append(out, c.Source.ID)
			}
		}
	}
	return out
}

// breaksBefore says why a shown headline rating cannot simply be compared with the
// one before it.
func breaksBefore(t trajectory.Trust, i int, shown []bool) []string {
	p := t.Points[i]
	moment := trajectory.Moment(p)
	var why []string
	for _, b := range t.Breaks {
		if b.Body == p.Body.Code && b.Between[1] == moment && !slices.Contains(why, b.Why) {
			why = append(why, b.Why)
		}
	}
	if len(why) > 0 {
		return why
	}
	for j := i - 1; j >= 0; j-- {
		if shown[j] {
			if t.Points[j].Era != p.Era {
				return []string{"another scale, another judge"}
			}
			break
		}
	}
	return nil
}
