package imports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"

	"careratings/internal/eras/native"
	"careratings/internal/eras/sheet"
)

// Rows gives the data rows of a directory sheet, below its header; io.EOF after
// the last.
type Rows interface {
	Next() (*sheet.Row, error)
}

// Lines are rows that stand in the file as lines, which can be recognised without
// being read.
type Lines interface {
	Rows
	// NextRaw gives the next line, valid until the next call, and its number.
	NextRaw() (raw []byte, number int, err error)
	// Splitter gives a splitter of lines, to be used beside NextRaw.
	Splitter() *sheet.Splitter
}

// directory takes sheets of care directories of one level, release by release. It
// keeps what the release before said, so that a line that stands in it too needs
// only to be recognised: it was read and checked then.
type directory struct {
	level   string
	ratings *spans[rated]
	orgs    *spans[told]
	seeds   seeds
	told    []int32  // by organisation: the slot in orgs of what was told last, and one; 0 for none
	known   []*lines // of the last release under each of two headers, the later first
	now     *lines
}

func newDirectory(level string) *directory {
	return &directory{level: level, ratings: newSpans[rated](nil), orgs: newSpans[told](nil), seeds: newSeeds(), now: newLines(0)}
}

// tally counts what became of a sheet's rows and contents.
type tally struct {
	Read, Rejected, Recognised int
	Begun, Ended               int
	Capital                    int // rows that spell Requires Improvement with a capital I
}

// forget drops what is kept, after a transaction that was not.
func (d *directory) forget() {
	d.ratings.forget()
	d.orgs.forget()
	d.known, d.told = nil, nil
}

// recall gives the lines of the last release under a header, and empty ones to
// fill. Lines under another header are kept too: an edition of another layout
// comes between others.
func (d *directory) recall(header string, turn int32) *lines {
	before := newLines(0)
	for _, l := range d.known {
		if l.header == header {
			before = l
		}
	}
	if len(d.known) == 2 && before.header == "" {
		d.now = d.known[1]
		d.known = d.known[:1]
	} else {
		d.now = newLines(before.n)
	}
	d.now.reset()
	d.now.header, d.now.turn = header, turn
	return before
}

// remember keeps the lines just read in the place of those of the same header.
func (d *directory) remember() {
	d.known = slices.DeleteFunc(d.known, func(l *lines) bool { return l.header == d.now.header })
	d.known = slices.Insert(d.known, 0, d.now)
}

// take reads a release of a sheet into the archive. near says which releases it
// lies between; reject is called for every row that is not understood, progress
// now and then.
func (d *directory) take(ctx context.Context, tx *sql.Tx, f *feed, n *names, from native.Directory, header string, rows Rows, day int32, near neighbours,
	reject func(native.Reject) error, progress func(rows int),
) (t tally, err error) {
	if d.ratings.table, err = newRatingTable(ctx, tx, f, d.level); err != nil {
		return t, err
	}
	if d.orgs.table, err = newOrgTable(ctx, tx, f, d.level); err != nil {
		return t, err
	}
	r := &reading{directory: d, ctx: ctx, feed: f, names: n, from: from, day: day, reject: reject, progress: progress}
	if near.after != open {
		return d.takeBetween(r, rows, near)
	}
	if err := d.ratings.begin(near.before); err != nil {
		return t, err
	}
	if err := d.orgs.begin(near.before); err != nil {
		return t, err
	}
	r.before = d.recall(header, d.ratings.turn)
	if err := r.all(rows); err != nil {
		return r.tally, err
	}
	d.remember()
	begun, ended, err := d.ratings.finish(near.before, day)
	r.Begun, r.Ended = begun, ended
	if err != nil {
		return r.tally, err
	}
	begun, ended, err = d.orgs.finish(near.before, day)
	r.Begun, r.Ended = r.Begun+begun, r.Ended+ended
	return r.tally, err
}

// takeBetween reads a release that lies before one that is in the archive.
func (d *directory) takeBetween(r *reading, rows Rows, near neighbours) (tally, error) {
	ratings, orgs := d.ratings.table, d.orgs.table
	d.ratings, d.orgs = newSpans[rated](nil), newSpans[told](nil)
	r.before = d.recall("", 0)
	d.known, d.told = nil, nil
	if err := r.all(rows); err != nil {
		return r.tally, err
	}
	contents := map[rated]bool{}
	for k := range d.ratings.live {
		contents[k] = true
	}
	about := map[told]bool{}
	for k := range d.orgs.live {
		about[k] = true
	}
	d.ratings, d.orgs, d.told = newSpans(ratings), newSpans(orgs), nil
	begun, ended, err := between(ratings, r.day, near, contents)
	r.Begun, r.Ended = begun, ended
	if err != nil {
		return r.tally, err
	}
	begun, ended, err = between(orgs, r.day, near, about)
	r.Begun, r.Ended = r.Begun+begun, r.Ended+ended
	return r.tally, err
}

// reading is one sheet being read.
type reading struct {
	*directory
	tally
	ctx      context.Context
	feed     *feed
	names    *names
	from     native.Directory
	before   *lines
	day      int32
	reject   func(native.Reject) error
	progress func(rows int)
}

