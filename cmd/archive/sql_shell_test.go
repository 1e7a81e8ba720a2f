//go:build unix

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"careratings/internal/store"
)

// typist is a person at a terminal with the program on it.
type typist struct {
	t    *testing.T
	tty  *os.File
	seen chan []byte
	all  bytes.Buffer
	at   int // how much of all has been waited for
}

func sitDown(t *testing.T, bin string, env ...string) (*typist, *exec.Cmd) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, bin, "sql")
	cmd.Env = append(os.Environ(), append([]string{"TERM=xterm", "CI="}, env...)...)
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 100})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tty.Close() })
	y := &typist{t: t, tty: tty, seen: make(chan []byte)}
	go func() {
		defer close(y.seen)
		for {
			buf := make([]byte, 4096)
			n, err := tty.Read(buf)
			if n > 0 {
				y.seen <- buf[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	return y, cmd
}

func (y *typist) types(keys string) {
	y.t.Helper()
	if _, err := io.WriteString(y.tty, keys); err != nil {
		y.t.Fatal(err)
	}
}

// waits until the program has shown a text, after what was waited for before.
func (y *typist) waits(text string) {
	y.t.Helper()
	deadline := time.After(patience)
	for {
		if i := strings.Index(y.all.String()[y.at:], text); i >= 0 {
			y.at += i + len(text)
			return
		}
		select {
		case b, ok := <-y.seen:
			if !ok {
				y.t.Fatalf("ended before %q was shown:\n%s", text, y.all.String()[y.at:])
			}
			y.all.Write(b)
		case <-deadline:
			y.t.Fatalf("no %q in:\n%q", text, y.all.String()[y.at:])
		}
	}
}

// A person asks in the shell: over several lines, with completion, makes a mistake,
// stops a query that does not end, sets a parameter, leaves; the next time what was
// typed is there.
func TestTheShellOfSQL(t *testing.T) {
	bin, state := build(t, "."), t.TempDir()
	y, cmd := sitDown(t, bin, "XDG_STATE_HOME="+state)
	y.waits("archive> ")
	y.types("SELECT count(*) AS n\r")
	y.waits("...> ")
	y.types("FROM bod\t\t WHERE id = 'RWE';\r")
	y.waits("body_name") // the choices after the second tab: body, body_name
	y.types("\x03")
	y.waits("archive> ")

	y.types("SELECT 'RW' || 'E!' AS who;\r")
	y.waits("RWE!")
	y.waits("archive> ")
	y.types("SELECT nonsense;\r")
	y.waits("line 1, column 8: no such column: nonsense")
	y.waits("archive> ")
	y.types("DELETE FROM body;\r")
	y.waits("only reading the archive is allowed here")
	y.waits("archive> ")

	y.types("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;\r")
	y.waits("FROM n;")
	time.Sleep(300 * time.Millisecond) // it must run when the key comes
	y.types("\x03")
	y.waits("interrupted")
	y.waits("archive> ")
	y.types("SELECT 'half typed\x03")
	y.waits("archive> ")
	y.types(".param who=RX1\r.format csv\rSELECT :who || '?' AS a;\r")
	y.waits("RX1?")
	y.types(".schema spell\r")
	y.waits("day it ended")
	y.waits("archive> ")
	y.types(".quit\r")
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, y.all.String())
	}

	kept := filepath.Join(state, "archive", "sql_history")
	raw, err := os.ReadFile(kept)
	if err != nil || !strings.Contains(string(raw), "SELECT nonsense;\n") {
		t.Fatalf("the history: %v\n%s", err, raw)
	}
	if info, err := os.Stat(kept); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the history can be read by others: %v, %v", info.Mode(), err)
	}
	y, cmd = sitDown(t, bin, "XDG_STATE_HOME="+state)
	y.waits("archive> ")
	y.types("\x1b[A") // the line before: .quit
	y.waits(".quit")
	y.types("\r")
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, y.all.String())
	}
}

// A terminal that cannot edit, and a state directory that cannot be written.
func TestTheShellOnAPlainTerminal(t *testing.T) {
	y, cmd := sitDown(t, build(t, "."), "TERM=dumb", "XDG_STATE_HOME=/dev/null/none")
	y.waits("archive> ")
	y.types("SELECT 1\n+ 1 AS two;\n")
	y.waits("two")
	y.waits("archive> ")
	y.types("\x04")
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, y.all.String())
	}
	if strings.Contains(y.all.String(), "\x1b") {
		t.Errorf("escapes on a dumb terminal: %q", y.all.String())
	}
}

