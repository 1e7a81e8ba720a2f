package native

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"
	"careratings/internal/pattern"
)

// odsReference reads the lists of the Organisation Data Service in its standard
// format of 27 fields (etr.csv trusts, ets.csv sites, etrust.csv both, and the
// other lists of that format): without a header as published, with one as some
// copies have it, cut after field 24 as others, quoted or not. The report files of
// 2025 on have the same fields and also bodies long closed. The close dates are
// those of this file: the legal ones are known from the single records (ord).
// Telephone numbers are left.
type odsReference struct{}

func (odsReference) ID() string   { return "ods-reference" }
func (odsReference) Version() int { return 1 }

// odsFields are the fields of the format, in its order. The empty ones are null,
// or are left.
var odsFields = [27]string{
	"organisation code", "name", "national grouping", "high level health geography",
	"address line 1", "address line 2", "address line 3", "address line 4", "address line 5", "postcode",
	"open date", "close date", "status code", "organisation sub type code", "parent organisation code",
	"join parent date", "left parent date", "contact telephone number", "", "", "",
	"amended record indicator", "", "gor code", "", "", "",
}

// The places of the fields that are read.
const (
	odsCode = iota
	odsName
	odsGrouping
	odsGeography
	odsTown     = 7
	odsCounty   = 8
	odsPostcode = 9
	odsOpened   = 10
	odsClosed   = 11
	odsStatus   = 12
	odsSubType  = 13
	odsParent   = 14
	odsRegion   = 23 // Government Office Region
)

// Score looks at what stands in the fields, or for a header.
func (odsReference) Score(h Head) int {
	if len(h.Sheets) != 1 || len(h.Sheets[0].Rows) == 0 {
		return 0
	}
	rows := h.Sheets[0].Rows
	if isODSHeader(rows[0]) {
		return 92
	}
	fit := 0
	for _, row := range rows {
		if len(row) > odsOpened && len(row) <= len(odsFields) && fitsODS(row) {
			fit++
		}
	}
	return scoreOfRows(fit, len(rows), 90)
}

func fitsODS(row []string) bool {
	_, grouped := groupings(strings.TrimSpace(row[odsGrouping]))
	opened, dated := odsDate(strings.TrimSpace(row[odsOpened]))
	return grouped && dated && opened != "" && isODSCode(strings.TrimSpace(row[odsCode]))
}

// scoreOfRows is the score of a file without a header by how many of its first
// rows fit: a faulty row must not hide what the others are, to be rejected with
// its reason.
func scoreOfRows(fit, of, all int) int {
	switch {
	case fit == of:
		return all
	case 2*fit > of:
		return all - 20
	}
	return 0
}

func (a odsReference) Read(ctx context.Context, f *File, to Sink) error {
	return onlySheet(ctx, f, func(name string, rows sheet.Reader) error { return a.read(ctx, name, rows, to) })
}

// read is Read on the only sheet. The error is one of the reader or the sink, or
// names a column of the header that is not known.
func (odsReference) read(ctx context.Context, name string, rows sheet.Reader, to Sink) error {
	o := odsReader{sheet: name, to: to}
	for i := range o.place {
		o.place[i], o.label[i] = i, strconv.Itoa(i+1)
	}
	first, err := rows.Next()
	if err == io.EOF {
		return fmt.Errorf("an empty file; expected a row of 24 to 27 fields for each organisation")
	}
	if err != nil {
		return err
	}
	texts := make([]string, len(first.Cells))
	for i := range texts {
		texts[i] = printedAt(first, i)
	}
	if isODSHeader(texts) {
		if err := o.header(texts, first.Number); err != nil {
			return err
		}
	} else {
		if err := to.Row(); err != nil {
			return err
		}
		if err := o.row(first); err != nil {
			return err
		}
	}
	return eachRow(ctx, rows, to, o.row)
}

type odsReader struct {
	sheet string
	to    Sink
	place [27]int    // of a field, the cell it stands in; -1 for a field the file lacks
	label [27]string // of a field, the column's name or number
}

// isODSHeader tells a header from an organisation: codes have no lower case and
// are short.
func isODSHeader(row []string) bool {
	if len(row) < 2 {
		return false
	}
	first, second := plainName(row[0]), plainName(row[1])
	switch first {
	case "organisationcode", "organizationcode", "orgcode", "odscode", "code":
		return second == "name" || second == "organisationname"
	}
	return false
}

