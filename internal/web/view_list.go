package web

import (
	"context"
	"net/url"
	"slices"

	"careratings/internal/flat"
	"careratings/internal/output"
)

func editionsView(ctx context.Context, s Site, q params) (*answer, error) {
	cat, err := s.Archive.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	era, words := q.one("era"), q.one("q")
	if _, ok := cat.Era(era); era != "" && !ok {
		return nil, notFoundf("No era is called “%s”.", cut(era))
	}
	t := output.Table{Columns: flat.EditionColumns()}
	for _, e := range cat.Editions {
		if (era == "" || e.Era == era) && flat.EditionHas(e, words) {
			t.Rows = append(t.Rows, flat.EditionRow(e))
		}
	}
	if len(t.Rows) == 0 && words != "" {
		return nil, notFoundf("No edition has “%s”.", cut(words))
	}
	a := asking("archive", "editions")
	a.table, a.document = t, output.ListDocument{Schema: "editions/1", Rows: output.Rows(t)}
	if words != "" {
		a.words = append(a.words, words)
		a.link.Set("q", words)
	}
	a.keep(q, "era")
	a.page = func() (*Page, error) {
		m, err := s.maker(ctx, a.command())
		if err != nil {
			return nil, err
		}
		m.page.Title, m.page.Kicker = "Editions", "What was published"
		if e, ok := cat.Era(era); ok {
			m.page.Title = "Editions: " + e.Label
			m.page.Lead = []string{e.About}
			if e.Rolling {
				m.page.Lead = append(m.page.Lead, "A rolling era: each rating has its own date, and a cross-section is taken as at a day.")
				day := e.ID + "@2020-02-05"
				m.section(2, "as-at", "As at a day").List = []Item{{Text: "As at 5 February 2020 (" + day + ")", Href: m.editionLink(day)}}
			}
		}
		choices := []Link{{"every regime", ""}}
		for _, e := range cat.Eras {
			choices = append(choices, Link{e.Label, e.ID})
		}
		m.page.Form = &Form{Action: "/editions", Button: "Show", Fields: []Field{{Name: "era", Label: "Regime", Value: era, Options: choices}, {Name: "q", Label: "With these words", Value: words}}}
		sec := m.section(2, "list", plural(len(t.Rows), "edition", "editions"))
		if len(t.Rows) > 0 {
			table := m.flatTable("editions", "In time order", columnsOf(t, "edition", "label", "period", "published_on", "publisher", "about"))
			without, err := m.linkHeld(&table)
			if err != nil {
				return nil, err
			}
			if without > 0 {
				sec.Text = []string{plural(without, "edition", "editions") + " without a link: no rating is held."}
			}
			sec.Tables = []Table{table}
		}
		return m.done()
	}
	return a, nil
}

// linkHeld lets the editions of a table, which stand in its first column, lead
// where ratings are held: to those of the headline measure, else of the first that
// there is. It counts the editions without any, which lead nowhere.
func (m *maker) linkHeld(table *Table) (without int, err error) {
	for i := range table.Rows {
		cell := &table.Rows[i].Cells[0]
		measures, err := m.Archive.MeasuresIn(m.ctx, cell.Text)
		if err != nil {
			return 0, err
		}
		e, _ := m.cat.Edition(cell.Text)
		era, _ := m.cat.Era(e.Era)
		switch {
		case len(measures) == 0:
			cell.Href = ""
			without++
		case !slices.Contains(measures, era.Headline) && cell.Href != "":
			cell.Href += "&" + url.Values{"measure": {measures[0]}}.Encode()
		}
	}
	return without, nil
}

func sourcesView(ctx context.Context, s Site, _ params) (*answer, error) {
	all, err := s.Archive.AllSources(ctx)
	if err != nil {
		return nil, err
	}
	t := output.Table{Columns: flat.SourceColumns()}
	for _, src := range all {
		t.Rows = append(t.Rows, flat.SourceRow(src))
	}
	a := asking("archive", "sources")
	a.table, a.document = t, output.ListDocument{Schema: "sources/1", Rows: output.Rows(t)}
	a.page = func() (*Page, error) {
		m, err := s.maker(ctx, a.command())
		if err != nil {
			return nil, err
		}
		m.page.Title, m.page.Kicker = "Sources", "Every document"
		few := m.flatTable("documents", "Every document the archive draws on", columnsOf(t, "source", "title", "publisher", "tier", "published_on"))
		m.section(2, "list", plural(len(t.Rows), "document", "documents")).Tables = []Table{few}
		return m.done()
	}
	return a, nil
}

// columnsOf is a table narrowed to some of its columns.
func columnsOf(t output.Table, names ...string) output.Table {
	var out output.Table
	var at []int
	for i, c := range t.Columns {
		if slices.Contains(names, c.Name) {
			out.Columns = append(out.Columns, c)
			at = append(at, i)
		}
	}
	for _, row := range t.Rows {
		cells := make([]output.Value, len(at))
		for i, j := range at {
			cells[i] = row[j]
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

func sourceView(ctx context.Context, s Site, q params) (*answer, error) {
	id := q.one("id")
	if id == "" {
		return nil, badf("Which source? Name it in the address, as in /source?id=bbc-3911983-336e06; /sources lists them.")
	}
	found, err := s.Archive.Sources(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	src, ok := found[id]
	if !ok {
		return nil, notFoundf("No source is called “%s”.", cut(id))
	}
	claims, err := s.Archive.ClaimsFrom(ctx, id)
	if err != nil {
		return nil, err
	}
	t := output.Table{Columns: flat.ClaimColumns()}
	for _, c := range claims {
		t.Rows = append(t.Rows, flat.ClaimRow(c))
	}
	a := asking("archive", "sources", id)
	a.table, a.document = t, flat.SourceOf(src, t)
	a.link.Set("id", id)
	a.page = func() (*Page, error) {
		m, err := s.maker(ctx, a.command())
		if err != nil {
			return nil, err
		}
		m.page.Title, m.page.Kicker = src.Title, "A source"
		m.refs(id)
		m.page.Lead = []string{cited(src)}
		if src.Licence != "" {
			m.page.Lead = append(m.page.Lead, "Licence: "+src.Licence+".")
		}
		if src.Note != "" {
			m.page.Lead = append(m.page.Lead, "Note: "+src.Note+".")
		}
		if address := webAddress(src.URL); address != "" {
			m.section(2, "document", "The document").List = []Item{{Text: address, Href: address}}
		}
		sec := m.section(2, "claims", plural(len(t.Rows), "claim", "claims"))
		sec.Text = []string{"What this document says, as printed. A claim is never edited, only superseded."}
		if len(t.Rows) > 0 {
			sec.Tables = []Table{m.flatTable("claim-rows", "One row a claim", columnsOf(t, "edition", "date", "body", "printed_name", "measure", "value", "doubt", "locator"))}
		}
		return m.done()
	}
	return a, nil
}
