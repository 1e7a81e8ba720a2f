package export

import (
	"encoding/json"
	"fmt"
	"strings"
)

// python is a loader for Python: the standard library reads CSV and NDJSON, Parquet
// needs pyarrow or duckdb.
func (p *packaged) python() string {
	var b strings.Builder
	b.WriteString(`"""Loads the tables of this directory.

python3 load.py lists the tables and checks the files against datapackage.json.
load.rows(table) yields its rows as dictionaries, load.frame(table) is a pandas
DataFrame, where pandas is installed. Missing values are None.
"""
import csv
import datetime
import hashlib
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
FORMAT = ` + quoted(string(p.format)) + `

# table: [(column, type), ...]
TABLES = {
`)
	for i := range p.tables {
		t := &p.tables[i]
		fmt.Fprintf(&b, "    %s: [\n", quoted(t.Name))
		for _, c := range t.Columns {
			fmt.Fprintf(&b, "        (%s, %s),\n", quoted(c.Name), quoted(string(c.Type)))
		}
		b.WriteString("    ],\n")
	}
	b.WriteString(`}

READ = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda text: text == "true",
    "date": datetime.date.fromisoformat,
}


def unguarded(text):
    """Text without the apostrophe that keeps spreadsheets from running it."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r" else text


def rows(table):
    """Yields the rows of a table as dictionaries."""
    columns = TABLES[table]
    path = os.path.join(HERE, table + "." + FORMAT)
    if FORMAT == "csv":
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield {name: READ[kind](unguarded(row[name]) if kind == "string" else row[name]) if row[name] != "" else None
                       for name, kind in columns}
    elif FORMAT == "ndjson":
        with open(path, encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                for name, kind in columns:
                    if kind == "date" and row[name] is not None:
                        row[name] = datetime.date.fromisoformat(row[name])
                yield row
    else:
        yield from frame(table).to_dict("records")


def frame(table):
    """A table as a pandas DataFrame."""
    import pandas

    if FORMAT == "parquet":
        path = os.path.join(HERE, table)
        return pandas.read_parquet(path if os.path.isdir(path) else path + ".parquet")
    return pandas.DataFrame(rows(table), columns=[name for name, _ in TABLES[table]])


def check():
    """Compares every file with its size and checksum in datapackage.json."""
    with open(os.path.join(HERE, "datapackage.json"), encoding="utf-8") as file:
        package = json.load(file)
    for resource in package["resources"]:
        for entry in resource.get("files", [resource]):
            digest = hashlib.sha256()
            with open(os.path.join(HERE, entry["path"]), "rb") as file:
                for part in iter(lambda: file.read(1 << 20), b""):
                    digest.update(part)
            if entry["hash"] != "sha256:" + digest.hexdigest():
                raise SystemExit(entry["path"] + " is not the file that was exported")
    return {resource["name"]: resource["rows"] for resource in package["resources"]}


if __name__ == "__main__":
    for name, count in check().items():
        if FORMAT != "parquet" and name in TABLES and sum(1 for _ in rows(name)) != count:
            raise SystemExit(name + " has not " + str(count) + " rows")
        print(name, count, sep="\t")
`)
	return b.String()
}

// quoted is a string as JSON, Python and R write it.
func quoted(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return `""` // strings always encode
	}
	return string(raw)
}

