package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"careratings/data"
	"careratings/internal/export"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store"
)

// exporting are the flags of archive export.
type exporting struct {
	parts, format, view string
	force               bool
}

func (a *app) exportCommand() *cobra.Command {
	var e exporting
	cmd := &cobra.Command{
		Use: "export DIR|FILE", Short: "A data package, Parquet tree, database or view for other tools", GroupID: "files", Args: cobra.ExactArgs(1),
		Example: "  archive export careratings --what ratings --format parquet\n" +
			"  archive export leicester.csv --view \"trajectory leicester\"",
		Long: "Export the archive for other tools, imports included. A directory gets a Frictionless data\n" +
			"package with schemas, checksums, licences and loaders for R, Stata and Python; its tables are\n" +
			"CSV, NDJSON or Parquet (partitioned by era and edition). --format sqlite writes one database\n" +
			"FILE, and metadata.json for Datasette beside it. --view writes what a command line prints to\n" +
			"FILE, in the format that FILE's ending says, or --format. What is there already is left alone\n" +
			"unless --force is given; nothing is left half written.",
	}
	f := cmd.Flags()
	f.StringVar(&e.parts, "what", "all", "`parts` to export, separated by commas: "+strings.Join(export.Parts(), ", "))
	f.StringVar(&e.format, "format", "", "`format`: csv, ndjson, parquet or sqlite; of a view, any that its command prints")
	f.StringVar(&e.view, "view", "", "export what this `command` prints: \"trajectory leicester\"")
	f.BoolVar(&e.force, "force", false, "replace an earlier export")
	return a.listing(cmd, listing{schema: "exported/1", columns: exportedColumns(), rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
		switch {
		case args[0] == "":
			return nil, usagef("name a directory or file to write")
		case e.view != "" && cmd.Flags().Changed("what"):
			return nil, usagef("--what chooses tables and --view a command: give one of them")
		}
		write := a.exportTables
		if e.view != "" {
			write = a.exportView
		}
		rows, err := write(cmd.Context(), args[0], e)
		return rows, notInterrupted(cmd.Context(), err)
	}})
}

func exportedColumns() []output.Column {
	return []output.Column{
		flat.Code("table", "table written, or the command whose answer is"), flat.Count("rows", "its rows; of a command's answer they are not counted"),
		flat.Count("files", "files it is in"), flat.Count("bytes", "their size; not known of a table inside a database"),
	}
}

// fileEnding is the ending of a name that says a file: letters alone. careratings-1.0
// has none.
func fileEnding(name string) string {
	ending := filepath.Ext(name)
	if strings.Trim(strings.ToLower(ending), "abcdefghijklmnopqrstuvwxyz") != "." {
		return ""
	}
	return ending
}

