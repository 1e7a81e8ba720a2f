package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// historyLines is how many lines the shell's history keeps.
const historyLines = 1000

// history is the lines typed into the SQL shell, newest last, kept in a file
// between runs. It is a term.History.
type history struct {
	path  string // empty: kept nowhere
	lines []string
}

// historyFile is where the history is kept: $XDG_STATE_HOME, or its default under
// $HOME; empty without either.
func (a *app) historyFile() string { return a.kept("XDG_STATE_HOME", "state", "sql_history") }

// loadHistory reads a history; a file that is not there or cannot be read is an
// empty one.
func loadHistory(path string) *history {
	h := &history{path: path}
	raw, err := os.ReadFile(path)
	if err != nil {
		return h
	}
	for line := range strings.Lines(string(raw)) {
		h.Add(strings.TrimRight(line, "\r\n"))
	}
	return h
}

// Add takes a line that was typed. Empty ones and repetitions are passed over.
func (h *history) Add(line string) {
	line = strings.ToValidUTF8(line, "\ufffd")
	if strings.TrimSpace(line) == "" || strings.ContainsAny(line, "\n\r\x1b") || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return
	}
	h.lines = append(h.lines, line)
	if len(h.lines) > historyLines {
		h.lines = h.lines[len(h.lines)-historyLines:]
	}
}

// Len is how many lines there are.
func (h *history) Len() int { return len(h.lines) }

// At is a line, 0 the newest.
func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }

// save writes the history whole, readable by its owner alone.
func (h *history) save() error {
	if h.path == "" || len(h.lines) == 0 {
		return nil
	}
	dir := filepath.Dir(h.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return reasonAlone(err)
	}
	tmp, err := os.CreateTemp(dir, ".history-*")
	if err != nil {
		return reasonAlone(err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.WriteString(strings.Join(h.lines, "\n") + "\n")
	if err = errors.Join(err, tmp.Close()); err != nil {
		return reasonAlone(err)
	}
	return reasonAlone(os.Rename(tmp.Name(), h.path))
}

// reasonAlone is an error without the name of a temporary file in it.
func reasonAlone(err error) error {
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
