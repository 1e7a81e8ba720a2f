package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// A newcomer reads the README in three minutes, at 230 words a minute, what is
// printed and the rows of pages to read on aside; the two commands to copy stand
// there as they are.
func TestReadmeIsShort(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)
	for _, command := range []string{"go run ./cmd/archive trajectory leicester", "go test ./..."} {
		if !strings.Contains(page, fmt.Sprintf("```sh\n%s\n```\n", command)) {
			t.Errorf("no command %q", command)
		}
	}
	prose := regexp.MustCompile("(?s)```text\n.*?```\n|(?m)^\\|.*$").ReplaceAllString(page, "")
	if n := len(strings.Fields(prose)); n > 3*230 {
		t.Errorf("%d words: move something to docs", n)
	}
}
