package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/bodies"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/overview"
)

func (a *app) trustsCommand() *cobra.Command {
	var opt trustList
	var unmatched bool
	cmd := &cobra.Command{
		Use: "trusts [QUERY]", Short: "Find bodies by code, name, former name, hospital or town", GroupID: "trust",
		Long: "Find bodies by code, name, former name, part of a name, hospital or town; without a\n" +
			"query, list all. --region takes several regions, or unknown. --sort fall and rise go by\n" +
			"the biggest resolved move between neighbouring editions of an era; standing by the\n" +
			"latest headline rating among its peers as published. Bodies without one come last.\n" +
			"--unmatched lists printed names that have no certain body.",
		Example: "  archive trusts leicester\n  archive trusts --kind pct --rated\n  archive trusts --kind trust,foundation-trust --era stars,nof --sort fall\n" +
			"  archive trusts --unmatched",
	}
	f := cmd.Flags()
	f.StringVar(&opt.kinds, "kind", "", "only these `kinds`, comma between: "+strings.Join(bodies.Kinds(), ", "))
	f.StringVar(&opt.eras, "era", "", "only bodies with ratings in every one of these `eras`, comma between")
	f.BoolVar(&opt.filter.Open, "open", false, "only bodies without a known end")
	f.BoolVar(&opt.filter.Closed, "closed", false, "only bodies that have ended")
	f.BoolVar(&unmatched, "unmatched", false, "list the printed names without a certain body, with candidates")
	f.BoolVar(&opt.filter.Rated, "rated", false, "only bodies with ratings of their own")
	f.StringVar(&opt.sort, "sort", "", "sort by this `order`: "+strings.Join(overview.Orders(), ", "))
	f.BoolVar(&opt.reverse, "reverse", false, "with --sort, the other way round")
	l := a.listing(cmd, listing{
		schema:  "trusts/1",
		columns: flat.TrustColumns(),
		rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
			return a.trustRows(cmd, strings.Join(args, " "), opt)
		},
	})
	l.Annotations["fields"] += "; with --unmatched: " + fieldList(output.Table{Columns: unmatchedColumns()})
	found := l.RunE
	l.RunE = func(cmd *cobra.Command, args []string) error {
		if unmatched {
			return a.unmatched(cmd)
		}
		return found(cmd, args)
	}
	return l
}

// trustList is what is asked of the list of trusts.
type trustList struct {
	kinds, eras, sort string
	reverse           bool
	filter            overview.Filter
}

// check reads the lists and refuses what does not exist.
func (a *app) checkTrustList(cmd *cobra.Command, opt *trustList) error {
	cat, err := a.catalogue(cmd)
	if err != nil {
		return err
	}
	opt.filter.Kinds, opt.filter.Eras, opt.filter.Regions = commas(opt.kinds), commas(opt.eras), commas(a.flags.region)
	for _, k := range opt.filter.Kinds {
		if !slices.Contains(bodies.Kinds(), k) {
			return usagef("--kind %s: use one of %s", k, strings.Join(bodies.Kinds(), ", "))
		}
	}
	for _, e := range opt.filter.Eras {
		if _, ok := cat.Era(e); !ok {
			return usagef("--era %s: archive eras lists them", e)
		}
	}
	switch {
	case opt.filter.Open && opt.filter.Closed:
		return usagef("--open and --closed leave nothing: give one of them")
	case opt.sort != "" && !slices.Contains(overview.Orders(), opt.sort):
		return usagef("--sort %s: use one of %s", opt.sort, strings.Join(overview.Orders(), ", "))
	case opt.reverse && opt.sort == "":
		return usagef("--reverse goes with --sort")
	}
	return nil
}

// commas takes a list apart; empty for none.
func commas(list string) []string {
	if list == "" {
		return nil
	}
	var out []string
	for part := range strings.SplitSeq(list, ",") {
		out = append(out, strings.TrimSpace(part))
	}
	return out
}

