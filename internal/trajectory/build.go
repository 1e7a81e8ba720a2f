package trajectory

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store"
)

// Options narrow a trajectory.
type Options struct {
	AsOf     string   // day by which sources had spoken; empty for no limit
	Policy   string   // strands (default): every predecessor on its own strand; legal: the code itself only
	Measures []string // measure ids; empty for all
}

// Policies lists the lineage policies a trajectory knows.
func Policies() []string { return []string{"strands", "legal"} }

// Build puts the trajectory of one body together.
func Build(ctx context.Context, a *store.Archive, body bodies.Body, opt Options) (Trust, error) {
	t := Trust{Code: body.ID, Name: body.Name, Kind: body.Kind, Lineage: []Kin{}, Points: []Point{}, Breaks: []Break{}, Spells: []Spell{}}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return t, err
	}
	kin, err := a.Lineage(ctx, body.ID)
	if err != nil {
		return t, err
	}
	names := map[string]string{body.ID: body.Name}
	family := map[string]bool{}
	since := map[string]string{}
	for _, k := range kin {
		t.Lineage = append(t.Lineage, Kin{Code: k.Code, Name: k.Body.Name, Relation: string(k.Relation), On: string(k.On)})
		names[k.Code] = k.Body.Name
		if k.Relation == bodies.Successor {
			since[k.Code] = k.On.First() // what it was rated before is no rating of this lineage
		}
		family[k.Code] = bodies.SameFamily(body.Kind, k.Body.Kind)
	}
	strands := []string{body.ID}
	if opt.Policy != "legal" {
		links, err := a.Successions(ctx, body.ID)
		if err != nil {
			return t, err
		}
		strands = bodies.Strands(links, body.ID, func(code string) bool { return family[code] })
	}
	claims, err := a.ClaimsAbout(ctx, strands, opt.AsOf)
	if err != nil {
		return t, err
	}
	if t.Spells, err = spells(ctx, a, strands, claims); err != nil {
		return t, err
	}
	location := body.Kind == "cqc-location" // one asked for itself has ratings of its own
	claims = slices.DeleteFunc(claims, func(c eras.Claim) bool {
		return (c.Level == "location") != location || c.Level == "service" ||
			len(opt.Measures) > 0 && !slices.Contains(opt.Measures, c.Measure)
	})
	ratings := slices.DeleteFunc(eras.Resolve(claims), func(r eras.Rating) bool {
		day := r.RatedOn.Last()
		return day != "" && day < since[r.Claims[0].Body]
	})
	b := builder{ctx: ctx, archive: a, cat: cat, names: func(code string) string { return names[code] }, asOf: opt.AsOf}
	if b.conflicts, err = a.Conflicts(ctx); err != nil {
		return t, err
	}
	if t.Points, err = b.points(ratings); err != nil {
		return t, err
	}
	if err := namedThen(ctx, a, t.Points); err != nil {
		return t, err
	}
	order(t.Points, body.ID)
	t.Breaks = Breaks(cat, t.Points)
	return t, nil
}

// order puts points in the order they are read: by era, in the order the eras
// began, then the body's predecessors before it, then date, then measure.
func order(points []Point, self string) {
	sorted := make([]*Point, len(points)) // points are large: what moves is their addresses
	for i := range points {
		sorted[i] = &points[i]
	}
	slices.SortStableFunc(sorted, func(a, b *Point) int {
		return cmp.Or(
			cmp.Compare(a.eraRank, b.eraRank),
			cmp.Compare(ownLast(a, self), ownLast(b, self)),
			cmp.Compare(a.Body.Code, b.Body.Code),
			cmp.Compare(a.sortDate, b.sortDate),
			cmp.Compare(headlineFirst(a), headlineFirst(b)),
			cmp.Compare(a.Measure, b.Measure),
			cmp.Compare(a.Peers.Group, b.Peers.Group),
		)
	})
	out := make([]Point, 0, len(points))
	for _, p := range sorted {
		out = append(out, *p)
	}
	copy(points, out)
}

func ownLast(p *Point, self string) int {
	if p.Body.Code == self {
		return 1
	}
	return 0
}

func headlineFirst(p *Point) int {
	if p.headline {
		return 0
	}
	return 1
}

// disputed marks a point that a curated conflict is about.
func (b *builder) disputed(p *Point) {
	p.ConflictIDs = []string{}
	for _, c := range b.conflicts {
		if c.Measure != "" && c.Measure != p.Measure || !slices.Contains(strings.Fields(c.Body), p.Body.Code) {
			continue
		}
		if !aboutMoment(c, p) {
			continue
		}
		p.ConflictIDs = append(p.ConflictIDs, c.ID)
		p.Conflict = true
	}
}

// aboutMoment reports whether a curated conflict is about the point's edition,
// or in a rolling era about its very date, which the conflict then writes out.
func aboutMoment(c store.Conflict, p *Point) bool {
	if p.Edition != nil {
		return slices.Contains(strings.Fields(c.Edition), *p.Edition)
	}
	if c.Era != p.Era || p.Date == nil {
		return false
	}
	day, err := time.Parse("2006-01-02", *p.Date)
	return err == nil && strings.Contains(c.Sides, day.Format("2 January 2006"))
}
