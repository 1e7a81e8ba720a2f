package moves

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// held is the points of one side in the order of codes; a body rated in two
// peer groups has two. at is where the points of each code begin.
type held struct {
	points []trajectory.Point
	codes  []string
	at     []int
}

func holding(points []trajectory.Point) held {
	h := held{points: points, codes: make([]string, 0, len(points)), at: make([]int, 0, len(points)+1)}
	for i := range points {
		if code := points[i].Body.Code; i == 0 || code != points[i-1].Body.Code {
			h.codes, h.at = append(h.codes, code), append(h.at, i)
		}
	}
	h.at = append(h.at, len(points))
	return h
}

// find is the place of a code.
func (h *held) find(code string) (int, bool) { return slices.BinarySearch(h.codes, code) }

// nth is the points of the code at a place.
func (h *held) nth(i int) []trajectory.Point { return h.points[h.at[i]:h.at[i+1]] }

// of is the points of a code, nil for one without.
func (h *held) of(code string) []trajectory.Point {
	if i, ok := h.find(code); ok {
		return h.nth(i)
	}
	return nil
}

// listing is one side as it is read. Of a release of the care directory it has
// the bodies too, and the moment says which release it is.
type listing struct {
	moment  Moment
	ratings []eras.Rating
	bodies  store.Roll
}

// fetch reads one side: in an edition every rating, in a rolling era each body's
// latest by the day, or its first or last; at the level of locations or providers
// what the care directory had released by the day.
func fetch(ctx context.Context, a *store.Archive, m Moment, opt Options) (listing, error) {
	if m.Level == "" {
		ratings, err := fetchRatings(ctx, a, m, opt)
		return listing{moment: m, ratings: ratings}, err
	}
	want := store.Cited
	switch {
	case opt.bare() && opt.all():
		want = store.Bare
	case opt.bare():
		want = store.Named
	}
	r, ok, err := a.ReleaseRatings(ctx, m.Level, m.Measure.ID, m.AsAt, opt.AsOf, want)
	if err == nil && !ok {
		err = &NoSuch{store.ReleaseFault(m.Level, cmp.Or(opt.AsOf, m.AsAt))}
	}
	m.Label = fmt.Sprintf("Care directory of %s, %ss", r.Day, m.Level)
	return listing{m, r.Ratings, r.Roll()}, err
}

func fetchRatings(ctx context.Context, a *store.Archive, m Moment, opt Options) ([]eras.Rating, error) {
	if m.Edition != "" && opt.bare() {
		return a.RatingsIn(ctx, m.Edition, m.Measure.ID)
	}
	var claims []eras.Claim
	var err error
	if m.Edition != "" {
		claims, err = a.ClaimsIn(ctx, m.Edition, m.Measure.ID, opt.AsOf)
	} else {
		claims, err = a.ClaimsOn(ctx, m.Measure.ID, opt.AsOf)
	}
	if err != nil {
		return nil, err
	}
	ratings := eras.Resolve(ofBodies(claims))
	if m.Edition == "" {
		ratings = onePerBody(ratings, m)
	}
	return ratings, nil
}

// draw turns ratings, which lie body by body, into the points of a side.
func draw(ctx context.Context, a *store.Archive, ratings []eras.Rating, f *family, opt Options) (held, error) {
	var points []trajectory.Point
	var err error
	if opt.bare() {
		points, err = trajectory.LevelsOf(ctx, a, ratings, f.name)
	} else {
		points, err = trajectory.PointsOf(ctx, a, ratings, f.name, opt.AsOf)
	}
	return holding(points), err
}

// ofBodies leaves out, in place, the claims about locations and services.
func ofBodies(claims []eras.Claim) []eras.Claim {
	n := 0
	for i := range claims {
		c := &claims[i]
		if c.Level == "location" || c.Level == "service" {
			continue
		}
		if n != i {
			claims[n] = *c
		}
		n++
	}
	return claims[:n]
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
		body := r.Claims[0].Body
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
