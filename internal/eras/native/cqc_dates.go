package native

import "time"

// day reads a Publication Date as days since 1970-01-01: 2016-04-25 with or
// without a time, 25/04/2016, or, where month-first dates were announced,
// 4/25/2016 with or without a time. The reason is empty where it can be read.
func (d *Directory) day(text []byte) (int32, string) {
	if len(text) == 0 {
		return NoDay, ""
	}
	a, rest, ok := number(text)
	if !ok || len(rest) == 0 {
		return 0, "no date; expected 2016-04-25 or 25/04/2016"
	}
	separator := rest[0]
	b, rest, ok := number(rest[1:])
	if !ok || len(rest) == 0 || rest[0] != separator {
		return 0, "no date; expected 2016-04-25 or 25/04/2016"
	}
	c, rest, ok := number(rest[1:])
	if !ok || len(rest) > 0 && rest[0] != ' ' && rest[0] != 'T' {
		return 0, "no date; expected 2016-04-25 or 25/04/2016"
	}
	var year, month, day int
	switch {
	case separator == '-':
		year, month, day = a, b, c
	case separator == '/' && d.monthFirst:
		month, day, year = a, b, c
	case separator == '/':
		day, month, year = a, b, c
	default:
		return 0, "no date; expected 2016-04-25 or 25/04/2016"
	}
	if separator == '/' && !d.monthFirst && (month > 12 && day <= 12 || len(rest) > 0 && halfDay(rest)) {
		return 0, "a month-first date; say so with --month-first if the whole file has them"
	}
	n, ok := dayNumber(year, month, day)
	if !ok {
		return 0, "no day of the calendar"
	}
	return n, ""
}

// number reads the digits at the beginning of a text, four at most.
func number(text []byte) (n int, rest []byte, ok bool) {
	i := 0
	for i < len(text) && i < 4 && text[i] >= '0' && text[i] <= '9' {
		n = n*10 + int(text[i]-'0')
		i++
	}
	return n, text[i:], i > 0
}

// dayNumber counts days from 1970-01-01; ok is false for a day that is none, or
// outside the years of health care ratings.
func dayNumber(year, month, day int) (int32, bool) {
	if year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return 0, false
	}
	return int32(t.Unix() / 86400), true
}
