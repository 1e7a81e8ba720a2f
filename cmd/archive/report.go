package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"careratings/internal/chart"
	"careratings/internal/eras"
	"careratings/internal/league"
	"careratings/internal/output"
	"careratings/internal/web"
)

// reporting are the flags of every report.
type reporting struct {
	drawing
	policy, measure string // of trajectories
}

func (a *app) reportCommand() *cobra.Command {
	r := &reporting{}
	cmd := &cobra.Command{
		Use: "report TRUST...|trajectory|diff|league", Short: "One self-contained web page: charts, tables, breaks, conflicts, sources", GroupID: "archive",
		Long: "One HTML page that needs no network: the chart drawn into it, the tables, the breaks, where\n" +
			"sources disagree, every claim with its source, and the command that makes it again. It reads\n" +
			"without its script, which sorts and sieves tables, and prints well. Of up to twelve trusts\n" +
			"(archive report TRUST...), of two editions (report diff A B) or of one (report league\n" +
			"EDITION). Without -o, or with -o -, a pipe gets the page. A file that exists is left alone\n" +
			"unless --force is given.",
		Example:           "  archive report leicester\n  archive report RWE RT5 --measure stars.overall\n  archive report diff stars-2003 stars-2004 --kind acute",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeTrusts,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && a.flags.trusts == "" {
				return usagef("report whom? archive report TRUST..., archive report diff A B or archive report league EDITION")
			}
			return a.reportTrajectory(cmd, r, args)
		},
	}
	f := cmd.PersistentFlags()
	f.StringVarP(&r.out, "out", "o", "", "`file` to write, .html; - for standard output")
	f.BoolVar(&r.force, "force", false, "replace the file if it exists")
	r.trajectoryFlags(cmd)
	for _, c := range []*cobra.Command{a.reportTrajectoryCommand(r), a.reportDiff(r), a.reportLeague(r)} {
		cmd.AddCommand(c)
	}
	return cmd
}

func (r *reporting) trajectoryFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.policy, "policy", "strands", "lineage `policy`: strands (each predecessor on its own) or legal (the code itself); without it, legal for more than four trusts")
	cmd.Flags().StringVar(&r.measure, "measure", "", "`measures`, separated by commas; all for every one (the page shows headline ones)")
}

func (a *app) reportTrajectoryCommand(r *reporting) *cobra.Command {
	cmd := &cobra.Command{
		Use: "trajectory TRUST...", Short: "A page of one trust's ratings, or of several trusts side by side",
		Example:           "  archive report trajectory RWE",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeTrusts,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.reportTrajectory(cmd, r, args) },
	}
	r.trajectoryFlags(cmd)
	return cmd
}

func (a *app) reportTrajectory(cmd *cobra.Command, r *reporting, args []string) error {
	if err := a.readyReport(cmd, r); err != nil {
		return err
	}
	policy := r.policy
	if queries, err := a.queries(args); err == nil && len(queries) > 4 && !cmd.Flags().Changed("policy") {
		policy = "legal"
	}
	doc, _, err := a.trajectories(cmd, args, policy, r.measure)
	if err != nil {
		return err
	}
	if n := len(doc.Trusts); n > chart.MostTrusts {
		return usagef("%d trusts: a report holds at most %d", n, chart.MostTrusts)
	}
	site, err := a.site(cmd)
	if err != nil {
		return err
	}
	page, err := site.Trajectory(cmd.Context(), doc, r.measure != "", commandLine(cmd, args))
	if err != nil {
		return err
	}
	words := []string{"archive", "trajectory"}
	for _, t := range doc.Trusts {
		words = append(words, t.Code)
	}
	page.Commands = []string{numbers(cmd, words)}
	return a.deliverReport(r, page)
}

// numbers is the command line that prints a page's numbers: these words, then
// what narrowed the page, but for the flags that are of the page alone.
func numbers(cmd *cobra.Command, words []string, page ...string) string {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if !slices.Contains(append(page, "out", "force", "quiet", "no-color", "archive", "trusts"), f.Name) {
			words = append(words, "--"+f.Name, f.Value.String())
		}
	})
	return output.CommandLine(append(words, "--format", "csv")...)
}

