package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// notRun are the beginnings of the command lines, on pages and in examples, that
// no test runs from there, and why.
func notRun() map[string]string {
	return map[string]string{
		"archive serve": "does not end by itself; serve_test.go starts it and asks it",
		"curl ":         "asks a server that runs; serve_test.go asks it the same way",
		"git ":          "needs the network, or changes the clone",
		"cd ":           "means the clone, in which the tests run",
		"go ":           "builds, tests or generates the program: it is what runs this; world_test.go builds it",
		"make ":         "the same by its name; its target must be in the Makefile",
	}
}

// shownBlock is a block of command lines on a page and, if any, what they print.
var shownBlock = regexp.MustCompile("(?s)```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?")

// shownLine is a command line, and the exit code it tells of.
var shownLine = regexp.MustCompile(`^(?:go run \./cmd/|\./)?(archive .*?)(?:   # exit code (\d+))?$`)

// untested says why a line is not run.
func untested(line string) (why string, ok bool) {
	for begins, why := range notRun() {
		if strings.HasPrefix(line, begins) && (strings.HasPrefix(begins, "archive") || !shownLine.MatchString(line)) {
			return why, true
		}
	}
	return "", false
}

// The command lines of every page, run one after another in an empty directory
// (or one with the files named here), print what stands under them: remarks
// first, as a terminal shows them. A line of three dots stands for lines left
// out. Lines that are not run are those of notRun.
func TestPagesShowWhatIsPrinted(t *testing.T) {
	files := map[string]string{"docs/IMPORTING.md": "testdata/importing"}
	for page, text := range readerPages(t) {
		if page == "docs/COMMANDS.md" {
			continue // its lines are the examples, see TestExamples
		}
		given := ""
		if files[page] != "" {
			given, _ = filepath.Abs(files[page])
		}
		full, err := filepath.Abs("../../" + page)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(page, func(t *testing.T) {
			run := runner(t, given)
			renewed := shownBlock.ReplaceAllStringFunc(text, func(block string) string {
				m := shownBlock.FindStringSubmatch(block)
				var said strings.Builder
				ran := 0
				for line := range strings.Lines(m[1]) {
					line = strings.TrimSpace(line)
					if _, ok := untested(line); ok {
						continue
					}
					ran++
					said.WriteString(run(line))
				}
				if ran == 0 {
					return block
				}
				return "```sh\n" + m[1] + "```\n\n```text\n" + abridged(m[2], said.String()) + "```\n"
			})
			if *update && renewed != text {
				if err := os.WriteFile(full, []byte(renewed), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(text, renewed); diff != "" {
				t.Errorf("%s (-has +should have; go test ./cmd/archive -run PagesShow -update renews it):\n%s", page, diff)
			}
		})
	}
}

// readerPages are the pages for readers by their paths from the root of the
// repository, in order.
func readerPages(t *testing.T) func(func(string, string) bool) {
	t.Helper()
	var found []string
	for _, pattern := range []string{"../../*.md", "../../docs/*.md"} {
		some, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, some...)
	}
	if len(found) < 12 {
		t.Fatalf("only %d pages found", len(found))
	}
	text := map[string]string{}
	for _, path := range found {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text[path] = string(raw)
	}
	return func(yield func(string, string) bool) {
		for _, path := range found {
			if !yield(strings.TrimPrefix(filepath.ToSlash(path), "../../"), text[path]) {
				return
			}
		}
	}
}

// runner goes to an empty directory, with copies of the files in given if it is
// one, and returns what runs a command line there and gives what it prints. The
// clock stands still: a journal shows the time.
func runner(t *testing.T, given string) func(line string) string {
	t.Helper()
	dir := t.TempDir()
	if given != "" {
		if err := os.CopyFS(dir, os.DirFS(given)); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	env := func(name string) string { return map[string]string{"XDG_DATA_HOME": filepath.Join(dir, "data")}[name] }
	now := func() time.Time { return time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC) }
	return func(line string) string {
		m := shownLine.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("%q is no command line of the program, nor one that notRun lists", line)
			return ""
		}
		args, err := commandWords(m[1])
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		want := exitDone
		if m[2] != "" {
			if want, err = strconv.Atoi(m[2]); err != nil {
				t.Fatal(err)
			}
		}
		var out, errs bytes.Buffer
		code := run(context.Background(), streams{in: strings.NewReader(""), out: &out, err: &errs, env: env, now: now}, args[1:])
		if code != want {
			t.Errorf("%s: exit code %d, want %d: %s", line, code, want, errs.String())
		}
		return errs.String() + out.String()
	}
}

