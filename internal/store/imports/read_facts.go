package imports

import (
	"context"
	"encoding/json"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
)

// Sources returns the sources that imports brought: the files themselves, and
// those that they cite.
func (s *Store) Sources(ctx context.Context) ([]eras.Source, error) {
	rows, err := s.query(ctx, `SELECT key, title, publisher, url, tier, published_on, counts_from, dated_by, licence, note FROM import_source GROUP BY key ORDER BY key`)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []eras.Source
	for rows.Next() {
		var src eras.Source
		if err := rows.Scan(&src.ID, &src.Title, &src.Publisher, &src.URL, &src.Tier, &src.PublishedOn, &src.CountsFrom, &src.DatedBy, &src.Licence, &src.Note); err != nil {
			return nil, s.fault(err)
		}
		out = append(out, src)
	}
	return out, s.fault(rows.Err())
}

// Editions returns the editions that files brought, by key; of several
// descriptions of one the first.
func (s *Store) Editions(ctx context.Context) ([]eras.Edition, error) {
	rows, err := s.query(ctx, `SELECT key, era, seq, label, period, rated_from, rated_to, published_on, publisher, framework, vintage, about
		FROM import_edition WHERE (key, import) IN (SELECT key, min(import) FROM import_edition GROUP BY key) ORDER BY era, rated_from, key`)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []eras.Edition
	for rows.Next() {
		var e eras.Edition
		if err := rows.Scan(&e.ID, &e.Era, &e.Seq, &e.Label, &e.Period, &e.RatedFrom, &e.RatedTo, &e.Published, &e.Publisher, &e.Framework, &e.Vintage, &e.About); err != nil {
			return nil, s.fault(err)
		}
		out = append(out, e)
	}
	return out, s.fault(rows.Err())
}

// Measures returns the measures that files brought, by key.
func (s *Store) Measures(ctx context.Context) ([]eras.Measure, error) {
	rows, err := s.query(ctx, `SELECT key, era, label, kind, scale, unit, better, headline, about
		FROM import_measure WHERE (key, import) IN (SELECT key, min(import) FROM import_measure GROUP BY key) ORDER BY key`)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []eras.Measure
	for rows.Next() {
		var m eras.Measure
		if err := rows.Scan(&m.ID, &m.Era, &m.Label, &m.Kind, &m.Scale, &m.Unit, &m.Better, &m.Headline, &m.About); err != nil {
			return nil, s.fault(err)
		}
		out = append(out, m)
	}
	return out, s.fault(rows.Err())
}

// told as a body: the last file that names a body says what it is.
const bodySelect = `SELECT code, scheme, kind, b.name, parent, region, town, county, postcode, iif(legal_opened <> '', legal_opened, opened),
		iif(legal_closed <> '', legal_closed, closed), iif(legal_closed <> '', 'legal', iif(closed <> '', 'operational', '')), 'import-' || substr(f.sha256, 1, 12)
	FROM import_body b JOIN import_file f ON f.id = b.import
	WHERE (code, b.import, n) IN (SELECT code, import, max(n) FROM import_body WHERE (code, import) IN (SELECT code, max(import) FROM import_body GROUP BY code) GROUP BY code)`

// orgSelect gives the organisations of care directories as the last release has
// them. A provider named only in the rows of its locations has its name alone.
const orgSelect = `SELECT o.key, 'cqc-' || o.level, '', s.name, ifnull(p.key, ''), ifnull(r.word, ''), s.town, '', s.postcode, '', '', '', 'import-' || substr(f.sha256, 1, 12)
	FROM org o JOIN org_span s ON s.org = o.id LEFT JOIN org p ON p.id = s.provider LEFT JOIN word r ON r.id = s.region
		JOIN release e ON e.level = s.sheet AND e.day = s.from_day JOIN import_file f ON f.id = e.import`

// Body returns what imports say of a body.
func (s *Store) Body(ctx context.Context, code string) (bodies.Body, bool, error) {
	for _, query := range []string{
		bodySelect + " AND code = ?",
		orgSelect + " WHERE o.key = ? ORDER BY s.to_day IS NULL DESC, s.to_day DESC, s.sheet = o.level DESC LIMIT 1",
	} {
		list, err := s.bodies(ctx, query, code)
		if err != nil || len(list) > 0 {
			return first(list), len(list) > 0, err
		}
	}
	return bodies.Body{}, false, nil
}

func first(list []bodies.Body) (b bodies.Body) {
	if len(list) > 0 {
		b = list[0]
	}
	return b
}

