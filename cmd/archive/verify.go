package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/eras"
	"careratings/internal/eras/native"
	"careratings/internal/flat"
	"careratings/internal/nofcheck"
	"careratings/internal/output"
)

func (a *app) verifyCommand() *cobra.Command {
	all := false
	cmd := &cobra.Command{
		Use: "verify EDITION...", Short: "Recompute the scores, segments and ranks of an oversight league table", GroupID: "check",
		Args: cobra.MinimumNArgs(1),
		Long: "From the metric scores of each trust: the average metric score (combined finance counted once),\n" +
			"domain scores, the financial override, the adjusted segment, rank and ties, and the intervals in\n" +
			"which the cut points between segments lie. Published scores are rounded: a mean agrees within 0.01.\n" +
			"Differences, cut points and domain scores left over are listed; --all lists every comparison, and\n" +
			"what could not be checked because its parts are not held. The\n" +
			"exit code is 5 if anything differs.",
		Example:           "  archive verify nof-2025-26-q4",
		ValidArgsFunction: a.completeEditions,
	}
	cmd.Flags().BoolVar(&all, "all", false, "list what agrees too")
	differs := 0
	l := a.listing(cmd, listing{
		schema: "verify/1",
		columns: []output.Column{
			flat.Code("result", "agrees, differs or not-checked"), flat.Code("edition", "edition id"), flat.Text("peer_group", "the table"),
			flat.Code("code", "code of the trust; empty for a cut point"), flat.Text("name", "its name"),
			flat.Code("what", "score, domain.<slug>, override, final-segment, deficit, rank, tied, score-range, rank-range or cut"),
			flat.Text("published", "as published; of a cut the published scores between which it lies"), flat.Text("recomputed", "as its parts give it"), flat.Text("note", "what else is to be known"),
		},
		rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
			report, err := a.verify(cmd, args)
			if err != nil {
				return nil, err
			}
			differs = len(report.Differences())
			var counts []string
			for _, c := range report.Counts {
				counts = append(counts, fmt.Sprintf("%s %d agree, %d differ, %d not checked", c.What, c.Agrees, c.Differs, c.NotChecked))
			}
			a.remark("%d trust-quarters: %s", report.Trusts, strings.Join(counts, "; "))
			var rows [][]output.Value
			for _, r := range report.Rows {
				if all || r.Result == nofcheck.Differs || r.What == "cut" || r.LeftOver() && r.Recomputed != "" {
					rows = append(rows, []output.Value{
						output.Text(string(r.Result)), output.Text(r.Quarter), output.Text(r.PeerGroup), output.TextOr(r.Code, output.NotApplicable),
						output.TextOr(r.Name, output.NotApplicable), output.Text(r.What), flat.OrGap(r.Published), flat.OrGap(r.Recomputed), output.Text(r.Note),
					})
				}
			}
			return rows, nil
		},
	})
	list := l.RunE
	l.RunE = func(cmd *cobra.Command, args []string) error {
		if err := list(cmd, args); err != nil {
			return err
		}
		if differs > 0 {
			return &exitError{exitDiffers, fmt.Errorf("%d published values differ from what their parts give", differs)}
		}
		return nil
	}
	return l
}

// verify recomputes the league tables of editions from what the archive holds of
// them.
func (a *app) verify(cmd *cobra.Command, editions []string) (r nofcheck.Report, err error) {
	arch, err := a.open()
	if err != nil {
		return r, err
	}
	cat, err := arch.Catalogue(cmd.Context())
	if err != nil {
		return r, err
	}
	var chosen []eras.Claim
	for _, id := range editions {
		e, ok := cat.Edition(id)
		if !ok || e.Era != "nof" {
			return r, noMatchf("%q is no edition of the NHS Oversight Framework; archive editions nof lists them", output.Clean(id))
		}
		for _, m := range cat.Measures {
			if m.Era != "nof" {
				continue
			}
			claims, err := arch.ClaimsIn(cmd.Context(), id, m.ID, a.flags.asOf)
			if err != nil {
				return r, err
			}
			for _, rating := range eras.Resolve(slices.DeleteFunc(claims, func(c eras.Claim) bool { return c.Body == "" })) {
				if rating.Counts() {
					chosen = append(chosen, rating.Chosen())
				}
			}
		}
	}
	trusts := nofcheck.Collect(chosen, func(measure string) string {
		if m, ok := cat.Measure(measure); ok {
			return native.ScoreDomain(m)
		}
		return ""
	})
	if len(trusts) == 0 {
		return r, noMatchf("no rating is held in %s", strings.Join(editions, " "))
	}
	return nofcheck.Verify(trusts), nil
}
