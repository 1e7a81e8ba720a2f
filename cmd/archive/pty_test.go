//go:build unix

package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/charmbracelet/bubbletea" // the uncured program is built from it
	"github.com/creack/pty"
)

// terminalQueries are the escape sequences by which a program asks a terminal about
// itself. What the terminal answers arrives as if it had been typed.
var terminalQueries = []struct{ name, sequence string }{
	{"colour of the background (OSC 11)", "\x1b]11"},
	{"colour of the text (OSC 10)", "\x1b]10"},
	{"position of the cursor", "\x1b[6n"},
	{"device attributes", "\x1b[c"},
	{"device attributes, with a parameter", "\x1b[0c"},
	{"name and version of the terminal", "\x1b[>"},
}

// patience ends a test whose program hangs. Nothing is measured by it.
const patience = time.Minute

func build(t *testing.T, target string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "program")
	out, err := exec.Command("go", "build", "-o", bin, target).CombinedOutput()
	if err != nil {
		t.Fatalf("go build %s: %v\n%s", target, err, out)
	}
	return bin
}

// onSilentTerminal runs a program on a terminal that never answers and returns
// everything it wrote there. It stops early where until occurs in the output.
func onSilentTerminal(t *testing.T, env []string, until, bin string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin, args...)
	// With CI set, termenv takes no terminal for one, and nothing would be seen.
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=", "CI=")
	cmd.Env = append(cmd.Env, env...)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	var out strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := terminal.Read(buf)
		out.Write(buf[:n])
		if until != "" && strings.Contains(out.String(), until) {
			cancel()
			_ = cmd.Wait()
			return out.String(), nil
		}
		if err != nil {
			// Linux reports EIO once no process has the terminal open.
			if !errors.Is(err, io.EOF) && !errors.Is(err, syscall.EIO) {
				t.Fatal(err)
			}
			break
		}
	}
	return out.String(), cmd.Wait()
}

// A command that is not the terminal interface must neither write to the
// terminal before its output nor wait for it. See internal/backdrop.
func TestCommandsAskTheTerminalNothing(t *testing.T) {
	bin := build(t, ".")
	for name, env := range map[string][]string{
		"plain":    {},
		"no color": {"NO_COLOR=1"},
		"dumb":     {"TERM=dumb"},
	} {
		t.Run(name, func(t *testing.T) {
			env := append([]string{"XDG_DATA_HOME=" + t.TempDir()}, env...)
			out, err := onSilentTerminal(t, env, "", bin, "version")
			if err != nil {
				t.Fatalf("archive version: %v\n%q", err, out)
			}
			if strings.TrimSpace(out) == "" {
				t.Error("archive version printed nothing")
			}
			for _, q := range terminalQueries {
				if strings.Contains(out, q.sequence) {
					t.Errorf("archive version asks the terminal its %s: %q", q.name, out)
				}
			}
		})
	}
}

// The control for the test above: a program that imports Bubble Tea and no
// cure is seen to ask. If this fails, Bubble Tea has stopped asking, and
// internal/backdrop can go.
func TestSilentTerminalShowsTheQueryOfAnUncuredProgram(t *testing.T) {
	source := filepath.Join(t.TempDir(), "main.go")
	const program = `package main

import tea "github.com/charmbracelet/bubbletea"

func main() { _ = tea.Quit }
`
	if err := os.WriteFile(source, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := onSilentTerminal(t, nil, terminalQueries[0].sequence, build(t, source))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, terminalQueries[0].sequence) {
		t.Errorf("no query in %q", out)
	}
}
