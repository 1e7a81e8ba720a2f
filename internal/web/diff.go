package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/chart"
	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// Diff is the page of two editions: levels against each other, then every lineage
// with its verdict. kind is the peer group it was narrowed to, empty for all.
func (s Site) Diff(ctx context.Context, found *moves.Comparison, d moves.Diff, kind, command string) (*Page, error) {
	m, err := s.maker(ctx, command)
	if err != nil {
		return nil, err
	}
	p := m.page
	if d.AsOf != nil {
		p.AsOf = *d.AsOf
	}
	p.Kicker = "Two editions"
	p.Title = "From " + d.From.Label + " to " + d.To.Label
	peers := "peers as published"
	if d.Basis == "common" {
		peers = "peers: lineages rated in both"
	}
	p.Lead = []string{
		fmt.Sprintf("%s (%s) against %s (%s); %s; policy %s; %s.", d.From.Edition, d.From.Measure, d.To.Edition, d.To.Measure,
			strings.ReplaceAll(d.Comparable, "-", " "), d.Policy, peers),
		summaryWords(d.Summary),
	}
	if kind != "" {
		p.Lead = append(p.Lead, "Only the peer group "+strings.ReplaceAll(kind, "-", " ")+".")
	}
	sheet, err := m.diffSheet(found, kind)
	if err == nil {
		err = m.picture(sheet, "Levels of the two editions against each other, counts of lineages. The table below lists every lineage.")
	}
	if !nothingToDraw(err) {
		return nil, err
	}
	if err != nil {
		p.Lead = append(p.Lead, "There is no picture of levels against each other: one side has none.")
	}
	m.diffRows(d)
	m.diffBreaks(found)
	s2 := m.section(2, "method", "How to read this page")
	s2.Text = []string{
		"A verdict is up or down only when no reading of ties, missing bodies or conflicts could undo it: across scales the two tie bands must not overlap. On one unbroken scale the change of level itself is reported. Everything else is not resolved, and that is an answer.",
		"The counts in brackets are the peers rated worse, level and better in the same edition. Entered and left are lineages of which only one of the two ratings is held; whether a body was rated and is missing here, or was not rated, the note says where it is known.",
		"Marks: [e] implied, doubtful or unconfirmed, in no distribution; ! sources disagree.",
	}
	if n := d.Summary.Usual; n > 0 {
		s2.Text = append(s2.Text, fmt.Sprintf("Who begins low tends to rise and who begins high to fall. The CSV has for each lineage the usual move of those who began at the same level, from %s.", plural(n, "pair", "pairs")))
	}
	return m.done()
}

// nothingToDraw reports whether there was no picture for a reason that leaves the
// page standing: no levels, or an empty table.
func nothingToDraw(err error) bool {
	var empty *chart.EmptyError
	var refused *compare.Refusal
	var none *moves.NoSuch
	return err == nil || errors.As(err, &empty) || errors.As(err, &refused) || errors.As(err, &none)
}

func (m *maker) diffSheet(found *moves.Comparison, kind string) (*chart.Sheet, error) {
	tab, err := found.CrossTab()
	if err != nil {
		return nil, err
	}
	return m.tabSheet(tab, kind, found)
}

func (m *maker) tabSheet(tab moves.CrossTab, kind string, found *moves.Comparison) (*chart.Sheet, error) {
	return chart.Diff(tab, chart.DiffOptions{About: m.about(pairSources(found)...), Kind: kind, Basis: found.Basis})
}

// pairSources are the sources that the ratings of a comparison take their values
// from.
func pairSources(found *moves.Comparison) []string {
	var sources []string
	for _, p := range found.Pairs {
		for _, pt := range []*trajectory.Point{p.A, p.B} {
			if pt != nil && len(pt.Claims) > 0 {
				sources = append(sources, pt.Claims[0].Source.ID)
			}
		}
	}
	return sources
}

func summaryWords(s moves.Summary) string {
	return fmt.Sprintf("%s: %d up, %d down, %d same, %d not resolved; %d entered, %d left.", plural(s.Rows, "lineage", "lineages"), s.Up, s.Down, s.Same, s.NotResolved, s.Entered, s.Left)
}

