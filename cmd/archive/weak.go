package main

import (
	"encoding/csv"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/holdings"
	"careratings/internal/output"
)

func (a *app) coverageCommand() *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "coverage", Short: "Per edition and peer group: ratings held of the published number", GroupID: "check", Args: cobra.NoArgs,
		Long: "Per edition and peer group, how many bodies the archive holds a stated headline\n" +
			"rating of, out of how many the edition is published to have rated. Where sources\n" +
			"print different numbers, all are shown and the largest is used for what is missing.",
		Example: "  archive coverage\n  archive coverage --era stars --json edition,peer_group,held,missing",
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return a.listing(cmd, listing{
		schema: "coverage/1",
		columns: []output.Column{
			flat.Code("edition", "edition id; the era's id in a rolling era"), flat.Text("peer_group", "peer group of the edition"),
			flat.Code("measure", "the era's headline measure"), flat.Count("held", "bodies with a stated rating in the archive"),
			flat.Count("base", "largest published number of bodies rated"), flat.Count("missing", "base less held"),
			flat.Text("published", "every published number and the source that prints it"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			arch, err := a.openEmbedded("coverage counts")
			if err != nil {
				return nil, err
			}
			cat, err := arch.Catalogue(cmd.Context())
			if err != nil {
				return nil, err
			}
			if _, ok := cat.Era(era); era != "" && !ok {
				return nil, noMatchf("no era %q; archive eras lists them", era)
			}
			all, err := holdings.Cover(cmd.Context(), arch)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, c := range all {
				if era != "" && c.Era != era {
					continue
				}
				base, missing := output.Absent(output.NotAvailable), output.Absent(output.NotAvailable)
				if m := c.Missing(); m >= 0 {
					base, missing = output.Int(c.Bases[len(c.Bases)-1].N), output.Int(m)
				}
				moment := c.Edition
				if moment == "" {
					moment = c.Era
				}
				rows = append(rows, []output.Value{
					output.Text(moment), output.TextOr(c.PeerGroup, output.NotAvailable), output.Text(c.Measure), output.Int(c.Held), base, missing,
					output.TextOr(c.Told(), ""),
				})
			}
			if len(rows) == 0 {
				a.remark("no headline rating of %s is held, and none is counted in print", era)
			}
			return rows, nil
		},
	})
}

func (a *app) conflictsCommand() *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "conflicts", Short: "Where sources disagree", GroupID: "check", Args: cobra.NoArgs,
		Long: "Every disagreement between sources: those noticed in the sources' texts, those\n" +
			"between claims about one rating (kind claims; the chosen claim comes first), and\n" +
			"those between published totals (kind totals). All sides are kept.",
		Example: "  archive conflicts\n  archive conflicts --era stars --json conflict,about,sides",
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return a.listing(cmd, listing{
		schema: "conflicts/1",
		columns: []output.Column{
			flat.Code("conflict", "conflict id"), flat.Code("kind", "claims, totals, or the kind of a curated one"), flat.Code("era", "era id"),
			flat.Text("edition", "edition ids"), flat.Text("peer_group", "peer group"), flat.Text("body", "codes of the bodies"), flat.Text("measure", "measure id"),
			flat.Text("about", "what is disputed"), flat.Text("sides", "what each side says"), flat.Text("sources", "source ids"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			arch, err := a.open()
			if err != nil {
				return nil, err
			}
			cat, err := arch.Catalogue(cmd.Context())
			if err != nil {
				return nil, err
			}
			if _, ok := cat.Era(era); era != "" && !ok {
				return nil, noMatchf("no era %q; archive eras lists them", era)
			}
			all, err := holdings.Conflicts(cmd.Context(), arch)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, c := range all {
				if era != "" && c.Era != era {
					continue
				}
				rows = append(rows, []output.Value{
					output.Text(c.ID), output.Text(c.Kind), output.Text(c.Era), output.TextOr(c.Edition, ""), output.TextOr(c.PeerGroup, ""),
					output.TextOr(c.Body, ""), output.TextOr(c.Measure, ""), output.Text(c.About), output.Text(strings.Join(c.Sides, "; ")),
					output.Text(strings.Join(c.Sources, " ")),
				})
			}
			return rows, nil
		},
	})
}

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
	arch, err := a.openEmbedded("gaps reads")
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
