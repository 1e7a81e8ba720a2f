package native

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/pattern"
)

// nofQuarter is a quarter of a financial year: the year it begins in (2025 for
// 2025/26) and 1 to 4. The zero value is no quarter.
type nofQuarter struct{ year, quarter int }

var (
	nofQuarterCell = pattern.Of(`(?i)^Q([1-4]) (20\d\d)[/-](?:20)?(\d\d)$`)
	nofEditionID   = pattern.Of(`^nof-(20\d\d)-(\d\d)-q([1-4])$`)
	// File names drift: -q3-25-26-v2, q4-2025-26_, -2025-26-q4, or -q2 alone.
	nofNameQuarterFirst = pattern.Of(`(?:^|[^a-z0-9])q([1-4])[-_ ](?:20)?(\d\d)[-_ ](?:20)?(\d\d)(?:[^0-9]|$)`)
	nofNameYearFirst    = pattern.Of(`(?:^|[^0-9])(?:20)?(\d\d)[-_ ](?:20)?(\d\d)[-_ ]q([1-4])(?:[^a-z0-9]|$)`)
	nofNameQuarterOnly  = pattern.Of(`(?:^|[^a-z0-9])q([1-4])(?:[^a-z0-9]|$)`)
	nofNameIssue        = pattern.Of(`[-_ ]v(\d{1,2})(?:\.[a-z0-9]+)*$`)
)

// newQuarter checks that the second year follows the first.
func newQuarter(quarter, year, next string) (nofQuarter, bool) {
	q, errQ := strconv.Atoi(quarter)
	y, errY := strconv.Atoi(year)
	n, errN := strconv.Atoi(next)
	if errQ != nil || errY != nil || errN != nil || (y+1)%100 != n {
		return nofQuarter{}, false
	}
	if y < 100 {
		y += 2000
	}
	return nofQuarter{y, q}, true
}

// parseQuarter reads a cell of column Quarter: "Q1 2025/26".
func parseQuarter(cell string) (nofQuarter, bool) {
	if m := nofQuarterCell().FindStringSubmatch(cell); m != nil {
		return newQuarter(m[1], m[2], m[3])
	}
	return nofQuarter{}, false
}

// quarterOfEdition reads an edition id: nof-2025-26-q1.
func quarterOfEdition(id string) (nofQuarter, error) {
	if m := nofEditionID().FindStringSubmatch(id); m != nil {
		if q, ok := newQuarter(m[3], m[1], m[2]); ok {
			return q, nil
		}
	}
	return nofQuarter{}, fmt.Errorf("%q is no edition of the oversight framework; expected one like nof-2025-26-q1", id)
}

// quarterOfName reads a quarter out of a file's name.
func quarterOfName(name string) (nofQuarter, bool) {
	name = strings.ToLower(name)
	if m := nofNameQuarterFirst().FindStringSubmatch(name); m != nil {
		return newQuarter(m[1], m[2], m[3])
	}
	if m := nofNameYearFirst().FindStringSubmatch(name); m != nil {
		return newQuarter(m[3], m[1], m[2])
	}
	return nofQuarter{}, false
}

// issueOfName is 2 for a file re-issued as "-v2", 1 for one without a number.
func issueOfName(name string) int {
	if m := nofNameIssue().FindStringSubmatch(strings.ToLower(name)); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil && n > 1 {
			return n
		}
	}
	return 1
}

// statedRelease is the quarter that the user or the file's name gives.
func statedRelease(f *File) (nofQuarter, error) {
	if f.Edition != "" {
		return quarterOfEdition(f.Edition)
	}
	if q, ok := quarterOfName(f.Name); ok {
		return q, nil
	}
	why := "and its name gives no quarter"
	if m := nofNameQuarterOnly().FindStringSubmatch(strings.ToLower(f.Name)); m != nil {
		why = "and its name gives quarter " + m[1] + " of no year"
	}
	return nofQuarter{}, errors.New("the file does not say which quarter it is of (no column Quarter), " + why +
		": state it with --edition, like --edition nof-2025-26-q1")
}

// before reports whether q is an earlier quarter than o.
func (q nofQuarter) before(o nofQuarter) bool {
	return q.year < o.year || q.year == o.year && q.quarter < o.quarter
}

func (q nofQuarter) id() string {
	return fmt.Sprintf("nof-%d-%02d-q%d", q.year, (q.year+1)%100, q.quarter)
}

func (q nofQuarter) String() string {
	return fmt.Sprintf("Q%d %d/%02d", q.quarter, q.year, (q.year+1)%100)
}

// edition is the archive's edition of the quarter, or where it knows none, one
// made of what the quarter says. Its day of publication is known only when it
// was given with the file that releases it.
func (q nofQuarter) edition(f *File, release nofQuarter) eras.Edition {
	if f.Catalogue != nil {
		if e, ok := f.Catalogue.Edition(q.id()); ok {
			return e
		}
	}
	framework := fmt.Sprintf("NHS Oversight Framework %d/%02d", q.year, (q.year+1)%100)
	e := eras.Edition{
		ID: q.id(), Era: "nof", Seq: q.seq(), Label: fmt.Sprintf("%s Q%d", framework, q.quarter), Period: q.String(),
		Publisher: "NHS England", Framework: framework,
	}
	from := [][2]string{{"04-01", "06-30"}, {"07-01", "09-30"}, {"10-01", "12-31"}, {"01-01", "03-31"}}[q.quarter-1]
	year := q.year + q.quarter/4
	e.RatedFrom, e.RatedTo = fmt.Sprintf("%d-%s", year, from[0]), fmt.Sprintf("%d-%s", year, from[1])
	if q == release {
		e.Published = f.Released
	}
	return e
}

// seq continues the order of data/editions.csv, where the fifth place is taken
// by an edition of 2025/26 whose quarter is not known.
func (q nofQuarter) seq() int {
	n := 4*(q.year-2025) + q.quarter
	if q.year > 2025 {
		n++
	}
	return n
}
