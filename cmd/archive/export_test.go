package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"careratings/data/queries"
	"careratings/internal/store"

	"github.com/google/go-cmp/cmp"
)

// What every reading command prints is exported byte for byte.
func TestEveryViewIsExported(t *testing.T) {
	dir := t.TempDir()
	lines := []string{
		"trajectory RWE", "trusts leicester", "trust RX1", "lineage RX9", "eras", "editions", "measures", "breaks", "sources", "query persistent-segment-4",
		"sql 'SELECT body, level FROM rating WHERE level = 2 ORDER BY rating LIMIT 3'", "diff stars-2003 stars-2004 --kind acute", "crosstab stars-2003 stars-2004 --kind acute",
		"transitions nof-2025-26-q3 nof-2025-26-q4 --kind mental-health-community", "agree stars-2003 stars-2004 --kind acute",
		"sensitivity stars-2004 nof-2025-26-q3 --trust RWE", "runs --measure nof.segment --at-most 4 --for 4", "coverage", "conflicts", "gaps --edition stars-2003",
		"changes --since 0.9.0", "league stars-2003", "reconcile",
	}
	for _, command := range readCommands() {
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line+" ", command+" ") }) {
			t.Errorf("no line for %s", command)
		}
	}
	for i, line := range lines {
		args, err := commandWords(line)
		if err != nil {
			t.Fatal(err)
		}
		format := []string{"csv", "json", "md", "ndjson", "tsv"}[i%5]
		name := filepath.Join(dir, args[0]+"."+format)
		got := ask(t, "export", name, "--quiet", "--view", line)
		want := ask(t, append(args, "--format", format)...)
		if got.code != want.code || got.code != exitDone && got.code != exitDiffers {
			t.Errorf("%s: exit codes %d and %d, %s", line, got.code, want.code, got.err)
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
		} else if diff := cmp.Diff(want.out, string(raw)); diff != "" {
			t.Errorf("%s (-printed +exported):\n%s", line, diff)
		}
	}
}

// The saved queries as Datasette passes them, every parameter an empty text, give
// what they give with their defaults; and a number that is filled in counts as one.
func TestCannedQueries(t *testing.T) {
	canned, err := cannedQueries()
	if err != nil {
		t.Fatal(err)
	}
	saved, err := queries.All()
	if err != nil {
		t.Fatal(err)
	}
	a, err := store.OpenFile("../../data/archive.db")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for i, q := range canned {
		defaults, empty, filled := map[string]any{}, map[string]any{}, map[string]any{}
		for _, p := range saved[i].Params {
			if defaults[p.Name], err = p.Value(p.Default, nil); err != nil {
				t.Fatal(err)
			}
			empty[p.Name], filled[p.Name] = "", p.Default
		}
		want, err := a.Select(t.Context(), saved[i].SQL, defaults)
		if err != nil {
			t.Fatal(err)
		}
		for _, params := range []map[string]any{empty, filled} {
			got, err := a.Select(t.Context(), q.SQL, params)
			if err != nil {
				t.Fatalf("%s: %v", q.Name, err)
			}
			if diff := cmp.Diff(want, got); diff != "" || len(got.Rows) == 0 {
				t.Errorf("%s, %d rows (-saved +canned):\n%s", q.Name, len(got.Rows), diff)
			}
		}
	}
}

// An export that is interrupted says so in one line and leaves nothing behind.
func TestExportIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	for _, name := range []string{"x", "x.db"} {
		var said strings.Builder
		code := run(ctx, streams{in: strings.NewReader(""), out: &said, err: &said, env: func(string) string { return "" }}, []string{"export", filepath.Join(dir, name)})
		if code != exitFailure || said.String() != "archive: interrupted; nothing is written\n" {
			t.Errorf("%s: exit code %d, %q", name, code, said.String())
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v stay", left)
	}
}
