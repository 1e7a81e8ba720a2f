package main

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

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

func (a *app) changesCommand() *cobra.Command {
	var since string
	cmd := &cobra.Command{
		Use: "changes --since DATA_VERSION", Short: "Which values of the curated data moved, and why", GroupID: "archive", Args: cobra.NoArgs,
		Long:    "Values of the curated data that moved after a data version, and why. archive version\nprints the data version in use.",
		Example: "  archive changes --since 1.0.0",
	}
	cmd.Flags().StringVar(&since, "since", "", "data `version` to count from")
	return a.listing(cmd, listing{
		schema: "changes/1",
		columns: []output.Column{
			flat.Code("data_version", "version in which it moved"), flat.Text("what", "claim, total, match, ..."), flat.Code("key", "id of what moved"),
			flat.Text("before", "value before"), flat.Text("after", "value after"), flat.Text("why", "reason"),
		},
		rows: func(cmd *cobra.Command, _ []string) ([][]output.Value, error) {
			arch, err := a.open()
			if err != nil {
				return nil, err
			}
			if since == "" {
				return nil, usagef("changes needs --since DATA_VERSION; archive version prints the one in use")
			}
			from, ok := versionNumbers(since)
			if !ok {
				return nil, usagef("--since %s: want a data version such as 1.0.0", since)
			}
			all, err := arch.Changes(cmd.Context())
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, c := range all {
				if v, _ := versionNumbers(c.DataVersion); slices.Compare(v, from) > 0 {
					rows = append(rows, []output.Value{
						output.Text(c.DataVersion), output.Text(c.What), output.Text(c.Key), output.TextOr(c.Before, ""), output.TextOr(c.After, ""), output.Text(c.Why),
					})
				}
			}
			if len(rows) == 0 {
				current, err := arch.Meta(cmd.Context(), "data_version")
				if err != nil {
					return nil, err
				}
				a.remark("no value has moved since data version %s (this is %s)", since, current)
			}
			return rows, nil
		},
	})
}

func versionNumbers(v string) ([]int, bool) {
	var out []int
	for part := range strings.SplitSeq(v, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil, false
		}
		out = append(out, n)
	}
	return out, true
}
