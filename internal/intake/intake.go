// Package intake takes official files into a file of imports: it recognises the
// format, hands the file to its adapter, and keeps to the rules of the journal:
// one entry and one transaction a file, nothing twice, rejected rows kept, and
// nothing at all stored where too much is rejected.
package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"careratings/internal/eras"
	"careratings/internal/eras/native"
	"careratings/internal/eras/sheet"
	"careratings/internal/store/imports"
)

// Options say how files are taken in.
type Options struct {
	Adapter    string        // the format, where detection is not to be trusted
	Era        string        // the era the files are of: other formats are not thought of, other claims rejected; empty for any
	Edition    string        // the edition a file belongs to, where it does not say
	Released   eras.Interval // the day of a release, where the file's name does not say
	MonthFirst bool          // slashed dates that cannot be day-first are month-first
	Check      bool          // read and report, store nothing
	Jobs       int           // how many files' checksums are computed ahead; 1 where 0
	Most       float64       // the share of rejected rows above which nothing is stored
	Limits     sheet.Limits
	Now        func() time.Time
	Catalogue  native.Catalogue // of the archive
	// Known reports whether the archive holds a claim with the same value already.
	Known func(eras.Claim) bool
	// Same reports whether the archive holds a claim itself, as one of its own
	// exports gives it; that is not stored a second time.
	Same func(eras.Claim) bool
	// Progress is called now and then.
	Progress func(Progress)
}

// Progress is how far a file is.
type Progress struct {
	Name       string
	Rows       int
	Read, Size int64 // bytes of the file; what is read twice may be counted twice
}

// Outcome is what became of a file, or of one file in a zip.
type Outcome struct {
	imports.Entry
	Given   string           // the name of the file as it was given now
	Already bool             // the content was imported before; Entry is of then
	Rejects []imports.Reject // the first few
	Remarks []imports.Reject // what is to be known of rows that were taken; the first few
	Source  eras.Source
}

// TooManyRejectsError says that a file was not taken in because too many of its
// rows were not understood.
type TooManyRejectsError struct {
	File           string
	Read, Rejected int // Read is 0 where reading stopped before the end
	Most           float64
	First          []imports.Reject
}

func (e *TooManyRejectsError) Error() string {
	s := fmt.Sprintf("%s: %d of %d rows were not understood, more than %g %%; nothing is stored", e.File, e.Rejected, e.Read, e.Most*100)
	if e.Read == 0 {
		s = fmt.Sprintf("%s: reading stopped after %d rows that were not understood, more than %g %% of the longest file there could be; nothing is stored", e.File, e.Rejected, e.Most*100)
	}
	if len(e.First) > 0 {
		r := e.First[0]
		s += fmt.Sprintf(". The first: %s: %q: %s", placeOf(r.At), r.Value, r.Reason)
	}
	return s
}

func placeOf(at native.At) string {
	var parts []string
	if at.Sheet != "" {
		parts = append(parts, "sheet "+at.Sheet)
	}
	parts = append(parts, fmt.Sprintf("row %d", at.Row))
	if at.Column != "" {
		parts = append(parts, at.Column)
	}
	return strings.Join(parts, ", ")
}

// UnknownError says that a file has no format that is known, or none of an era.
type UnknownError struct {
	File string
	Why  string
	Era  string // that the file was said to be of; empty for any
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("%s: %s; the formats known are: %s", e.File, e.Why, strings.Join(adapterNames(e.Era), ", "))
}

// adapterNames are the formats that files of an era, or of any, can have.
func adapterNames(era string) []string {
	names := []string{directoryAdapter}
	for _, a := range native.All() {
		names = append(names, a.ID())
	}
	return slices.DeleteFunc(names, func(id string) bool { return !canBeOf(id, era) })
}

