package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/league"
	"careratings/internal/output"
)

func (a *app) leagueCommand() *cobra.Command {
	var kind, measure string
	cmd := &cobra.Command{
		Use: "league EDITION", Short: "An edition as published: order, ties, likely ranges, distribution", GroupID: "archive", Args: cobra.ExactArgs(1),
		Long: "An edition as it was published, one table for each peer group. League tables are in\n" +
			"the order of their ranks, ties as the publisher shows them, with the likely range of\n" +
			"rank and score and what the financial override did. Stars and grades are grouped by\n" +
			"level, best first, and never ranked: within a level bodies stand by name. Of a rolling\n" +
			"era, ERA@DAY takes each body's latest rating as at the day.",
		Example: "  archive league stars-2003 --kind acute\n  archive league nof-2025-26-q4\n  archive league cqc@2020-02-05 --measure safe\n" +
			"  archive league nof-2025-26-q4 --json place,code,rank_best,rank_worst",
		Annotations:       flat(league.Schema, leagueColumns()),
		ValidArgsFunction: a.completeEditions,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runLeague(cmd, args[0], league.Options{Kind: kind, Measure: measure, AsOf: a.flags.asOf})
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "only this peer `group`, or those within it: "+strings.Join(eras.PeerGroups(), ", "))
	cmd.Flags().StringVar(&measure, "measure", "", "`measure` instead of the era's headline; its era's prefix may be left out")
	return cmd
}

func (a *app) runLeague(cmd *cobra.Command, edition string, opt league.Options) error {
	arch, err := a.open()
	if err != nil {
		return err
	}
	if opt.Keep, err = a.onlyBodies(cmd); err != nil {
		return err
	}
	doc, err := league.Build(cmd.Context(), arch, edition, opt)
	if no := (*league.NoSuch)(nil); errors.As(err, &no) {
		return noMatchf("%s", output.Clean(no.What))
	}
	if err != nil {
		return err
	}
	rows, left := 0, 0
	for _, t := range doc.Tables {
		rows, left = rows+len(t.Rows), left+t.Left
	}
	if rows == 0 && left > 0 {
		return noMatchf("none of the %d bodies of %s is among those asked for", left, doc.Edition)
	}
	if left > 0 {
		a.remark("%d of %d bodies are shown; distributions are of all", rows, rows+left)
	}
	f, err := a.format(output.FormatTSV)
	if err != nil {
		return err
	}
	if f == output.FormatTable && !cmd.Flags().Changed("json") {
		return a.leaguePage(doc)
	}
	return a.print(cmd, leagueTable(doc), doc)
}

// onlyBodies is the filter of --trusts and --region; nil when neither is given.
func (a *app) onlyBodies(cmd *cobra.Command) (func(bodies.Body) bool, error) {
	if a.flags.trusts == "" && a.flags.region == "" {
		return nil, nil
	}
	listed := map[string]bool{}
	if a.flags.trusts != "" {
		queries, err := a.queries(nil)
		if err != nil {
			return nil, err
		}
		for _, q := range queries {
			body, err := a.find(cmd, q)
			if err != nil {
				return nil, err
			}
			listed[body.ID] = true
		}
	}
	return func(b bodies.Body) bool {
		return (a.flags.trusts == "" || listed[b.ID]) && (a.flags.region == "" || strings.EqualFold(b.Region, a.flags.region))
	}, nil
}

func leagueColumns() []output.Column {
	return []output.Column{
		code("edition", "edition id, or ERA@DAY"), text("peer_group", "the table"), code("measure", "measure id"),
		code("section", "ranked, rated, part-known or not-rated"), text("place", "rank as the publisher shows it"), count("rank", "rank, 1 = best"),
		truth("joint", "the rank is shared"), count("rank_best", "likely range of the rank, best end"), count("rank_worst", "worst end"),
		code("code", "body"), text("name", "its latest name"), text("printed_name", "its name as printed"), text("value", "value as printed"), text("label", "the publisher's word"),
		count("level", "level, 1 = worst"), count("partial_low", "lowest level allowed, where the level is not known"),
		count("partial_high", "highest level allowed"), text("number", "number as printed"), code("status", "rated, not-held, or why it is no rating"),
		code("segment", "segment, 1 = best, after the financial override"), code("segment_unadjusted", "segment before the financial override"),
		truth("override", "the financial override is on"), truth("deficit", "the trust is in deficit"),
		text("override_effect", "what the override did to the segment; none: it was 3 or 4 without it"),
		text("score", "average metric score, as printed"), text("score_best", "likely range of the score, best end"), text("score_worst", "worst end"),
		code("date", "date of the rating"), text("doubtful", "measures not stated, only implied, doubtful or unconfirmed"),
		text("disputed", "measures on which sources disagree"), text("source", "id of the chosen claim's source"), count("claims", "claims behind the value"),
		count("held", "stated ratings held of the table"), count("base", "published number of bodies of the table"),
	}
}

func leagueTable(doc league.Document) output.Table {
	t := output.Table{Columns: leagueColumns()}
	for _, table := range doc.Tables {
		for _, r := range table.Rows {
			t.Rows = append(t.Rows, leagueRow(doc, table, r))
		}
	}
	return t
}

func leagueRow(doc league.Document, t league.Table, r league.Row) []output.Value {
	var low, high *int
	if r.Partial != nil {
		low, high = &r.Partial.Low, &r.Partial.High
	}
	var f league.Framework
	if r.Framework != nil {
		f = *r.Framework
	}
	return []output.Value{
		output.Text(doc.Edition), orGap(t.PeerGroup), output.Text(doc.Measure), output.Text(r.Section), output.TextOr(r.Place, ""), number(r.Rank),
		output.Bool(r.Joint), number(f.RankBest), number(f.RankWorst), output.Text(r.Body.Code), output.Text(r.Body.Name), output.TextOr(r.Printed, ""),
		orGap(r.Value), orGap(r.Label), number(r.Level), number(low), number(high), optional(r.Number), output.Text(r.Status),
		optional(f.Segment), optional(f.Unadjusted), flag(f.Override), flag(f.Deficit), output.TextOr(f.Effect, ""),
		optional(f.Score), optional(f.ScoreBest), optional(f.ScoreWorst), optional(r.Date),
		output.TextOr(strings.Join(r.Doubtful, " "), ""), output.TextOr(strings.Join(r.Disputed, " "), ""), output.Text(r.Source), output.Int(r.Claims),
		output.Int(t.Held), number(t.Base),
	}
}

func flag(b *bool) output.Value {
	if b == nil {
		return output.Absent("")
	}
	return output.Bool(*b)
}