// r is a loader for R: base R reads CSV, NDJSON needs jsonlite and Parquet arrow.
func (p *packaged) r() string {
	var b strings.Builder
	b.WriteString("# Loads the tables of this directory: source(\"load.R\"), then load_table(\"bodies\").\n" +
		"# Missing values are NA. Set careratings_dir first where it is not the working directory.\n\n" +
		"if (!exists(\"careratings_dir\")) careratings_dir <- \".\"\n\ncareratings_columns <- list(\n")
	for i := range p.tables {
		t := &p.tables[i]
		fmt.Fprintf(&b, "  %s = c(\n", t.Name)
		for j, c := range t.Columns {
			kind := map[Type]string{Integer: "integer", Number: "numeric", Boolean: "logical", Date: "Date"}[c.Type]
			if kind == "" {
				kind = "character"
			}
			fmt.Fprintf(&b, "    `%s` = \"%s\"%s\n", c.Name, kind, comma(j, len(t.Columns)))
		}
		fmt.Fprintf(&b, "  )%s\n", comma(i, len(p.tables)))
	}
	b.WriteString(")\n\nload_table <- function(table) {\n  columns <- careratings_columns[[table]]\n  if (is.null(columns)) stop(\"no table \", table)\n")
	switch p.format {
	case CSV:
		b.WriteString(`  rows <- read.csv(file.path(careratings_dir, paste0(table, ".csv")), colClasses = unname(columns),
    na.strings = "", encoding = "UTF-8", check.names = FALSE)
  for (name in names(columns)[columns == "character"]) {
    rows[[name]] <- sub("^'([-=+@\t\r])", "\\1", rows[[name]])
  }
  rows
`)
	case NDJSON:
		b.WriteString(`  rows <- jsonlite::stream_in(file(file.path(careratings_dir, paste0(table, ".ndjson"))), verbose = FALSE)
  for (name in names(columns)[columns == "Date"]) rows[[name]] <- as.Date(rows[[name]])
  rows
`)
	default:
		b.WriteString(`  path <- file.path(careratings_dir, table)
  if (dir.exists(path)) as.data.frame(arrow::open_dataset(path)) else arrow::read_parquet(paste0(path, ".parquet"))
`)
	}
	b.WriteString("}\n")
	return b.String()
}

func comma(i, n int) string {
	if i < n-1 {
		return ","
	}
	return ""
}

// stata is a do-file that reads the CSV files, labels the variables and saves each
// table as .dta. Stata reads neither NDJSON nor Parquet by itself.
func (p *packaged) stata() string {
	var b strings.Builder
	b.WriteString("* Loads the tables of this directory and saves each as TABLE.dta.\n* Stata 14 or later; run it in this directory.\nversion 14\n")
	if p.format != CSV {
		fmt.Fprintf(&b, "\ndisplay as error \"Stata reads no %s: make the export again with --format csv\"\nexit 198\n", p.format)
		return b.String()
	}
	for i := range p.tables {
		t := &p.tables[i]
		fmt.Fprintf(&b, "\nimport delimited using \"%s.csv\", varnames(1) encoding(\"utf-8\") bindquotes(strict) maxquotedrows(unlimited) stringcols(_all) case(preserve) clear\n", t.Name)
		for _, c := range t.Columns {
			switch c.Type {
			case Integer, Number:
				fmt.Fprintf(&b, "destring %s, replace\n", c.Name)
			case Boolean:
				fmt.Fprintf(&b, "generate byte careratings_tmp = %s == \"true\" if %s != \"\"\ndrop %s\nrename careratings_tmp %s\n", c.Name, c.Name, c.Name, c.Name)
			case Date:
				fmt.Fprintf(&b, "generate int careratings_tmp = date(%s, \"YMD\")\nformat careratings_tmp %%td\ndrop %s\nrename careratings_tmp %s\n", c.Name, c.Name, c.Name)
			default:
				fmt.Fprintf(&b, "replace %s = substr(%s, 2, .) if regexm(%s, \"^'[=+@-]\")\n", c.Name, c.Name, c.Name)
			}
			fmt.Fprintf(&b, "label variable %s `\"%s\"'\n", c.Name, labelled(c.About))
		}
		fmt.Fprintf(&b, "label data `\"%s\"'\nsave \"%s.dta\", replace\n", labelled(t.Title), t.Name)
	}
	return b.String()
}

// labelled is a label of Stata, which has at most 80 characters.
func labelled(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:77]) + "..."
	}
	return s
}
