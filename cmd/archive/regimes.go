package main

import (
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/eras"
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
			code("era", "era id"), text("label", "name of the regime"), text("publisher", "who published it"),
			code("from", "first day"), code("to", "last day; empty while it runs"), code("headline", "measure shown when none is asked for"),
			truth("rolling", "no editions: each rating has its own date"), text("rated", "kinds of body rated"),
			text("peer_groups", "peer groups it published"), text("about", "what it was"), code("source", "source id"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, e := range cat.Eras {
				rows = append(rows, []output.Value{
					output.Text(e.ID), output.Text(e.Label), output.Text(e.Publisher), orGap(e.From), orGap(e.To), output.Text(e.Headline),
					output.Bool(e.Rolling), orGap(e.RatedKinds), orGap(e.PeerGroups), output.Text(e.About), output.Text(e.Source),
				})
			}
			return rows, nil
		},
	})
}

func (a *app) editionsCommand() *cobra.Command {
	var era string
	cmd := &cobra.Command{
		Use: "editions", Short: "List the editions of every era, in time order", GroupID: "archive", Args: cobra.NoArgs,
		Example: "  archive editions\n  archive editions --era stars",
	}
	cmd.Flags().StringVar(&era, "era", "", "only this `era`")
	return a.listing(cmd, listing{
		schema: "editions/1",
		columns: []output.Column{
			code("edition", "edition id"), code("era", "era id"), text("label", "name"), text("period", "year or quarter rated"),
			code("published_on", "day of publication, as far as known"), text("publisher", "who published it"),
			text("framework", "version of the framework"), text("vintage", "which release the values come from"),
			text("about", "what to know of it"), code("source", "source id"),
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
			for _, e := range cat.Editions {
				if era != "" && e.Era != era {
					continue
				}
				rows = append(rows, []output.Value{
					output.Text(e.ID), output.Text(e.Era), output.Text(e.Label), orGap(e.Period), orGap(string(e.Published)),
					output.Text(e.Publisher), output.TextOr(e.Framework, ""), output.TextOr(e.Vintage, ""), output.TextOr(e.About, ""), orGap(e.Source),
				})
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
			code("measure", "measure id"), code("era", "era id"), text("label", "name"), code("kind", "level, number, rank, range or words"),
			text("scale", "levels, worst to best"), text("unit", "unit of a number"), code("better", "higher, lower or none"),
			truth("headline", "the era's headline measure"), text("about", "what to know of it"),
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
			code("break", "break id"), code("era", "era id"), code("from", "edition or era before"), code("to", "edition or era after"),
			code("on", "date, as far as known"), text("peer_group", "only these peer groups"), text("measure", "only this measure"),
			text("forbids", "operations refused across it"), text("kind", "kind of break"), text("why", "in a few words"),
			text("about", "in full"), code("source", "source id"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			cat, err := a.catalogue(cmd)
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, b := range cat.Breaks {
				rows = append(rows, []output.Value{
					output.Text(b.ID), output.TextOr(b.Era, ""), output.TextOr(b.FromEdition, ""), output.TextOr(b.ToEdition, ""), orGap(string(b.On)),
					output.TextOr(b.PeerGroup, ""), output.TextOr(b.Measure, ""), output.Text(strings.Join(b.Forbids, " ")), output.Text(b.Kind),
					output.Text(b.Why), output.TextOr(b.About, ""), output.Text(b.Source),
				})
			}
			return rows, nil
		},
	})
}