// header finds the fields by their names, in the spellings of the known copies.
func (o *odsReader) header(names []string, row int) error {
	for i := range o.place {
		o.place[i] = -1
	}
	for i, printed := range names {
		name := plainName(printed)
		switch name {
		case "organizationcode", "orgcode", "odscode", "code":
			name = "organisationcode"
		case "organisationname":
			name = "name"
		case "commissioner", "parent":
			name = "parentorganisationcode"
		case "goregion", "governmentofficeregion", "governmentofficeregioncode":
			name = "gorcode"
		case "opendate", "opened", "operationalstartdate":
			name = "opendate"
		}
		field := -1
		for f, known := range odsFields {
			if known != "" && name == plainName(known) {
				field = f
			}
		}
		switch {
		case field >= 0 && o.place[field] >= 0:
			return fmt.Errorf("row %d, column %d: the column %s stands twice", row, i+1, shortened(printed))
		case field >= 0:
			o.place[field], o.label[field] = i, printed
		case name == "" || strings.HasPrefix(name, "null") || strings.HasPrefix(name, "column") ||
			strings.HasPrefix(name, "drop") || strings.Trim(name, "0123456789") == "":
		default:
			return fmt.Errorf("row %d, column %d: no column is called %q; expected those of the 27 field format", row, i+1, shortened(printed))
		}
	}
	for _, f := range []int{odsCode, odsName, odsGrouping, odsOpened, odsClosed} {
		if o.place[f] < 0 {
			return fmt.Errorf("row %d: the column %s is missing", row, odsFields[f])
		}
	}
	return nil
}

func (o *odsReader) row(row *sheet.Row) error {
	cell := func(field int) string {
		if o.place[field] < 0 {
			return ""
		}
		return printedAt(row, o.place[field])
	}
	reject := func(field int, reason string) error {
		at := At{Sheet: o.sheet, Row: row.Number, Column: o.label[field]}
		return o.to.Reject(Reject{At: at, Value: shortened(cell(field)), Reason: reason})
	}
	if n := len(row.Cells); n > len(odsFields) {
		at := At{Sheet: o.sheet, Row: row.Number, Column: strconv.Itoa(n)}
		return o.to.Reject(Reject{At: at, Reason: fmt.Sprintf("%d fields; expected 24 to 27", n)})
	}
	region, known := groupings(cell(odsGrouping))
	switch {
	case !isODSCode(cell(odsCode)):
		return reject(odsCode, "not an organisation code; expected capital letters and digits, like RX9")
	case cell(odsName) == "":
		return reject(odsName, "an organisation without a name")
	case !known:
		return reject(odsGrouping, "no national grouping has this code; expected one like Y60, or W00")
	case cell(odsStatus) != "":
		return reject(odsStatus, "empty in lists of trusts and sites; this list is of another kind")
	case cell(odsParent) != "" && !isODSCode(cell(odsParent)):
		return reject(odsParent, "not an organisation code; expected capital letters and digits, like RX9")
	}
	if cell(odsGeography) == "Q99" || cell(odsRegion) == "W" {
		region = "Wales"
	}
	b := Body{
		Code: cell(odsCode), Scheme: "ods", Name: cell(odsName), Parent: cell(odsParent), Region: region,
		Town: cell(odsTown), County: cell(odsCounty), Postcode: cell(odsPostcode),
		At: At{Sheet: o.sheet, Row: row.Number, Column: o.label[odsCode]},
	}
	// Lists of commissioners have a role there, lists of sites a letter.
	if sub := cell(odsSubType); ordRoles().MatchString(sub) {
		b.Roles = []string{sub}
	}
	var ok bool
	if b.Opened, ok = odsDate(cell(odsOpened)); !ok {
		return reject(odsOpened, "not a date; expected one like 20110701")
	}
	if b.Closed, ok = odsDate(cell(odsClosed)); !ok {
		return reject(odsClosed, "not a date; expected one like 20110701")
	}
	return o.to.Body(b)
}

// odsCodes are the codes of organisations and sites: two characters and more, not
// of a fixed length since 2020.
var odsCodes = pattern.Of(`^[0-9A-Z]{2,8}$`)

func isODSCode(s string) bool { return odsCodes().MatchString(s) }

// odsDate reads a day as YYYYMMDD, or ISO as copies have it; none is unknown.
func odsDate(printed string) (eras.Interval, bool) {
	if printed == "" {
		return "", true
	}
	for _, layout := range []string{"20060102", time.DateOnly} {
		if t, err := time.Parse(layout, printed); err == nil {
			return eras.Interval(t.Format(time.DateOnly)), true
		}
	}
	return "", false
}

// groupings names the national grouping of a body: the regions of NHS England from
// 2018. The codes of earlier regions, which other boundaries had, are kept as
// codes, so that they are not taken for one of these.
func groupings(code string) (region string, ok bool) {
	switch code {
	case "":
		return "", true
	case "Y56":
		return "London", true
	case "Y58":
		return "South West", true
	case "Y59":
		return "South East", true
	case "Y60":
		return "Midlands", true
	case "Y61":
		return "East of England", true
	case "Y62":
		return "North West", true
	case "Y63":
		return "North East and Yorkshire", true
	case "W00":
		return "Wales", true
	}
	if len(code) == 3 && code[0] == 'Y' && strings.Trim(code[1:], "0123456789") == "" {
		return code, true
	}
	return "", false
}
