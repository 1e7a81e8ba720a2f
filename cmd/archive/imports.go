package main

import (
	"errors"
	"io/fs"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store/imports"
)

// importsPath is the file that imports are kept in: --archive or $ARCHIVE_DB,
// else one under the user's data directory.
func (a *app) importsPath() (string, error) {
	for _, path := range []string{a.flags.archive, a.env("ARCHIVE_DB")} {
		if path != "" {
			return path, nil
		}
	}
	if path := a.defaultImports(); path != "" {
		return path, nil
	}
	return "", usagef("there is no home directory to keep imports in; name a file with --archive")
}

// defaultImports is where imports are kept without being told; empty where there
// is no home directory.
func (a *app) defaultImports() string { return a.dataFile("imports.db") }

func (a *app) importsCommand() *cobra.Command {
	cmd := a.listing(&cobra.Command{
		Use: "imports", Short: "The journal of imported files", GroupID: "files", Args: cobra.NoArgs,
		Example: "  archive imports",
	}, listing{schema: "imports/1", columns: flat.ImportColumns(), rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
		var rows [][]output.Value
		err := a.withImports(func(s *imports.Store) error {
			list, err := s.Entries(cmd.Context())
			for _, e := range list {
				rows = append(rows, flat.ImportRow(e))
			}
			return err
		})
		return rows, err
	}})
	undo := &cobra.Command{
		Use: "undo ID", Short: "Take back one imported file exactly", Args: cobra.ExactArgs(1),
		Example: "  archive imports undo 1",
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := idOf(args[0])
			if err != nil {
				return err
			}
			path, err := a.importsPath()
			if err != nil {
				return err
			}
			if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
				return noMatchf("nothing was imported yet (%s does not exist)", output.Clean(path))
			}
			s, err := imports.Create(path)
			if err != nil {
				return err
			}
			defer s.Close()
			e, err := s.Undo(cmd.Context(), id)
			if err == nil {
				a.remark("%s is taken back", output.Clean(e.Name))
			}
			return noSuch(err)
		},
	}
	rejects := a.listing(&cobra.Command{
		Use: "rejects [ID]", Short: "Rows that were not understood, with place, value and reason", Args: cobra.MaximumNArgs(1),
		Example: "  archive imports rejects",
	}, listing{schema: "rejects/1", columns: flat.RejectColumns(), rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
		id := int64(0)
		if len(args) > 0 {
			var err error
			if id, err = idOf(args[0]); err != nil {
				return nil, err
			}
		}
		var rows [][]output.Value
		err := a.withImports(func(s *imports.Store) error {
			if id > 0 {
				if err := s.Has(cmd.Context(), id); err != nil {
					return noSuch(err)
				}
			}
			list, err := s.Rejects(cmd.Context(), id)
			for _, r := range list {
				rows = append(rows, flat.RejectRow(r))
			}
			return err
		})
		return rows, err
	}})
	cmd.AddCommand(undo, rejects)
	return cmd
}

// withImports opens the file of imports for reading; where there is none it does
// nothing and says so.
func (a *app) withImports(f func(*imports.Store) error) error {
	path, err := a.importsPath()
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		a.remark("nothing was imported yet")
		return nil
	}
	s, err := imports.Open(path)
	if err != nil {
		return err
	}
	defer s.Close()
	return f(s)
}

// noSuch gives the error of a number that the journal has not its exit code.
func noSuch(err error) error {
	if no := (*imports.NoSuchError)(nil); errors.As(err, &no) {
		return &exitError{exitNoMatch, err}
	}
	return err
}

func idOf(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64) // whole: "1x" must not take back number 1
	if err != nil || id < 1 {
		return 0, usagef("%q is no number of an import; archive imports lists them", output.Clean(text))
	}
	return id, nil
}
