package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"careratings/internal/output"
	"careratings/internal/store"
)

const (
	promptFirst = "archive> "
	promptMore  = "    ...> "
	shellHelp   = `End a statement with ; and press enter. Ctrl-C stops a statement or throws a half-typed
one away; ctrl-D or .quit leaves.
.tables            views and tables
.schema [TABLE]    columns with what they hold
.param NAME=VALUE  set the parameter :NAME; .param alone lists them
.format NAME       table, json, ndjson, csv, tsv or md
.help              this`
)

// typing reports whether a person types at the program: input and output are the
// terminal.
func (a *app) typing() bool {
	f, ok := a.in.(*os.File)
	return ok && a.terminal && term.IsTerminal(int(f.Fd()))
}

// lineReader reads one line for a prompt. broken says that ctrl-C threw it away;
// io.EOF that there are no more.
type lineReader func(prompt string) (line string, broken bool, err error)

// sqlShell reads statements from the terminal until the end.
func (a *app) sqlShell(cmd *cobra.Command, arch *store.Archive, console *store.Console, o sqlOptions) error {
	// Ctrl-C ends a statement, not the program: main's context must not see it.
	ctx := context.WithoutCancel(cmd.Context())
	cmd.SetContext(ctx)
	docs, err := arch.Columns(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "The archive (%s), read-only. .help says how; .tables lists what there is.\n", a.archiveLabel())
	past := loadHistory(a.historyFile())
	var read lineReader
	if a.env("TERM") == "dumb" {
		read = a.plainLines()
	} else {
		read = a.editedLines(past, docs)
	}
	err = a.shellLoop(cmd, console, read, o)
	if saveErr := past.save(); saveErr != nil && err == nil {
		a.remark("the history could not be kept: %v", saveErr)
	}
	return err
}

// shellLoop runs what read brings until its end. A mistake is told and the loop
// goes on.
func (a *app) shellLoop(cmd *cobra.Command, console *store.Console, read lineReader, o sqlOptions) error {
	var typed strings.Builder
	for {
		prompt := promptFirst
		if typed.Len() > 0 {
			prompt = promptMore
		}
		line, broken, err := read(prompt)
		switch {
		case errors.Is(err, io.EOF) && typed.Len() > 0 && strings.TrimSpace(typed.String()) != "":
			fmt.Fprintln(a.err, "the last statement has no ; and was not run")
			return nil
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case broken:
			typed.Reset()
			continue
		}
		if typed.Len() == 0 {
			if trimmed := strings.TrimSpace(line); trimmed == "" {
				continue
			} else if strings.HasPrefix(trimmed, ".") {
				if a.shellCommand(cmd, trimmed, &o) {
					return nil
				}
				continue
			}
		}
		typed.WriteString(line + "\n")
		if !console.Complete(typed.String()) {
			continue
		}
		script := typed.String()
		typed.Reset()
		a.tell(a.interruptible(cmd, console, script, o))
	}
}

// shellCommand runs a dot command and reports whether it was the one to leave.
func (a *app) shellCommand(cmd *cobra.Command, line string, o *sqlOptions) bool {
	word, rest, _ := strings.Cut(strings.TrimRight(line, "; "), " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case ".quit", ".exit":
		return true
	case ".help":
		fmt.Fprintln(a.out, shellHelp)
	case ".format":
		if _, err := output.ParseFormat(rest); err != nil {
			a.tell(usagef(".format: %w", err))
			break
		}
		a.flags.format = rest
	case ".param":
		if rest == "" {
			for name, value := range o.params {
				fmt.Fprintf(a.out, ":%s = %s\n", output.Clean(name), output.Clean(fmt.Sprint(value)))
			}
			break
		}
		set, err := sqlParams([]string{rest})
		a.tell(err)
		for name, value := range set {
			o.params[name] = value
		}
	case ".tables", ".schema":
		a.tell(a.dotCommand(cmd, line))
	default:
		a.tell(usagef("no command %s; .help lists them", output.Clean(word)))
	}
	return false
}

// tell prints an error as the program does at its end.
func (a *app) tell(err error) {
	if codeOf(err) == exitDone {
		return
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintln(a.err, output.Clean(line))
	}
}

// interruptible runs a script that ctrl-C stops.
func (a *app) interruptible(cmd *cobra.Command, console *store.Console, script string, o sqlOptions) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
	defer stop()
	old := cmd.Context()
	cmd.SetContext(ctx)
	defer cmd.SetContext(old)
	quiet := a.flags.quiet
	a.flags.quiet = true // parameters of other statements are no remark here
	defer func() { a.flags.quiet = quiet }()
	return a.script(cmd, console, script, o)
}

// plainLines reads lines as they come, for a terminal that cannot edit.
func (a *app) plainLines() lineReader {
	in := bufio.NewReader(a.in)
	return func(prompt string) (string, bool, error) {
		fmt.Fprint(a.out, prompt)
		line, err := in.ReadString('\n')
		if err != nil && line == "" {
			return "", false, err
		}
		return strings.TrimRight(line, "\r\n"), false, nil
	}
}

// editedLines reads lines with editing, history and completion. The terminal is
// raw only while a line is typed, so that ctrl-C is a signal while a statement
// runs.
func (a *app) editedLines(past *history, docs []store.ColumnDoc) lineReader {
	fd := int(a.in.(*os.File).Fd())
	keys := &keyReader{in: a.in}
	t := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{keys, a.out}, "")
	t.History = past
	words := completions(docs)
	t.AutoCompleteCallback = func(line string, pos int, key rune) (string, int, bool) {
		if key != '\t' {
			return "", 0, false
		}
		line, pos, choices := complete(words, line, pos)
		if len(choices) > 1 {
			fmt.Fprintln(t, strings.Join(choices, "  "))
		}
		return line, pos, true
	}
	return func(prompt string) (string, bool, error) {
		state, err := term.MakeRaw(fd)
		if err != nil {
			return "", false, err
		}
		defer func() { _ = term.Restore(fd, state) }()
		if w, h, err := term.GetSize(fd); err == nil && w > 0 && h > 0 {
			_ = t.SetSize(w, h)
		}
		keys.broken = false
		t.SetPrompt(prompt)
		line, err := t.ReadLine()
		if errors.Is(err, term.ErrPasteIndicator) {
			err = nil
		}
		return line, keys.broken, err
	}
}

// keyReader turns ctrl-C into the keys that empty the line and end it: the line
// editor would take it for the end of all input.
type keyReader struct {
	in      io.Reader
	pending []byte
	broken  bool
}

func (k *keyReader) Read(p []byte) (int, error) {
	if len(k.pending) == 0 {
		buf := make([]byte, max(1, len(p)))
		n, err := k.in.Read(buf)
		if n == 0 {
			return 0, err
		}
		for _, b := range buf[:n] {
			if b == 3 {
				k.broken = true
				k.pending = append(k.pending, 5, 21, '\r') // ctrl-E, ctrl-U, enter
				continue
			}
			k.pending = append(k.pending, b)
		}
	}
	n := copy(p, k.pending)
	k.pending = k.pending[n:]
	return n, nil
}
