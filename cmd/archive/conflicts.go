package main

import (
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/holdings"
	"careratings/internal/output"
)

func (a *app) conflictsCommand() *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "conflicts", Short: "Where sources disagree", GroupID: "check", Args: cobra.NoArgs,
		Long: "Every disagreement between sources: those noticed in the sources' texts, those\n" +
			"between claims about one rating (kind claims; the chosen claim comes first), and\n" +
			"those between published totals (kind totals). All sides are kept.",
		Example: "  archive conflicts\n  archive conflicts --era stars --json conflict,about,sides",
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return a.listing(cmd, listing{
		schema: "conflicts/1",
		columns: []output.Column{
			flat.Code("conflict", "conflict id"), flat.Code("kind", "claims, totals, or the kind of a curated one"), flat.Code("era", "era id"),
			flat.Text("edition", "edition ids"), flat.Text("peer_group", "peer group"), flat.Text("body", "codes of the bodies"), flat.Text("measure", "measure id"),
			flat.Text("about", "what is disputed"), flat.Text("sides", "what each side says"), flat.Text("sources", "source ids"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			arch, err := a.open()
			if err != nil {
				return nil, err
			}
			cat, err := arch.Catalogue(cmd.Context())
			if err != nil {
				return nil, err
			}
			if err := knownEra(cat, era); err != nil {
				return nil, err
			}
			all, err := holdings.Conflicts(cmd.Context(), arch)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, c := range all {
				if era != "" && c.Era != era {
					continue
				}
				rows = append(rows, []output.Value{
					output.Text(c.ID), output.Text(c.Kind), output.Text(c.Era), output.TextOr(c.Edition, ""), output.TextOr(c.PeerGroup, ""),
					output.TextOr(c.Body, ""), output.TextOr(c.Measure, ""), output.Text(c.About), output.Text(strings.Join(c.Sides, "; ")),
					output.Text(strings.Join(c.Sources, " ")),
				})
			}
			return rows, nil
		},
	})
}