// all takes every row. Lines are read and recognised ahead.
func (r *reading) all(rows Rows) error {
	each := r.rows
	if _, ok := rows.(Lines); ok {
		each = r.lines
	}
	if err := each(rows); err != nil {
		return err
	}
	return r.names.store(r.feed)
}

// rows takes rows of cells.
func (r *reading) rows(rows Rows) error {
	var record native.DirectoryRecord
	for {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := r.tick(); err != nil {
			return err
		}
		if _, err := r.take(&record, r.from.Parse(row, &record)); err != nil {
			return err
		}
	}
}

// lines takes lines. One that stood in the release before, and of which all that
// it said is still so, says it again.
func (r *reading) lines(rows Rows) error {
	again := rows.(Lines).Splitter()
	var row sheet.Row
	var record native.DirectoryRecord
	return ahead(r.ctx, rows.(Lines), r.from, r.seeds, r.before, func(p *parcel, l *readLine) error {
		if err := r.tick(); err != nil {
			return err
		}
		of, fault := &record, l.fault
		switch {
		case l.known && r.holds(l.seen) && r.ratings.touch(l.seen.rating):
			r.Recognised++
			r.orgs.touch(l.seen.org)
			if l.seen.provider >= 0 {
				r.orgs.touch(l.seen.provider)
			}
			if l.seen.capital {
				r.Capital++
			}
			r.now.put(l.seen)
			return nil
		case l.known:
			row.Number = l.number
			if err := again.Split(p.text[l.from:l.to], &row); err != nil {
				return err
			}
			fault = r.from.Parse(&row, &record)
		default:
			of = &p.records[l.record]
		}
		line, err := r.take(of, fault)
		if err != nil || fault != nil {
			return err
		}
		line.sum = l.seen.sum
		r.now.put(line)
		return nil
	})
}

// tick counts a row.
func (r *reading) tick() error {
	r.Read++
	if r.Read%4096 == 0 {
		return r.ctx.Err()
	}
	if r.Read%16384 == 1 && r.progress != nil {
		r.progress(r.Read)
	}
	return nil
}

// take notes what a row says, or that it was not understood.
func (r *reading) take(record *native.DirectoryRecord, fault *native.Reject) (seenLine, error) {
	if fault != nil {
		r.Rejected++
		return seenLine{}, r.reject(*fault)
	}
	return r.note(record)
}

// holds reports whether all that a line said is still live.
func (r *reading) holds(l seenLine) bool {
	return r.ratings.holds(l.rating, r.before.turn) && r.orgs.holds(l.org, r.before.turn) && (l.provider < 0 || r.orgs.holds(l.provider, r.before.turn))
}

// note notes what a record says.
func (r *reading) note(rec *native.DirectoryRecord) (line seenLine, err error) {
	line.capital = rec.Capital
	if rec.Capital {
		r.Capital++
	}
	level := atLocation
	if r.level == "provider" {
		level = atProvider
	}
	org, provider := r.names.org(level, rec.Org), int32(0)
	line.provider = -1
	if rec.Provider != nil {
		provider = r.names.org(atProvider, rec.Provider)
		if line.provider, err = r.about(provider, 0, &native.DirectoryRecord{Name: rec.ProviderName}); err != nil {
			return line, err
		}
	}
	if line.org, err = r.about(org, provider, rec); err != nil {
		return line, err
	}
	content := rated{org: org, measure: rec.Measure, value: rec.Value, day: rec.Day, inherited: rec.Inherited}
	if content.service, err = r.names.word(rec.Service); err != nil {
		return line, err
	}
	if content.report, err = r.names.word(rec.Report); err != nil {
		return line, err
	}
	again := false
	for line.rating, again = r.ratings.see(content, r.day); again; line.rating, again = r.ratings.see(content, r.day) {
		if content.twin == mostTwins {
			return line, fmt.Errorf("a rating of %s (%s) stands more than %d times in the same words; this is no care directory", rec.Org, rec.Name, mostTwins)
		}
		content.twin++
	}
	return line, nil
}

// about notes what the record says of an organisation and returns its slot.
// Mostly it is what was told last.
func (r *reading) about(org, provider int32, rec *native.DirectoryRecord) (int32, error) {
	for int(org) >= len(r.told) {
		r.told = append(r.told, make([]int32, 1024)...)
	}
	if at := r.told[org] - 1; at >= 0 && r.orgs.state[at].born != dead {
		k, w := &r.orgs.slots[at].content, r.names.text
		if k.org == org && k.provider == provider && k.name == string(rec.Name) && k.town == string(rec.Town) && k.postcode == string(rec.Postcode) &&
			w[k.kind] == string(rec.Type) && w[k.category] == string(rec.Category) && w[k.authority] == string(rec.Authority) && w[k.region] == string(rec.Region) {
			r.orgs.touch(at)
			return at, nil
		}
	}
	k := told{org: org, provider: provider, name: string(rec.Name), town: string(rec.Town), postcode: string(rec.Postcode), sheet: r.level}
	for _, w := range []struct {
		text []byte
		to   *uint16
	}{{rec.Type, &k.kind}, {rec.Category, &k.category}, {rec.Authority, &k.authority}, {rec.Region, &k.region}} {
		var err error
		if *w.to, err = r.names.word(w.text); err != nil {
			return 0, err
		}
	}
	at, _ := r.orgs.see(k, r.day)
	r.told[org] = at + 1
	return at, nil
}
