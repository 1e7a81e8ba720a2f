package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"careratings/internal/store/storetest"
)

// sgr is what our own style writes where colour is on.
var sgr = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// acts names the first character of a text that could act on a terminal.
func acts(text string, colour bool, more string) string {
	if colour {
		text = sgr.ReplaceAllString(text, "")
	}
	if !utf8.ValidString(text) {
		return "bytes that are not UTF-8"
	}
	for i, r := range text {
		joiner := r == '\u200c' || r == '\u200d'
		if r != '\n' && !strings.ContainsRune(more, r) && !joiner && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return fmt.Sprintf("%U in %q", r, text[max(0, i-40):min(len(text), i+20)])
		}
	}
	return ""
}

// examples are the example lines of every command, which answer on the real
// archive; not of those that write files, or do not end.
func examples(t *testing.T) (out [][]string) {
	t.Helper()
	a := &app{streams: streams{env: func(string) string { return "" }}}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, c := range cmd.Commands() {
			walk(c)
		}
		for line := range strings.Lines(cmd.Example) {
			args, err := commandWords(strings.TrimSpace(line))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains([]string{"tui", "chart", "resolve", "report", "export", "serve"}, args[1]) && !strings.Contains(line, "--json") && !strings.Contains(line, "--format") {
				out = append(out, args[1:])
			}
		}
	}
	walk(a.root())
	return out
}

// harmless runs a command on a terminal, in colour unless a format is given, and
// fails if anything printed could act on it.
func harmless(t *testing.T, env map[string]string, line, form []string) answer {
	t.Helper()
	colour := form == nil
	got := askIn(t, streams{terminal: true, width: 100, env: func(name string) string {
		if name == "NO_COLOR" && !colour {
			return "1"
		}
		return env[name]
	}}, line...)
	tabs := ""
	if len(form) > 1 && (form[1] == "tsv" || form[1] == "csv") {
		tabs = "\t"
	}
	for what, text := range map[string]string{"stdout": got.out, "stderr": got.err} {
		if line[0] == "cite" {
			text = strings.ReplaceAll(text, "\r\n", "\n") // RIS ends its lines so
		}
		if fault := acts(text, colour, tabs); fault != "" {
			t.Errorf("archive %q: %s has %s", line, what, fault)
		}
	}
	return got
}

// everyForm is the page a command prints by itself, and every format.
func everyForm() [][]string {
	return [][]string{nil, {"--format", "table"}, {"--format", "tsv"}, {"--format", "csv"}, {"--format", "md"}, {"--format", "json"}, {"--format", "ndjson"}}
}

// No text of others acts on the terminal it is printed on: every command's
// examples, in the page it prints by itself, in colour, and in every format.
func TestHostileTextOfAnArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hostile.db")
	if err := storetest.Hostile("../../data/archive.db", path); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, args := range examples(t) {
		forms := [][]string{nil}
		slow := args[0] == "doctor" || args[0] == "sensitivity" // a listing like the others
		if !seen[args[0]] && !slow {                            // every format of one example of each command
			forms = everyForm()
		}
		seen[args[0]] = true
		for _, form := range forms {
			harmless(t, map[string]string{"ARCHIVE_DB": path}, append(append([]string{}, args...), form...), form)
		}
	}
	if len(seen) < 25 {
		t.Errorf("only %d commands were tried", len(seen))
	}
}

// The same of what a user imports, the names of the files included.
func TestHostileTextOfImports(t *testing.T) {
	dir := t.TempDir()
	env := map[string]string{"XDG_DATA_HOME": filepath.Join(dir, "data")}
	const attack = "\x1b]52;c;YQ==\a\u009b31m\u202eX\u2066\b\x7f\u2028\u200b"
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	directory := write("1_March_2020_ratings"+attack+".csv",
		"Location ID,Location Name,Location Type,Location Post Code,Location Local Authority,Location Region,Service / Population Group,Domain,Latest Rating,Publication Date,Report Type,Provider ID,Provider Name\n"+
			"1-101,Elm"+attack+" House,Social"+attack+",LE1 1AA,Leicester"+attack+",East"+attack+",Overall,Overall,Good,25/02/2019,Location,1-90,Elm"+attack+"\n"+
			"1-101,Elm"+attack+" House,Social"+attack+",LE1 1AA,Leicester"+attack+",East"+attack+",Overall,Safe,Goo"+attack+",25/02/2019,Location,1-90,Elm"+attack+"\n")
	hand := write("hand"+attack+".csv",
		"edition,body,measure,value,tier,source_title,source_publisher,source_url,published_on,locator,note\n"+
			"stars-2003,RWE,stars.overall,0,trust,Board"+attack+" papers,Leicester"+attack+",https://example.org/"+attack+",2003-07-20,page"+attack+",note"+attack+"\n"+
			"stars-2003,RX1,stars.overall,five"+attack+",trust,Board,Leicester,https://example.org/,2003-07-20,page"+attack+",\n")
	for _, file := range []string{directory, hand, write("other"+attack+".txt", "nothing"+attack)} {
		harmless(t, env, []string{"import", file}, nil)
		harmless(t, env, []string{"import", file, "--check", "--most", "60"}, nil)
		harmless(t, env, []string{"import", file, "--most", "60"}, nil)
	}
	for _, args := range [][]string{
		{"imports"},
		{"imports", "rejects"},
		{"trusts", "elm"},
		{"trust", "1-101"},
		{"trajectory", "1-101"},
		{"trajectory", "RWE"},
		{"cite", "1-101"},
		{"sources", "import-2"},
		{"conflicts"},
		{"league", "cqc@2020-03-01"},
	} {
		for _, form := range everyForm() {
			got := harmless(t, env, append(append([]string{}, args...), form...), form)
			if form == nil && got.code != exitDone && args[0] != "league" && args[0] != "sources" {
				t.Errorf("archive %q: exit code %d: %s", args, got.code, got.err)
			}
		}
	}
	harmless(t, env, []string{"doctor"}, nil)
	harmless(t, env, []string{"backup", filepath.Join(dir, "copy"+attack)}, nil)
	harmless(t, env, []string{"backup", filepath.Join(dir, "copy"+attack)}, nil)
	harmless(t, env, []string{"imports", "undo", "1"}, nil)
	harmless(t, env, []string{"trust", "no" + attack}, nil)
	harmless(t, env, []string{"no" + attack}, nil)
	harmless(t, env, []string{"sql", "SELECT '" + attack + "' AS \"" + attack + "\""}, nil)
}
