package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"careratings/internal/store"
	"careratings/internal/store/sqlitefile"
)

// Canned is a query that Datasette offers by name.
type Canned struct {
	Name, Title, About, SQL string
	Params                  []string
}

// plumbing are the tables that only the program and the views read: Datasette need
// not list them.
func plumbing() []string {
	return []string{
		"rating_row", "claim_row", "printed", "name_row", "peer_count", "kept_answer", "column_doc", "meta", "name_search", "name_search_config", "name_search_data",
		"name_search_docsize", "name_search_idx", "sqlite_stat1",
	}
}

// WriteSQLite writes one SQLite file: a copy of the archive, which archive
// --archive opens and whose views the saved queries ask, and in it the tables of
// the export.
func WriteSQLite(ctx context.Context, tree *Tree, name string, a *store.Archive, tables []Table) (_ []Written, err error) {
	work := filepath.Join(tree.root, ".copy.db")
	defer func() { err = errors.Join(err, ignoreMissing(os.Remove(work))) }()
	if err := copyArchive(ctx, a, work); err != nil {
		return nil, unwritable(name, err)
	}
	about := map[string]string{}
	written := make([]Written, len(tables))
	list := make([]sqlitefile.Table, 0, len(tables))
	for i := range tables {
		t := &tables[i]
		written[i].Table = *t
		one := sqlitefile.Table{Name: t.Name, Key: t.Key}
		about[one.Name] = t.About
		for _, c := range t.Columns {
			kind := map[Type]string{Integer: "INTEGER", Boolean: "INTEGER", Number: "REAL"}[c.Type]
			if kind == "" {
				kind = "TEXT"
			}
			one.Columns = append(one.Columns, sqlitefile.Column{Name: c.Name, Type: kind, Required: c.Required, About: c.About})
			if slices.Contains([]string{"body", "edition", "measure"}, c.Name) && t.Partitioned {
				one.Index = append(one.Index, c.Name)
			}
		}
		one.Rows = func(ctx context.Context, row func([]any) error) error {
			cells := make([]any, len(t.Columns))
			return t.checked(ctx, func(values []Cell) error {
				written[i].Rows++
				for j := range values {
					cells[j] = values[j].bound()
				}
				return row(cells)
			})
		}
		list = append(list, one)
	}
	if err := sqlitefile.AddTables(ctx, work, filepath.Join(tree.root, name), list, about); err != nil {
		return nil, unwritable(name, err)
	}
	return written, nil
}

func copyArchive(ctx context.Context, a *store.Archive, name string) error {
	f, err := createFile(name)
	if err != nil {
		return err
	}
	return errors.Join(a.CopyTo(ctx, f), f.Close())
}

// bound is the value as SQLite takes it.
func (c *Cell) bound() any {
	switch c.kind {
	case 0:
		return nil
	case isInteger, isBoolean:
		return c.whole
	case isNumber:
		return c.real()
	}
	return c.text
}

// The metadata of Datasette, version 0.65: metadata.json.
type (
	datasette struct {
		Title      string                       `json:"title"`
		About      string                       `json:"description"`
		Licence    string                       `json:"license"`
		LicenceURL string                       `json:"license_url"`
		Source     string                       `json:"source"`
		Databases  map[string]datasetteDatabase `json:"databases"`
	}
	datasetteDatabase struct {
		Title   string                    `json:"title"`
		Source  string                    `json:"source"`
		Tables  map[string]datasetteTable `json:"tables"`
		Queries map[string]datasetteQuery `json:"queries"`
	}
	datasetteTable struct {
		Title   string            `json:"title,omitempty"`
		About   string            `json:"description,omitempty"`
		Columns map[string]string `json:"columns,omitempty"`
		Hidden  bool              `json:"hidden,omitempty"`
	}
	datasetteQuery struct {
		Title  string   `json:"title"`
		About  string   `json:"description"`
		SQL    string   `json:"sql"`
		Params []string `json:"params,omitempty"`
	}
)

// Metadata is metadata.json for Datasette: what the database called so holds, table
// by table, the archive's own views included, and the queries it offers.
func Metadata(ctx context.Context, database string, a *store.Archive, tables []Table, queries []Canned, about About) ([]byte, error) {
	d := datasetteDatabase{Title: exportTitle, Source: "data version " + about.Version, Tables: map[string]datasetteTable{}, Queries: map[string]datasetteQuery{}}
	docs, err := a.Columns(ctx)
	if err != nil {
		return nil, err
	}
	for _, doc := range docs {
		t := d.Tables[doc.Table]
		if doc.Column == "" {
			t.About = doc.Doc
		} else if doc.Doc != "" {
			if t.Columns == nil {
				t.Columns = map[string]string{}
			}
			t.Columns[doc.Column] = doc.Doc
		}
		d.Tables[doc.Table] = t
	}
	for _, name := range plumbing() {
		t := d.Tables[name]
		t.Hidden = true
		d.Tables[name] = t
	}
	for i := range tables {
		t := datasetteTable{Title: tables[i].Title, About: tables[i].About, Columns: map[string]string{}}
		for _, c := range tables[i].Columns {
			t.Columns[c.Name] = c.About
			if c.Unit != "" { // Datasette's own units know metres and seconds alone
				t.Columns[c.Name] += " (unit: " + c.Unit + ")"
			}
		}
		d.Tables[tables[i].Name] = t
	}
	for _, q := range queries {
		d.Queries[q.Name] = datasetteQuery{Title: q.Title, About: q.About, SQL: q.SQL, Params: q.Params}
	}
	return indented(datasette{
		Title: exportTitle, About: exportAbout, Licence: licences()[0].Title, LicenceURL: licences()[0].Path,
		Source: "careratings, data version " + about.Version + "; the documents are in the table of sources", Databases: map[string]datasetteDatabase{database: d},
	})
}
