package moves

import (
	"context"
	"slices"

	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// held is the points of one side by body; a body rated in two peer groups has
// two.
type held map[string][]trajectory.Point

// load fetches one side: in an edition every rating, in a rolling era each
// body's latest by the day, or its first or last.
func load(ctx context.Context, a *store.Archive, m Moment, names map[string]string, asOf string) (held, error) {
	var claims []eras.Claim
	var err error
	if m.Edition != "" {
		claims, err = a.ClaimsIn(ctx, m.Edition, m.Measure.ID, asOf)
	} else {
		claims, err = a.ClaimsOn(ctx, m.Measure.ID, asOf)
	}
	if err != nil {
		return nil, err
	}
	claims = slices.DeleteFunc(claims, func(c eras.Claim) bool { return c.Level == "location" || c.Level == "service" })
	ratings := eras.Resolve(claims)
	if m.Edition == "" {
		ratings = onePerBody(ratings, m)
	}
	points, err := trajectory.PointsOf(ctx, a, ratings, names, asOf)
	if err != nil {
		return nil, err
	}
	out := held{}
	for _, p := range points {
		out[p.Body.Code] = append(out[p.Body.Code], p)
	}
	return out, nil
}

// onePerBody keeps of each body the rating the moment means. A rating whose
// date is not known cannot be placed and is left out; one that can be of after
// the day is not taken to be before it.
func onePerBody(ratings []eras.Rating, m Moment) []eras.Rating {
	best := map[string]int{}
	var out []eras.Rating
	for _, r := range ratings {
		day := r.RatedOn.Last()
		if day == "" || m.AsAt != "" && day > m.AsAt {
			continue
		}
		body := r.Chosen().Body
		i, ok := best[body]
		switch {
		case !ok:
			best[body] = len(out)
			out = append(out, r)
		case m.End == "first" && day < out[i].RatedOn.Last(), m.End != "first" && day >= out[i].RatedOn.Last():
			out[i] = r
		}
	}
	return out
}
