package sheet

import "bytes"

const doQuotes = "quote the whole cell and double the quotes in it"

// quoted takes a record that has a quote off the window. Offsets are from the
// record's first byte, so that they hold when the window moves.
func (r *Records) quoted() ([]byte, error) {
	p, outside := 0, 0 // scanned; the beginning of what is outside quotes
	end, none := -1, 0 // the next line end, when it is beyond p; where none is before
	breaks := 0        // line ends within quotes
	for {
		w := r.f.buf[r.f.pos:]
		if end < p {
			none = max(none, p)
			if end = bytes.IndexByte(w[none:], r.lineEnd); end >= 0 {
				end += none
			} else {
				none = len(w)
			}
		}
		reach := end
		if end < 0 {
			reach = len(w)
		}
		if q := bytes.IndexByte(w[p:reach], '"'); q >= 0 {
			at := p + q
			if at > 0 && w[at-1] != ',' {
				lead := at
				for lead > 0 && (w[lead-1] == ' ' || w[lead-1] == '\t') {
					lead--
				}
				if lead == 0 || w[lead-1] == ',' {
					return nil, r.fail(column(w[:at]), fault(doQuotes, "a quote after blanks at the beginning of a cell"))
				}
				p = at + 1
				continue
			}
			if err := r.outside(w[:at], outside); err != nil {
				return nil, err
			}
			var err error
			if p, err = r.closing(at, &breaks); err != nil {
				return nil, err
			}
			outside = p
			continue
		}
		if end < 0 {
			p = len(w)
			more, err := r.extend(p)
			switch {
			case err != nil:
				return nil, err
			case more:
				continue
			}
			w = r.f.buf[r.f.pos:]
			end = len(w)
			r.unended.Store(int64(r.number))
		}
		raw := w[:end]
		if r.other == '\r' && end > outside && raw[end-1] == '\r' {
			raw = raw[:end-1]
		}
		if err := r.outside(raw, outside); err != nil {
			return nil, err
		}
		r.f.pos += min(end+1, len(w))
		r.lines += breaks + 1
		return raw, nil
	}
}

// outside checks the end of a record's beginning, from an offset outside quotes.
func (r *Records) outside(beginning []byte, from int) error {
	if i := bytes.IndexByte(beginning[from:], r.other); i >= 0 {
		return r.mixed(beginning[:from+i])
	}
	return nil
}

// closing gives the offset after the quote that closes the one at an offset.
func (r *Records) closing(at int, breaks *int) (int, error) {
	line := r.lines + 1 + *breaks
	for p := at + 1; ; {
		w := r.f.buf[r.f.pos:]
		n := bytes.IndexByte(w[p:], '"')
		from := p
		if p = p + n + 1; n < 0 {
			p = len(w)
		}
		*breaks += bytes.Count(w[from:p], []byte{r.lineEnd})
		if p-at > r.lim.Cell+2 {
			return 0, r.fail(column(w[:at]), fault("close the quote", "a cell of more than the limit of %d bytes; its quote opens on line %d", r.lim.Cell, line))
		}
		if n < 0 || p == len(w) {
			more, err := r.extend(p)
			switch {
			case err != nil:
				return 0, err
			case !more && n < 0:
				return 0, r.fail(column(r.f.buf[r.f.pos:][:at]), fault("close the quote", "the quote that opens on line %d never closes", line))
			case !more:
				return p, nil
			case n < 0:
				continue
			}
			w = r.f.buf[r.f.pos:]
		}
		switch w[p] {
		case '"':
			p++
		case ',', r.lineEnd, r.other:
			return p, nil
		default:
			return 0, r.fail(column(w[:at]), fault(doQuotes, "text after the quote that closes the cell"))
		}
	}
}

// extend makes more of a record available than its first n bytes; false at the
// end of the file.
func (r *Records) extend(n int) (bool, error) {
	if n > r.lim.Row {
		return false, r.fail(0, fault("", "more than the limit of %d bytes in a row", r.lim.Row))
	}
	if r.f.more() {
		return true, nil
	}
	if err := r.f.end(); err != nil {
		return false, r.fail(column(r.f.buf[r.f.pos:]), err)
	}
	return false, nil
}

// column is the number of the cell at the end of a record's beginning.
func column(beginning []byte) int {
	n := 1
	for rest := beginning; ; n++ {
		if len(rest) > 0 && rest[0] == '"' {
			rest = rest[1:]
			for {
				i := bytes.IndexByte(rest, '"')
				if i < 0 {
					return n
				}
				rest = rest[i+1:]
				if len(rest) == 0 || rest[0] != '"' {
					break
				}
				rest = rest[1:]
			}
		}
		i := bytes.IndexByte(rest, ',')
		if i < 0 {
			return n
		}
		rest = rest[i+1:]
	}
}
