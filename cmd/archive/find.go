package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/bodies"
	"careratings/internal/output"
)

// find returns the one body a query means. Several are an error that lists
// them; those beaten by the answer are named on stderr.
func (a *app) find(cmd *cobra.Command, query string) (bodies.Body, error) {
	arch, err := a.open()
	if err != nil {
		return bodies.Body{}, err
	}
	matches, err := bodies.Search(cmd.Context(), arch, query)
	if err != nil {
		return bodies.Body{}, err
	}
	answer, others, ok := bodies.Pick(matches)
	switch {
	case len(matches) == 0:
		return bodies.Body{}, noMatchf("no body is called %q; archive trusts QUERY looks for parts of names", output.Clean(query))
	case !ok:
		return bodies.Body{}, noMatchf("%q means several bodies; name one by its code:\n%s", output.Clean(query), candidates(others))
	}
	if len(others) > 0 {
		a.remark("%q is taken as %s (%s); also: %s", output.Clean(query), answer.Body.Name, answer.Body.ID, alsoList(others))
	} else if answer.Class == bodies.BySlip || answer.Class == bodies.ByPrefix {
		a.remark("%q is taken as %s (%s)", output.Clean(query), answer.Body.Name, answer.Body.ID)
	}
	if answer.Class == bodies.ByPlace { // a location is not to be mistaken for its trust
		code := strings.ToUpper(strings.TrimSpace(query))
		if l, ok, err := arch.BodyByID(cmd.Context(), code); err != nil || ok && l.ID != answer.Body.ID {
			a.remark("%s is the location %s: the answer is about its provider, %s (%s)", output.Clean(code), l.Name, answer.Body.Name, answer.Body.ID)
			return answer.Body, err
		}
	}
	return answer.Body, nil
}

func candidates(list []bodies.Match) string {
	var lines []string
	for i, m := range list {
		if i == 20 {
			lines = append(lines, fmt.Sprintf("  and %d more", len(list)-i))
			break
		}
		line := fmt.Sprintf("  %-6s %s", m.Body.ID, m.Body.Name)
		if m.Name.Name != m.Body.Name && m.Name.Name != m.Body.ID {
			line += " (" + m.Name.Kind + ": " + m.Name.Name + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func alsoList(list []bodies.Match) string {
	var parts []string
	for i, m := range list {
		if i == 5 {
			parts = append(parts, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		parts = append(parts, m.Body.Name+" ("+m.Body.ID+")")
	}
	return strings.Join(parts, "; ")
}

// codesOf are the codes of the trusts asked for.
func (a *app) codesOf(cmd *cobra.Command, args []string) ([]string, error) {
	queries, err := a.queries(args)
	if err != nil {
		return nil, err
	}
	codes := make([]string, 0, len(queries))
	for _, q := range queries {
		body, err := a.find(cmd, q)
		if err != nil {
			return nil, err
		}
		codes = append(codes, body.ID)
	}
	return codes, nil
}

// queries are the trusts asked for: the arguments, and the lines of --trusts.
func (a *app) queries(args []string) ([]string, error) {
	out := slices.Clone(args)
	if a.flags.trusts != "" {
		f, err := os.Open(a.flags.trusts)
		if err != nil {
			return nil, fmt.Errorf("--trusts: %w", err)
		}
		defer f.Close()
		lines, err := readLines(f)
		if err != nil {
			return nil, fmt.Errorf("--trusts: %w", err)
		}
		out = append(out, lines...)
	}
	if len(out) == 0 {
		return nil, usagef("name a trust: a code, a name, part of one, a hospital or a town")
	}
	return out, nil
}
