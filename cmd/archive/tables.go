package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/compare"
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

func (a *app) transitionsCommand() *cobra.Command {
	return a.tableCommand(&cobra.Command{
		Use: "transitions A B", Short: "Moves between levels within one unbroken scale, with kappa", GroupID: "compare",
		Long: "The cross-tab of two editions read as moves, with step counts and kappa. Only within one\n" +
			"unbroken scale; across a break it is refused (exit 4) with the break's id.\n\n" + momentHelp,
		Example: "  archive transitions nof-2025-26-q3 nof-2025-26-q4 --kind mental-health-community",
	}, (*moves.Comparison).Transitions)
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

// otherGroups adds to a refusal for a break of some peer groups alone that the
// others may be compared, unless a group was chosen already.
func (a *app) otherGroups(cmd *cobra.Command, c comparing, err error) error {
	var refused *compare.Refusal
	if c.kind != "" || !errors.As(err, &refused) {
		return a.asExit(err)
	}
	cat, failed := a.catalogue(cmd)
	if failed != nil {
		return failed
	}
	for _, b := range cat.Breaks {
		if b.ID == refused.BreakID && b.PeerGroup != "" && b.PeerGroup != "all" {
			groups := strings.Join(strings.Fields(b.PeerGroup), ", ")
			return &exitError{exitRefused, fmt.Errorf("%w (the break is of %s alone: --kind chooses another peer group)", refusal(refused), groups)}
		}
	}
	return a.asExit(err)
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

func (a *app) runsCommand() *cobra.Command {
	var opt moves.RunsOptions
	cmd := &cobra.Command{
		Use: "runs --measure M --at-most L --for N", Short: "Persistence: at or below a level, never above it, or fallen", GroupID: "compare", Args: cobra.NoArgs,
		Long: "Bodies whose ratings persist on one measure: at or below a level for so many ratings\n" +
			"running (--at-most, --for), never above one (--never-above), or fallen by so many levels\n" +
			"from one rating to the next (--fell). A gap ends a stretch; cannot-say is an answer.",
		Example: "  archive runs --measure nof.segment --at-most 4 --for 4\n  archive runs --measure stars.overall --fell 2",
	}
	f := cmd.Flags()
	f.StringVar(&opt.Measure, "measure", "", "`measure`")
	f.StringVar(&opt.AtMost, "at-most", "", "`level` by the publisher's code or word")
	f.IntVar(&opt.For, "for", 2, "`number` of ratings running")
	f.StringVar(&opt.NeverAbove, "never-above", "", "`level` never exceeded")
	f.IntVar(&opt.Fell, "fell", 0, "`number` of levels fallen at once")
	f.StringVar(&opt.Kind, "kind", "", "only this peer `group`")
	return a.listing(cmd, listing{
		schema: "runs/1",
		columns: []output.Column{
			flat.Code("code", "body"), flat.Text("name", "its name"), flat.Text("kind", "peer group"), flat.Code("answer", "yes or cannot-say"),
			flat.Code("from", "first edition or date"), flat.Code("to", "last edition or date"), flat.Count("length", "ratings in the stretch, or levels fallen"),
			flat.Text("values", "the ratings"), flat.Text("breaks", "breaks the stretch crosses"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			asked := 0
			for _, set := range []bool{opt.AtMost != "", opt.NeverAbove != "", opt.Fell != 0} {
				asked += boolInt(set)
			}
			if opt.Measure == "" || asked != 1 || opt.Fell < 0 || opt.For < 1 {
				return nil, usagef("runs needs --measure and one of --at-most LEVEL [--for N], --never-above LEVEL or --fell N")
			}
			arch, err := a.open()
			if err != nil {
				return nil, err
			}
			opt.AsOf = a.flags.asOf
			found, err := moves.Runs(cmd.Context(), arch, opt)
			if err != nil {
				return nil, a.asExit(err)
			}
			if len(found) == 0 {
				return nil, noMatchf("no body's ratings on %s do that; archive measures says which way levels run", opt.Measure)
			}
			var rows [][]output.Value
			for _, r := range found {
				rows = append(rows, []output.Value{
					output.Text(r.Code), output.Text(r.Name), output.TextOr(r.Kind, ""), output.Text(r.Answer), output.Text(r.From), output.Text(r.To),
					output.Int(r.Length), output.Text(r.Values), output.TextOr(r.Breaks, ""),
				})
			}
			return rows, nil
		},
	})
}
