package league

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/holdings"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// Options narrow a league.
type Options struct {
	Kind    string // peer group, or one that contains others; empty for all
	Measure string // measure id, its era's prefix optional; empty for the headline
	AsOf    string // day by which sources had spoken; empty for no limit
	Level   string // location or provider: what the care directory released by the day lists; trust or empty for trusts
	Keep    func(bodies.Body) bool
}

// entry is one rating with its point.
type entry struct {
	rating eras.Rating
	point  trajectory.Point
}

func (e entry) chosen() eras.Claim { return e.rating.Chosen() }

// who is a body in one table.
type who struct{ group, body string }

type builder struct {
	ctx     context.Context
	archive *store.Archive
	cat     *store.Catalogue
	moment  moment
	measure eras.Measure
	opt     Options
	bodies  map[string]bodies.Body
	names   map[string]string

	entries   map[who]map[string]entry // by measure id
	unmatched map[string][]string      // printed names without a body, by group
}

// Build puts an edition together: an edition id, or ERA@DAY for a rolling era.
// The error is a *NoSuch where the archive has no such edition, measure or peer
// group.
func Build(ctx context.Context, a *store.Archive, edition string, opt Options) (Document, error) {
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return Document{}, err
	}
	b := builder{
		ctx: ctx, archive: a, cat: cat, opt: opt, bodies: map[string]bodies.Body{}, names: map[string]string{},
		entries: map[who]map[string]entry{}, unmatched: map[string][]string{},
	}
	if b.moment, err = parseMoment(cat, edition); err != nil {
		return Document{}, err
	}
	if err := b.moment.at(opt.Level); err != nil {
		return Document{}, err
	}
	if b.measure, err = measureOf(ctx, a, cat, b.moment, opt.Measure); err != nil {
		return Document{}, err
	}
	all, err := a.AllBodies(ctx, false)
	if err != nil {
		return Document{}, err
	}
	for _, body := range all {
		b.bodies[body.ID], b.names[body.ID] = body, body.Name
	}
	for _, id := range b.measures() {
		if err := b.load(id); err != nil {
			return Document{}, err
		}
	}
	doc := Document{
		Schema: Schema, Edition: b.moment.id, Label: b.moment.label, Era: b.moment.era.ID, Measure: b.measure.ID, Kind: b.measure.Kind,
		Tables: []Table{},
	}
	if opt.AsOf != "" {
		doc.AsOf = &opt.AsOf
	}
	if doc.Tables, err = b.tables(); err != nil {
		return Document{}, err
	}
	return doc, nil
}

// framework reports whether the table is a league table with segments beside
// its ranks.
func (b *builder) framework() bool {
	return b.moment.era.ID == "nof" && slices.Contains([]string{"nof.segment", "nof.rank", "nof.score"}, b.measure.ID)
}

// measures lists what is fetched: the measure asked for, or everything a league
// table prints beside the rank.
func (b *builder) measures() []string {
	if !b.framework() {
		return []string{b.measure.ID}
	}
	return []string{
		"nof.segment", "nof.rank", "nof.score", "nof.rank-range", "nof.score-range",
		"nof.segment-unadjusted", "nof.override", "nof.deficit",
	}
}

func (b *builder) load(measure string) error {
	if b.moment.level != "" {
		return b.loadRelease(measure)
	}
	var claims []eras.Claim
	var err error
	if b.moment.edition != "" {
		claims, err = b.archive.ClaimsIn(b.ctx, b.moment.edition, measure, b.opt.AsOf)
	} else {
		claims, err = b.archive.ClaimsOn(b.ctx, measure, b.opt.AsOf)
	}
	if err != nil {
		return err
	}
	claims = slices.DeleteFunc(claims, func(c eras.Claim) bool {
		return c.Level == "location" || c.Level == "service" || c.Service != ""
	})
	ratings := eras.Resolve(claims)
	if b.moment.day != "" {
		ratings = holdings.AsAt(ratings, b.moment.day)
	} else if measure == b.measure.ID {
		b.unsettled(claims)
	}
	return b.keep(measure, ratings)
}

// loadRelease reads the ratings of a release of the care directory.
func (b *builder) loadRelease(measure string) error {
	r, ok, err := b.archive.ReleaseRatings(b.ctx, b.moment.level, measure, b.moment.day, b.opt.AsOf, false)
	if err != nil {
		return err
	}
	if !ok {
		return &NoSuch{store.ReleaseFault(b.moment.level, cmp.Or(b.opt.AsOf, b.moment.day))}
	}
	b.moment.label = fmt.Sprintf("Care directory of %s, %ss", r.Day, b.moment.level)
	for _, x := range r.Bodies {
		b.bodies[x.ID], b.names[x.ID] = bodies.Body{ID: x.ID, Kind: x.Kind, Name: x.Name, Region: x.Region}, x.Name
	}
	return b.keep(measure, r.Ratings)
}

// keep draws ratings as points and keeps them as entries.
func (b *builder) keep(measure string, ratings []eras.Rating) error {
	points, err := trajectory.PointsOf(b.ctx, b.archive, ratings, func(code string) string { return b.names[code] }, b.opt.AsOf)
	if err != nil {
		return err
	}
	for i, r := range ratings {
		c := r.Chosen()
		k := who{b.group(c), c.Body}
		if b.entries[k] == nil {
			b.entries[k] = map[string]entry{}
		}
		b.entries[k][measure] = entry{r, points[i]}
	}
	return nil
}

// group is the table a claim belongs to. A rolling era published none; the care
// directory has a category for every organisation.
func (b *builder) group(c eras.Claim) string {
	if b.moment.day != "" && b.moment.level == "" && b.opt.Kind == "" {
		return ""
	}
	return c.PeerGroup
}

// unsettled collects the printed names of stated claims that have no certain
// body.
func (b *builder) unsettled(claims []eras.Claim) {
	for _, c := range claims {
		if c.Body == "" && c.Doubt == eras.Stated && !slices.Contains(b.unmatched[c.PeerGroup], c.PrintedName) {
			b.unmatched[c.PeerGroup] = append(b.unmatched[c.PeerGroup], c.PrintedName)
		}
	}
	for _, names := range b.unmatched {
		slices.SortFunc(names, func(x, y string) int { return strings.Compare(strings.ToLower(x), strings.ToLower(y)) })
	}
}
