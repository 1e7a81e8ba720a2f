package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// everyFormat runs a command in each format and holds them to one another: the
// same fields in the same order, the same number of rows; the document bears its
// schema; --json gives an array of chosen fields, and says which there are when
// asked badly.
func everyFormat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: formats SCHEMA ARGS...")
	}
	schema, command := args[0], args[1:]
	in := func(want int, more ...string) (string, string) {
		var out, errs bytes.Buffer
		s := streams{in: strings.NewReader(""), out: &out, err: &errs, env: ts.Getenv, now: time.Now}
		if file := ts.Getenv("STDIN"); file != "" {
			s.in = strings.NewReader(ts.ReadFile(file))
		}
		line := slices.Concat(command, more)
		if got := run(context.Background(), s, line); got != want {
			ts.Fatalf("archive %s: exit code %d, want %d\n%s", strings.Join(line, " "), got, want, errs.String())
		}
		return out.String(), errs.String()
	}
	separated := func(format string, comma rune) [][]string {
		out, _ := in(exitDone, "--format", format)
		r := csv.NewReader(strings.NewReader(out))
		r.Comma = comma
		r.LazyQuotes = comma == '\t'
		records, err := r.ReadAll() // checks that every record has the header's fields
		if err != nil || len(records) == 0 {
			ts.Fatalf("%s: %v, %d records", format, err, len(records))
		}
		return records
	}

	records := separated("csv", ',')
	fields, rows := records[0], len(records)-1
	if tsv := separated("tsv", '\t'); !slices.Equal(tsv[0], fields) || len(tsv)-1 != rows {
		ts.Fatalf("tsv has %d rows of %v, csv %d of %v", len(tsv)-1, tsv[0], rows, fields)
	}
	ndjson, _ := in(exitDone, "--format", "ndjson")
	n := 0
	for line := range strings.Lines(ndjson) {
		if keys := keysOf(ts, line); !slices.Equal(keys, fields) {
			ts.Fatalf("ndjson has the keys %v, csv %v", keys, fields)
		}
		n++
	}
	markdown, _ := in(exitDone, "--format", "md")
	if n != rows || strings.Count(markdown, "\n") != rows+2 {
		ts.Fatalf("csv has %d rows, ndjson %d, md %d", rows, n, strings.Count(markdown, "\n")-2)
	}
	table, _ := in(exitDone, "--format", "table")
	if len(strings.Split(table, "\n")) < min(rows, 3) || strings.Contains(table, "\x1b") {
		ts.Fatalf("the table is too short or painted:\n%s", table)
	}

	document, _ := in(exitDone, "--format", "json")
	var doc struct {
		Schema string            `json:"schema"`
		Rows   []json.RawMessage `json:"rows"`
	}
	if err := json.Unmarshal([]byte(document), &doc); err != nil || doc.Schema != schema {
		ts.Fatalf("json: %v; schema %q, want %q", err, doc.Schema, schema)
	}
	if doc.Rows != nil && len(doc.Rows) != rows {
		ts.Fatalf("json has %d rows, csv %d", len(doc.Rows), rows)
	}

	last := fields[len(fields)-1]
	picked, _ := in(exitDone, "--json", last+","+fields[0])
	var objects []json.RawMessage
	if err := json.Unmarshal([]byte(picked), &objects); err != nil || len(objects) != rows {
		ts.Fatalf("--json: %v; %d objects, csv has %d rows", err, len(objects), rows)
	}
	for _, o := range objects {
		if keys := keysOf(ts, string(o)); len(fields) > 1 && !slices.Equal(keys, []string{last, fields[0]}) {
			ts.Fatalf("--json %s,%s has the keys %v", last, fields[0], keys)
		}
	}
	for _, wrong := range [][]string{{"--json"}, {"--json", "no_such_field"}, {"--json", fields[0], "--format", "csv"}} {
		out, errs := in(exitUsage, wrong...)
		for _, f := range fields {
			if !strings.Contains(errs, f) {
				ts.Fatalf("%v does not list the field %s: %s", wrong, f, errs)
			}
		}
		if out != "" {
			ts.Fatalf("%v prints %q", wrong, out)
		}
	}
	if _, errs := in(exitUsage, "--format", "xml"); notOneSentence(errs) != "" || !strings.Contains(errs, "ndjson") {
		ts.Fatalf("--format xml: %q", errs)
	}
}

// keysOf lists the keys of a JSON object in the order they are written.
func keysOf(ts *testscript.TestScript, object string) []string {
	d := json.NewDecoder(strings.NewReader(object))
	var keys []string
	if _, err := d.Token(); err != nil {
		ts.Fatalf("%v in %q", err, object)
	}
	for d.More() {
		key, err := d.Token()
		ts.Check(err)
		keys = append(keys, key.(string))
		var value json.RawMessage
		ts.Check(d.Decode(&value))
	}
	return keys
}
