package main

import (
	order "cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

const (
	formatsDoc = "../../docs/FORMATS.md"
	rowsBegin  = "<!-- made from the columns; go test ./cmd/archive -update renews it -->\n"
	flatBegin  = "<!-- made from the columns of the other commands likewise -->\n"
	rowsEnd    = "<!-- end -->\n"
)

// The list documents and the flat columns in docs/FORMATS.md are the columns the
// commands print.
func TestColumnsAreDocumented(t *testing.T) {
	raw, err := os.ReadFile(formatsDoc)
	if err != nil {
		t.Fatal(err)
	}
	want := string(raw)
	for begin, made := range map[string]string{rowsBegin: listDocuments(), flatBegin: flatColumns()} {
		head, rest, ok := strings.Cut(want, begin)
		_, tail, ok2 := strings.Cut(rest, rowsEnd)
		if !ok || !ok2 {
			t.Fatalf("%s has lost the marks around the columns: %s", formatsDoc, begin)
		}
		want = head + begin + made + rowsEnd + tail
	}
	for line := range strings.Lines(listDocuments() + flatColumns()) {
		if strings.HasSuffix(line, "|  |\n") {
			t.Errorf("a column says nothing of itself: %s", line)
		}
	}
	if *update {
		if err := os.WriteFile(formatsDoc, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(raw)); diff != "" {
		t.Errorf("%s (-should have +has; go test ./cmd/archive -update renews it):\n%s", formatsDoc, diff)
	}
}

func listDocuments() string {
	return columnDocs("docs",
		columnDoc{"lineage/1", "archive lineage TRUST", fieldDocs(successionColumns())},
		columnDoc{"sql-schema/1", "archive sql '.schema [TABLE]'", fieldDocs(schemaColumns())},
		columnDoc{"sql-tables/1", "archive sql .tables", fieldDocs(tablesColumns())},
		columnDoc{"unmatched/1", "archive trusts --unmatched", fieldDocs(unmatchedColumns())},
		columnDoc{"offers/1", "archive fetch ID --list", fieldDocs(offerColumns())},
		columnDoc{"fetched/1", "archive fetch ID", fieldDocs(fetchedColumns())})
}

func flatColumns() string {
	return columnDocs("columns", columnDoc{"diff/1", "archive diff A B --stat", fieldDocs(statColumns())})
}

type columnDoc struct{ schema, command, docs string }

// columnDocs is a section for each command with the annotation, and for more.
func columnDocs(annotation string, more ...columnDoc) string {
	all := more
	a := &app{streams: streams{env: func(string) string { return "" }}}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, c := range cmd.Commands() {
			walk(c)
		}
		if docs := cmd.Annotations[annotation]; docs != "" {
			all = append(all, columnDoc{cmd.Annotations["schema"], strings.TrimSuffix(cmd.UseLine(), " [flags]"), docs})
		}
	}
	walk(a.root())
	slices.SortFunc(all, func(a, b columnDoc) int {
		return order.Or(strings.Compare(a.schema, b.schema), strings.Compare(a.command, b.command))
	})
	var b strings.Builder
	for _, l := range all {
		title := fmt.Sprintf("%s\n\n`%s`", l.schema, l.command)
		if annotation == "columns" { // the schema is that of its document
			title = "Columns of `" + l.command + "`"
		}
		fmt.Fprintf(&b, "\n### %s\n\n| field | type | meaning |\n| --- | --- | --- |\n%s", title, l.docs)
	}
	return b.String() + "\n"
}

// Every key that the other documents print has its row under the document's
// heading, and every row there is a key that is printed.
func TestDocumentKeysAreDocumented(t *testing.T) {
	raw, err := os.ReadFile(formatsDoc)
	if err != nil {
		t.Fatal(err)
	}
	for schema, commands := range map[string][][]string{
		// A combined life: strands, partial knowledge, breaks, every kind of null; a
		// location rated by service; a day.
		"trajectory/1":  {{"trajectory", "RWE", "RX1", "--as-of", "2026-01-01"}, {"trajectory", "RWE", "RX1", "RWD", "RTG"}},
		"trust/1":       {{"trust", "RX1"}},
		"source/1":      {{"sources", "bbc-3911983-336e06"}},
		"diff/1":        {{"diff", "stars-2003", "stars-2004", "--kind", "acute"}, {"diff", "nof-2025-26-q4", "nof-2025-26-q3", "--trust", "RHA"}, {"diff", "nof-2025-26-q3", "nof-2025-26-q4", "--trust", "RHA"}},
		"crosstab/1":    {{"crosstab", "stars-2003", "stars-2004", "--kind", "acute"}},
		"transitions/1": {{"transitions", "nof-2025-26-q1", "nof-2025-26-q2", "--kind", "mental-health-community"}},
		"agreement/1":   {{"agree", "stars-2003", "stars-2004", "--kind", "acute"}},
		"sensitivity/1": {{"sensitivity", "stars-2004", "nof-2025-26-q3", "--trust", "RWE"}},
		"query/1":       {{"query", "persistent-segment-4"}},
		"sql/1":         {{"sql", "SELECT body FROM rating WHERE body = :body LIMIT 1", "--param", "body=RWE"}},
		"league/1":      {{"league", "nof-2025-26-q4"}, {"league", "stars-2003"}},
	} {
		printed := map[string]bool{}
		for _, args := range commands {
			got := ask(t, append(args, "--format", "json")...)
			var doc any
			if err := json.Unmarshal([]byte(got.out), &doc); err != nil {
				t.Fatalf("%v: %v", args, err)
			}
			keyPaths(doc, "", printed)
			maps.DeleteFunc(printed, func(path string, _ bool) bool { // points, documented under trajectory/1
				return (schema == "query/1" || schema == "sql/1") && (strings.HasPrefix(path, "rows[].") || strings.HasPrefix(path, "params.")) || // each query's own
					schema == "diff/1" && (strings.HasPrefix(path, "rows[].from.") || strings.HasPrefix(path, "rows[].to."))
			})
		}
		_, section, ok := strings.Cut(string(raw), "\n## "+schema+"\n")
		if !ok {
			t.Errorf("no section %s", schema)
			continue
		}
		section, _, _ = strings.Cut(section, "\n## ")
		documented := map[string]bool{}
		for line := range strings.Lines(section) {
			if cell, ok := strings.CutPrefix(line, "| `"); ok {
				path, _, _ := strings.Cut(cell, "`")
				documented[path] = true
			}
		}
		for path := range printed {
			if !documented[path] {
				t.Errorf("%s prints %s, which is not documented", schema, path)
			}
		}
		for path := range documented {
			if !printed[path] && path != "trusts[].points[].service" { // only of ratings by service
				t.Errorf("%s documents %s, which is not printed", schema, path)
			}
		}
	}
}

// keyPaths collects the paths of the keys of a JSON value: a.b[].c.
func keyPaths(v any, at string, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			path := strings.TrimPrefix(at+"."+key, ".")
			into[path] = true
			keyPaths(value, path, into)
		}
	case []any:
		for _, value := range v {
			keyPaths(value, at+"[]", into)
		}
	}
}
