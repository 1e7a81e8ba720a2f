package main

import (
	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
)

func (a *app) runsCommand() *cobra.Command {
	var opt moves.RunsOptions
	cmd := &cobra.Command{
		Use: "runs --measure M --at-most L --for N", Short: "Persistence: at or below a level, never above it, or fallen", GroupID: "compare", Args: cobra.NoArgs,
		Long: "Bodies whose ratings persist on one measure: at or below a level for so many ratings\n" +
			"running (--at-most, --for), never above one (--never-above), or fallen by so many levels\n" +
			"from one rating to the next (--fell). A gap ends a stretch; cannot-say is an answer.",
		Example: "  archive runs --measure nof.segment --at-most 4 --for 4\n  archive runs --measure stars.overall --fell 2",
	}
	f := cmd.Flags()
	f.StringVar(&opt.Measure, "measure", "", "`measure`")
	f.StringVar(&opt.AtMost, "at-most", "", "`level` by the publisher's code or word")
	f.IntVar(&opt.For, "for", 2, "`number` of ratings running")
	f.StringVar(&opt.NeverAbove, "never-above", "", "`level` never exceeded")
	f.IntVar(&opt.Fell, "fell", 0, "`number` of levels fallen at once")
	f.StringVar(&opt.Kind, "kind", "", "only this peer `group`")
	return a.listing(cmd, listing{
		schema: "runs/1",
		columns: []output.Column{
			flat.Code("code", "body"), flat.Text("name", "its name"), flat.Text("kind", "peer group"), flat.Code("answer", "yes or cannot-say"),
			flat.Code("from", "first edition or date"), flat.Code("to", "last edition or date"), flat.Count("length", "ratings in the stretch, or levels fallen"),
			flat.Text("values", "the ratings"), flat.Text("breaks", "breaks the stretch crosses"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			asked := 0
			for _, set := range []bool{opt.AtMost != "", opt.NeverAbove != "", opt.Fell != 0} {
				if set {
					asked++
				}
			}
			if opt.Measure == "" || asked != 1 || opt.Fell < 0 || opt.For < 1 {
				return nil, usagef("runs needs --measure and one of --at-most LEVEL [--for N], --never-above LEVEL or --fell N")
			}
			arch, err := a.open()
			if err != nil {
				return nil, err
			}
			opt.AsOf = a.flags.asOf
			found, err := moves.Runs(cmd.Context(), arch, opt)
			if err != nil {
				return nil, a.asExit(err)
			}
			if len(found) == 0 {
				return nil, noMatchf("no body's ratings on %s do that; archive measures says which way levels run", opt.Measure)
			}
			var rows [][]output.Value
			for _, r := range found {
				rows = append(rows, []output.Value{
					output.Text(r.Code), output.Text(r.Name), output.TextOr(r.Kind, ""), output.Text(r.Answer), output.Text(r.From), output.Text(r.To),
					output.Int(r.Length), output.Text(r.Values), output.TextOr(r.Breaks, ""),
				})
			}
			return rows, nil
		},
	})
}
