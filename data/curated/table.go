// Package curated reads the archive's curated text, the CSV files of data/, and
// checks it: every fault at once, each with its file, row and column. The
// program that compiles the text into a database and the tests over data/ use
// the same reader.
package curated

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"careratings/internal/eras"
)

// Fault is one thing wrong with the curated text. Row counts data rows from 1;
// 0 means the file as a whole.
type Fault struct {
	File   string
	Row    int
	Column string
	What   string
}

func (f Fault) String() string {
	switch {
	case f.Row == 0:
		return fmt.Sprintf("%s: %s", f.File, f.What)
	case f.Column == "":
		return fmt.Sprintf("%s: row %d: %s", f.File, f.Row, f.What)
	}
	return fmt.Sprintf("%s: row %d, column %s: %s", f.File, f.Row, f.Column, f.What)
}

// sheet is one CSV file being read: it hands out cells by column name and
// collects faults.
type sheet struct {
	file   string
	index  map[string]int
	rows   [][]string
	row    int // 1-based row being read
	faults *[]Fault
}

// readSheet reads a whole CSV file whose header must be exactly these columns.
func readSheet(dir fs.FS, file string, columns []string, faults *[]Fault) *sheet {
	s := &sheet{file: file, index: map[string]int{}, faults: faults}
	f, err := dir.Open(file)
	if err != nil {
		s.fault(0, "", "cannot be opened: "+reason(err))
		return s
	}
	defer f.Close()
	s.load(f, columns)
	return s
}

func (s *sheet) load(r io.Reader, columns []string) {
	reader := csv.NewReader(r)
	header, err := reader.Read()
	if err != nil {
		s.fault(0, "", "has no header row: "+err.Error())
		return
	}
	if got, want := strings.Join(header, ","), strings.Join(columns, ","); got != want {
		s.fault(0, "", fmt.Sprintf("header is %q, want %q", got, want))
		return
	}
	for i, c := range columns {
		s.index[c] = i
	}
	for {
		rec, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			s.fault(0, "", err.Error())
			return
		}
		for i, cell := range rec {
			if !utf8.ValidString(cell) {
				s.fault(len(s.rows)+1, columns[i], "is not UTF-8")
				rec[i] = strings.ToValidUTF8(cell, "�")
			}
			if strings.ContainsFunc(cell, unicode.IsControl) {
				s.fault(len(s.rows)+1, columns[i], fmt.Sprintf("%q has a control character", cell))
			}
			if strings.TrimSpace(cell) != cell {
				s.fault(len(s.rows)+1, columns[i], fmt.Sprintf("%q has white space at an end", cell))
			}
		}
		s.rows = append(s.rows, rec)
	}
}

func (s *sheet) fault(row int, column, what string) {
	*s.faults = append(*s.faults, Fault{File: s.file, Row: row, Column: column, What: what})
}

func (s *sheet) bad(column, format string, args ...any) {
	s.fault(s.row, column, fmt.Sprintf(format, args...))
}

// next moves to the next row.
func (s *sheet) next() bool {
	if s.row >= len(s.rows) {
		return false
	}
	s.row++
	return true
}

func (s *sheet) text(column string) string { return s.rows[s.row-1][s.index[column]] }

func (s *sheet) need(column string) string {
	v := s.text(column)
	if v == "" {
		s.bad(column, "is empty")
	}
	return v
}

func (s *sheet) number(column string) int {
	v := s.text(column)
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		s.bad(column, "%q is not a whole number", v)
		return 0
	}
	return n
}

func (s *sheet) decimal(column string) string {
	v := s.text(column)
	if v == "" {
		return ""
	}
	if f, err := strconv.ParseFloat(v, 64); err != nil || f != f || f > 1e15 || f < -1e15 {
		s.bad(column, "%q is not a number", v)
		return ""
	}
	return v
}

func (s *sheet) flag(column string) bool {
	switch v := s.text(column); v {
	case "1":
		return true
	case "", "0":
		return false
	default:
		s.bad(column, "%q is neither 0 nor 1", v)
		return false
	}
}

func (s *sheet) date(column string) eras.Interval {
	iv, err := eras.ParseInterval(s.text(column))
	if err != nil {
		s.bad(column, "%s", err)
	}
	return iv
}

func (s *sheet) oneOf(column string, allowed []string, emptyToo bool) string {
	v := s.text(column)
	if v == "" && emptyToo {
		return v
	}
	for _, a := range allowed {
		if a == v {
			return v
		}
	}
	s.bad(column, "%q is none of %s", v, strings.Join(allowed, ", "))
	return v
}

func reason(err error) string {
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
