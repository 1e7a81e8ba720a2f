package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
)

func (a *app) crosstabCommand() *cobra.Command {
	return a.tableCommand(&cobra.Command{
		Use: "crosstab A B", Short: "Levels of two editions against each other", GroupID: "compare",
		Long: "Counts of lineages by their level in two editions, with Wilson 95 % intervals of the\n" +
			"shares of each row. A cross-tab claims no change, so any two editions may stand in it.\n\n" + momentHelp,
		Example: "  archive crosstab stars-2003 stars-2004 --kind acute\n  archive crosstab healthcheck-2008-09 nof-2025-26-q3",
	}, (*moves.Comparison).CrossTab)
}

func (a *app) tableCommand(cmd *cobra.Command, draw func(*moves.Comparison) (moves.CrossTab, error)) *cobra.Command {
	c := comparing{levels: true}
	cmd.Args = cobra.ExactArgs(2)
	cmd.Annotations = documented(cmd.Name()+"/1", flat.CrossTabColumns())
	cmd.ValidArgsFunction = a.completeEditions
	c.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		found, err := a.compare(cmd, args, c)
		if err != nil {
			return err
		}
		tab, err := draw(found)
		if err != nil {
			return a.otherGroups(cmd, c, err)
		}
		f, err := a.format(output.FormatTSV)
		if err != nil {
			return err
		}
		if f == output.FormatTable && !cmd.Flags().Changed("json") {
			return a.printCrossTab(tab)
		}
		return a.print(cmd, flat.CrossTab(tab), tab)
	}
	return cmd
}

func (a *app) printCrossTab(tab moves.CrossTab) error {
	fmt.Fprintf(a.out, "%s (%s) down, %s (%s) across; policy %s\n", output.Clean(tab.From.Label), tab.From.Measure, output.Clean(tab.To.Label), tab.To.Measure, tab.Policy)
	for _, br := range tab.Breaks {
		fmt.Fprintf(a.out, "-- %s (%s)\n", output.Clean(br.Why), br.ID)
	}
	fmt.Fprintf(a.out, "n = %d lineages rated in both; %d through merger; %d left out (no one level, or not stated); of %d the other rating is not held\n\n",
		tab.N, tab.Mergers, tab.Skipped, tab.NotHeld)
	if err := output.Write(a.out, output.FormatTable, flat.CrossTabPage(tab), output.Options{Width: a.width}); err != nil {
		return err
	}
	if len(tab.Steps) > 0 {
		var parts []string
		for _, s := range tab.Steps {
			parts = append(parts, fmt.Sprintf("%+d: %d", s.Steps, s.N))
		}
		fmt.Fprintf(a.out, "\nlevels moved: %s\n", strings.Join(parts, ", "))
	}
	if k := tab.Kappa; k != nil {
		fmt.Fprintf(a.out, "kappa %s, linear %s, quadratic %s (n = %d)\n", four(k.Plain), four(k.Linear), four(k.Quadratic), k.N)
	}
	return nil
}

func four(f *float64) string {
	if f == nil {
		return output.NotAvailable
	}
	return fmt.Sprintf("%.4f", *f)
}
