package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// story is an errand in the terminal interface: steps of a replay script, with
// what is to be seen between them, and a command whose output the errand left in
// view.csv.
type story struct {
	name    string
	steps   []string
	command []string
}

func stories(t *testing.T) []story {
	t.Helper()
	files, err := filepath.Glob("testdata/tui/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	var out []story
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := story{name: strings.TrimSuffix(filepath.Base(file), ".txtar")}
		for _, f := range archive.Files {
			switch f.Name {
			case "keys":
				s.steps = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
			case "command":
				s.command = strings.Fields(strings.TrimPrefix(string(f.Data), "archive "))
			}
		}
		out = append(out, s)
	}
	return out
}

// checkView compares what a story exported with the command's own output.
func (s story) checkView(t *testing.T) {
	t.Helper()
	if len(s.command) == 0 {
		return
	}
	got, err := os.ReadFile("view.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := ask(t, append(s.command, "--format", "csv")...)
	if want.code != exitDone || string(got) != want.out {
		t.Errorf("the exported view is not what archive %s prints (%d and %d bytes)", strings.Join(s.command, " "), len(got), len(want.out))
	}
}

// Every story replayed without a terminal.
func TestStoriesReplayed(t *testing.T) {
	for _, s := range stories(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			var script strings.Builder
			expects := [][]string{nil} // after the start and after each step
			for _, step := range s.steps {
				if strings.HasPrefix(step, "see ") || strings.HasPrefix(step, "unseen ") {
					expects[len(expects)-1] = append(expects[len(expects)-1], step)
					continue
				}
				script.WriteString(step + "\n")
				expects = append(expects, nil)
			}
			got := askIn(t, streams{in: strings.NewReader(script.String())}, "tui", "--script", "-", "--frames", "--size", "120x40")
			if got.code != exitDone {
				t.Fatal(got.err)
			}
			frames := strings.Split(got.out, "== ")[1:]
			if len(frames) != len(expects) {
				t.Fatalf("%d frames for %d steps", len(frames), len(expects))
			}
			for i, frame := range frames {
				for _, want := range expects[i] {
					verb, text, _ := strings.Cut(want, " ")
					if strings.Contains(frame, text) != (verb == "see") {
						t.Errorf("%s:\n%s", want, frame)
					}
				}
			}
			s.checkView(t)
		})
	}
}

// A script gives the same frames every time, and its faults are told by line.
func TestReplayIsTheSameEveryTime(t *testing.T) {
	script := filepath.Join(t.TempDir(), "keys.txt")
	if err := os.WriteFile(script, []byte("size 100 30\ntype leic\nkey enter\nkey v\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var before string
	for range 3 {
		got := ask(t, "tui", "--script", script, "--frames")
		if got.code != exitDone || before != "" && got.out != before {
			t.Fatalf("code %d, the same: %v, %s", got.code, got.out == before, got.err)
		}
		before = got.out
	}
	picture := ask(t, "tui", "RWE", "--script", script, "--svg")
	if picture.code != exitDone || !strings.HasPrefix(picture.out, "<svg ") || !strings.Contains(picture.out, "<title") {
		t.Errorf("no picture: %s", picture.err)
	}
	if err := os.WriteFile(script, []byte("type leic\nkey nosuch\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	checkFailure(t, ask(t, "tui", "--script", script), exitFailure, "line 2")
	checkFailure(t, ask(t, "tui", "--script", filepath.Join(t.TempDir(), "none")), exitFailure, "no such file")
	checkFailure(t, ask(t, "tui", "--frames"), exitUsage, "--script")
	checkFailure(t, ask(t, "tui"), exitUsage, "needs a terminal")
	if bytes.Contains([]byte(before), []byte("\x1b")) {
		t.Error("a replay without a terminal is coloured")
	}
}
