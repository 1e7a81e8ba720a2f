package tui

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/store"
)

// sourceAnswer is everything the archive holds from one source.
type sourceAnswer struct {
	source eras.Source
	found  bool
	claims []eras.Claim // all of them, in the archive's order
	parts  []sourcePart // those that are not empty; the claims always
	fates  string       // how many claims were chosen, superseded, in conflict
}

// sourcePart is one kind of thing told by the source, as a table.
type sourcePart struct {
	name    string // claims, totals, movements, breaks, editions
	columns []sourceColumn
	rows    []sourceRow
	hint    string // what enter does
}

// sourceColumn is a column of a part. Where room is short those with the largest
// drop go first, then the widest is cut.
type sourceColumn struct {
	name  string
	drop  int
	width int
}

// sourceRow is one thing told: its cells, what a filter searches, and where
// enter leads. code is the body of a claim, and moment its edition.
type sourceRow struct {
	cells    []string
	search   string
	from, to string // editions of a total, movement, break or edition; of a claim its moment
	code     string // of the body whose trajectory holds the claim
	detail   func() string
}

// sourceReader puts an answer together.
type sourceReader struct {
	cat  *store.Catalogue
	body map[string]bodies.Body
	asOf string
	of   map[string]eras.Rating // by id of a claim
}

func readSource(ctx context.Context, s *session, key, asOf string) (sourceAnswer, error) {
	var got sourceAnswer
	arch, err := s.open()
	if err != nil {
		return got, err
	}
	sources, err := arch.Sources(ctx, []string{key})
	if err != nil {
		return got, err
	}
	if got.source, got.found = sources[key]; !got.found {
		return got, nil
	}
	r := sourceReader{asOf: asOf, body: map[string]bodies.Body{}, of: map[string]eras.Rating{}}
	if r.cat, err = arch.Catalogue(ctx); err != nil {
		return got, err
	}
	all, err := arch.AllBodies(ctx, true)
	if err != nil {
		return got, err
	}
	for _, b := range all {
		r.body[b.ID] = b
	}
	if got.claims, err = arch.ClaimsFrom(ctx, key); err != nil {
		return got, err
	}
	beside, err := arch.ClaimsBeside(ctx, key)
	if err != nil {
		return got, err
	}
	known := slices.DeleteFunc(append(beside, got.claims...), func(c eras.Claim) bool { return c.Body == "" || !store.KnownBy(c, asOf) })
	for _, rating := range eras.Resolve(known) {
		for _, c := range rating.Claims {
			if c.Source == key {
				r.of[c.ID] = rating
			}
		}
	}
	totals, err := arch.AllTotals(ctx)
	if err != nil {
		return got, err
	}
	movements, err := arch.AllMovements(ctx)
	if err != nil {
		return got, err
	}
	totals = slices.DeleteFunc(totals, func(t store.Total) bool { return t.Source != key })
	movements = slices.DeleteFunc(movements, func(m store.Movement) bool { return m.Source != key })
	got.parts = []sourcePart{r.claims(got.claims)}
	for _, p := range []sourcePart{r.totals(totals), r.movements(movements), r.breaks(key), r.editions(key)} {
		if len(p.rows) > 0 {
			got.parts = append(got.parts, p)
		}
	}
	for i := range got.parts {
		got.parts[i].measure(s.look)
	}
	got.fates = got.parts[0].tally("status")
	return got, nil
}

// tally counts the values of a column, most frequent first.
func (p *sourcePart) tally(column string) string {
	at := slices.IndexFunc(p.columns, func(c sourceColumn) bool { return c.name == column })
	n := map[string]int{}
	for _, r := range p.rows {
		n[r.cells[at]]++
	}
	var words []string
	for _, v := range slices.SortedFunc(maps.Keys(n), func(x, y string) int { return cmp.Or(cmp.Compare(n[y], n[x]), cmp.Compare(x, y)) }) {
		words = append(words, fmt.Sprintf("%s %d", v, n[v]))
	}
	return strings.Join(words, ", ")
}

// measure sets the widths of the columns and what a filter searches, once an
// answer.
func (p *sourcePart) measure(l look) {
	for i := range p.columns {
		p.columns[i].width = output.Width(p.columns[i].name) + 1
	}
	const most = 9 // of a code: ids of bodies without one are longer, and stand in the detail
	for i, r := range p.rows {
		for j, c := range r.cells {
			p.columns[j].width = max(p.columns[j].width, output.Width(l.letters(c)))
			if p.columns[j].name == "code" {
				p.columns[j].width = min(p.columns[j].width, most)
			}
		}
		p.rows[i].search = strings.ToLower(r.search + "\n" + strings.Join(r.cells, "\n"))
	}
}

// name is a body's name, or the one printed where no body is certain.
func (r *sourceReader) name(c eras.Claim) string {
	if b, ok := r.body[c.Body]; ok {
		return b.Name
	}
	return c.PrintedName
}

