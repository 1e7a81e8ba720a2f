package export

import (
	"context"
	"slices"
	"strings"
)

// The descriptor of a data package, by the Frictionless standard, version 1.
type (
	descriptor struct {
		Profile     string      `json:"profile"`
		Name        string      `json:"name"`
		Title       string      `json:"title"`
		Version     string      `json:"version"`
		Description string      `json:"description"`
		Homepage    string      `json:"homepage,omitempty"`
		Licences    []licence   `json:"licenses"`
		Sources     []sourceOf  `json:"sources"`
		Keywords    []string    `json:"keywords"`
		Remarks     []string    `json:"remarks,omitempty"`
		Command     string      `json:"command"`
		Resources   []*resource `json:"resources"`
	}
	licence struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Path  string `json:"path"`
	}
	sourceOf struct {
		Title string `json:"title"`
		Path  string `json:"path,omitempty"`
	}
	resource struct {
		Profile     string       `json:"profile"`
		Name        string       `json:"name"`
		Title       string       `json:"title"`
		Description string       `json:"description"`
		Path        any          `json:"path"` // one, or a list of them
		Format      string       `json:"format"`
		MediaType   string       `json:"mediatype"`
		Encoding    string       `json:"encoding,omitempty"`
		Bytes       int64        `json:"bytes"`
		Hash        string       `json:"hash,omitempty"`
		Rows        int          `json:"rows"`
		Partitions  []string     `json:"partitionedBy,omitempty"`
		Files       []fileOf     `json:"files,omitempty"`
		Schema      *tableSchema `json:"schema"`
	}
	fileOf struct {
		Path  string `json:"path"`
		Bytes int64  `json:"bytes"`
		Hash  string `json:"hash"`
	}
	tableSchema struct {
		Fields  []field      `json:"fields"`
		Missing []string     `json:"missingValues"`
		Key     []string     `json:"primaryKey,omitempty"`
		Foreign []foreignKey `json:"foreignKeys,omitempty"`
	}
	field struct {
		Name        string       `json:"name"`
		Type        Type         `json:"type"`
		Description string       `json:"description"`
		Unit        string       `json:"unit,omitempty"`
		Constraints *constraints `json:"constraints,omitempty"`
	}
	constraints struct {
		Required bool     `json:"required,omitempty"`
		Unique   bool     `json:"unique,omitempty"`
		Enum     []string `json:"enum,omitempty"`
	}
	foreignKey struct {
		Fields    []string    `json:"fields"`
		Reference referenceOf `json:"reference"`
	}
	referenceOf struct {
		Resource string   `json:"resource"`
		Fields   []string `json:"fields"`
	}
)

func licences() []licence {
	return []licence{
		{"OGL-UK-3.0", "Open Government Licence v3.0 (official data, and the archive's own arrangement)", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
		{"OPL-UK-3.0", "Open Parliament Licence v3.0 (values cited to Hansard and committee papers)", "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/"},
	}
}

func keywords() []string {
	return []string{"NHS", "performance rating", "star ratings", "Care Quality Commission", "NHS Oversight Framework", "league tables"}
}

const (
	exportTitle = "Ratings of English NHS bodies since 2001"
	exportAbout = "Who was rated what, by whom, on which scale, in which edition, and next to whom, with the source of every value. Press and encyclopaedias are cited for facts alone; LICENSE says under which terms the rest stands."
)

func (p *packaged) descriptor(ctx context.Context, tables []Table) (*descriptor, error) {
	d := &descriptor{
		Profile: "data-package", Name: packageName, Title: exportTitle, Version: p.about.Version, Description: exportAbout,
		Licences: licences(), Keywords: keywords(), Remarks: p.about.Remarks, Command: p.about.Command, Sources: []sourceOf{},
	}
	at := slices.IndexFunc(tables, func(t Table) bool { return t.Name == "sources" })
	if at >= 0 {
		err := tables[at].Rows(ctx, func(cells []Cell) error {
			d.Sources = append(d.Sources, sourceOf{Title: cells[1].text, Path: cells[3].text})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if p.format == CSV {
		d.Profile = "tabular-data-package"
	}
	for i := range p.tables {
		d.Resources = append(d.Resources, p.tables[i].resource(p.format))
	}
	d.Resources = append(d.Resources, p.dictionary.resource(CSV))
	return d, nil
}

func mediaType(f Format) string {
	switch f {
	case CSV:
		return "text/csv"
	case NDJSON:
		return "application/x-ndjson"
	}
	return "application/vnd.apache.parquet"
}

func (w *Written) resource(f Format) *resource {
	r := &resource{
		Profile: "data-resource", Name: w.Name, Title: w.Title, Description: w.About, Format: string(f), MediaType: mediaType(f), Rows: w.Rows,
		Schema: &tableSchema{Missing: []string{""}, Key: w.Key},
	}
	if f == CSV {
		r.Profile = "tabular-data-resource"
	}
	if f != Parquet {
		r.Encoding = "utf-8"
	}
	if len(w.Files) == 1 && !(w.Partitioned && f == Parquet) {
		r.Path, r.Hash = w.Files[0].Path, "sha256:"+w.Files[0].SHA256
	} else {
		paths := []string{}
		for _, file := range w.Files {
			paths = append(paths, file.Path)
			r.Files = append(r.Files, fileOf{file.Path, file.Bytes, "sha256:" + file.SHA256})
		}
		r.Path, r.Partitions = paths, []string{w.Columns[0].Name, w.Columns[1].Name}
	}
	r.Bytes = w.Bytes()
	for _, c := range w.Columns {
		one := field{Name: c.Name, Type: c.Type, Description: c.About, Unit: c.Unit}
		limit := constraints{Required: c.Required, Unique: len(w.Key) == 1 && w.Key[0] == c.Name, Enum: c.OneOf}
		if limit.Required || limit.Unique || limit.Enum != nil {
			one.Constraints = &limit
		}
		r.Schema.Fields = append(r.Schema.Fields, one)
	}
	for _, ref := range w.Refers {
		r.Schema.Foreign = append(r.Schema.Foreign, foreignKey{ref.Columns, referenceOf{ref.Table, ref.To}})
	}
	return r
}

// entry is the row of the dictionary about a column.
func (t *Table) entry(c Column) []Cell {
	var to []string
	for _, r := range t.Refers {
		if i := slices.Index(r.Columns, c.Name); i >= 0 {
			to = append(to, r.Table+"."+r.To[i])
		}
	}
	return []Cell{
		text(t.Name), text(c.Name), text(string(c.Type)), truth(c.Required), truth(slices.Contains(t.Key, c.Name)), text(strings.Join(to, " ")), text(c.Unit),
		text(strings.Join(c.OneOf, " ")), text(c.About),
	}
}
