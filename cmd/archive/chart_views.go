package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"careratings/internal/chart"
	"careratings/internal/eras"
	"careratings/internal/holdings"
	"careratings/internal/league"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// commandLine is the command that draws a picture again, without where to.
func commandLine(cmd *cobra.Command, args []string) string {
	words := append(strings.Fields(cmd.CommandPath()), args...)
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "out", "force", "ascii", "quiet", "no-color", "archive":
			return
		}
		if f.Value.Type() == "bool" {
			words = append(words, "--"+f.Name)
			return
		}
		words = append(words, "--"+f.Name, f.Value.String())
	})
	return output.CommandLine(words...)
}

func (a *app) chartTrajectory(d *drawing) *cobra.Command {
	var policy, measure string
	cmd := &cobra.Command{
		Use: "trajectory TRUST...", Short: "What each era called a trust, and where it stood",
		Long: "Each rating in its publisher's word over its place among its peers, on one time axis,\n" +
			"with a mark wherever no comparison is possible. Up to twelve trusts, one below the other;\n" +
			"a PDF too tall for paper is cut between them into pages of A4.",
		Example:           "  archive chart trajectory leicester\n  archive chart trajectory RWE RT5 5PC",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeTrusts,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.ready(cmd, d); err != nil {
				return err
			}
			if !cmd.Flags().Changed("policy") {
				if n, err := a.queries(args); err == nil && len(n) > 4 {
					policy = "legal"
				}
			}
			doc, cat, err := a.trajectories(cmd, args, policy, measure)
			if err != nil {
				return err
			}
			if n := len(doc.Trusts); n > chart.MostTrusts {
				return usagef("%d trusts: a chart holds at most %d", n, chart.MostTrusts)
			}
			about, err := a.about(cmd, args, nil)
			if err != nil {
				return err
			}
			opt := chart.TrajectoryOptions{About: about, Chosen: measure != ""}
			return a.show(d, picture{
				sheet: func() (*chart.Sheet, error) { return chart.Trajectory(doc, cat, opt) },
				text:  func(t chart.TextOptions) (string, error) { return chart.TrajectoryText(doc, cat, opt, t) },
			})
		},
	}
	cmd.Flags().StringVar(&policy, "policy", "strands", "lineage `policy`: strands (each predecessor on its own) or legal (the code itself); without it, legal for more than four trusts")
	cmd.Flags().StringVar(&measure, "measure", "", "`measures`, separated by commas, instead of the headline ones")
	return cmd
}

func (a *app) chartDiff(d *drawing) *cobra.Command {
	var c comparing
	var transitions bool
	cmd := &cobra.Command{
		Use: "diff A B", Short: "Levels of two editions against each other, as a heat map",
		Long: "A heat map of two editions' levels with counts in its fields and margins. A cross-tab\n" +
			"claims no change; --transitions reads it as moves, which is refused (exit 4) across a break.",
		Example: "  archive chart diff stars-2003 stars-2004 --kind acute\n" +
			"  archive chart diff nof-2025-26-q3 nof-2025-26-q4 --kind mental-health-community --transitions",
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: a.completeEditions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.ready(cmd, d); err != nil {
				return err
			}
			found, err := a.compare(cmd, args, c)
			if err != nil {
				return err
			}
			draw := found.CrossTab
			if transitions {
				draw = found.Transitions
			}
			tab, err := draw()
			if err != nil {
				return a.asExit(err)
			}
			var sources []string
			for _, p := range found.Pairs {
				for _, pt := range []*trajectory.Point{p.A, p.B} {
					if pt != nil && len(pt.Claims) > 0 {
						sources = append(sources, pt.Claims[0].Source.ID)
					}
				}
			}
			about, err := a.about(cmd, args, sources)
			if err != nil {
				return err
			}
			opt := chart.DiffOptions{About: about, Kind: c.kind, Basis: c.basis}
			return a.show(d, picture{
				sheet: func() (*chart.Sheet, error) { return chart.Diff(tab, opt) },
				text:  func(t chart.TextOptions) (string, error) { return chart.DiffText(tab, opt, t) },
			})
		},
	}
	c.flags(cmd)
	cmd.Flags().StringVar(&c.trust, "trust", "", "only the lineage of this `trust`")
	cmd.Flags().BoolVar(&transitions, "transitions", false, "read the table as moves; refused across a break")
	return cmd
}

