package store

import (
	"context"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store/imports"
)

// claimSelect makes one text of the columns of a claim, and claims fetches the
// claims of a query as one text of all rows: fetching cells one by one takes
// twice the time, and a copy of each.
const claimSelect = "SELECT concat_ws('" + cellEnd + `', c.key, ifnull(c.edition, 0), c.rated_on, ifnull(b.key, ''), c.level, c.peer_group, p.trust_type, c.measure,
	p.name, c.value, c.low, c.high, c.number, c.of_number, c.status, c.doubt, c.tier, s.key, s.counts_from, c.locator, c.note, c.service) AS line
	FROM claim_row c LEFT JOIN body b ON b.id = c.body JOIN source s ON s.id = c.source JOIN printed p ON p.id = c.printed `

// ClaimsAbout returns the claims about these bodies, body by body, that sources
// had made by asOf (empty for no limit). A claim whose source has no date counts
// from its rating's date.
func (a *Archive) ClaimsAbout(ctx context.Context, bodies []string, asOf string) ([]eras.Claim, error) {
	var out []eras.Claim
	for _, body := range bodies {
		claims, err := a.about.get(body, func() ([]eras.Claim, error) { return a.claimsOf(ctx, body) })
		if err != nil {
			return nil, err
		}
		out = slices.Grow(out, len(claims))
		for i := range claims {
			if KnownBy(claims[i], asOf) {
				out = append(out, claims[i])
			}
		}
	}
	return out, nil
}

// claimsOf reads every claim about a body anew.
func (a *Archive) claimsOf(ctx context.Context, body string) ([]eras.Claim, error) {
	only, err := a.stranger(ctx, body)
	var held []eras.Claim
	if err == nil && !only {
		held, err = a.claims(ctx, "", claimSelect+"WHERE c.body = (SELECT id FROM body WHERE key = ?)", body)
	}
	if err != nil {
		return nil, err
	}
	return a.importedClaims(ctx, held, "", func(s *imports.Store) ([]eras.Claim, error) { return s.ClaimsAbout(ctx, body) })
}

// ClaimsIn returns the claims of one edition and measure by asOf.
func (a *Archive) ClaimsIn(ctx context.Context, edition, measure, asOf string) ([]eras.Claim, error) {
	held, err := a.claims(ctx, asOf, claimSelect+`WHERE c.edition = (SELECT id FROM edition WHERE key = ?)
		AND c.measure = (SELECT id FROM measure WHERE key = ?) ORDER BY c.id`, edition, measure)
	if err != nil {
		return nil, err
	}
	return a.importedClaims(ctx, held, asOf, func(s *imports.Store) ([]eras.Claim, error) { return s.ClaimsIn(ctx, edition, measure) })
}

// ClaimsOn returns every claim on one measure by asOf, for eras without
// editions.
func (a *Archive) ClaimsOn(ctx context.Context, measure, asOf string) ([]eras.Claim, error) {
	held, err := a.claims(ctx, asOf, claimSelect+"WHERE c.measure = (SELECT id FROM measure WHERE key = ?) ORDER BY c.id", measure)
	if err != nil {
		return nil, err
	}
	return a.importedClaims(ctx, held, asOf, func(s *imports.Store) ([]eras.Claim, error) { return s.ClaimsOn(ctx, measure) })
}

// ClaimsFrom returns every claim one source makes.
func (a *Archive) ClaimsFrom(ctx context.Context, source string) ([]eras.Claim, error) {
	held, err := a.claims(ctx, "", claimSelect+"WHERE c.source = (SELECT id FROM source WHERE key = ?) ORDER BY c.id", source)
	if err != nil {
		return nil, err
	}
	return a.importedClaims(ctx, held, "", func(s *imports.Store) ([]eras.Claim, error) { return s.ClaimsFrom(ctx, source) })
}

// ClaimsInConflict returns the claims of every rating in conflict.
func (a *Archive) ClaimsInConflict(ctx context.Context) ([]eras.Claim, error) {
	return a.claims(ctx, "", claimSelect+"JOIN rating_row r ON r.id = c.rating WHERE r.conflict = 1 ORDER BY c.id")
}

// ClaimsUnmatched returns the claims whose printed name has no certain body.
func (a *Archive) ClaimsUnmatched(ctx context.Context) ([]eras.Claim, error) {
	return a.claims(ctx, "", claimSelect+"WHERE c.body IS NULL ORDER BY c.id")
}