func (a *app) reportDiff(r *reporting) *cobra.Command {
	var c comparing
	cmd := &cobra.Command{
		Use: "diff A B", Short: "A page of two editions: levels against each other, every lineage with its verdict",
		Long:              "A page of two editions: levels against each other, every lineage with its verdict.\n\n" + momentHelp,
		Example:           "  archive report diff stars-2003 stars-2004 --kind acute",
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: a.completeEditions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.readyReport(cmd, r); err != nil {
				return err
			}
			found, err := a.compare(cmd, args, c)
			if err != nil {
				return err
			}
			d := found.Diff()
			if a.flags.asOf != "" {
				d.AsOf = &a.flags.asOf
			}
			site, err := a.site(cmd)
			if err != nil {
				return err
			}
			page, err := site.Diff(cmd.Context(), found, d, c.kind, commandLine(cmd, args))
			if err != nil {
				return err
			}
			page.Commands = []string{numbers(cmd, append([]string{"archive", "diff"}, args...))}
			return a.deliverReport(r, page)
		},
	}
	c.flags(cmd)
	cmd.Flags().StringVar(&c.trust, "trust", "", "only the lineage of this `trust`")
	return cmd
}

func (a *app) reportLeague(r *reporting) *cobra.Command {
	var kind, measure, trust string
	cmd := &cobra.Command{
		Use: "league EDITION", Short: "A page of an edition as published: order, ties, likely ranges, distribution",
		Example:           "  archive report league nof-2025-26-q3 --kind acute --trust RWE",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeEditions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.readyReport(cmd, r); err != nil {
				return err
			}
			doc, err := a.leagueOf(cmd, args[0], "", league.Pick{}, league.Options{Kind: kind, Measure: measure, AsOf: a.flags.asOf})
			if err != nil {
				return err
			}
			code := ""
			if cmd.Flags().Changed("trust") {
				body, err := a.find(cmd, trust)
				if err != nil {
					return err
				}
				code = body.ID
			}
			site, err := a.site(cmd)
			if err != nil {
				return err
			}
			page, err := site.League(cmd.Context(), doc, code, commandLine(cmd, args))
			if err != nil {
				return err
			}
			page.Commands = []string{numbers(cmd, []string{"archive", "league", args[0]}, "trust")}
			return a.deliverReport(r, page)
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "only this peer `group`, or those within it: "+strings.Join(eras.PeerGroups(), ", "))
	cmd.Flags().StringVar(&measure, "measure", "", "`measure` instead of the era's headline; its era's prefix may be left out")
	cmd.Flags().StringVar(&trust, "trust", "", "point out this `trust` in the picture")
	return cmd
}

// readyReport refuses, before any work, what no page can heed or cannot be
// written.
func (a *app) readyReport(cmd *cobra.Command, r *reporting) error {
	for _, name := range []string{"format", "json"} {
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed {
			return usagef("--%s is for rows; a report is a web page, and names the command that prints its rows", name)
		}
	}
	if r.out == "" || r.out == "-" {
		if a.terminal {
			return usagef("a report is a web page: name its file with -o report.html, or send it through a pipe")
		}
		return nil
	}
	if e := endingOf(r.out); e != "html" && e != "htm" {
		return usagef("-o %s: the name must end in .html", r.out)
	}
	if _, err := os.Lstat(r.out); err == nil && !r.force {
		return fmt.Errorf("-o: %s exists already; --force replaces it", r.out)
	}
	return nil
}

func (a *app) site(cmd *cobra.Command) (web.Site, error) {
	arch, err := a.open()
	if err != nil {
		return web.Site{}, err
	}
	who, err := a.identity(cmd.Context(), arch)
	return web.Site{Archive: arch, Who: who}, err
}

func (a *app) deliverReport(r *reporting, page *web.Page) error {
	var b bytes.Buffer
	if err := web.WriteReport(&b, page); err != nil {
		return err
	}
	return a.deliver(&r.drawing, b.Bytes())
}
