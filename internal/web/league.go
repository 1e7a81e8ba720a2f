package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/chart"
	"careratings/internal/flat"
	"careratings/internal/league"
	"careratings/internal/output"
	"careratings/internal/output/face"
)

// League is the page of an edition as it was published: for each peer group how
// much is held, the distribution, and the bodies in the publisher's order.
func (s Site) League(ctx context.Context, doc league.Document, trust, command string) (*Page, error) {
	m, err := s.maker(ctx, command)
	if err != nil {
		return nil, err
	}
	p := m.page
	if doc.AsOf != nil {
		p.AsOf = *doc.AsOf
	}
	p.Kicker, p.Title = "An edition as published", doc.Label
	about := m.eraLabel(doc.Era) + ", " + m.measureLabel(doc.Measure) + " (" + doc.Edition + ")"
	if e, ok := m.cat.Edition(doc.Edition); ok {
		about += ". Published by " + e.Publisher
		if e.Published != "" {
			about += ", " + face.Spoken(string(e.Published))
		}
		p.Lead = append(p.Lead, about+".")
		if e.About != "" {
			p.Lead = append(p.Lead, e.About)
		}
	} else {
		p.Lead = append(p.Lead, about+".")
	}
	if len(doc.Tables) > 1 {
		p.Lead = append(p.Lead, "Its tables: "+m.tableNames(doc)+".")
	}
	marks := map[string]bool{}
	for i, t := range doc.Tables {
		if err := m.leagueTable(i, doc, t, trust, marks); err != nil {
			return nil, err
		}
	}
	sec := m.section(2, "method", "How to read this page")
	sec.Text = []string{"League tables stand in the order of their ranks, ties as the publisher shows them. Stars and grades are grouped by level, best first, and never ranked: within a level bodies stand by name. A distribution counts the stated ratings alone; what the archive does not hold is said, never guessed."}
	for _, n := range flat.LeagueNotes(marks) {
		sec.List = append(sec.List, Item{Text: strings.ReplaceAll(n, "\n", " ")})
	}
	return m.done()
}

// tableID is the id of the section of a table, counted from 0.
func tableID(n int) string { return fmt.Sprintf("table-%d", n+1) }

func (m *maker) tableNames(doc league.Document) string {
	var names []string
	for _, t := range doc.Tables {
		names = append(names, league.GroupWords(t.PeerGroup)+" ("+t.HeldWords()+")")
	}
	return strings.Join(names, "; ")
}

func (m *maker) leagueTable(n int, doc league.Document, t league.Table, trust string, marks map[string]bool) error {
	one := doc
	one.Tables = []league.Table{t}
	if len(doc.Tables) <= 2 && n == 0 || hasBody(t, trust) {
		sheet, err := m.leagueSheet(one, trust)
		if err == nil {
			err = m.picture(sheet, upper(doc.Label)+", "+league.GroupWords(t.PeerGroup)+". The table below says the same in words.")
		}
		if !nothingToDraw(err) {
			return err
		}
	}
	id := tableID(n)
	group := upper(league.GroupWords(t.PeerGroup))
	if slices.Contains([]string{"pct", "ccg", "icb"}, t.PeerGroup) {
		group = strings.ToUpper(t.PeerGroup) // initials
	}
	held := upper(t.HeldWords()) + "."
	sec := Section{ID: id, Heading: group, Level: 2, Text: []string{held}}
	if t.Base == nil {
		sec.Text = append(sec.Text, "How many there are is not published.")
	}
	if t.Left > 0 {
		sec.Text = append(sec.Text, fmt.Sprintf("%d of its bodies are left out by a filter; the distribution is of all.", t.Left))
	}
	if shares := flat.Shares(t); len(shares.Rows) > 0 {
		table := m.flatTable(id+"-shares", group+": how many stand at each level, of the stated ratings held", shares)
		table.Keep, table.Slim = true, true
		m.publishedRefs(&table, t)
		sec.Tables = append(sec.Tables, table)
	}
	for _, section := range []string{league.Ranked, league.Rated, league.PartKnown, league.NotRated} {
		rows := slices.DeleteFunc(slices.Clone(t.Rows), func(r league.Row) bool { return r.Section != section })
		if len(rows) == 0 {
			continue
		}
		caption := flat.SectionTitle(doc, t, section, len(rows))
		if caption == "" {
			caption = plural(len(rows), "body", "bodies") + ", as published"
		}
		table := m.flatTable(id+"-"+slug(section), group+": "+caption, flat.LeaguePage(doc, section, rows, marks))
		table.Columns = append(table.Columns, Column{Label: "Sources"})
		for i := range table.Rows {
			table.Rows[i].Cells = append(table.Rows[i].Cells, Cell{Refs: m.refs(rows[i].Source)})
		}
		rankSort(&table, rows)
		sec.Tables = append(sec.Tables, table)
	}
	if k := len(t.Unmatched); k > 0 {
		sec.Text = append(sec.Text, fmt.Sprintf("%s of this table no body is certain, and they are not listed: archive trusts --unmatched.", map[bool]string{true: "Of 1 printed name", false: fmt.Sprintf("Of %d printed names", k)}[k == 1]))
	}
	m.page.Sections = append(m.page.Sections, sec)
	return nil
}

// publishedRefs puts beside the published counts of each level who prints them.
func (m *maker) publishedRefs(table *Table, t league.Table) {
	if !slices.ContainsFunc(t.Distribution, func(s league.Share) bool { return len(s.Published) > 0 }) {
		return
	}
	table.Columns = append(table.Columns, Column{Label: "Sources"})
	for i, s := range t.Distribution {
		var ids []string
		for _, p := range s.Published {
			ids = append(ids, p.Source)
		}
		table.Rows[i].Cells = append(table.Rows[i].Cells, Cell{Refs: m.refs(ids...)})
	}
}

// rankSort lets the first column be sorted in the publisher's order.
func rankSort(t *Table, rows []league.Row) {
	for i := range rows {
		t.Rows[i].Cells[0].Sort = fmt.Sprintf("%05d", i+1)
	}
}

func hasBody(t league.Table, code string) bool {
	return code != "" && slices.ContainsFunc(t.Rows, func(r league.Row) bool { return r.Body.Code == code })
}

// leagueSheet draws a league of one table; a body that is in it is pointed out.
func (m *maker) leagueSheet(doc league.Document, trust string) (*chart.Sheet, error) {
	t := doc.Tables[0]
	var sources []string
	for _, r := range t.Rows {
		sources = append(sources, r.Source)
	}
	view := chart.LeagueOptions{About: m.about(sources...)}
	if hasBody(t, trust) {
		view.Trust = trust
		if m.served {
			view.Command += " --trust " + output.CommandLine(trust)
		}
	}
	return chart.League(doc, view)
}
