package imports

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"careratings/internal/eras"
	"careratings/internal/eras/native"
)

// ClaimsAbout returns the claims about one body, in the order of imports; those
// of care directories, which are dated ratings, last.
func (s *Store) ClaimsAbout(ctx context.Context, body string) ([]eras.Claim, error) {
	text, err := s.spansWhere(ctx, "o.key = ?", body)
	if err != nil {
		return nil, err
	}
	t, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	told, err := s.claimsOfSpans(text, t)
	if err != nil || !t.claims {
		return told, err
	}
	claims, err := s.claims(ctx, "WHERE body = ? ORDER BY import, n", body)
	return append(claims, told...), err
}

// ClaimsIn returns the claims of one edition and measure.
func (s *Store) ClaimsIn(ctx context.Context, edition, measure string) ([]eras.Claim, error) {
	return s.claims(ctx, "WHERE measure = ? AND edition = ? ORDER BY import, n", measure, edition)
}

// ClaimsOfMeasures returns the claims of one edition on several measures.
func (s *Store) ClaimsOfMeasures(ctx context.Context, edition string, measures []string) ([]eras.Claim, error) {
	list, err := json.Marshal(measures)
	if err != nil {
		return nil, err
	}
	return s.claims(ctx, "WHERE measure IN (SELECT value FROM json_each(?)) AND edition = ? ORDER BY import, n", string(list), edition)
}

// ClaimsOn returns every claim on one measure. Of care directories it has the
// ratings of providers: those of locations are read by release.
func (s *Store) ClaimsOn(ctx context.Context, measure string) ([]eras.Claim, error) {
	claims, err := s.claims(ctx, "WHERE measure = ? ORDER BY import, n", measure)
	if err != nil {
		return nil, err
	}
	at := measureNumber(measure)
	if at < 0 {
		return claims, nil
	}
	text, err := s.spansWhere(ctx, "s.measure = ? AND o.level = 'provider'", at)
	if err != nil {
		return nil, err
	}
	t, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	told, err := s.claimsOfSpans(text, t)
	return append(claims, told...), err
}

// ClaimsFrom returns every claim that names one source.
func (s *Store) ClaimsFrom(ctx context.Context, source string) ([]eras.Claim, error) {
	return s.claims(ctx, "WHERE source = ? ORDER BY import, n", source)
}

// HasEdition reports whether a file brought claims of an edition and measure.
func (s *Store) HasEdition(ctx context.Context, edition, measure string) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM import_claim WHERE measure = ? AND edition = ?)", measure, edition).Scan(&n)
	return n == 1, s.fault(err)
}

// MeasuresIn lists the measures of an edition that files brought claims of.
func (s *Store) MeasuresIn(ctx context.Context, edition string) ([]string, error) {
	return s.texts(ctx, "SELECT DISTINCT measure FROM import_claim WHERE edition = ? ORDER BY measure", edition)
}

// Listing is how many bodies of one peer group a data file of the oversight
// framework has at one segment. Such a file lists a whole group.
type Listing struct {
	Source, PeerGroup, Value string
	Level, N, Of             int
	CountsFrom               string
}

// Listings counts the bodies of every data file of an edition by peer group and
// segment.
func (s *Store) Listings(ctx context.Context, edition string) ([]Listing, error) {
	rows, err := s.query(ctx, `SELECT c.source, c.peer_group, min(c.value), c.low, count(DISTINCT c.body),
			sum(count(DISTINCT c.body)) OVER (PARTITION BY c.source, c.peer_group),
			(SELECT counts_from FROM import_source i WHERE i.import = c.import AND i.key = c.source)
		FROM import_claim c JOIN import_file f ON f.id = c.import
		WHERE c.measure = 'nof.segment' AND c.edition = ? AND f.adapter = 'nof-data' AND c.body <> '' AND c.status = '' AND c.doubt = 'stated' AND c.low = c.high
		GROUP BY c.source, c.peer_group, c.low ORDER BY c.source, c.peer_group, c.low`, edition)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []Listing
	for rows.Next() {
		var l Listing
		var from *string
		if err := rows.Scan(&l.Source, &l.PeerGroup, &l.Value, &l.Level, &l.N, &l.Of, &from); err != nil {
			return nil, s.fault(err)
		}
		if from != nil {
			l.CountsFrom = *from
		}
		out = append(out, l)
	}
	return out, s.fault(rows.Err())
}

