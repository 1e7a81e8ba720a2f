package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/store/health"
)

// rules are what must hold in an archive beyond what SQLite enforces.
func rules(remedy string) []health.Rule {
	return []health.Rule{
		{
			Check: "claims", Of: "claims with their sources", Count: "SELECT count(*) FROM claim_row",
			Faults: "SELECT 'claim ' || c.key || ' has no source' FROM claim_row c LEFT JOIN source s ON s.id = c.source WHERE s.title IS NULL OR s.title = '' ORDER BY c.id",
			Remedy: remedy,
		},
		{
			Check: "ratings", Of: "ratings with the claim they rest on", Count: "SELECT count(*) FROM rating_row",
			Faults: "SELECT 'rating ' || id || ' rests on no claim' FROM rating_row WHERE id NOT IN (SELECT rating FROM claim_row WHERE chosen AND rating IS NOT NULL) ORDER BY id",
			Remedy: remedy,
		},
	}
}

// CheckUp examines the archive's own file, without what is imported: its schema
// version, pages and references, that claims have sources and ratings claims,
// and that the search index says what the names say.
func (a *Archive) CheckUp(ctx context.Context) ([]health.Finding, error) {
	remedy := "take a fresh copy of the program: the archive is part of it"
	if a.vfs == nil {
		remedy = "build the file anew from its data directory with archivebuild"
	}
	// The search index is compared in temporary tables, which query_only forbids;
	// the file itself stays read-only.
	db, err := sql.Open("sqlite", strings.Replace(a.dsn, "_pragma=query_only(1)", "_pragma=temp_store(2)", 1))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // the temporary tables belong to one connection
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return nil, err
	}
	var wrong []string
	if version != SchemaVersion {
		wrong = []string{fmt.Sprintf("the file has version %d, this program reads version %d", version, SchemaVersion)}
	}
	out := []health.Finding{health.Found("schema", "schema version", version, wrong, remedy)}
	checks := []func() (health.Finding, error){
		func() (health.Finding, error) { return health.Pages(ctx, db, remedy) },
		func() (health.Finding, error) { return health.References(ctx, db, remedy) },
	}
	for _, r := range rules(remedy) {
		checks = append(checks, func() (health.Finding, error) { return r.Examine(ctx, db) })
	}
	for _, check := range append(checks, func() (health.Finding, error) { return searchable(ctx, db, remedy) }) {
		f, err := check()
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// searchable compares the search index with one made anew from the names, word
// by word and place by place, and the key of every name with the one its words
// give.
func searchable(ctx context.Context, db *sql.DB, remedy string) (health.Finding, error) {
	for _, statement := range []string{
		"CREATE VIRTUAL TABLE temp.anew USING fts5 (search_key, tokenize = 'unicode61 remove_diacritics 2')",
		"INSERT INTO temp.anew (rowid, search_key) SELECT id, search_key FROM name_row",
		"CREATE VIRTUAL TABLE temp.word_anew USING fts5vocab (temp, anew, instance)",
		"CREATE VIRTUAL TABLE temp.word_held USING fts5vocab (main, name_search, instance)",
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			if ctx.Err() != nil {
				return health.Finding{}, ctx.Err()
			}
			return health.Found("names", "names", 0, []string{"cannot be examined: " + err.Error()}, remedy), nil
		}
	}
	f, err := health.Rule{
		Check: "names", Of: "names that search finds", Count: "SELECT count(*) FROM name_row",
		Faults: `SELECT format('the search index lacks "%s" of name %d', term, doc) FROM (SELECT term, doc, offset FROM temp.word_anew EXCEPT SELECT term, doc, offset FROM temp.word_held)
		UNION ALL
		SELECT format('the search index has "%s" of name %d, which does not', term, doc) FROM (SELECT term, doc, offset FROM temp.word_held EXCEPT SELECT term, doc, offset FROM temp.word_anew)`,
		Remedy: remedy,
	}.Examine(ctx, db)
	if err != nil || f.Faults > 0 {
		return f, err
	}
	wrong, err := wrongKeys(ctx, db)
	if ctx.Err() != nil {
		return f, ctx.Err()
	}
	if err != nil {
		wrong = append(wrong, "cannot be examined: "+err.Error())
	}
	return health.Found(f.Check, f.Of, f.N, wrong, remedy), nil
}

// wrongKeys names the names whose search key is not that of their words.
func wrongKeys(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT id, name, search_key FROM name_row ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id int64
		var name, key string
		if err := rows.Scan(&id, &name, &key); err != nil {
			return out, err
		}
		if bodies.Normalise(name) != key {
			out = append(out, fmt.Sprintf("name %d is searched as %q", id, key))
		}
	}
	return out, rows.Err()
}
