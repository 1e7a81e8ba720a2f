package tui

import (
	"errors"
	"fmt"
	"strings"

	"careratings/internal/store"
)

//go:generate go test . -run TestKeyReferenceIsCurrent -update

// KeyReference is the page of every key of every screen, made from the key maps
// themselves, as Markdown.
func KeyReference() string {
	s := &session{policy: "strands", basis: "published", open: func() (*store.Archive, error) { return nil, errors.New("no archive") }}
	f := &frame{session: s, past: []screen{newTrusts(s)}}
	var b strings.Builder
	b.WriteString("# Keys of the terminal interface\n\nMade from the key maps by `go generate ./...`. On every screen `?` opens this list, searchable, and runs what is\nchosen.\n")
	part := func(title string, actions []action) {
		fmt.Fprintf(&b, "\n## %s\n\n| keys | what they do |\n| --- | --- |\n", title)
		for _, a := range actions {
			var keys []string
			for _, k := range a.Keys {
				keys = append(keys, "`"+strings.ReplaceAll(keyName(k), "|", "\\|")+"`")
			}
			fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(keys, " "), a.Name)
		}
	}
	part("Everywhere", f.actions())
	listed, faceted := newTrusts(s).(*trustsScreen), newTrusts(s).(*trustsScreen)
	listed.typing = false
	faceted.facetPane()
	for _, p := range []struct {
		title  string
		screen screen
	}{
		{"Trusts, while the filter has the focus", newTrusts(s)},
		{"Trusts", listed},
		{"Trusts, while the facets have the focus", faceted},
		{"Editions", newEditions(s)},
		{"Trajectory", newTrajectory(s, "RWE")},
		{"Compare", newCompare(s, []string{"RWE", "RX1"})},
		{"Edition", newEdition(s, "stars-2003")},
		{"Diff", newDiff(s, "stars-2003", "stars-2004")},
		{"Source", newSource(s, "source")},
	} {
		part(p.title, p.screen.Actions())
	}
	return b.String()
}

// keyName is a key as help writes it.
func keyName(k string) string {
	if k == " " {
		return "space"
	}
	return k
}
