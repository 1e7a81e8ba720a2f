package sheet

import (
	"bytes"
	"strconv"
)

// stated is what the attributes of a cell say, as they stand in the file.
type stated struct {
	kind, calc                      []byte // office:value-type, calcext:value-type
	value, date, time, truth, texts []byte
	formula                         bool
}

// attributes takes the attributes of a cell that matter and gives how often it
// is repeated.
func (r *odsRows) attributes() (int, error) {
	r.is = stated{}
	var times []byte
	for i := range r.s.attrs {
		a := &r.s.attrs[i]
		switch a.name {
		case odsColumnsRepeated:
			times = a.value
		case odsValueType:
			r.is.kind = a.value
		case odsCalcType:
			r.is.calc = a.value
		case odsValue:
			r.is.value = a.value
		case odsDateValue:
			r.is.date = a.value
		case odsTimeValue:
			r.is.time = a.value
		case odsBooleanValue:
			r.is.truth = a.value
		case odsStringValue:
			r.is.texts = a.value
		case odsFormula:
			r.is.formula = true
		}
	}
	return r.times(times)
}

// cell reads a cell up to its end tag.
func (r *odsRows) cell() (Cell, error) {
	c, err := r.typed()
	if err != nil {
		return Cell{}, err
	}
	from := len(r.text)
	depth := len(r.s.stack)
	plain := r.plainText()
	for paragraphs := 0; !plain; {
		kind, err := r.s.next()
		if err != nil {
			return Cell{}, err
		}
		if kind == endTag && len(r.s.stack) < depth {
			break
		}
		if kind != startTag {
			continue
		}
		if r.s.name == odsTable {
			return Cell{}, fault(doSave, "a table within a cell")
		}
		if r.s.name != odsP { // annotations, drawings
			if err := r.s.skip(); err != nil {
				return Cell{}, err
			}
			continue
		}
		if len(r.s.attrs) == 0 && r.p1 == nil {
			q := r.s.stack[len(r.s.stack)-1].q
			r.p1, r.p2 = append(append([]byte("<"), q...), '>'), append(append([]byte("</"), q...), '>')
		}
		if paragraphs++; paragraphs > 1 {
			r.text = append(r.text, '\n')
		}
		if err := r.paragraph(from); err != nil {
			return Cell{}, err
		}
	}
	text := r.text[from:len(r.text):len(r.text)]
	switch {
	case c.Kind == Number && r.is.formula && bytes.HasPrefix(text, []byte("#")):
		c = Cell{text, Fault} // of a program that has no other way to say so
	case c.Text == nil:
		c.Text = text
	}
	if len(c.Text) == 0 {
		return Cell{}, nil
	}
	return c, nil
}

// typed gives the kind of a cell and, for all but text, its value, which is
// preferred to the text that is shown.
func (r *odsRows) typed() (Cell, error) {
	from := len(r.text)
	value := func(v []byte) ([]byte, error) {
		var err error
		r.text, err = appendChars(r.text, v, true)
		return r.text[from:len(r.text):len(r.text)], err
	}
	if string(r.is.calc) == "error" {
		return Cell{Kind: Fault}, nil
	}
	var printed, v []byte
	var err error
	switch string(r.is.kind) {
	case "", "void":
		return Cell{Kind: Text}, nil
	case "string":
		if r.is.texts == nil {
			return Cell{Kind: Text}, nil
		}
		v, err = value(r.is.texts)
		return Cell{v, Text}, err
	case "float", "percentage", "currency":
		printed = r.is.value
		if v, err = value(printed); err == nil && number(v) {
			return Cell{v, Number}, nil
		}
	case "date":
		printed = r.is.date
		if v, err = value(printed); err == nil {
			if day, ok := isoDate(v); ok {
				return Cell{day, Date}, nil
			}
		}
	case "time":
		printed = r.is.time
		if v, err = value(printed); err == nil {
			var ok bool
			if r.text, ok = appendDuration(r.text, v); ok {
				return Cell{r.text[from+len(v) : len(r.text) : len(r.text)], Time}, nil
			}
		}
	case "boolean":
		printed = r.is.truth
		if v, err = value(printed); err == nil && (string(v) == "true" || string(v) == "false") {
			return Cell{v, Bool}, nil
		}
	default:
		return Cell{}, fault(doSave, "a cell of the unknown type %q", shown(r.is.kind))
	}
	if err == nil {
		err = fault(doSave, "a cell of type %s with the value %q", r.is.kind, shown(printed))
	}
	return Cell{}, err
}

