package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/holdings"
	"careratings/internal/output"
)

func (a *app) resolveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "resolve FILE", Short: "A list of printed names to codes, with confidence and candidates", GroupID: "trust", Args: cobra.ExactArgs(1),
		Long: "Settle a list of printed names: one a line, or CSV with a header that has name and\n" +
			"may have type and year (2004, or a day). - reads standard input. A code is given only\n" +
			"when it is certain or likely; otherwise the candidates and the reason are.",
		Example: "  archive resolve names.csv --format csv",
	}
	return a.listing(cmd, listing{
		schema: "resolve/1",
		columns: []output.Column{
			flat.Text("name", "name as printed"), flat.Text("type", "type as given"), flat.Text("year", "year as given"),
			flat.Code("code", "code, where certain or likely"), flat.Text("body", "official name"), flat.Code("confidence", "certain, likely, unsure or none"),
			flat.Text("basis", "how it was found"), flat.Text("candidates", "codes considered"), flat.Text("reason", "why not more"),
		},
		rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
			arch, err := a.open()
			if err != nil {
				return nil, err
			}
			printed, err := a.printedNames(args[0])
			if err != nil {
				return nil, err
			}
			var rows [][]output.Value
			for _, p := range printed {
				r, err := holdings.ResolveName(cmd.Context(), arch, p)
				if err != nil {
					return nil, err
				}
				rows = append(rows, []output.Value{
					output.Text(p.Name), output.TextOr(p.Type, ""), output.TextOr(p.Year, ""), flat.OrGap(r.Body.ID), output.TextOr(r.Body.Name, ""),
					output.Text(r.Confidence), output.TextOr(r.Basis, ""), output.TextOr(strings.Join(r.Candidates, " "), ""), output.TextOr(r.Reason, ""),
				})
			}
			return rows, nil
		},
	})
}

func (a *app) printedNames(file string) ([]holdings.Printed, error) {
	in := a.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return readPrinted(in)
}

// readPrinted reads names, one a line, or CSV whose header has a column name.
func readPrinted(r io.Reader) ([]holdings.Printed, error) {
	lines, err := readLines(r)
	if err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	if len(lines) == 0 {
		return nil, usagef("resolve: the list is empty; give one name a line, or CSV with a header name,type,year")
	}
	header := strings.Split(strings.ToLower(lines[0]), ",")
	at := slices.Index(header, "name")
	if at < 0 {
		out := make([]holdings.Printed, 0, len(lines))
		for _, l := range lines {
			out = append(out, holdings.Printed{Name: l})
		}
		return out, nil
	}
	reader := csv.NewReader(strings.NewReader(strings.Join(lines[1:], "\n")))
	reader.FieldsPerRecord = len(header)
	records, err := reader.ReadAll()
	if err != nil {
		return nil, usagef("resolve: %w; the header has %d columns", err, len(header))
	}
	cell := func(rec []string, name string) string {
		if i := slices.Index(header, name); i >= 0 {
			return strings.TrimSpace(rec[i])
		}
		return ""
	}
	out := make([]holdings.Printed, 0, len(records))
	for _, rec := range records {
		out = append(out, holdings.Printed{Name: cell(rec, "name"), Type: cell(rec, "type"), Year: cell(rec, "year")})
	}
	return out, nil
}
