package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const (
	commandsDoc = "../../docs/COMMANDS.md"
	manDir      = "../../docs/man"
)

// docs/COMMANDS.md and docs/man say what the commands say of themselves, and
// there is no page of a command that is gone.
func TestReferenceIsCurrent(t *testing.T) {
	a := &app{streams: streams{env: func(string) string { return "" }}}
	root := a.root()
	root.InitDefaultCompletionCmd()
	want := map[string]string{commandsDoc: commandsPage(root)}
	for _, cmd := range visible(root) {
		for name, page := range manPage(cmd) {
			want[filepath.Join(manDir, name)] = page
		}
	}
	old, err := filepath.Glob(manDir + "/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(want) < 40 {
		t.Fatalf("only %d pages", len(want))
	}
	if *update {
		if err := os.MkdirAll(manDir, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, path := range old {
			if want[path] == "" {
				os.Remove(path)
			}
		}
		for path, page := range want {
			if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	for _, path := range append(old, commandsDoc) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want[path] == "" {
			t.Errorf("%s is the page of no command; go generate ./... removes it", path)
		} else if diff := cmp.Diff(want[path], string(raw)); diff != "" {
			t.Errorf("%s is stale; go generate ./... writes it (-should be +is):\n%s", path, diff)
		}
		delete(want, path)
	}
	for path := range want {
		t.Errorf("%s is missing; go generate ./... writes it", path)
	}
}

// visible are the commands of the program, topics last.
func visible(root *cobra.Command) []*cobra.Command {
	var commands, topics []*cobra.Command
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		switch {
		case cmd.Hidden || cmd.Name() == "help":
		case cmd.Runnable():
			commands = append(commands, cmd)
		case cmd.HasSubCommands():
		default:
			topics = append(topics, cmd)
		}
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(root)
	return append(commands, topics...)
}

// block is a run of lines of a help text: filled as a paragraph, or kept as it
// stands because it is indented or, in a topic, laid out in columns.
type block struct {
	lines []string
	kept  bool
}

// blocks splits a help text. A paragraph with an indented line, or with two spaces
// inside a line, is laid out by hand.
func blocks(text string) []block {
	var out []block
	if text == "" {
		return nil
	}
	for _, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		for _, line := range strings.Split(paragraph, "\n") {
			kept := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") || strings.Contains(line, "  ")
			if n := len(out); n == 0 || out[n-1].kept != kept || out[n-1].lines == nil {
				out = append(out, block{kept: kept})
			}
			last := &out[len(out)-1]
			last.lines = append(last.lines, line)
		}
		out = append(out, block{})
	}
	return slices.DeleteFunc(out, func(b block) bool { return b.lines == nil })
}

// flagsOf are a command's own flags, or what every command takes.
func flagsOf(set *pflag.FlagSet) []*pflag.Flag {
	var out []*pflag.Flag
	set.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden && f.Name != "help" {
			out = append(out, f)
		}
	})
	return out
}

// flagWords are the flag as it is typed and what it does.
func flagWords(f *pflag.Flag) (typed, does string) {
	kind, does := pflag.UnquoteUsage(f)
	typed = "--" + f.Name
	if f.Shorthand != "" {
		typed = "-" + f.Shorthand + ", " + typed
	}
	if kind != "" {
		typed += " " + kind
	}
	switch f.DefValue {
	case "", "false", "0", "[]":
	default:
		does += " (default " + f.DefValue + ")"
	}
	return typed, does
}

// commandsPage is docs/COMMANDS.md.
func commandsPage(root *cobra.Command) string {
	var b strings.Builder
	b.WriteString("# Commands\n\nMade from the commands themselves by `go generate ./...`; a test fails when it is stale. Every example is run by a test.\n" +
		"`archive help COMMAND` prints the same.\n\n## Flags of every command\n\n")
	writeFlags(&b, flagsOf(root.PersistentFlags()))
	for _, g := range append(root.Groups(), &cobra.Group{Title: "The program:"}, &cobra.Group{ID: "topics", Title: "Topics:"}) {
		fmt.Fprintf(&b, "\n## %s\n", strings.TrimSuffix(g.Title, ":"))
		for _, cmd := range visible(root) {
			if cmd == root || groupOf(cmd) != g.ID {
				continue
			}
			fmt.Fprintf(&b, "\n### archive %s\n\n", strings.TrimPrefix(cmd.CommandPath(), "archive "))
			if cmd.Runnable() {
				fmt.Fprintf(&b, "%s.\n\n```text\n%s\n```\n", cmd.Short, strings.TrimSuffix(cmd.UseLine(), " [flags]"))
			}
			long := cmd.Long
			if !cmd.Runnable() {
				_, long, _ = strings.Cut(long, "\n") // the first line is its title
			}
			for _, p := range blocks(long) {
				text := strings.Join(p.lines, "\n")
				if p.kept {
					text = "```text\n" + text + "\n```"
				} else {
					text = strings.NewReplacer("<", "\\<", "*", "\\*", "[", "\\[", "_", "\\_").Replace(text)
				}
				b.WriteString("\n" + text + "\n")
			}
			if cmd.Example != "" {
				b.WriteString("\n```sh\n")
				for line := range strings.Lines(cmd.Example) {
					b.WriteString(strings.TrimSpace(line) + "\n")
				}
				b.WriteString("```\n")
			}
			if flags := flagsOf(cmd.LocalNonPersistentFlags()); len(flags) > 0 {
				b.WriteString("\n")
				writeFlags(&b, flags)
			}
		}
	}
	return b.String()
}

// groupOf is the group of a command or of the one above it.
func groupOf(cmd *cobra.Command) string {
	if cmd.GroupID == "" && cmd.Parent() != nil && cmd.Parent().GroupID != "" {
		return cmd.Parent().GroupID
	}
	if !cmd.Runnable() {
		return "topics"
	}
	return cmd.GroupID
}

func writeFlags(b *strings.Builder, flags []*pflag.Flag) {
	b.WriteString("| flag | meaning |\n| --- | --- |\n")
	for _, f := range flags {
		typed, does := flagWords(f)
		fmt.Fprintf(b, "| `%s` | %s |\n", strings.ReplaceAll(typed, "|", "\\|"), strings.NewReplacer("|", "\\|", "<", "\\<", "*", "\\*").Replace(does))
	}
}