// number tells whether v is a decimal number, with or without an exponent.
func number(v []byte) bool {
	i := 0
	if i < len(v) && (v[i] == '-' || v[i] == '+') {
		i++
	}
	digits := func() int {
		from := i
		for i < len(v) && v[i] >= '0' && v[i] <= '9' {
			i++
		}
		return i - from
	}
	n := digits()
	if i < len(v) && v[i] == '.' {
		i++
		n += digits()
	}
	if n > 0 && i < len(v) && (v[i] == 'e' || v[i] == 'E') {
		i++
		if i < len(v) && (v[i] == '-' || v[i] == '+') {
			i++
		}
		n = digits()
	}
	return n > 0 && i == len(v)
}

// isoDate checks the form of a day or a moment and leaves a midnight out: 2016-04-25,
// 2016-04-25T13:00:00, with or without a fraction of a second.
func isoDate(v []byte) ([]byte, bool) {
	const day, moment = "0000-00-00", "0000-00-00T00:00:00"
	like := func(v []byte, form string) bool {
		if len(v) != len(form) {
			return false
		}
		for i := range v {
			if digit := v[i] >= '0' && v[i] <= '9'; digit != (form[i] == '0') || !digit && v[i] != form[i] {
				return false
			}
		}
		return true
	}
	if like(v, day) {
		return v, true
	}
	if len(v) < len(moment) || !like(v[:len(moment)], moment) {
		return nil, false
	}
	rest := v[len(moment):]
	if len(rest) > 0 {
		if rest[0] != '.' || !number(rest) || rest[len(rest)-1] > '9' {
			return nil, false
		}
		if len(bytes.Trim(rest, ".0")) > 0 {
			return v, true
		}
	}
	if string(v[len(day):len(moment)]) == "T00:00:00" {
		return v[:len(day)], true
	}
	return v[:len(moment)], true
}

// appendDuration appends PT13H05M00S as 13:05:00; days are hours.
func appendDuration(dst, v []byte) ([]byte, bool) {
	v, ok := bytes.CutPrefix(v, []byte("P"))
	if !ok {
		return dst, false
	}
	part := func(unit byte) (int, bool) {
		n := bytes.IndexByte(v, unit)
		if n < 0 {
			return 0, true
		}
		i, ok := count(v[:n], 1<<31)
		v = v[n+1:]
		return i, ok
	}
	days, ok1 := part('D')
	v, ok = bytes.CutPrefix(v, []byte("T"))
	hours, ok2 := part('H')
	minutes, ok3 := part('M')
	var fraction []byte
	if n := bytes.IndexByte(v, '.'); n >= 0 && len(v) > n+2 && v[len(v)-1] == 'S' {
		fraction = bytes.TrimRight(v[n:len(v)-1], ".0")
		if len(fraction) > 0 && (!number(fraction) || fraction[len(fraction)-1] > '9') {
			return dst, false
		}
		v = append(bytes.Clone(v[:n]), 'S')
	}
	seconds, ok4 := part('S')
	if !ok || !ok1 || !ok2 || !ok3 || !ok4 || len(v) > 0 || minutes > 59 || seconds > 59 {
		return dst, false
	}
	dst = appendClock(dst, days*24+hours, minutes, seconds)
	return append(dst, fraction...), true
}

// appendClock appends 13:05:00.
func appendClock(dst []byte, h, m, s int) []byte {
	dst = appendPadded(dst, h, 2)
	dst = append(dst, ':')
	dst = appendPadded(dst, m, 2)
	dst = append(dst, ':')
	return appendPadded(dst, s, 2)
}

// appendPadded appends n, which is not negative, in at least width digits.
func appendPadded(dst []byte, n, width int) []byte {
	for least := 10; width > 1; width-- {
		if n < least {
			dst = append(dst, "000"[:width-1]...)
			break
		}
		least *= 10
	}
	return strconv.AppendInt(dst, int64(n), 10)
}