func (r *sourceReader) claims(claims []eras.Claim) sourcePart {
	p := sourcePart{name: "claims", hint: "open the trust", columns: []sourceColumn{
		{name: "code", drop: 2},
		{name: "name"},
		{name: "edition", drop: 1},
		{name: "measure", drop: 3},
		{name: "value"},
		{name: "status"},
		{name: "locator", drop: 5},
		{name: "doubt", drop: 4},
	}}
	for _, c := range claims {
		row := sourceRow{code: c.Body, from: c.Edition, search: c.PrintedName + "\n" + c.ID + "\n" + c.Note}
		if b := r.body[c.Body]; b.Kind == "cqc-location" {
			row.code = b.Parent
		}
		moment := c.Edition
		if moment == "" {
			moment = string(c.RatedOn)
			if day := c.RatedOn.Last(); day != "" {
				row.from = c.Era + "@" + day
			}
		}
		measure := c.Measure
		if c.Service != "" {
			measure += " (" + c.Service + ")"
		}
		row.cells = []string{c.Body, r.name(c), moment, measure, c.Value, r.status(c), c.Locator, string(c.Doubt)}
		row.detail = func() string { return r.claimSentence(c) }
		p.rows = append(p.rows, row)
	}
	return p
}

func (r *sourceReader) totals(totals []store.Total) sourcePart {
	p := sourcePart{name: "totals", hint: "open the edition", columns: []sourceColumn{
		{name: "edition"},
		{name: "peer group", drop: 1},
		{name: "measure", drop: 3},
		{name: "value"},
		{name: "count"},
		{name: "of", drop: 2},
		{name: "scope", drop: 5},
		{name: "doubt", drop: 4},
	}}
	for _, t := range totals {
		count := t.Count
		if count == "" && t.Percent != "" {
			count = t.Percent + " %"
		}
		if t.AtLeast {
			count = "at least " + count
		}
		words := []string{"published count", sourceOr(t.Scope, "of the whole peer group"), "set " + sourceOr(t.Set, "none"), t.Note}
		p.rows = append(p.rows, sourceRow{
			cells:  []string{sourceOr(t.Edition, t.Era), t.PeerGroup, t.Measure, t.Value, count, t.Base, t.Scope, string(t.Doubt)},
			search: t.Note, from: t.Edition, detail: func() string { return sourceJoined(words...) },
		})
	}
	return p
}

func (r *sourceReader) movements(movements []store.Movement) sourcePart {
	p := sourcePart{name: "movements", hint: "open the diff", columns: []sourceColumn{
		{name: "from"},
		{name: "to"},
		{name: "peer group", drop: 1},
		{name: "measure", drop: 3},
		{name: "was"},
		{name: "became"},
		{name: "count"},
		{name: "doubt", drop: 4},
	}}
	for _, m := range movements {
		count := m.Count
		if m.AtLeast {
			count = "at least " + count
		}
		p.rows = append(p.rows, sourceRow{
			cells:  []string{m.FromEdition, m.ToEdition, m.PeerGroup, m.Measure, m.FromValue, m.ToValue, count, string(m.Doubt)},
			search: m.Note, from: m.FromEdition, to: m.ToEdition, detail: func() string { return sourceJoined("published movement", m.Note) },
		})
	}
	return p
}

func (r *sourceReader) breaks(key string) sourcePart {
	p := sourcePart{name: "breaks", hint: "open the diff", columns: []sourceColumn{
		{name: "from", drop: 2}, {name: "to", drop: 3}, {name: "kind", drop: 1}, {name: "why"}, {name: "forbids", drop: 4},
	}}
	for _, b := range r.cat.Breaks {
		if !slices.Contains(strings.Fields(b.Source), key) {
			continue
		}
		row := sourceRow{
			cells:  []string{b.FromEdition, b.ToEdition, b.Kind, b.Why, strings.Join(b.Forbids, " ")},
			search: b.About, detail: func() string { return sourceJoined("break "+b.ID, string(b.On), b.About) },
		}
		if _, ok := r.cat.Edition(b.FromEdition); ok {
			row.from = b.FromEdition
		}
		if _, ok := r.cat.Edition(b.ToEdition); ok {
			row.to = b.ToEdition
		}
		p.rows = append(p.rows, row)
	}
	return p
}

func (r *sourceReader) editions(key string) sourcePart {
	p := sourcePart{name: "editions", hint: "open the edition", columns: []sourceColumn{{name: "edition"}, {name: "label"}, {name: "period", drop: 1}, {name: "published", drop: 2}}}
	for _, e := range r.cat.Editions {
		if e.Source == key {
			p.rows = append(p.rows, sourceRow{
				cells: []string{e.ID, e.Label, e.Period, string(e.Published)}, search: e.About, from: e.ID,
				detail: func() string { return sourceJoined(e.Publisher, e.Framework, e.About) },
			})
		}
	}
	return p
}
