package store

import (
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"careratings/data/curated"
	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store/sqlitefile"
)

//go:embed schema.sql
var schema string

// applicationID marks an archive file ("NHSr"); SchemaVersion is raised with
// every change of schema.sql or views.sql.
const (
	applicationID = 0x4e485372
	SchemaVersion = 4
)

// Build compiles the data directory dir into one archive file at path, which it
// replaces. The same text gives the same bytes on every machine: rows are
// written in the order of the text, no clock is read, and the file is what
// VACUUM INTO wrote. A fault in the text stops it with nothing written; the
// error names the first fault and counts the rest.
func Build(dir fs.FS, path string) error {
	set, faults := curated.Read(dir)
	if len(faults) == 0 {
		faults = curated.Lint(set)
	}
	if len(faults) > 0 {
		return fmt.Errorf("the curated text has %d faults, first: %s", len(faults), faults[0])
	}
	version, err := dataVersion(dir)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(path), ".building-*")
	if err != nil {
		return fmt.Errorf("no room to build beside %s: %w", path, err)
	}
	defer os.RemoveAll(tmp)
	if err := compile(set, version, filepath.Join(tmp, "work.db"), filepath.Join(tmp, "archive.db")); err != nil {
		return fmt.Errorf("compile %s: %w", path, err)
	}
	return os.Rename(filepath.Join(tmp, "archive.db"), path)
}

func dataVersion(dir fs.FS) (string, error) {
	raw, err := fs.ReadFile(dir, "datapackage.json")
	if err != nil {
		return "", fmt.Errorf("datapackage.json: %w", err)
	}
	var pkg struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(raw, &pkg); err != nil {
		return "", fmt.Errorf("datapackage.json: %w", err)
	}
	if pkg.Version == "" {
		return "", errors.New("datapackage.json: no version")
	}
	return pkg.Version, nil
}

