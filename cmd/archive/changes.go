package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/output"
)

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
