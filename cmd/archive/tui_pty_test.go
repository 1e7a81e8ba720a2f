//go:build unix

package main

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
)

// played is the real program on a pseudo-terminal.
type played struct {
	t      *testing.T
	cmd    *exec.Cmd
	file   *os.File
	screen *terminal
	chunks chan []byte
	errs   strings.Builder
	done   context.Context
}

func play(t *testing.T, bin, dir string, env []string, args ...string) *played {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	p := &played{t: t, cmd: exec.CommandContext(ctx, bin, args...), screen: newTerminal(120, 40), chunks: make(chan []byte), done: ctx}
	p.cmd.Dir = dir
	p.cmd.Env = append(os.Environ(), append([]string{"TERM=xterm-256color", "LANG=C.UTF-8", "LC_ALL=", "CI=", "XDG_DATA_HOME=" + dir}, env...)...)
	p.cmd.Stderr = &p.errs // so that what is said to the user is told from the screen
	file, err := pty.StartWithSize(p.cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		t.Fatal(err)
	}
	p.file = file
	t.Cleanup(func() { file.Close() })
	go func() {
		defer close(p.chunks)
		for {
			buf := make([]byte, 16384)
			n, err := file.Read(buf)
			if n > 0 {
				select {
				case p.chunks <- buf[:n]:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	return p
}

// until reads what the program draws until the screen has, or has no more, a
// text.
func (p *played) until(text string, there bool) {
	p.t.Helper()
	for strings.Contains(p.screen.text(), text) != there {
		select {
		case chunk, ok := <-p.chunks:
			if !ok {
				p.t.Fatalf("the program ended before %q: %s", text, p.errs.String())
			}
			p.screen.write(chunk)
		case <-p.done.Done():
			p.t.Fatalf("%q (there: %v) never came:\n%s", text, there, p.screen.text())
		}
	}
}

// bytesOf is what a terminal sends for a key.
func bytesOf(key string) string {
	named := map[string]string{
		"enter": "\r", "esc": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
		"ctrl+u": "\x15", "ctrl+c": "\x03", "backspace": "\x7f",
	}
	if b, ok := named[key]; ok {
		return b
	}
	return key
}

// step does one step of a story.
func (p *played) step(step string) {
	p.t.Helper()
	verb, rest, _ := strings.Cut(step, " ")
	switch verb {
	case "see", "unseen":
		p.until(rest, verb == "see")
		return
	case "key":
		rest = bytesOf(rest)
	}
	if _, err := p.file.WriteString(rest); err != nil {
		p.t.Fatal(err)
	}
}

// end reads to the end and returns the exit code.
func (p *played) end() int {
	p.t.Helper()
	for chunk := range p.chunks {
		p.screen.write(chunk)
	}
	err := p.cmd.Wait()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return exit.ExitCode()
	} else if err != nil {
		p.t.Fatal(err)
	}
	return 0
}

// restored checks that the program left the terminal as it found it.
func (p *played) restored() {
	p.t.Helper()
	if !p.screen.modes["25"] || p.screen.modes["1049"] || p.screen.modes["1002"] || p.screen.modes["2004"] {
		p.t.Errorf("modes left: %v", p.screen.modes)
	}
}

// Every story typed into the real program on a terminal.
func TestStoriesTyped(t *testing.T) {
	bin := build(t, ".")
	for _, s := range stories(t) {
		t.Run(s.name, func(t *testing.T) {
			dir := t.TempDir()
			p := play(t, bin, dir, nil)
			for _, step := range s.steps {
				p.step(step)
			}
			p.step("key ctrl+c")
			if code := p.end(); code != 0 {
				t.Errorf("exit code %d: %s", code, p.errs.String())
			}
			p.restored()
			if len(p.screen.unknown) > 0 {
				t.Errorf("sequences the test's terminal does not know: %q", p.screen.unknown)
			}
			t.Chdir(dir)
			s.checkView(t)
		})
	}
}

// Whatever ends the interface, the terminal is restored, one sentence says what
// happened, and the exit code tells it.
func TestTheInterfaceEndsWell(t *testing.T) {
	bin := build(t, ".")
	for name, by := range map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGHUP": syscall.SIGHUP, "SIGINT": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			p := play(t, bin, t.TempDir(), nil)
			p.until("1,554", true)
			if err := p.cmd.Process.Signal(by); err != nil {
				t.Fatal(err)
			}
			if code := p.end(); code != 128+int(by) {
				t.Errorf("exit code %d", code)
			}
			p.restored()
			if fault := notOneSentence(p.errs.String()); fault != "" {
				t.Errorf("%s: %q", fault, p.errs.String())
			}
		})
	}
	t.Run("terminal closed", func(t *testing.T) {
		p := play(t, bin, t.TempDir(), nil)
		p.until("1,554", true)
		p.file.Close()
		if code := p.end(); code != 128+int(syscall.SIGHUP) && code != exitFailure {
			t.Errorf("exit code %d", code)
		}
		if fault := notOneSentence(p.errs.String()); fault != "" {
			t.Errorf("%s: %q", fault, p.errs.String())
		}
	})
}

// An archive file that is spoiled, taken away or locked while it is shown.
func TestTheArchiveChangesWhileItIsShown(t *testing.T) {
	bin := build(t, ".")
	start := func(t *testing.T) (*played, string) {
		t.Helper()
		dir := t.TempDir()
		path := filepath.Join(dir, "copy.db")
		if err := os.WriteFile(path, embeddedBytes(t), 0o600); err != nil {
			t.Fatal(err)
		}
		p := play(t, bin, dir, nil, "tui", "--archive", path)
		p.until("1,554", true)
		p.until("latest: inadequate", true) // the last that the list asks for
		return p, path
	}
	t.Run("corrupted", func(t *testing.T) {
		p, path := start(t)
		garbage := make([]byte, len(embeddedBytes(t)))
		for i := range garbage {
			garbage[i] = byte(i * 7)
		}
		if err := os.WriteFile(path, garbage, 0o600); err != nil {
			t.Fatal(err)
		}
		p.step("type rwe")
		p.step("see ▸   RWE")
		p.step("key enter")
		if code := p.end(); code != exitFailure {
			t.Errorf("exit code %d", code)
		}
		p.restored()
		if fault := notOneSentence(p.errs.String()); fault != "" || !strings.Contains(p.errs.String(), "copy.db") {
			t.Errorf("%s: %q", fault, p.errs.String())
		}
	})
	// What is open stays readable on Unix; nothing is lost.
	t.Run("taken away", func(t *testing.T) {
		p, path := start(t)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		p.step("type rwe")
		p.step("see ▸   RWE")
		p.step("key enter")
		p.step("see through the eras")
		p.step("see rating 16 of 16")
		p.step("key ctrl+c")
		if code := p.end(); code != exitDone {
			t.Errorf("exit code %d: %s", code, p.errs.String())
		}
		p.restored()
	})
	// An archive is read as a file that does not change: a lock is none of its
	// business.
	t.Run("locked", func(t *testing.T) {
		p, path := start(t)
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		if _, err := db.Exec("BEGIN EXCLUSIVE"); err != nil {
			t.Fatal(err)
		}
		p.step("type rwe")
		p.step("see ▸   RWE")
		p.step("key enter")
		p.step("see rating 16 of 16")
		p.step("key ctrl+c")
		if code := p.end(); code != exitDone {
			t.Errorf("exit code %d: %s", code, p.errs.String())
		}
		p.restored()
	})
}