func compile(set curated.Set, version, work, out string) (err error) {
	db, err := sql.Open("sqlite", sqlitefile.DSN(work, "_pragma=journal_mode(off)", "_pragma=synchronous(off)", "_pragma=foreign_keys(on)"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, ddl := range []string{schema, views} {
		if _, err := db.Exec(ddl); err != nil {
			return fmt.Errorf("schema: %w", err)
		}
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	l := &loader{tx: tx, set: set, source: ids{}, edition: ids{}, measure: ids{}, body: ids{}, names: ids{}}
	l.insert("INSERT INTO meta VALUES (?, ?)", "data_version", version)
	l.insert("INSERT INTO meta VALUES (?, ?)", "kind", "curated")
	l.regimes()
	l.identity()
	l.ratings()
	l.published()
	l.columnDocs()
	l.exec(countPeers)
	l.keep()
	l.exec("INSERT INTO name_search (name_search) VALUES ('rebuild')")
	l.exec("INSERT INTO name_search (name_search) VALUES ('optimize')")
	if l.err != nil {
		return l.err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, stmt := range []string{
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", SchemaVersion),
		"ANALYZE",
		// samples of values; with them SQLite plans a statement anew for every value bound to it
		"DROP TABLE IF EXISTS sqlite_stat4",
	} {
		if _, err := db.Exec(stmt); err != nil {
			return err
		}
	}
	_, err = db.Exec("VACUUM INTO ?", out)
	return err
}

// ids numbers the text keys of one table from 1, in the order of the text.
type ids map[string]int64

func (m ids) add(key string) int64 {
	m[key] = int64(len(m) + 1)
	return m[key]
}

// ref is the number of a key, or nil for none, as a column value.
func (m ids) ref(key string) any {
	if id, ok := m[key]; ok {
		return id
	}
	return nil
}

// loader writes a set into an empty archive. The first error stops it.
type loader struct {
	tx      *sql.Tx
	set     curated.Set
	source  ids
	edition ids
	measure ids
	body    ids
	names   ids // printed name and trust type
	stmts   map[string]*sql.Stmt
	err     error
}

func (l *loader) insert(query string, args ...any) {
	if l.err != nil {
		return
	}
	if l.stmts == nil {
		l.stmts = map[string]*sql.Stmt{}
	}
	stmt, ok := l.stmts[query]
	if !ok {
		if stmt, l.err = l.tx.Prepare(query); l.err != nil {
			return
		}
		l.stmts[query] = stmt
	}
	if _, err := stmt.Exec(args...); err != nil {
		l.err = fmt.Errorf("%s %v: %w", query, args, err)
	}
}

func (l *loader) exec(query string) {
	if l.err == nil {
		_, l.err = l.tx.Exec(query)
	}
}

func places(n int) string { return "(" + strings.TrimSuffix(strings.Repeat("?,", n), ",") + ")" }

func (l *loader) regimes() {
	for _, s := range l.set.Sources {
		l.insert("INSERT INTO source VALUES "+places(11), l.source.add(s.ID), s.ID, s.Title, s.Publisher, s.URL, s.Tier,
			string(s.PublishedOn), string(s.CountsFrom), s.DatedBy, s.Licence, s.Note)
	}
	for _, e := range l.set.Eras {
		l.insert("INSERT INTO era VALUES "+places(12), e.ID, eras.Rank(e.ID)+1, e.Label, e.Publisher, e.From, e.To, e.Headline,
			e.Rolling, e.RatedKinds, e.PeerGroups, e.About, e.Source)
	}
	for _, v := range l.set.Levels {
		l.insert("INSERT INTO level VALUES "+places(5), v.Scale, v.Number, v.Code, v.Label, v.Meaning)
	}
	for _, m := range l.set.Measures {
		l.insert("INSERT INTO measure VALUES "+places(10), l.measure.add(m.ID), m.ID, m.Era, m.Label, m.Kind, m.Scale, m.Unit,
			m.Better, m.Headline, m.About)
	}
	for _, e := range l.set.Editions {
		l.insert("INSERT INTO edition VALUES "+places(14), l.edition.add(e.ID), e.ID, e.Era, e.Seq, e.Label, e.Period, e.RatedFrom,
			e.RatedTo, string(e.Published), e.Publisher, e.Framework, e.Vintage, e.About, e.Source)
	}
	for _, b := range l.set.Breaks {
		l.insert("INSERT INTO break VALUES "+places(12), b.ID, b.Era, b.FromEdition, b.ToEdition, string(b.On), b.PeerGroup,
			b.Measure, strings.Join(b.Forbids, " "), b.Kind, b.Why, b.About, b.Source)
	}
	for _, c := range l.set.Changes {
		l.insert("INSERT INTO change VALUES "+places(6), c.DataVersion, c.What, c.Key, c.Before, c.After, c.Why)
	}
}

func (l *loader) identity() {
	rated := map[string]bool{}
	for _, c := range l.set.Claims {
		if c.Level != "location" && c.Level != "service" {
			rated[c.Body] = true
		}
	}
	for _, b := range l.set.Bodies {
		l.insert("INSERT INTO body VALUES "+places(17), l.body.add(b.ID), b.ID, b.Kind, b.Name, string(b.Opened), string(b.Closed),
			b.ClosedBasis, string(b.FoundationFrom), b.Region, b.Town, b.County, b.Postcode, b.Parent, b.CodeStatus, b.Note, b.Source, rated[b.ID])
	}
	for i, n := range l.set.Names {
		l.insert("INSERT INTO name_row VALUES "+places(8), i+1, l.body.ref(n.Body), n.Name, bodies.Normalise(n.Name), n.Kind,
			string(n.From), string(n.To), n.Source)
	}
	for _, s := range l.set.Successions {
		l.insert("INSERT INTO succession VALUES "+places(7), l.body.ref(s.Predecessor), l.body.ref(s.Successor), string(s.On),
			s.Kind, s.OtherDates, s.Source, s.Note)
	}
	for _, m := range l.set.Matches {
		l.insert("INSERT INTO match VALUES "+places(9), m.Era, m.Edition, m.TrustType, m.PrintedName, m.Body, m.Confidence,
			m.Basis, m.Candidates, m.Reason)
	}
}

// ratings writes the claims, joined into ratings by the rule of eras.Resolve.
func (l *loader) ratings() {
	counts := map[string]eras.Interval{}
	for _, s := range l.set.Sources {
		counts[s.ID] = s.CountsFrom
	}
	published := map[string]eras.Interval{}
	for _, e := range l.set.Editions {
		published[e.ID] = e.Published
	}
	claims := make([]eras.Claim, len(l.set.Claims))
	for i, c := range l.set.Claims {
		c.CountsFrom = counts[c.Source]
		if !c.RatedOn.Known() {
			c.RatedOn = published[c.Edition]
		}
		claims[i] = c
	}
	ratingOf, chosen := map[string]int{}, map[string]bool{}
	for i, r := range eras.Resolve(claims) {
		c := r.Chosen()
		l.insert("INSERT INTO rating_row VALUES "+places(14), i+1, l.edition.ref(c.Edition), l.body.ref(c.Body),
			l.measure.ref(c.Measure), c.PeerGroup, c.Service, string(r.RatedOn), c.Low, c.High, c.Number, c.Status,
			string(c.Doubt), r.Conflict, r.Rule)
		chosen[c.ID] = true
		for _, cl := range r.Claims {
			ratingOf[cl.ID] = i + 1
		}
	}
	for i, c := range claims {
		var rating any
		if n := ratingOf[c.ID]; n > 0 {
			rating = n
		}
		l.insert("INSERT INTO claim_row VALUES "+places(23), i+1, c.ID, rating, chosen[c.ID], l.edition.ref(c.Edition),
			string(l.set.Claims[i].RatedOn), l.body.ref(c.Body), c.Level, c.PeerGroup, l.measure.ref(c.Measure), l.printed(c),
			c.Value, c.Low, c.High, c.Number, c.Of, c.Status, string(c.Doubt), c.Tier, l.source.ref(c.Source), c.Locator, c.Note, c.Service)
	}
}

// printed numbers the name and trust type of a claim, adding a row for a new
// pair.
func (l *loader) printed(c eras.Claim) int64 {
	k := c.PrintedName + "\x00" + c.TrustType
	if id, ok := l.names[k]; ok {
		return id
	}
	id := l.names.add(k)
	l.insert("INSERT INTO printed VALUES "+places(3), id, c.PrintedName, c.TrustType)
	return id
}

func (l *loader) published() {
	eraOf := map[string]string{}
	for _, m := range l.set.Measures {
		eraOf[m.ID] = m.Era
	}
	for _, t := range l.set.Totals {
		l.insert("INSERT INTO total VALUES "+places(18), t.ID, t.Edition, eraOf[t.Measure], t.PeerGroup, t.Scope, t.Measure, t.Value,
			t.Low, t.High, t.Count, t.Percent, t.AtLeast, t.Base, t.Set, string(t.Doubt), t.Tier, l.source.ref(t.Source), t.Note)
	}
	for _, m := range l.set.Movements {
		l.insert("INSERT INTO movement VALUES "+places(17), m.ID, m.FromEdition, m.ToEdition, m.PeerGroup, m.Measure, m.FromValue,
			m.FromLow, m.FromHigh, m.ToValue, m.ToLow, m.ToHigh, m.Count, m.AtLeast, string(m.Doubt), m.Tier, l.source.ref(m.Source), m.Note)
	}
	for _, s := range l.set.Spells {
		l.insert("INSERT INTO spell VALUES "+places(7), l.body.ref(s.Body), s.Regime, string(s.From), string(s.To), s.EntryClaim, s.ExitClaim, s.Note)
	}
	for _, c := range l.set.Conflicts {
		l.insert("INSERT INTO conflict VALUES "+places(10), c.ID, c.Era, c.Edition, c.PeerGroup, c.Body, c.Measure, c.About,
			c.Sides, c.Sources, c.Kind)
	}
}
