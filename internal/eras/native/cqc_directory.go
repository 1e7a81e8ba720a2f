package native

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"careratings/internal/eras/sheet"
)

// Directory reads the rows of one sheet of a CQC "Latest ratings" workbook
// (the care directory with ratings), as CSV, XLSX or ODS: one row for each
// organisation, service and domain. The header is found by its content, since
// some editions have a banner above it; columns are known by name, in any order,
// and those that are not kept (street, commissioning group, web address) may be
// there or not.
type Directory struct {
	sheet      string
	level      string // location or provider
	columns    [columnCount]int
	header     int // row of the header
	width      int
	monthFirst bool
	last       int32 // the latest Publication Date there can be; 0 where that is not known
}

// The columns that are kept. Of the columns of a sheet these say who is rated,
// where, by whom run, and how.
const (
	colOrg = iota
	colName
	colType
	colCategory
	colTown
	colPostcode
	colAuthority
	colRegion
	colService
	colDomain
	colRating
	colDate
	colReport
	colInherited
	colProvider
	colProviderName
	columnCount
)

// columnNames are the names each kept column has had, by level.
func columnNames(level string) [columnCount][]string {
	prefix := map[string]string{"location": "Location ", "provider": "Provider "}[level]
	names := [columnCount][]string{
		colOrg: {prefix + "ID"}, colName: {prefix + "Name"}, colType: {prefix + "Type"},
		colCategory: {prefix + "Primary Inspection Category"}, colTown: {prefix + "City"},
		colPostcode: {prefix + "Post Code", prefix + "Postal Code"}, colAuthority: {prefix + "Local Authority"},
		colRegion: {prefix + "Region"}, colService: {"Service / Population Group"}, colDomain: {"Domain", "Key Question"},
		colRating: {"Latest Rating"}, colDate: {"Publication Date"}, colReport: {"Report Type"},
		colInherited: {"Inherited Rating (Y/N)"},
	}
	if level == "location" {
		names[colProvider], names[colProviderName] = []string{"Provider ID"}, []string{"Provider Name"}
	}
	return names
}

// needed are the columns without which a row says nothing.
func needed() []int { return []int{colOrg, colName, colService, colDomain, colRating, colDate} }

// droppedColumns are the names of columns that are known and not kept.
func droppedColumns() []string {
	return []string{
		"ODS Code", "Street Address", "Address Line 2", "NHS Region", "ONSPD CCG Code", "ONSPD CCG", "Commissioning CCG Code",
		"Commissioning CCG Name", "Care Home?", "URL", "Brand ID", "Brand Name", "County", "ONSPD ICB Code", "ONSPD ICB",
	}
}

// DirectoryMeasures are the measures of the domains of a directory, by the number
// that a DirectoryRecord has.
func DirectoryMeasures() []string {
	return []string{"cqc.overall", "cqc.safe", "cqc.effective", "cqc.caring", "cqc.responsive", "cqc.well-led"}
}

// DirectoryValue is a value of the Latest Rating column.
type DirectoryValue struct {
	Printed string // as the publisher spells it most often
	Level   int    // from 1, the worst; 0 for a status
	Status  string // as eras.Statuses has it
}

// DirectoryValues are the values of the Latest Rating column, by the number that
// a DirectoryRecord has. The spelling "Requires Improvement" of the single
// assessment framework is the same rating.
func DirectoryValues() []DirectoryValue {
	return []DirectoryValue{
		{"Outstanding", 4, ""},
		{"Good", 3, ""},
		{"Requires improvement", 2, ""},
		{"Inadequate", 1, ""},
		{"No published rating", 0, "not-rated"},
		{"Inspected but not rated", 0, "inspected-not-rated"},
		{"Insufficient evidence to rate", 0, "insufficient-evidence"},
		{"No action", 0, "not-rated"},
		{"Not rated", 0, "not-rated"},
		{"Not applicable", 0, "not-applicable"},
		{"", 0, "not-available"},
	}
}

