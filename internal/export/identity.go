package export

import (
	"cmp"
	"context"
	"slices"

	"careratings/internal/bodies"
)

func (r reader) bodies() Table {
	return Table{
		Name: "bodies", Title: "Bodies", Key: []string{"body"},
		About: "Whoever is rated: trusts, primary care trusts, commissioning groups, integrated care boards, providers and locations of the Care Quality Commission.",
		Columns: []Column{
			{Name: "body", Type: Text, Required: true, About: "code; begins with x- where none is known"},
			{Name: "kind", Type: Text, Required: true, About: "what it is", OneOf: bodies.Kinds()},
			{Name: "name", Type: Text, Required: true, About: "last official name"},
			{Name: "opened", Type: Text, About: "when it opened, as far as known"},
			{Name: "closed", Type: Text, About: "when it closed, as far as known"},
			{Name: "closed_basis", Type: Text, About: "how that is known: legal, operational, inferred-from-succession or unknown; empty for a living body"},
			{Name: "foundation_from", Type: Text, About: "when it became a foundation trust"},
			{Name: "region", Type: Text, About: "region"},
			{Name: "town", Type: Text, About: "town"},
			{Name: "county", Type: Text, About: "county"},
			{Name: "postcode", Type: Text, About: "postcode"},
			{Name: "parent", Type: Text, About: "code of the provider, for a location"},
			{Name: "code_status", Type: Text, About: "evidenced, or not-evidenced: which body it is is clear, its code was not read in a source"},
			{Name: "rated", Type: Boolean, Required: true, About: "whether a rating of the body itself is held, not only of its locations"},
			{Name: "note", Type: Text, About: "remark"},
			{Name: "source", Type: Text, About: "where the record comes from"},
		},
		Rows: each(r.everyBody, func(b bodies.Body) []Cell {
			return []Cell{
				text(b.ID), text(b.Kind), text(cmp.Or(b.Name, b.ID)), text(string(b.Opened)), text(string(b.Closed)), text(b.ClosedBasis), text(string(b.FoundationFrom)),
				text(b.Region), text(b.Town), text(b.County), text(b.Postcode), text(b.Parent), text(b.CodeStatus), truth(b.Rated), text(b.Note), text(b.Source),
			}
		}),
	}
}

// everyBody lists the bodies by code, those included that only claims of imports
// name.
func (r reader) everyBody(ctx context.Context) ([]bodies.Body, error) {
	list, err := r.archive.AllBodies(ctx, true)
	if err != nil {
		return nil, err
	}
	if r.archive.Imports() != nil {
		held := make(map[string]int, len(list))
		for i, b := range list {
			held[b.ID] = i
		}
		err = r.eachStretch(ctx, func(s stretch) error {
			for i := range s.claims {
				code := s.claims[i].Body
				itself := s.claims[i].Level != "location" && s.claims[i].Level != "service"
				if at, ok := held[code]; ok || code == "" {
					if ok && itself {
						list[at].Rated = true
					}
					continue
				}
				held[code] = len(list)
				b, ok, err := r.archive.BodyByID(ctx, code)
				if err != nil {
					return err
				}
				if !ok {
					b = bodies.Body{ID: code, Name: cmp.Or(s.claims[i].PrintedName, code), Kind: "other"}
				}
				b.Rated = b.Rated || itself
				list = append(list, b)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for i := range list {
		list[i].Kind = cmp.Or(list[i].Kind, "other")
		list[i].Name = cmp.Or(list[i].Name, list[i].ID)
	}
	slices.SortStableFunc(list, func(x, y bodies.Body) int { return cmp.Compare(x.ID, y.ID) })
	return list, nil
}

func (r reader) names() Table {
	return Table{
		Name: "names", Title: "Names", About: "Every name a body bears or bore.",
		Columns: []Column{
			{Name: "body", Type: Text, Required: true, About: "code of the body"},
			{Name: "name", Type: Text, Required: true, About: "the name"},
			{Name: "kind", Type: Text, Required: true, About: "what sort of name", OneOf: []string{"official", "former", "alias", "printed", "hospital", "town"}},
			{Name: "from_on", Type: Text, About: "when it began, as far as known"},
			{Name: "to_on", Type: Text, About: "when it ended, as far as known"},
			{Name: "source", Type: Text, About: "where it comes from"},
		},
		Refers: []Reference{refers("body", "bodies", "body")},
		Rows: each(func(ctx context.Context) ([]bodies.Entry, error) {
			list, err := r.archive.AllNames(ctx)
			slices.SortStableFunc(list, func(x, y bodies.Entry) int { return cmp.Compare(x.Body.ID, y.Body.ID) })
			return list, err
		}, func(e bodies.Entry) []Cell {
			n := e.Name
			return []Cell{text(n.Body), text(n.Name), text(n.Kind), text(string(n.From)), text(string(n.To)), text(n.Source)}
		}),
	}
}

func (r reader) successions() Table {
	return Table{
		Name: "successions", Title: "Successions", Key: []string{"predecessor", "successor", "happened_on"},
		About: "Dated links from a predecessor to a successor; many to many.",
		Columns: []Column{
			{Name: "predecessor", Type: Text, Required: true, About: "code of the earlier body"},
			{Name: "successor", Type: Text, Required: true, About: "code of the later body"},
			{Name: "happened_on", Type: Text, Required: true, About: "when, as far as known"},
			{Name: "kind", Type: Text, Required: true, About: "merge, split, split-merge, absorbed, merge-into-existing, one-to-one or services-transferred"},
			{Name: "other_dates", Type: Text, About: "dates that other releases give, separated by spaces"},
			{Name: "source", Type: Text, About: "where it comes from"},
			{Name: "note", Type: Text, About: "remark"},
		},
		Rows: each(r.archive.AllSuccessions, func(s bodies.Succession) []Cell {
			return []Cell{text(s.Predecessor), text(s.Successor), text(string(s.On)), text(s.Kind), text(s.OtherDates), text(s.Source), text(s.Note)}
		}),
	}
}
