package main

import (
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store"
)

func tablesColumns() []output.Column {
	return []output.Column{flat.Code("name", "view or table"), flat.Count("columns", "how many columns it has"), flat.Text("about", "what it holds")}
}

func schemaColumns() []output.Column {
	return []output.Column{flat.Code("table", "view or table"), flat.Code("column", "column"), flat.Text("about", "what it holds")}
}

// dotCommand runs .tables or .schema.
func (a *app) dotCommand(cmd *cobra.Command, line string) error {
	words := strings.Fields(strings.TrimRight(line, "; \t"))
	arch, err := a.open()
	if err != nil {
		return err
	}
	docs, err := arch.Columns(cmd.Context())
	if err != nil {
		return err
	}
	switch {
	case words[0] == ".tables" && len(words) == 1:
		return a.sqlTables(cmd, docs)
	case words[0] == ".schema" && len(words) <= 2:
		return a.sqlSchema(cmd, docs, strings.Join(words[1:], ""))
	}
	return usagef("no command %s; there are .tables and .schema [TABLE]", output.Clean(line))
}

func (a *app) sqlTables(cmd *cobra.Command, docs []store.ColumnDoc) error {
	t := output.Table{Columns: tablesColumns()}
	columns := map[string]int{}
	for _, d := range docs {
		if d.Column != "" {
			columns[d.Table]++
		}
	}
	for _, d := range docs {
		if d.Column == "" {
			t.Rows = append(t.Rows, []output.Value{output.Text(d.Table), output.Int(columns[d.Table]), output.Text(d.Doc)})
		}
	}
	return a.print(cmd, t, output.ListDocument{Schema: "sql-tables/1", Rows: output.Rows(t)})
}

func (a *app) sqlSchema(cmd *cobra.Command, docs []store.ColumnDoc, table string) error {
	t := output.Table{Columns: schemaColumns()}
	var names []string
	for _, d := range docs {
		if d.Column == "" {
			names = append(names, d.Table)
		}
		if table != "" && !strings.EqualFold(d.Table, table) {
			continue
		}
		t.Rows = append(t.Rows, []output.Value{output.Text(d.Table), output.TextOr(d.Column, ""), output.Text(d.Doc)})
	}
	if len(t.Rows) == 0 {
		return noMatchf("no table or view %q; there are: %s", output.Clean(table), strings.Join(names, ", "))
	}
	return a.print(cmd, t, output.ListDocument{Schema: "sql-schema/1", Rows: output.Rows(t)})
}