// abridged leaves out of what is printed what the page leaves out: it has the
// first lines as far as the three dots, and as many of the last as follow them.
func abridged(shown, printed string) string {
	before, after, ok := strings.Cut(shown, "\n...\n")
	if !ok {
		return printed
	}
	lines := slices.Collect(strings.Lines(printed))
	head, tail := strings.Count(before, "\n")+1, strings.Count(after, "\n")
	if head+tail >= len(lines) {
		return printed // nothing is left out
	}
	return strings.Join(lines[:head], "") + "...\n" + strings.Join(lines[len(lines)-tail:], "")
}

// What a page leaves out it leaves out of the right place.
func TestAbridged(t *testing.T) {
	printed := "1\n2\n3\n4\n5\n"
	for shown, want := range map[string]string{
		"":                         printed,
		"1\n...\n":                 "1\n...\n",
		"x\ny\n...\nz\n":           "1\n2\n...\n5\n",
		"1\n2\n3\n...\n4\n5\n":     printed,
		"1\n2\n...\nz\n5\n6\n7\n8": printed,
	} {
		if got := abridged(shown, printed); got != want {
			t.Errorf("abridged(%q) = %q, want %q", shown, got, want)
		}
	}
}

// A target of make that a page names is in the Makefile.
func TestPagesNameTargetsThatExist(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("(?m)(?:^|`)make ([a-z-]+)")
	found := 0
	for page, text := range readerPages(t) {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			found++
			if !strings.Contains(string(makefile), "\n"+m[1]+":") {
				t.Errorf("%s: no target %s", page, m[1])
			}
		}
	}
	if found == 0 {
		t.Error("no page names a target")
	}
}

// Commands and flags that a page names within its text are there.
func TestPagesNameCommandsThatExist(t *testing.T) {
	a := &app{streams: streams{env: func(string) string { return "" }}}
	code := regexp.MustCompile("`archive ([a-z][^`]*)`")
	named := 0
	for page, text := range readerPages(t) {
		for _, m := range code.FindAllStringSubmatch(text, -1) {
			named++
			words := strings.Fields(strings.NewReplacer("[", " ", "]", " ", "...", " ").Replace(m[1]))
			for _, first := range strings.Split(words[0], "|") {
				if err := knows(a, append([]string{first}, words[1:]...)); err != nil {
					t.Errorf("%s: archive %s: %v", page, m[1], err)
				}
			}
		}
	}
	if named < 50 {
		t.Errorf("only %d commands found", named)
	}
}

// knows finds a command and its flags.
func knows(a *app, words []string) error {
	if i := slices.Index(words, "|"); i >= 0 {
		words = words[:i] // into another program
	}
	cmd, rest, err := a.root().Find(words)
	if err != nil || cmd.Parent() == nil && words[0] != "help" {
		return fmt.Errorf("no such command (%w)", err)
	}
	cmd.InitDefaultHelpFlag()
	for _, word := range rest {
		for _, one := range strings.Split(word, "|") {
			flag, ok := strings.CutPrefix(one, "--")
			flag, _, _ = strings.Cut(flag, "=")
			if ok && cmd.Flags().Lookup(flag) == nil && cmd.InheritedFlags().Lookup(flag) == nil {
				return fmt.Errorf("no flag --%s", flag)
			}
		}
	}
	return nil
}
