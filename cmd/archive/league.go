package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/league"
	"careratings/internal/output"
)

func (a *app) leagueCommand() *cobra.Command {
	var kind, measure, form, level string
	var pick league.Pick
	cmd := &cobra.Command{
		Use: "league EDITION", Short: "An edition as published: order, ties, likely ranges, distribution", GroupID: "archive", Args: cobra.ExactArgs(1),
		Long: "An edition as it was published, one table for each peer group. League tables are in\n" +
			"the order of their ranks, ties as the publisher shows them, with the likely range of\n" +
			"rank and score and what the financial override did. Stars and grades are grouped by\n" +
			"level, best first, and never ranked: within a level bodies stand by name. Of a rolling\n" +
			"era, ERA@DAY takes each body's latest rating as at the day; with --level location it is\n" +
			"the imported release of the care directory of that day or the last before it, a table\n" +
			"for each of its categories.",
		Example: "  archive league stars-2003 --kind acute\n  archive league stars-2003 --bar 'acute:no stars'\n  archive league nof-2025-26-q4\n  archive league cqc@2020-02-05 --measure safe\n" +
			"  archive league nof-2025-26-q4 --json place,code,rank_best,rank_worst",
		Annotations:       documented(league.Schema, flat.LeagueColumns()),
		ValidArgsFunction: a.completeEditions,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runLeague(cmd, args[0], form, pick, league.Options{Kind: kind, Measure: measure, Level: level, AsOf: a.flags.asOf})
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "only this peer `group`, or those within it: "+strings.Join(eras.PeerGroups(), ", "))
	cmd.Flags().StringVar(&measure, "measure", "", "`measure` instead of the era's headline; its era's prefix may be left out")
	cmd.Flags().StringVar(&level, "level", "trust", levelHelp)
	cmd.Flags().StringVar(&form, "body-kind", "", "only bodies of this `kind`: "+strings.Join(bodies.Kinds(), ", "))
	cmd.Flags().StringVar(&pick.Bar, "bar", "", "only the bodies that one `bar` of a distribution counts: GROUP:LABEL, of a rolling era :LABEL")
	cmd.Flags().StringVar(&pick.Named, "named", "", "only bodies with every word of this `text` in a code or name")
	return cmd
}

func (a *app) runLeague(cmd *cobra.Command, edition, form string, pick league.Pick, opt league.Options) error {
	doc, err := a.leagueOf(cmd, edition, form, pick, opt)
	if err != nil {
		return err
	}
	f, err := a.format(output.FormatTSV)
	if err != nil {
		return err
	}
	if f == output.FormatTable && !cmd.Flags().Changed("json") {
		return a.leaguePage(doc)
	}
	return a.print(cmd, flat.League(doc), doc)
}

// leagueOf builds an edition's tables, narrowed by --trusts and --region, to a
// kind of body (any where empty) and to what is picked.
func (a *app) leagueOf(cmd *cobra.Command, edition, form string, pick league.Pick, opt league.Options) (league.Document, error) {
	arch, err := a.open()
	if err != nil {
		return league.Document{}, err
	}
	if opt.Keep, err = a.onlyBodies(cmd); err != nil {
		return league.Document{}, err
	}
	if err := usageLevel(opt.Level); err != nil {
		return league.Document{}, err
	}
	if form != "" && !slices.Contains(bodies.Kinds(), form) {
		return league.Document{}, usagef("--body-kind %s: use one of %s", form, strings.Join(bodies.Kinds(), ", "))
	}
	if among := opt.Keep; form != "" {
		opt.Keep = func(b bodies.Body) bool { return b.Kind == form && (among == nil || among(b)) }
	}
	doc, err := league.Build(cmd.Context(), arch, edition, opt)
	if no := (*league.NoSuch)(nil); errors.As(err, &no) {
		return doc, noMatchf("%s", output.Clean(no.What))
	}
	if err != nil {
		return doc, err
	}
	doc = doc.Picked(pick)
	rows, left := 0, 0
	for _, t := range doc.Tables {
		rows, left = rows+len(t.Rows), left+t.Left
	}
	if rows == 0 && left > 0 {
		return doc, noMatchf("none of the %d bodies of %s is among those asked for", left, doc.Edition)
	}
	if left > 0 {
		a.remark("%d of %d bodies are shown; distributions are of all", rows, rows+left)
	}
	return doc, nil
}

// onlyBodies is the filter of --trusts and --region; nil when neither is given.
func (a *app) onlyBodies(cmd *cobra.Command) (func(bodies.Body) bool, error) {
	if a.flags.trusts == "" && a.flags.region == "" {
		return nil, nil
	}
	listed := map[string]bool{}
	if a.flags.trusts != "" {
		codes, err := a.codesOf(cmd, nil)
		if err != nil {
			return nil, err
		}
		for _, code := range codes {
			listed[code] = true
		}
	}
	return func(b bodies.Body) bool {
		return (a.flags.trusts == "" || listed[b.ID]) && (a.flags.region == "" || strings.EqualFold(b.Region, a.flags.region))
	}, nil
}
