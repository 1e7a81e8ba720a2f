package export

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// About is what an export says of itself.
type About struct {
	Version string // of the curated data
	Program string // version of the program
	Command string // the command line that makes it again
	Newest  string // latest day of a document in it, YYYY-MM-DD; empty where none is known
	Licence string // the licence of the data, in full
	Remarks []string
}

// packageName marks an export.
const packageName = "careratings-export"

// WritePackage writes the tables and all that explains them into the tree: the
// descriptor of a Frictionless data package (version 1 of the standard), RO-Crate
// metadata (1.1), a read-me, a citation file, the licence, a dictionary of the
// columns, and programs that load the tables.
func WritePackage(ctx context.Context, tree *Tree, tables []Table, f Format, about About) ([]Written, error) {
	var written []Written
	for i := range tables {
		w, err := writeTable(ctx, tree, &tables[i], f)
		if err != nil {
			return nil, err
		}
		written = append(written, w)
	}
	dictionary := dictionaryTable(tables)
	w, err := writeTable(ctx, tree, &dictionary, CSV)
	if err != nil {
		return nil, err
	}
	p := &packaged{about: about, format: f, tables: written, dictionary: w}
	for _, file := range []struct {
		name string
		text string
	}{
		{"LICENSE", about.Licence},
		{"CITATION.cff", p.citation()},
		{"load.py", p.python()},
		{"load.R", p.r()},
		{"load.do", p.stata()},
		{"README.md", p.readme()},
	} {
		if err := tree.Write(file.name, []byte(file.text)); err != nil {
			return nil, err
		}
	}
	descriptor, err := p.descriptor(ctx, tables)
	if err != nil {
		return nil, err
	}
	raw, err := indented(descriptor)
	if err != nil {
		return nil, err
	}
	if err := tree.Write("datapackage.json", raw); err != nil {
		return nil, err
	}
	raw, err = indented(p.crate(tree.Files))
	if err != nil {
		return nil, err
	}
	return written, tree.Write("ro-crate-metadata.json", raw)
}

// packaged is a package whose tables are written.
type packaged struct {
	about      About
	format     Format
	tables     []Written
	dictionary Written
}

func indented(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return buf.Bytes(), err
}

// isExport reports whether a directory holds an earlier export.
func isExport(dir string) bool {
	raw, err := os.ReadFile(filepath.Join(dir, "datapackage.json"))
	if err != nil {
		return false
	}
	var of struct {
		Name string `json:"name"`
	}
	return json.Unmarshal(raw, &of) == nil && of.Name == packageName
}

// dictionaryTable lists the columns of tables, as a table.
func dictionaryTable(tables []Table) Table {
	return Table{
		Name: "dictionary", Title: "Dictionary", Key: []string{"table", "column"}, About: "What every column of every table holds.",
		Columns: []Column{
			{Name: "table", Type: Text, Required: true, About: "the table"},
			{Name: "column", Type: Text, Required: true, About: "the column"},
			{Name: "type", Type: Text, Required: true, About: "string, integer, number, boolean or date"},
			{Name: "required", Type: Boolean, Required: true, About: "whether every row has a value"},
			{Name: "key", Type: Boolean, Required: true, About: "whether it is part of the table's key"},
			{Name: "refers_to", Type: Text, About: "the table and column whose values it takes"},
			{Name: "unit", Type: Text, About: "unit of its numbers"},
			{Name: "values", Type: Text, About: "the words there are, separated by spaces, where there are few"},
			{Name: "about", Type: Text, Required: true, About: "what it holds"},
		},
		Rows: func(_ context.Context, row func([]Cell) error) error {
			for i := range tables {
				t := &tables[i]
				for _, c := range t.Columns {
					if err := row(t.entry(c)); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

// Newest is the latest day of a document that the archive cites; empty where none
// is dated to the day.
func Newest(ctx context.Context, a *store.Archive) (string, error) {
	sources, err := a.AllSources(ctx)
	newest := ""
	for _, s := range sources {
		for _, on := range []eras.Interval{s.PublishedOn, s.CountsFrom} {
			if len(on) == len("2006-01-02") && on.First() == string(on) {
				newest = max(newest, string(on))
			}
		}
	}
	return newest, err
}
