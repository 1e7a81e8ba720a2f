package native

import (
	"context"
	"errors"
	"fmt"
	"io"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"
)

// cqcDeactivated reads the Commission's monthly list of deactivated locations,
// one row a location: what it was called, when its registration ended, and the
// overall rating it had last. The list has many more columns, some with names of
// people; columns are found by name, and others are not read.
type cqcDeactivated struct{}

func (cqcDeactivated) ID() string   { return "cqc-deactivated" }
func (cqcDeactivated) Version() int { return 2 }

// The columns that are read. A row must have the first three; the list's other
// columns of a body may be missing.
const (
	goneLocation  = "Location ID"
	goneName      = "Location Name"
	goneEnd       = "Location HSCA End Date"
	goneStart     = "Location HSCA start date"
	goneRating    = "Location Latest Overall Rating"
	goneRatedOn   = "Publication Date"
	goneInherited = "Inherited Rating (Y/N)"
	goneODS       = "Location ODS Code"
	goneTown      = "Location City"
	goneCounty    = "Location County"
	goneRegion    = "Location Region"
	goneProvider  = "Provider ID"
)

// goneType and gonePostcode are columns that editions of the list call by one
// name or another.
func goneType() []string     { return []string{"Location Type/Sector", "Location Type"} }
func gonePostcode() []string { return []string{"Location Postal Code", "Location Post Code"} }

// Score asks for the column that no other list has.
func (cqcDeactivated) Score(h Head) int {
	for _, s := range h.Sheets {
		for _, row := range s.Rows {
			if hasColumns(row, []string{goneLocation, goneEnd}) {
				return 90
			}
		}
	}
	return 0
}

func (a cqcDeactivated) Read(ctx context.Context, f *File, to Sink) error {
	found := false
	for _, name := range f.Book.Sheets() {
		rows, err := f.Book.Rows(ctx, name)
		if err != nil {
			return err
		}
		err = a.read(ctx, name, rows, f, to)
		if errors.Is(err, errNoHeader) { // notes
			err = nil
		} else {
			found = true
		}
		if err := errors.Join(err, rows.Close()); err != nil {
			return err
		}
	}
	if !found {
		return fmt.Errorf("no sheet has the columns %s, %s and %s", goneLocation, goneName, goneEnd)
	}
	return nil
}

// read reads one sheet. The error is one of the reader or the sink, or says that
// the sheet has no header.
func (cqcDeactivated) read(ctx context.Context, name string, rows sheet.Reader, f *File, to Sink) error {
	h, err := openHeaded(rows, name, []string{goneLocation, goneName, goneEnd})
	if err != nil {
		return err
	}
	if err := to.Edition(eras.Edition{ID: f.Edition, Era: "cqc", Published: f.Released}); err != nil {
		return err
	}
	d := goneReader{headedSheet: h, file: f, to: to}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch err := h.next(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := to.Row(); err != nil {
			return err
		}
		if err := d.take(); err != nil {
			return err
		}
	}
}

type goneReader struct {
	*headedSheet
	file *File
	to   Sink
}

// either is the cell of the first of two columns that the header has.
func (d goneReader) either(columns []string) string {
	for _, c := range columns {
		if d.has(c) {
			return d.cell(c)
		}
	}
	return ""
}

// take reads a row: a body that has closed, and its last overall rating.
func (d goneReader) take() error {
	if broken, is := d.broken(); is {
		return d.to.Reject(broken)
	}
	id := d.cell(goneLocation)
	ended, ok := cqcDate(d.cell(goneEnd), d.file.MonthFirst)
	switch {
	case !isCQCID(id):
		return d.to.Reject(d.reject(goneLocation, id, "not an id of the Care Quality Commission; expected one like RX901 or 1-128732982"))
	case d.cell(goneName) == "":
		return d.to.Reject(d.reject(goneName, "", "the name is blank"))
	case !ok:
		return d.to.Reject(d.reject(goneEnd, d.cell(goneEnd), "not a date; expected one like 2019-05-08 or 08/05/2019"))
	}
	b := Body{
		Code: id, Scheme: "cqc-location", Name: d.cell(goneName), Type: d.either(goneType()), Parent: d.cell(goneProvider), ODS: d.cell(goneODS),
		Region: d.cell(goneRegion), Town: d.cell(goneTown), County: d.cell(goneCounty), Postcode: d.either(gonePostcode()), Closed: ended, At: d.at(goneLocation),
	}
	if printed := d.cell(goneStart); printed != "" {
		if b.Opened, ok = cqcDate(printed, d.file.MonthFirst); !ok {
			return d.to.Reject(d.reject(goneStart, printed, "not a date; expected one like 2019-05-08 or 08/05/2019"))
		}
	}
	c, reject := d.rating(id, ended)
	if reject != nil {
		return d.to.Reject(*reject)
	}
	if err := d.to.Body(b); err != nil || c == nil {
		return err
	}
	return d.to.Claim(*c)
}

// rating is the claim of a row, nil for a location that never had a rating. One
// without a date was made by the end of the registration; so was one with the date
// of a report from before there were ratings, which is kept in the note.
func (d goneReader) rating(id string, ended eras.Interval) (*Claim, *Reject) {
	fault := func(column, reason string) (*Claim, *Reject) {
		r := d.reject(column, d.cell(column), "%s", reason)
		return nil, &r
	}
	printed := d.cell(goneRating)
	if printed == "" {
		return nil, nil
	}
	level, status, ok := ratingWord(printed)
	if !ok {
		return fault(goneRating, "no rating has this name; expected "+ratingWords)
	}
	on, note := "/"+ended, ""
	if day := d.cell(goneRatedOn); day != "" {
		if on, ok = cqcDate(day, d.file.MonthFirst); !ok {
			return fault(goneRatedOn, "not a date; expected one like 2019-05-08 or 08/05/2019")
		}
		if on.Last() < cqcBegan() {
			on, note = "/"+ended, fmt.Sprintf("the Publication Date printed is %s, before there were ratings", on)
		}
	}
	c := &Claim{
		Claim: eras.Claim{
			Era: "cqc", Edition: d.file.Edition, RatedOn: on, Body: id, Level: "location", Measure: "cqc.overall", PrintedName: d.cell(goneName),
			Value: printed, Low: level, High: level, Status: status, Doubt: eras.Stated, Source: d.file.Source, Note: note,
		},
		At: d.at(goneRating),
	}
	switch d.cell(goneInherited) {
	case "", "N", "n", "-":
	case "Y", "y":
		c.Inherited = "yes"
	default:
		return fault(goneInherited, "expected Y or N")
	}
	return c, nil
}
