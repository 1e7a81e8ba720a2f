//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// A reader that has seen enough (| head -1) is no failure: nothing is said, and
// the program ends with 0 or by SIGPIPE, as a shell expects.
func TestClosedPipe(t *testing.T) {
	bin := build(t, ".")
	for _, args := range [][]string{
		{"trajectory", "RWE", "--measure", "all"},
		{"trusts"},
		{"sources", "--format", "json"},
		{"measures", "--format", "csv"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			cmd := exec.CommandContext(ctx, bin, args...)
			var said strings.Builder
			cmd.Stderr = &said
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReaderSize(out, 16).ReadSlice('\n'); err != nil && !errors.Is(err, bufio.ErrBufferFull) {
				t.Errorf("%q: %v", line, err)
			}
			out.Close()
			err = cmd.Wait()
			if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
				if status, ok := exit.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGPIPE {
					t.Errorf("ends with %v", err)
				}
			} else if err != nil {
				t.Error(err)
			}
			if said.Len() > 0 {
				t.Errorf("stderr: %q", said.String())
			}
		})
	}
}

// closedAfter is a reader's end that goes away after n bytes.
type closedAfter struct{ n int }

func (c *closedAfter) Write(p []byte) (int, error) {
	if len(p) <= c.n {
		c.n -= len(p)
		return len(p), nil
	}
	n := c.n
	c.n = 0
	return n, io.ErrClosedPipe
}

// The same inside the program, wherever in its output the reader goes: exit
// code 0 and silence.
func TestClosedPipeAnywhere(t *testing.T) {
	whole := len(ask(t, "trajectory", "RWE").out)
	for _, n := range []int{0, 1, whole / 2, whole - 1} {
		for _, args := range [][]string{
			{"trajectory", "RWE"},
			{"trajectory", "RWE", "--format", "json"},
			{"trust", "RX1"},
			{"lineage", "RX9"},
			{"gaps", "--edition", "stars-2003", "--template"},
		} {
			got := askIn(t, streams{out: &closedAfter{min(n, 200)}}, args...)
			if got.code != exitDone || got.err != "" {
				t.Errorf("%v, closed after %d bytes: exit code %d, stderr %q", args, n, got.code, got.err)
			}
		}
	}
}

// An import whose messages nobody reads any more (2>&1 | head -1) goes on to its last
// file.
func TestImportGoesOnUnread(t *testing.T) {
	f := newFaulty(t)
	f.bin = build(t, ".")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	cmd, _ := f.child(t.Context(), nil, []string{"import", "--month-first", f.files[0], f.files[1]}) // the first is there, which is said
	cmd.Stdout, cmd.Stderr = w, w
	err = cmd.Run()
	w.Close()
	if n := f.imported(f.file()); err != nil || n != 2 {
		t.Errorf("%v, and %d imports, want 2", err, n)
	}
}

// A home that cannot be written, or is none, hinders nothing and gains no file.
func TestUnwritableHome(t *testing.T) {
	bin := build(t, ".")
	locked := t.TempDir()
	if err := os.Chmod(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	want := ask(t, "trajectory", "RWE").out
	for _, env := range [][]string{
		{"HOME=/nonexistent", "XDG_DATA_HOME=/nonexistent", "XDG_CACHE_HOME=/nonexistent", "XDG_CONFIG_HOME=/nonexistent", "TMPDIR=/nonexistent"},
		{"HOME=" + locked, "XDG_DATA_HOME=" + locked, "TMPDIR=" + locked},
		{"HOME=", "XDG_DATA_HOME="},
		{},
	} {
		cmd := exec.CommandContext(t.Context(), bin, "trajectory", "RWE")
		cmd.Env = env // nothing else: no PATH either
		out, err := cmd.Output()
		if err != nil || string(out) != want {
			t.Errorf("with %v: %v, %d bytes of %d", env, err, len(out), len(want))
		}
	}
	left, err := os.ReadDir(locked)
	if err != nil || len(left) > 0 {
		t.Errorf("the home has %v, %v", left, err)
	}
}
