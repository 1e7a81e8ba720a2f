package store

import (
	"context"
	"slices"
	"strings"

	"careratings/internal/eras"
)

// ratingSelect makes one text of what a rating concludes. Ratings are numbered
// in the order of eras.Resolve.
const ratingSelect = "SELECT concat_ws('" + cellEnd + `', b.key, r.peer_group, r.rated_on, r.low, r.high, r.number, r.status, r.doubt, r.conflict, r.rule) AS line
	FROM rating_row r JOIN body b ON b.id = r.body
	WHERE r.edition = (SELECT id FROM edition WHERE key = ?) AND r.measure = (SELECT id FROM measure WHERE key = ?)
		AND r.service = '' AND b.kind <> 'cqc-location' ORDER BY r.id`

// RatingsIn returns the ratings of one edition and measure as the archive has
// joined them, in the order of eras.Resolve and without those of locations and
// services. Each has one claim, of which only what the rating takes from it is
// filled: no value as printed, no source.
func (a *Archive) RatingsIn(ctx context.Context, edition, measure string) ([]eras.Rating, error) {
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	if a.imports != nil {
		if has, err := a.imports.HasEdition(ctx, edition, measure); err != nil || has {
			return a.ratingsAnew(ctx, edition, measure)
		}
	}
	text, err := a.text(ctx, "line", ratingSelect, edition, measure)
	if err != nil || text == "" {
		return nil, err
	}
	n := strings.Count(text, rowEnd) + 1
	out, claims := make([]eras.Rating, 0, n), make([]eras.Claim, n)
	era := cat.measureByID[measure].Era
	err = eachRow(text, func(row *cutter) error {
		i := len(out)
		c := &claims[i]
		c.Era, c.Edition, c.Measure = era, edition, measure
		c.Body, c.PeerGroup, c.RatedOn = row.text(), row.text(), eras.Interval(row.text())
		c.Low, c.High = row.whole(), row.whole()
		c.Number, c.Status, c.Doubt = row.text(), row.text(), eras.Doubt(row.text())
		out = append(out, eras.Rating{Claims: claims[i : i+1 : i+1], RatedOn: c.RatedOn, Conflict: row.whole() == 1, Rule: row.text()})
		return nil
	})
	if err != nil {
		return nil, a.fault(err)
	}
	return out, nil
}

// ratingsAnew joins the claims of an edition and measure again, where imports
// brought some.
func (a *Archive) ratingsAnew(ctx context.Context, edition, measure string) ([]eras.Rating, error) {
	claims, err := a.ClaimsIn(ctx, edition, measure, "")
	if err != nil {
		return nil, err
	}
	return eras.Resolve(slices.DeleteFunc(claims, func(c eras.Claim) bool {
		return c.Body == "" || c.Service != "" || c.Level == "location" || c.Level == "service"
	})), nil
}
