package eras

import (
	"fmt"
	"strings"
	"time"
)

// Interval is a date as far as it is known: a day ("2004-07-21"), a month
// ("2004-07"), a year ("2004"), a stretch ("2004-04-01/2005-03-31"), or a
// bound ("/2020-02-04" is on or before that day). The empty Interval is an
// unknown date. A year or a month is never moved to its first day.
type Interval string

// ParseInterval checks s and returns it as an Interval. The empty string is
// the unknown date. The error names the value and the forms allowed.
func ParseInterval(s string) (Interval, error) {
	if s == "" {
		return "", nil
	}
	from, to, stretch := strings.Cut(s, "/")
	parts := []string{from}
	if stretch {
		parts = []string{from, to}
	}
	known := 0
	for _, p := range parts {
		if p == "" {
			continue
		}
		known++
		if _, ok := dateLayout(p); !ok {
			return "", fmt.Errorf("date %q: want YYYY, YYYY-MM, YYYY-MM-DD, FROM/TO or /ON-OR-BEFORE", s)
		}
	}
	if known == 0 {
		return "", fmt.Errorf("date %q: want at least one end", s)
	}
	iv := Interval(s)
	if a, b := iv.First(), iv.Last(); a != "" && b != "" && a > b {
		return "", fmt.Errorf("date %q: ends before it begins", s)
	}
	return iv, nil
}

func dateLayout(p string) (string, bool) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if len(p) == len(layout) {
			_, err := time.Parse(layout, p)
			return layout, err == nil
		}
	}
	return "", false
}

// First is the earliest day the date can be, as YYYY-MM-DD; empty when it has
// no lower end.
func (iv Interval) First() string {
	from, _, _ := strings.Cut(string(iv), "/")
	switch len(from) {
	case 4:
		return from + "-01-01"
	case 7:
		return from + "-01"
	}
	return from
}

// Last is the latest day the date can be, as YYYY-MM-DD; empty when unknown.
func (iv Interval) Last() string {
	from, to, stretch := strings.Cut(string(iv), "/")
	if !stretch {
		to = from
	}
	if len(to) == len("2006-01-02") {
		return to // ParseInterval has checked it
	}
	layout, ok := dateLayout(to)
	if !ok {
		return ""
	}
	switch layout {
	case "2006":
		return to + "-12-31"
	case "2006-01":
		t, _ := time.Parse(layout, to)
		return t.AddDate(0, 1, -1).Format("2006-01-02")
	}
	return to
}

// Known reports whether anything is known of the date.
func (iv Interval) Known() bool { return iv != "" }

// SortKey orders dates by their latest day, unknown ones last.
func (iv Interval) SortKey() string {
	if l := iv.Last(); l != "" {
		return l
	}
	if f := iv.First(); f != "" {
		return f
	}
	return "9999-99-99"
}

// DaysApart is the least number of days between two dates; 0 when they can be
// the same day; -1 when either is unknown or open at an end.
func (iv Interval) DaysApart(o Interval) int {
	a0, a1, ok1 := iv.days()
	b0, b1, ok2 := o.days()
	if !ok1 || !ok2 {
		return -1
	}
	switch {
	case a1.Before(b0):
		return int(b0.Sub(a1).Hours() / 24)
	case b1.Before(a0):
		return int(a0.Sub(b1).Hours() / 24)
	}
	return 0
}

func (iv Interval) days() (first, last time.Time, ok bool) {
	f, err1 := time.Parse("2006-01-02", iv.First())
	l, err2 := time.Parse("2006-01-02", iv.Last())
	return f, l, err1 == nil && err2 == nil
}
