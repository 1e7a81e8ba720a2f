package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"careratings/internal/export"

	"github.com/google/go-cmp/cmp"
)

// The tables of docs/EXPORTING.md have the columns that it lists.
func TestExportingDoc(t *testing.T) {
	const page = "../../docs/EXPORTING.md"
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	head, rest, ok := strings.Cut(text, rowsBegin)
	_, tail, ok2 := strings.Cut(rest, rowsEnd)
	if !ok || !ok2 {
		t.Fatal("the page has lost the marks around the columns")
	}
	want := head + rowsBegin + exportedTables() + rowsEnd + tail
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(text, want); diff != "" {
		t.Errorf("%s (-has +should have; go test ./cmd/archive -run ExportingDoc -update renews it):\n%s", page, diff)
	}
}

// exportedTables is a section for each table of an export.
func exportedTables() string {
	var b strings.Builder
	for _, table := range export.Tables(nil, []string{"all"}) { // their rows are not read
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\nKey: %s.\n\n| column | type | meaning |\n| --- | --- | --- |\n", table.Name, table.About, strings.Join(table.Key, ", "))
		for _, c := range table.Columns {
			about := c.About
			if c.Unit != "" {
				about += " (unit: " + c.Unit + ")"
			}
			if len(c.OneOf) > 0 {
				about += "; one of " + strings.Join(c.OneOf, ", ")
			}
			for _, r := range table.Refers {
				if r.Columns[0] == c.Name {
					about += "; key of `" + r.Table + "`"
				}
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Type, about)
		}
	}
	return strings.ReplaceAll(b.String(), "Key: .", "No key.") + "\n"
}
