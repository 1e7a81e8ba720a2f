package main

import (
	"github.com/spf13/cobra"

	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/store"
)

func (a *app) catalogue(cmd *cobra.Command) (*store.Catalogue, error) {
	arch, err := a.open()
	if err != nil {
		return nil, err
	}
	return arch.Catalogue(cmd.Context())
}

func (a *app) sourcesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "sources [ID]", Short: "List the sources, or everything one source says", GroupID: "archive", Args: cobra.MaximumNArgs(1),
		Example: "  archive sources\n  archive sources bbc-3911983-336e06",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
			return a.completeSources(cmd, args)
		},
	}
	columns := []output.Column{
		code("source", "source id"), text("title", "title"), text("publisher", "who published it"), text("url", "address"),
		code("tier", "how close to the rating's publisher"), code("published_on", "printed date, as far as known"),
		code("counts_from", "day its statements count from under --as-of"), code("dated_by", "how that day is known"),
		text("licence", "licence of the source"), text("note", "remark"),
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
			rows = append(rows, sourceRow(s))
		}
		return rows, nil
	}})
	l.Annotations["fields"] += "; of one source: " + fieldList(output.Table{Columns: claimFields()})
	every := l.RunE
	l.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return every(cmd, args)
		}
		return a.oneSource(cmd, args[0])
	}
	return l
}

func sourceRow(s eras.Source) []output.Value {
	return []output.Value{
		output.Text(s.ID), output.Text(s.Title), output.Text(s.Publisher), orGap(s.URL), output.Text(s.Tier),
		orGap(string(s.PublishedOn)), orGap(string(s.CountsFrom)), output.TextOr(s.DatedBy, ""), output.Text(s.Licence), output.TextOr(s.Note, ""),
	}
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
	t := output.Table{Columns: claimFields()}
	for _, c := range claims {
		t.Rows = append(t.Rows, claimRow(c))
	}
	doc := struct {
		Schema string      `json:"schema"`
		Source output.Rows `json:"source"`
		Claims output.Rows `json:"claims"`
	}{"source/1", output.Rows{Columns: sourceColumns(), Rows: [][]output.Value{sourceRow(s)}}, output.Rows(t)}
	if f, ferr := a.format(output.FormatTSV); ferr == nil && f == output.FormatTable && !cmd.Flags().Changed("json") {
		head := output.Table{Columns: sourceColumns(), Rows: [][]output.Value{sourceRow(s)}}
		if err := output.Write(a.out, output.FormatTable, head, output.Options{Width: a.width}); err != nil {
			return err
		}
		if _, err := a.out.Write([]byte("\n")); err != nil {
			return err
		}
	}
	return a.print(cmd, t, doc)
}

func sourceColumns() []output.Column {
	return []output.Column{
		code("source", ""), text("title", ""), text("publisher", ""), text("url", ""), code("tier", ""),
		code("published_on", ""), code("counts_from", ""), code("dated_by", ""), text("licence", ""), text("note", ""),
	}
}

func claimFields() []output.Column {
	return []output.Column{
		code("claim", "claim id"), code("era", "era id"), code("edition", "edition id"), code("date", "date of the rating"),
		code("body", "code of the body; empty when the printed name has none"), text("printed_name", "name as printed"),
		code("measure", "measure id"), text("value", "value as printed"), code("doubt", "how firmly it is stated"),
		code("tier", "tier of the statement"), code("source", "source id"), text("locator", "place in the source"), text("note", "remark"),
	}
}

func claimRow(c eras.Claim) []output.Value {
	return []output.Value{
		output.Text(c.ID), output.Text(c.Era), output.TextOr(c.Edition, ""), orGap(string(c.RatedOn)), orGap(c.Body), output.Text(c.PrintedName),
		output.Text(c.Measure), output.Text(c.Value), output.Text(string(c.Doubt)), output.Text(c.Tier), output.Text(c.Source),
		output.TextOr(c.Locator, ""), output.TextOr(c.Note, ""),
	}
}