func TestCompletion(t *testing.T) {
	c := completions([]store.ColumnDoc{{Table: "rating"}, {Table: "rating", Column: "body"}, {Table: "rating", Column: "body_name"}, {Table: "rating_row"}, {Table: "rating_row", Column: "level_low"}, {Table: "body"}, {Table: "body", Column: "id"}})
	for _, tt := range []struct {
		line, want string
		choices    []string
	}{
		{"SELECT * FROM rat|", "SELECT * FROM rating|", []string{"rating", "rating_row"}},
		{"sel|", "SELECT |", []string{"SELECT"}},
		{"SELECT rating.b| FROM rating", "SELECT rating.body| FROM rating", []string{"body", "body_name"}},
		{"SELECT RATING.body_| FROM rating", "SELECT RATING.body_name | FROM rating", []string{"body_name"}},
		{"SELECT lev| FROM rating", "SELECT lev| FROM rating", nil}, // no column of rating
		{"SELECT lev|", "SELECT level_low |", []string{"level_low"}},
		{"SELECT rid|", "SELECT ridit(|", []string{"ridit("}},
		{".sch|", ".schema |", []string{".schema"}},
		{"zz|", "zz|", nil},
		{"SELECT é.b|", "SELECT é.b|", nil},
	} {
		before, after, _ := strings.Cut(tt.line, "|")
		line, pos, choices := complete(c, before+after, len(before))
		if got := line[:pos] + "|" + line[pos:]; got != tt.want || !cmp.Equal(choices, tt.choices) {
			t.Errorf("%s: %s, %v; want %s, %v", tt.line, got, choices, tt.want, tt.choices)
		}
	}
}

// FuzzComplete: completion keeps what stands around the word and never loses its
// place.
func FuzzComplete(f *testing.F) {
	f.Add("SELECT rat", 10)
	f.Add("é.b", 3)
	f.Add("", 0)
	c := completions([]store.ColumnDoc{{Table: "rating"}, {Table: "rating", Column: "body"}, {Table: "body"}, {Table: "body", Column: "id"}})
	f.Fuzz(func(t *testing.T, line string, pos int) {
		if pos < 0 || pos > len(line) {
			return
		}
		got, at, _ := complete(c, line, pos)
		if at < 0 || at > len(got) || got[at:] != line[pos:] || len(got) < len(line) {
			t.Errorf("%q at %d gives %q at %d", line, pos, got, at)
		}
	})
}

func TestHistoryIsShortAndClean(t *testing.T) {
	h := loadHistory(filepath.Join(t.TempDir(), "a", "b"))
	for i := range historyLines + 10 {
		h.Add("SELECT " + strings.Repeat("1", 1+i%3) + ";")
	}
	h.Add(" ")
	h.Add("x\ny")
	h.Add("SELECT 7;")
	h.Add("SELECT 7;")
	if h.Len() != historyLines || h.At(0) != "SELECT 7;" || h.At(1) == h.At(0) {
		t.Errorf("%d lines, newest %q, %q", h.Len(), h.At(0), h.At(1))
	}
	if err := h.save(); err != nil {
		t.Fatal(err)
	}
	if again := loadHistory(h.path); !cmp.Equal(again.lines, h.lines) {
		t.Error("what was saved is not what is read")
	}
	a := &app{streams: streams{env: func(string) string { return "" }}}
	if a.historyFile() != "" || loadHistory("").save() != nil {
		t.Error("without a home there is a history file")
	}
}

func TestNumbersAreWrittenAsNumbers(t *testing.T) {
	for text, want := range map[string]any{
		"7": int64(7), "-3": int64(-3), "0": int64(0), "2.5": 2.5, "-0.5": -0.5, "5E1": "5E1", "1e5": "1e5", "007": "007", "+1": "+1", "0x10": "0x10", "": "", "1.": "1.", ".5": ".5",
		"inf": "inf", "NaN": "NaN", "1_000": "1_000", "00.5": "00.5", "9223372036854775808": "9223372036854775808", "1.2.3": "1.2.3", "-": "-",
	} {
		if got := sqlParam(text); got != want {
			t.Errorf("%q is bound as %T %v, want %T %v", text, got, got, want, want)
		}
	}
}

// What is typed or pasted into the shell, and what an error quotes of the archive,
// acts on no terminal.
func TestTheShellPrintsNothingThatActs(t *testing.T) {
	var shown bytes.Buffer
	a := &app{streams: streams{out: &shown, err: &shown}}
	o := sqlOptions{params: map[string]any{}}
	const attack = "\x1b]52;c;YQ==\a\u009b31m\u202eX"
	for _, line := range []string{".param x" + attack + "=y" + attack, ".param", ".x" + attack, ".format " + attack} {
		a.shellCommand(nil, line, &o)
	}
	a.tell(&store.StatementError{Message: "malformed JSON: " + attack, Line: 1, Column: 1})
	if fault := acts(shown.String(), false, ""); fault != "" || strings.Count(shown.String(), `\x1b]52`) < 5 {
		t.Errorf("%s\n%q", fault, shown.String())
	}
}