func (m *maker) diffRows(d moves.Diff) {
	t := Table{
		ID: "rows", Caption: fmt.Sprintf("%s, in the order of codes", plural(len(d.Rows), "lineage", "lineages")),
		Columns: []Column{{Label: "Trust"}, {Label: "Peer group"}, {Label: d.From.Label, Class: "narrow"}, {Label: d.To.Label, Class: "narrow"}, {Label: "Verdict"}, {Label: "Note"}, {Label: "Sources"}},
	}
	for _, r := range d.Rows {
		var sources []string
		for _, pt := range []*trajectory.Point{r.From, r.To} {
			if pt != nil {
				sources = append(sources, pointSources(*pt)...)
			}
		}
		verdict := strings.ReplaceAll(r.Verdict, "-", " ")
		if r.LevelChange != nil && *r.LevelChange != 0 {
			verdict += fmt.Sprintf(" (%+d)", *r.LevelChange)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: r.Trust.Name, Small: r.Trust.Code, Href: m.trustLink(r.Trust.Code)},
			{Text: strings.ReplaceAll(r.Kind, "-", " ")},
			m.sideCell(r.From, r.Trust.Code), m.sideCell(r.To, r.Trust.Code),
			{Text: verdict},
			{Text: r.Note},
			{Refs: m.refs(sources...)},
		}})
	}
	s := m.section(2, "lineages", "Lineage by lineage")
	s.Tables = []Table{t}
}

func (m *maker) sideCell(p *trajectory.Point, code string) Cell {
	if p == nil {
		return Cell{}
	}
	words := flat.RatingWords(p)
	c := Cell{Text: words}
	if at := strings.Index(words, " ("); at > 0 {
		c.Text, c.Small = words[:at], strings.Trim(words[at+1:], "()")
	}
	if p.Body.Code != code {
		c.Small = strings.TrimPrefix(c.Small+"; as "+p.Body.Name+" ("+p.Body.Code+")", "; ")
	}
	switch {
	case p.Level != nil:
		c.Sort = fmt.Sprintf("%04d", *p.Level)
	case p.Partial != nil:
		c.Sort = fmt.Sprintf("%04d-%d", p.Partial.Low, p.Partial.High)
	}
	return c
}

func (m *maker) diffBreaks(found *moves.Comparison) {
	s := m.section(2, "no-comparison", "What stands between the two")
	if len(found.Breaks) == 0 {
		s.Text = []string{"No break is recorded between these editions."}
		return
	}
	list := slices.Clone(found.Breaks)
	s.Tables = []Table{m.breakTable(list, func(b eras.Break) string {
		return m.endWords(b.FromEdition, b.FromEra, "what came before") + " and " + m.endWords(b.ToEdition, b.ToEra, "what came after")
	})}
}

func (m *maker) endWords(edition, era, open string) string {
	for _, id := range []string{edition, era} {
		if e, ok := m.cat.Edition(id); ok {
			return e.Label
		}
		if e, ok := m.cat.Era(id); ok {
			return e.Label
		}
	}
	return open
}

// CrossTab is the page of a table of two editions' levels. moves tells that it is
// read as moves within one unbroken scale.
func (s Site) CrossTab(ctx context.Context, found *moves.Comparison, tab moves.CrossTab, kind, command string) (*Page, error) {
	m, err := s.maker(ctx, command)
	if err != nil {
		return nil, err
	}
	p := m.page
	p.Kicker, p.Title = "Cross-tab", tab.From.Label+" against "+tab.To.Label
	if tab.Schema == moves.TransitionsSchema {
		p.Kicker, p.Title = "Moves within one scale", "Moves from "+tab.From.Label+" to "+tab.To.Label
	}
	p.Lead = []string{
		fmt.Sprintf("%s rated in both; %d through merger; %d left out (no one level, or not stated); of %d the other rating is not held. Policy %s.", plural(tab.N, "lineage", "lineages"), tab.Mergers, tab.Skipped, tab.NotHeld, tab.Policy),
	}
	sheet, err := m.tabSheet(tab, kind, found)
	if err == nil {
		err = m.picture(sheet, "Earlier levels down, later ones across, counts of lineages.")
	}
	if !nothingToDraw(err) {
		return nil, err
	}
	t := m.flatTable("levels", "Counts of lineages: earlier levels down, later ones across", flat.CrossTabPage(tab))
	t.Keep, t.Slim = true, true
	sec := m.section(2, "counts", "Counts")
	sec.Tables = []Table{t}
	if k := tab.Kappa; k != nil && k.Plain != nil {
		sec.Text = append(sec.Text, fmt.Sprintf("kappa %.4f, n = %d", *k.Plain, k.N))
	}
	refs := m.refs(pairSources(found)...)
	sec.Text = append(sec.Text, fmt.Sprintf("The ratings counted are taken from %s, listed under Sources; the list of lineages has those of each.", plural(len(refs), "document", "documents")))
	shares := m.section(2, "shares", "Shares of each row, with Wilson 95 % intervals")
	shares.Tables = []Table{m.flatTable("cells", "One cell a row", flat.CrossTab(tab))}
	m.diffBreaks(found)
	return m.done()
}

// diffTable is a diff as the command prints it.
func diffTable(d moves.Diff) output.Table {
	t := output.Table{Columns: flat.DiffColumns()}
	for _, r := range d.Rows {
		t.Rows = append(t.Rows, flat.DiffRow(r))
	}
	return t
}
