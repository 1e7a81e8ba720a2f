package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
)

// comparing are the flags of every command that takes two editions.
type comparing struct {
	trust, kind, measure, from, to, policy, basis, level string
	levels                                               bool // only levels are wanted, no claims
}

func (c *comparing) flags(cmd *cobra.Command) {
	c.measures(cmd)
	f := cmd.Flags()
	f.StringVar(&c.kind, "kind", "", "only this peer `group` on either side")
	f.StringVar(&c.level, "level", "trust", levelHelp)
	f.StringVar(&c.policy, "policy", "strands", "lineage `policy`: strands, legal, inherit, worst or best")
	f.StringVar(&c.basis, "basis", "published", "peers: published, or common (lineages rated on both sides)")
}

func (c *comparing) measures(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&c.measure, "measure", "", "`measure` on both sides; the era's headline without it")
	f.StringVar(&c.from, "from-measure", "", "`measure` on the earlier side")
	f.StringVar(&c.to, "to-measure", "", "`measure` on the later side")
}

const levelHelp = "whose ratings: trust, or of cqc@DAY every `level` that imported care directories have: location, provider"

// usageLevel refuses a level that there is not.
func usageLevel(level string) error {
	if !slices.Contains([]string{"", "trust", "location", "provider"}, level) {
		return usagef("--level %s: use trust, location or provider", level)
	}
	return nil
}

const momentHelp = "An edition (archive editions lists them), a rolling era as at a day (cqc@2020-02-05), or\n" +
	"each trust's own first or last rating (cqc:first, cqc:last). With --level location, cqc@DAY is\n" +
	"the imported release of the care directory of that day, or the last before it."

// compare fetches the two sides named by args.
func (a *app) compare(cmd *cobra.Command, args []string, c comparing) (*moves.Comparison, error) {
	from, to, err := a.moments(cmd, args, c)
	if err != nil {
		return nil, err
	}
	opt := moves.Options{Policy: c.policy, Basis: c.basis, Kind: c.kind, Region: a.flags.region, AsOf: a.flags.asOf, Levels: c.levels}
	if c.kind != "" && (c.level == "" || c.level == "trust") && !slices.Contains(eras.PeerGroups(), c.kind) {
		return nil, usagef("--kind %s: use one of %s", c.kind, strings.Join(eras.PeerGroups(), ", "))
	}
	if cmd.Flags().Changed("trust") && c.trust == "" {
		return nil, usagef("--trust is empty: name a trust, or leave it out for all")
	}
	if c.basis != "published" && c.basis != "common" {
		return nil, usagef("--basis %s: use published or common", c.basis)
	}
	if _, err := compare.ParsePolicy(c.policy); err != nil {
		return nil, usagef("--policy: %w", err)
	}
	if c.trust != "" || a.flags.trusts != "" {
		named := []string{}
		if c.trust != "" {
			named = append(named, c.trust)
		}
		queries, err := a.queries(named)
		if err != nil {
			return nil, err
		}
		for _, q := range queries {
			body, err := a.find(cmd, q)
			if err != nil {
				return nil, err
			}
			opt.Trusts = append(opt.Trusts, body.ID)
		}
	}
	found, err := moves.Compare(cmd.Context(), a.archive, from, to, opt)
	if err == nil && len(found.Pairs) == 0 {
		err = noMatchf("no lineage is held on either side of %s and %s under these filters; archive coverage says what is held", args[0], args[1])
	}
	return found, a.asExit(err)
}

func (a *app) moments(cmd *cobra.Command, args []string, c comparing) (from, to moves.Moment, err error) {
	cat, err := a.catalogue(cmd)
	if err != nil {
		return from, to, err
	}
	if err := usageLevel(c.level); err != nil {
		return from, to, err
	}
	if from, err = moves.ParseMoment(cat, args[0], cmp.Or(c.from, c.measure)); err == nil {
		from, err = from.At(c.level)
	}
	if err != nil {
		return from, to, a.asExit(err)
	}
	if to, err = moves.ParseMoment(cat, args[1], cmp.Or(c.to, c.measure)); err == nil {
		to, err = to.At(c.level)
	}
	if err == nil && from.ID() == to.ID() && from.Measure.ID == to.Measure.ID {
		err = usagef("both sides are %s: name two editions, or two measures with --from-measure and --to-measure", from.ID())
	}
	if err == nil {
		a.warnSwapped(cmd, from, to)
	}
	return from, to, a.asExit(err)
}

// warnSwapped says when the later edition was named first: the verdicts are
// then of going back in time.
func (a *app) warnSwapped(cmd *cobra.Command, from, to moves.Moment) {
	cat, err := a.catalogue(cmd)
	if err != nil {
		return
	}
	day := func(m moves.Moment) string {
		if e, ok := cat.Edition(m.Edition); ok {
			return e.Published.Last()
		}
		return m.AsAt
	}
	if x, y := day(from), day(to); x != "" && y != "" && x > y {
		a.remark("%s is later than %s: verdicts are of going back in time", from.ID(), to.ID())
	}
}

// asExit gives the errors of comparisons their exit codes.
func (a *app) asExit(err error) error {
	var none *moves.NoSuch
	var refused *compare.Refusal
	switch {
	case errors.As(err, &none):
		return &exitError{exitNoMatch, err}
	case errors.As(err, &refused):
		return &exitError{exitRefused, refusal(refused)}
	}
	return err
}

// refusal says in one sentence what is refused, by which break, and which
// command is allowed.
func refusal(r *compare.Refusal) error {
	why := r.Why
	if r.BreakID != "" {
		why = fmt.Sprintf("%s (%s)", why, r.BreakID)
	}
	return fmt.Errorf("refused: no %s across this: %s; archive crosstab, agree and diff of the same two are allowed, for they claim no change of level", r.Op, why)
}

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

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
