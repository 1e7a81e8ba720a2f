package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"careratings/data/queries"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store"
)

func (a *app) queryCommand() *cobra.Command {
	var params []string
	var showSQL bool
	cmd := &cobra.Command{
		Use: "query [NAME]", Short: "Saved queries in SQL; without a name lists them", GroupID: "archive", Args: cobra.MaximumNArgs(1),
		Long: "Runs a saved query read-only. Without a name it lists the queries with their\n" +
			"parameters and defaults. Parameters are typed and bound by name: a value is never\n" +
			"part of the SQL. A value its parameter does not allow exits with 2, an answer\n" +
			"without rows with 3. --show-sql prints the values and the query as the sqlite3\n" +
			"shell runs them on the archive file; docs/SQL.md describes its views and columns.",
		Example: "  archive query\n  archive query leicester-zero-to-three\n" +
			"  archive query biggest-fallers --param from=nof-2025-26-q1 --param to=nof-2025-26-q2\n  archive query weak-then-top --show-sql",
		Annotations: map[string]string{"fields": "query, about, params, coverage for the list; the columns of the query with a name"},
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := queries.All()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				if len(params) > 0 || showSQL {
					return usagef("--param and --show-sql go with the name of a query; archive query lists them")
				}
				return a.listQueries(cmd, all)
			}
			q, err := queryNamed(all, args[0])
			if err != nil {
				return err
			}
			return a.runQuery(cmd, q, params, showSQL)
		},
	}
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		var names []string
		if all, err := queries.All(); err == nil && len(args) == 0 {
			for _, q := range all {
				names = append(names, q.Name+"\t"+q.About)
			}
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	cmd.Flags().StringArrayVar(&params, "param", nil, "set a parameter: `NAME=VALUE` (may be repeated)")
	cmd.Flags().BoolVar(&showSQL, "show-sql", false, "print the SQL and its parameters, for the sqlite3 shell, instead of running it")
	return cmd
}

func queryNamed(all []queries.Query, name string) (queries.Query, error) {
	names := make([]string, 0, len(all))
	for _, q := range all {
		if q.Name == name {
			return q, nil
		}
		names = append(names, q.Name)
	}
	return queries.Query{}, noMatchf("no query %q; there are: %s", name, strings.Join(names, ", "))
}

func (a *app) listQueries(cmd *cobra.Command, all []queries.Query) error {
	t := output.Table{Columns: []output.Column{
		flat.Code("query", "name"), flat.Text("about", "what it asks"), flat.Text("params", "parameters with their defaults"),
		flat.Text("coverage", "what the archive's holdings mean for it"),
	}}
	for _, q := range all {
		params := make([]string, 0, len(q.Params))
		for _, p := range q.Params {
			params = append(params, p.String())
		}
		t.Rows = append(t.Rows, []output.Value{
			output.Text(q.Name), output.Text(q.About), output.TextOr(strings.Join(params, " "), ""), output.Text(q.Coverage),
		})
	}
	return a.print(cmd, t, output.ListDocument{Schema: "queries/1", Rows: output.Rows(t)})
}

// queryDocument is the answer of a saved query as JSON.
type queryDocument struct {
	Schema   string         `json:"schema"`
	Query    string         `json:"query"`
	Params   map[string]any `json:"params"`
	Coverage string         `json:"coverage"`
	Rows     output.Rows    `json:"rows"`
}

func (a *app) runQuery(cmd *cobra.Command, q queries.Query, assignments []string, showSQL bool) error {
	arch, err := a.openEmbedded(cmd, "SQL reads")
	if err != nil {
		return err
	}
	known, err := knownIDs(cmd.Context(), arch)
	if err != nil {
		return err
	}
	params, err := q.Bind(assignments, known)
	if wrong := (*queries.ParamError)(nil); errors.As(err, &wrong) {
		return usagef("%w", err)
	} else if err != nil {
		return err
	}
	if showSQL {
		_, err := a.out.Write([]byte(q.Script(params)))
		return err
	}
	answer, err := arch.Select(cmd.Context(), q.SQL, params)
	if err != nil {
		return err
	}
	t := tableOf(answer)
	if len(t.Rows) == 0 {
		return noMatchf("query %s: nothing in the archive meets this; coverage: %s", q.Name, q.Coverage)
	}
	return a.print(cmd, t, queryDocument{Schema: "query/1", Query: q.Name, Params: params, Coverage: q.Coverage, Rows: output.Rows(t)})
}

func knownIDs(ctx context.Context, arch *store.Archive) (*queries.Known, error) {
	cat, err := arch.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	known := &queries.Known{Measures: map[string]string{}}
	for _, e := range cat.Editions {
		known.Editions = append(known.Editions, e.ID)
	}
	for _, e := range cat.Eras {
		known.Eras = append(known.Eras, e.ID)
	}
	for _, m := range cat.Measures {
		known.Measures[m.ID] = m.Kind
	}
	return known, nil
}

// tableOf turns an answer into a table: a column is of numbers when all its
// values are.
func tableOf(answer store.Answer) output.Table {
	t := output.Table{Rows: make([][]output.Value, len(answer.Rows))}
	for i, name := range answer.Columns {
		kind := kindOf(answer.Rows, i)
		t.Columns = append(t.Columns, output.Column{Name: name, Kind: kind})
		for r, row := range answer.Rows {
			t.Rows[r] = append(t.Rows[r], cellOf(row[i], kind))
		}
	}
	return t
}

func kindOf(rows [][]any, i int) output.Kind {
	kind, seen := output.KindText, false
	for _, row := range rows {
		switch row[i].(type) {
		case nil:
		case int64:
			if !seen {
				kind = output.KindInt
			}
			seen = true
		case float64:
			kind, seen = output.KindNumber, true
		default:
			return output.KindText
		}
	}
	return kind
}

func cellOf(v any, kind output.Kind) output.Value {
	if v != nil && kind == output.KindText {
		return output.Text(fmt.Sprint(v))
	}
	switch v := v.(type) {
	case int64:
		return output.Int(int(v))
	case float64:
		return output.Fixed(v, 4)
	}
	return output.Absent(output.NotAvailable)
}
