// Package health examines SQLite files of the store: is every page sound, does
// every reference lead somewhere, and do the rules of a schema hold that SQLite
// itself does not enforce. It changes nothing.
package health

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Finding is what one check found.
type Finding struct {
	Check  string // what was checked, one word
	N      int    // how many were looked at
	Of     string // of what: pages, claims, spans
	Faults int    // how many of them are wrong
	Found  string // what is wrong, the first few named; empty where nothing is
	Remedy string // what to do about it; empty where nothing is wrong
}

// Rule is a check by two queries.
type Rule struct {
	Check, Of string
	Count     string // gives how many there are
	Faults    string // gives a row with one text for each that is wrong
	Remedy    string
}

// shown is how many faults of a check are named.
const shown = 3

// Found makes a finding out of what is wrong; nothing is wrong where texts is
// empty.
func Found(check, of string, n int, texts []string, remedy string) Finding {
	f := Finding{Check: check, N: n, Of: of, Faults: len(texts)}
	if len(texts) == 0 {
		return f
	}
	f.Found, f.Remedy = strings.Join(texts[:min(shown, len(texts))], "; "), remedy
	if more := len(texts) - shown; more > 0 {
		f.Found += fmt.Sprintf("; and %d more", more)
	}
	return f
}

// Pages asks SQLite whether every page, index and search index of the file is
// sound.
func Pages(ctx context.Context, db *sql.DB, remedy string) (Finding, error) {
	f, err := Rule{"pages", "pages", "PRAGMA page_count", "PRAGMA integrity_check", remedy}.Examine(ctx, db)
	if f.Faults == 1 && f.Found == "ok" {
		f.Faults, f.Found, f.Remedy = 0, "", ""
	}
	return f, err
}

// References looks for rows that refer to a row which is not there.
func References(ctx context.Context, db *sql.DB, remedy string) (Finding, error) {
	return Rule{
		"references", "references between tables",
		"SELECT count(*) FROM sqlite_schema s, pragma_foreign_key_list(s.name) WHERE s.type = 'table'",
		`SELECT format('%d rows of %s refer to no row of %s', count(*), "table", parent) FROM pragma_foreign_key_check GROUP BY "table", parent`, remedy,
	}.Examine(ctx, db)
}

// Examine runs the queries of a rule. That they cannot be run, on a damaged file,
// is a fault like another; the error is for a call that was given up.
func (r Rule) Examine(ctx context.Context, db *sql.DB) (Finding, error) {
	n, texts, err := r.run(ctx, db)
	if ctx.Err() != nil {
		return Finding{}, ctx.Err()
	}
	if err != nil {
		texts = append(texts, "cannot be examined: "+err.Error())
	}
	return Found(r.Check, r.Of, n, texts, r.Remedy), nil
}

func (r Rule) run(ctx context.Context, db *sql.DB) (n int, texts []string, err error) {
	if err := db.QueryRowContext(ctx, r.Count).Scan(&n); err != nil {
		return 0, nil, err
	}
	rows, err := db.QueryContext(ctx, r.Faults)
	if err != nil {
		return n, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return n, texts, err
		}
		texts = append(texts, text)
	}
	return n, texts, rows.Err()
}
