package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/compare"
	"careratings/internal/moves"
)

func (a *app) transitionsCommand() *cobra.Command {
	return a.tableCommand(&cobra.Command{
		Use: "transitions A B", Short: "Moves between levels within one unbroken scale, with kappa", GroupID: "compare",
		Long: "The cross-tab of two editions read as moves, with step counts and kappa. Only within one\n" +
			"unbroken scale; across a break it is refused (exit 4) with the break's id.\n\n" + momentHelp,
		Example: "  archive transitions nof-2025-26-q3 nof-2025-26-q4 --kind mental-health-community",
	}, (*moves.Comparison).Transitions)
}

// otherGroups adds to a refusal for a break of some peer groups alone that the
// others may be compared, unless a group was chosen already.
func (a *app) otherGroups(cmd *cobra.Command, c comparing, err error) error {
	var refused *compare.Refusal
	if c.kind != "" || !errors.As(err, &refused) {
		return a.asExit(err)
	}
	cat, failed := a.catalogue(cmd)
	if failed != nil {
		return failed
	}
	for _, b := range cat.Breaks {
		if b.ID == refused.BreakID && b.PeerGroup != "" && b.PeerGroup != "all" {
			groups := strings.Join(strings.Fields(b.PeerGroup), ", ")
			return &exitError{exitRefused, fmt.Errorf("%w (the break is of %s alone: --kind chooses another peer group)", refusal(refused), groups)}
		}
	}
	return a.asExit(err)
}
