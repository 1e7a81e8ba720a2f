package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"careratings/data"
	"careratings/internal/fetch"
	"careratings/internal/flat"
	"careratings/internal/output"
)

// fetching is one run of archive fetch.
type fetching struct {
	list     bool
	to       string
	since    string
	registry string
	rate     float64

	day     time.Time // since
	entries fetch.Registry
	client  *fetch.Client
	erase   func() // takes the line of progress off the terminal
}

func (a *app) fetchCommand() *cobra.Command {
	var f fetching
	cmd := &cobra.Command{
		Use: "fetch ID...", Short: "Get official files from their publishers", GroupID: "files",
		Long: "Gets the newest file of a publication from its publisher and keeps the original, never\n" +
			"overwritten, beside a journal (index.csv) of what came when from where. --list shows the\n" +
			"publications, --list ID the files one offers now. With --since every file dated on or\n" +
			"after that day is got. What is broken off goes on where it stopped at the next run; what\n" +
			"has not changed is not got again.\n\n" +
			"Files are found by reading the publisher's page, so a moved page is the usual fault:\n" +
			"--registry FILE takes a corrected list in the form of data/registry.csv.\n\n" +
			"The CQC API needs a key in $CQC_API_KEY and one call a record, some hours for every\n" +
			"location; names of persons in its answers are not kept. Lists of changes need --since.\n" +
			"Proxies are taken from $HTTPS_PROXY. Exit code 3 when nothing matches.",
		Example: "  archive fetch --list\n  archive fetch --list --json id,page,cadence",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			if err := f.load(); err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			var out []string
			for _, e := range f.entries {
				out = append(out, e.ID+"\t"+e.What)
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.Flags().BoolVar(&f.list, "list", false, "list the publications, or the files that those named offer")
	cmd.Flags().StringVar(&f.to, "to", "", "keep the files in this `directory` (default archive/originals in $XDG_DATA_HOME)")
	cmd.Flags().StringVar(&f.since, "since", "", "files or changes of this `day` (YYYY-MM-DD) and later")
	cmd.Flags().StringVar(&f.registry, "registry", "", "read the publications from this `file`")
	cmd.Flags().Float64Var(&f.rate, "rate", fetch.DefaultRate, "calls a second of the CQC API")
	l := a.listing(cmd, listing{schema: "registry/1", columns: registryColumns(), rows: func(*cobra.Command, []string) ([][]output.Value, error) {
		return registryRows(f.entries), nil
	}})
	l.Annotations["fields"] += "; of files offered: " + fieldList(output.Table{Columns: offerColumns()}) +
		"; of files got: " + fieldList(output.Table{Columns: fetchedColumns()})
	registry := l.RunE
	l.RunE = func(cmd *cobra.Command, args []string) error {
		if err := f.prepare(a, args); err != nil {
			return err
		}
		switch {
		case f.list && len(args) == 0:
			return registry(cmd, args)
		case f.list:
			return a.printEach(cmd, "offers/1", offerColumns(), args, func(id string) ([][]output.Value, error) { return f.offers(cmd.Context(), id) })
		}
		originals, err := a.originals(f.to)
		if err != nil {
			return err
		}
		return a.printEach(cmd, "fetched/1", fetchedColumns(), args, func(id string) ([][]output.Value, error) {
			rows, err := f.get(cmd.Context(), a, originals, id)
			f.erase()
			return rows, err
		})
	}
	return l
}

// prepare checks the command line before any work.
func (f *fetching) prepare(a *app, args []string) error {
	if len(args) == 0 && !f.list {
		return usagef("fetch needs an ID; archive fetch --list lists them")
	}
	if f.rate <= 0 || f.rate > 1000 {
		return usagef("--rate %g: want calls a second, above 0 and at most 1000", f.rate)
	}
	if f.since != "" {
		day, err := time.Parse(time.DateOnly, f.since)
		if err != nil {
			return usagef("--since %s: want one day as YYYY-MM-DD", f.since)
		}
		f.day = day
	}
	if err := f.load(); err != nil {
		return err
	}
	for _, id := range args {
		e, ok := f.entries.Find(id)
		if !ok {
			return noMatchf("no publication %q; there are:\n  %s", id, strings.Join(f.entries.Like(id), "\n  "))
		}
		if err := f.suits(e); err != nil {
			return err
		}
	}
	draw, erase := a.progress()
	f.erase = erase
	f.client = fetch.NewClient(fetch.Options{
		Agent: "careratings/" + strings.Trim(programVersion(), "()"), Named: f.entries.Hosts(), Now: a.now,
		Remark: func(s string) { erase(); a.remark("%s", output.Clean(s)) }, Progress: draw,
	})
	return nil
}

// load reads the registry: the user's, else the embedded one.
func (f *fetching) load() error {
	read, name := os.ReadFile, f.registry
	if name == "" {
		read, name = data.Files.ReadFile, "registry.csv"
	}
	raw, err := read(name)
	if err != nil {
		return err
	}
	f.entries, err = fetch.ReadRegistry(bytes.NewReader(raw))
	return err
}

// suits refuses flags that an entry would pass over, and what cannot be got.
func (f *fetching) suits(e fetch.Entry) error {
	changes := strings.HasPrefix(e.Pattern, "/changes/")
	switch {
	case e.Method == fetch.ByHand:
		return fmt.Errorf("%s cannot be got by a program: %s; %s", e.ID, e.Page, e.Note)
	case f.list && (e.Method == fetch.FromAPI):
		return usagef("%s is no set of files: archive fetch %s gets it", e.ID, e.ID)
	case changes && f.day.IsZero():
		return usagef("%s needs --since DAY", e.ID)
	case !changes && e.Method != fetch.FromPage && !f.day.IsZero():
		return usagef("--since does not go with %s, which has no earlier files", e.ID)
	}
	return nil
}

// printEach prints the rows of each id. A fault of one does not keep the others
// from being got; all faults are reported at the end, and a failure outweighs
// that nothing matches.
func (a *app) printEach(cmd *cobra.Command, schema string, columns []output.Column, ids []string, rows func(id string) ([][]output.Value, error)) error {
	t := output.Table{Columns: columns}
	var faults, failures []error
	for _, id := range ids {
		got, err := rows(id)
		t.Rows = append(t.Rows, got...)
		if err == nil {
			continue
		}
		faults = append(faults, err)
		if codeOf(err) != exitNoMatch {
			failures = append(failures, err)
		}
		if cmd.Context().Err() != nil {
			break
		}
	}
	var err error
	if len(t.Rows) > 0 {
		err = a.print(cmd, t, output.ListDocument{Schema: schema, Rows: output.Rows(t)})
	}
	switch fault := errors.Join(faults...); {
	case fault == nil:
		return err
	case len(failures) > 0:
		return &exitError{exitFailure, errors.Join(fault, err)}
	default:
		return &exitError{exitNoMatch, errors.Join(fault, err)}
	}
}

// found lists what an entry offers, newest first, of --since and later.
func (f *fetching) found(ctx context.Context, e fetch.Entry) ([]fetch.Found, error) {
	all, err := f.client.Discover(ctx, e)
	if none := (*fetch.NoMatch)(nil); errors.As(err, &none) {
		return nil, noMatchf("%w", err)
	}
	if err != nil || f.day.IsZero() {
		return all, err
	}
	var out []fetch.Found
	undated := 0
	for _, one := range all {
		switch last := one.Date.Last(); {
		case last == "":
			undated++
		case last >= f.since:
			out = append(out, one)
		}
	}
	if len(out) == 0 {
		return nil, noMatchf("%s: none of %d files is dated %s or later, %d bear no date", e.ID, len(all), f.since, undated)
	}
	return out, nil
}

func (f *fetching) offers(ctx context.Context, id string) ([][]output.Value, error) {
	e, _ := f.entries.Find(id)
	found, err := f.found(ctx, e)
	var rows [][]output.Value
	for _, one := range found {
		rows = append(rows, []output.Value{
			output.Text(e.ID), output.Text(one.Name), flat.OrGap(string(one.Date)), output.TextOr(one.Quarter, ""), output.Int(one.Version), output.Text(one.URL),
		})
	}
	return rows, err
}

// get gets an entry: the newest file, or every one since a day, or the records
// of the API.
func (f *fetching) get(ctx context.Context, a *app, originals *fetch.Originals, id string) ([][]output.Value, error) {
	e, _ := f.entries.Find(id)
	if e.Method == fetch.FromAPI {
		results, err := f.client.Harvest(ctx, originals, e, fetch.Ask{Key: a.env("CQC_API_KEY"), Rate: f.rate, Since: f.day})
		if err == nil && len(results) == 0 {
			err = noMatchf("%s: nothing has changed since %s", e.ID, f.since)
		}
		return fetchedRows(results), err
	}
	found, err := f.found(ctx, e)
	if err != nil {
		return nil, err
	}
	if f.day.IsZero() {
		found = found[:1]
	}
	var results []fetch.Result
	for _, one := range found {
		r, err := f.client.Download(ctx, originals, fetch.Wanted{ID: e.ID, Name: one.Name, URL: one.URL, Date: one.Date, Formats: e.Formats})
		if err != nil {
			return fetchedRows(results), err
		}
		results = append(results, r)
	}
	return fetchedRows(results), nil
}

// originals opens the directory that files are kept in.
func (a *app) originals(dir string) (*fetch.Originals, error) {
	if dir = cmp.Or(dir, a.dataFile("originals")); dir == "" {
		return nil, usagef("fetch needs --to DIRECTORY: neither XDG_DATA_HOME nor HOME is set")
	}
	return fetch.OpenOriginals(dir, func(s string) { a.remark("%s", output.Clean(s)) })
}

func registryColumns() []output.Column {
	return []output.Column{
		flat.Code("id", "id of the publication"), flat.Text("what", "what is published"), flat.Text("publisher", "who publishes it"),
		flat.Code("method", "page: files linked from the page; file: the page is the file; api: the CQC API; manual: by hand"),
		flat.Text("page", "address"), flat.Text("pattern", "pattern of the decoded file names, or path of an API's list"),
		flat.Code("format", "formats a file may have"), flat.Text("cadence", "how often it is published"), flat.Code("licence", "licence"),
		flat.Text("note", "where the address and the names were seen"),
	}
}

func registryRows(all fetch.Registry) [][]output.Value {
	var rows [][]output.Value
	for _, e := range all {
		formats := make([]string, len(e.Formats))
		for i, f := range e.Formats {
			formats[i] = string(f)
		}
		rows = append(rows, []output.Value{
			output.Text(e.ID), output.Text(e.What), output.Text(e.Publisher), output.Text(string(e.Method)), output.Text(e.Page),
			output.TextOr(e.Pattern, ""), output.Text(strings.Join(formats, " ")), output.Text(e.Cadence), output.Text(e.Licence), output.Text(e.Note),
		})
	}
	return rows
}

func offerColumns() []output.Column {
	return []output.Column{
		flat.Code("id", "id of the publication"), flat.Text("name", "name of the file, decoded"),
		flat.Code("date", "day or month in its name, else the month of its folder"), flat.Code("quarter", "quarter of a financial year in its name"),
		flat.Count("version", "2 for a file called v2, else 1"), flat.Text("url", "address"),
	}
}

func fetchedColumns() []output.Column {
	return []output.Column{
		flat.Code("id", "id of the publication"), flat.Code("status", "fetched, or unchanged: the same content was held already"),
		flat.Code("file", "path of the original"), flat.Code("date", "date in the file's name, or day the API was asked"),
		flat.Count("bytes", "size"), flat.Code("sha256", "checksum of the original"), flat.Text("url", "where it came from"),
	}
}

func fetchedRows(results []fetch.Result) [][]output.Value {
	var rows [][]output.Value
	for _, r := range results {
		rows = append(rows, []output.Value{
			output.Text(r.ID), output.Text(string(r.Status)), output.Text(r.Path), flat.OrGap(string(r.Date)),
			output.Int(int(r.Bytes)), output.Text(r.SHA256), output.Text(r.URL),
		})
	}
	return rows
}
