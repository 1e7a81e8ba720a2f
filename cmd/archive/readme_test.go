package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const readme = "../../README.md"

// shown is a command of the README and the output printed under it.
var shown = regexp.MustCompile("(?s)```sh\n(?:go run \\./cmd/)?(archive [^\n]*)\n```\n\n```text\n(.*?)```\n")

// The output the README shows is what the program prints, byte for byte.
func TestReadmeOutput(t *testing.T) {
	page, err := filepath.Abs(readme)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // one of them writes a file
	ran := 0
	renewed := shown.ReplaceAllStringFunc(string(raw), func(block string) string {
		m := shown.FindStringSubmatch(block)
		args, err := commandWords(m[1])
		if err != nil {
			t.Fatalf("%s: %v", m[1], err)
		}
		ran++
		got := ask(t, args[1:]...)
		if got.code != exitDone {
			t.Errorf("%s: exit code %d: %s", m[1], got.code, got.err)
			return block
		}
		return strings.Replace(block, "```text\n"+m[2]+"```\n", "```text\n"+got.out+"```\n", 1)
	})
	if ran != 7 {
		t.Errorf("%d commands with output found, want the main one and six recipes", ran)
	}
	if *update {
		if err := os.WriteFile(page, []byte(renewed), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(raw), renewed); diff != "" {
		t.Errorf("%s (-has +should have; go test ./cmd/archive -update renews it):\n%s", readme, diff)
	}
}

// The two commands a newcomer copies stand there as they are, and every page it
// points to exists.
func TestReadmePointsToWhatIsThere(t *testing.T) {
	raw, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"go run ./cmd/archive trajectory leicester", "go test ./..."} {
		if !strings.Contains(string(raw), fmt.Sprintf("```sh\n%s\n```\n", command)) {
			t.Errorf("no command %q", command)
		}
	}
	links := regexp.MustCompile(`\]\(([^):]+)\)`).FindAllStringSubmatch(string(raw), -1)
	if len(links) < 5 {
		t.Errorf("only %d links found", len(links))
	}
	for _, link := range links {
		if _, err := os.Stat("../../" + link[1]); err != nil {
			t.Error(err)
		}
	}
}
