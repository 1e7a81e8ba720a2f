package imports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"careratings/internal/eras"
	"careratings/internal/eras/native"
)

// Release is one release of the care directory at one level.
type Release struct {
	Level  string // location or provider
	Day    string
	Source string // the key of the file that brought it

	at int32
}

// LastRelease returns the release of a level on a day, or the last before it;
// of an empty day the last there is. It is false where there is none.
func (s *Store) LastRelease(ctx context.Context, level, day string) (Release, bool, error) {
	latest := open
	if day != "" {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return Release{}, false, fmt.Errorf("release %s: want a day as YYYY-MM-DD", day)
		}
		latest = int32(at.Unix() / 86400)
	}
	r := Release{Level: level}
	var sum string
	err := s.db.QueryRowContext(ctx, `SELECT r.day, f.sha256 FROM release r JOIN import_file f ON f.id = r.import
		WHERE r.level = ? AND r.day <= ? ORDER BY r.day DESC LIMIT 1`, level, latest).Scan(&r.at, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return Release{}, false, nil
	}
	r.Day, r.Source = dayText(r.at), sourceKey(sum)
	return r, err == nil, s.fault(err)
}

// Listed is an organisation as one release lists it.
type Listed struct{ Code, Name, Category, Region string }

// ListedIn returns the organisations that a release lists, by code. Where its
// rows differ in what they say of one, the first counts.
func (s *Store) ListedIn(ctx context.Context, r Release) ([]Listed, error) {
	text, err := s.text(ctx, `SELECT concat_ws(char(31), s.org, s.name, s.category, s.region) AS line FROM org_span s
		WHERE s.from_day <= ?2 AND (s.to_day IS NULL OR s.to_day >= ?2) AND s.sheet = ?1`, r.Level, r.at)
	if err != nil || text == "" {
		return nil, err
	}
	all, t, err := s.rosterOf(ctx, r.Level)
	if err != nil {
		return nil, err
	}
	rows := all.sorted(strings.Split(text, "\x1e"))
	out := make([]Listed, 0, len(rows))
	for i, x := range rows {
		if i > 0 && rows[i-1].at == x.at {
			continue
		}
		name, rest, _ := strings.Cut(x.rest, "\x1f")
		category, region, _ := strings.Cut(rest, "\x1f")
		out = append(out, Listed{all.codes[x.at], name, t.word(category), t.word(region)})
	}
	return out, nil
}

// text is the column line of all rows of a query as one text, rows apart by a
// record separator, cells by a unit separator. Fetching cells one by one takes
// longer than the query.
func (s *Store) text(ctx context.Context, query string, args ...any) (string, error) {
	var text string
	stmt, err := s.kept.of(ctx, s.db, "SELECT ifnull(group_concat(line, char(30)), '') FROM ("+query+")") //nolint:sqlclosecheck // kept
	if err == nil {
		err = stmt.QueryRowContext(ctx, args...).Scan(&text)
	}
	return text, s.fault(err)
}

// ClaimsOf returns what a release says on one measure of organisations as a
// whole, not of their services: by code, and of one organisation the rating of
// the latest date first. The source is the release itself. Bare claims have
// neither an id nor a note.
func (s *Store) ClaimsOf(ctx context.Context, r Release, measure string, bare bool) ([]eras.Claim, error) {
	number := measureNumber(measure)
	if number < 0 {
		return nil, nil
	}
	from := "rating_span s"
	if number > 0 { // the index has overall ratings: of others each organisation is asked
		from = "org o CROSS JOIN rating_span s ON s.org = o.id"
	}
	// Two questions, since an index answers the one or the other.
	var lines []string
	for _, alive := range []string{"s.to_day IS NULL", "s.to_day >= ?1"} {
		text, err := s.text(ctx, fmt.Sprintf(`SELECT concat_ws(char(31), s.org, s.value, s.rated_day, s.from_day, s.service, s.inherited, s.twin) AS line FROM %s
			WHERE s.service = (SELECT id FROM word WHERE word = 'Overall') AND s.measure = %d AND s.from_day <= ?1 AND %s`, from, number, alive), r.at)
		if err != nil {
			return nil, err
		}
		if text != "" {
			lines = append(lines, strings.Split(text, "\x1e")...)
		}
	}
	all, _, err := s.rosterOf(ctx, r.Level)
	if err != nil {
		return nil, err
	}
	rows := all.sorted(lines)
	out := make([]eras.Claim, 0, len(rows))
	values, locator, began, known := native.DirectoryValues(), "release of "+r.Day, native.DirectoryBegan(), map[int32]eras.Interval{}
	same := 0 // the first claim about the body of the last
	for _, x := range rows {
		code, line := all.codes[x.at], x.rest
		var cell [7]string
		for i := 1; i < len(cell); i++ {
			cell[i], line, _ = strings.Cut(line, "\x1f")
		}
		value, err := strconv.Atoi(cell[1])
		if err != nil || value < 0 || value >= len(values) {
			return nil, &Error{s.path, fmt.Sprintf("has value %s of a care directory, which this program does not know", cell[1])}
		}
		rated, from := dayNumber(cell[2]), dayNumber(cell[3])
		on, ok := known[rated]
		if !ok {
			if on = ratedOn(rated, from, began); rated >= began {
				known[rated] = on
			}
		}
		v := &values[value]
		if n := len(out); n == 0 || out[n-1].Body != code {
			same = n
		}
		out = append(out, eras.Claim{
			Era: "cqc", Measure: measure, Body: code, Level: r.Level, Value: v.Printed, Low: v.Level, High: v.Level, Status: v.Status,
			Doubt: eras.Stated, Tier: "official", Source: r.Source, CountsFrom: eras.Interval(r.Day), Locator: locator,
			RatedOn: on,
		})
		c := &out[len(out)-1]
		if !bare {
			c.ID = spanID(code, measure, cell[4], cell[2], cell[3], cell[1], cell[6])
			c.Note = spanNote(rated, began, cell[5] == "2")
		}
		if same < len(out)-1 {
			slices.SortStableFunc(out[same:], func(a, b eras.Claim) int { return -strings.Compare(a.RatedOn.Last(), b.RatedOn.Last()) })
		}
	}
	return out, nil
}

// dayNumber reads a day counted from 1970-01-01, noDay where it is none.
func dayNumber(cell string) int32 {
	day, err := strconv.ParseInt(cell, 10, 32)
	if err != nil {
		return noDay
	}
	return int32(day)
}
