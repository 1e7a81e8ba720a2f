package main

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/term"
)

// streams is everything a command may touch of the world outside the archive.
type streams struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	now      func() time.Time
	terminal bool // out is a terminal
	width    int  // columns of that terminal; 0 when out is no terminal
}

func systemStreams() streams {
	s := streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, now: time.Now}
	if term.IsTerminal(int(os.Stdout.Fd())) {
		s.terminal = true
		s.width = 80
		if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && w > 0 {
			s.width = w
		}
	}
	if w, err := strconv.Atoi(s.env("COLUMNS")); err == nil && w >= 40 {
		s.width = w
	}
	return s
}

// colour reports whether output may be coloured: on a terminal that can, unless
// the user said no.
func (s streams) colour(noColour bool) bool {
	return s.terminal && !noColour && s.env("NO_COLOR") == "" && s.env("TERM") != "dumb"
}

// dataFile is where imports and originals are kept without being told: in
// $XDG_DATA_HOME, or its default under $HOME; empty without either.
func (s streams) dataFile(name string) string { return s.kept("XDG_DATA_HOME", "share", name) }

// kept is a file of the program in the directory that a variable names, else in that
// default under $HOME; empty without either. The variable counts if its path is
// absolute, as the XDG specification has it.
func (s streams) kept(variable, local, name string) string {
	dir := s.env(variable)
	if !filepath.IsAbs(dir) {
		home := s.env("HOME")
		if home == "" {
			return ""
		}
		dir = filepath.Join(home, ".local", local)
	}
	return filepath.Join(dir, "archive", name)
}

// pageWidth is the width pages are laid out for: the terminal's, or 80 when
// piped.
func (a *app) pageWidth() int {
	if a.width == 0 {
		return 80
	}
	return a.width
}