func (a *app) chartLeague(d *drawing) *cobra.Command {
	var kind, measure, trust string
	cmd := &cobra.Command{
		Use: "league EDITION", Short: "A league table with its likely ranges, or how many stand at each level",
		Long: "A league table as it was published: each body at its rank, with the likely range where\n" +
			"one is published. Of an edition that ranks nobody, how many bodies stand at each level.",
		Example: "  archive chart league nof-2025-26-q3 --kind acute --trust RWE\n" +
			"  archive chart league stars-2003 --kind acute",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeEditions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.ready(cmd, d); err != nil {
				return err
			}
			opt := league.Options{Kind: kind, Measure: measure, AsOf: a.flags.asOf}
			doc, err := a.leagueOf(cmd, args[0], "", league.Pick{}, opt)
			if err != nil {
				return err
			}
			var view chart.LeagueOptions
			if cmd.Flags().Changed("trust") {
				body, err := a.find(cmd, trust)
				if err != nil {
					return err
				}
				view.Trust = body.ID
			}
			if doc, err = oneTable(doc, view.Trust); err != nil {
				return err
			}
			var sources []string
			for _, r := range doc.Tables[0].Rows {
				sources = append(sources, r.Source)
			}
			if view.About, err = a.about(cmd, args, sources); err != nil {
				return err
			}
			return a.show(d, picture{
				sheet: func() (*chart.Sheet, error) { return chart.League(doc, view) },
				text:  func(t chart.TextOptions) (string, error) { return chart.LeagueText(doc, view, t) },
			})
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "peer `group`: "+strings.Join(eras.PeerGroups(), ", "))
	cmd.Flags().StringVar(&measure, "measure", "", "`measure` instead of the era's headline; its era's prefix may be left out")
	cmd.Flags().StringVar(&trust, "trust", "", "point out this `trust`")
	return cmd
}

// oneTable keeps the table that a picture is of: the only one, or the one with
// the trust that is pointed out.
func oneTable(doc league.Document, trust string) (league.Document, error) {
	var kinds []string
	for _, t := range doc.Tables {
		kinds = append(kinds, t.PeerGroup)
		for _, r := range t.Rows {
			if trust != "" && r.Body.Code == trust {
				doc.Tables = []league.Table{t}
				return doc, nil
			}
		}
	}
	switch {
	case trust != "":
		return doc, noMatchf("%s is not in %s (%s)", trust, doc.Edition, strings.Join(kinds, ", "))
	case len(doc.Tables) > 1:
		return doc, usagef("%s has %d tables and a chart shows one: choose with --kind %s", doc.Edition, len(doc.Tables), strings.Join(kinds, ", "))
	}
	return doc, nil
}

func (a *app) chartCoverage(d *drawing) *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "coverage", Short: "What is held of what was published, edition by edition",
		Long:    "Editions and peer groups: in each field the ratings held of the published number.",
		Example: "  archive chart coverage\n  archive chart coverage --era stars",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.ready(cmd, d); err != nil {
				return err
			}
			cat, err := a.catalogue(cmd)
			if err != nil {
				return err
			}
			if err := knownEra(cat, era); err != nil {
				return err
			}
			list, err := holdings.Cover(cmd.Context(), a.archive)
			if err != nil {
				return err
			}
			list = slices.DeleteFunc(list, func(c holdings.Coverage) bool { return era != "" && c.Era != era })
			var sources []string
			for _, c := range list {
				for _, b := range c.Bases {
					sources = append(sources, b.Source)
				}
			}
			about, err := a.about(cmd, args, sources)
			if err != nil {
				return err
			}
			return a.show(d, picture{
				sheet: func() (*chart.Sheet, error) { return chart.Coverage(cat, list, about) },
				text:  func(t chart.TextOptions) (string, error) { return chart.CoverageText(cat, list, about, t) },
			})
		},
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return cmd
}
