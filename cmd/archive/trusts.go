package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/bodies"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/overview"
)

// find returns the one body a query means. Several are an error that lists
// them; those beaten by the answer are named on stderr.
func (a *app) find(cmd *cobra.Command, query string) (bodies.Body, error) {
	arch, err := a.open()
	if err != nil {
		return bodies.Body{}, err
	}
	matches, err := bodies.Search(cmd.Context(), arch, query)
	if err != nil {
		return bodies.Body{}, err
	}
	answer, others, ok := bodies.Pick(matches)
	switch {
	case len(matches) == 0:
		return bodies.Body{}, noMatchf("no body is called %q; archive trusts QUERY looks for parts of names", output.Clean(query))
	case !ok:
		return bodies.Body{}, noMatchf("%q means several bodies; name one by its code:\n%s", output.Clean(query), candidates(others))
	}
	if len(others) > 0 {
		a.remark("%q is taken as %s (%s); also: %s", output.Clean(query), answer.Body.Name, answer.Body.ID, alsoList(others))
	} else if answer.Class == bodies.BySlip || answer.Class == bodies.ByPrefix {
		a.remark("%q is taken as %s (%s)", output.Clean(query), answer.Body.Name, answer.Body.ID)
	}
	if answer.Class == bodies.ByPlace { // a location is not to be mistaken for its trust
		code := strings.ToUpper(strings.TrimSpace(query))
		if l, ok, err := arch.BodyByID(cmd.Context(), code); err != nil || ok && l.ID != answer.Body.ID {
			a.remark("%s is the location %s: the answer is about its provider, %s (%s)", output.Clean(code), l.Name, answer.Body.Name, answer.Body.ID)
			return answer.Body, err
		}
	}
	return answer.Body, nil
}

func candidates(list []bodies.Match) string {
	var lines []string
	for i, m := range list {
		if i == 20 {
			lines = append(lines, fmt.Sprintf("  and %d more", len(list)-i))
			break
		}
		line := fmt.Sprintf("  %-6s %s", m.Body.ID, m.Body.Name)
		if m.Name.Name != m.Body.Name && m.Name.Name != m.Body.ID {
			line += " (" + m.Name.Kind + ": " + m.Name.Name + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func alsoList(list []bodies.Match) string {
	var parts []string
	for i, m := range list {
		if i == 5 {
			parts = append(parts, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		parts = append(parts, m.Body.Name+" ("+m.Body.ID+")")
	}
	return strings.Join(parts, "; ")
}

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

// completeTrusts completes trust names for the shell.
func (a *app) completeTrusts(cmd *cobra.Command, _ []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	arch, err := a.open()
	if err != nil || toComplete == "" {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	matches, err := bodies.Search(cmd.Context(), arch, toComplete)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, m := range matches {
		if m.Body.Rated && len(out) < 50 {
			out = append(out, m.Body.ID+"\t"+m.Body.Name)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeEditions completes edition ids for the shell.
func (a *app) completeEditions(cmd *cobra.Command, _ []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	cat, err := a.catalogue(cmd)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, e := range cat.Editions {
		if strings.HasPrefix(e.ID, toComplete) {
			out = append(out, e.ID+"\t"+e.Label)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) completeSources(cmd *cobra.Command, args []string) ([]string, cobra.ShellCompDirective) {
	arch, err := a.open()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	all, err := arch.AllSources(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, s := range all {
		out = append(out, s.ID+"\t"+s.Title)
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
