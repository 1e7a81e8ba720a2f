package imports

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"

	"careratings/internal/eras/native"
	"careratings/internal/eras/sheet"
)

// Reading lines, recognising them and telling their cells apart costs about as
// much as noting what they say; so one goroutine does the former ahead of the
// other. Parcels are few, so that memory is bounded.
const (
	parcels     = 3
	parcelLines = 512
	parcelBytes = 1 << 20 // or fewer lines
)

// parcel is a run of lines.
type parcel struct {
	text    []byte
	lines   []readLine
	records []native.DirectoryRecord // of the lines that are not known
	err     error                    // what ended reading after them
}

// readLine is a line of a parcel.
type readLine struct {
	seen     seenLine // of a line that is not known the sum alone
	known    bool     // it stood in the release before
	from, to int      // in the text
	number   int
	record   int
	fault    *native.Reject
}

// ahead reads lines in another goroutine and hands them to take one after
// another. before is not to be changed meanwhile.
func ahead(ctx context.Context, from Lines, d native.Directory, seeds seeds, before *lines, take func(*parcel, *readLine) error) error {
	ctx, stop := context.WithCancel(ctx)
	full, free := make(chan *parcel, parcels), make(chan *parcel, parcels)
	for range parcels {
		free <- &parcel{}
	}
	var reader sync.WaitGroup
	defer reader.Wait()
	defer stop()
	reader.Go(func() {
		defer close(full)
		for {
			var p *parcel
			select {
			case p = <-free:
			case <-ctx.Done():
				return
			}
			p.fill(from, &d, seeds, before)
			full <- p // never blocks: there are as many places as parcels
			if p.err != nil {
				return
			}
		}
	})
	for p := range full {
		for i := range p.lines {
			if err := take(p, &p.lines[i]); err != nil {
				return err
			}
		}
		if errors.Is(p.err, io.EOF) {
			return nil
		}
		if p.err != nil {
			return p.err
		}
		free <- p
	}
	return ctx.Err()
}

// fill reads the next lines. What is not known is split and read; its texts lie
// in the parcel.
func (p *parcel) fill(from Lines, d *native.Directory, seeds seeds, before *lines) {
	p.text, p.lines, p.records = p.text[:0], p.lines[:0], p.records[:0]
	split := from.Splitter()
	var row sheet.Row
	for len(p.lines) < parcelLines && len(p.text) < parcelBytes {
		raw, number, err := from.NextRaw()
		if err != nil {
			p.err = err
			return
		}
		if len(bytes.TrimLeft(raw, ", ")) == 0 {
			continue // spreadsheets pad with rows of commas
		}
		l := readLine{from: len(p.text), number: number}
		p.text = append(p.text, raw...)
		l.to = len(p.text)
		sum := seeds.sum(raw)
		if l.seen, l.known = before.get(sum); !l.known {
			l.seen.sum, l.record = sum, len(p.records)
			p.records = append(p.records, native.DirectoryRecord{})
			row.Number = number
			if err := split.Split(p.text[l.from:l.to], &row); err != nil {
				p.err = err
				return
			}
			l.fault = d.Parse(&row, &p.records[l.record])
		}
		p.lines = append(p.lines, l)
	}
}
