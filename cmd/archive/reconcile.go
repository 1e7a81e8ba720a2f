package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/holdings"
	"careratings/internal/output"
)

func (a *app) reconcileCommand() *cobra.Command {
	var kind string
	cmd := &cobra.Command{
		Use: "reconcile [EDITION|CHECK]", Short: "Published totals and movements against the archive's own counts", GroupID: "check",
		Args: cobra.MaximumNArgs(1),
		Long: "Every published total and movement beside the archive's own count of stated ratings:\n" +
			"  agrees        the own count is the published number, and no missing rating can\n" +
			"                change that\n" +
			"  consistent    the own count equals the published number so far, but ratings are\n" +
			"                missing: it can still turn out otherwise\n" +
			"  differs       it exceeds it, or the number cannot be reached even if every missing\n" +
			"                rating were counted in it\n" +
			"  cannot-tell   ratings are missing and the own count is only a lower bound, or no\n" +
			"                rating of single bodies says what is counted\n" +
			"  contradicted  sources print different numbers of the same thing\n" +
			"A rounded percentage is taken as the numbers that round to it, an incomplete list as\n" +
			"at least. Sums of our own are never taken as published. Where the counted ratings\n" +
			"and the number are of one source the note says so. Narrow it with an edition, a\n" +
			"cqc@DATE as the edition column has it, or the id of one check. The exit code is 5\n" +
			"if any row differs.",
		Example: "  archive reconcile\n  archive reconcile stars-2003 --kind acute --json check,value,published,own,verdict\n" +
			"  archive reconcile cqc@2016-04",
		ValidArgsFunction: a.completeEditions,
	}
	cmd.Flags().StringVar(&kind, "kind", "", "only this peer `group`, and those within it: "+strings.Join(eras.PeerGroups(), ", "))
	differs := 0
	l := a.listing(cmd, listing{
		schema: "reconcile/1",
		columns: []output.Column{
			flat.Code("verdict", "agrees, consistent, differs, cannot-tell or contradicted"), flat.Code("check", "id of the total or movement"),
			flat.Code("what", "total or movement"), flat.Code("edition", "edition id; ERA@DATE in a rolling era"), flat.Code("to", "later edition of a movement"),
			flat.Text("peer_group", "peer group counted"), flat.Text("scope", "part of the group counted"), flat.Code("measure", "measure id"),
			flat.Text("value", "level or words counted"), flat.Text("published", "number as printed"),
			flat.Count("own", "bodies in the archive that surely belong"), flat.Count("most", "largest number the missing ratings allow"),
			flat.Count("held", "bodies of the group held"), flat.Count("base", "published number of bodies"),
			flat.Text("note", "why the verdict is what it is"), flat.Code("source", "source id"), flat.Text("against", "rows that contradict this one"),
			flat.Text("counted", "codes of the bodies counted in own; RLZ>RXW through succession"),
		},
		rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
			arch, err := a.openEmbedded(cmd, "reconcile counts")
			if err != nil {
				return nil, err
			}
			about := strings.Join(args, "")
			if kind != "" && !slices.Contains(eras.PeerGroups(), kind) {
				return nil, usagef("--kind %s: use one of %s", kind, strings.Join(eras.PeerGroups(), ", "))
			}
			checks, err := holdings.Reconcile(cmd.Context(), arch, holdings.Only{About: about, Kind: kind, AsOf: a.flags.asOf})
			if err != nil {
				return nil, err
			}
			if len(checks) == 0 {
				return nil, a.nothingToReconcile(cmd, about)
			}
			n := holdings.Counts(checks)
			differs = n[holdings.Differs]
			a.remark("%d published numbers: %d agree, %d are consistent so far, %d differ, %d cannot be told, %d contradicted by other sources",
				len(checks), n[holdings.Agrees], n[holdings.Consistent], differs, n[holdings.CannotTell], n[holdings.Contradicted])
			var rows [][]output.Value
			for _, c := range checks {
				rows = append(rows, checkRow(c))
			}
			return rows, nil
		},
	})
	print := l.RunE
	l.RunE = func(cmd *cobra.Command, args []string) error {
		if err := print(cmd, args); err != nil {
			return err
		}
		if differs > 0 {
			return &exitError{exitDiffers, fmt.Errorf("%d published numbers differ from the archive's own counts", differs)}
		}
		return nil
	}
	return l
}

// nothingToReconcile says why nothing is listed: no such edition, or one of which
// no number is published.
func (a *app) nothingToReconcile(cmd *cobra.Command, about string) error {
	cat, err := a.catalogue(cmd)
	if err != nil {
		return err
	}
	_, edition := cat.Edition(about)
	if about == "" || edition || strings.Contains(about, "@") {
		return noMatchf("no total or movement is published that this asks for; archive reconcile lists all")
	}
	return noEdition(cat, output.Clean(about))
}

func checkRow(c holdings.Check) []output.Value {
	base := output.Absent(output.NotAvailable)
	if c.Base > 0 {
		base = output.Int(c.Base)
	}
	held := output.Absent("")
	if c.Own != nil {
		held = output.Int(c.Held)
	}
	return []output.Value{
		output.Text(string(c.Outcome)), output.Text(c.ID), output.Text(c.What), output.TextOr(c.Edition, ""), output.TextOr(c.To, ""),
		output.TextOr(c.PeerGroup, ""), output.TextOr(c.Scope, ""), output.Text(c.Measure), output.Text(c.Value), flat.OrGap(c.Published),
		flat.IntOrGap(c.Own), flat.IntOrGap(c.Most), held, base, output.TextOr(c.Note, ""), output.Text(c.Source), output.TextOr(strings.Join(c.Against, " "), ""),
		output.TextOr(strings.Join(c.Counted, " "), ""),
	}
}
