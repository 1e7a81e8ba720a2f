package main

import (
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/bodies"
)

// completeTrusts completes trust names for the shell.
func (a *app) completeTrusts(cmd *cobra.Command, _ []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	arch, err := a.open()
	if err != nil || toComplete == "" {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	matches, err := bodies.Search(cmd.Context(), arch, toComplete)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, m := range matches {
		if m.Body.Rated && len(out) < 50 {
			out = append(out, m.Body.ID+"\t"+m.Body.Name)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeEditions completes edition ids for the shell.
func (a *app) completeEditions(cmd *cobra.Command, _ []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	cat, err := a.catalogue(cmd)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, e := range cat.Editions {
		if strings.HasPrefix(e.ID, toComplete) {
			out = append(out, e.ID+"\t"+e.Label)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) completeSources(cmd *cobra.Command, args []string) ([]string, cobra.ShellCompDirective) {
	arch, err := a.open()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	all, err := arch.AllSources(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, s := range all {
		out = append(out, s.ID+"\t"+s.Title)
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
