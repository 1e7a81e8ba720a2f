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

// Range is a likely range as the publisher prints it.
type Range struct {
	Best  string `json:"best"`
	Worst string `json:"worst"`
}

// ranges are what the publisher prints beside a body's place in a league table:
// the place itself, and the likely ranges of place and score.
type ranges struct {
	rank        int
	place, mean *Range
}

// likelyRanges reads the league place and the likely ranges of the two editions,
// where the era prints them (ERA.rank, ERA.rank-range, ERA.score-range).
func likelyRanges(ctx context.Context, a *store.Archive, cat *store.Catalogue, asOf string, moments ...Moment) (map[string]ranges, error) {
	out := map[string]ranges{}
	for _, m := range moments {
		for _, name := range []string{".rank", ".rank-range", ".score-range"} {
			id := m.Era + name
			if _, ok := cat.Measure(id); !ok || m.Edition == "" {
				continue
			}
			claims, err := a.ClaimsIn(ctx, m.Edition, id, asOf)
			if err != nil {
				return nil, err
			}
			for _, r := range eras.Resolve(claims) {
				c := r.Chosen()
				if !r.Counts() {
					continue
				}
				key := m.Edition + " " + c.Body
				held := out[key]
				best, worst, ok := strings.Cut(c.Value, " to ")
				switch {
				case name == ".rank":
					held.rank, _ = strconv.Atoi(c.Number)
				case ok && name == ".rank-range":
					held.place = &Range{best, worst}
				case ok:
					held.mean = &Range{best, worst}
				}
				out[key] = held
			}
		}
	}
	return out, nil
}

func (c *Comparison) rangesOf(p *trajectory.Point) ranges {
	if p.Edition == nil || len(c.ranges) == 0 {
		return ranges{}
	}
	return c.ranges[*p.Edition+" "+p.Body.Code]
}

// significance is what the publisher's likely ranges of place say of a pair. Two
// ranges are compared; one is asked whether it holds the other side's place.
// Empty where neither side bears a range.
func (c *Comparison) significance(p *Pair) (verdict compare.Verdict, note string) {
	a, b := c.rangesOf(p.A), c.rangesOf(p.B)
	switch {
	case a.place == nil && b.place == nil:
		return "", ""
	case a.place != nil && b.place != nil:
		x, y := rankRange(a.place, p.A), rankRange(b.place, p.B)
		if x == nil || y == nil {
			return "", ""
		}
		v, err := compare.RangeVerdict(*x, *y)
		if err != nil {
			return "", ""
		}
		if v == compare.NotResolved {
			return v, "the publisher's likely ranges of rank overlap"
		}
		return v, ""
	}
	one, rank, side := a.place, b.rank, "later"
	if one == nil {
		one, rank, side = b.place, a.rank, "earlier"
	}
	best, err1 := strconv.Atoi(one.Best)
	worst, err2 := strconv.Atoi(one.Worst)
	if err1 != nil || err2 != nil || rank == 0 {
		return "", ""
	}
	if rank >= best && rank <= worst {
		return compare.NotResolved, "the " + side + " rank " + strconv.Itoa(rank) + " lies in the other side's likely range, " + one.Best + " to " + one.Worst
	}
	return "", "only one side bears a likely range of rank, " + one.Best + " to " + one.Worst
}

// rankRange is a printed range of as many bodies as the point's peers, or as its
// own end where their number is not known.
func rankRange(r *Range, p *trajectory.Point) *compare.RankRange {
	best, err1 := strconv.Atoi(r.Best)
	worst, err2 := strconv.Atoi(r.Worst)
	if err1 != nil || err2 != nil {
		return nil
	}
	out := &compare.RankRange{Best: best, Worst: worst, Of: worst}
	if p.Peers.N != nil && *p.Peers.N >= worst {
		out.Of = *p.Peers.N
	}
	return out
}
