package sheet

import (
	"bytes"
	"context"
	"io"
	"sync/atomic"
)

// Records reads a CSV: RFC 4180, with lines that end in LF or CRLF, or all of
// them in CR. A quote within a bare cell is text, as in 5" pipe; one after
// leading blanks is refused, because programs disagree about it. Records need
// not be of one width.
//
// A caller that only wants to know whether a record has changed takes it from
// NextRaw and splits it with a Splitter when it has.
type Records struct {
	f   *feed
	at  place
	lim Limits

	begun   bool
	lineEnd byte // '\n', which may have a '\r' before it, or '\r'
	other   byte // the one that must not stand outside quotes
	number  int  // of the record read last
	lines   int  // line ends before the record to be read
	rows    int  // filled ones
	failed  error
	row     Row
	split   *Splitter
	unended *atomic.Int64
}

// Records reads the records of a CSV. Reading ends soon after ctx is done.
func (b *Book) Records(ctx context.Context) (*Records, error) {
	if b.format != CSV {
		return nil, b.at("").at(fault("", "a %s file has no records", b.format), 0, 0)
	}
	f, err := b.feed(ctx, b.text)
	if err != nil {
		return nil, b.at("").at(err, 0, 0)
	}
	r := &Records{f: f, at: b.at(""), lim: b.lim, unended: &b.unended}
	r.split = r.Splitter()
	return r, nil
}

// Close stops reading.
func (r *Records) Close() error {
	r.f.close()
	return nil
}

// Next gives the next record that has a filled cell; io.EOF after the last.
func (r *Records) Next() (*Row, error) {
	for {
		raw, number, err := r.NextRaw()
		if err != nil {
			return nil, err
		}
		r.row.Number = number
		r.split.plain = r.split.plain[:0]
		if err := r.split.Split(raw, &r.row); err != nil {
			r.failed = err
			return nil, err
		}
		if len(r.row.Cells) > 0 {
			return &r.row, nil
		}
	}
}

// NextRaw gives the bytes of the next record that is not empty, without its line
// end, and its number, counting empty ones too; io.EOF after the last. Quotes
// are checked, cells are not told apart. The bytes are valid until the next call.
func (r *Records) NextRaw() ([]byte, int, error) {
	if r.failed != nil {
		return nil, 0, r.failed
	}
	if !r.begun {
		r.begin()
	}
	for {
		raw, err := r.record()
		if err != nil {
			r.failed = err
			return nil, 0, err
		}
		if len(raw) > r.lim.Row {
			return nil, 0, r.fail(0, fault("", "more than the limit of %d bytes in a row", r.lim.Row))
		}
		if len(raw) > 0 {
			if r.rows++; r.rows > r.lim.Rows {
				return nil, 0, r.fail(0, fault("split the file", "more rows than the limit of %d", r.lim.Rows))
			}
			return raw, r.number, nil
		}
	}
}

// begin decides by the first block how lines end.
func (r *Records) begin() {
	r.begun = true
	if r.f.more() && r.f.buf[len(r.f.buf)-1] == '\r' {
		r.f.more() // the \n that goes with it may be in the next block
	}
	r.lineEnd, r.other = '\n', '\r'
	if bytes.IndexByte(r.f.buf, '\n') < 0 && bytes.IndexByte(r.f.buf, '\r') >= 0 {
		r.lineEnd, r.other = '\r', '\n'
	}
}

func (r *Records) fail(column int, err error) error {
	r.failed = r.at.at(err, r.number, column)
	return r.failed
}

// record takes a record off the window.
func (r *Records) record() ([]byte, error) {
	r.number++
	from := 0 // no line end before it
	for {
		w := r.f.buf[r.f.pos:]
		n := bytes.IndexByte(w[from:], r.lineEnd)
		if n >= 0 {
			n += from
			raw := w[:n]
			if bytes.IndexByte(raw, '"') >= 0 {
				return r.quoted()
			}
			r.f.pos += n + 1
			r.lines++
			return r.bare(raw)
		}
		if bytes.IndexByte(w[from:], '"') >= 0 {
			return r.quoted()
		}
		from = len(w)
		more, err := r.extend(from)
		if err != nil {
			return nil, err
		}
		if !more {
			w = r.f.buf[r.f.pos:]
			if len(w) == 0 {
				r.number--
				return nil, io.EOF
			}
			r.f.pos = len(r.f.buf)
			r.unended.Store(int64(r.number))
			return r.bare(w)
		}
	}
}

// bare checks the line ends of a record without quotes.
func (r *Records) bare(raw []byte) ([]byte, error) {
	i := bytes.IndexByte(raw, r.other)
	if i < 0 {
		return raw, nil
	}
	if r.other == '\r' && i == len(raw)-1 {
		return raw[:i], nil
	}
	return nil, r.mixed(raw[:i])
}

func (r *Records) mixed(before []byte) error {
	name := "carriage return"
	if r.other == '\n' {
		name = "line feed"
	}
	return r.fail(column(before), fault("end all lines alike", "a lone %s outside quotes", name))
}
