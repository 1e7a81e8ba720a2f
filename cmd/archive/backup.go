package main

import (
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store/imports"
)

func (a *app) backupCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use: "backup FILE", Short: "A verified copy of what was imported", GroupID: "files", Args: cobra.ExactArgs(1),
		Long: "Writes a copy of the file of imports as it is at one moment; others may go on reading and\n" +
			"importing. The copy is examined before it gets its name, so there is never half a copy. A\n" +
			"file that is there already is replaced with --force only. To go back to a copy, put it in\n" +
			"the place of the file of imports, or name it with --archive.",
		Example: "  archive backup imports-copy.db",
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace a file that is there already")
	return a.listing(cmd, listing{
		schema: "backup/1",
		columns: []output.Column{
			flat.Text("file", "the copy"), flat.Count("bytes", "its size"), flat.Count("files", "imported files in it"), flat.Text("of", "the file of imports"),
		},
		rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
			path, err := a.importsPath()
			if err != nil {
				return nil, err
			}
			if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
				return nil, noMatchf("nothing was imported yet (%s does not exist); the embedded archive is part of the program", output.Clean(path))
			}
			s, err := imports.Open(path)
			if err != nil {
				return nil, err
			}
			defer s.Close()
			size, err := s.Backup(cmd.Context(), args[0], force)
			if err != nil {
				return nil, err
			}
			c, err := imports.Open(args[0]) // what is counted is what was written
			if err != nil {
				return nil, err
			}
			defer c.Close()
			entries, err := c.Entries(cmd.Context())
			if err != nil {
				return nil, err
			}
			return [][]output.Value{{output.Text(args[0]), output.Int(int(size)), output.Int(len(entries)), output.Text(path)}}, nil
		},
	})
}
