package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"modernc.org/sqlite"

	"careratings/internal/eras"
)

// Catalogue is what an archive says about its regimes: eras, editions,
// measures, scales and breaks, each list in the archive's order.
type Catalogue struct {
	Eras     []eras.Era
	Editions []eras.Edition
	Measures []eras.Measure
	Levels   []eras.Level
	Breaks   []eras.Break

	eraByID     map[string]eras.Era
	editionByID map[string]eras.Edition
	measureByID map[string]eras.Measure
	scales      map[string][]eras.Level
	editionRow  map[int64]string
	measureRow  map[int64]string
}

// Era returns the era with this id.
func (c *Catalogue) Era(id string) (eras.Era, bool) { e, ok := c.eraByID[id]; return e, ok }

// Edition returns the edition with this id.
func (c *Catalogue) Edition(id string) (eras.Edition, bool) { e, ok := c.editionByID[id]; return e, ok }

// Measure returns the measure with this id.
func (c *Catalogue) Measure(id string) (eras.Measure, bool) { m, ok := c.measureByID[id]; return m, ok }

// MeasuresNamed resolves measure ids separated by commas; within one era the prefix
// may be left out, so a short name takes every era's measure of that name. unknown
// is the first name that no measure has.
func (c *Catalogue) MeasuresNamed(names string) (ids []string, unknown string, ok bool) {
	for name := range strings.SplitSeq(names, ",") {
		name = strings.TrimSpace(name)
		before := len(ids)
		for _, m := range c.Measures {
			if m.ID == name || strings.TrimPrefix(m.ID, m.Era+".") == name {
				ids = append(ids, m.ID)
			}
		}
		if len(ids) == before {
			return nil, name, false
		}
	}
	return ids, "", true
}

// Scale returns the levels of a scale, worst first; nil for an unknown scale.
func (c *Catalogue) Scale(name string) []eras.Level { return c.scales[name] }

// Catalogue reads the regimes once and keeps them.
func (a *Archive) Catalogue(ctx context.Context) (*Catalogue, error) {
	a.once.Do(func() { a.catalogue, a.catalogueErr = a.readCatalogue(ctx) })
	return a.catalogue, a.catalogueErr
}

const (
	eraQuery     = "SELECT id, label, publisher, from_on, to_on, headline, rolling, rated_kinds, peer_groups, about, source FROM era ORDER BY seq"
	editionQuery = `SELECT e.id, e.key, e.era, e.seq, e.label, e.period, e.rated_from, e.rated_to, e.published_on, e.publisher, e.framework, e.vintage, e.about, e.source
		FROM edition e JOIN era ON era.id = e.era ORDER BY era.seq, e.seq`
	measureQuery = "SELECT id, key, era, label, kind, scale, unit, better, headline, about FROM measure ORDER BY id"
	levelQuery   = "SELECT scale, level, code, label, meaning FROM level ORDER BY scale, level"
	breakQuery   = `SELECT key, era, from_edition, to_edition, happened_on, peer_group, measure, forbids, kind, why, about, source
		FROM break ORDER BY happened_on, key`
)

