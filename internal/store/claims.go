package store

import (
	"context"
	"slices"

	"careratings/internal/eras"
)

// claimSelect fetches the columns of a claim as one text, which takes half the
// time of fetching two dozen cells one by one.
const claimSelect = "SELECT concat_ws('" + cellEnd + `', c.key, ifnull(c.edition, 0), c.rated_on, ifnull(b.key, ''), c.level, c.peer_group, p.trust_type, c.measure,
	p.name, c.value, c.low, c.high, c.number, c.of_number, c.status, c.doubt, c.tier, s.key, s.counts_from, c.locator, c.note, c.service)
	FROM claim_row c LEFT JOIN body b ON b.id = c.body JOIN source s ON s.id = c.source JOIN printed p ON p.id = c.printed `

// ClaimsAbout returns the claims about these bodies, body by body, that sources
// had made by asOf (empty for no limit). A claim whose source has no date counts
// from its rating's date.
func (a *Archive) ClaimsAbout(ctx context.Context, bodies []string, asOf string) ([]eras.Claim, error) {
	var out []eras.Claim
	for _, body := range bodies {
		claims, err := a.about.get(body, func() ([]eras.Claim, error) {
			return a.claims(ctx, "", claimSelect+"WHERE c.body = (SELECT id FROM body WHERE key = ?)", body)
		})
		if err != nil {
			return nil, err
		}
		for _, c := range claims {
			if KnownBy(c, asOf) {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

// ClaimsIn returns the claims of one edition and measure by asOf.
func (a *Archive) ClaimsIn(ctx context.Context, edition, measure, asOf string) ([]eras.Claim, error) {
	return a.claims(ctx, asOf, claimSelect+`WHERE c.edition = (SELECT id FROM edition WHERE key = ?)
		AND c.measure = (SELECT id FROM measure WHERE key = ?) ORDER BY c.id`, edition, measure)
}

// ClaimsOn returns every claim on one measure by asOf, for eras without
// editions.
func (a *Archive) ClaimsOn(ctx context.Context, measure, asOf string) ([]eras.Claim, error) {
	return a.claims(ctx, asOf, claimSelect+"WHERE c.measure = (SELECT id FROM measure WHERE key = ?) ORDER BY c.id", measure)
}

// ClaimsFrom returns every claim one source makes.
func (a *Archive) ClaimsFrom(ctx context.Context, source string) ([]eras.Claim, error) {
	return a.claims(ctx, "", claimSelect+"WHERE c.source = (SELECT id FROM source WHERE key = ?) ORDER BY c.id", source)
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
	var out []eras.Claim
	err = a.each(ctx, func(scan scanner) error {
		var row string
		if err := scan(&row); err != nil {
			return err
		}
		var c eras.Claim
		var edition, measure int64
		if err := cells(row).scan(&c.ID, &edition, (*string)(&c.RatedOn), &c.Body, &c.Level, &c.PeerGroup, &c.TrustType, &measure, &c.PrintedName,
			&c.Value, &c.Low, &c.High, &c.Number, &c.Of, &c.Status, (*string)(&c.Doubt), &c.Tier, &c.Source, (*string)(&c.CountsFrom), &c.Locator, &c.Note, &c.Service); err != nil {
			return err
		}
		c.Edition, c.Measure = cat.editionRow[edition], cat.measureRow[measure]
		c.Era = cat.measureByID[c.Measure].Era
		if !c.RatedOn.Known() {
			c.RatedOn = cat.editionByID[c.Edition].Published
		}
		if KnownBy(c, asOf) {
			out = append(out, c)
		}
		return nil
	}, query, args...)
	return out, err
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
	for _, s := range list {
		a.sourced.keep(s.ID, s)
		out[s.ID] = s
	}
	return out, err
}

// AllSources returns every source, by id.
func (a *Archive) AllSources(ctx context.Context) ([]eras.Source, error) {
	return a.sources(ctx, "ORDER BY s.key")
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
