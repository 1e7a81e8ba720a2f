package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const importingDoc = "../../docs/IMPORTING.md"

// step is a command of docs/IMPORTING.md, the exit code it tells of, if any, and
// what is printed under it: remarks first, as a terminal shows them.
var importingStep = regexp.MustCompile("(?s)```sh\n(archive [^\n]*?)(?:   # exit code (\\d+))?\n```\n\n```text\n(.*?)```\n")

// The commands of docs/IMPORTING.md, run one after another on the files of
// testdata/importing, print what the page shows.
func TestImportingDoc(t *testing.T) {
	page, err := filepath.Abs(importingDoc)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	if n := strings.Count(text, "```sh\n"); n != len(importingStep.FindAllString(text, -1)) || n < 10 {
		t.Fatalf("%d commands, not each with one line and its output", n)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/importing")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	env := func(name string) string {
		return map[string]string{"XDG_DATA_HOME": filepath.Join(dir, "data")}[name]
	}
	// A clock that stands still: the journal shows the time.
	now := func() time.Time { return time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC) }
	renewed := importingStep.ReplaceAllStringFunc(text, func(block string) string {
		m := importingStep.FindStringSubmatch(block)
		args, err := commandWords(m[1])
		if err != nil {
			t.Fatalf("%s: %v", m[1], err)
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
			t.Errorf("%s: exit code %d: %s", m[1], code, errs.String())
		}
		return strings.TrimSuffix(block, m[3]+"```\n") + errs.String() + out.String() + "```\n"
	})
	if *update {
		if err := os.WriteFile(page, []byte(renewed), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(text, renewed); diff != "" {
		t.Errorf("%s (-has +should have; go test ./cmd/archive -run ImportingDoc -update renews it):\n%s", importingDoc, diff)
	}
}

// Commands and flags that the page names within its text are there.
func TestImportingDocNamesCommands(t *testing.T) {
	raw, err := os.ReadFile(importingDoc)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{streams: streams{env: func(string) string { return "" }}}
	named := regexp.MustCompile("`archive ([^`]+)`").FindAllStringSubmatch(string(raw), -1)
	if len(named) < 5 {
		t.Fatalf("only %d commands found", len(named))
	}
	for _, m := range named {
		cmd, rest, err := a.root().Find(strings.Fields(m[1]))
		if err != nil || cmd.Parent() == nil {
			t.Errorf("archive %s: %v", m[1], err)
			continue
		}
		cmd.InitDefaultHelpFlag()
		for _, word := range rest {
			if flag, ok := strings.CutPrefix(word, "--"); ok && cmd.Flags().Lookup(flag) == nil && cmd.InheritedFlags().Lookup(flag) == nil {
				t.Errorf("archive %s: no flag %s", m[1], word)
			}
		}
	}
	cmd, _, err := a.root().Find([]string{"import"})
	if err != nil {
		t.Fatal(err)
	}
	flags := regexp.MustCompile("`--([a-z-]+)`").FindAllStringSubmatch(string(raw), -1)
	for _, m := range flags {
		fetch, _, err := a.root().Find([]string{"fetch"})
		if err != nil {
			t.Fatal(err)
		}
		verify, _, err := a.root().Find([]string{"verify"})
		if err != nil {
			t.Fatal(err)
		}
		if cmd.Flags().Lookup(m[1]) == nil && cmd.InheritedFlags().Lookup(m[1]) == nil && fetch.Flags().Lookup(m[1]) == nil && verify.Flags().Lookup(m[1]) == nil {
			t.Errorf("no flag --%s", m[1])
		}
	}
}
