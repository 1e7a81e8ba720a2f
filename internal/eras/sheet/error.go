package sheet

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Error is what is wrong with a file, and where. Zero and empty fields are not
// known or do not apply.
type Error struct {
	File   string // as it was opened, with the member of a zip
	Sheet  string
	Row    int // from 1
	Column int // from 1
	What   string
	Do     string // the remedy, an imperative clause
	Err    error  // the cause, for errors.Is
}

// Error gives the place, what is wrong and the remedy on one line.
func (e *Error) Error() string {
	var at []string
	if e.File != "" {
		at = append(at, e.File)
	}
	if e.Sheet != "" {
		at = append(at, "sheet "+e.Sheet)
	}
	if e.Row > 0 {
		at = append(at, "row "+strconv.Itoa(e.Row))
	}
	if e.Column > 0 {
		at = append(at, "column "+strconv.Itoa(e.Column))
	}
	s := e.What
	if len(at) > 0 {
		s = strings.Join(at, ", ") + ": " + s
	}
	if e.Do != "" {
		s += "; " + e.Do
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// fault makes an error whose place is filled in by who knows it.
func fault(do, what string, args ...any) *Error {
	return &Error{What: fmt.Sprintf(what, args...), Do: do}
}

// place is where a reader stands.
type place struct {
	file, sheet string
}

// at puts a row and a column to an error. A cancelled context stays what it is.
func (p place) at(err error, row, column int) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var known *Error
	e := &Error{What: err.Error(), Err: err}
	if errors.As(err, &known) {
		c := *known
		e = &c
	}
	if e.File == "" {
		e.File = p.file
	}
	if e.Sheet == "" {
		e.Sheet = p.sheet
	}
	if e.Row == 0 {
		e.Row = row
	}
	if e.Column == 0 {
		e.Column = column
	}
	return e
}

const (
	doCopy = "get a fresh copy of the file"
	doSave = "save it as CSV or XLSX"
	doUTF8 = "save it as UTF-8"
)
