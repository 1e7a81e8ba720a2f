package trajectory

import (
	"cmp"
	"context"
	"fmt"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// builder draws ratings as points. What many points have in common, their
// measure, their edition, their standing and their sources, it works out once.
type builder struct {
	ctx     context.Context
	archive *store.Archive
	cat     *store.Catalogue
	names   func(code string) string
	asOf    string
	bare    bool // without claims

	conflicts []store.Conflict
	editions  map[string]*editionTables
	measures  map[string]*measured
	sources   map[string]*Source
	last      dated
}

// dated is a date and an edition as points carry them.
type dated struct {
	on          eras.Interval
	edition     string
	sort, first string
}

// points draws ratings in the order given. The points refer to the ratings and
// their claims, which are not to be changed afterwards.
func (b *builder) points(ratings []eras.Rating) ([]Point, error) {
	n := 0
	if !b.bare {
		if err := b.readSources(ratings); err != nil {
			return nil, err
		}
		for i := range ratings {
			n += len(ratings[i].Claims)
		}
	}
	points, claims := make([]Point, len(ratings)), make([]Claim, n)
	for i := range ratings {
		r, p := &ratings[i], &points[i]
		if err := b.point(p, r); err != nil {
			return nil, err
		}
		if b.bare {
			continue
		}
		n := len(r.Claims)
		p.Claims, claims = claims[:n:n], claims[n:]
		for j := range p.Claims {
			b.claim(&p.Claims[j], &r.Claims[j])
		}
		p.Claims[0].Chosen = true
	}
	return points, nil
}

func (b *builder) readSources(ratings []eras.Rating) error {
	b.sources = map[string]*Source{}
	var keys []string
	last := ""
	for i := range ratings {
		for j := range ratings[i].Claims {
			key := ratings[i].Claims[j].Source
			if key == last {
				continue
			}
			last = key
			if _, ok := b.sources[key]; !ok {
				b.sources[key] = nil
				keys = append(keys, key)
			}
		}
	}
	found, err := b.archive.Sources(b.ctx, keys)
	if err != nil {
		return err
	}
	for _, key := range keys {
		b.sources[key] = sourceOf(found[key])
	}
	return nil
}

func (b *builder) measure(id string) *measured {
	if m, ok := b.measures[id]; ok {
		return m
	}
	m := measuredBy(b.cat, id)
	if m == nil {
		return nil
	}
	if b.measures == nil {
		b.measures = map[string]*measured{}
	}
	b.measures[id] = m
	return m
}

// date is when a rating was made, as its point sorts.
func (b *builder) date(on eras.Interval, edition string) *dated {
	if d := &b.last; d.sort != "" && d.on == on && d.edition == edition {
		return d
	}
	b.last = dated{on: on, edition: edition, sort: on.SortKey(), first: on.First()}
	if edition != "" {
		e, _ := b.cat.Edition(edition)
		b.last.sort = fmt.Sprintf("%s %04d", b.last.sort, e.Seq)
	}
	return &b.last
}

// point fills an empty point from a rating.
func (b *builder) point(p *Point, r *eras.Rating) error {
	c := &r.Claims[0]
	m := b.measure(c.Measure)
	if m == nil {
		return fmt.Errorf("claim %s: no measure %q", c.ID, c.Measure)
	}
	p.Era, p.Measure, p.Kind, p.Reading = c.Era, c.Measure, m.Kind, m.read(c)
	p.Body.Code, p.Body.Name = c.Body, b.names(c.Body)
	p.Conflict, p.Doubt, p.Service = r.Conflict, string(c.Doubt), c.Service
	p.bodyLevel = c.Level
	p.eraRank, p.headline, p.unit = m.rank, m.headline, m.Unit
	d := b.date(r.RatedOn, c.Edition)
	p.sortDate, p.sortFirst = d.sort, d.first
	if c.Edition != "" {
		p.Edition = &c.Edition
	}
	if r.RatedOn.Known() {
		p.Date = (*string)(&r.RatedOn)
	}
	b.disputed(p)
	return b.standing(p, r, m)
}

func (b *builder) claim(out *Claim, c *eras.Claim) {
	out.ID, out.Value, out.PrintedName, out.Locator = c.ID, c.Value, c.PrintedName, c.Locator
	out.Doubt, out.Tier, out.Note = string(c.Doubt), c.Tier, c.Note
	out.Source = *b.sources[c.Source]
}

func sourceOf(s eras.Source) *Source {
	out := &Source{ID: s.ID, Title: s.Title, Publisher: s.Publisher, URL: s.URL, Tier: s.Tier, DatedBy: s.DatedBy}
	if on := string(cmp.Or(s.PublishedOn, s.CountsFrom)); on != "" {
		out.PublishedOn = &on
	}
	return out
}
