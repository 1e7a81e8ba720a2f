package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// A screen's picture is, to the byte, what the command named in it draws.
func TestScreensDrawWhatTheirCommandsDraw(t *testing.T) {
	const (
		trusts  = "type leic\nkey tab\n"
		edition = "key tab\nkey E\nkey /\ntype stars-2003\nkey tab\nkey enter\n"
		diff    = "key tab\nkey E\nkey /\ntype stars-200\nkey tab\nkey down\nkey down\nkey m\nkey down\nkey m\nkey d\n"
	)
	madeBy := regexp.MustCompile(`Made by: (archive chart [^<]*)</text>`)
	for name, keys := range map[string]string{
		"trajectory": trusts + "key enter\n", "compare": trusts + "key m\nkey down\nkey m\nkey c\n", "diff": diff, "edition": edition + "key t\n",
		"as of": "key tab\nkey A\ntype 2015-01-01\nkey enter\nkey /\n" + trusts + "key enter\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			got := askIn(t, streams{in: strings.NewReader(keys + "key e\nkey ctrl+u\ntype view.svg\nkey enter\n")}, "tui", "--script", "-", "--size", "120x40")
			view, err := os.ReadFile("view.svg")
			if err != nil {
				t.Fatalf("%v\n%s", err, got.out)
			}
			line := madeBy.FindStringSubmatch(string(view))
			if line == nil {
				t.Fatal("the picture names no command")
			}
			args, err := commandWords(line[1])
			if want := ask(t, args[1:]...); err != nil || want.code != exitDone || want.out != string(view) {
				t.Errorf("%s draws %d bytes (%s), the screen exports %d; %v", line[1], len(want.out), want.err, len(view), err)
			}
		})
	}
}

// What cannot be drawn as it is seen is told, and nothing is written.
func TestScreensWithoutAPicture(t *testing.T) {
	for name, c := range map[string][2]string{
		"trusts": {"type leic\nkey tab\n", "this screen has no picture"},
		"tables": {"key tab\nkey E\nkey /\ntype stars-2003\nkey tab\nkey enter\n", "choose its peer group"},
		"a name": {"key tab\nkey E\nkey /\ntype stars-2003\nkey tab\nkey enter\nkey t\nkey /\ntype roy\nkey enter\n", "take the filters off first"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			got := askIn(t, streams{in: strings.NewReader(c[0] + "key e\nkey ctrl+u\ntype view.svg\nkey enter\n")}, "tui", "--script", "-", "--size", "140x40")
			if _, err := os.Stat("view.svg"); err == nil || !strings.Contains(got.out, c[1]) {
				t.Errorf("no %q; the file: %v\n%s", c[1], err, got.out)
			}
		})
	}
}
