package main

import (
	"slices"
	"testing"
)

// A command that is called is made alone, and is the one that is made among all.
func TestEveryCommandIsMadeByItsName(t *testing.T) {
	a := &app{}
	for _, c := range a.commands() {
		if name := c.make().Name(); name != c.name {
			t.Errorf("%s makes %s", c.name, name)
		}
		root := a.root(c.name, "--help")
		cmd, rest, err := root.Find([]string{c.name, "--help"})
		if err != nil || cmd.Name() != c.name || len(root.Commands()) > 1 || !slices.Equal(rest, []string{"--help"}) {
			t.Errorf("%s: found %v, %v, %v", c.name, cmd.Name(), rest, err)
		}
	}
	if n := len(a.root("--format", "csv").Commands()); n < len(a.commands()) {
		t.Errorf("%d commands, want all", n)
	}
}
