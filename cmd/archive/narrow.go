package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// narrowing lists, for each command that heeds them, which of the global flags
// --as-of, --trusts and --region narrow its answer.
func narrowing(command string) []string {
	switch command {
	case "trajectory", "diff", "crosstab", "transitions", "agree", "league", "report":
		return []string{"as-of", "trusts", "region"}
	case "sensitivity", "runs", "reconcile", "tui", "verify", "cite":
		return []string{"as-of"}
	case "trusts":
		return []string{"as-of", "region"}
	}
	return nil
}

// refuseUnheeded makes a narrowing flag that a command would pass over a usage
// error: an answer that is not narrowed must not look as if it were.
func (a *app) refuseUnheeded(cmd *cobra.Command) error {
	for _, flag := range []string{"as-of", "trusts", "region"} {
		f := cmd.Flags().Lookup(flag)
		if f == nil || !f.Changed || slices.Contains(narrowing(cmd.Name()), flag) {
			continue
		}
		var heeding []string
		for _, c := range a.commands() {
			if slices.Contains(narrowing(c.name), flag) {
				heeding = append(heeding, c.name)
			}
		}
		slices.Sort(heeding)
		return usagef("--%s does not narrow %s: it goes with %s", flag, cmd.CommandPath(), strings.Join(heeding, ", "))
	}
	return nil
}
