package main

import (
	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/output"
)

func (a *app) sourcesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "sources [ID]", Short: "List the sources, or everything one source says", GroupID: "archive", Args: cobra.MaximumNArgs(1),
		Example: "  archive sources\n  archive sources bbc-3911983-336e06",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
			return a.completeSources(cmd, args)
		},
	}
	columns := []output.Column{
		flat.Code("source", "source id"), flat.Text("title", "title"), flat.Text("publisher", "who published it"), flat.Text("url", "address"),
		flat.Code("tier", "how close to the rating's publisher"), flat.Code("published_on", "printed date, as far as known"),
		flat.Code("counts_from", "day its statements count from under --as-of"), flat.Code("dated_by", "how that day is known"),
		flat.Text("licence", "licence of the source"), flat.Text("note", "remark"),
	}
	l := a.listing(cmd, listing{schema: "sources/1", columns: columns, rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
		arch, err := a.open()
		if err != nil {
			return nil, err
		}
		all, err := arch.AllSources(cmd.Context())
		if err != nil {
			return nil, err
		}
		var rows [][]output.Value
		for _, s := range all {
			rows = append(rows, flat.SourceRow(s))
		}
		return rows, nil
	}})
	l.Annotations["fields"] += "; of one source: " + fieldList(output.Table{Columns: flat.ClaimColumns()})
	every := l.RunE
	l.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return every(cmd, args)
		}
		return a.oneSource(cmd, args[0])
	}
	return l
}

// oneSource prints everything the archive holds from one source.
func (a *app) oneSource(cmd *cobra.Command, id string) error {
	arch, err := a.open()
	if err != nil {
		return err
	}
	found, err := arch.Sources(cmd.Context(), []string{id})
	if err != nil {
		return err
	}
	s, ok := found[id]
	if !ok {
		return noMatchf("no source %q; archive sources lists them", id)
	}
	claims, err := arch.ClaimsFrom(cmd.Context(), id)
	if err != nil {
		return err
	}
	t := output.Table{Columns: flat.ClaimColumns()}
	for _, c := range claims {
		t.Rows = append(t.Rows, flat.ClaimRow(c))
	}
	doc := flat.SourceOf(s, t)
	if f, ferr := a.format(output.FormatTSV); ferr == nil && f == output.FormatTable && !cmd.Flags().Changed("json") {
		head := output.Table{Columns: flat.SourceColumns(), Rows: [][]output.Value{flat.SourceRow(s)}}
		if err := output.Write(a.out, output.FormatTable, head, output.Options{Width: a.width}); err != nil {
			return err
		}
		if _, err := a.out.Write([]byte("\n")); err != nil {
			return err
		}
	}
	return a.print(cmd, t, doc)
}
