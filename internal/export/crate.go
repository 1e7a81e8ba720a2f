package export

import (
	"slices"
	"strconv"
	"strings"
)

// ref is a reference to another entity of a crate.
type ref struct {
	ID string `json:"@id"`
}

// crate is the RO-Crate metadata document of the package, by version 1.1 of the
// specification. files are all files of the package but itself.
func (p *packaged) crate(files []File) map[string]any {
	const author, program = "#careratings-authors", "#archive"
	root := map[string]any{
		"@id": "./", "@type": "Dataset", "name": exportTitle, "description": exportAbout, "version": p.about.Version,
		"license": ref{licences()[0].Path}, "author": ref{author}, "keywords": strings.Join(keywords(), ", "),
	}
	if p.about.Newest != "" {
		root["datePublished"] = p.about.Newest // of the newest document in it: the archive has no other date
	}
	parts := []ref{}
	var entities []any
	for _, f := range files {
		parts = append(parts, ref{f.Path})
		one := map[string]any{
			"@id": f.Path, "@type": "File", "name": f.Path, "encodingFormat": encodingFormat(f.Path), "contentSize": strconv.FormatInt(f.Bytes, 10), "sha256": f.SHA256,
		}
		if i := slices.IndexFunc(p.tables, func(w Written) bool {
			return slices.ContainsFunc(w.Files, func(g File) bool { return g.Path == f.Path })
		}); i >= 0 {
			one["name"], one["description"] = p.tables[i].Title, p.tables[i].About
		}
		entities = append(entities, one)
	}
	root["hasPart"] = parts
	graph := []any{
		map[string]any{
			"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": ref{"https://w3id.org/ro/crate/1.1"}, "about": ref{"./"},
		},
		root,
		map[string]any{"@id": author, "@type": "Organization", "name": "careratings authors"},
		map[string]any{"@id": program, "@type": "SoftwareApplication", "name": "archive", "softwareVersion": p.about.Program},
		map[string]any{
			"@id": "#export", "@type": "CreateAction", "name": "export", "description": p.about.Command, "instrument": ref{program}, "result": ref{"./"},
		},
	}
	for _, l := range licences() {
		graph = append(graph, map[string]any{"@id": l.Path, "@type": "CreativeWork", "name": l.Title, "identifier": l.Name})
	}
	return map[string]any{"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": append(graph, entities...)}
}

func encodingFormat(name string) string {
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "csv":
		return mediaType(CSV)
	case "ndjson":
		return mediaType(NDJSON)
	case "parquet":
		return mediaType(Parquet)
	case "json":
		return "application/json"
	case "md":
		return "text/markdown"
	}
	return "text/plain"
}
