package tui

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEditionsMarkAndDiff(t *testing.T) {
	f, _, r := trustsAfter(t, "tab", "d", "d")
	e := f.top().(*editionsScreen)
	if !strings.Contains(f.View(), "mark two editions") {
		t.Errorf("d without marks:\n%s", f.View())
	}
	trustsPress(t, r, "/", "type star", "enter", "G", "m", "k", "m", "k", "m")
	if diff := cmp.Diff([]string{"stars-2005", "stars-2004"}, e.marks); diff != "" || !strings.Contains(f.View(), "two editions are marked") {
		t.Errorf("%s\n%s", diff, f.View())
	}
	if got, want := f.commandLine(), "archive editions star"; got != want {
		t.Errorf("command %s, want %s", got, want)
	}
	table, ok := e.Table()
	if !ok || len(table.Rows) != 5 {
		t.Errorf("%d rows", len(table.Rows))
	}
	trustsPress(t, r, "A", "type 2004-01-01", "enter")
	if got := f.commandLine(); got != "archive editions star" {
		t.Errorf("the command takes no day: %s", got)
	}
	if n := e.held.ratings["stars-2004"]; n != 0 {
		t.Errorf("%d ratings of July 2004 by January", n)
	}
	if n := e.held.ratings["stars-2003"]; n == 0 || n >= 144 {
		t.Errorf("%d bodies known by January 2004 to be rated in stars-2003, of 144 today", n)
	}
	trustsPress(t, r, "d")
	if title := f.top().Title(); title == "Editions" || !strings.Contains(title, "2004") {
		t.Errorf("d opens %s", title)
	}
	trustsPress(t, r, "esc", "enter")
	if title := f.top().Title(); title == "Editions" {
		t.Error("enter does not open the edition")
	}
}
