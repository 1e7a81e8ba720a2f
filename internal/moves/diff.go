package moves

import (
	"context"
	"slices"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// Options narrow and steer a comparison.
type Options struct {
	Policy string   // lineage policy; empty for strands
	Basis  string   // published (default) or common: peers counted among lineages rated on both sides
	Kind   string   // only this peer group on either side
	Trusts []string // only the lineages of these codes
	Region string
	AsOf   string
}

// Comparison is two sides joined lineage by lineage, with the breaks between
// them.
type Comparison struct {
	From, To Moment
	Policy   compare.Policy
	Basis    string
	Pairs    []Pair
	Breaks   []eras.Break
	Path     compare.Path

	fromScale, toScale []eras.Level
	family             *family
	ranges             map[string]compare.RankRange // edition and body to the publisher's likely range of rank
}

// Compare fetches both sides and pairs them.
func Compare(ctx context.Context, a *store.Archive, from, to Moment, opt Options) (*Comparison, error) {
	policy, err := compare.ParsePolicy(opt.Policy)
	if err != nil {
		return nil, err
	}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	f, err := readFamily(ctx, a)
	if err != nil {
		return nil, err
	}
	names := f.names()
	left, err := load(ctx, a, from, names, opt.AsOf)
	if err != nil {
		return nil, err
	}
	right, err := load(ctx, a, to, names, opt.AsOf)
	if err != nil {
		return nil, err
	}
	c := &Comparison{
		From: from, To: to, Policy: policy, Basis: opt.Basis, family: f,
		Pairs: pairUp(f, left, right, from, to, policy), fromScale: cat.Scale(from.Measure.Scale), toScale: cat.Scale(to.Measure.Scale),
	}
	if c.Basis == "" {
		c.Basis = "published"
	}
	c.Pairs = slices.DeleteFunc(c.Pairs, func(p Pair) bool { return !c.wanted(p, opt) })
	if c.Basis == "common" {
		c.restand()
	}
	if c.ranges, err = rankRanges(ctx, a, cat, opt.AsOf, from, to); err != nil {
		return nil, err
	}
	c.Breaks = c.breaksBetween(cat, left, right)
	c.Path = compare.Path{FromScale: from.Measure.Scale, ToScale: to.Measure.Scale}
	for _, b := range c.Breaks {
		cb := compare.Break{ID: b.ID, Why: b.Why}
		for _, op := range b.Forbids {
			if op != "none" {
				cb.Forbids = append(cb.Forbids, compare.Operation(op))
			}
		}
		c.Path.Breaks = append(c.Path.Breaks, cb)
	}
	return c, nil
}

func (c *Comparison) wanted(p Pair, opt Options) bool {
	if opt.Kind != "" && !(p.A != nil && p.A.PrintedGroup() == opt.Kind) && !(p.B != nil && p.B.PrintedGroup() == opt.Kind) {
		return false
	}
	if opt.Region != "" && !strings.EqualFold(c.family.bodies[p.Code].Region, opt.Region) {
		return false
	}
	return len(opt.Trusts) == 0 || slices.Contains(opt.Trusts, p.Code) || slices.Contains(opt.Trusts, bodyOf(p.A)) ||
		slices.Contains(opt.Trusts, bodyOf(p.B))
}

// breaksBetween collects the breaks on the way of every pair, in time order.
func (c *Comparison) breaksBetween(cat *store.Catalogue, left, right held) []eras.Break {
	var out []eras.Break
	seen := map[string]bool{}
	add := func(a, b trajectory.Point) {
		for _, br := range trajectory.Between(cat, a, b) {
			if !seen[br.ID] {
				seen[br.ID] = true
				out = append(out, br)
			}
		}
	}
	ways := map[string]bool{}
	for _, p := range c.Pairs {
		if p.A == nil || p.B == nil {
			continue
		}
		way := trajectory.Moment(*p.A) + " " + p.A.Peers.Group + " " + trajectory.Moment(*p.B) + " " + p.B.Peers.Group
		if !ways[way] {
			ways[way] = true
			add(*p.A, *p.B)
		}
	}
	if len(ways) == 0 {
		for _, pa := range left {
			for _, pb := range right {
				add(pa[0], pb[0])
				return out
			}
		}
	}
	slices.SortFunc(out, func(a, b eras.Break) int { return strings.Compare(a.On.SortKey()+a.ID, b.On.SortKey()+b.ID) })
	return out
}

// restand takes every standing anew among the lineages rated on both sides.
func (c *Comparison) restand() {
	common := slices.DeleteFunc(slices.Clone(c.Pairs), func(p Pair) bool {
		return p.A == nil || p.B == nil || !p.A.Stated() || !p.B.Stated()
	})
	again := func(levels int, pick func(Pair) *trajectory.Point) {
		peers := map[string]*compare.Distribution{}
		seen := map[*trajectory.Point]bool{}
		for _, p := range common {
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
		for _, p := range c.Pairs {
			pt := pick(p)
			if pt == nil || pt.Span() == nil {
				continue
			}
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

// Table counts the stated, exact ratings of both sides by level. Partial ones
// stand in no cell; skipped says how many pairs that left out.
func (c *Comparison) Table() (t compare.Table, skipped int) {
	t = compare.NewTable(len(c.fromScale), len(c.toScale))
	for _, p := range c.Pairs {
		from, okA := exact(p.A)
		to, okB := exact(p.B)
		if !okA || !okB || from == 0 && to == 0 {
			skipped++
			continue
		}
		if t.Add(from, to) != nil {
			skipped++
		}
	}
	return t, skipped
}

// exact is the level of a side, 0 for a side without a rating; false for a
// rating that stands at no one level or is not stated.
func exact(p *trajectory.Point) (int, bool) {
	switch {
	case p == nil || p.Status != "rated":
		return 0, true
	case p.Level == nil || !p.Stated():
		return 0, false
	}
	return *p.Level, true
}
