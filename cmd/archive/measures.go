package main

import (
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/output"
)

func (a *app) measuresCommand() *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "measures", Short: "List what was rated, with scales and which way is better", GroupID: "archive", Args: cobra.NoArgs,
		Example: "  archive measures --era cqc",
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return a.listing(cmd, listing{
		schema: "measures/1",
		columns: []output.Column{
			flat.Code("measure", "measure id"), flat.Code("era", "era id"), flat.Text("label", "name"), flat.Code("kind", "level, number, rank, range or words"),
			flat.Text("scale", "levels, worst to best"), flat.Text("unit", "unit of a number"), flat.Code("better", "higher, lower or none"),
			flat.Truth("headline", "the era's headline measure"), flat.Text("about", "what to know of it"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			if err := knownEra(cat, era); err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, m := range cat.Measures {
				if era != "" && m.Era != era {
					continue
				}
				rows = append(rows, []output.Value{
					output.Text(m.ID), output.Text(m.Era), output.Text(m.Label), output.Text(m.Kind),
					output.TextOr(worstToBest(cat.Scale(m.Scale)), ""), output.TextOr(m.Unit, ""), output.Text(m.Better),
					output.Bool(m.Headline), output.TextOr(m.About, ""),
				})
			}
			return rows, nil
		},
	})
}

func worstToBest(levels []eras.Level) string {
	words := make([]string, 0, len(levels))
	for _, l := range levels {
		words = append(words, l.Label)
	}
	return strings.Join(words, " < ")
}
