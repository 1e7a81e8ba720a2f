package main

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"careratings/data"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store"
	"careratings/internal/store/imports"
)

func (a *app) versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "version", Short: "Version of the program, the data and the database library", GroupID: "archive", Args: cobra.NoArgs,
		Example: "  archive version --format json",
	}
	return a.listing(cmd, listing{
		schema: "version/1",
		columns: []output.Column{
			flat.Code("program", "version of the program"), flat.Code("data", "version of the curated data"),
			flat.Code("data_sha256", "checksum of the embedded archive"), flat.Count("schema", "version of the archive's schema"),
			flat.Code("sqlite", "version of the database library"), flat.Text("archive", "archive in use"),
			flat.Count("imports_schema", "version of the schema of imports"), flat.Code("revision", "commit the program was built from; + where files had changed since"),
			flat.Code("go", "version of Go it was built with"), flat.Code("platform", "operating system and processor it was built for"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			arch, err := a.open()
			if err != nil {
				return nil, err
			}
			version, err := arch.Meta(cmd.Context(), "data_version")
			if err != nil {
				return nil, err
			}
			library, err := arch.SQLiteVersion(cmd.Context())
			if err != nil {
				return nil, err
			}
			raw, err := data.Files.ReadFile("archive.db")
			if err != nil {
				return nil, err
			}
			sum := sha256.Sum256(raw)
			return [][]output.Value{{
				output.Text(programVersion()), output.Text(version), output.Text(hex.EncodeToString(sum[:])),
				output.Int(store.SchemaVersion), output.Text(library), output.Text(arch.Label()),
				output.Int(imports.SchemaVersion), flat.OrGap(revision()), output.Text(runtime.Version()), output.Text(runtime.GOOS + "/" + runtime.GOARCH),
			}}, nil
		},
	})
}

func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// revision is the commit that the program was built from, as far as the build
// noted it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	return commit + changed
}
