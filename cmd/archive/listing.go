package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/output"
)

// listing is a command that prints rows and nothing else: its columns are the
// fields of --json.
type listing struct {
	schema  string
	columns []output.Column
	rows    func(cmd *cobra.Command, args []string) ([][]output.Value, error)
}

// into makes cmd print the listing.
func (a *app) listing(cmd *cobra.Command, l listing) *cobra.Command {
	names := output.Table{Columns: l.columns}
	cmd.Annotations = map[string]string{"fields": fieldList(names), "schema": l.schema, "docs": fieldDocs(l.columns)}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		rows, err := l.rows(cmd, args)
		if err != nil {
			return err
		}
		t := output.Table{Columns: l.columns, Rows: rows}
		return a.print(cmd, t, output.ListDocument{Schema: l.schema, Rows: output.Rows(t)})
	}
	return cmd
}

// documented is what a command whose document nests says of the columns it prints
// otherwise.
func documented(schema string, columns []output.Column) map[string]string {
	return map[string]string{"fields": fieldList(output.Table{Columns: columns}), "schema": schema, "columns": fieldDocs(columns)}
}

// fieldDocs is the columns' documentation as rows of a Markdown table, from which
// docs/FORMATS.md is made.
func fieldDocs(columns []output.Column) string {
	var b strings.Builder
	for _, c := range columns {
		kind := map[output.Kind]string{output.KindInt: "whole number", output.KindNumber: "number", output.KindBool: "true or false"}[c.Kind]
		if kind == "" {
			kind = "text"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, kind, strings.ReplaceAll(c.Doc, "|", "\\|"))
	}
	return b.String()
}
