package imports

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/eras/native"
)

// sink stores what an adapter reads. It implements native.Sink.
type sink struct {
	*Tx
	entry                      *Entry
	known, same                func(c eras.Claim) bool
	claims, bodies, links      int
	addClaim, addBody, addLink *sql.Stmt
	addEdition, addMeasure     *sql.Stmt
	addSource                  *sql.Stmt
}

// Sink is where an adapter puts what it reads; Finish ends it.
type Sink interface {
	native.Sink
	// Source stores a source that claims name.
	Source(s eras.Source) error
	// Entry is what was counted so far.
	Entry() Entry
}

// Sink opens the sink of the file. known reports whether the archive holds a
// claim with the same value already, for the count of what is unchanged; same,
// whether it holds a claim that has an id itself, which is then not stored. Either
// may be nil.
func (t *Tx) Sink(known, same func(c eras.Claim) bool) (Sink, error) {
	s := &sink{Tx: t, entry: &t.entry, known: known, same: same}
	return s, t.store.fault(prepare(t.ctx, t.tx, map[string]**sql.Stmt{
		"INSERT INTO import_claim VALUES (" + marks(23) + ")":              &s.addClaim,
		"INSERT INTO import_body VALUES (" + marks(19) + ")":               &s.addBody,
		"INSERT INTO import_succession VALUES (" + marks(7) + ")":          &s.addLink,
		"INSERT INTO import_edition VALUES (" + marks(13) + ")":            &s.addEdition,
		"INSERT OR REPLACE INTO import_measure VALUES (" + marks(10) + ")": &s.addMeasure,
		"INSERT INTO import_source VALUES (" + marks(11) + ")":             &s.addSource,
	}))
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

func (s *sink) exec(stmt *sql.Stmt, args ...any) error {
	_, err := stmt.ExecContext(s.ctx, args...)
	return s.store.fault(err)
}

// Row implements native.Sink.
func (s *sink) Row() error {
	s.entry.Read++
	if s.entry.Read%1024 == 0 {
		return context.Cause(s.ctx)
	}
	return nil
}

// Reject implements native.Sink.
func (s *sink) Reject(r native.Reject) error {
	s.entry.Rejected++
	return s.Tx.Reject(r)
}

// Edition implements native.Sink.
func (s *sink) Edition(e eras.Edition) error {
	if s.entry.Edition == "" {
		s.entry.Edition = e.ID
	} else if !strings.Contains(" "+s.entry.Edition+" ", " "+e.ID+" ") {
		s.entry.Edition += " " + e.ID
	} else {
		return nil
	}
	return s.exec(s.addEdition, s.Tx.entry.ID, e.ID, e.Era, e.Seq, e.Label, e.Period, e.RatedFrom, e.RatedTo, string(e.Published), e.Publisher, e.Framework, e.Vintage, e.About)
}

// Measure implements native.Sink.
func (s *sink) Measure(m eras.Measure) error {
	return s.exec(s.addMeasure, s.Tx.entry.ID, m.ID, m.Era, m.Label, m.Kind, m.Scale, m.Unit, m.Better, m.Headline, m.About)
}

// Source implements Sink.
func (s *sink) Source(src eras.Source) error {
	return s.exec(s.addSource, s.Tx.entry.ID, src.ID, src.Title, src.Publisher, src.URL, src.Tier, string(src.PublishedOn), string(src.CountsFrom), src.DatedBy, src.Licence, src.Note)
}

// Claim implements native.Sink.
func (s *sink) Claim(c native.Claim) error {
	if c.ID != "" && s.same != nil && s.same(c.Claim) {
		s.entry.Unchanged++
		return nil
	}
	s.claims++
	if s.known != nil && s.known(c.Claim) {
		s.entry.Unchanged++
	} else {
		s.entry.Stored++
	}
	locator := c.Locator
	if locator == "" {
		locator = place(c.At)
	}
	return s.exec(s.addClaim, s.Tx.entry.ID, s.claims, c.Edition, string(c.RatedOn), c.Body, c.Level, c.PeerGroup, c.TrustType, c.Measure, c.PrintedName,
		c.Value, c.Low, c.High, c.Number, c.Of, c.Status, string(c.Doubt), c.Tier, c.Source, c.Service, locator, c.Note, c.Inherited)
}

// Body implements native.Sink.
func (s *sink) Body(b native.Body) error {
	s.bodies++
	s.entry.Stored++
	return s.exec(s.addBody, s.Tx.entry.ID, s.bodies, b.Code, b.Scheme, b.Kind, b.Name, b.Type, b.Parent, b.ODS, b.Region, b.Town, b.County, b.Postcode,
		string(b.Opened), string(b.Closed), string(b.LegalOpened), string(b.LegalClosed), strings.Join(b.Roles, " "), place(b.At))
}

// Succession implements native.Sink.
func (s *sink) Succession(l native.Succession) error {
	s.links++
	s.entry.Stored++
	return s.exec(s.addLink, s.Tx.entry.ID, s.links, l.Predecessor, l.Successor, string(l.On), l.Kind, place(l.At))
}

// Entry implements Sink.
func (s *sink) Entry() Entry { return *s.entry }

// place says where in a file something stands.
func place(at native.At) string {
	text := fmt.Sprintf("row %d", at.Row)
	if at.Sheet != "" {
		text = fmt.Sprintf("sheet %s %s", at.Sheet, text)
	}
	if at.Column != "" {
		text += ", " + at.Column
	}
	return text
}
