package store_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/store"
)

// runAll runs a script on a console to its end or its first error.
func runAll(ctx context.Context, c *store.Console, script string, params map[string]any) ([][]any, error) {
	var out [][]any
	for at := 0; ; {
		st, err := c.Prepare(script, at)
		if err != nil || st == nil {
			return out, err
		}
		at = st.Next
		err = c.Run(ctx, st, params, func([]string) error { return nil }, func(row []any) error {
			out = append(out, row)
			return nil
		})
		if err != nil {
			return out, err
		}
	}
}

func console(t testing.TB, a *store.Archive) *store.Console {
	t.Helper()
	c := must(a.Console(context.Background()))(t)
	t.Cleanup(func() { c.Close() })
	return c
}

// Everything that would write, attach, load, read another file or loosen the
// guards is refused before it runs, on the embedded archive and on a file; the
// archive stays as it was and no file appears.
func TestTheConsoleOnlyReads(t *testing.T) {
	dir, cwd := t.TempDir(), t.TempDir()
	small := must(os.ReadFile(buildSmall(t)))(t)
	t.Chdir(cwd)
	path := filepath.Join(dir, "small.db")
	other := filepath.Join(dir, "other.db")
	for _, p := range []string{path, other} {
		if err := os.WriteFile(p, small, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	attacks := []string{
		// Writing.
		"INSERT INTO meta VALUES ('a', 'b')", "REPLACE INTO meta VALUES ('kind', 'x')", "UPDATE meta SET value = 'x'", "DELETE FROM meta",
		"WITH x AS (SELECT 1) DELETE FROM meta", "WITH x(a) AS (VALUES (1)) INSERT INTO meta SELECT a, a FROM x",
		"INSERT INTO meta VALUES ('a', 'b') RETURNING key", "DELETE FROM meta RETURNING *", "DROP TABLE meta", "DROP VIEW rating", "DROP TABLE IF EXISTS nothing",
		"CREATE TABLE x (y)", "CREATE TABLE x AS SELECT 1", "CREATE TEMP TABLE x (y)", "CREATE TEMP VIEW x AS SELECT 1", "CREATE VIEW x AS SELECT 1",
		"CREATE INDEX x ON meta (value)", "CREATE TRIGGER x AFTER INSERT ON meta BEGIN SELECT 1; END", "CREATE TEMP TRIGGER x AFTER INSERT ON meta BEGIN SELECT 1; END",
		"ALTER TABLE meta RENAME TO x", "ALTER TABLE meta ADD COLUMN x", "ANALYZE", "REINDEX", "VACUUM", "VACUUM INTO 'copy.db'", "VACUUM main INTO 'file:copy.db?mode=rwc'",
		"INSERT INTO name_search (name_search) VALUES ('rebuild')", "INSERT INTO name_search (name_search, rank) VALUES ('rank', 'bm25()')",
		"UPDATE name_search_data SET block = x'00'", "UPDATE sqlite_master SET sql = ''", "DELETE FROM sqlite_schema", "UPDATE sqlite_dbpage SET data = zeroblob(4096)",
		"CREATE VIRTUAL TABLE x USING fts5(y)", "CREATE VIRTUAL TABLE temp.x USING fts5vocab(main, name_search, row)", "CREATE VIRTUAL TABLE x USING dbstat", "CREATE VIRTUAL TABLE x USING rtree(a, b, c)",
		"EXPLAIN DELETE FROM meta", "EXPLAIN QUERY PLAN UPDATE meta SET value = 1",
		// Other files.
		"ATTACH '" + other + "' AS o", "ATTACH ':memory:' AS o", "ATTACH '' AS o", "ATTACH 'file:new.db?mode=rwc' AS o", "ATTACH 'file:" + other + "?vfs=unix' AS o",
		"DETACH main", "EXPLAIN ATTACH 'x' AS y", "SELECT readfile('" + other + "')", "SELECT writefile('x', 'y')", "SELECT edit('x')", "SELECT * FROM fsdir('.')",
		"SELECT load_extension('x')", "SELECT load_extension('x', 'y')", "SELECT LOAD_EXTENSION('x')", "SELECT fts3_tokenizer('simple')", "SELECT * FROM csv('x')", "SELECT * FROM temp.x",
		// The guards.
		"PRAGMA query_only = 0", "PRAGMA query_only(off)", "PRAGMA main.query_only = 0", "PRAGMA writable_schema = 1", "PRAGMA trusted_schema = 1", "PRAGMA journal_mode = WAL", "PRAGMA journal_mode",
		"PRAGMA locking_mode = exclusive", "PRAGMA user_version = 9", "PRAGMA application_id = 1", "PRAGMA schema_version = 1", "PRAGMA temp_store_directory = '/tmp'", "PRAGMA data_store_directory = '/tmp'",
		"PRAGMA temp_store = 2", "PRAGMA mmap_size = 1000", "PRAGMA cache_size = 1", "PRAGMA hard_heap_limit = 1", "PRAGMA soft_heap_limit = 1", "PRAGMA threads = 8", "PRAGMA wal_checkpoint", "PRAGMA optimize",
		"PRAGMA incremental_vacuum", "PRAGMA shrink_memory", "PRAGMA foreign_keys = 1", "PRAGMA recursive_triggers = 1", "PRAGMA encoding = 'UTF-16'", "PRAGMA page_size = 512", "PRAGMA case_sensitive_like = 1",
		"PRAGMA nonsense", "PRAGMA busy_timeout = 1", "PRAGMA analysis_limit = 1", "PRAGMA secure_delete = 1", "PRAGMA cell_size_check", "PRAGMA synchronous = off", "PRAGMA hexkey = '00'",
		"SELECT * FROM pragma_optimize", "SELECT * FROM pragma_wal_checkpoint", "SELECT * FROM pragma_query_only(0)", "SELECT * FROM pragma_journal_mode('off')", "SELECT * FROM pragma_user_version(5)",
		"BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT x", "RELEASE x", "END",
		// Hidden behind something good.
		"SELECT 1; DROP TABLE meta", "SELECT 1;;; /* ; */ ATTACH 'x' AS y", "-- SELECT\nDELETE FROM meta", "/* SELECT */ DELETE FROM meta", "SELECT 1 -- ;\n; VACUUM INTO 'copy.db'", "\ufeffDELETE FROM meta", "SELECT 1\x00; DELETE FROM meta",
		"SELECT 1; PRAGMA query_only = 0; DELETE FROM meta",
	}
	for name, open := range map[string]func() (*store.Archive, error){
		"embedded": func() (*store.Archive, error) { return store.OpenEmbedded(os.DirFS(dir), "small.db") },
		"file":     func() (*store.Archive, error) { return store.OpenFile(path) },
	} {
		t.Run(name, func(t *testing.T) {
			a := must(open())(t)
			defer a.Close()
			c := console(t, a)
			before := must(runAll(t.Context(), c, "SELECT * FROM meta ORDER BY key", nil))(t)
			for _, sql := range attacks {
				_, err := runAll(t.Context(), c, sql, nil)
				var wrong *store.StatementError
				if !errors.As(err, &wrong) {
					t.Errorf("%s: got %v, want a StatementError", sql, err)
				}
			}
			for _, sql := range attacks { // the mixed-case, padded form is no way in
				if _, err := runAll(t.Context(), c, "\t\n/* x */ "+swapCase(sql), nil); err == nil {
					t.Errorf("%s is let through", swapCase(sql))
				}
			}
			if after := must(runAll(t.Context(), c, "SELECT * FROM meta ORDER BY key", nil))(t); !cmp.Equal(before, after) {
				t.Errorf("the archive has changed:\n%s", cmp.Diff(before, after))
			}
		})
	}
	if list := must(os.ReadDir(cwd))(t); len(list) > 0 {
		t.Errorf("files have appeared: %v", list)
	}
	if list := must(os.ReadDir(dir))(t); len(list) != 2 {
		t.Errorf("files have appeared beside the archive: %v", list)
	}
	for _, p := range []string{path, other} {
		if got := sha256.Sum256(must(os.ReadFile(p))(t)); got != sha256.Sum256(small) {
			t.Errorf("%s has changed", p)
		}
	}
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z' && !strings.Contains(s, "'"):
			return r - 32
		case 'A' <= r && r <= 'Z':
			return r + 32
		}
		return r
	}, s)
}