// DirectoryRecord is one row of a directory. Its texts are valid until the next
// row is read.
type DirectoryRecord struct {
	Org, Name, Type, Category, Town, Postcode, Authority, Region []byte
	Provider, ProviderName, Service, Report                      []byte
	Measure                                                      uint8 // index into DirectoryMeasures
	Value                                                        uint8 // index into DirectoryValues
	Capital                                                      bool  // spelled Requires Improvement
	Day                                                          int32 // days since 1970-01-01; NoDay where the cell is blank
	Inherited                                                    uint8 // 0 not said, 1 no, 2 yes
}

// DirectoryBegan is the first day, counted from 1970-01-01, that can be a
// rating's. A Publication Date before it is that of something else, such as the
// last report before there were ratings.
func DirectoryBegan() int32 {
	at, err := time.Parse(time.DateOnly, cqcBegan())
	if err != nil {
		panic(err) // a constant
	}
	return int32(at.Unix() / 86400)
}

// NoDay is the day of a row whose Publication Date is blank.
const NoDay = -1 << 31

// Level says whose ratings the sheet has: location or provider.
func (d *Directory) Level() string { return d.level }

// Header is the row of the header, from 1.
func (d *Directory) Header() int { return d.header }

// FindDirectory finds the header among the first rows of a sheet. ok is false
// for a sheet that has none, such as the notes; a header that lacks a needed
// column, or has one that is not known, is an error.
func FindDirectory(name string, rows [][]string) (d Directory, ok bool, err error) {
	for i, row := range rows {
		level := ""
		for _, cell := range row {
			switch strings.TrimSpace(strings.TrimPrefix(cell, "\ufeff")) {
			case "Location ID":
				level = "location"
			case "Provider ID":
				if level == "" {
					level = "provider"
				}
			}
		}
		if level == "" || !anyOf(row, "Latest Rating") {
			continue
		}
		d = Directory{sheet: name, level: level, header: i + 1, width: len(row)}
		return d, true, d.mapColumns(row)
	}
	return d, false, nil
}

func anyOf(row []string, name string) bool {
	for _, cell := range row {
		if strings.TrimSpace(cell) == name {
			return true
		}
	}
	return false
}

func (d *Directory) mapColumns(header []string) error {
	names := columnNames(d.level)
	for c := range d.columns {
		d.columns[c] = -1
	}
	for at, cell := range header {
		cell = strings.TrimSpace(strings.TrimPrefix(cell, "\ufeff"))
		found := cell == ""
		for c, spellings := range names {
			for _, s := range spellings {
				if strings.EqualFold(cell, s) {
					if d.columns[c] >= 0 {
						return fmt.Errorf("sheet %q row %d: the column %q stands twice", d.sheet, d.header, cell)
					}
					d.columns[c], found = at, true
				}
			}
		}
		for _, dropped := range droppedColumns() {
			found = found || strings.HasSuffix(strings.ToLower(cell), strings.ToLower(dropped))
		}
		if !found {
			return fmt.Errorf("sheet %q row %d column %d: no column of a care directory is called %q", d.sheet, d.header, at+1, cell)
		}
	}
	for _, c := range needed() {
		if d.columns[c] < 0 {
			return fmt.Errorf("sheet %q row %d: the column %q is missing", d.sheet, d.header, names[c][0])
		}
	}
	return nil
}

// MonthFirst makes slashed dates read as month/day/year.
func (d *Directory) MonthFirst() { d.monthFirst = true }

// Released says of which day the directory is. It cannot tell of ratings to come:
// dates more than a month after it, which a late extract may have, are misread or
// misprinted.
func (d *Directory) Released(day time.Time) { d.last = int32(day.Unix()/86400) + 31 }

