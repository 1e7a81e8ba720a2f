package trajectory

import (
	"context"
	"fmt"

	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/store"
)

// PointsOf draws ratings of any bodies as points with their standing and
// sources, in the order given. names gives the name of a code; asOf limits what
// peers are counted from. The points refer to the ratings, which are not to be
// changed afterwards.
func PointsOf(ctx context.Context, a *store.Archive, ratings []eras.Rating, names func(code string) string, asOf string) ([]Point, error) {
	return pointsOf(ctx, a, ratings, builder{names: names, asOf: asOf})
}

// LevelsOf is PointsOf without claims and their sources.
func LevelsOf(ctx context.Context, a *store.Archive, ratings []eras.Rating, names func(code string) string) ([]Point, error) {
	return pointsOf(ctx, a, ratings, builder{names: names, bare: true})
}

func pointsOf(ctx context.Context, a *store.Archive, ratings []eras.Rating, b builder) ([]Point, error) {
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	b.ctx, b.archive, b.cat = ctx, a, cat
	return b.points(ratings)
}

// Span is the levels the point allows; nil for a value that is no level.
func (p *Point) Span() *compare.Span {
	switch {
	case p.Level != nil:
		s := compare.At(*p.Level)
		return &s
	case p.Partial != nil:
		return &compare.Span{Low: p.Partial.Low, High: p.Partial.High}
	}
	return nil
}

// At is a point of no body: an edition, or in a rolling era a day, of which only
// the place in time is known.
func At(cat *store.Catalogue, era, edition, day, measure string) Point {
	p := Point{Era: era, Measure: measure, eraRank: eras.Rank(era)}
	on := eras.Interval(day)
	if e, ok := cat.Edition(edition); ok {
		p.Edition = &edition
		on = e.Published
	}
	p.sortFirst, p.sortDate = on.First(), on.SortKey()
	if p.Edition == nil && day != "" {
		p.Date = &day
	}
	if e, ok := cat.Edition(edition); ok {
		p.sortDate = fmt.Sprintf("%s %04d", p.sortDate, e.Seq)
	}
	return p
}

// When orders points of one era and measure in time.
func (p *Point) When() string { return p.sortDate }

// Stated reports whether the point counts in distributions.
func (p *Point) Stated() bool { return p.Doubt == string(eras.Stated) }

// Compared is the point's standing as compare takes it.
func (p *Point) Compared() compare.Standing {
	s := compare.Standing{
		Low: p.Standing.Low, High: p.Standing.High, Mid: p.Standing.Mid, Worse: p.Standing.Worse, Tied: p.Standing.Tied,
		Better: p.Standing.Better, Basis: compare.Basis(p.Peers.Basis), Note: p.Peers.Note, Reason: p.Standing.Reason,
	}
	if p.Peers.N != nil {
		s.N = *p.Peers.N
	}
	return s
}

// Restand replaces the point's standing, as when its peers are taken anew.
func (p *Point) Restand(s compare.Standing) {
	p.Standing = Standing{}
	p.Peers = Peers{Group: p.Peers.Group}
	p.take(s)
}
