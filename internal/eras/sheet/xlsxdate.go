package sheet

import (
	"context"
	"math"
	"strconv"
	"strings"
)

// numberFormat is what a number format makes of a serial number.
type numberFormat uint8

const (
	plainNumber numberFormat = iota
	dateFormat               // a day, with or without a time
	timeFormat               // a time of day or a duration
)

// builtinFormat knows the formats that have a number and no code, by ECMA-376
// part 1, 18.8.30, with those of East Asian Excel.
func builtinFormat(id int) numberFormat {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return dateFormat
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47:
		return timeFormat
	}
	return plainNumber
}

// formatOf classifies a format code such as yyyy\-mm\-dd or [h]:mm by the first
// of its sections, without what is quoted, escaped or in brackets.
func formatOf(code string) numberFormat {
	if strings.EqualFold(code, "general") {
		return plainNumber
	}
	format := plainNumber
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			n := strings.IndexByte(code[i+1:], '"')
			if n < 0 {
				return format
			}
			i += n + 1
		case '\\', '_', '*':
			i++
		case '[':
			n := strings.IndexByte(code[i:], ']')
			if n < 0 {
				return format
			}
			if in := strings.ToLower(code[i+1 : i+n]); in != "" && strings.Trim(in, in[:1]) == "" && strings.Contains("hms", in[:1]) {
				format = timeFormat
			}
			i += n
		case ';':
			return format
		case 'y', 'Y', 'd', 'D':
			return dateFormat
		case 'h', 'H', 's', 'S':
			format = timeFormat
		case 'm', 'M': // months, unless there are hours or seconds
			if format == plainNumber && !strings.ContainsAny(code[i:], "hHsS") {
				return dateFormat
			}
		}
	}
	return format
}

// loadFormats reads what number format each cell format has.
func (b *Book) loadFormats(ctx context.Context) ([]numberFormat, error) {
	f, err := b.part(ctx, b.xlsx.c, b.xlsx.styles)
	if err != nil {
		return nil, err
	}
	defer f.close()
	s := newScanner(f, xlsxWords())
	const most = 1 << 16 // Excel allows 65,490 cell formats
	codes := map[int]numberFormat{}
	var formats []numberFormat
	var section name
	for {
		kind, err := s.next()
		switch {
		case err != nil:
			return nil, err
		case kind == endOfXML:
			return formats, nil
		case kind != startTag:
			continue
		}
		switch depth := len(s.stack); {
		case depth == 1 && s.name != xlStyleSheet:
			return nil, fault(doSave, "not a style sheet")
		case depth == 2:
			if section = s.name; section == 0 {
				if err := s.skip(); err != nil {
					return nil, err
				}
			}
		case depth == 3 && (section == xlNumFmts && s.name == xlNumFmt || section == xlCellXfs && s.name == xlXf):
			id, ok := 0, true
			if v := s.value(xlNumFmtID); v != nil {
				id, ok = count(v, math.MaxInt32)
			}
			if !ok || len(formats) == most || len(codes) == most {
				return nil, fault(doSave, "a number format %q, or more than %d formats", shown(s.value(xlNumFmtID)), most)
			}
			if section == xlNumFmts {
				code, err := s.decoded(xlFormatCode)
				if err != nil {
					return nil, err
				}
				codes[id] = formatOf(code)
				continue
			}
			format, own := codes[id] // the codes stand before the cell formats
			if !own {
				format = builtinFormat(id)
			}
			formats = append(formats, format)
		}
	}
}

// appendSerial appends the day or time that a serial number stands for, to the
// millisecond. What is no day that Excel can show stays a Number: a negative one,
// one past the year 9999, and 60 in the system of 1900, its 29 February.
func appendSerial(dst, v []byte, format numberFormat, from1904 bool) ([]byte, Kind) {
	const last = 2_958_466 // the day after 31 December 9999
	var serial float64
	if n, ok := count(v, last); ok {
		serial = float64(n)
	} else if f, err := strconv.ParseFloat(string(v), 64); err == nil {
		serial = f
	} else {
		return dst, Number
	}
	if !(serial >= 0 && serial < last) {
		return dst, Number
	}
	const dayMillis = 24 * 60 * 60 * 1000
	days := int(serial)
	millis := int(math.Round((serial - float64(days)) * dayMillis))
	if millis == dayMillis {
		days, millis = days+1, 0
	}
	clock := func(hours int) {
		dst = appendClock(dst, hours+millis/3_600_000, millis/60_000%60, millis/1000%60)
		if ms := millis % 1000; ms > 0 {
			dst = append(dst, strings.TrimRight("."+strconv.Itoa(1000 + ms)[1:], "0")...)
		}
	}
	if format == timeFormat {
		clock(days * 24)
		return dst, Time
	}
	const (
		unix1900 = -25_569 // 30 December 1899 in days since 1970
		unix1904 = -24_107 // 1 January 1904
	)
	unix := unix1900 + days
	switch {
	case from1904:
		unix = unix1904 + days
	case days == 60 || days == 0:
		return dst, Number
	case days < 60:
		unix++ // Excel has a day too many in 1900
	}
	y, m, d := civil(unix)
	if y > 9999 {
		return dst, Number
	}
	dst = appendPadded(dst, y, 4)
	dst = append(dst, '-')
	dst = appendPadded(dst, m, 2)
	dst = append(dst, '-')
	dst = appendPadded(dst, d, 2)
	if millis > 0 {
		dst = append(dst, 'T')
		clock(0)
	}
	return dst, Date
}

// civil gives the Gregorian day so many days after 1 January 1970, from 1900 on
// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
func civil(days int) (y, m, d int) {
	days += 719_468 // from 1 March of year 0
	era := days / 146_097
	doe := days - era*146_097
	yoe := (doe - doe/1460 + doe/36_524 - doe/146_096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d = doy - (153*mp+2)/5 + 1
	m = mp + 3
	if mp >= 10 {
		m = mp - 9
	}
	y = yoe + era*400
	if m <= 2 {
		y++
	}
	return y, m, d
}