// Parse reads a row. A reject says what in it is not understood; the record is
// then not to be used.
func (d *Directory) Parse(row *sheet.Row, r *DirectoryRecord) *Reject {
	if len(row.Cells) > d.width {
		return d.reject(row, d.width, fmt.Sprintf("the row has %d cells and the header %d", len(row.Cells), d.width))
	}
	cell := func(c int) []byte {
		if at := d.columns[c]; at >= 0 && at < len(row.Cells) {
			return row.Cells[at].Text
		}
		return nil
	}
	r.Org, r.Name, r.Type, r.Category = cell(colOrg), cell(colName), cell(colType), cell(colCategory)
	r.Town, r.Postcode, r.Authority, r.Region = cell(colTown), cell(colPostcode), cell(colAuthority), cell(colRegion)
	r.Provider, r.ProviderName, r.Service, r.Report = cell(colProvider), cell(colProviderName), cell(colService), cell(colReport)
	if !isID(r.Org) {
		return d.reject(row, d.columns[colOrg], "no id of the Care Quality Commission; expected letters, digits and hyphens")
	}
	if r.Provider != nil && !isID(r.Provider) {
		return d.reject(row, d.columns[colProvider], "no id of the Care Quality Commission; expected letters, digits and hyphens")
	}
	if len(r.Name) == 0 {
		return d.reject(row, d.columns[colName], "the name is blank")
	}
	if len(r.Service) == 0 {
		return d.reject(row, d.columns[colService], "the service is blank; expected Overall or the name of a service")
	}
	var ok bool
	if r.Measure, ok = domain(cell(colDomain)); !ok {
		return d.reject(row, d.columns[colDomain], "no domain is called that; expected Overall, Safe, Effective, Caring, Responsive or Well-led")
	}
	if r.Value, r.Capital, ok = rating(cell(colRating)); !ok {
		return d.reject(row, d.columns[colRating], "no rating is called that; expected Outstanding, Good, Requires improvement, Inadequate or one of the values for no rating")
	}
	switch in := cell(colInherited); {
	case len(in) == 0:
		r.Inherited = 0
	case len(in) == 1 && (in[0] == 'N' || in[0] == 'n'):
		r.Inherited = 1
	case len(in) == 1 && (in[0] == 'Y' || in[0] == 'y'):
		r.Inherited = 2
	default:
		return d.reject(row, d.columns[colInherited], "expected Y or N")
	}
	var why string
	if r.Day, why = d.day(cell(colDate)); why != "" {
		return d.reject(row, d.columns[colDate], why)
	}
	if d.last != 0 && r.Day > d.last {
		return d.reject(row, d.columns[colDate], "more than a month after the release; are day and month as expected, and is the day of the release right?")
	}
	return nil
}

func (d *Directory) reject(row *sheet.Row, column int, reason string) *Reject {
	value := ""
	if column >= 0 && column < len(row.Cells) {
		value = string(row.Cells[column].Text[:min(len(row.Cells[column].Text), 200)])
	}
	name := fmt.Sprintf("column %d", column+1)
	for c, at := range d.columns {
		if at == column {
			name = columnNames(d.level)[c][0]
		}
	}
	return &Reject{At: At{Sheet: d.sheet, Row: row.Number, Column: name}, Value: value, Reason: reason}
}

// isID reports whether text can be an id of the Care Quality Commission.
func isID(text []byte) bool {
	if len(text) == 0 || len(text) > 20 {
		return false
	}
	for _, c := range text {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	return true
}

func domain(text []byte) (uint8, bool) {
	if len(text) == 0 {
		return 0, false
	}
	names := [...]string{"Overall", "Safe", "Effective", "Caring", "Responsive", "Well-led"}
	for i := range names {
		if string(text) == names[i] || len(text) == len(names[i]) && bytes.EqualFold(text, []byte(names[i])) {
			return uint8(i), true
		}
	}
	return 0, false
}

func rating(text []byte) (value uint8, capital, ok bool) {
	switch string(text) {
	case "Good":
		return 1, false, true
	case "Requires improvement":
		return 2, false, true
	case "Requires Improvement":
		return 2, true, true
	case "Outstanding":
		return 0, false, true
	case "Inadequate":
		return 3, false, true
	case "":
		return 10, false, true
	}
	for i, v := range DirectoryValues() {
		if bytes.EqualFold(text, []byte(v.Printed)) {
			return uint8(i), false, true
		}
	}
	return 0, false, false
}
