package main

import (
	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/holdings"
	"careratings/internal/output"
)

func (a *app) coverageCommand() *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "coverage", Short: "Per edition and peer group: ratings held of the published number", GroupID: "check", Args: cobra.NoArgs,
		Long: "Per edition and peer group, how many bodies the archive holds a stated headline\n" +
			"rating of, out of how many the edition is published to have rated. Where sources\n" +
			"print different numbers, all are shown and the largest is used for what is missing.",
		Example: "  archive coverage\n  archive coverage --era stars --json edition,peer_group,held,missing",
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return a.listing(cmd, listing{
		schema: "coverage/1",
		columns: []output.Column{
			flat.Code("edition", "edition id; the era's id in a rolling era"), flat.Text("peer_group", "peer group of the edition"),
			flat.Code("measure", "the era's headline measure"), flat.Count("held", "bodies with a stated rating in the archive"),
			flat.Count("base", "largest published number of bodies rated"), flat.Count("missing", "base less held"),
			flat.Text("published", "every published number and the source that prints it"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			arch, err := a.openEmbedded(cmd, "coverage counts")
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
			all, err := holdings.Cover(cmd.Context(), arch)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, c := range all {
				if era != "" && c.Era != era {
					continue
				}
				base, missing := output.Absent(output.NotAvailable), output.Absent(output.NotAvailable)
				if m := c.Missing(); m >= 0 {
					base, missing = output.Int(c.Bases[len(c.Bases)-1].N), output.Int(m)
				}
				moment := c.Edition
				if moment == "" {
					moment = c.Era
				}
				rows = append(rows, []output.Value{
					output.Text(moment), output.TextOr(c.PeerGroup, output.NotAvailable), output.Text(c.Measure), output.Int(c.Held), base, missing,
					output.TextOr(c.Told(), ""),
				})
			}
			if len(rows) == 0 {
				a.remark("no headline rating of %s is held, and none is counted in print", era)
			}
			return rows, nil
		},
	})
}
