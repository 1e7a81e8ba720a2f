package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Files that docs/ARCHITECTURE.md names are there, and so are the rows.
func TestArchitectureNamesWhatIsThere(t *testing.T) {
	raw, err := os.ReadFile("../../docs/ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	files := regexp.MustCompile(`\b(?:internal|data|docs|cmd)/[\w/.<>*-]*\.(?:go|csv|md|html)\b`).FindAllString(string(raw), -1)
	if len(files) < 20 {
		t.Errorf("only %d files are named", len(files))
	}
	for _, file := range files {
		if _, err := os.Stat(filepath.Join("../..", file)); err != nil && !strings.ContainsAny(file, "<*") {
			t.Error(err)
		}
	}
	claims, err := os.ReadFile("../../data/claims/stars.csv")
	if err != nil || !strings.Contains(string(claims), "\nstars-2003.rwe.overall.1,") {
		t.Errorf("Leicester in 2003 is not where the page says: %v", err)
	}
}

// Files that docs/ADDING-AN-ERA.md names are there, the code it shows stands in
// one of them, and the breaks and commands it names exist.
func TestAddingAnEraNamesWhatIsThere(t *testing.T) {
	raw, err := os.ReadFile("../../docs/ADDING-AN-ERA.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)
	var named strings.Builder
	files := regexp.MustCompile(`\b(?:internal|data|docs|cmd)/[\w/.<>-]*\.(?:go|csv|md|json)\b`).FindAllString(page, -1)
	if len(files) < 30 {
		t.Errorf("only %d files are named", len(files))
	}
	for _, file := range files {
		if strings.Contains(file, "<") {
			continue // of the era to be added
		}
		b, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Error(err)
			continue
		}
		named.Write(b)
	}
	for _, block := range regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(block[1]) {
			if !strings.Contains(named.String(), strings.TrimSpace(line)) {
				t.Errorf("no file that is named has the line %s", line)
			}
		}
	}
	for _, id := range regexp.MustCompile("`((?:break|nof)[-.][a-z0-9.-]+)`").FindAllStringSubmatch(page, -1) {
		if !strings.Contains(named.String(), "\n"+id[1]+",") {
			t.Errorf("no file that is named has a row %s", id[1])
		}
	}
	a := &app{streams: streams{env: func(string) string { return "" }}}
	for _, m := range regexp.MustCompile("`archive ([a-z]+)").FindAllStringSubmatch(page, -1) {
		if cmd, _, err := a.root().Find([]string{m[1]}); err != nil || cmd.Name() != m[1] {
			t.Errorf("no command archive %s", m[1])
		}
	}
}