func (a *Archive) claims(ctx context.Context, asOf, query string, args ...any) ([]eras.Claim, error) {
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	text, err := a.text(ctx, "line", query, args...)
	if err != nil || text == "" {
		return nil, err
	}
	out := make([]eras.Claim, 0, strings.Count(text, rowEnd)+1)
	of := moment{cat: cat}
	err = eachRow(text, func(row *cutter) error {
		out = append(out, eras.Claim{})
		c := &out[len(out)-1]
		c.ID = row.text()
		edition := row.whole()
		c.RatedOn = eras.Interval(row.text())
		c.Body, c.Level, c.PeerGroup, c.TrustType = row.text(), row.text(), row.text(), row.text()
		of.set(edition, row.whole())
		c.PrintedName, c.Value = row.text(), row.text()
		c.Low, c.High = row.whole(), row.whole()
		c.Number, c.Of, c.Status = row.text(), row.whole(), row.text()
		c.Doubt, c.Tier = eras.Doubt(row.text()), row.text()
		c.Source, c.CountsFrom = row.text(), eras.Interval(row.text())
		c.Locator, c.Note, c.Service = row.text(), row.text(), row.text()
		c.Era, c.Edition, c.Measure = of.era, of.edition, of.measure
		if !c.RatedOn.Known() {
			c.RatedOn = of.published
		}
		if asOf != "" && !KnownBy(*c, asOf) {
			out = out[:len(out)-1]
		}
		return nil
	})
	if err != nil {
		return nil, a.fault(err)
	}
	return out, nil
}

// text is one column of all rows of a query as one text.
func (a *Archive) text(ctx context.Context, column, query string, args ...any) (string, error) {
	var text string
	err := a.each(ctx, func(scan scanner) error { return scan(&text) },
		"SELECT ifnull(group_concat("+column+", '"+rowEnd+"'), '') FROM ("+query+")", args...)
	return text, err
}

// moment turns row numbers of an edition and a measure into ids; those of one
// row after another are mostly the same.
type moment struct {
	cat                   *Catalogue
	editionRow, row       int
	era, edition, measure string
	published             eras.Interval
}

func (m *moment) set(edition, measure int) {
	if edition != m.editionRow {
		m.editionRow, m.edition = edition, m.cat.editionRow[int64(edition)]
		m.published = m.cat.editionByID[m.edition].Published
	}
	if measure != m.row {
		m.row, m.measure = measure, m.cat.measureRow[int64(measure)]
		m.era = m.cat.measureByID[m.measure].Era
	}
}

// KnownBy reports whether a source had made the claim by the day asOf (empty:
// any day): the day its source counts from, else the rating's own date, is not
// after it. A claim without either date is not known by any day.
func KnownBy(c eras.Claim, asOf string) bool {
	if asOf == "" {
		return true
	}
	from := c.CountsFrom
	if !from.Known() {
		from = c.RatedOn
	}
	last := from.Last()
	return last != "" && last <= asOf
}

// Sources returns the sources with these ids, by id.
func (a *Archive) Sources(ctx context.Context, keys []string) (map[string]eras.Source, error) {
	out := make(map[string]eras.Source, len(keys))
	var missing []string
	for _, k := range keys {
		if s, ok := a.sourced.peek(k); ok {
			out[k] = s
		} else if !slices.Contains(missing, k) {
			missing = append(missing, k)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	list, err := a.sources(ctx, "WHERE s.key IN (SELECT value FROM json_each(?))", keyList(missing))
	if err == nil && a.imports != nil && len(list) < len(missing) {
		var more []eras.Source
		more, err = a.imports.Sources(ctx)
		list = append(list, more...)
	}
	for _, s := range list {
		a.sourced.keep(s.ID, s)
		out[s.ID] = s
	}
	return out, err
}

// AllSources returns every source, by id.
func (a *Archive) AllSources(ctx context.Context) ([]eras.Source, error) {
	list, err := a.sources(ctx, "ORDER BY s.key")
	if err != nil || a.imports == nil {
		return list, err
	}
	held := make(map[string]bool, len(list))
	for _, s := range list {
		held[s.ID] = true
	}
	more, err := a.imports.Sources(ctx)
	return append(list, slices.DeleteFunc(more, func(s eras.Source) bool { return held[s.ID] })...), err // one that both know is the archive's
}

func (a *Archive) sources(ctx context.Context, where string, args ...any) ([]eras.Source, error) {
	var out []eras.Source
	err := a.each(ctx, func(scan scanner) error {
		var s eras.Source
		if err := scan(&s.ID, &s.Title, &s.Publisher, &s.URL, &s.Tier, (*string)(&s.PublishedOn), (*string)(&s.CountsFrom), &s.DatedBy, &s.Licence, &s.Note); err != nil {
			return err
		}
		out = append(out, s)
		return nil
	}, "SELECT s.key, s.title, s.publisher, s.url, s.tier, s.published_on, s.counts_from, s.dated_by, s.licence, s.note FROM source s "+where, args...)
	return out, err
}