// exportTables writes a data package, or a database.
func (a *app) exportTables(ctx context.Context, name string, e exporting) ([][]output.Value, error) {
	parts, err := export.ParseParts(e.parts)
	if err != nil {
		return nil, usagef("--what: %w", err)
	}
	format, err := export.ParseFormat(cmp.Or(e.format, string(formatOfDatabase(name))))
	if err != nil {
		return nil, usagef("--format: %w", err)
	}
	if format == export.SQLite && formatOfDatabase(name) != export.SQLite {
		return nil, usagef("%s: a database is one file; its name must end in .db or .sqlite", name)
	}
	if ending := fileEnding(name); format != export.SQLite && ending != "" {
		return nil, usagef("%s: a data package is a directory; name it without %s, or with a / at its end; --view writes one file, --format sqlite one database", name, ending)
	}
	metadata := filepath.Join(filepath.Dir(name), "metadata.json")
	if format == export.SQLite {
		err = cmp.Or(export.FreeFile(name, e.force), export.FreeFile(metadata, e.force))
	} else {
		err = export.Free(name, e.force)
	}
	if err != nil { // said before any work
		return nil, err
	}
	arch, err := a.open()
	if err != nil {
		return nil, err
	}
	about, err := a.aboutExport(ctx, arch, parts, format)
	if err != nil {
		return nil, err
	}
	tables := export.Tables(arch, parts)
	var written []export.Written
	if format == export.SQLite {
		err = export.Beside([]string{metadata, name}, e.force, func(tree *export.Tree) error {
			if written, err = export.WriteSQLite(ctx, tree, filepath.Base(name), arch, tables); err != nil {
				return err
			}
			queries, err := cannedQueries()
			if err != nil {
				return err
			}
			database := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
			raw, err := export.Metadata(ctx, database, arch, tables, queries, about)
			if err != nil {
				return err
			}
			return tree.Write("metadata.json", raw)
		})
	} else {
		err = export.Into(name, e.force, func(tree *export.Tree) error {
			written, err = export.WritePackage(ctx, tree, tables, format, about)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	var rows [][]output.Value
	for _, w := range written {
		size := output.Absent("")
		if len(w.Files) > 0 {
			size = output.Int(int(w.Bytes()))
		}
		rows = append(rows, []output.Value{output.Text(w.Name), output.Int(w.Rows), output.Int(max(1, len(w.Files))), size})
	}
	for _, r := range about.Remarks {
		a.remark("%s", r)
	}
	a.remark("%s written", output.Clean(name))
	return rows, nil
}

// notInterrupted is the error, or that the user stopped the export: whatever then
// fails fails for that.
func notInterrupted(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return errors.New("interrupted; nothing is written")
	}
	return err
}

// formatOfDatabase is the format that the name of a database file asks for, else
// that of a directory.
func formatOfDatabase(name string) export.Format {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".db", ".sqlite", ".sqlite3":
		return export.SQLite
	}
	return export.CSV
}

func (a *app) aboutExport(ctx context.Context, arch *store.Archive, parts []string, format export.Format) (export.About, error) {
	out := export.About{
		Program: programVersion(), Command: "archive export DIR --what " + strings.Join(parts, ",") + " --format " + string(format),
	}
	if format == export.SQLite {
		out.Command = strings.Replace(out.Command, "DIR", "FILE", 1)
	}
	licence, err := data.Files.ReadFile("LICENSE")
	if err != nil {
		return out, err
	}
	out.Licence = string(licence)
	if out.Version, err = arch.Meta(ctx, "data_version"); err != nil {
		return out, err
	}
	if out.Newest, err = export.Newest(ctx, arch); err != nil || arch.Imports() == nil {
		return out, err
	}
	out.Remarks = append(out.Remarks, "imports are part of the tables, each claim with the file as its source")
	if format == export.SQLite {
		out.Remarks = append(out.Remarks, "the views and saved queries of the database read the curated archive alone, without imports")
	}
	sites, err := arch.Imports().LocationReleases(ctx)
	if sites > 0 {
		out.Remarks = append(out.Remarks, fmt.Sprintf("of %d imported care directories of locations the ratings of single locations are not exported; archive trajectory prints them", sites))
	}
	return out, err
}

// exportView writes what a command line prints, byte for byte.
func (a *app) exportView(ctx context.Context, name string, e exporting) ([][]output.Value, error) {
	args, err := viewWords(e.view, append(readCommands(), "resolve", "version", "verify"))
	if err != nil {
		return nil, usagef("--view: %s: %w", output.Clean(e.view), err)
	}
	format, err := viewFormat(name, e.format, args)
	if err != nil {
		return nil, err
	}
	if format != "" {
		args = append(args, "--format", format)
	}
	if a.flags.quiet {
		args = append(args, "--quiet")
	}
	var code int
	var size int64
	err = export.Beside([]string{name}, e.force, func(tree *export.Tree) error {
		file, err := tree.Create(filepath.Base(name))
		if err != nil {
			return err
		}
		var said strings.Builder
		code = a.runNested(ctx, file, &said, args)
		if err := file.Close(); err != nil {
			return err
		}
		words := strings.TrimSpace(said.String())
		if code != exitDone && code != exitDiffers {
			return &exitError{code, fmt.Errorf("--view: %s", strings.TrimPrefix(words, "archive: "))}
		}
		if size = tree.Files[0].Bytes; size == 0 {
			return noMatchf("--view: %s prints nothing; no file is written", output.Clean(e.view))
		}
		if words != "" {
			a.remark("%s", words)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	a.remark("%s written", output.Clean(name))
	rows := [][]output.Value{{output.Text(args[0]), output.Absent(""), output.Int(1), output.Int(int(size))}}
	if code != exitDone {
		err = &exitError{code, fmt.Errorf("--view: %s found differences; they are in %s", args[0], output.Clean(name))}
	}
	return rows, err
}

// viewFormat is the format to ask a view for: the one given, else that of the
// file's ending; none where the command line has its own.
func viewFormat(name, given string, args []string) (string, error) {
	if len(withoutFormat(args)) != len(args) {
		if given != "" {
			return "", usagef("--format is given twice, to export and inside --view")
		}
		return "", nil
	}
	if given == "" {
		given = strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
		if given == "txt" {
			given = string(output.FormatTable)
		}
		if _, err := output.ParseFormat(given); err != nil {
			return "", usagef("%s: the name of a view's file must end in .csv, .tsv, .json, .ndjson, .md or .txt, or --format say which it is", output.Clean(name))
		}
		return given, nil
	}
	if _, err := output.ParseFormat(given); err != nil {
		return "", usagef("--format of a view: %w", err)
	}
	return given, nil
}
