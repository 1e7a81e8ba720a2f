package docs_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"careratings/internal/eras/sheet"
	"careratings/internal/fetch"
)

// The limits that SECURITY.md names are those of the readers.
func TestSecurityNamesTheLimits(t *testing.T) {
	raw, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(raw)), " ")
	s, f := sheet.DefaultLimits(), fetch.DefaultLimits()
	thousands := func(n int) string {
		text := fmt.Sprint(n)
		for i := len(text) - 3; i > 0; i -= 3 {
			text = text[:i] + "," + text[i:]
		}
		return text
	}
	for _, want := range []string{
		fmt.Sprintf("%d MiB a cell, %d MiB a row", s.Cell>>20, s.Row>>20), thousands(s.Columns) + " columns", thousands(s.Rows) + " rows", thousands(s.Repeat) + " repeats",
		fmt.Sprintf("%d MiB of shared text", s.Shared>>20), thousands(s.Members) + " members", fmt.Sprintf("%d times its size and %d GiB a member", s.Ratio, s.Member>>30),
		fmt.Sprintf("in memory, up to %d MiB", s.Whole>>20),
		fmt.Sprintf("%d MiB; a file %d GiB, inflated; an answer of the API %d MiB", f.Page>>20, f.File>>30, f.Answer>>20),
		fmt.Sprintf("%.0f s to connect", f.Connect.Seconds()), fmt.Sprintf("%d redirects", f.Redirects),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("SECURITY.md does not say %q", want)
		}
	}
}

// CITATION.cff has what the Citation File Format asks for, and the licence is that
// of LICENSE.
func TestCitationFile(t *testing.T) {
	raw, err := os.ReadFile("../CITATION.cff")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"cff-version: 1\\.2\\.0", "message: .+", "title: .+", "type: software", "authors:\n  - name: .+", "license: MIT"} {
		if !regexp.MustCompile("(?m)^" + key).Match(raw) {
			t.Errorf("CITATION.cff lacks %s", key)
		}
	}
	licence, err := os.ReadFile("../LICENSE")
	if err != nil || !strings.HasPrefix(string(licence), "MIT License\n") {
		t.Errorf("LICENSE begins %.20q, %v", licence, err)
	}
}

// Every link of a page leads to a file that is there.
func TestLinksOfThePagesLead(t *testing.T) {
	pages := []string{"../README.md", "../CONTRIBUTING.md", "../CHANGELOG.md"}
	list, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if strings.HasSuffix(e.Name(), ".md") {
			pages = append(pages, e.Name())
		}
	}
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	n := 0
	for _, page := range pages {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(raw), -1) {
			n++
			path := m[1]
			if strings.HasPrefix(page, "../") {
				path = "../" + path
			}
			if _, err := os.Stat(path); err != nil {
				t.Errorf("%s links to %s, which is not there", page, m[1])
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d links found", n)
	}
}
