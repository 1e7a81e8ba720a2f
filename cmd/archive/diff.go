package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
)

func (a *app) diffCommand() *cobra.Command {
	var c comparing
	var only, sorted, named string
	var cells []string
	var stat bool
	cmd := &cobra.Command{
		Use: "diff A B", Short: "Era-diff of two editions: one row per lineage, with verdicts", GroupID: "compare", Args: cobra.ExactArgs(2),
		Long: "Era-diff of two editions: one row per lineage with both ratings, their standings and a\n" +
			"verdict. Across scales up and down are said only when the tie bands do not overlap.\n\n" + momentHelp,
		Example: "  archive diff stars-2003 stars-2004 --trust RWE\n" +
			"  archive diff stars-2004 nof-2025-26-q1 --to-measure rank --trust RWE\n" +
			"  archive diff stars-2003 stars-2004 --kind acute --cell 0:3\n" +
			"  archive diff cqc@2018-01-01 cqc@2020-02-05 --stat",
		Annotations:       documented("diff/1", flat.DiffColumns()),
		ValidArgsFunction: a.completeEditions,
	}
	c.flags(cmd)
	cmd.Flags().StringVar(&c.trust, "trust", "", "only the lineage of this `trust`")
	cmd.Flags().StringVar(&only, "only", "", "only this `verdict`: up, down, same, not-resolved, entered or left")
	cmd.Flags().StringArrayVar(&cells, "cell", nil, "only this cell of the cross-tab, `FROM:TO` by level; 0: for those that ended, :3 for those that began (may be repeated)")
	cmd.Flags().StringVar(&named, "named", "", "only lineages with this `text` in a code or name")
	cmd.Flags().StringVar(&sorted, "sort", "", "sort by this `column`; -column for the greatest first")
	cmd.Flags().BoolVar(&stat, "stat", false, "only the summary")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if verdicts := []string{"", "up", "down", "same", "not-resolved", "entered", "left"}; !slices.Contains(verdicts, only) {
			return usagef("--only %s: use one of %s", only, strings.Join(verdicts[1:], ", "))
		}
		found, err := a.compare(cmd, args, c)
		if err != nil {
			return err
		}
		pick := moves.Pick{Only: only, Named: named}
		for _, cell := range cells {
			if from, to, ok := strings.Cut(cell, ":"); !ok || from+to == "" {
				return usagef("--cell %s: want FROM:TO, as in 0:3; one side may be empty", cell)
			}
			p, err := found.ParsePlace(cell)
			if err != nil {
				return a.asExit(err)
			}
			pick.Cells = append(pick.Cells, p)
		}
		d := found.Diff()
		rows := []moves.Row{}
		for i, r := range d.Rows {
			if place, counted := found.Place(found.Pairs[i]); pick.Wants(&r, place, counted) {
				rows = append(rows, r)
			}
		}
		d.Rows = rows
		if a.flags.asOf != "" {
			d.AsOf = &a.flags.asOf
		}
		if len(d.Rows) == 0 {
			return noMatchf("no lineage between %s and %s is all that --only, --cell and --named ask for", args[0], args[1])
		}
		return a.printDiff(cmd, d, sorted, stat)
	}
	return cmd
}

func (a *app) printDiff(cmd *cobra.Command, d moves.Diff, sorted string, stat bool) error {
	f, err := a.format(output.FormatTSV)
	if err != nil {
		return err
	}
	if stat {
		d.Rows = []moves.Row{}
		t := statTable(d)
		if f == output.FormatTable && !cmd.Flags().Changed("json") {
			a.printDiffHead(d)
		}
		return a.print(cmd, t, d)
	}
	t := output.Table{Columns: flat.DiffColumns()}
	for _, r := range d.Rows {
		t.Rows = append(t.Rows, flat.DiffRow(r))
	}
	order, ok := flat.Order(t, sorted)
	if !ok {
		return usagef("--sort: no column %q; the columns are %s", strings.TrimPrefix(sorted, "-"), fieldList(t))
	}
	rows, table := make([]moves.Row, len(order)), make([][]output.Value, len(order))
	for i, j := range order {
		rows[i], table[i] = d.Rows[j], t.Rows[j]
	}
	d.Rows, t.Rows = rows, table
	if f != output.FormatTable || cmd.Flags().Changed("json") {
		return a.print(cmd, t, d)
	}
	a.printDiffHead(d)
	return a.print(cmd, flat.DiffPage(d), d)
}

// printDiffHead says what is compared, which breaks lie between, and the
// summary.
func (a *app) printDiffHead(d moves.Diff) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s) to %s (%s)\n", output.Clean(d.From.Label), d.From.Measure, output.Clean(d.To.Label), d.To.Measure)
	fmt.Fprintf(&b, "%s; policy %s; peers %s\n", strings.ReplaceAll(d.Comparable, "-", " "), d.Policy, d.Basis)
	for _, br := range d.Breaks {
		for i, l := range output.Wrap("-- "+output.Clean(br.Why)+" ("+br.ID+")", a.pageWidth()-2) {
			b.WriteString(map[bool]string{true: "", false: "   "}[i == 0] + l + "\n")
		}
	}
	s := d.Summary
	fmt.Fprintf(&b, "%d lineages: %d up, %d down, %d same, %d not resolved, %d entered, %d left\n\n", s.Rows, s.Up, s.Down, s.Same, s.NotResolved, s.Entered, s.Left)
	fmt.Fprint(a.out, b.String())
}

func statColumns() []output.Column {
	return []output.Column{
		flat.Code("from", "earlier side"), flat.Code("to", "later side"), flat.Count("rows", "lineages"), flat.Count("up", "of them up"), flat.Count("down", "down"),
		flat.Count("same", "at the same level"), flat.Count("not_resolved", "not resolved"), flat.Count("entered", "rated later only"), flat.Count("left", "rated earlier only"),
	}
}

func statTable(d moves.Diff) output.Table {
	s := d.Summary
	t := output.Table{Columns: statColumns()}
	t.Rows = [][]output.Value{{
		output.Text(d.From.Edition), output.Text(d.To.Edition), output.Int(s.Rows), output.Int(s.Up), output.Int(s.Down), output.Int(s.Same),
		output.Int(s.NotResolved), output.Int(s.Entered), output.Int(s.Left),
	}}
	return t
}
