package main

import (
	"errors"
	"fmt"
	"strings"

	"careratings/internal/output"
)

// Exit codes scripts rely on.
const (
	exitDone    = 0
	exitFailure = 1
	exitUsage   = 2
	exitNoMatch = 3
	exitRefused = 4
	exitDiffers = 5
)

// exitError is an error with the exit code it means.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

func noMatchf(format string, args ...any) error {
	return &exitError{exitNoMatch, fmt.Errorf(format, args...)}
}

// codeOf is the exit code of an error; a closed pipe is no failure of ours.
func codeOf(err error) int {
	var e *exitError
	switch {
	case err == nil, output.IsClosedPipe(err):
		return exitDone
	case errors.As(err, &e):
		return e.code
	case strings.HasPrefix(err.Error(), "unknown command"), strings.HasPrefix(err.Error(), "unknown flag"),
		strings.HasPrefix(err.Error(), "unknown shorthand"):
		return exitUsage
	}
	return exitFailure
}
