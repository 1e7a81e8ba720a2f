package export

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"careratings/internal/eras"
)

// stretch is a part of an era's claims that has whole ratings: an edition, or one measure of an
// era that has none.
type stretch struct {
	era     eras.Era
	edition string
	claims  []eras.Claim
}

// eachStretch reads the claims in the order of the eras, edition by edition.
func (r reader) eachStretch(ctx context.Context, f func(stretch) error) error {
	cat, err := r.archive.Catalogue(ctx)
	if err != nil {
		return err
	}
	for _, era := range cat.Eras {
		for _, e := range cat.Editions {
			if e.Era != era.ID {
				continue
			}
			s := stretch{era: era, edition: e.ID}
			for _, m := range cat.Measures {
				if m.Era != era.ID {
					continue
				}
				claims, err := r.archive.ClaimsIn(ctx, e.ID, m.ID, "")
				if err != nil {
					return err
				}
				s.claims = append(s.claims, byID(claims)...)
			}
			if err := f(s); err != nil {
				return err
			}
		}
		if !era.Rolling {
			continue
		}
		for _, m := range cat.Measures {
			if m.Era != era.ID {
				continue
			}
			claims, err := r.archive.ClaimsOn(ctx, m.ID, "")
			if err != nil {
				return err
			}
			if err := f(stretch{era: era, claims: byID(claims)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// byID puts the claims of one measure in the order of their ids, which decides where
// nothing else does: an import, which numbers them, then decides alike.
func byID(claims []eras.Claim) []eras.Claim {
	slices.SortStableFunc(claims, func(a, b eras.Claim) int { return cmp.Compare(a.ID, b.ID) })
	return claims
}

// placeColumns are those that ratings, standings and claims begin with.
func placeColumns() []Column {
	return []Column{
		{Name: "era", Type: Text, Required: true, About: "rating regime"},
		{Name: "edition", Type: Text, About: "publication of the regime's ratings; empty in a rolling era, where each rating has its own date"},
	}
}

func (r reader) claims() Table {
	columns := append(placeColumns(), []Column{
		{Name: "rated_on", Type: Text, About: "date of the rating as far as it is known: YYYY, YYYY-MM, YYYY-MM-DD, FROM/TO or /ON-OR-BEFORE"},
		{Name: "body", Type: Text, About: "code of the body; empty where the printed name has no certain body"},
		{Name: "printed_name", Type: Text, About: "name as the source prints it"},
		{Name: "trust_type", Type: Text, About: "type of trust as printed"},
		{Name: "peer_group", Type: Text, About: "the table of the edition it is listed in", OneOf: eras.PeerGroups()},
		{Name: "level", Type: Text, Required: true, About: "what is rated: a trust, provider, location, service or area"},
		{Name: "measure", Type: Text, Required: true, About: "what it is rated on"},
		{Name: "value", Type: Text, Required: true, About: "the value as printed"},
		{Name: "doubt", Type: Text, Required: true, About: "how firmly it is stated; only stated ones count in distributions", OneOf: doubts()},
		{Name: "tier", Type: Text, Required: true, About: "how near the statement is to the publisher", OneOf: eras.Tiers()},
		{Name: "source_title", Type: Text, Required: true, About: "title of the source"},
		{Name: "source_url", Type: Text, About: "its address"},
		{Name: "source_publisher", Type: Text, About: "who published it"},
		{Name: "published_on", Type: Text, About: "the date it bears, as far as known"},
		{Name: "locator", Type: Text, About: "place in the source"},
		{Name: "note", Type: Text, About: "remark"},
		{Name: "level_low", Type: Integer, About: "lowest level the value allows, 1 = worst"},
		{Name: "level_high", Type: Integer, About: "highest level it allows; the same as level_low for a plain rating"},
		{Name: "number", Type: Number, About: "the value as a number, for measures without a scale"},
		{Name: "of_number", Type: Integer, About: "how many were ranked, where the value says so"},
		{Name: "status", Type: Text, About: "why the value is no rating; empty for a rating", OneOf: eras.Statuses()},
		{Name: "service", Type: Text, About: "the service rated, where it is one"},
		{Name: "source", Type: Text, Required: true, About: "id of the source"},
		{Name: "source_tier", Type: Text, Required: true, About: "how near the source is to the publisher", OneOf: eras.Tiers()},
		{Name: "source_counts_from", Type: Text, About: "day its statements count from"},
		{Name: "source_dated_by", Type: Text, About: "how that day is known: printed, address, edition or release"},
		{Name: "source_licence", Type: Text, About: "licence of the source: OGL-3.0, Open-Parliament or facts-only"},
		{Name: "source_note", Type: Text, About: "remark on the source"},
		{Name: "claim", Type: Text, Required: true, About: "id of the claim"},
		{Name: "rating", Type: Text, About: "id of the rating that the archive concludes from it and others; empty without a body"},
		{Name: "chosen", Type: Boolean, Required: true, About: "whether the rating takes its value from this claim"},
	}...)
	t := Table{
		Name: "claims", Title: "Claims", Columns: columns, Key: []string{"claim"}, Partitioned: true, Rows: r.claimRows,
		About:  "One row for one source saying one thing: this body, this measure, this edition or date, this value as printed. archive import reads the CSV file.",
		Refers: append(codes(), refers("rating", "ratings", "rating"), refers("source", "sources", "source")),
	}
	return t
}

func doubts() []string {
	var out []string
	for _, d := range eras.Doubts() {
		out = append(out, string(d))
	}
	return out
}

// codes are the references that ratings and claims have in common.
func codes() []Reference {
	return []Reference{
		refers("era", "eras", "era"), refers("edition", "editions", "edition"), refers("body", "bodies", "body"), refers("measure", "measures", "measure"),
	}
}

func (r reader) claimRows(ctx context.Context, row func([]Cell) error) error {
	all, err := r.archive.AllSources(ctx)
	if err != nil {
		return err
	}
	sources := make(map[string]eras.Source, len(all))
	for _, s := range all {
		sources[s.ID] = s
	}
	return r.eachStretch(ctx, func(s stretch) error {
		of := map[string]string{}
		for _, rating := range eras.Resolve(s.claims) {
			id := rating.Claims[0].ID
			for _, c := range rating.Claims {
				of[c.ID] = id
			}
		}
		for i := range s.claims {
			c := &s.claims[i]
			source, ok := sources[c.Source]
			if !ok {
				return fmt.Errorf("claim %s: no source %q", c.ID, c.Source)
			}
			number, err := decimal(c.Number)
			if err != nil {
				return fmt.Errorf("claim %s: %w", c.ID, err)
			}
			if err := row([]Cell{
				text(s.era.ID), text(s.edition), text(string(c.RatedOn)), text(c.Body), text(c.PrintedName), text(c.TrustType), text(c.PeerGroup), text(c.Level), text(c.Measure),
				text(c.Value), text(string(c.Doubt)), text(c.Tier), text(source.Title), text(source.URL), text(source.Publisher), text(string(source.PublishedOn)),
				text(c.Locator), text(c.Note), level(c.Low), level(c.High), number, level(c.Of), text(c.Status), text(c.Service),
				text(source.ID), text(source.Tier), text(string(source.CountsFrom)), text(source.DatedBy), text(source.Licence), text(source.Note),
				text(c.ID), text(of[c.ID]), truth(of[c.ID] == c.ID),
			}); err != nil {
				return err
			}
		}
		return nil
	})
}
