package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

const readme = "../../README.md"

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
