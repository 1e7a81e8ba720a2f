package sheet

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Splitter tells the cells of records apart. What it gave stays valid as long as
// the records do.
type Splitter struct {
	at    place
	lim   Limits
	plain []byte // cells whose doubled quotes have been undone
}

// Splitter gives a splitter for what NextRaw gives. The two may be used at once.
func (r *Records) Splitter() *Splitter { return &Splitter{at: r.at, lim: r.lim} }

// Split tells the cells of a record apart and puts them into row with the record
// itself; the row's number, which errors name, stays as it is.
func (r *Splitter) Split(raw []byte, row *Row) error {
	row.Raw = raw
	s := splitter{lim: &r.lim, cells: row.Cells[:0]}
	if bytes.IndexByte(raw, '"') < 0 {
		s.bare(raw)
	} else {
		for rest, more := raw, true; more; {
			var text []byte
			if len(rest) > 0 && rest[0] == '"' {
				text, rest, more = r.unquote(rest[1:])
			} else if n := bytes.IndexByte(rest, ','); n >= 0 {
				text, rest = rest[:n], rest[n+1:]
			} else {
				text, more = rest, false
			}
			s.add(text)
		}
	}
	if s.wrong != nil {
		return r.at.at(s.wrong, row.Number, s.column)
	}
	row.Cells = s.cells[:s.filled]
	return nil
}

// splitter collects the cells of a record.
type splitter struct {
	lim    *Limits
	cells  []Cell
	column int // the cell added last; the first that was wrong
	filled int // cells up to the last that is not empty
	wrong  error
}

// bare splits a record without quotes, eight bytes at a time.
func (s *splitter) bare(raw []byte) {
	const (
		commas = 0x2C2C2C2C2C2C2C2C
		low    = 0x7F7F7F7F7F7F7F7F
	)
	from, i := 0, 0
	for ; i+8 <= len(raw); i += 8 {
		x := binary.LittleEndian.Uint64(raw[i:]) ^ commas
		// The top bit of each byte that was a comma, and of no other.
		for m := ^((x&low + low) | x | low); m != 0; m &= m - 1 {
			p := i + bits.TrailingZeros64(m)>>3
			s.add(raw[from:p])
			from = p + 1
		}
	}
	for ; i < len(raw); i++ {
		if raw[i] == ',' {
			s.add(raw[from:i])
			from = i + 1
		}
	}
	s.add(raw[from:])
}

// add adds the next cell.
func (s *splitter) add(text []byte) {
	if s.wrong != nil {
		return
	}
	s.column++
	if len(text) == 0 {
		if s.column <= s.lim.Columns { // empty cells at the end are not kept
			s.cells = append(s.cells, Cell{})
		}
		return
	}
	if len(text) > s.lim.Cell || s.column > s.lim.Columns {
		s.refuse(text)
		return
	}
	s.cells = append(s.cells, Cell{text, Text})
	s.filled = s.column
}

func (s *splitter) refuse(text []byte) {
	if len(text) > s.lim.Cell {
		s.wrong = fault("", "a cell of %d bytes, more than the limit of %d", len(text), s.lim.Cell)
	} else {
		s.wrong = fault("", "more columns than the limit of %d", s.lim.Columns)
	}
}

// unquote takes a cell off the record after its opening quote.
func (r *Splitter) unquote(rest []byte) (text, after []byte, more bool) {
	n := bytes.IndexByte(rest, '"')
	if n+1 < len(rest) && rest[n+1] == '"' {
		from := len(r.plain)
		for n+1 < len(rest) && rest[n+1] == '"' {
			r.plain = append(r.plain, rest[:n+1]...)
			rest = rest[n+2:]
			n = bytes.IndexByte(rest, '"')
		}
		r.plain = append(r.plain, rest[:n]...)
		text = r.plain[from:len(r.plain):len(r.plain)]
	} else {
		text = rest[:n]
	}
	if n+1 == len(rest) {
		return text, nil, false
	}
	return text, rest[n+2:], true // past the quote and the comma
}
