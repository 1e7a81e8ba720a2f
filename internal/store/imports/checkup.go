package imports

import (
	"context"
	"fmt"

	"careratings/internal/store/health"
)

// restore is the remedy for a file that is damaged.
const restore = "put back a copy that archive backup made, or import the files again into a new file (--archive)"

// again is the remedy for what one file brought.
const again = "take the file back with archive imports undo and import it again"

// last is the last release of a level, or of every level of which there is one.
const last = "(SELECT level, max(day) AS day FROM release GROUP BY level)"

// rules are what must hold in a file of imports beyond what SQLite enforces.
func rules() []health.Rule {
	return []health.Rule{
		{
			Check: "journal", Of: "files", Count: "SELECT count(*) FROM import_file",
			Faults: `SELECT format('import %d (%s) has %d rejected rows, of which %d are kept', f.id, f.name, f.rejected, count(r.n)) FROM import_file f LEFT JOIN import_reject r ON r.import = f.id
			GROUP BY f.id HAVING f.rejected <> count(r.n) ORDER BY f.id`,
			Remedy: again,
		},
		{
			Check: "claims", Of: "claims with their sources", Count: "SELECT count(*) FROM import_claim",
			Faults: `SELECT format('claim %d of import %d has no source', c.n, c.import) FROM import_claim c LEFT JOIN import_source s ON s.import = c.import AND s.key = c.source
			WHERE s.title IS NULL OR s.title = '' ORDER BY c.import, c.n`,
			Remedy: again,
		},
		{
			Check: "releases", Of: "releases of the care directory", Count: "SELECT count(*) FROM release",
			Faults: `SELECT format('the release of %s (%ss) has no ratings', date(r.day * 86400, 'unixepoch'), r.level) FROM release r WHERE NOT EXISTS (
			SELECT 1 FROM rating_span s JOIN org o ON o.id = s.org WHERE o.level = r.level AND s.from_day <= r.day AND ifnull(s.to_day, r.day) >= r.day) ORDER BY r.day`,
			Remedy: again,
		},
		{
			Check: "words", Of: "spans with the words and bodies they name", Count: "SELECT (SELECT count(*) FROM rating_span) + (SELECT count(*) FROM org_span)",
			Faults: `WITH named (id) AS (SELECT service FROM rating_span UNION SELECT report FROM rating_span UNION SELECT type FROM org_span UNION SELECT category FROM org_span
			UNION SELECT authority FROM org_span UNION SELECT region FROM org_span)
			SELECT format('word %d is named and is not there', id) FROM named WHERE id <> 0 AND id NOT IN (SELECT id FROM word)
			UNION ALL
			SELECT format('provider %d is named and is not there', provider) FROM (SELECT DISTINCT provider FROM org_span) WHERE provider <> 0 AND provider NOT IN (SELECT id FROM org)`,
			Remedy: again,
		},
		{
			Check: "rating-spans", Of: "spans of ratings", Count: "SELECT count(*) FROM rating_span",
			Faults: spanFaults("rating_span", "o.level", "org, service, measure, value, rated_day, report, inherited, twin"),
			Remedy: again,
		},
		{
			Check: "body-spans", Of: "spans of what is told of bodies", Count: "SELECT count(*) FROM org_span",
			Faults: spanFaults("org_span", "s.sheet", "org, name, type, category, authority, region, provider, town, postcode, sheet"),
			Remedy: again,
		},
		{
			Check: "described", Of: "spans of ratings of bodies that are described", Count: "SELECT count(*) FROM rating_span",
			Faults: `WITH undescribed (org, day) AS (
				SELECT s.org, s.from_day FROM rating_span s JOIN org o ON o.id = s.org
				WHERE NOT EXISTS (SELECT 1 FROM org_span n WHERE n.org = s.org AND n.sheet = o.level AND n.from_day <= s.from_day AND ifnull(n.to_day, s.from_day) >= s.from_day)
				UNION
				SELECT e.org, e.day FROM (SELECT n.org, n.sheet, (SELECT min(r.day) FROM release r WHERE r.level = n.sheet AND r.day > n.to_day) AS day
					FROM org_span n JOIN org o ON o.id = n.org AND o.level = n.sheet WHERE n.to_day IS NOT NULL) e
				WHERE EXISTS (SELECT 1 FROM rating_span s WHERE s.org = e.org AND s.from_day <= e.day AND ifnull(s.to_day, e.day) >= e.day)
				AND NOT EXISTS (SELECT 1 FROM org_span n WHERE n.org = e.org AND n.sheet = e.sheet AND n.from_day <= e.day AND ifnull(n.to_day, e.day) >= e.day))
			SELECT format('%s %s is rated in releases that do not describe it, from %s', o.level, o.key, date(min(u.day) * 86400, 'unixepoch')) FROM undescribed u JOIN org o ON o.id = u.org
			GROUP BY o.id ORDER BY o.id`,
			Remedy: again,
		},
	}
}

// spanFaults is the query of spans that are not as releases make them: their ends
// are releases, one that lasts to the last release is open, and between two of one
// content lies a release without it (they overlap, meet, or would be one).
func spanFaults(table, level, content string) string {
	return fmt.Sprintf(`SELECT format('%%s %%s: ', level, key) || CASE
			WHEN no_from THEN format('a span begins on %%s, which is no release', date(from_day * 86400, 'unixepoch'))
			WHEN no_to THEN format('a span ends on %%s, which is no release', date(to_day * 86400, 'unixepoch'))
			WHEN from_day > to_day THEN format('a span ends before it begins on %%s', date(from_day * 86400, 'unixepoch'))
			WHEN to_day = final THEN format('a span ends with the last release, %%s, where it should be open', date(to_day * 86400, 'unixepoch'))
			WHEN next <= ifnull(to_day, next) THEN format('two spans overlap on %%s', date(next * 86400, 'unixepoch'))
			ELSE format('two spans meet on %%s and should be one', date(next * 86400, 'unixepoch')) END
		FROM (SELECT s.*, o.key, %[2]s AS level, l.day AS final, b.day IS NULL AS no_from, s.to_day IS NOT NULL AND e.day IS NULL AS no_to
			FROM (SELECT *, lead(from_day) OVER (PARTITION BY %[3]s ORDER BY from_day) AS next FROM %[1]s) s
			JOIN org o ON o.id = s.org LEFT JOIN release b ON b.level = %[2]s AND b.day = s.from_day LEFT JOIN release e ON e.level = %[2]s AND e.day = s.to_day
			LEFT JOIN %[4]s l ON l.level = %[2]s) x
		WHERE no_from OR no_to OR from_day > to_day OR to_day = final
			OR next IS NOT NULL AND NOT EXISTS (SELECT 1 FROM release r WHERE r.level = x.level AND r.day > x.to_day AND r.day < x.next)
		ORDER BY key, from_day`, table, level, content, last)
}

// CheckUp examines the file of imports: schema version, pages, references, the
// journal, and whether spans are as the releases make them.
func (s *Store) CheckUp(ctx context.Context) ([]health.Finding, error) {
	out := []health.Finding{health.Found("schema", "schema version", SchemaVersion, nil, "")} // Open takes no other
	pages, err := health.Pages(ctx, s.db, restore)
	if err != nil {
		return nil, err
	}
	references, err := health.References(ctx, s.db, again)
	if err != nil {
		return nil, err
	}
	out = append(out, pages, references)
	for _, r := range rules() {
		f, err := r.Examine(ctx, s.db)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}
