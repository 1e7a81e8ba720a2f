package store

import (
	"context"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
)

// BodyIndex reads every body, locations among them, and every name, for looking
// them up in memory.
func (a *Archive) BodyIndex(ctx context.Context) (*bodies.Index, error) {
	all, err := a.AllBodies(ctx, true)
	if err != nil {
		return nil, err
	}
	text, err := a.text(ctx, "line", "SELECT concat_ws('"+cellEnd+`', b.key, n.name, n.kind, n.from_on, n.to_on, n.source, n.search_key) AS line
		FROM name_row n JOIN body b ON b.id = n.body ORDER BY n.id`)
	if err != nil {
		return nil, err
	}
	names := make([]bodies.Keyed, 0, strings.Count(text, rowEnd)+1)
	err = eachRow(text, func(row *cutter) error {
		n := bodies.Keyed{Name: bodies.Name{Body: row.text(), Name: row.text(), Kind: row.text()}}
		n.From, n.To, n.Source, n.Key = eras.Interval(row.text()), eras.Interval(row.text()), row.text(), row.text()
		names = append(names, n)
		return nil
	})
	if err != nil {
		return nil, a.fault(err)
	}
	return bodies.NewIndex(all, names), nil
}

// Headlines returns the ratings of every body on the headline measure of every
// era whose headline has levels, era by era and edition by edition. Each has one
// claim, of which only what the rating takes from it is filled. asOf limits it to
// what sources had said by a day; empty for no limit.
func (a *Archive) Headlines(ctx context.Context, asOf string) ([]eras.Rating, error) {
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	if asOf != "" {
		return a.headlinesBy(ctx, cat, asOf)
	}
	text, err := a.text(ctx, "line", "SELECT concat_ws('"+cellEnd+`', m.id, ifnull(r.edition, 0), b.key, r.peer_group, r.rated_on, r.low, r.high, r.number,
			r.status, r.doubt, r.conflict, r.rule) AS line
		FROM rating_row r JOIN body b ON b.id = r.body JOIN measure m ON m.id = r.measure
		JOIN era ON era.id = m.era AND era.headline = m.key LEFT JOIN edition e ON e.id = r.edition
		WHERE m.kind = 'level' AND r.service = '' AND b.kind <> 'cqc-location' ORDER BY era.seq, ifnull(e.seq, 0), r.id`)
	if err != nil || text == "" {
		return nil, err
	}
	n := strings.Count(text, rowEnd) + 1
	out, claims := make([]eras.Rating, 0, n), make([]eras.Claim, n)
	of := moment{cat: cat}
	err = eachRow(text, func(row *cutter) error {
		i := len(out)
		c := &claims[i]
		measure := row.whole()
		of.set(row.whole(), measure)
		c.Era, c.Edition, c.Measure = of.era, of.edition, of.measure
		out = append(out, row.rating(claims[i:i+1:i+1]))
		return nil
	})
	if err != nil {
		return nil, a.fault(err)
	}
	return a.withTold(ctx, cat, out)
}

// headlinesBy resolves the claims that had been made by a day.
func (a *Archive) headlinesBy(ctx context.Context, cat *Catalogue, asOf string) ([]eras.Rating, error) {
	var out []eras.Rating
	for _, e := range cat.Eras {
		if cat.measureByID[e.Headline].Kind != "level" {
			continue
		}
		claims, err := a.ClaimsOn(ctx, e.Headline, asOf)
		if err != nil {
			return nil, err
		}
		own := claims[:0]
		for _, c := range claims {
			if c.Body != "" && c.Level != "location" && c.Level != "service" {
				own = append(own, c)
			}
		}
		out = append(out, eras.Resolve(own)...)
	}
	return out, nil
}

// Count is how many ratings, of all measures, a body has in an era.
type Count struct {
	Era string
	N   int
}

// RatingCounts counts, for every rated body, its own ratings by era, in the
// order the eras began. asOf counts only those of which a source had told by a
// day; empty for no limit.
func (a *Archive) RatingCounts(ctx context.Context, asOf string) (map[string][]Count, error) {
	out := map[string][]Count{}
	add := func(body, era string) {
		list := out[body]
		if n := len(list); n == 0 || list[n-1].Era != era {
			list = append(list, Count{Era: era})
		}
		list[len(list)-1].N++
		out[body] = list
	}
	if asOf == "" {
		err := a.each(ctx, func(scan scanner) error {
			var body string
			var c Count
			if err := scan(&body, &c.Era, &c.N); err != nil {
				return err
			}
			out[body] = append(out[body], c)
			return nil
		}, `SELECT b.key, m.era, count(*) FROM rating_row r JOIN body b ON b.id = r.body JOIN measure m ON m.id = r.measure JOIN era ON era.id = m.era
			WHERE b.kind <> 'cqc-location' GROUP BY b.key, era.seq ORDER BY b.key, era.seq`)
		if err != nil {
			return nil, err
		}
		return out, a.recount(ctx, asOf, out)
	}
	last := 0
	err := a.each(ctx, func(scan scanner) error {
		var c eras.Claim
		var rating int
		var published string
		if err := scan(&rating, &c.Body, &c.Era, (*string)(&c.RatedOn), (*string)(&c.CountsFrom), &published); err != nil {
			return err
		}
		if !c.RatedOn.Known() {
			c.RatedOn = eras.Interval(published)
		}
		if rating != last && KnownBy(c, asOf) {
			last = rating
			add(c.Body, c.Era)
		}
		return nil
	}, `SELECT c.rating, b.key, m.era, c.rated_on, s.counts_from, ifnull(e.published_on, '') FROM claim_row c JOIN rating_row r ON r.id = c.rating
		JOIN body b ON b.id = r.body JOIN measure m ON m.id = r.measure JOIN era ON era.id = m.era JOIN source s ON s.id = c.source
		LEFT JOIN edition e ON e.id = c.edition WHERE b.kind <> 'cqc-location' ORDER BY b.key, era.seq, c.rating`)
	if err != nil {
		return nil, err
	}
	return out, a.recount(ctx, asOf, out)
}
