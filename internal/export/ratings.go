package export

import (
	"context"
	"fmt"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/trajectory"
)

// eachRating reads the ratings with their standing, edition by edition.
func (r reader) eachRating(ctx context.Context, f func(stretch, *eras.Rating, *trajectory.Point) error) error {
	names := func(string) string { return "" }
	return r.eachStretch(ctx, func(s stretch) error {
		ratings := eras.Resolve(s.claims)
		points, err := trajectory.LevelsOf(ctx, r.archive, ratings, names)
		if err != nil {
			return err
		}
		for i := range ratings {
			if err := f(s, &ratings[i], &points[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r reader) ratings() Table {
	columns := append(placeColumns(), []Column{
		{Name: "rating", Type: Text, Required: true, About: "id of the rating: that of the claim it takes its value from"},
		{Name: "rated_on", Type: Text, About: "date of the rating as far as it is known: YYYY, YYYY-MM, YYYY-MM-DD, FROM/TO or /ON-OR-BEFORE"},
		{Name: "first_day", Type: Date, About: "earliest day that can be"},
		{Name: "last_day", Type: Date, About: "latest day that can be"},
		{Name: "body", Type: Text, Required: true, About: "code of the body rated"},
		{Name: "body_name", Type: Text, Required: true, About: "its last official name"},
		{Name: "body_kind", Type: Text, Required: true, About: "what it is", OneOf: bodies.Kinds()},
		{Name: "region", Type: Text, About: "its region"},
		{Name: "peer_group", Type: Text, About: "the table of the edition it stands in", OneOf: eras.PeerGroups()},
		{Name: "rated_unit", Type: Text, Required: true, About: "what is rated: a trust, provider, location, service or area"},
		{Name: "service", Type: Text, About: "the service rated, where it is one"},
		{Name: "measure", Type: Text, Required: true, About: "what it is rated on"},
		{Name: "measure_kind", Type: Text, Required: true, About: "whether its values are levels of a scale, numbers, ranks, ranges or words", OneOf: measureKinds()},
		{Name: "headline", Type: Boolean, Required: true, About: "whether the measure is its era's headline"},
		{Name: "value", Type: Text, Required: true, About: "the value as printed"},
		{Name: "label", Type: Text, About: "the publisher's word for it"},
		{Name: "level", Type: Integer, About: "level on the measure's scale, 1 = worst; empty where it is not exactly known, and without a scale"},
		{Name: "level_low", Type: Integer, About: "lowest level it can be"},
		{Name: "level_high", Type: Integer, About: "highest level it can be"},
		{Name: "levels", Type: Integer, About: "number of levels of the scale"},
		{Name: "number", Type: Number, About: "the value as a number, for measures without a scale; its unit is that of the measure"},
		{Name: "unit", Type: Text, About: "unit of the number"},
		{Name: "status", Type: Text, Required: true, About: "rated, or why the value is no rating", OneOf: append([]string{"rated"}, eras.Statuses()...)},
		{Name: "doubt", Type: Text, Required: true, About: "how firmly it is stated; only stated ones count in distributions", OneOf: doubts()},
		{Name: "conflict", Type: Boolean, Required: true, About: "whether a stated claim that was not chosen excludes the value"},
		{Name: "rule", Type: Text, Required: true, About: "why this claim was chosen: only, narrower, doubt, tier, contemporary, correction, later or order"},
		{Name: "tier", Type: Text, Required: true, About: "how near the claim is to the publisher", OneOf: eras.Tiers()},
		{Name: "source", Type: Text, Required: true, About: "source of the value"},
		{Name: "claims", Type: Integer, Required: true, About: "number of claims about the rating"},
	}...)
	return Table{
		Name: "ratings", Title: "Ratings", Columns: columns, Key: []string{"rating"}, Partitioned: true, Rows: r.ratingRows,
		About:  "What the archive concludes from the claims about one body, measure and edition (in a rolling era, date).",
		Refers: append(codes(), refers("rating", "claims", "claim"), refers("source", "sources", "source")),
	}
}

func measureKinds() []string { return []string{"level", "number", "rank", "range", "words"} }

func (r reader) ratingRows(ctx context.Context, row func([]Cell) error) error {
	list, err := r.everyBody(ctx)
	if err != nil {
		return err
	}
	byID := make(map[string]*bodies.Body, len(list))
	for i := range list {
		byID[list[i].ID] = &list[i]
	}
	return r.eachRating(ctx, func(s stretch, rating *eras.Rating, p *trajectory.Point) error {
		c := &rating.Claims[0]
		body, ok := byID[c.Body]
		if !ok {
			return fmt.Errorf("rating %s: no body %q", c.ID, c.Body)
		}
		number, err := decimal(c.Number)
		if err != nil {
			return fmt.Errorf("rating %s: %w", c.ID, err)
		}
		return row([]Cell{
			text(s.era.ID), text(s.edition), text(c.ID), text(string(rating.RatedOn)), day(rating.RatedOn.First()), day(rating.RatedOn.Last()),
			text(c.Body), text(body.Name), text(body.Kind), text(body.Region), text(c.PeerGroup), text(c.Level), text(c.Service),
			text(c.Measure), text(p.Kind), truth(p.Headline()), text(c.Value), text(p.Label), count(p.Level), level(c.Low), level(c.High), count(p.Levels),
			number, text(p.Unit()), text(p.Status), text(string(c.Doubt)), truth(rating.Conflict), text(rating.Rule), text(c.Tier), text(c.Source), whole(len(rating.Claims)),
		})
	})
}

func (r reader) standings() Table {
	columns := append(placeColumns(), []Column{
		{Name: "rating", Type: Text, Required: true, About: "the rating that stands so among its peers"},
		{Name: "body", Type: Text, Required: true, About: "code of the body rated"},
		{Name: "measure", Type: Text, Required: true, About: "what it is rated on"},
		{Name: "peer_group", Type: Text, About: "the peers: the body's own group, or the nearest published one that contains it", OneOf: eras.PeerGroups()},
		{Name: "n", Type: Integer, About: "bodies in the group, the body itself included", Unit: "bodies"},
		{Name: "basis", Type: Text, Required: true, About: "where the counts come from", OneOf: []string{"complete-ratings", "published-totals", "partial-totals", "league-rank", "unknown"}},
		{Name: "note", Type: Text, About: "how to read the standing"},
		{Name: "low", Type: Number, About: "lower end of the tie band: share of the group strictly worse, 0 to 1", Unit: "share"},
		{Name: "high", Type: Number, About: "upper end: share worse or equal, 0 to 1", Unit: "share"},
		{Name: "mid", Type: Number, About: "middle of the band, the ridit; empty where an end is not known", Unit: "share"},
		{Name: "worse", Type: Integer, About: "peers surely worse", Unit: "bodies"},
		{Name: "tied", Type: Integer, About: "other peers surely at the same level", Unit: "bodies"},
		{Name: "better", Type: Integer, About: "peers surely better", Unit: "bodies"},
		{Name: "reason", Type: Text, About: "why a number is not known"},
	}...)
	return Table{
		Name: "standings", Title: "Standings", Columns: columns, Key: []string{"rating"}, Partitioned: true,
		About: "Where each rating sits among its peers: the tie band from the share strictly worse to the share worse or equal, and the counts behind it.",
		Refers: []Reference{
			refers("era", "eras", "era"), refers("edition", "editions", "edition"), refers("rating", "ratings", "rating"), refers("body", "bodies", "body"), refers("measure", "measures", "measure"),
		},
		Rows: func(ctx context.Context, row func([]Cell) error) error {
			return r.eachRating(ctx, func(s stretch, rating *eras.Rating, p *trajectory.Point) error {
				c := &rating.Claims[0]
				return row([]Cell{
					text(s.era.ID), text(s.edition), text(c.ID), text(c.Body), text(c.Measure), text(p.Peers.Group), count(p.Peers.N), text(p.Peers.Basis), text(p.Peers.Note),
					share(p.Standing.Low), share(p.Standing.High), share(p.Standing.Mid), count(p.Standing.Worse), count(p.Standing.Tied), count(p.Standing.Better), text(p.Standing.Reason),
				})
			})
		},
	}
}
