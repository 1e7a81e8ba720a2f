package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Every line of every command's examples is run; all of them must answer.
func TestExamples(t *testing.T) {
	names := filepath.Join(t.TempDir(), "names.csv")
	if err := os.WriteFile(names, []byte("name,type,year\nUniversity Hospitals of Leicester NHS Trust,acute,2004\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // some write files
	a := &app{streams: streams{env: func(string) string { return "" }}}
	ran := 0
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, c := range cmd.Commands() {
			walk(c)
		}
		if cmd.Runnable() && cmd.GroupID != "" && cmd.Example == "" {
			t.Errorf("%s has no example", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			args, err := commandWords(strings.TrimSpace(line))
			if err != nil || len(args) < 2 || args[0] != "archive" {
				t.Errorf("%s: no command line: %q, %v", cmd.CommandPath(), line, err)
				continue
			}
			if args[1] == "tui" || args[1] == "serve" {
				continue // one needs a terminal, the other does not end
			}
			for i := range args {
				args[i] = strings.ReplaceAll(args[i], "names.csv", names)
			}
			ran++
			t.Run(strings.TrimSpace(line), func(t *testing.T) {
				if got := ask(t, args[1:]...); got.code != exitDone || got.out == "" {
					t.Errorf("exit code %d, %d bytes on stdout, stderr %q", got.code, len(got.out), got.err)
				}
			})
		}
	}
	walk(a.root())
	if ran < 20 {
		t.Errorf("only %d examples found", ran)
	}
}
