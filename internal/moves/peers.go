package moves

import (
	"strings"

	"careratings/internal/compare"
	"careratings/internal/trajectory"
)

// restand takes every standing anew among the lineages rated on both sides, peer
// group by peer group. No region and no choice of trusts is a peer group.
func (c *Comparison) restand() {
	again := func(levels int, pick func(Pair) *trajectory.Point) {
		peers := map[string]*compare.Distribution{}
		seen := map[*trajectory.Point]bool{}
		for _, p := range c.all {
			if p.A == nil || p.B == nil || !p.A.Stated() || !p.B.Stated() {
				continue
			}
			pt := pick(p)
			span := pt.Span()
			if span == nil || seen[pt] || levels == 0 {
				continue
			}
			seen[pt] = true
			d := peers[pt.PrintedGroup()]
			if d == nil {
				d = &compare.Distribution{Levels: make([]int, levels)}
				peers[pt.PrintedGroup()] = d
			}
			if span.Exact() {
				d.Levels[span.Low-1]++
			} else {
				d.Partial = append(d.Partial, compare.PartialPeer{Span: *span, N: 1})
			}
		}
		done := map[*trajectory.Point]bool{}
		for _, p := range c.all {
			pt := pick(p)
			if pt == nil || pt.Span() == nil || done[pt] {
				continue
			}
			done[pt] = true
			s := compare.Unknown("no lineage of its peer group is rated on both sides")
			if d := peers[pt.PrintedGroup()]; d != nil && seen[pt] {
				s = compare.StandingOf(*d, *pt.Span())
				s.Note = strings.TrimPrefix(s.Note+"; common cohort", "; ")
			}
			pt.Restand(s)
		}
	}
	again(len(c.fromScale), func(p Pair) *trajectory.Point { return p.A })
	again(len(c.toScale), func(p Pair) *trajectory.Point { return p.B })
}

// usualMoves is, for each peer group of the earlier side and each level there,
// the mean standing on the later side of the lineages that began at it, on the
// basis of the comparison. Only exact, stated ratings with a known middle count.
func (c *Comparison) usualMoves() map[string][]compare.Usual {
	type sum struct {
		n     int
		total float64
	}
	sums := map[string][]sum{}
	for _, p := range c.all {
		from, okA := exact(p.A)
		if !okA || from == 0 || p.B == nil || !p.B.Stated() || p.B.Standing.Mid == nil {
			continue
		}
		group := p.A.PrintedGroup()
		if sums[group] == nil {
			sums[group] = make([]sum, len(c.fromScale))
		}
		sums[group][from-1].n++
		sums[group][from-1].total += *p.B.Standing.Mid
	}
	out := map[string][]compare.Usual{}
	for group, levels := range sums {
		for i, s := range levels {
			u := compare.Usual{Level: i + 1, N: s.n, Mean: compare.Number{Reason: "nobody began there"}}
			if s.n > 0 {
				mean := s.total / float64(s.n)
				u.Mean = compare.Number{Value: &mean}
			}
			out[group] = append(out[group], u)
		}
	}
	return out
}

// Table counts the stated, exact ratings of both sides by level. Exit and entry
// count only those that ended or began in between. Skipped are pairs at no one
// level on a side, or not stated; notHeld those whose other rating is only not
// in the archive.
func (c *Comparison) Table() (t compare.Table, skipped, notHeld int) {
	t = compare.NewTable(len(c.fromScale), len(c.toScale))
	for _, p := range c.Pairs {
		from, okA := exact(p.A)
		to, okB := exact(p.B)
		switch {
		case !okA || !okB:
			skipped++
		case p.A == nil && !p.Came, p.B == nil && !p.Gone:
			notHeld++
		case t.Add(from, to) != nil:
			skipped++
		}
	}
	return t, skipped, notHeld
}

// exact is the level of a side, 0 for a side without a rating; false for a
// rating that stands at no one level, is not stated, or is not a rating.
func exact(p *trajectory.Point) (int, bool) {
	switch {
	case p == nil:
		return 0, true
	case p.Level == nil || !p.Stated():
		return 0, false
	}
	return *p.Level, true
}
