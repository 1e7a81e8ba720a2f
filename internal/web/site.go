package web

import (
	"context"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"careratings/internal/chart"
	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/output/cite"
	"careratings/internal/output/face"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// Site is what pages are made from.
type Site struct {
	Archive *store.Archive
	Who     cite.Archive // its version and checksum, on every page

	served bool // pages lead to other pages
}

// maker builds one page: the site, and the sources that the page has named.
type maker struct {
	Site
	ctx     context.Context
	cat     *store.Catalogue
	page    *Page
	number  map[string]int
	failure error // the first of reading a source
}

func (s Site) maker(ctx context.Context, command string) (*maker, error) {
	cat, err := s.Archive.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return &maker{Site: s, ctx: ctx, cat: cat, page: &Page{Command: command, Archive: s.Who}, number: map[string]int{}}, nil
}

// done is the page, or the first failure on the way to it.
func (m *maker) done() (*Page, error) {
	if m.page.Command != "" {
		m.page.Citation = cite.OfView(m.Who, "view", m.page.Title, m.page.Command, "").Text()
	}
	return m.page, m.failure
}

// refs are the numbers of sources, in the order the page first names them. A
// field may name several, as the archive joins them.
func (m *maker) refs(ids ...string) []int {
	var out []int
	for _, field := range ids {
		for id := range strings.FieldsFuncSeq(field, func(r rune) bool { return strings.ContainsRune(" ;,|", r) }) {
			n, ok := m.number[id]
			if !ok {
				found, err := m.Archive.Sources(m.ctx, []string{id})
				if err != nil && m.failure == nil {
					m.failure = err
				}
				s, known := found[id]
				if !known {
					continue
				}
				m.page.Sources = append(m.page.Sources, s)
				n = len(m.page.Sources)
				m.number[id] = n
			}
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// picture draws a chart into the page; a view with nothing to draw has none.
func (m *maker) picture(sheet *chart.Sheet, caption string) error {
	svg, err := sheet.Inline(fmt.Sprintf("picture-%d", len(m.page.Figures)+1))
	if err != nil {
		return err
	}
	m.page.Figures = append(m.page.Figures, Figure{SVG: template.HTML(svg), Caption: caption}) //nolint:gosec // the chart escapes its texts
	return nil
}

// about is what stands around a picture of the page. On the server it names the
// command that draws the picture.
func (m *maker) about(sources ...string) chart.About {
	out := chart.About{AsOf: m.page.AsOf, Data: m.Who.Data, Command: m.page.Command}
	if m.served {
		out.Command = drawing(m.page.Command)
	}
	found, err := m.Archive.Sources(m.ctx, sources)
	if err != nil && m.failure == nil {
		m.failure = err
	}
	for _, id := range sources {
		if s, ok := found[id]; ok {
			out.Sources = append(out.Sources, trajectory.Source{ID: s.ID, Title: s.Title, Publisher: s.Publisher, URL: s.URL, Tier: s.Tier})
		}
	}
	return out
}

func (m *maker) section(level int, id, heading string) *Section {
	m.page.Sections = append(m.page.Sections, Section{ID: id, Heading: heading, Level: level})
	return &m.page.Sections[len(m.page.Sections)-1]
}

func (m *maker) trustLink(code string) string {
	if !m.served || code == "" {
		return ""
	}
	return "/trajectory?" + url.Values{"trust": {code}}.Encode()
}

func (m *maker) editionLink(id string) string {
	if !m.served || id == "" {
		return ""
	}
	return "/league?" + url.Values{"edition": {id}}.Encode()
}

func (m *maker) sourceLink(id string) string {
	if !m.served || id == "" {
		return ""
	}
	return "/source?" + url.Values{"id": {id}}.Encode()
}

// linkOf leads from a cell of a flat table to the view of what it names.
func (m *maker) linkOf(column, value string) string {
	switch column {
	case "trust", "code", "body":
		if strings.Contains(value, " ") { // a name, of a page's few columns
			return ""
		}
		return m.trustLink(value)
	case "edition":
		return m.editionLink(value)
	case "source":
		return m.sourceLink(value)
	}
	return ""
}

// flatTable is a flat table as it is read: names with spaces, codes that lead on.
func (m *maker) flatTable(id, caption string, t output.Table) Table {
	out := Table{ID: id, Caption: caption}
	for i, c := range t.Columns {
		class := ""
		if !slices.ContainsFunc(t.Rows, func(row []output.Value) bool { return len(row[i].String()) > 12 }) {
			class = "whole" // codes and dates read badly in two lines
		}
		out.Columns = append(out.Columns, Column{
			Class: class, Label: upper(strings.ReplaceAll(c.Name, "_", " ")), Doc: c.Doc,
			Number: c.Align == output.AlignRight || c.Align == output.AlignAuto && (c.Kind == output.KindInt || c.Kind == output.KindNumber),
		})
	}
	for _, row := range t.Rows {
		var cells []Cell
		for i, v := range row {
			c := Cell{Text: v.String()}
			if timely(t.Columns[i].Name) {
				c.Text = face.Spoken(c.Text)
			}
			if !v.IsAbsent() {
				c.Href = m.linkOf(t.Columns[i].Name, c.Text)
				if t.Columns[i].Name == "url" {
					c.Href = webAddress(c.Text)
				}
			}
			cells = append(cells, c)
		}
		out.Rows = append(out.Rows, Row{Cells: cells})
	}
	return out
}

// timely reports whether a column holds dates, known to the day or only between two.
func timely(column string) bool {
	switch column {
	case "date", "opened", "closed", "on", "published_on":
		return true
	}
	return false
}

// webAddress is an address that may be followed, else empty.
func webAddress(s string) string {
	if u, err := url.Parse(s); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		return s
	}
	return ""
}

// upper is text with its first letter a capital.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// breakTable lists why no comparison is possible.
func (m *maker) breakTable(list []eras.Break, between func(eras.Break) string) Table {
	t := Table{ID: "breaks", Caption: "Breaks, and what each forbids", Columns: []Column{{Label: "Between"}, {Label: "Why"}, {Label: "Forbids"}, {Label: "Id"}, {Label: "Source"}}}
	for _, b := range list {
		forbids := strings.Join(b.Forbids, ", ")
		if forbids == "none" {
			forbids = "nothing by itself, but read it before comparing"
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: between(b)}, {Text: b.Why, Small: b.About}, {Text: forbids}, {Text: b.ID}, {Refs: m.refs(b.Source)}}})
	}
	return t
}
