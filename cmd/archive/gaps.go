package main

import (
	"encoding/csv"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/holdings"
	"careratings/internal/output"
)

func (a *app) gapsCommand() *cobra.Command {
	var edition string
	var template bool
	cmd := &cobra.Command{
		Use: "gaps", Short: "The most wanted missing ratings, with a template to fill in", GroupID: "check", Args: cobra.NoArgs,
		Long: "Ratings the archive lacks of bodies that other editions of the same era rate, the\n" +
			"most wanted first. --template prints them as rows of a claims file: fill in value,\n" +
			"source and locator.",
		Example: "  archive gaps --edition stars-2003\n  archive gaps --edition stars-2003 --template",
	}
	cmd.Flags().StringVar(&edition, "edition", "", "only this `edition`")
	if err := cmd.RegisterFlagCompletionFunc("edition", a.completeEditions); err != nil {
		panic(err) // the flag is defined on the line above
	}
	cmd.Flags().BoolVar(&template, "template", false, "print a claims file to fill in")
	l := a.listing(cmd, listing{
		schema: "gaps/1",
		columns: []output.Column{
			flat.Code("edition", "edition id"), flat.Text("peer_group", "peer group"), flat.Code("measure", "measure id"), flat.Code("code", "body"),
			flat.Text("name", "its name"), flat.Text("rated_in", "other editions of the era that rate it"), flat.Count("wanted", "ratings of it held in any era"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			gaps, err := a.gaps(cmd, edition)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, g := range gaps {
				rows = append(rows, []output.Value{
					output.Text(g.Edition), output.Text(g.PeerGroup), output.Text(g.Measure), output.Text(g.Body), output.Text(g.Name),
					output.Text(strings.Join(g.RatedIn, " ")), output.Int(g.Wanted),
				})
			}
			return rows, nil
		},
	})
	rows := l.RunE
	l.RunE = func(cmd *cobra.Command, args []string) error {
		if !template {
			return rows(cmd, args)
		}
		if a.flags.format != "" || cmd.Flags().Changed("json") {
			return usagef("--template prints a claims file: leave out --format and --json")
		}
		return a.claimsTemplate(cmd, edition)
	}
	return l
}

func (a *app) gaps(cmd *cobra.Command, edition string) ([]holdings.Gap, error) {
	arch, err := a.openEmbedded(cmd, "gaps reads")
	if err != nil {
		return nil, err
	}
	if edition != "" {
		cat, err := arch.Catalogue(cmd.Context())
		if err != nil {
			return nil, err
		}
		if _, ok := cat.Edition(edition); !ok {
			return nil, noEdition(cat, edition)
		}
	}
	all, err := holdings.Gaps(cmd.Context(), arch)
	if err != nil {
		return nil, err
	}
	var out []holdings.Gap
	for _, g := range all {
		if edition == "" || g.Edition == edition {
			out = append(out, g)
		}
	}
	return out, nil
}

func (a *app) claimsTemplate(cmd *cobra.Command, edition string) error {
	gaps, err := a.gaps(cmd, edition)
	if err != nil {
		return err
	}
	w := csv.NewWriter(a.out)
	rows := [][]string{{"edition", "rated_on", "body", "peer_group", "measure", "printed_name", "value", "doubt", "tier", "source_title", "source_url", "locator", "note"}}
	for _, g := range gaps {
		name := g.Name
		if a.terminal {
			name = output.Clean(name)
		}
		rows = append(rows, []string{g.Edition, "", g.Body, g.PeerGroup, g.Measure, name, "", "stated", "", "", "", "", ""})
	}
	return w.WriteAll(rows)
}
