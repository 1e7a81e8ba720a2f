package sqlitefile

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // the database driver
)

// Table is a table to add to a database file: its columns with SQLite's names of
// types, and its rows, each cell nil, int64, float64 or string.
type Table struct {
	Name    string
	Columns []Column
	Key     []string
	Index   []string // columns that are looked up
	Rows    func(ctx context.Context, row func([]any) error) error
}

// Column is a column of a Table.
type Column struct {
	Name, Type string
	Required   bool
	About      string
}

// AddTables adds tables to the database file at path, described in its column_doc,
// and writes the whole into a new file at out, whose bytes depend on the content
// alone. about says what each table holds.
func AddTables(ctx context.Context, path, out string, tables []Table, about map[string]string) error {
	db, err := sql.Open("sqlite", DSN(path, "_pragma=journal_mode(off)", "_pragma=synchronous(off)"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for i := range tables {
		if err := tables[i].add(ctx, tx, about[tables[i].Name]); err != nil {
			return fmt.Errorf("table %s: %w", tables[i].Name, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", out)
	return err
}

func (t *Table) add(ctx context.Context, tx *sql.Tx, about string) error {
	var parts []string
	for _, c := range t.Columns {
		part := name(c.Name) + " " + c.Type
		if c.Required {
			part += " NOT NULL"
		}
		parts = append(parts, part)
	}
	if len(t.Key) > 0 {
		parts = append(parts, "PRIMARY KEY ("+names(t.Key)+")")
	}
	if _, err := tx.ExecContext(ctx, "CREATE TABLE "+name(t.Name)+" ("+strings.Join(parts, ", ")+") STRICT"); err != nil {
		return err
	}
	docs := [][2]string{{"", about}}
	for _, c := range t.Columns {
		docs = append(docs, [2]string{c.Name, c.About})
	}
	for _, d := range docs {
		if _, err := tx.ExecContext(ctx, "INSERT INTO column_doc VALUES (?, ?, ?)", t.Name, d[0], d[1]); err != nil {
			return err
		}
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+name(t.Name)+" VALUES ("+strings.TrimSuffix(strings.Repeat("?,", len(t.Columns)), ",")+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	if err := t.Rows(ctx, func(cells []any) error {
		_, err := insert.ExecContext(ctx, cells...)
		return err
	}); err != nil {
		return err
	}
	for _, c := range t.Index {
		if _, err := tx.ExecContext(ctx, "CREATE INDEX "+name(t.Name+"_"+c)+" ON "+name(t.Name)+" ("+name(c)+")"); err != nil {
			return err
		}
	}
	return nil
}

// name is an identifier as SQL takes it.
func name(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func names(list []string) string {
	quoted := make([]string, 0, len(list))
	for _, s := range list {
		quoted = append(quoted, name(s))
	}
	return strings.Join(quoted, ", ")
}
