package native

import (
	"context"
	"fmt"
	"io"
	"strings"

	"careratings/internal/eras/sheet"
)

// odsSuccession reads succ.csv (successions of the current financial year) and
// succarc.csv (all earlier ones) of the Organisation Data Service: predecessor,
// successor, reason, date and an indicator, without a header; and copies of them
// with a header, or without the reason. A pair can occur with two dates; both are
// reported.
type odsSuccession struct{}

func (odsSuccession) ID() string   { return "ods-succession" }
func (odsSuccession) Version() int { return 1 }

// Score looks at what stands in the fields, or for a header.
func (odsSuccession) Score(h Head) int {
	if len(h.Sheets) != 1 || len(h.Sheets[0].Rows) == 0 {
		return 0
	}
	rows := h.Sheets[0].Rows
	if s, err := successionHeader(rows[0]); err == nil && s != (successionPlaces{}) {
		return 92
	}
	fit := 0
	for _, row := range rows {
		places, ok := successionPlacesOf(row)
		if ok && len(row) <= 5 && isODSCode(row[places.old]) && isODSCode(row[places.new]) {
			fit++
		}
	}
	return scoreOfRows(fit, len(rows), 88)
}

func (a odsSuccession) Read(ctx context.Context, f *File, to Sink) error {
	return onlySheet(ctx, f, func(name string, rows sheet.Reader) error { return a.read(ctx, name, rows, to) })
}

// read is Read on the only sheet. The error is one of the reader or the sink, or
// says that the first row has none of the known layouts.
func (odsSuccession) read(ctx context.Context, name string, rows sheet.Reader, to Sink) error {
	first, err := rows.Next()
	if err == io.EOF {
		return fmt.Errorf("an empty file; expected a row for each succession")
	}
	if err != nil {
		return err
	}
	texts := make([]string, len(first.Cells))
	for i := range texts {
		texts[i] = printedAt(first, i)
	}
	s := successionReader{sheet: name, to: to}
	places, headless := successionPlacesOf(texts)
	if !headless {
		if places, err = successionHeader(texts); err != nil {
			return fmt.Errorf("row %d: %w", first.Number, err)
		}
	}
	s.successionPlaces = places
	if headless {
		if err := to.Row(); err != nil {
			return err
		}
		if err := s.row(first); err != nil {
			return err
		}
	}
	return eachRow(ctx, rows, to, s.row)
}

// successionPlaces are the cells that hold what is read; reason is -1 in a layout
// without it.
type successionPlaces struct{ old, new, reason, date int }

// successionPlacesOf tells the layouts without a header apart: the date stands
// third or fourth.
func successionPlacesOf(row []string) (successionPlaces, bool) {
	isDate := func(i int) bool {
		if i >= len(row) || strings.TrimSpace(row[i]) == "" {
			return false
		}
		_, ok := odsDate(strings.TrimSpace(row[i]))
		return ok
	}
	switch {
	case isDate(2):
		return successionPlaces{0, 1, -1, 2}, true
	case isDate(3):
		return successionPlaces{0, 1, 2, 3}, true
	}
	return successionPlaces{}, false
}

// successionHeader finds the columns by the names that copies give them.
func successionHeader(names []string) (successionPlaces, error) {
	p := successionPlaces{-1, -1, -1, -1}
	for i, printed := range names {
		var place *int
		switch plainName(printed) {
		case "oldcode", "nhscode", "originalcode", "organisationcode", "predecessor", "predecessorcode":
			place = &p.old
		case "newcode", "nhscodepostmerge", "successorcode", "successor", "succeedingorganisationcode", "successororganisationcode":
			place = &p.new
		case "r", "reason", "succreason", "successionreason", "successionreasoncode":
			place = &p.reason
		case "date", "effectivedate", "succeffectivedate", "successiondate", "successioneffectivedate":
			place = &p.date
		case "", "blank", "indicator", "succindicator", "successionindicator":
			continue
		default:
			return p, fmt.Errorf("column %d: %q is neither a date of a succession nor a known column; expected old code, new code, reason, date", i+1, shortened(printed))
		}
		if *place >= 0 {
			return p, fmt.Errorf("column %d: %q stands twice", i+1, shortened(printed))
		}
		*place = i
	}
	if p.old < 0 || p.new < 0 || p.date < 0 {
		return p, fmt.Errorf("a header without old code, new code or date")
	}
	return p, nil
}

type successionReader struct {
	successionPlaces
	sheet string
	to    Sink
}

func (s successionReader) row(row *sheet.Row) error {
	reject := func(column string, i int, reason string) error {
		at := At{Sheet: s.sheet, Row: row.Number, Column: column}
		return s.to.Reject(Reject{At: at, Value: shortened(printedAt(row, i)), Reason: reason})
	}
	before, after := printedAt(row, s.old), printedAt(row, s.new)
	on, ok := odsDate(printedAt(row, s.date))
	switch {
	case !isODSCode(before):
		return reject("predecessor", s.old, "not an organisation code; expected capital letters and digits, like RX9")
	case !isODSCode(after):
		return reject("successor", s.new, "not an organisation code; expected capital letters and digits, like RX9")
	case !ok || on == "":
		return reject("date", s.date, "not a date; expected one like 20180701")
	case before == after:
		return reject("successor", s.new, "a body cannot follow itself")
	}
	link := Succession{Predecessor: before, Successor: after, On: on, At: At{Sheet: s.sheet, Row: row.Number}}
	if s.reason >= 0 {
		link.Kind = printedAt(row, s.reason)
	}
	return s.to.Succession(link)
}
