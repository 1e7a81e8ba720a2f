package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"careratings/internal/eras"
	"careratings/internal/eras/native"
	"careratings/internal/eras/sheet"
	"careratings/internal/store/imports"
)

// directoryAdapter is the format of care directories with ratings.
const directoryAdapter = "cqc-directory"

// directoryIn recognises a care directory by the header of its sheets.
func directoryIn(ctx context.Context, book *sheet.Book, heads []sheet.Head, j job, o Options) (t taking, ok bool, err error) {
	var found []native.Directory
	var names, headers []string
	for _, h := range heads {
		d, ok, err := native.FindDirectory(h.Sheet, h.Rows)
		if err != nil {
			return t, false, fmt.Errorf("%s: %w", j.name, err)
		}
		if !ok {
			continue
		}
		if dayFirst, monthFirst := d.Slashes(h.Rows); o.MonthFirst && !dayFirst {
			d.MonthFirst()
		} else if monthFirst && !o.MonthFirst {
			return t, false, fmt.Errorf("%s: the dates are month-first (4/25/2016); say so with --month-first, or save the file with dates as 2016-04-25", j.name)
		}
		found, names = append(found, d), append(names, h.Sheet)
		headers = append(headers, fmt.Sprintf("%q month-first %v", h.Rows[d.Header()-1], o.MonthFirst))
	}
	if len(found) == 0 {
		return t, false, nil
	}
	day := string(o.Released)
	if day == "" {
		day = dayIn(j.name)
	}
	if day == "" {
		return t, false, fmt.Errorf("%s: the name does not say which release it is; say it with --released YYYY-MM-DD", j.name)
	}
	released, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return t, false, fmt.Errorf("%s: release %s: want a day as YYYY-MM-DD", j.name, day)
	}
	for i := range found {
		found[i].Released(released)
	}
	return taking{directoryAdapter, 2, func(tx *imports.Tx, r *rejects, tell func(rows int)) (e imports.Entry, source eras.Source, err error) {
		s, err := tx.Sink(nil, nil)
		if err != nil {
			return e, source, err
		}
		source = sourceOf(j, directoryAdapter, eras.Interval(day))
		if err := s.Source(source); err != nil {
			return e, source, err
		}
		for i, d := range found {
			rows, err := openRows(ctx, book, names[i], d.Header())
			if err != nil {
				return e, source, err
			}
			got, err := tx.Directory(d, headers[i], rows, day, r.add, func(n int) { tell(e.Read + n) })
			rows.Close()
			if err != nil {
				return e, source, err
			}
			sum := e
			e = got
			e.Read, e.Stored, e.Unchanged, e.Rejected = e.Read+sum.Read, e.Stored+sum.Stored, e.Unchanged+sum.Unchanged, e.Rejected+sum.Rejected
			if i > 0 {
				e.Level = sum.Level + " " + got.Level
				e.Note = strings.Trim(sum.Note+"; "+got.Note, "; ")
			}
		}
		return e, source, nil
	}}, true, nil
}

type directoryRows interface {
	imports.Rows
	Close() error
}

// openRows opens the rows of a sheet below its header, which is so many rows with
// a filled cell down.
func openRows(ctx context.Context, book *sheet.Book, name string, header int) (directoryRows, error) {
	var rows directoryRows
	var err error
	if book.Format() == sheet.CSV {
		rows, err = book.Records(ctx)
	} else {
		rows, err = book.Rows(ctx, name)
	}
	if err != nil {
		return nil, err
	}
	for range header {
		if _, err := rows.Next(); err != nil {
			rows.Close()
			if errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("sheet %q ends before its header", name)
			}
			return nil, err
		}
	}
	return rows, nil
}

// dayIn finds the day of a release in a file's name: 2026-09-01, 1 September 2026,
// 01_September_2026.
func dayIn(name string) string {
	if m := regexp.MustCompile(`(?:^|\D)(\d{4}-\d{2}-\d{2})(?:\D|$)`).FindStringSubmatch(name); m != nil {
		if _, err := time.Parse(time.DateOnly, m[1]); err == nil {
			return m[1]
		}
	}
	if m := regexp.MustCompile(`(?i)(?:^|\D)(\d{1,2})[ _%-]+(?:20)?([a-z]+)[ _%-]+(?:20)?(\d{4})(?:\D|$)`).FindStringSubmatch(name); m != nil {
		for _, layout := range []string{"2 January 2006", "2 Jan 2006"} {
			if at, err := time.Parse(layout, m[1]+" "+strings.ToUpper(m[2][:1])+strings.ToLower(m[2][1:])+" "+m[3]); err == nil {
				return at.Format(time.DateOnly)
			}
		}
	}
	return ""
}

// sourceOf describes a file as a source.
func sourceOf(j job, adapter string, released eras.Interval) eras.Source {
	publisher := "Care Quality Commission"
	switch {
	case strings.HasPrefix(adapter, "nof-"):
		publisher = "NHS England"
	case strings.HasPrefix(adapter, "ods-"), strings.HasPrefix(adapter, "ord"):
		publisher = "NHS England, Organisation Data Service"
	case adapter == "plain-claims":
		publisher = "as each row says"
	}
	s := eras.Source{
		ID: "import-" + j.sum[:12], Title: j.name, Publisher: publisher, Tier: "official", PublishedOn: released, CountsFrom: released,
		Licence: "Open Government Licence v3.0", Note: "imported file, SHA-256 " + j.sum,
	}
	if released != "" {
		s.DatedBy = "release"
	}
	return s
}
