package main

import (
	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/moves"
)

func (a *app) agreeCommand() *cobra.Command {
	c := comparing{levels: true}
	var permutations int
	var seed uint64
	cmd := &cobra.Command{
		Use: "agree A B", Short: "How far two editions order the same lineages alike", GroupID: "compare", Args: cobra.ExactArgs(2),
		Long: "Kendall's tau-b, Somers' D and Spearman's correlation over the lineages rated in both\n" +
			"editions, with delete-one-lineage jackknife intervals and a seeded permutation p within\n" +
			"peer group. Agreement of order is no claim of change, so it is allowed across breaks.\n\n" + momentHelp,
		Example:           "  archive agree stars-2003 stars-2004 --kind acute",
		Annotations:       documented("agreement/1", flat.AgreementColumns()),
		ValidArgsFunction: a.completeEditions,
	}
	c.flags(cmd)
	cmd.Flags().IntVar(&permutations, "permutations", 999, "`number` of permutations for p")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "`seed` of the permutations")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if permutations < 0 || permutations > 1_000_000 {
			return usagef("--permutations %d: want 0 to 1000000", permutations)
		}
		found, err := a.compare(cmd, args, c)
		if err != nil {
			return err
		}
		g, err := found.Agreement(moves.AgreementOptions{Permutations: permutations, Seed: seed})
		if err != nil {
			return a.asExit(err)
		}
		return a.print(cmd, flat.Agreement(g), g)
	}
	return cmd
}