func (a *Archive) readCatalogue(ctx context.Context) (*Catalogue, error) {
	c := &Catalogue{
		eraByID: map[string]eras.Era{}, editionByID: map[string]eras.Edition{}, measureByID: map[string]eras.Measure{},
		scales: map[string][]eras.Level{}, editionRow: map[int64]string{}, measureRow: map[int64]string{},
	}
	err := a.eachKept(ctx, func(scan scanner) error {
		var e eras.Era
		if err := scan(&e.ID, &e.Label, &e.Publisher, &e.From, &e.To, &e.Headline, &e.Rolling, &e.RatedKinds, &e.PeerGroups, &e.About, &e.Source); err != nil {
			return err
		}
		c.Eras = append(c.Eras, e)
		c.eraByID[e.ID] = e
		return nil
	}, "era", eraQuery)
	if err != nil {
		return nil, err
	}
	var row int64 // one for all rows, and so are those below
	var e eras.Edition
	edition := []any{
		&row, &e.ID, &e.Era, &e.Seq, &e.Label, &e.Period, &e.RatedFrom, &e.RatedTo, (*string)(&e.Published), &e.Publisher, &e.Framework, &e.Vintage, &e.About, &e.Source,
	}
	err = a.eachKept(ctx, func(scan scanner) error {
		if err := scan(edition...); err != nil {
			return err
		}
		c.Editions = append(c.Editions, e)
		c.editionByID[e.ID] = e
		c.editionRow[row] = e.ID
		return nil
	}, "edition", editionQuery)
	if err != nil {
		return nil, err
	}
	var m eras.Measure
	measure := []any{&row, &m.ID, &m.Era, &m.Label, &m.Kind, &m.Scale, &m.Unit, &m.Better, &m.Headline, &m.About}
	err = a.eachKept(ctx, func(scan scanner) error {
		if err := scan(measure...); err != nil {
			return err
		}
		c.Measures = append(c.Measures, m)
		c.measureByID[m.ID] = m
		c.measureRow[row] = m.ID
		return nil
	}, "measure", measureQuery)
	if err != nil {
		return nil, err
	}
	err = a.eachKept(ctx, func(scan scanner) error {
		var v eras.Level
		if err := scan(&v.Scale, &v.Number, &v.Code, &v.Label, &v.Meaning); err != nil {
			return err
		}
		c.Levels = append(c.Levels, v)
		c.scales[v.Scale] = append(c.scales[v.Scale], v)
		return nil
	}, "level", levelQuery)
	if err != nil {
		return nil, err
	}
	var b eras.Break
	var forbids string
	ending := []any{&b.ID, &b.Era, &b.FromEdition, &b.ToEdition, (*string)(&b.On), &b.PeerGroup, &b.Measure, &forbids, &b.Kind, &b.Why, &b.About, &b.Source}
	err = a.eachKept(ctx, func(scan scanner) error {
		if err := scan(ending...); err != nil {
			return err
		}
		b.Forbids = strings.Fields(forbids)
		b.FromEra, b.ToEra = c.endEra(b.FromEdition), c.endEra(b.ToEdition)
		c.Breaks = append(c.Breaks, b)
		return nil
	}, "break", breakQuery)
	if err != nil {
		return nil, err
	}
	return c, a.importedCatalogue(ctx, c)
}

// endEra is the era of one end of a break, which names an edition or an era.
func (c *Catalogue) endEra(end string) string {
	if e, ok := c.editionByID[end]; ok {
		return e.Era
	}
	return c.eraByID[end].ID
}

type scanner func(dest ...any) error

// each runs a query and calls f for every row.
func (a *Archive) each(ctx context.Context, f func(scanner) error, query string, args ...any) error {
	stmt, err := a.prepared(ctx, query)
	if err != nil {
		return a.fault(err)
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return a.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return a.fault(err)
		}
	}
	if err := rows.Err(); err != nil {
		return a.fault(err)
	}
	return nil
}

// fault says which archive a query failed on, and what to do where the file is
// damaged.
func (a *Archive) fault(err error) error {
	const corrupt, cannotOpen, notDatabase = 11, 14, 26 // SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_NOTADB
	if e := (*sqlite.Error)(nil); errors.As(err, &e) {
		switch e.Code() & 0xff {
		case corrupt, notDatabase:
			return &OpenError{a.label, "is damaged (" + err.Error() + "); take a fresh copy"}
		case cannotOpen:
			return &OpenError{a.label, "cannot be opened any more; was it moved or taken away?"}
		}
	}
	return fmt.Errorf("archive %s: %w", a.label, err)
}

// prepared keeps one statement a query for as long as the archive is open.
func (a *Archive) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if s, ok := a.stmts[query]; ok {
		return s, nil
	}
	s, err := a.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if a.stmts == nil {
		a.stmts = map[string]*sql.Stmt{}
	}
	a.stmts[query] = s
	return s, nil
}

// MeasuresIn returns the measures of which an edition has claims, in the
// archive's order.
func (a *Archive) MeasuresIn(ctx context.Context, edition string) ([]string, error) {
	var out []string
	err := a.each(ctx, func(scan scanner) error {
		var id string
		if err := scan(&id); err != nil {
			return err
		}
		out = append(out, id)
		return nil
	}, `SELECT DISTINCT m.key FROM claim_row c JOIN measure m ON m.id = c.measure
		WHERE c.edition = (SELECT id FROM edition WHERE key = ?) AND c.body IS NOT NULL ORDER BY m.id`, edition)
	if err != nil || a.imports == nil {
		return out, err
	}
	more, err := a.imports.MeasuresIn(ctx, edition)
	for _, id := range more {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, err
}
