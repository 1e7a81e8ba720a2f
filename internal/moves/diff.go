package moves

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

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
	Levels bool // no more than tables and agreement need: levels and standings, without claims and their sources
}

// bare reports whether ratings are enough. Of an earlier day claims tell them.
func (o *Options) bare() bool { return o.Levels && o.AsOf == "" }

// all reports whether every pair is wanted.
func (o *Options) all() bool { return o.Kind == "" && o.Region == "" && len(o.Trusts) == 0 }

// Comparison is two sides joined lineage by lineage, with the breaks between
// them. Pairs are those asked for; peers, usual moves and standings are always
// taken among all.
type Comparison struct {
	From, To Moment
	Policy   compare.Policy
	Basis    string
	Pairs    []Pair
	Breaks   []eras.Break // on the way of any pair

	all                []Pair
	usual              map[string][]compare.Usual // by peer group of the earlier side
	fromScale, toScale []eras.Level
	family             *family
	ranges             map[string]ranges // edition and body to the publisher's likely ranges
	catalogue          *store.Catalogue
	ways               *trajectory.Ways
	paths              map[*eras.Break]compare.Path // by the first of the breaks on it: most pairs have the same
}

// Compare fetches both sides and pairs them. Sides named against the order of
// time are paired in its order, and then told as they were named.
func Compare(ctx context.Context, a *store.Archive, from, to Moment, opt Options) (*Comparison, error) {
	policy, err := compare.ParsePolicy(opt.Policy)
	if err != nil {
		return nil, err
	}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	c := &Comparison{
		From: from, To: to, Policy: policy, Basis: opt.Basis, catalogue: cat, paths: map[*eras.Break]compare.Path{},
		fromScale: cat.Scale(from.Measure.Scale), toScale: cat.Scale(to.Measure.Scale),
	}
	c.ways = trajectory.WaysFrom(cat, from.end(), to.end())
	if c.Basis == "" {
		c.Basis = "published"
	}
	left, right, err := c.sides(ctx, a, opt)
	if err != nil {
		return nil, err
	}
	c.all = c.pairAll(left, right)
	if c.Basis == "common" {
		c.restand()
	}
	c.usual = c.usualMoves()
	c.Pairs = c.all
	if !opt.all() {
		c.Pairs = nil
		for _, p := range c.all {
			if c.wanted(p, opt) {
				c.Pairs = append(c.Pairs, p)
			}
		}
	}
	if c.ranges, err = likelyRanges(ctx, a, cat, opt.AsOf, from, to); err != nil {
		return nil, err
	}
	c.Breaks = c.allBreaks()
	return c, nil
}

// sides fetches the bodies and both sides, all at once: most of the time is the
// database's. A side without any rating is no side.
func (c *Comparison) sides(ctx context.Context, a *store.Archive, opt Options) (left, right held, err error) {
	var from, to listing
	var failed [3]error
	var wg sync.WaitGroup
	wg.Go(func() { from, failed[1] = fetch(ctx, a, c.From, opt) })
	wg.Go(func() { to, failed[2] = fetch(ctx, a, c.To, opt) })
	c.family, failed[0] = readFamily(ctx, a)
	wg.Wait()
	if err := cmp.Or(failed[:]...); err != nil {
		return left, right, err
	}
	c.From, c.To = from.moment, to.moment
	c.family.add(from.bodies)
	c.family.add(to.bodies)
	beside := c.family.copy()
	wg.Go(func() { left, failed[1] = draw(ctx, a, from.ratings, beside, opt) })
	right, failed[2] = draw(ctx, a, to.ratings, c.family, opt)
	wg.Wait()
	if err := cmp.Or(failed[:]...); err != nil {
		return left, right, err
	}
	for _, s := range []struct {
		m Moment
		n int
	}{{c.From, len(from.ratings)}, {c.To, len(to.ratings)}} {
		if s.n == 0 {
			return left, right, &NoSuch{fmt.Sprintf("no rating of %s is held in %s; archive coverage says what is", s.m.Measure.ID, s.m.ID())}
		}
	}
	return left, right, nil
}

