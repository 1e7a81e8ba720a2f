// Package native reads the files that publishers really publish: one adapter per
// native format, each in its own file, in one ordered list. An adapter turns a
// file into claims and facts about bodies, in the archive's own terms, and
// rejects what it does not understand with the place where it stands; it never
// invents, drops or corrects a row in silence.
package native

import (
	"context"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"
)

// Adapter reads one native format.
type Adapter interface {
	// ID names the format: "nof-data", "cqc-directory".
	ID() string
	// Version is raised when the same file would be read differently.
	Version() int
	// Score says how surely a file is of this format: 0 not at all, 100 certainly.
	// It looks at the head alone.
	Score(h Head) int
	// Read reads the whole file into the sink. The error is for a file that cannot
	// be read on: a row that is not understood is a Reject.
	Read(ctx context.Context, f *File, to Sink) error
}

// File is a file to read: its book, and what is known of it beforehand.
type File struct {
	Name string // base name as given, of the member for a file out of a zip
	Book *sheet.Book
	// Source is the key of the source that every claim names.
	Source string
	// Edition and Released are what the user said, or empty: the edition a file
	// belongs to, the day of its release.
	Edition  string
	Released eras.Interval
	// MonthFirst says that slashed dates are month-first, when the user said so.
	MonthFirst bool
	// Catalogue is what the archive knows of editions, measures and scales.
	Catalogue Catalogue
}

// Head is what detection sees: the beginning of a file.
type Head struct {
	Name   string
	Format sheet.Format
	Sheets []HeadSheet // CSV: one without a name; JSON: none
	Bytes  []byte      // the first 64 KiB, inflated
}

// HeadSheet is the beginning of a sheet: its first 30 rows.
type HeadSheet struct {
	Name string
	Rows [][]string
}

// At is a place in a file. Row counts from 1 as the file has it; Column is the
// column's name in the header, or its number.
type At struct {
	Sheet  string
	Row    int
	Column string
}

// Reject is a row, or a cell of it, that was not taken.
type Reject struct {
	At
	Value  string // the cell, or the row's beginning, at most 200 characters
	Reason string // one clause: "no rating is called Goood; expected Outstanding, Good, ..."
}

// Body is what a file states about a body at its release. Empty fields are not
// stated. No field holds a person's name.
type Body struct {
	Code     string // ODS code, CQC location id or provider id
	Scheme   string // ods, cqc-location, cqc-provider
	Kind     string // one of bodies.Kinds, site for a site of a trust, or empty where not stated
	Name     string
	Type     string // as printed: "NHS Healthcare Organisation"
	Parent   string // provider of a location
	ODS      string // ODS code where the code is another
	Region   string
	Town     string
	County   string
	Postcode string
	Opened   eras.Interval
	Closed   eras.Interval
	// LegalOpened and LegalClosed are preferred over the operational dates.
	LegalOpened eras.Interval
	LegalClosed eras.Interval
	// FoundationFrom is the start of the role of a foundation trust.
	FoundationFrom eras.Interval
	Roles          []string // ORD role ids
	At             At
}

// Succession is one body following another.
type Succession struct {
	Predecessor, Successor string
	On                     eras.Interval
	Kind                   string // as printed: "NHS Transfer"; empty where not stated
	At                     At
}

// Claim is what a file states about a rating; At is where.
type Claim struct {
	eras.Claim
	At At
	// Inherited is the id of the organisation a rating was inherited from, "yes"
	// where only that is stated, or empty.
	Inherited string
	// Carried is the release a later file restates, where a cumulative file does.
	Carried bool
}

// Sink takes what an adapter reads, in file order. Its methods report an error
// when reading must stop (the threshold of rejects is passed, the context is
// done).
type Sink interface {
	// Edition is called once, or once for each edition of a cumulative file, before
	// its claims.
	Edition(e eras.Edition) error
	// Measure announces a measure that the archive may not know.
	Measure(m eras.Measure) error
	Claim(c Claim) error
	Body(b Body) error
	Succession(s Succession) error
	Reject(r Reject) error
	// Row counts a data row as read; of a JSON file, which has no rows, a fact.
	Row() error
}

// All lists every adapter, in the order that decides between equal scores.
func All() []Adapter {
	return []Adapter{cqcAPI{}, cqcDump{}, cqcDeactivated{}, odsReference{}, odsSuccession{}, ord{}, nofData{}, nofLeague{}, plainClaims{}}
}
