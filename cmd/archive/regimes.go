package main

import (
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/output"
)

func (a *app) erasCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "eras", Short: "List the rating regimes, in the order they began", GroupID: "archive", Args: cobra.NoArgs,
		Example: "  archive eras\n  archive eras --json era,label,headline",
	}
	return a.listing(cmd, listing{
		schema: "eras/1",
		columns: []output.Column{
			flat.Code("era", "era id"), flat.Text("label", "name of the regime"), flat.Text("publisher", "who published it"),
			flat.Code("from", "first day"), flat.Code("to", "last day; empty while it runs"), flat.Code("headline", "measure shown when none is asked for"),
			flat.Truth("rolling", "no editions: each rating has its own date"), flat.Text("rated", "kinds of body rated"),
			flat.Text("peer_groups", "peer groups it published"), flat.Text("about", "what it was"), flat.Code("source", "source id"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, e := range cat.Eras {
				rows = append(rows, []output.Value{
					output.Text(e.ID), output.Text(e.Label), output.Text(e.Publisher), flat.OrGap(e.From), flat.OrGap(e.To), output.Text(e.Headline),
					output.Bool(e.Rolling), flat.OrGap(e.RatedKinds), flat.OrGap(e.PeerGroups), output.Text(e.About), output.Text(e.Source),
				})
			}
			return rows, nil
		},
	})
}

func (a *app) editionsCommand() *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "editions [WORDS]", Short: "List the editions of every era, in time order", GroupID: "archive",
		Long:    "List the editions of every era, in time order; with words, those whose id, label, period\nor publisher has each of them.",
		Example: "  archive editions\n  archive editions --era stars\n  archive editions 2003",
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return a.listing(cmd, listing{
		schema:  "editions/1",
		columns: flat.EditionColumns(),
		rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			if _, ok := cat.Era(era); era != "" && !ok {
				return nil, noMatchf("no era %q; archive eras lists them", era)
			}
			words := strings.Join(args, " ")
			var rows [][]output.Value
			for _, e := range cat.Editions {
				if (era == "" || e.Era == era) && flat.EditionHas(e, words) {
					rows = append(rows, flat.EditionRow(e))
				}
			}
			if len(rows) == 0 && words != "" {
				return nil, noMatchf("no edition has %q; archive editions lists them all", output.Clean(words))
			}
			return rows, nil
		},
	})
}

func (a *app) measuresCommand() *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "measures", Short: "List what was rated, with scales and which way is better", GroupID: "archive", Args: cobra.NoArgs,
		Example: "  archive measures --era cqc",
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return a.listing(cmd, listing{
		schema: "measures/1",
		columns: []output.Column{
			flat.Code("measure", "measure id"), flat.Code("era", "era id"), flat.Text("label", "name"), flat.Code("kind", "level, number, rank, range or words"),
			flat.Text("scale", "levels, worst to best"), flat.Text("unit", "unit of a number"), flat.Code("better", "higher, lower or none"),
			flat.Truth("headline", "the era's headline measure"), flat.Text("about", "what to know of it"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			if _, ok := cat.Era(era); era != "" && !ok {
				return nil, noMatchf("no era %q; archive eras lists them", era)
			}
			var rows [][]output.Value
			for _, m := range cat.Measures {
				if era != "" && m.Era != era {
					continue
				}
				rows = append(rows, []output.Value{
					output.Text(m.ID), output.Text(m.Era), output.Text(m.Label), output.Text(m.Kind),
					output.TextOr(worstToBest(cat.Scale(m.Scale)), ""), output.TextOr(m.Unit, ""), output.Text(m.Better),
					output.Bool(m.Headline), output.TextOr(m.About, ""),
				})
			}
			return rows, nil
		},
	})
}

func worstToBest(levels []eras.Level) string {
	words := make([]string, 0, len(levels))
	for _, l := range levels {
		words = append(words, l.Label)
	}
	return strings.Join(words, " < ")
}

func (a *app) breaksCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "breaks", Short: "List why editions cannot simply be compared, and what that forbids", GroupID: "archive", Args: cobra.NoArgs,
		Example: "  archive breaks\n  archive breaks --json break,why,forbids",
	}
	return a.listing(cmd, listing{
		schema: "breaks/1",
		columns: []output.Column{
			flat.Code("break", "break id"), flat.Code("era", "era id"), flat.Code("from", "edition or era before"), flat.Code("to", "edition or era after"),
			flat.Code("on", "date, as far as known"), flat.Text("peer_group", "only these peer groups"), flat.Text("measure", "only this measure"),
			flat.Text("forbids", "operations refused across it"), flat.Text("kind", "kind of break"), flat.Text("why", "in a few words"),
			flat.Text("about", "in full"), flat.Code("source", "source id"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, b := range cat.Breaks {
				rows = append(rows, []output.Value{
					output.Text(b.ID), output.TextOr(b.Era, ""), output.TextOr(b.FromEdition, ""), output.TextOr(b.ToEdition, ""), flat.OrGap(string(b.On)),
					output.TextOr(b.PeerGroup, ""), output.TextOr(b.Measure, ""), output.Text(strings.Join(b.Forbids, " ")), output.Text(b.Kind),
					output.Text(b.Why), output.TextOr(b.About, ""), output.Text(b.Source),
				})
			}
			return rows, nil
		},
	})
}
