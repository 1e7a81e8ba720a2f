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

// who is a body in one table.
type who struct{ group, body string }

// line is what is held of a body in a table: its rating on each of the measures
// that are fetched, in their order, nil where none is held.
type line struct {
	who
	of []*eras.Rating
}

type builder struct {
	ctx      context.Context
	archive  *store.Archive
	cat      *store.Catalogue
	moment   moment
	measure  eras.Measure
	measures []string // what is fetched
	readers  []trajectory.Reader
	opt      Options
	bodies   map[string]bodies.Body
	listed   store.Roll // the bodies of a release of the care directory

	lines     []line
	at        map[who]int         // in lines
	unmatched map[string][]string // printed names without a body, by group
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
		ctx: ctx, archive: a, cat: cat, opt: opt, bodies: map[string]bodies.Body{}, at: map[who]int{}, unmatched: map[string][]string{},
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
		b.bodies[body.ID] = body
	}
	b.measures = b.fetched()
	for i, id := range b.measures {
		if err := b.load(i, id); err != nil {
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

// fetched lists the measures to fetch: the one asked for, or everything a league
// table prints beside the rank.
func (b *builder) fetched() []string {
	if !b.framework() {
		return []string{b.measure.ID}
	}
	return []string{
		"nof.segment", "nof.rank", "nof.score", "nof.rank-range", "nof.score-range",
		"nof.segment-unadjusted", "nof.override", "nof.deficit",
	}
}

// load reads the ratings on a measure, which stands at a place among those that
// are fetched.
func (b *builder) load(at int, measure string) error {
	reader, ok := trajectory.ReaderOf(b.cat, measure)
	if !ok {
		return fmt.Errorf("no measure %q", measure)
	}
	b.readers = append(b.readers, reader)
	if b.moment.level != "" {
		return b.loadRelease(at, measure)
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
	b.keep(at, ratings)
	return nil
}

// loadRelease reads the ratings of a release of the care directory.
func (b *builder) loadRelease(at int, measure string) error {
	r, ok, err := b.archive.ReleaseRatings(b.ctx, b.moment.level, measure, b.moment.day, b.opt.AsOf, store.Named)
	if err != nil {
		return err
	}
	if !ok {
		return &NoSuch{store.ReleaseFault(b.moment.level, cmp.Or(b.opt.AsOf, b.moment.day))}
	}
	b.moment.label = fmt.Sprintf("Care directory of %s, %ss", r.Day, b.moment.level)
	b.listed = r.Roll()
	b.keep(at, r.Ratings)
	return nil
}

// keep sorts ratings on the measure at a place into lines.
func (b *builder) keep(at int, ratings []eras.Rating) {
	room := make([]*eras.Rating, len(ratings)*len(b.measures))
	b.lines = slices.Grow(b.lines, len(ratings)-min(len(ratings), len(b.lines)))
	once := b.moment.level != "" // a release has one measure here, and one rating a body
	for i := range ratings {
		c := &ratings[i].Claims[0]
		k := who{b.group(c), c.Body}
		n, ok := b.at[k]
		if !ok {
			n = len(b.lines)
			if !once {
				b.at[k] = n
			}
			b.lines = append(b.lines, line{who: k, of: room[:len(b.measures):len(b.measures)]})
			room = room[len(b.measures):]
		}
		b.lines[n].of[at] = &ratings[i]
	}
}

// rating is a line's rating on a measure, nil where none is held.
func (b *builder) rating(l *line, measure string) *eras.Rating {
	if i := slices.Index(b.measures, measure); i >= 0 {
		return l.of[i]
	}
	return nil
}

// read is what the chosen claim of a line on a measure says.
func (b *builder) read(l *line, measure string) trajectory.Reading {
	i := slices.Index(b.measures, measure)
	return b.readers[i].Read(&l.of[i].Claims[0])
}

// body is what is known of a body: in a release what the release says.
func (b *builder) body(code string) bodies.Body {
	if x := b.listed.Find(code); x != nil {
		return bodies.Body{ID: x.ID, Kind: x.Kind, Name: x.Name, Region: x.Region}
	}
	return b.bodies[code]
}

func (b *builder) name(code string) string {
	if x := b.listed.Find(code); x != nil {
		return x.Name
	}
	return b.bodies[code].Name
}

// group is the table a claim belongs to. A rolling era published none; the care
// directory has a category for every organisation.
func (b *builder) group(c *eras.Claim) string {
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
