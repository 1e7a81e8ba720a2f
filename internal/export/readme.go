package export

import (
	"fmt"
	"strconv"
	"strings"
)

func (p *packaged) citation() string {
	return `cff-version: 1.2.0
message: "Cite the data with its version, and the publisher of each rating you use."
title: "careratings: an archive of the ratings of English NHS bodies since 2001"
type: dataset
authors:
  - name: "careratings authors"
version: ` + strconv.Quote(p.about.Version) + `
license: OGL-UK-3.0
keywords:
` + "  - " + strings.Join(keywords(), "\n  - ") + "\n"
}

func (p *packaged) readme() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\nData version %s. Made by\n\n```sh\n%s\n```\n\n", exportTitle, exportAbout, p.about.Version, p.about.Command)
	for _, r := range p.about.Remarks {
		fmt.Fprintf(&b, "Note: %s.\n\n", r)
	}
	b.WriteString("## Tables\n\n| table | rows | what it holds |\n| --- | ---: | --- |\n")
	for i := range p.tables {
		t := &p.tables[i]
		fmt.Fprintf(&b, "| `%s` | %d | %s |\n", t.Name, t.Rows, t.About)
	}
	b.WriteString(`
dictionary.csv says what every column holds; datapackage.json has the same as a
schema, with keys, sources, licences, sizes and checksums.

## Reading it

| tool | how |
| --- | --- |
| Python | ` + "`python3 load.py` lists the tables; `import load; load.rows(\"bodies\")` reads one" + ` |
| R | ` + "`source(\"load.R\"); bodies <- load_table(\"bodies\")`" + ` |
| Stata | ` + "`do load.do`" + ` |
`)
	if p.format == Parquet {
		b.WriteString("| DuckDB | `SELECT * FROM read_parquet('ratings/**/*.parquet', hive_partitioning = true)` |\n" +
			"| Spark | `spark.read.parquet(\"ratings\")` |\n\n" +
			"The directories `era=` and `edition=` are columns; `edition=" + noPartition + "` is an\nera without editions, read as an empty value.\n")
	}
	if p.format == CSV {
		b.WriteString("\nText that a spreadsheet would run as a formula begins with an apostrophe that is\nnot part of it; the loaders take it off again.\n")
	}
	b.WriteString(`
## Before comparing

Levels count from 1 = worst in every scale. Scales of different eras are not one
scale: compare standings, and read breaks first. An empty value is not known, never
nought. Ratings that are not stated (doubt) count in no distribution.

## Terms

LICENSE has the terms in full, CITATION.cff the reference.
`)
	return b.String()
}