func (a *app) trustRows(cmd *cobra.Command, query string, opt trustList) ([][]output.Value, error) {
	arch, err := a.open()
	if err != nil {
		return nil, err
	}
	if err := a.checkTrustList(cmd, &opt); err != nil {
		return nil, err
	}
	var list []bodies.Match
	if query == "" {
		all, err := arch.AllBodies(cmd.Context(), slices.Contains(opt.filter.Kinds, "cqc-location"))
		if err != nil {
			return nil, err
		}
		for _, b := range all {
			list = append(list, bodies.Match{Body: b})
		}
	} else if list, err = bodies.Search(cmd.Context(), arch, query); err != nil {
		return nil, err
	}
	facts, judged, err := a.trustFacts(cmd, opt.sort)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(m bodies.Match) bool { return !opt.filter.Keeps(&m.Body, facts.Eras(m.Body.ID)) })
	if len(list) == 0 {
		return nil, noMatchf("no body matches %q; archive trusts lists all", output.Clean(query))
	}
	place := func(i int) uint32 { return overview.Place(opt.sort, &list[i].Body, uint32(i), facts, judged) }
	if opt.sort == "name" {
		names := make([]int, len(list))
		for i := range names {
			names[i] = i
		}
		slices.SortFunc(names, func(i, j int) int {
			return cmp.Or(strings.Compare(list[i].Body.Name, list[j].Body.Name), strings.Compare(list[i].Body.ID, list[j].Body.ID))
		})
		places := make([]uint32, len(list))
		for p, i := range names {
			places[i] = uint32(p)
		}
		place = func(i int) uint32 { return places[i] }
	}
	var rows [][]output.Value
	if opt.sort == "" {
		place = func(i int) uint32 { return uint32(i) }
	}
	for _, i := range overview.Sort(len(list), opt.reverse, place) {
		rows = append(rows, flat.TrustRow(list[i], facts.Eras(list[i].Body.ID)))
	}
	return rows, nil
}

// trustFacts reads what filters and an order need, and no more.
func (a *app) trustFacts(cmd *cobra.Command, order string) (*overview.Facts, *overview.Judged, error) {
	if !slices.Contains([]string{"standing", "fall", "rise"}, order) {
		counts, err := a.archive.RatingCounts(cmd.Context(), a.flags.asOf)
		return &overview.Facts{Counts: counts}, nil, err
	}
	facts, err := overview.Read(cmd.Context(), a.archive, a.flags.asOf)
	if err != nil {
		return nil, nil, err
	}
	judged, err := overview.Judge(cmd.Context(), a.archive, facts, a.flags.asOf)
	return facts, judged, err
}

func unmatchedColumns() []output.Column {
	return []output.Column{
		flat.Text("printed_name", "name as printed"), flat.Code("era", "era as printed"), flat.Code("edition", "edition as printed"),
		flat.Text("trust_type", "trust type as printed"), flat.Code("confidence", "unsure or none"), flat.Count("claims", "claims that bear the name"),
		flat.Text("candidates", "codes considered"), flat.Text("reason", "why no body is certain"),
	}
}

// unmatched lists the printed names without a certain body, how many claims
// bear each, the candidates and the reason.
func (a *app) unmatched(cmd *cobra.Command) error {
	arch, err := a.open()
	if err != nil {
		return err
	}
	open, err := arch.MatchesOpen(cmd.Context())
	if err != nil {
		return err
	}
	claims, err := arch.ClaimsUnmatched(cmd.Context())
	if err != nil {
		return err
	}
	n := map[[2]string]int{}
	for _, c := range claims {
		n[[2]string{c.TrustType, c.PrintedName}]++
	}
	t := output.Table{Columns: unmatchedColumns()}
	for _, m := range open {
		t.Rows = append(t.Rows, []output.Value{
			output.Text(m.PrintedName), output.Text(m.Era), output.TextOr(m.Edition, ""), output.TextOr(m.TrustType, ""), output.Text(m.Confidence),
			output.Int(n[[2]string{m.TrustType, m.PrintedName}]), output.TextOr(m.Candidates, ""), output.Text(m.Reason),
		})
	}
	return a.print(cmd, t, output.ListDocument{Schema: "unmatched/1", Rows: output.Rows(t)})
}
