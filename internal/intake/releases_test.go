package intake_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"careratings/internal/eras/native/gen"
	"careratings/internal/store/imports"
)

// A release comes with one file. Another of the same day is refused, whether it
// says the same in another format or order or not; taken back, it may come anew.
func TestReleaseAgain(t *testing.T) {
	s := newShelf(t)
	month := gen.New(gen.Options{Seed: 5, Rows: 300})
	text := written(t, month.CSV)
	lines := strings.SplitAfter(text, "\r\n")
	first := s.must(s.write("first 2016-09-01.csv", text))
	for name, content := range map[string]string{
		"other 2016-09-01.ods":     written(t, month.ODS),
		"other 2016-09-01.xlsx":    written(t, month.XLSX),
		"order 2016-09-01.csv":     lines[0] + lines[2] + lines[1] + strings.Join(lines[3:], ""),
		"corrected 2016-09-01.csv": strings.Replace(text, "Good", "Inadequate", 1),
	} {
		err := s.refused("the release of 2016-09-01 (locations) came with first 2016-09-01.csv, which is number 1; take that back first with archive imports undo 1", s.write(name, content))
		var there *imports.ReleaseError
		if !errors.As(err, &there) || there.By.ID != first.ID {
			t.Errorf("%#v", err)
		}
	}
	if _, err := s.store.Undo(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if out := s.must(filepath.Join(s.dir, "other 2016-09-01.ods")); out.Read != first.Read || out.Stored != first.Stored {
		t.Errorf("%+v, was %+v", out.Entry, first.Entry)
	}
}

func TestReleaseDay(t *testing.T) {
	s := newShelf(t)
	s.refused("the name does not say which release it is; say it with --released YYYY-MM-DD", s.write("ratings.csv", locations))
	s.refused("the name does not say which release it is", s.write("ratings 2019-02-31.csv", locations))
	s.opt.Released = "2019-03-01"
	if out := s.must(filepath.Join(s.dir, "ratings.csv")); out.Release != "2019-03-01" || out.Read != 2 {
		t.Errorf("%+v", out.Entry)
	}
}

// Rows of commas alone, as spreadsheets leave them above and below a table, are
// no rows of data.
func TestRowsOfCommasAlone(t *testing.T) {
	s := newShelf(t)
	commas := strings.Repeat(",", 12) + "\n"
	if out := s.must(s.write("2019-03-01.csv", "Ratings,by location\n"+commas+locations+commas+"\n"+commas)); out.Read != 2 || out.Rejected != 0 {
		t.Errorf("%+v", out.Entry)
	}
}

func TestMonthFirst(t *testing.T) {
	s := newShelf(t)
	path := s.write("2019-03-01.csv", strings.ReplaceAll(locations, "25/02/2019", "2/25/2019"))
	s.refused("the dates are month-first (4/25/2016); say so with --month-first", path)
	s.opt.MonthFirst = true
	s.must(path)
	got, err := s.store.ClaimsAbout(t.Context(), "1-101")
	if err != nil || len(got) != 2 || got[0].RatedOn != "2019-02-25" {
		t.Errorf("%+v, %v", got, err)
	}
	// The flag does not turn dates around that can only be day-first.
	s.must(s.write("2019-04-01.csv", locations))
	if got, err = s.store.ClaimsAbout(t.Context(), "1-101"); err != nil || len(got) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

// Two sheets of the same level would be two files of one release.
func TestTwoSheetsOfLocations(t *testing.T) {
	s := newShelf(t)
	s.refused("two sheets have the ratings of locations", s.write("2019-03-01.ods", twoSheets(t)))
}

// A directory's date from before there were ratings is no rating's date: the
// rating was made by its first release. A date after the release is rejected.
func TestDatesThatNoRatingHas(t *testing.T) {
	s := newShelf(t)
	out := s.must(s.write("2019-03-01.csv", strings.Replace(locations, "Overall,Good,25/02/2019", "Overall,Good,17/06/2010", 1)))
	claims, err := s.store.ClaimsAbout(t.Context(), "1-101")
	if err != nil || len(claims) != 2 || claims[0].RatedOn != "/2019-03-01" || claims[0].Note != "the Publication Date printed is 2010-06-17, before there were ratings" || claims[1].RatedOn != "2019-02-25" {
		t.Errorf("%+v, %v", claims, err)
	}
	release, ok, err := s.store.LastRelease(t.Context(), "location", "")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	claims, err = s.store.ClaimsOf(t.Context(), release, "cqc.overall", false)
	if err != nil || len(claims) != 1 || claims[0].RatedOn != "/2019-03-01" || claims[0].Note == "" {
		t.Errorf("%+v, %v", claims, err)
	}
	if _, err := s.store.Undo(t.Context(), out.ID); err != nil {
		t.Fatal(err)
	}
	s.refused(`1 of 2 rows were not understood, more than 1 %; nothing is stored. The first: row 2, Publication Date: "02/04/2019": more than a month after the release`,
		s.write("late 2019-03-01.csv", strings.Replace(locations, "25/02/2019", "02/04/2019", 1)))
	s.must(s.write("soon 2019-03-01.csv", strings.Replace(locations, "25/02/2019", "01/04/2019", 1)))
}