// Claimed lists the bodies that files make claims about, and the organisations of
// care directories of which two rows give different values to one rating.
func (s *Store) Claimed(ctx context.Context) ([]string, error) {
	return s.texts(ctx, `SELECT body FROM import_claim WHERE body <> '' UNION
		SELECT o.key FROM rating_span a JOIN rating_span b USING (org, service, measure) JOIN org o ON o.id = a.org
		WHERE a.rated_day = b.rated_day AND a.value < b.value`)
}

// Providers lists the providers of care directories.
func (s *Store) Providers(ctx context.Context) ([]string, error) {
	return s.texts(ctx, "SELECT key FROM org WHERE level = 'provider'")
}

// Rated lists the bodies that are no locations of which files claim a rating; those
// of care directories are not among them.
func (s *Store) Rated(ctx context.Context) ([]string, error) {
	return s.texts(ctx, "SELECT DISTINCT body FROM import_claim WHERE body <> '' AND level NOT IN ('location', 'service') ORDER BY body")
}

func (s *Store) texts(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := s.query(ctx, query, args...)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, s.fault(err)
		}
		out = append(out, text)
	}
	return out, s.fault(rows.Err())
}

func measureNumber(measure string) int {
	for i, m := range native.DirectoryMeasures() {
		if m == measure {
			return i
		}
	}
	return -1
}

func (s *Store) claims(ctx context.Context, where string, args ...any) ([]eras.Claim, error) {
	rows, err := s.query(ctx, `SELECT import, n, edition, rated_on, body, level, peer_group, trust_type, measure, printed_name, value, low, high, number,
		of_number, status, doubt, tier, source, (SELECT counts_from FROM import_source i WHERE i.import = c.import AND i.key = c.source),
		locator, note, service FROM import_claim c `+where, args...)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []eras.Claim
	for rows.Next() {
		var c eras.Claim
		var file, n int64
		var from *string
		if err := rows.Scan(&file, &n, &c.Edition, &c.RatedOn, &c.Body, &c.Level, &c.PeerGroup, &c.TrustType, &c.Measure, &c.PrintedName, &c.Value, &c.Low, &c.High,
			&c.Number, &c.Of, &c.Status, &c.Doubt, &c.Tier, &c.Source, &from, &c.Locator, &c.Note, &c.Service); err != nil {
			return nil, s.fault(err)
		}
		c.ID = fmt.Sprintf("import-%d.%07d", file, n) // in the order of the file, as ids are compared
		c.Era, _, _ = strings.Cut(c.Measure, ".")
		if from != nil {
			c.CountsFrom = eras.Interval(*from)
		}
		out = append(out, c)
	}
	return out, s.fault(rows.Err())
}

// ratedOn is the day of a rating. One whose row has none, or one from before
// ratings began, was made by its first release.
func ratedOn(rated, from, began int32) eras.Interval {
	if rated < began {
		return eras.Interval("/" + dayText(from))
	}
	return eras.Interval(dayText(rated))
}

// spanNote says what is to be known of a rating beside its value.
func spanNote(rated, began int32, inherited bool) string {
	var notes []string
	if rated != noDay && rated < began {
		notes = append(notes, "the Publication Date printed is "+dayText(rated)+", before there were ratings")
	}
	if inherited {
		notes = append(notes, "inherited from an earlier registration")
	}
	return strings.Join(notes, "; ")
}

// sourceKey is the key of a file as a source.
func sourceKey(sha256 string) string { return "import-" + sha256[:min(12, len(sha256))] }

// dayText is a day counted from 1970-01-01 as YYYY-MM-DD.
func dayText(day int32) string {
	return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly)
}