// Told is what one file says of a body.
type Told struct {
	Code, Name string
	Closed     eras.Interval
	Legal      bool   // Closed is the legal day
	Source     string // key of the file
}

// ToldOf returns what files say of these bodies, in the order of imports.
func (s *Store) ToldOf(ctx context.Context, codes []string) ([]Told, error) {
	list, err := json.Marshal(codes)
	if err != nil {
		return nil, err
	}
	rows, err := s.query(ctx, `SELECT code, b.name, iif(legal_closed <> '', legal_closed, closed), legal_closed <> '', 'import-' || substr(f.sha256, 1, 12)
		FROM import_body b JOIN import_file f ON f.id = b.import WHERE code IN (SELECT value FROM json_each(?)) ORDER BY b.import, n`, string(list))
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []Told
	for rows.Next() {
		var t Told
		if err := rows.Scan(&t.Code, &t.Name, &t.Closed, &t.Legal, &t.Source); err != nil {
			return nil, s.fault(err)
		}
		out = append(out, t)
	}
	return out, s.fault(rows.Err())
}

// Bodies returns what imports say of every body that is no location of a care
// directory, by code.
func (s *Store) Bodies(ctx context.Context) ([]bodies.Body, error) {
	return s.bodies(ctx, bodySelect+" ORDER BY code")
}

// Named returns the organisations of care directories whose name has all the
// words, upper and lower case alike; no more than limit.
func (s *Store) Named(ctx context.Context, words []string, limit int) ([]bodies.Body, error) {
	if len(words) == 0 {
		return nil, nil
	}
	conditions, args := make([]string, 0, len(words)), make([]any, 0, len(words)+1)
	for _, w := range words {
		conditions = append(conditions, "instr(lower(s.name), ?) > 0")
		args = append(args, strings.ToLower(w))
	}
	return s.bodies(ctx, orgSelect+" WHERE s.to_day IS NULL AND s.sheet = o.level AND "+strings.Join(conditions, " AND ")+" ORDER BY s.name, o.key LIMIT ?", append(args, limit)...)
}

func (s *Store) bodies(ctx context.Context, query string, args ...any) ([]bodies.Body, error) {
	rows, err := s.query(ctx, query, args...)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []bodies.Body
	for rows.Next() {
		var b bodies.Body
		var scheme string
		if err := rows.Scan(&b.ID, &scheme, &b.Kind, &b.Name, &b.Parent, &b.Region, &b.Town, &b.County, &b.Postcode, &b.Opened, &b.Closed, &b.ClosedBasis, &b.Source); err != nil {
			return nil, s.fault(err)
		}
		if b.Kind == "" {
			b.Kind = map[string]string{"cqc-location": "cqc-location", "cqc-provider": "provider"}[scheme]
		}
		if b.Kind == "" {
			b.Kind = "other"
		}
		b.CodeStatus, b.Rated = "evidenced", b.Kind != "provider"
		out = append(out, b)
	}
	return out, s.fault(rows.Err())
}

// HasSuccessions reports whether files state any.
func (s *Store) HasSuccessions(ctx context.Context) (bool, error) {
	some, err := s.texts(ctx, "SELECT predecessor FROM import_succession LIMIT 1")
	return len(some) > 0, err
}

// Successions returns every succession that files state, by date.
func (s *Store) Successions(ctx context.Context) ([]bodies.Succession, error) {
	return s.successions(ctx, "")
}

// SuccessionsAt returns the successions that files state of which the successors
// are these bodies, or, unless back, the predecessors.
func (s *Store) SuccessionsAt(ctx context.Context, codes []string, back bool) ([]bodies.Succession, error) {
	list, err := json.Marshal(codes)
	if err != nil {
		return nil, err
	}
	end := "predecessor"
	if back {
		end = "successor"
	}
	return s.successions(ctx, "WHERE "+end+" IN (SELECT value FROM json_each(?))", string(list))
}

func (s *Store) successions(ctx context.Context, where string, args ...any) ([]bodies.Succession, error) {
	rows, err := s.query(ctx, `SELECT predecessor, successor, happened_on, iif(kind = '', 'kind not stated', kind), locator, 'import-' || substr(f.sha256, 1, 12)
		FROM import_succession l JOIN import_file f ON f.id = l.import `+where+` ORDER BY happened_on, predecessor, successor, l.import`, args...)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []bodies.Succession
	for rows.Next() {
		var l bodies.Succession
		if err := rows.Scan(&l.Predecessor, &l.Successor, &l.On, &l.Kind, &l.Note, &l.Source); err != nil {
			return nil, s.fault(err)
		}
		out = append(out, l)
	}
	return out, s.fault(rows.Err())
}
