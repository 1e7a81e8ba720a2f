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
		out = append(out, row.rating(claims[i:i+1:i+1]))
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

// rating reads the last cells of a row, those of a rating from its body on. What it
// takes from its one claim is put there.
func (c *cutter) rating(of []eras.Claim) eras.Rating {
	claim := &of[0]
	claim.Body, claim.PeerGroup, claim.RatedOn = c.text(), c.text(), eras.Interval(c.text())
	claim.Low, claim.High = c.whole(), c.whole()
	claim.Number, claim.Status, claim.Doubt = c.text(), c.text(), eras.Doubt(c.text())
	return eras.Rating{Claims: of, RatedOn: claim.RatedOn, Conflict: c.whole() == 1, Rule: c.text()}
}