// pairAll pairs the sides in the order of time.
func (c *Comparison) pairAll(left, right held) []Pair {
	fromDay, toDay := c.day(c.From), c.day(c.To)
	if fromDay == "" || toDay == "" || fromDay <= toDay {
		p := pairing{family: c.family, a: left, b: right, from: c.From, to: c.To, fromDay: fromDay, toDay: toDay, policy: c.Policy}
		return p.pairs()
	}
	p := pairing{family: c.family, a: right, b: left, from: c.To, to: c.From, fromDay: toDay, toDay: fromDay, policy: c.Policy}
	pairs := p.pairs()
	for i := range pairs {
		pairs[i].A, pairs[i].B = pairs[i].B, pairs[i].A
		pairs[i].Gone, pairs[i].Came = pairs[i].Came, pairs[i].Gone
	}
	return pairs
}

// day is the last day of a moment, empty where each body has its own.
func (c *Comparison) day(m Moment) string {
	if e, ok := c.catalogue.Edition(m.Edition); ok {
		return e.Published.Last()
	}
	return m.AsAt
}

func (c *Comparison) wanted(p Pair, opt Options) bool {
	if opt.Kind != "" && !(p.A != nil && p.A.PrintedGroup() == opt.Kind) && !(p.B != nil && p.B.PrintedGroup() == opt.Kind) {
		return false
	}
	if opt.Region != "" && !strings.EqualFold(c.family.of(p.Code).Region, opt.Region) {
		return false
	}
	return len(opt.Trusts) == 0 || slices.Contains(opt.Trusts, p.Code) || slices.Contains(opt.Trusts, bodyOf(p.A)) ||
		slices.Contains(opt.Trusts, bodyOf(p.B))
}

// pathOf is what compare needs to know of the way of a pair with both sides.
func (c *Comparison) pathOf(p *Pair) compare.Path {
	if len(p.breaks) == 0 {
		return c.path(nil)
	}
	path, ok := c.paths[&p.breaks[0]]
	if !ok {
		path = c.path(p.breaks)
		c.paths[&p.breaks[0]] = path
	}
	return path
}

// path is a way over breaks.
func (c *Comparison) path(breaks []eras.Break) compare.Path {
	path := compare.Path{FromScale: c.From.Measure.Scale, ToScale: c.To.Measure.Scale}
	for _, b := range breaks {
		cb := compare.Break{ID: b.ID, Why: b.Why}
		for _, op := range b.Forbids {
			if op != "none" {
				cb.Forbids = append(cb.Forbids, compare.Operation(op))
			}
		}
		path.Breaks = append(path.Breaks, cb)
	}
	return path
}

// allBreaks finds the breaks on the way of every pair asked for, and collects them; or without
// one those between the two moments, in time order.
func (c *Comparison) allBreaks() []eras.Break {
	var out []eras.Break
	seen := map[string]bool{}
	add := func(breaks []eras.Break) {
		for _, br := range breaks {
			if !seen[br.ID] {
				seen[br.ID] = true
				out = append(out, br)
			}
		}
	}
	both := 0
	for i := range c.Pairs {
		if p := &c.Pairs[i]; p.A != nil && p.B != nil {
			both++
			p.breaks = c.ways.Between(p.A, p.B)
			add(p.breaks)
		}
	}
	if both == 0 && c.From.End == "" && c.To.End == "" {
		from, to := c.point(c.From), c.point(c.To)
		add(c.ways.Between(&from, &to))
	}
	slices.SortFunc(out, func(a, b eras.Break) int { return strings.Compare(a.On.SortKey()+a.ID, b.On.SortKey()+b.ID) })
	return out
}

func (c *Comparison) point(m Moment) trajectory.Point {
	return trajectory.At(c.catalogue, m.Era, m.Edition, m.AsAt, m.Measure.ID)
}
