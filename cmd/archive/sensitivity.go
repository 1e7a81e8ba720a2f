package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
)

func (a *app) sensitivityCommand() *cobra.Command {
	var c comparing
	columns := []output.Column{
		flat.Text("peers", "published or common"), flat.Text("policy", "lineage policy"), flat.Text("missing", "unrated peers bounded, or the middle taken"),
		flat.Text("from", "earlier label"), flat.Text("to", "later label"), flat.Code("standing_verdict", "verdict of the standings"),
	}
	cmd := &cobra.Command{
		Use: "sensitivity A B --trust T", Short: "How a verdict depends on choices nobody can prove right", GroupID: "compare", Args: cobra.ExactArgs(2),
		Long: "One trust's comparison under every weakly monotone map of the one scale onto the other,\n" +
			"crossed with whose peers count, how predecessors count and what missing peers may be.\n\n" + momentHelp,
		Example:           "  archive sensitivity stars-2004 nof-2025-26-q3 --trust RWE",
		Annotations:       documented("sensitivity/1", columns),
		ValidArgsFunction: a.completeEditions,
	}
	c.measures(cmd)
	cmd.Flags().StringVar(&c.trust, "trust", "", "the `trust`")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if c.trust == "" {
			return usagef("sensitivity needs --trust")
		}
		from, to, err := a.moments(cmd, args, c)
		if err != nil {
			return err
		}
		body, err := a.find(cmd, c.trust)
		if err != nil {
			return err
		}
		s, err := moves.SensitivityOf(cmd.Context(), a.archive, from, to, body.ID, a.flags.asOf)
		if err != nil {
			return a.asExit(err)
		}
		t := output.Table{Columns: columns}
		for _, r := range s.Readings {
			t.Rows = append(t.Rows, []output.Value{
				output.Text(r.Peers), output.Text(r.Policy), output.Text(r.Missing), output.Text(r.From), output.Text(r.To), output.Text(r.Verdict),
			})
		}
		f, err := a.format(output.FormatTSV)
		if err != nil {
			return err
		}
		if f == output.FormatTable && !cmd.Flags().Changed("json") {
			total := s.Mapped.Up + s.Mapped.Down + s.Mapped.Same + s.Mapped.NotResolved
			fmt.Fprintf(a.out, "%s: %s in %s, %s in %s\n", output.Clean(s.Trust.Name), output.Clean(s.FromLabel), s.From.Edition, output.Clean(s.ToLabel), s.To.Edition)
			fmt.Fprintf(a.out, "%d maps x %d readings = %d outcomes: %d up, %d same, %d down, %d not resolved\n", s.Maps, len(s.Readings), total,
				s.Mapped.Up, s.Mapped.Same, s.Mapped.Down, s.Mapped.NotResolved)
			flips := "no single choice changes the outcome"
			if len(s.Flips) > 0 {
				flips = "the outcome changes with: " + strings.Join(s.Flips, ", ")
			}
			fmt.Fprintf(a.out, "%s\n\n", flips)
		}
		return a.print(cmd, t, s)
	}
	return cmd
}
