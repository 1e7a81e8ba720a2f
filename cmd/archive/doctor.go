package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/data"
	"careratings/internal/fetch"
	"careratings/internal/flat"
	"careratings/internal/holdings"
	"careratings/internal/output"
	"careratings/internal/store"
	"careratings/internal/store/health"
	"careratings/internal/store/imports"
)

func (a *app) doctorCommand() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use: "doctor", Short: "Whether the archive, the imports and the originals are sound", GroupID: "check", Args: cobra.NoArgs,
		Long: "Examines the archive, the file of imports and the originals that archive fetch kept:\n" +
			"  schema, pages, references   versions; every page and index; rows that refer to none\n" +
			"  claims, ratings             every claim has a source, every rating a claim\n" +
			"  names                       the search index says what the names say\n" +
			"  journal, releases, words    what imports say of themselves holds\n" +
			"  rating-spans, body-spans    spans neither overlap nor meet, and end on releases\n" +
			"  described                   what is rated in a release is described in it\n" +
			"  originals                   every file is there, with the checksum it was got with\n" +
			"Conflicts between sources are counted by kind; they are no fault. Nothing is changed.\n" +
			"Each fault comes with its remedy, and the exit code is 5 if there is one.",
		Example: "  archive doctor\n  archive doctor --json check,n,faults",
	}
	cmd.Flags().StringVar(&dir, "originals", "", "`directory` that archive fetch kept files in (default archive/originals in $XDG_DATA_HOME)")
	faults := 0
	l := a.listing(cmd, listing{
		schema: "doctor/1",
		columns: []output.Column{
			flat.Code("result", "sound, fault, or note: to be known, no fault"), flat.Text("part", "archive, imports or originals"), flat.Code("check", "what was checked"),
			flat.Count("n", "how many were looked at"), flat.Text("of", "of what"), flat.Count("faults", "how many of them are wrong"),
			flat.Text("found", "what is wrong, the first few named"), flat.Text("remedy", "what to do about it"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			found, err := a.checkUp(cmd, dir)
			var rows [][]output.Value
			for _, f := range found {
				rows = append(rows, f.row())
				if !f.note && f.Faults > 0 {
					faults++
				}
			}
			return rows, err
		},
	})
	list := l.RunE
	l.RunE = func(cmd *cobra.Command, args []string) error {
		if err := list(cmd, args); err != nil {
			return err
		}
		if faults > 0 {
			return &exitError{exitDiffers, fmt.Errorf("%d checks found faults; the remedy stands beside each", faults)}
		}
		return nil
	}
	return l
}

// finding is what a check found, and in which part.
type finding struct {
	health.Finding
	part string
	note bool
}

func (f finding) row() []output.Value {
	result := "sound"
	switch {
	case f.note:
		result = "note"
	case f.Faults > 0:
		result = "fault"
	}
	return []output.Value{
		output.Text(result), output.Text(f.part), output.Text(f.Check), output.Int(f.N), output.Text(f.Of), output.Int(f.Faults),
		output.TextOr(f.Found, ""), output.TextOr(f.Remedy, ""),
	}
}

// checkUp examines every part. A part that cannot be opened is a fault of it; the
// others are examined all the same.
func (a *app) checkUp(cmd *cobra.Command, dir string) ([]finding, error) {
	var out []finding
	add := func(part string, list ...health.Finding) {
		for _, f := range list {
			out = append(out, finding{Finding: f, part: part})
		}
	}
	path := cmp.Or(a.flags.archive, a.env("ARCHIVE_DB"))
	beside := path == "" || imports.Is(path)
	if path == "" {
		path = a.defaultImports()
	}
	var arch *store.Archive
	var err error
	if beside {
		arch, err = store.OpenEmbedded(data.Files, "archive.db")
	} else {
		arch, err = store.OpenFile(path)
	}
	if err != nil {
		add("archive", health.Found("schema", "schema version", 0, []string{err.Error()}, "name another file with --archive, or leave it out for the embedded archive"))
	} else {
		a.archive = arch // run closes it
		list, err := arch.CheckUp(cmd.Context())
		if err != nil {
			return nil, err
		}
		add("archive", list...)
	}
	var entries []imports.Entry
	if _, missing := os.Stat(path); beside && !errors.Is(missing, fs.ErrNotExist) && path != "" {
		list, held, err := a.checkImports(cmd, path)
		if err != nil {
			return nil, err
		}
		add("imports", list...)
		entries = held
	} else if beside {
		a.remark("nothing was imported yet")
	}
	if dir = cmp.Or(dir, a.dataFile("originals")); dir != "" {
		add("originals", a.checkOriginals(dir, entries))
	}
	if arch != nil && !anyFault(out) { // conflicts are read from sound files only
		notes, err := conflictsByKind(cmd, arch)
		return append(out, notes...), err
	}
	return out, nil
}

func anyFault(list []finding) bool {
	return slices.ContainsFunc(list, func(f finding) bool { return f.Faults > 0 })
}

// checkImports examines a file of imports and lists its journal.
func (a *app) checkImports(cmd *cobra.Command, path string) ([]health.Finding, []imports.Entry, error) {
	s, err := imports.Open(path)
	if err != nil {
		return []health.Finding{health.Found("schema", "schema version", 0, []string{err.Error()},
			"put back a copy that archive backup made, or name another file with --archive; imports of a newer program need that program")}, nil, nil
	}
	if a.archive != nil {
		a.archive.Attach(s) // run closes both
	} else {
		defer s.Close()
	}
	list, err := s.CheckUp(cmd.Context())
	if err != nil {
		return nil, nil, err
	}
	entries, err := s.Entries(cmd.Context())
	if err != nil && cmd.Context().Err() == nil { // the journal's pages are damaged: said above
		return list, nil, nil
	}
	return list, entries, err
}

// checkOriginals compares the originals with their journal, and says how many of
// the imported files are whole among them.
func (a *app) checkOriginals(dir string, entries []imports.Entry) health.Finding {
	c, err := fetch.CheckOriginals(dir)
	if err != nil {
		c.Faults = append(c.Faults, err.Error())
	}
	for _, s := range c.Passed {
		a.remark("%s", output.Clean(s))
	}
	kept := 0
	for _, e := range entries {
		if c.Sums[e.SHA256] {
			kept++
		}
	}
	a.remark("%d of %d imported files are among the originals", kept, len(entries))
	return health.Found("originals", "files", c.N, c.Faults, "get them again with archive fetch; what was imported from them stays")
}

// conflictsByKind counts where sources disagree.
func conflictsByKind(cmd *cobra.Command, arch *store.Archive) ([]finding, error) {
	list, err := holdings.Conflicts(cmd.Context(), arch)
	if err != nil {
		return nil, err
	}
	n := map[string]int{}
	var kinds []string
	for _, c := range list {
		if n[c.Kind]++; n[c.Kind] == 1 {
			kinds = append(kinds, c.Kind)
		}
	}
	slices.Sort(kinds)
	var out []finding
	for _, k := range kinds {
		out = append(out, finding{part: "archive", note: true, Finding: health.Finding{
			Check: "conflicts", N: n[k], Of: "conflicts: " + strings.ReplaceAll(k, "-", " "), Found: "", Remedy: "",
		}})
	}
	return out, nil
}
