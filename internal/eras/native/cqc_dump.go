package native

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"
)

// cqcDump reads a table that researchers pulled out of the syndication API with R:
// one overall rating of a location a row, as printed (overall) and with one
// spelling (rating). The same location and day can occur twice; both are claims.
// What the pull derived (ownership, its own numbers of days) is not the
// Commission's and is left.
type cqcDump struct{}

func (cqcDump) ID() string   { return "cqc-dump" }
func (cqcDump) Version() int { return 1 }

// The columns that are read, and those that are known and left.
const (
	dumpDate     = "reportdate"
	dumpOverall  = "overall"
	dumpLocation = "locationid"
	dumpRating   = "rating"
	dumpGood     = "good"
)

// Score asks for the header.
func (cqcDump) Score(h Head) int {
	if len(h.Sheets) != 1 || len(h.Sheets[0].Rows) == 0 {
		return 0
	}
	head := h.Sheets[0].Rows[0]
	for _, column := range []string{dumpDate, dumpOverall, dumpLocation, dumpRating} {
		if !slices.Contains(head, column) {
			return 0
		}
	}
	return 95
}

func (a cqcDump) Read(ctx context.Context, f *File, to Sink) error {
	return onlySheet(ctx, f, func(name string, rows sheet.Reader) error { return a.read(ctx, name, rows, f, to) })
}

// read is Read on the only sheet. The error is one of the reader or the sink, or
// names a column that is missing or not known.
func (cqcDump) read(ctx context.Context, name string, rows sheet.Reader, f *File, to Sink) error {
	head, err := rows.Next()
	if err == io.EOF {
		return fmt.Errorf("no header; expected the columns reportdate, overall, locationid, rating")
	}
	if err != nil {
		return err
	}
	d := dumpReader{sheet: name, file: f, to: to, column: map[string]int{}}
	if err := d.header(head); err != nil {
		return err
	}
	if err := to.Edition(eras.Edition{ID: f.Edition, Era: "cqc", Published: f.Released}); err != nil {
		return err
	}
	return eachRow(ctx, rows, to, d.row)
}

type dumpReader struct {
	sheet  string
	file   *File
	to     Sink
	column map[string]int
}

// header finds the columns, in whatever order they stand.
func (d dumpReader) header(head *sheet.Row) error {
	for i := range head.Cells {
		name := printedAt(head, i)
		switch {
		case name == "", name == "ownership", strings.HasPrefix(name, "location_start_"), strings.HasPrefix(name, "location_end_"):
		case name == dumpDate, name == dumpOverall, name == dumpLocation, name == dumpRating, name == dumpGood:
			if _, twice := d.column[name]; twice {
				return fmt.Errorf("row %d: the column %s stands twice", head.Number, name)
			}
			d.column[name] = i
		default:
			return fmt.Errorf("row %d, column %d: no column is called %q", head.Number, i+1, shortened(name))
		}
	}
	for _, name := range []string{dumpDate, dumpOverall, dumpLocation, dumpRating} {
		if _, ok := d.column[name]; !ok {
			return fmt.Errorf("row %d: the column %s is missing", head.Number, name)
		}
	}
	return nil
}

func (d dumpReader) row(row *sheet.Row) error {
	cell := func(column string) string { return printedAt(row, d.column[column]) }
	reject := func(column, reason string) error {
		return d.to.Reject(Reject{At: d.at(row, column), Value: shortened(cell(column)), Reason: reason})
	}
	on, ok := cqcDate(cell(dumpDate), false)
	switch {
	case !ok || len(cell(dumpDate)) != len("2006-01-02") || cell(dumpDate)[4] != '-':
		return reject(dumpDate, "not a date; expected one like 2019-05-08")
	case on.Last() < cqcBegan():
		return reject(dumpDate, "dated before ratings began; expected a day from "+cqcBegan())
	case !isCQCID(cell(dumpLocation)):
		return reject(dumpLocation, "not an id of the Care Quality Commission; expected one like RX901 or 1-128732982")
	}
	level, status, ok := ratingWord(cell(dumpOverall))
	if !ok {
		return reject(dumpOverall, "no rating has this name; expected "+ratingWords)
	}
	if again, state, ok := ratingWord(cell(dumpRating)); !ok || again != level || state != status {
		return reject(dumpRating, "not the rating that the column overall has")
	}
	if _, printed := d.column[dumpGood]; printed {
		expected := "0"
		if level >= 3 {
			expected = "1"
		}
		if got := cell(dumpGood); got != expected && got != "NA" {
			return reject(dumpGood, "does not agree with the rating; expected "+expected)
		}
	}
	return d.to.Claim(Claim{
		Claim: eras.Claim{
			Era: "cqc", Edition: d.file.Edition, RatedOn: on, Body: cell(dumpLocation), Level: "location",
			Measure: "cqc.overall", Value: cell(dumpOverall), Low: level, High: level, Status: status,
			Doubt: eras.Stated, Source: d.file.Source,
		},
		At: d.at(row, dumpOverall),
	})
}

func (d dumpReader) at(row *sheet.Row, column string) At {
	return At{Sheet: d.sheet, Row: row.Number, Column: column}
}
