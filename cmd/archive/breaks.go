package main

import (
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/output"
)

func (a *app) breaksCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "breaks", Short: "List why editions cannot simply be compared, and what that forbids", GroupID: "archive", Args: cobra.NoArgs,
		Example: "  archive breaks\n  archive breaks --json break,why,forbids",
	}
	return a.listing(cmd, listing{
		schema: "breaks/1",
		columns: []output.Column{
			flat.Code("break", "break id"), flat.Code("era", "era id"), flat.Code("from", "edition or era before"), flat.Code("to", "edition or era after"),
			flat.Code("on", "date, as far as known"), flat.Text("peer_group", "only these peer groups"), flat.Text("measure", "only this measure"),
			flat.Text("forbids", "operations refused across it"), flat.Text("kind", "kind of break"), flat.Text("why", "in a few words"),
			flat.Text("about", "in full"), flat.Code("source", "source id"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, b := range cat.Breaks {
				rows = append(rows, []output.Value{
					output.Text(b.ID), output.TextOr(b.Era, ""), output.TextOr(b.FromEdition, ""), output.TextOr(b.ToEdition, ""), flat.OrGap(string(b.On)),
					output.TextOr(b.PeerGroup, ""), output.TextOr(b.Measure, ""), output.Text(strings.Join(b.Forbids, " ")), output.Text(b.Kind),
					output.Text(b.Why), output.TextOr(b.About, ""), output.Text(b.Source),
				})
			}
			return rows, nil
		},
	})
}
