package export

import (
	"context"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

func (r reader) sources() Table {
	return Table{
		Name: "sources", Title: "Sources", Key: []string{"source"}, About: "The documents that claims cite.",
		Columns: []Column{
			{Name: "source", Type: Text, Required: true, About: "id of the source"},
			{Name: "title", Type: Text, Required: true, About: "its title, or outlet and subject where the headline was not recorded"},
			{Name: "publisher", Type: Text, About: "who published it"},
			{Name: "url", Type: Text, About: "its address"},
			{Name: "tier", Type: Text, Required: true, About: "how near it is to the publisher of the rating", OneOf: eras.Tiers()},
			{Name: "published_on", Type: Text, About: "the date it bears, as far as known"},
			{Name: "counts_from", Type: Text, About: "day its statements count from"},
			{Name: "dated_by", Type: Text, About: "how that day is known: printed, address, edition or release"},
			{Name: "licence", Type: Text, About: "OGL-3.0, Open-Parliament or facts-only"},
			{Name: "note", Type: Text, About: "remark"},
		},
		Rows: each(r.archive.AllSources, func(s eras.Source) []Cell {
			return []Cell{
				text(s.ID), text(s.Title), text(s.Publisher), text(s.URL), text(s.Tier), text(string(s.PublishedOn)), text(string(s.CountsFrom)), text(s.DatedBy), text(s.Licence), text(s.Note),
			}
		}),
	}
}

func (r reader) totals() Table {
	return Table{
		Name: "totals", Title: "Totals", Key: []string{"total"}, About: "Published counts of bodies by level of a peer group.",
		Columns: []Column{
			{Name: "total", Type: Text, Required: true, About: "id of the total"},
			{Name: "era", Type: Text, Required: true, About: "its era"},
			{Name: "edition", Type: Text, About: "its edition, or in a rolling era the day it counts at"},
			{Name: "peer_group", Type: Text, Required: true, About: "the group counted", OneOf: eras.PeerGroups()},
			{Name: "scope", Type: Text, About: "part of it that is counted: a region, say"},
			{Name: "measure", Type: Text, Required: true, About: "the measure counted"},
			{Name: "value", Type: Text, Required: true, About: "what is counted, as printed"},
			{Name: "level_low", Type: Integer, About: "lowest level counted, 1 = worst"},
			{Name: "level_high", Type: Integer, About: "highest level counted"},
			{Name: "count", Type: Text, About: "the count as printed"},
			{Name: "percent", Type: Text, About: "the percentage as printed", Unit: "%"},
			{Name: "at_least", Type: Boolean, Required: true, About: "whether the count is only a lower bound"},
			{Name: "base", Type: Text, About: "of how many"},
			{Name: "set", Type: Text, About: "rows of one source that add up to the base"},
			{Name: "doubt", Type: Text, Required: true, About: "how firmly it is stated", OneOf: doubts()},
			{Name: "tier", Type: Text, Required: true, About: "how near the source is to the publisher", OneOf: eras.Tiers()},
			{Name: "source", Type: Text, Required: true, About: "id of the source"},
			{Name: "note", Type: Text, About: "remark"},
		},
		Refers: []Reference{refers("era", "eras", "era"), refers("measure", "measures", "measure"), refers("source", "sources", "source")},
		Rows: each(func(ctx context.Context) ([]store.Total, error) { return r.archive.AllTotals(ctx) }, func(t store.Total) []Cell {
			return []Cell{
				text(t.ID), text(t.Era), text(t.Edition), text(t.PeerGroup), text(t.Scope), text(t.Measure), text(t.Value), level(t.Low), level(t.High), text(t.Count), text(t.Percent),
				truth(t.AtLeast), text(t.Base), text(t.Set), text(string(t.Doubt)), text(t.Tier), text(t.Source), text(t.Note),
			}
		}),
	}
}

func (r reader) conflicts() Table {
	return Table{
		Name: "conflicts", Title: "Conflicts", Key: []string{"conflict"}, About: "Disagreements between sources that were looked into, in words.",
		Columns: []Column{
			{Name: "conflict", Type: Text, Required: true, About: "id of the conflict"},
			{Name: "era", Type: Text, About: "eras it is about"},
			{Name: "edition", Type: Text, About: "editions it is about"},
			{Name: "peer_group", Type: Text, About: "peer groups it is about"},
			{Name: "body", Type: Text, About: "bodies it is about"},
			{Name: "measure", Type: Text, About: "measure it is about"},
			{Name: "about", Type: Text, About: "what is disputed"},
			{Name: "sides", Type: Text, About: "what each side says"},
			{Name: "sources", Type: Text, About: "the sources, separated by spaces"},
			{Name: "kind", Type: Text, About: "what sort of disagreement"},
		},
		Rows: each(r.archive.Conflicts, func(c store.Conflict) []Cell {
			return []Cell{
				text(c.ID), text(c.Era), text(c.Edition), text(c.PeerGroup), text(c.Body), text(c.Measure), text(c.About), text(c.Sides), text(strings.Join(c.Sources, " ")), text(c.Kind),
			}
		}),
	}
}
