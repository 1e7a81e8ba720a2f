package export

import (
	"context"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// catalogued is a list of the catalogue.
func catalogued[T any](r reader, list func(*store.Catalogue) []T) func(context.Context) ([]T, error) {
	return func(ctx context.Context) ([]T, error) {
		cat, err := r.archive.Catalogue(ctx)
		if err != nil {
			return nil, err
		}
		return list(cat), nil
	}
}

func (r reader) eras() Table {
	return Table{
		Name: "eras", Title: "Eras", Key: []string{"era"}, About: "The rating regimes, in the order they began.",
		Columns: []Column{
			{Name: "era", Type: Text, Required: true, About: "id of the era"},
			{Name: "label", Type: Text, Required: true, About: "name of the regime"},
			{Name: "publisher", Type: Text, Required: true, About: "who published it"},
			{Name: "from_on", Type: Text, About: "first day"},
			{Name: "to_on", Type: Text, About: "last day; empty while it runs"},
			{Name: "headline", Type: Text, About: "its headline measure"},
			{Name: "rolling", Type: Boolean, Required: true, About: "whether each rating has its own date, without editions"},
			{Name: "rated_kinds", Type: Text, About: "kinds of body it rates"},
			{Name: "peer_groups", Type: Text, About: "its peer groups"},
			{Name: "about", Type: Text, About: "what it was"},
			{Name: "source", Type: Text, About: "sources of this, separated by spaces"},
		},
		Refers: []Reference{refers("headline", "measures", "measure")},
		Rows: each(catalogued(r, func(c *store.Catalogue) []eras.Era { return c.Eras }), func(e eras.Era) []Cell {
			return []Cell{
				text(e.ID), text(e.Label), text(e.Publisher), text(e.From), text(e.To), text(e.Headline), truth(e.Rolling), text(e.RatedKinds), text(e.PeerGroups), text(e.About), text(e.Source),
			}
		}),
	}
}

func (r reader) editions() Table {
	return Table{
		Name: "editions", Title: "Editions", Key: []string{"edition"}, About: "The publications of the eras' ratings, in time order within an era.",
		Columns: []Column{
			{Name: "edition", Type: Text, Required: true, About: "id of the edition"},
			{Name: "era", Type: Text, Required: true, About: "its era"},
			{Name: "seq", Type: Integer, Required: true, About: "its place in the era"},
			{Name: "label", Type: Text, Required: true, About: "name of the edition"},
			{Name: "period", Type: Text, About: "period it rates"},
			{Name: "rated_from", Type: Text, About: "first day of that period"},
			{Name: "rated_to", Type: Text, About: "last day of that period"},
			{Name: "published_on", Type: Text, About: "when it was published, as far as known"},
			{Name: "publisher", Type: Text, About: "who published it"},
			{Name: "framework", Type: Text, About: "version of the rules"},
			{Name: "vintage", Type: Text, About: "version of the edition, where there are several"},
			{Name: "about", Type: Text, About: "remark"},
			{Name: "source", Type: Text, About: "sources of this, separated by spaces"},
		},
		Refers: []Reference{refers("era", "eras", "era")},
		Rows: each(catalogued(r, func(c *store.Catalogue) []eras.Edition { return c.Editions }), func(e eras.Edition) []Cell {
			return []Cell{
				text(e.ID), text(e.Era), whole(e.Seq), text(e.Label), text(e.Period), text(e.RatedFrom), text(e.RatedTo), text(string(e.Published)), text(e.Publisher),
				text(e.Framework), text(e.Vintage), text(e.About), text(e.Source),
			}
		}),
	}
}

func (r reader) measures() Table {
	return Table{
		Name: "measures", Title: "Measures", Key: []string{"measure"}, About: "What is rated.",
		Columns: []Column{
			{Name: "measure", Type: Text, Required: true, About: "id of the measure"},
			{Name: "era", Type: Text, Required: true, About: "its era"},
			{Name: "label", Type: Text, Required: true, About: "its name"},
			{Name: "kind", Type: Text, Required: true, About: "what its values are", OneOf: measureKinds()},
			{Name: "scale", Type: Text, About: "its scale, in levels"},
			{Name: "unit", Type: Text, About: "unit of its numbers"},
			{Name: "better", Type: Text, Required: true, About: "which way is better", OneOf: []string{"higher", "lower", "none"}},
			{Name: "headline", Type: Boolean, Required: true, About: "whether it is its era's headline"},
			{Name: "about", Type: Text, About: "what it is"},
		},
		Refers: []Reference{refers("era", "eras", "era")},
		Rows: each(catalogued(r, func(c *store.Catalogue) []eras.Measure { return c.Measures }), func(m eras.Measure) []Cell {
			return []Cell{text(m.ID), text(m.Era), text(m.Label), text(m.Kind), text(m.Scale), text(m.Unit), text(m.Better), truth(m.Headline), text(m.About)}
		}),
	}
}

func (r reader) levels() Table {
	return Table{
		Name: "levels", Title: "Levels", Key: []string{"scale", "level"}, About: "The scales, each worst to best whatever the publisher's direction.",
		Columns: []Column{
			{Name: "scale", Type: Text, Required: true, About: "id of the scale"},
			{Name: "level", Type: Integer, Required: true, About: "1 = worst"},
			{Name: "code", Type: Text, Required: true, About: "the publisher's sign for it"},
			{Name: "label", Type: Text, Required: true, About: "the publisher's word for it"},
			{Name: "meaning", Type: Text, About: "what it means"},
		},
		Rows: each(catalogued(r, func(c *store.Catalogue) []eras.Level { return c.Levels }), func(v eras.Level) []Cell {
			return []Cell{text(v.Scale), whole(v.Number), text(v.Code), text(v.Label), text(v.Meaning)}
		}),
	}
}

func (r reader) breaks() Table {
	return Table{
		Name: "breaks", Title: "Breaks", Key: []string{"break"}, About: "Recorded reasons why two editions cannot simply be compared. Read them before joining editions.",
		Columns: []Column{
			{Name: "break", Type: Text, Required: true, About: "id of the break"},
			{Name: "era", Type: Text, About: "era it lies in, or the two it lies between"},
			{Name: "from_edition", Type: Text, About: "edition or era before it"},
			{Name: "to_edition", Type: Text, About: "edition or era after it"},
			{Name: "happened_on", Type: Text, About: "when"},
			{Name: "peer_group", Type: Text, About: "peer groups it is about; empty for all"},
			{Name: "measure", Type: Text, About: "measure it is about; empty for all"},
			{Name: "forbids", Type: Text, About: "operations it forbids: level-change, transition, kappa, totals, standing or none"},
			{Name: "kind", Type: Text, About: "what sort of break"},
			{Name: "why", Type: Text, Required: true, About: "what changed"},
			{Name: "about", Type: Text, About: "more on it"},
			{Name: "source", Type: Text, About: "sources of this, separated by spaces"},
		},
		Rows: each(catalogued(r, func(c *store.Catalogue) []eras.Break { return c.Breaks }), func(b eras.Break) []Cell {
			return []Cell{
				text(b.ID), text(b.Era), text(b.FromEdition), text(b.ToEdition), text(string(b.On)), text(b.PeerGroup), text(b.Measure), text(strings.Join(b.Forbids, " ")),
				text(b.Kind), text(b.Why), text(b.About), text(b.Source),
			}
		}),
	}
}
