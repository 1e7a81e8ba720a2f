package store

import (
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
)

// views are what people query: they need no function of ours, so that any
// SQLite tool can open them.
//
//go:embed views.sql
var views string

//go:embed column_docs.csv
var columnDocs string

// ColumnDoc says what a column of a table or view holds; Column is empty for
// the table or view itself.
type ColumnDoc struct {
	Table, Column, Doc string
}

// columnDocs writes column_docs.csv into the archive.
func (l *loader) columnDocs() {
	if l.err != nil {
		return
	}
	r := csv.NewReader(strings.NewReader(columnDocs))
	r.FieldsPerRecord = 3
	records, err := r.ReadAll()
	if err != nil {
		l.err = fmt.Errorf("column_docs.csv: %w", err)
		return
	}
	for _, rec := range records[1:] {
		l.insert("INSERT INTO column_doc VALUES "+places(3), rec[0], rec[1], rec[2])
	}
}

// Columns describes every view and table with its columns, in the order SQL
// shows them: the views first. A column without a description has an empty Doc.
func (a *Archive) Columns(ctx context.Context) ([]ColumnDoc, error) {
	var out []ColumnDoc
	err := a.each(ctx, func(scan scanner) error {
		var c ColumnDoc
		if err := scan(&c.Table, &c.Column, &c.Doc); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	}, `WITH relation (name, kind, seq) AS (SELECT name, type, rowid FROM sqlite_master WHERE type IN ('table', 'view')
			AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE 'name_search!_%' ESCAPE '!'),
		part (name, kind, seq, cid, column_name) AS (SELECT name, kind, seq, -1, '' FROM relation
			UNION ALL SELECT r.name, r.kind, r.seq, p.cid, p.name FROM relation r, pragma_table_info(r.name) p)
		SELECT part.name, part.column_name, ifnull(d.doc, '') FROM part
		LEFT JOIN column_doc d ON d.table_name = part.name AND d.column_name = part.column_name
		ORDER BY part.kind DESC, part.seq, part.cid`)
	return out, err
}
