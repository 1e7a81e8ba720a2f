package store

import (
	"cmp"
	"context"
	"slices"

	"careratings/internal/eras"
)

// toldRatings are the ratings, as sources had them by asOf, of the bodies about
// which imported files say something, joined anew from what both say; locations are
// left out.
func (a *Archive) toldRatings(ctx context.Context, asOf string) (map[string][]eras.Rating, error) {
	if a.imports == nil {
		return nil, nil
	}
	return a.retold.get(asOf, func() (map[string][]eras.Rating, error) { return a.readTold(ctx, asOf) })
}

func (a *Archive) readTold(ctx context.Context, asOf string) (map[string][]eras.Rating, error) {
	rated, err := a.imports.Rated(ctx)
	if err != nil {
		return nil, err
	}
	providers, err := a.imports.Providers(ctx)
	if err != nil {
		return nil, err
	}
	briefs, err := a.Briefs(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(briefs))
	for _, b := range briefs {
		known[b.ID] = true
	}
	out := map[string][]eras.Rating{}
	for _, body := range slices.Concat(providers, rated) {
		if _, done := out[body]; done || !known[body] {
			continue
		}
		claims, err := a.ClaimsAbout(ctx, []string{body}, asOf)
		if err != nil {
			return nil, err
		}
		out[body] = eras.Resolve(claims)
	}
	return out, nil
}

// recount puts the counts of bodies that imported files speak of in the place of
// those that leave imports out.
func (a *Archive) recount(ctx context.Context, asOf string, counts map[string][]Count) error {
	told, err := a.toldRatings(ctx, asOf)
	for body, ratings := range told {
		n := map[string]int{}
		for _, r := range ratings {
			n[r.Claims[0].Era]++
		}
		var list []Count
		for era, of := range n {
			list = append(list, Count{era, of})
		}
		slices.SortFunc(list, func(x, y Count) int { return cmp.Compare(eras.Rank(x.Era), eras.Rank(y.Era)) })
		if counts[body] = list; len(list) == 0 {
			delete(counts, body)
		}
	}
	return err
}

// withTold puts the headline ratings of bodies that imported files speak of in the
// place of those that leave imports out, era by era and edition by edition.
func (a *Archive) withTold(ctx context.Context, cat *Catalogue, ratings []eras.Rating) ([]eras.Rating, error) {
	told, err := a.toldRatings(ctx, "")
	if err != nil || len(told) == 0 {
		return ratings, err
	}
	ratings = slices.DeleteFunc(ratings, func(r eras.Rating) bool { return told[r.Claims[0].Body] != nil })
	var more []eras.Rating
	for _, list := range told {
		for _, r := range list {
			c := &r.Claims[0]
			if cat.eraByID[c.Era].Headline == c.Measure && cat.measureByID[c.Measure].Kind == "level" && c.Service == "" && c.Level != "location" && c.Level != "service" {
				more = append(more, r)
			}
		}
	}
	slices.SortStableFunc(more, func(x, y eras.Rating) int {
		return cmp.Or(cmp.Compare(x.Claims[0].Body, y.Claims[0].Body), cmp.Compare(x.RatedOn.SortKey(), y.RatedOn.SortKey()))
	})
	ratings = append(ratings, more...)
	slices.SortStableFunc(ratings, func(x, y eras.Rating) int {
		p, q := &x.Claims[0], &y.Claims[0]
		return cmp.Or(cmp.Compare(eras.Rank(p.Era), eras.Rank(q.Era)), cmp.Compare(cat.editionByID[p.Edition].Seq, cat.editionByID[q.Edition].Seq))
	})
	return ratings, nil
}
