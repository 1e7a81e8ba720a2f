package native

import (
	"bytes"
	"strings"
)

// Slashes says what the first rows of a sheet tell about its slashed dates: that
// some can only be day-first (25/04/2016), that some can only be month-first
// (4/25/2016, or a time with AM or PM).
func (d *Directory) Slashes(rows [][]string) (dayFirst, monthFirst bool) {
	for i, row := range rows {
		at := d.columns[colDate]
		if i < d.header || at >= len(row) {
			continue
		}
		a, rest, ok := number([]byte(row[at]))
		if !ok || len(rest) == 0 || rest[0] != '/' {
			continue
		}
		b, rest, ok := number(rest[1:])
		switch {
		case !ok:
		case a > 12:
			dayFirst = true
		case b > 12, halfDay(rest):
			monthFirst = true
		}
	}
	return dayFirst, monthFirst
}

// halfDay reports whether a time has AM or PM, as only month-first dates do.
func halfDay(text []byte) bool {
	text = bytes.TrimSpace(text)
	return len(text) > 2 && strings.Contains(" AM PM ", " "+strings.ToUpper(string(text[len(text)-2:]))+" ")
}
