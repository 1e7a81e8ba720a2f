package main

import (
	"os"
	"path/filepath"
	"testing"
)

// The pictures in docs/examples are what the commands draw today.
func TestExamplePictures(t *testing.T) {
	const dir = "../../docs/examples"
	for name, args := range map[string][]string{
		"leicester.svg":      {"trajectory", "leicester"},
		"leicestershire.svg": {"trajectory", "RWE", "RT5", "x-leicester-city-west-pct"},
		"diff.svg":           {"diff", "stars-2003", "stars-2004", "--kind", "acute"},
		"league.svg":         {"league", "nof-2025-26-q3", "--kind", "acute", "--trust", "RWE"},
		"ranges.svg":         {"league", "nof-2025-26-q4", "--trust", "RT5"},
		"coverage.svg":       {"coverage"},
	} {
		got := ask(t, append(append([]string{"chart"}, args...), "--quiet")...)
		if got.code != exitDone {
			t.Fatal(got.err)
		}
		path := filepath.Join(dir, name)
		if *update {
			if err := os.WriteFile(path, []byte(got.out), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want, err := os.ReadFile(path); err != nil || string(want) != got.out {
			t.Errorf("%s is stale; make examples draws it anew (%v)", path, err)
		}
	}
}

// On a terminal a chart is drawn with characters, in ASCII where the locale or
// the terminal takes no others, and never with an escape sequence.
func TestChartOnATerminal(t *testing.T) {
	for _, args := range [][]string{
		{"trajectory", "RWE"}, {"diff", "stars-2003", "stars-2004"}, {"league", "nof-2025-26-q4", "--trust", "RT5"}, {"league", "stars-2003", "--kind", "acute"}, {"coverage"},
	} {
		for _, dumb := range []bool{false, true} {
			env := map[string]string{"LANG": "en_GB.UTF-8", "TERM": "xterm"}
			if dumb {
				env["TERM"] = "dumb"
			}
			got := askIn(t, streams{terminal: true, width: 100, env: func(name string) string { return env[name] }}, append([]string{"chart"}, args...)...)
			if got.code != exitDone {
				t.Fatal(got.err)
			}
			wide := false
			for _, r := range got.out {
				if r == '\x1b' {
					t.Fatalf("%v: an escape sequence", args)
				}
				wide = wide || r > 0x7e
			}
			if wide == dumb {
				t.Errorf("%v on a dumb terminal %v: characters outside ASCII %v", args, dumb, wide)
			}
		}
	}
}
