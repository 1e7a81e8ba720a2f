package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"careratings/internal/export"

	"github.com/google/go-cmp/cmp"
)

// The commands of docs/EXPORTING.md, run one after another in an empty directory,
// print what the page shows, and its tables have the columns that it lists.
func TestExportingDoc(t *testing.T) {
	page, err := filepath.Abs("../../docs/EXPORTING.md")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	if n := strings.Count(text, "```sh\n"); n != len(importingStep.FindAllString(text, -1)) || n < 6 {
		t.Fatalf("%d commands, not each with one line and its output", n)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	env := func(name string) string { return map[string]string{"XDG_DATA_HOME": filepath.Join(dir, "data")}[name] }
	want := importingStep.ReplaceAllStringFunc(text, func(block string) string {
		m := importingStep.FindStringSubmatch(block)
		args, err := commandWords(m[1])
		if err != nil {
			t.Fatalf("%s: %v", m[1], err)
		}
		code := exitDone
		if m[2] != "" {
			if code, err = strconv.Atoi(m[2]); err != nil {
				t.Fatal(err)
			}
		}
		var out, errs bytes.Buffer
		s := streams{in: strings.NewReader(""), out: &out, err: &errs, env: env, now: func() time.Time { return time.Unix(0, 0) }}
		if got := run(context.Background(), s, args[1:]); got != code {
			t.Errorf("%s: exit code %d: %s", m[1], got, errs.String())
		}
		return strings.TrimSuffix(block, m[3]+"```\n") + errs.String() + out.String() + "```\n"
	})
	head, rest, ok := strings.Cut(want, rowsBegin)
	_, tail, ok2 := strings.Cut(rest, rowsEnd)
	if !ok || !ok2 {
		t.Fatal("the page has lost the marks around the columns")
	}
	want = head + rowsBegin + exportedTables() + rowsEnd + tail
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
					about += "; a " + r.To[0] + " of `" + r.Table + "`"
				}
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Type, about)
		}
	}
	return strings.ReplaceAll(b.String(), "Key: .", "No key.") + "\n"
}
