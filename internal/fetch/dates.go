package fetch

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"careratings/internal/eras"
	"careratings/internal/pattern"
)

// dating is what a file's name and folder say of its age.
type dating struct {
	date    eras.Interval // day or month; of the folder where the name has none; empty: not said
	quarter string        // quarter of a financial year it is about: 2025-26-q3, or q3 where the year is not said
	version int           // 2 for v2; 1 where nothing is said
}

// months matches the name of a month, in full or short.
const months = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

var (
	// 01_September_2026_Latest_ratings.ods, 1 December 2016 HSCA Latest ratings.xlsx
	dayMonthYear = pattern.Of(`(?i)(?:^|[^0-9])([0-3]?[0-9])(?:st|nd|rd|th)?[\s_.-]*(` + months + `)[\s_.,-]*(20[0-9]{2})(?:[^0-9]|$)`)
	monthYear    = pattern.Of(`(?i)(?:^|[^a-z])(` + months + `)[\s_.,-]*(20[0-9]{2})(?:[^0-9]|$)`)
	isoDay       = pattern.Of(`(?:^|[^0-9])(20[0-9]{2})[_-]?([01][0-9])[_-]?([0-3][0-9])(?:[^0-9]|$)`)
	// .../2026-09/... and .../2026/03/...
	folderMonth = pattern.Of(`/(20[0-9]{2})[-/]([01][0-9])/`)
	quarterName = pattern.Of(`(?i)(?:^|[^a-z0-9])q([1-4])(?:[\s_-]+([0-9]{2})[_-]([0-9]{2}))?(?:[^0-9]|$)`)
	versionName = pattern.Of(`(?i)(?:^|[^a-z0-9])v([0-9]{1,2})(?:[^a-z0-9]|$)`)
)

// dated reads the age of a file from its decoded name and, where that has no
// date, from the month its folder is called by. A day without a year ("04
// January") is no date.
func dated(name, path string) dating {
	d := dating{version: 1}
	switch {
	case d.named(dayMonthYear().FindStringSubmatch(name), 3, 2, 1):
	case d.named(isoDay().FindStringSubmatch(name), 1, 2, 3):
	case d.named(monthYear().FindStringSubmatch(name), 2, 1, 0):
	default:
		d.named(folderMonth().FindStringSubmatch(path[:strings.LastIndexByte(path, '/')+1]), 1, 2, 0)
	}
	if m := quarterName().FindStringSubmatch(name); m != nil {
		d.quarter = "q" + m[1]
		if m[2] != "" {
			d.quarter = fmt.Sprintf("20%s-%s-q%s", m[2], m[3], m[1])
		}
	}
	if m := versionName().FindStringSubmatch(name); m != nil {
		d.version, _ = strconv.Atoi(m[1]) // two digits at most
	}
	return d
}

// named takes the date out of a match whose groups hold year, month and day (0:
// no day), if it is a date of the calendar.
func (d *dating) named(m []string, year, month, day int) bool {
	if m == nil {
		return false
	}
	y, _ := strconv.Atoi(m[year])
	mon, err := strconv.Atoi(m[month])
	if err != nil {
		mon = monthNumber(m[month])
	}
	n := 1
	if day > 0 {
		n, _ = strconv.Atoi(m[day])
	}
	t := time.Date(y, time.Month(mon), n, 0, 0, 0, 0, time.UTC)
	if t.Year() != y || int(t.Month()) != mon || t.Day() != n {
		return false // the 31st of June
	}
	if day == 0 {
		d.date = eras.Interval(t.Format("2006-01"))
	} else {
		d.date = eras.Interval(t.Format(time.DateOnly))
	}
	return true
}

func monthNumber(name string) int {
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(m.String()[:3], name[:3]) {
			return int(m)
		}
	}
	return 0
}

// newer orders files newest first: by date, then by quarter, then by version;
// undated ones last.
func newer(a, b dating) int {
	key := func(d dating) string {
		if !d.date.Known() {
			return ""
		}
		return d.date.SortKey()
	}
	return cmp.Or(cmp.Compare(key(b), key(a)), cmp.Compare(b.quarter, a.quarter), cmp.Compare(b.version, a.version))
}
