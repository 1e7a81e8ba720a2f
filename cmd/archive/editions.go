package main

import (
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store"
)

func (a *app) editionsCommand() *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "editions [WORDS]", Short: "List the editions of every era, in time order", GroupID: "archive",
		Long:    "List the editions of every era, in time order; with words, those whose id, label, period\nor publisher has each of them.",
		Example: "  archive editions\n  archive editions --era stars\n  archive editions 2003",
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return a.listing(cmd, listing{
		schema:  "editions/1",
		columns: flat.EditionColumns(),
		rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			if err := knownEra(cat, era); err != nil {
				return nil, err
			}
			words := strings.Join(args, " ")
			var rows [][]output.Value
			for _, e := range cat.Editions {
				if (era == "" || e.Era == era) && flat.EditionHas(e, words) {
					rows = append(rows, flat.EditionRow(e))
				}
			}
			if len(rows) == 0 && words != "" {
				return nil, noMatchf("no edition has %q; archive editions lists them all", output.Clean(words))
			}
			return rows, nil
		},
	})
}

// noEdition is the error for an unknown edition, with the nearest ids.
func noEdition(cat *store.Catalogue, id string) error {
	return noMatchf("%s", cat.NoEdition(id))
}
