package main

import (
	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store"
)

func (a *app) erasCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "eras", Short: "List the rating regimes, in the order they began", GroupID: "archive", Args: cobra.NoArgs,
		Example: "  archive eras\n  archive eras --json era,label,headline",
	}
	return a.listing(cmd, listing{
		schema: "eras/1",
		columns: []output.Column{
			flat.Code("era", "era id"), flat.Text("label", "name of the regime"), flat.Text("publisher", "who published it"),
			flat.Code("from", "first day"), flat.Code("to", "last day; empty while it runs"), flat.Code("headline", "measure shown when none is asked for"),
			flat.Truth("rolling", "no editions: each rating has its own date"), flat.Text("rated", "kinds of body rated"),
			flat.Text("peer_groups", "peer groups it published"), flat.Text("about", "what it was"), flat.Code("source", "source id"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, e := range cat.Eras {
				rows = append(rows, []output.Value{
					output.Text(e.ID), output.Text(e.Label), output.Text(e.Publisher), flat.OrGap(e.From), flat.OrGap(e.To), output.Text(e.Headline),
					output.Bool(e.Rolling), flat.OrGap(e.RatedKinds), flat.OrGap(e.PeerGroups), output.Text(e.About), output.Text(e.Source),
				})
			}
			return rows, nil
		},
	})
}

// knownEra refuses an era that the archive has not; an empty one stands for all.
func knownEra(cat *store.Catalogue, era string) error {
	if _, ok := cat.Era(era); era != "" && !ok {
		return noMatchf("no era %q; archive eras lists them", era)
	}
	return nil
}
