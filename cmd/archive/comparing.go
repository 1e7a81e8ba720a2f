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
	"careratings/internal/moves"
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
		var err error
		if opt.Trusts, err = a.codesOf(cmd, named); err != nil {
			return nil, err
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
