package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A link to a part of a page leads to a heading there, by the name that a
// heading gets on the web: lower case, without points, spaces as hyphens.
func TestLinksToHeadingsLead(t *testing.T) {
	pages, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`\]\(([^):#]*)#([^)]+)\)`)
	n := 0
	for _, page := range append(pages, "../README.md", "../CONTRIBUTING.md", "../CHANGELOG.md") {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(raw), -1) {
			n++
			to := page
			if m[1] != "" {
				to = filepath.Join(filepath.Dir(page), m[1])
			}
			if !headings(t, to)[m[2]] {
				t.Errorf("%s links to #%s, which is no heading of %s", page, m[2], to)
			}
		}
	}
	if n < 5 {
		t.Errorf("only %d such links found", n)
	}
}

// headings are the names of a page's headings.
func headings(t *testing.T, page string) map[string]bool {
	t.Helper()
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	left := regexp.MustCompile(`[^\w -]`)
	for _, m := range regexp.MustCompile("(?m)^#+ (.+)$").FindAllStringSubmatch(string(raw), -1) {
		out[strings.ReplaceAll(left.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-")] = true
	}
	return out
}
