package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The pages in docs/examples are what the command writes today, small enough to be
// sent by mail, and need nothing outside themselves.
func TestExampleReports(t *testing.T) {
	for name, args := range map[string][]string{
		"leicester.html":      {"leicester"},
		"leicestershire.html": {"RWE", "RT5", "x-leicester-city-west-pct"},
		"diff.html":           {"diff", "stars-2003", "stars-2004"},
		"league.html":         {"league", "nof-2025-26-q3", "--kind", "acute", "--trust", "RWE"},
	} {
		got := ask(t, append(append([]string{"report"}, args...), "--quiet")...)
		if got.code != exitDone {
			t.Fatal(got.err)
		}
		if len(got.out) > 400_000 {
			t.Errorf("%s has %d bytes", name, len(got.out))
		}
		for _, outside := range []string{"<link", `src="`, "url(", "@import", "fetch("} {
			if strings.Contains(got.out, outside) {
				t.Errorf("%s holds %s", name, outside)
			}
		}
		for _, needed := range []string{"<svg", "<caption", "archive report " + args[0], "Where sources disagree", "data version", "Content-Security-Policy"} {
			if !strings.Contains(got.out, needed) && (needed != "Where sources disagree" || !strings.HasPrefix(name, "d") && !strings.HasPrefix(name, "league")) {
				t.Errorf("%s lacks %q", name, needed)
			}
		}
		path := filepath.Join("../../docs/examples", name)
		if *update {
			if err := os.WriteFile(path, []byte(got.out), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want, err := os.ReadFile(path); err != nil || string(want) != got.out {
			t.Errorf("%s is stale; make examples writes it anew (%v)", path, err)
		}
	}
}
