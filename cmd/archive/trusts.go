package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/bodies"
	"careratings/internal/flat"
	"careratings/internal/output"
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
	var kind string
	var unmatched, rated bool
	cmd := &cobra.Command{
		Use: "trusts [QUERY]", Short: "Find bodies by code, name, former name, hospital or town", GroupID: "trust",
		Long: "Find bodies by code, name, former name, part of a name, hospital or town; without a\n" +
			"query, list all. --unmatched lists printed names that have no certain body.",
		Example: "  archive trusts leicester\n  archive trusts --kind pct --rated\n  archive trusts --unmatched",
	}
	cmd.Flags().StringVar(&kind, "kind", "", "only this `kind`: "+strings.Join(bodies.Kinds(), ", "))
	cmd.Flags().BoolVar(&unmatched, "unmatched", false, "list the printed names without a certain body, with candidates")
	cmd.Flags().BoolVar(&rated, "rated", false, "only bodies with ratings of their own")
	l := a.listing(cmd, listing{
		schema:  "trusts/1",
		columns: flat.TrustColumns(),
		rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
			if kind != "" && !slices.Contains(bodies.Kinds(), kind) {
				return nil, usagef("--kind %s: use one of %s", kind, strings.Join(bodies.Kinds(), ", "))
			}
			return a.trustRows(cmd, strings.Join(args, " "), kind, rated)
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

func (a *app) trustRows(cmd *cobra.Command, query, kind string, rated bool) ([][]output.Value, error) {
	arch, err := a.open()
	if err != nil {
		return nil, err
	}
	var list []bodies.Match
	if query == "" {
		all, err := arch.AllBodies(cmd.Context(), kind == "cqc-location")
		if err != nil {
			return nil, err
		}
		for _, b := range all {
			list = append(list, bodies.Match{Body: b})
		}
	} else if list, err = bodies.Search(cmd.Context(), arch, query); err != nil {
		return nil, err
	}
	held, err := arch.ErasHeld(cmd.Context())
	if err != nil {
		return nil, err
	}
	var rows [][]output.Value
	for _, m := range list {
		b := m.Body
		if kind != "" && b.Kind != kind || rated && !b.Rated || a.flags.region != "" && !strings.EqualFold(b.Region, a.flags.region) {
			continue
		}
		rows = append(rows, flat.TrustRow(m, held[b.ID]))
	}
	if len(rows) == 0 {
		return nil, noMatchf("no body matches %q; archive trusts lists all", output.Clean(query))
	}
	return rows, nil
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
