package intake

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/eras/native"
	"careratings/internal/eras/sheet"
	"careratings/internal/store/imports"
)

// taking is a file whose format is known.
type taking struct {
	adapter string
	version int
	read    func(tx *imports.Tx, r *rejects, tell func(rows int)) (imports.Entry, eras.Source, error)
}

// headRows is how many rows of each sheet detection sees.
const headRows = 400

// recognise finds the adapter that is surest of a file.
func recognise(ctx context.Context, book *sheet.Book, j job, o Options) (taking, error) {
	head := native.Head{Name: j.name, Format: book.Format()}
	if book.Format() == sheet.JSON || book.Format() == sheet.NDJSON || book.Format() == sheet.CSV {
		r, err := book.Bytes()
		if err != nil {
			return taking{}, err
		}
		head.Bytes, err = io.ReadAll(io.LimitReader(r, 64<<10))
		r.Close()
		if err != nil {
			return taking{}, err
		}
	}
	var heads []sheet.Head
	if book.Format() != sheet.JSON && book.Format() != sheet.NDJSON {
		var err error
		if heads, err = book.Heads(ctx, headRows); err != nil {
			return taking{}, err
		}
		for _, h := range heads {
			head.Sheets = append(head.Sheets, native.HeadSheet{Name: h.Sheet, Rows: h.Rows})
		}
	}
	if (o.Adapter == "" || o.Adapter == directoryAdapter) && canBeOf(directoryAdapter, o.Era) {
		t, ok, err := directoryIn(ctx, book, heads, j, o)
		if err != nil || ok {
			return t, err
		}
	}
	var best native.Adapter
	score := 0
	for _, a := range native.All() {
		if o.Adapter != "" && o.Adapter != a.ID() || !canBeOf(a.ID(), o.Era) {
			continue
		}
		n := a.Score(head)
		if o.Adapter == a.ID() {
			n = max(n, 1)
		}
		if n > score {
			best, score = a, n
		}
	}
	if best == nil {
		if o.Adapter != "" && !slices.Contains(adapterNames(""), o.Adapter) {
			return taking{}, &UnknownError{j.name, fmt.Sprintf("no format is called %q", o.Adapter), ""}
		}
		if o.Era != "" {
			return taking{}, &UnknownError{j.name, fmt.Sprintf("it is not recognised as a file of era %s", o.Era), o.Era}
		}
		return taking{}, &UnknownError{j.name, "its format is not recognised", ""}
	}
	return taking{best.ID(), best.Version(), func(tx *imports.Tx, r *rejects, tell func(rows int)) (imports.Entry, eras.Source, error) {
		return withAdapter(ctx, best, book, j, o, tx, r, tell)
	}}, nil
}

// canBeOf reports whether files of a format can be of an era: formats are named by
// the era they are of, and what is written by hand is of any.
func canBeOf(adapter, era string) bool {
	return era == "" || strings.HasPrefix(adapter, era+"-") || adapter == "plain-claims"
}

// withAdapter hands a file to its adapter.
func withAdapter(ctx context.Context, a native.Adapter, book *sheet.Book, j job, o Options, tx *imports.Tx, r *rejects,
	tell func(rows int),
) (imports.Entry, eras.Source, error) {
	s, err := tx.Sink(o.Known, o.Same)
	if err != nil {
		return imports.Entry{}, eras.Source{}, err
	}
	source := sourceOf(j, a.ID(), o.Released)
	if err := s.Source(source); err != nil {
		return s.Entry(), source, err
	}
	to := &counting{Sink: s, rejects: r, tell: tell, era: o.Era}
	err = a.Read(ctx, &native.File{
		Name: j.name, Book: book, Source: source.ID, Edition: o.Edition, Released: o.Released, MonthFirst: o.MonthFirst, Catalogue: o.Catalogue,
	}, to)
	e := s.Entry()
	e.Rejected = r.n
	if n := len(r.remarks); n > 0 {
		e.Note = fmt.Sprintf("%s row %d: %s", r.remarks[0].Sheet, r.remarks[0].Row, r.remarks[0].Reason)
		e.Note = strings.TrimSpace(e.Note)
	}
	return e, source, err
}

// counting is a sink that keeps rejects and tells of progress.
type counting struct {
	imports.Sink
	rejects *rejects
	tell    func(rows int)
	rows    int
	era     string // the one that claims are to be of; empty for any
}

func (c *counting) Claim(x native.Claim) error {
	if era, _, _ := strings.Cut(x.Measure, "."); c.era != "" && era != c.era {
		return c.Reject(native.Reject{At: x.At, Value: x.Measure, Reason: fmt.Sprintf("a rating of era %s, where the file was said to be of era %s", era, c.era)})
	}
	return c.Sink.Claim(x)
}

func (c *counting) Reject(x native.Reject) error { return c.rejects.add(x) }

// Remark keeps what is to be known of a row that was taken.
func (c *counting) Remark(x native.Reject) error {
	if len(c.rejects.remarks) < enough {
		c.rejects.remarks = append(c.rejects.remarks, imports.Reject{Reject: x})
	}
	return nil
}

func (c *counting) Row() error {
	if c.rows++; c.rows%4096 == 0 {
		c.tell(c.rows)
	}
	return c.Sink.Row()
}
