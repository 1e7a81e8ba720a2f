package tui

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
	"careratings/internal/store"
)

// Options say what the interface shows and how.
type Options struct {
	// Open opens the archive. It is called once, after the first frame.
	Open  func() (*store.Archive, error)
	Label string // names the archive in the status line
	Trust string // a code to open on; empty for the list of trusts
	AsOf  string
	// Colour and ASCII say how things are drawn.
	Colour bool
	ASCII  bool
	Mouse  bool
	// Save writes an exported view; WriteFile where it is nil.
	Save func(name string, data []byte) error

	first func(s *session) screen // opened at once, for tests of one screen
}

// SignalError says which signal ended the interface.
type SignalError struct{ Signal syscall.Signal }

func (e *SignalError) Error() string { return fmt.Sprintf("ended by the signal %q", e.Signal) }

// newFrame makes the interface on its first screen.
func newFrame(o Options) *frame {
	open := sync.OnceValues(o.Open)
	s := &session{open: open, asOf: o.AsOf, policy: "strands", basis: "published", look: look{style: output.NewStyle(o.Colour), ascii: o.ASCII}}
	f := &frame{session: s, label: o.Label, save: o.Save, seen: map[screen]int{}}
	if f.save == nil {
		f.save = WriteFile
	}
	f.past = []screen{newTrusts(s)}
	if o.Trust != "" {
		f.past = append(f.past, newTrajectory(s, o.Trust))
	}
	if o.first != nil {
		f.past = append(f.past, o.first(s))
	}
	return f
}

// Run shows the interface on a terminal until the user quits. Whatever ends it,
// the terminal is restored first. The error is one sentence: what failed, or a
// *SignalError.
func Run(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	f := newFrame(o)
	f.copy = clipboard
	options := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithAltScreen(), tea.WithInput(in), tea.WithOutput(out), tea.WithoutSignalHandler(), tea.WithoutCatchPanics(),
	}
	if o.Mouse {
		options = append(options, tea.WithMouseCellMotion())
	}
	p := tea.NewProgram(f, options...)
	f.quit = func() { go p.Quit() } // Quit waits for the loop that calls View
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGHUP, os.Interrupt)
	defer signal.Stop(ended)
	var by syscall.Signal
	var once sync.Mutex
	go func() {
		if s, ok := <-ended; ok {
			once.Lock()
			by, _ = s.(syscall.Signal)
			once.Unlock()
			p.Quit()
		}
	}()
	_, err := p.Run()
	close(ended)
	once.Lock()
	defer once.Unlock()
	switch {
	case f.err != nil:
		return f.err
	case by != 0:
		return &SignalError{by}
	case errors.Is(err, tea.ErrProgramKilled), errors.Is(err, context.Canceled):
		return &SignalError{syscall.SIGINT}
	case err != nil:
		return fmt.Errorf("the terminal is gone: %w", err)
	}
	return nil
}

// clipboard is the escape sequence (OSC 52) by which a terminal takes text onto
// the clipboard; one that does not know it shows nothing, and the text stands in
// the status line anyway.
func clipboard(text string) string {
	return "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\a"
}

// WriteFile writes a new file whole or not at all; a file that exists is left
// alone.
func WriteFile(name string, data []byte) error {
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("%s exists already", name)
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".export-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(data); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := os.Chmod(tmp.Name(), 0o644); err != nil { //nolint:gosec // an export is meant to be read
		return err
	}
	return os.Link(tmp.Name(), name)
}