// What reads is let through: views, the functions, full-text search, table
// descriptions, plans.
func TestTheConsoleReads(t *testing.T) {
	c := console(t, small(t))
	for _, sql := range []string{
		"SELECT * FROM rating", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT * FROM n", "VALUES (1), (2)",
		"SELECT ridit(1, 2, 8), band_low(1, 8, 0), band_high(1, 8, 0), verdict(0.1, 0.2, 0.3, 0.4)", "SELECT tau_b(level_low, level_high) FROM rating",
		"SELECT * FROM name_search WHERE name_search MATCH 'ALPHA'", "SELECT bm25(name_search) FROM name_search WHERE name_search MATCH 'A*' ORDER BY rank",
		"SELECT * FROM pragma_table_info('rating')", "PRAGMA table_info(rating)", "PRAGMA table_list", "PRAGMA user_version", "PRAGMA integrity_check",
		"SELECT sql FROM sqlite_schema", "EXPLAIN SELECT 1", "EXPLAIN QUERY PLAN SELECT * FROM rating", "SELECT json_group_array(value) FROM json_each('[1,2]')",
		"SELECT body, row_number() OVER (PARTITION BY edition ORDER BY level) FROM rating", "SELECT DISTINCT body FROM rating UNION SELECT id FROM body ORDER BY 1", "SELECT 1;", "SELECT 1; SELECT 2;\n-- end",
		"SELECT strftime('%Y', '2004-07-21'), sqrt(2), group_concat(body) FROM rating",
	} {
		if rows, err := runAll(t.Context(), c, sql, nil); err != nil || len(rows) == 0 {
			t.Errorf("%s: %d rows, %v", sql, len(rows), err)
		}
	}
	for _, empty := range []string{"", " \n", "-- nothing", ";;", "/* open"} {
		if rows, err := runAll(t.Context(), c, empty, nil); err != nil || len(rows) != 0 {
			t.Errorf("%q: %d rows, %v", empty, len(rows), err)
		}
	}
}