// Files takes in files one after another and yields what became of each, up to
// the first that fails; what was taken in before stays. While one is read the
// checksums of the next are computed.
func Files(ctx context.Context, s *imports.Store, paths []string, o Options) iter.Seq2[[]Outcome, error] {
	if o.Limits == (sheet.Limits{}) {
		o.Limits = sheet.DefaultLimits()
	}
	return func(yield func([]Outcome, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		prints := make(chan fingerprint, max(1, o.Jobs))
		go func() {
			defer close(prints)
			for _, path := range paths {
				select {
				case prints <- fingerprintOf(ctx, path, o.Limits):
				case <-ctx.Done():
					return
				}
			}
		}()
		for _, path := range paths {
			print, ok := <-prints
			if !ok {
				yield(nil, ctx.Err())
				return
			}
			out, err := file(ctx, s, path, print, o)
			if !yield(out, err) || err != nil {
				return
			}
		}
	}
}

// file takes in a file, or each of the files in a zip.
func file(ctx context.Context, s *imports.Store, path string, print fingerprint, o Options) ([]Outcome, error) {
	if print.err != nil {
		return nil, print.err
	}
	if len(print.members) == 0 {
		out, err := one(ctx, s, job{
			name: filepath.Base(path), bytes: print.size, contents: print.content,
			open: func() (*sheet.Book, error) { return sheet.Open(path, o.Limits) },
		}, o)
		return []Outcome{out}, err
	}
	var all []Outcome
	for _, m := range print.members {
		out, err := one(ctx, s, job{
			name: filepath.Base(path) + ":" + m.name, bytes: print.size, contents: m.contents,
			open: func() (*sheet.Book, error) { return sheet.OpenMember(path, m.name, o.Limits) },
		}, o)
		all = append(all, out)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// job is one file to take in.
type job struct {
	name  string
	bytes int64
	contents
	open func() (*sheet.Book, error)
	tell func(rows int)
}

// known is the entry of a content that was imported before.
func (j job) known(ctx context.Context, s *imports.Store) (Outcome, bool, error) {
	for _, sum := range []string{j.sum, j.before} {
		if e, known, err := s.Known(ctx, sum); err != nil || known {
			return Outcome{Entry: e, Already: known, Given: j.name}, known, err
		}
	}
	return Outcome{}, false, nil
}

func one(ctx context.Context, s *imports.Store, j job, o Options) (out Outcome, err error) {
	if out, known, err := j.known(ctx, s); err != nil || known {
		return out, err
	}
	out.Given = j.name
	began := o.Now()
	book, err := j.open()
	if err != nil {
		return out, err
	}
	defer book.Close()
	take, err := recognise(ctx, book, j, o)
	if err != nil {
		return out, err
	}
	before := book.BytesRead()
	j.tell = func(rows int) {
		if o.Progress != nil {
			o.Progress(Progress{j.name, rows, min(book.BytesRead()-before, j.bytes), j.bytes})
		}
	}
	tx, err := s.Begin(ctx, imports.Entry{Name: j.name, Bytes: j.bytes, SHA256: j.sum, Adapter: take.adapter, Version: take.version, Edition: o.Edition})
	if already := (*imports.AlreadyError)(nil); errors.As(err, &already) { // another program was quicker
		out, _, err := j.known(ctx, s)
		return out, err
	}
	if err != nil {
		return out, err
	}
	done := false
	defer func() {
		if !done {
			tx.Rollback()
		}
	}()
	keeper := &rejects{tx: tx, file: j.name, most: o.Most}
	out.Entry, out.Source, err = take.read(tx, keeper, j.tell)
	out.Rejects, out.Remarks = keeper.first, keeper.remarks
	if n := book.Unended(); n > 0 && take.adapter != "plain-claims" { // editors leave a line end out; publishers' programs do not
		r := imports.Reject{Reject: native.Reject{At: native.At{Row: n}, Reason: noLineEnd}}
		out.Remarks = append(out.Remarks, r)
		out.Note = cmp.Or(out.Note, fmt.Sprintf("row %d: %s", n, r.Reason))
	}
	if err != nil {
		return out, naming(j.name, err)
	}
	if out.Rejected > 0 && float64(out.Rejected) > o.Most*float64(out.Read) {
		return out, &TooManyRejectsError{j.name, out.Read, out.Rejected, o.Most, keeper.first}
	}
	if out.Read == 0 {
		return out, fmt.Errorf("%s: there is no row of data in it; it was read as %s", j.name, take.adapter)
	}
	if o.Check {
		return out, nil
	}
	out.ImportedAt, out.Took = o.Now(), max(0, o.Now().Sub(began)) // a clock can be put back
	if out.Unchanged < 0 {
		out.Unchanged = 0
	}
	done = true
	return out, tx.Commit(out.Entry)
}

// noLineEnd is remarked on a CSV that ends within a row: what stands in its last
// cell may be the beginning of another value.
const noLineEnd = "the file ends without a line end: if it was cut short, its last value may be cut, too"

// naming puts the file before what an adapter says of it; faults of a reader have
// its name, and those of the file of imports are not about it.
func naming(file string, err error) error {
	fault, store := (*sheet.Error)(nil), (*imports.Error)(nil)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &fault) || errors.As(err, &store) ||
		strings.HasPrefix(err.Error(), file+":") {
		return err
	}
	return fmt.Errorf("%s: %w", file, err)
}

// rejects keeps rejected rows and stops a file that is hopeless.
type rejects struct {
	tx    *imports.Tx
	file  string
	most  float64
	n     int
	first []imports.Reject

	remarks []imports.Reject
}

// enough is how many rejects are shown with an outcome.
const enough = 10

// longest is how many rows no file has: the longest known, a care directory, has
// some 330,000. More rejects than may be among so many stop a file before its end.
const longest = 5_000_000

func (r *rejects) add(x native.Reject) error {
	if r.n++; len(r.first) < enough {
		r.first = append(r.first, imports.Reject{Reject: x})
	}
	if float64(r.n) > max(r.most, 0.01)*longest {
		return &TooManyRejectsError{File: r.file, Rejected: r.n, Most: r.most, First: r.first}
	}
	return r.tx.Reject(x)
}
