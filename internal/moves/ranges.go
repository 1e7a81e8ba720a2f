package moves

import (
	"context"
	"strconv"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// rankRanges reads the publisher's likely ranges of league rank of the two
// editions, where the era prints them: the measure ERA.rank-range, "1 to 11".
func rankRanges(ctx context.Context, a *store.Archive, cat *store.Catalogue, asOf string, moments ...Moment) (map[string]compare.RankRange, error) {
	out := map[string]compare.RankRange{}
	for _, m := range moments {
		id := m.Era + ".rank-range"
		if _, ok := cat.Measure(id); !ok || m.Edition == "" {
			continue
		}
		claims, err := a.ClaimsIn(ctx, m.Edition, id, asOf)
		if err != nil {
			return nil, err
		}
		for _, r := range eras.Resolve(claims) {
			c := r.Chosen()
			best, worst, ok := strings.Cut(c.Value, " to ")
			b, err1 := strconv.Atoi(best)
			w, err2 := strconv.Atoi(worst)
			if ok && err1 == nil && err2 == nil && r.Counts() {
				out[m.Edition+" "+c.Body] = compare.RankRange{Best: b, Worst: w}
			}
		}
	}
	return out, nil
}

// rangeOf is the likely range of rank of the body of a point, of as many bodies
// as its peers, or the range's end where their number is not known.
func (c *Comparison) rangeOf(p *trajectory.Point) *compare.RankRange {
	if p.Edition == nil {
		return nil
	}
	r, ok := c.ranges[*p.Edition+" "+p.Body.Code]
	if !ok {
		return nil
	}
	r.Of = r.Worst
	if p.Peers.N != nil && *p.Peers.N >= r.Worst {
		r.Of = *p.Peers.N
	}
	return &r
}