func TestMistakesHaveAPlace(t *testing.T) {
	c := console(t, small(t))
	for _, tt := range []struct {
		sql, message string
		line, column int
	}{
		{"SELEC 1", `near "SELEC": syntax error`, 1, 1},
		{"SELECT 1;\n\n  SELECT é, bdy FROM rating", "no such column", 3, 10},
		{"SELECT *\nFROM ratings", "no such table: ratings", 2, 6},
		{"SELECT 1,\n  \"bdy\" FROM rating", "no such column", 2, 3}, // no string in double quotes
		{"SELECT 'abc", `unrecognized token`, 1, 8},
		{"SELECT (1", "incomplete input", 1, 1},
		{"SELECT 1;\r\n DROP TABLE meta", "it would write", 2, 2},
		{"SELECT 1; -- x\n/* y */ ATTACH 'x' AS y", "attaching", 2, 9},
		{"SELECT ?", "needs a name", 1, 8},
		{"SELECT 1 \x00", "NUL", 1, 10},
	} {
		_, err := runAll(t.Context(), c, tt.sql, nil)
		var wrong *store.StatementError
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Message, tt.message) || wrong.Line != tt.line || wrong.Column != tt.column {
			t.Errorf("%q: %v; want line %d, column %d: %s", tt.sql, err, tt.line, tt.column, tt.message)
		}
	}
}

func TestParametersAreBound(t *testing.T) {
	c := console(t, small(t))
	st := must(c.Prepare("SELECT :a, @b, $c, :a, typeof(:d)", 0))(t)
	if !slices.Equal(st.Params, []string{"a", "b", "c", "d"}) {
		t.Fatalf("parameters %v", st.Params)
	}
	hostile := "'; DROP TABLE meta; --"
	rows, err := runAll(t.Context(), c, st.Text, map[string]any{"a": hostile, "b": int64(7), "c": 2.5})
	if want := [][]any{{hostile, int64(7), 2.5, hostile, "null"}}; err != nil || !cmp.Equal(rows, want) {
		t.Errorf("got %v, %v", rows, err)
	}
}

// A query without an end is ended by its context, and the console goes on,
// guarded as before.
func TestAQueryCanBeInterrupted(t *testing.T) {
	c := console(t, small(t))
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		_, err := runAll(ctx, c, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", nil)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		if rows, err := runAll(t.Context(), c, "SELECT count(*) FROM body", nil); err != nil || len(rows) != 1 {
			t.Fatalf("afterwards: %v, %v", rows, err)
		}
		if _, err := runAll(t.Context(), c, "ATTACH ':memory:' AS x", nil); err == nil {
			t.Fatal("afterwards the guard is gone")
		}
	}
	if _, err := runAll(t.Context(), c, "SELECT length(randomblob(1000000000))", nil); err == nil || !strings.Contains(err.Error(), "too big") {
		t.Errorf("a value of a gigabyte: %v", err)
	}
}

func TestCompleteIsTheShells(t *testing.T) {
	c := console(t, small(t))
	for text, want := range map[string]bool{"SELECT 1": false, "SELECT 1;": true, "SELECT ';": false, "SELECT 1; -- x": true, "SELECT 1 /* ;": false, "": false} {
		if got := c.Complete(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// FuzzConsole: whatever is typed, the archive answers or says where the mistake
// is; nothing is written and the guard stays.
func FuzzConsole(f *testing.F) {
	for _, seed := range []string{"SELECT 1", "SELECT 1; SELECT", "PRAGMA user_version", "ATTACH 'x' AS y", "VACUUM INTO 'x'", "SELECT :a", "WITH x AS (SELECT 1) SELECT * FROM x", "EXPLAIN SELECT 1", "\x00", ";;", "'", "/*"} {
		f.Add(seed)
	}
	a := small(f)
	c := console(f, a)
	f.Fuzz(func(t *testing.T, script string) {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		_, err := runAll(ctx, c, script, nil)
		if wrong := (*store.StatementError)(nil); errors.As(err, &wrong) && (wrong.Line < 1 || wrong.Column < 1 || wrong.Message == "") {
			t.Errorf("%q: no place: %+v", script, wrong)
		}
		if _, err := c.Prepare("DELETE FROM meta", 0); err == nil {
			t.Errorf("after %q the guard is gone", script)
		}
	})
}
