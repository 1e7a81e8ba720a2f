package main

import (
	"os"
	"strings"
	"testing"
)

// Every screen's export is, to the byte, what the command that y shows prints in
// the same format.
func TestScreensExportWhatTheirCommandsPrint(t *testing.T) {
	const (
		trusts  = "type leic\nkey tab\n"
		edition = "key tab\nkey E\nkey /\ntype stars-2003\nkey tab\nkey enter\n"
		diff    = "key tab\nkey E\nkey /\ntype stars-200\nkey tab\nkey down\nkey down\nkey m\nkey down\nkey m\nkey d\n"
	)
	for name, keys := range map[string]string{
		"trusts": trusts + "key s\nkey S\n", "editions": trusts + "key E\n", "trajectory": trusts + "key enter\n",
		"one measure": trusts + "key P\nkey enter\nkey v\n", "compare": trusts + "key m\nkey down\nkey m\nkey c\n",
		"edition": edition, "filter": edition + "key /\ntype roy\nkey enter\n", "bar": edition + "key tab\nkey down\nkey enter\n",
		"group": edition + "key t\n", "diff": diff, "cell": diff + "key B\nkey enter\n", "agreement": diff + "key a\n", "source": edition + "key o\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, asOf := range []string{"", "key A\ntype 2015-01-01\nkey enter\n"} {
				if asOf != "" && testing.Short() {
					break
				}
				script := keys
				if asOf != "" { // at first the filter takes letters
					script = "key tab\n" + asOf + "key /\n" + keys
				}
				for _, format := range []string{"csv", "json"} {
					_ = os.Remove("view." + format)
					keys := script + "key e\nkey ctrl+u\ntype view." + format + "\nkey enter\nkey y\n"
					got := askIn(t, streams{in: strings.NewReader(keys)}, "tui", "--script", "-", "--size", "900x40")
					lines := strings.Split(strings.TrimRight(got.out, "\n"), "\n")
					line := strings.TrimSpace(lines[len(lines)-2])
					words := strings.Fields(strings.ReplaceAll(line, "'acute:two stars'", "acute:two\x00stars"))
					for i := range words {
						words[i] = strings.ReplaceAll(words[i], "\x00", " ")
					}
					view, err := os.ReadFile("view." + format)
					if err != nil || words[0] != "archive" {
						t.Fatalf("%s: %v", line, err)
					}
					want := ask(t, append(words[1:], "--format", format)...)
					if want.code != exitDone || string(view) != want.out {
						t.Errorf("%s --format %s prints %d bytes (%s), the screen exports %d", line, format, len(want.out), want.err, len(view))
					}
				}
			}
		})
	}
}
