package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Every line of every command's examples is run, and answers what the golden
// file has: of a long answer its first lines, and the checksum of all. What is
// about imported files is run where one file was imported.
func TestExamples(t *testing.T) {
	a := &app{streams: streams{env: func(string) string { return "" }}}
	var lines []string
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, c := range cmd.Commands() {
			walk(c)
		}
		own := cmd.GroupID != "" || cmd.HasParent() && cmd.Parent().GroupID != "" // not completion and help
		if cmd.Runnable() && own && cmd.Example == "" {
			t.Errorf("%s has no example", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	walk(a.root())
	if len(lines) < 60 {
		t.Errorf("only %d examples found", len(lines))
	}
	path, err := filepath.Abs("testdata/examples")
	if err != nil {
		t.Fatal(err)
	}
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	run := runner(t, path) // some write files
	imported := func(line string) string {
		here, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		defer t.Chdir(here)
		run := runner(t, filepath.Join(filepath.Dir(path), "importing"))
		run("archive import hand.csv --most 50")
		there, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(run(line), there, "DIR")
	}
	here := strings.NewReplacer(runtime.Version(), "go", runtime.GOOS+"/"+runtime.GOARCH, "os/arch") // for archive version
	var answers strings.Builder
	for _, line := range lines {
		if why, ok := untested(line); ok {
			fmt.Fprintf(&answers, "$ %s\nnot run: %s\n\n", line, why)
			continue
		}
		ask := run
		if strings.HasPrefix(line, "archive imports") || strings.HasPrefix(line, "archive backup") {
			ask = imported
		}
		printed := here.Replace(ask(line))
		if printed == "" {
			t.Errorf("%s: nothing is printed", line)
		}
		fmt.Fprintf(&answers, "$ %s\n%s\n", line, glimpse(printed))
	}
	t.Chdir(home)
	golden(t, "examples.txt", answers.String())
}

// glimpse is a short answer whole; of a long one the first lines, each cut, and
// what tells it from another.
func glimpse(printed string) string {
	const most, wide = 8, 160
	var b strings.Builder
	n := 0
	for line := range strings.Lines(printed) {
		if n++; n > most {
			continue
		}
		line = strings.TrimSuffix(line, "\n")
		if r := []rune(line); len(r) > wide {
			line = string(r[:wide]) + "..."
		}
		b.WriteString(strings.TrimRight(line, " \t\r") + "\n")
	}
	fmt.Fprintf(&b, "(%d lines, %d bytes, sha256 %.12x)\n", n, len(printed), sha256.Sum256([]byte(printed)))
	return b.String()
}
