package sheet

import (
	"io"
	"sync/atomic"
)

// odsRows reads the rows of a table of an ODS.
type odsRows struct {
	s      *scanner
	at     place
	lim    Limits
	number int // of the row read last
	rows   int // filled ones
	repeat int // how often the row read last is still to be given
	failed error
	check  *atomic.Bool // set where the rest of the file is to be checked at the end

	row  Row
	text []byte // the row's texts
	p    paragraph
	is   stated

	p1, p2 []byte // the tags of a paragraph, once one without attributes was met
}

// Close stops reading.
func (r *odsRows) Close() error {
	r.s.f.close()
	return nil
}

// Next gives the next row that has a filled cell; io.EOF after the last.
func (r *odsRows) Next() (*Row, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	if r.repeat == 0 {
		if err := r.read(); err != nil {
			if err != io.EOF {
				err = r.at.at(err, r.number, 0)
			}
			r.failed = err
			return nil, err
		}
	} else {
		r.number++
	}
	r.repeat--
	if r.rows++; r.rows > r.lim.Rows {
		r.failed = r.at.at(fault("split the file", "more rows than the limit of %d", r.lim.Rows), r.number, 0)
		return nil, r.failed
	}
	r.row.Number = r.number
	return &r.row, nil
}

// read reads up to a row that has a filled cell.
func (r *odsRows) read() error {
	for {
		kind, err := r.s.next()
		if err != nil {
			return err
		}
		switch {
		case kind == endTag && r.s.name == odsTable:
			return r.finish()
		case kind != startTag, r.s.name == odsRowGroup:
			continue
		case r.s.name != odsRow:
			err = r.s.skip() // columns, forms, shapes
		default:
			r.number++
			n, err := r.times(r.s.value(odsRowsRepeated))
			if err != nil {
				return err
			}
			if err = r.cells(); err != nil {
				return err
			}
			if len(r.row.Cells) > 0 {
				if n > r.lim.Repeat {
					return fault("", "a filled row that stands for %d rows, more than the limit of %d", n, r.lim.Repeat)
				}
				r.repeat = n
				return nil
			}
			r.number += n - 1
		}
		if err != nil {
			return err
		}
	}
}

// finish reads on to the end of the file, unless that has been done, since its
// checksum says whether the rows were right.
func (r *odsRows) finish() error {
	if r.check != nil && !r.check.Load() {
		if err := r.s.f.drain(); err != nil {
			return err
		}
		r.check.Store(true)
	}
	return io.EOF
}

// times reads how often a row or cell is repeated.
func (r *odsRows) times(v []byte) (int, error) {
	if v == nil {
		return 1, nil
	}
	const most = 1 << 31 // no sheet has as many rows or columns
	i, ok := count(v, most)
	if !ok || i == 0 {
		return 0, fault(doSave, "%q is no number of repetitions", shown(v))
	}
	return i, nil
}

// count reads a number in digits, at most most.
func count(v []byte, most int) (int, bool) {
	if len(v) == 0 || len(v) > 10 {
		return 0, false
	}
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, n <= most
}

// cells reads the cells of a row, without empty ones at its end.
func (r *odsRows) cells() error {
	r.text = r.text[:0]
	cells := r.row.Cells[:0]
	column, gap := 0, 0 // the column read last; empty cells that no filled one has followed
	for {
		kind, err := r.s.next()
		if err != nil {
			return r.at.at(err, r.number, 0)
		}
		if kind == endTag {
			break // within a cell they are the cell's
		}
		if kind != startTag {
			continue
		}
		if r.s.name != odsCell && r.s.name != odsCoveredCell {
			if err := r.s.skip(); err != nil {
				return r.at.at(err, r.number, 0)
			}
			continue
		}
		column++
		n, err := r.attributes()
		if err != nil {
			return r.at.at(err, r.number, column)
		}
		from := len(r.text)
		c, err := r.cell()
		switch {
		case err != nil:
			return r.at.at(err, r.number, column)
		case len(c.Text) > r.lim.Cell:
			return r.at.at(fault("", "a cell of more than the limit of %d bytes", r.lim.Cell), r.number, column)
		case len(r.text) > r.lim.Row:
			return r.at.at(fault("", "more than the limit of %d bytes in a row", r.lim.Row), r.number, column)
		}
		column += n - 1
		if c.Kind == Empty {
			r.text = r.text[:from]
			gap += n
			continue
		}
		if column > r.lim.Columns {
			return r.at.at(fault("", "a filled cell beyond the limit of %d columns", r.lim.Columns), r.number, r.lim.Columns+1)
		}
		for ; gap > 0; gap-- {
			cells = append(cells, Cell{})
		}
		for range n {
			cells = append(cells, c)
		}
	}
	r.row.Cells = cells
	return nil
}
