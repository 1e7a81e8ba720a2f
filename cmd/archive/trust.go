package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/bodies"
	"careratings/internal/flat"
	"careratings/internal/output"
)

// card is the identity of one body: the document of archive trust.
type card struct {
	Schema      string      `json:"schema"`
	Code        string      `json:"code"`
	Name        string      `json:"name"`
	Kind        string      `json:"kind"`
	Opened      string      `json:"opened"`
	Closed      string      `json:"closed"`
	ClosedBasis string      `json:"closed_basis"`
	Foundation  string      `json:"foundation_from"`
	Region      string      `json:"region"`
	Town        string      `json:"town"`
	Postcode    string      `json:"postcode"`
	CodeStatus  string      `json:"code_status"`
	Note        string      `json:"note"`
	Source      string      `json:"source"`
	Eras        []string    `json:"eras"`
	Names       output.Rows `json:"names"`
	Successions output.Rows `json:"successions"`
}

func nameColumns() []output.Column {
	return []output.Column{
		flat.Text("name", "the name"), flat.Code("kind", "official, former, alias, printed, hospital or town"),
		flat.Code("from", "first date it was seen"), flat.Code("to", "last date it was seen"), flat.Text("source", "labels of the sources"),
	}
}

func successionColumns() []output.Column {
	return []output.Column{
		flat.Code("predecessor", "code"), flat.Text("predecessor_name", "its name"), flat.Code("successor", "code"), flat.Text("successor_name", "its name"),
		flat.Code("on", "date, the legal one where known"), flat.Code("kind", "kind of succession"), flat.Text("other_dates", "other dates sources give"),
		flat.Text("source", "labels of the sources"),
	}
}

func (a *app) trustCommand() *cobra.Command {
	return &cobra.Command{
		Use: "trust TRUST", Short: "Identity card: names, dates, predecessors and successors", GroupID: "trust", Args: cobra.MinimumNArgs(1),
		Example:           "  archive trust RX1\n  archive trust RTG --format json",
		Annotations:       map[string]string{"fields": fieldList(output.Table{Columns: nameColumns()})},
		ValidArgsFunction: a.completeTrusts,
		RunE: func(cmd *cobra.Command, args []string) error {
			body, err := a.find(cmd, strings.Join(args, " "))
			if err != nil {
				return err
			}
			c, err := a.card(cmd, body)
			if err != nil {
				return err
			}
			f, err := a.format(output.FormatTable)
			if err != nil {
				return err
			}
			if f != output.FormatTable || cmd.Flags().Changed("json") {
				return a.print(cmd, output.Table(c.Names), c)
			}
			return a.printCard(c)
		},
	}
}

func (a *app) card(cmd *cobra.Command, b bodies.Body) (card, error) {
	c := card{
		Schema: "trust/1", Code: b.ID, Name: b.Name, Kind: b.Kind, Opened: string(b.Opened), Closed: string(b.Closed), ClosedBasis: b.ClosedBasis,
		Foundation: string(b.FoundationFrom), Region: b.Region, Town: b.Town, Postcode: b.Postcode, CodeStatus: b.CodeStatus, Note: b.Note,
		Source: b.Source, Eras: []string{},
		Names:       output.Rows{Columns: nameColumns()},
		Successions: output.Rows{Columns: successionColumns()},
	}
	held, err := a.archive.ErasOf(cmd.Context(), b.ID)
	if err != nil {
		return c, err
	}
	c.Eras = append(c.Eras, held...)
	names, err := a.archive.NamesOf(cmd.Context(), b.ID)
	if err != nil {
		return c, err
	}
	for _, n := range names {
		c.Names.Rows = append(c.Names.Rows, []output.Value{
			output.Text(n.Name), output.Text(n.Kind), output.TextOr(string(n.From), ""), output.TextOr(string(n.To), ""), output.Text(n.Source),
		})
	}
	links, err := a.archive.Successions(cmd.Context(), b.ID)
	if err != nil {
		return c, err
	}
	for _, s := range links {
		if s.Predecessor != b.ID && s.Successor != b.ID {
			continue
		}
		row, err := a.successionRow(cmd, s)
		if err != nil {
			return c, err
		}
		c.Successions.Rows = append(c.Successions.Rows, row)
	}
	return c, nil
}

func (a *app) successionRow(cmd *cobra.Command, s bodies.Succession) ([]output.Value, error) {
	p, _, err := a.archive.BodyByID(cmd.Context(), s.Predecessor)
	if err != nil {
		return nil, err
	}
	q, _, err := a.archive.BodyByID(cmd.Context(), s.Successor)
	if err != nil {
		return nil, err
	}
	return []output.Value{
		output.Text(s.Predecessor), output.Text(p.Name), output.Text(s.Successor), output.Text(q.Name), flat.OrGap(string(s.On)),
		output.Text(s.Kind), output.TextOr(s.OtherDates, ""), output.Text(s.Source),
	}, nil
}

func (a *app) printCard(c card) error {
	var b strings.Builder
	style := output.NewStyle(a.colour(a.flags.noColor))
	fmt.Fprintf(&b, "%s (%s)\n", style.Bold(output.Clean(c.Name)), c.Code)
	line := func(label, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-12s %s\n", label, output.Clean(value))
		}
	}
	line("kind", strings.ReplaceAll(c.Kind, "-", " "))
	line("opened", c.Opened)
	closed := c.Closed
	if c.ClosedBasis != "" {
		closed = strings.TrimSpace(closed + " (" + strings.ReplaceAll(c.ClosedBasis, "-", " ") + ")")
	}
	line("closed", closed)
	line("foundation", c.Foundation)
	line("region", c.Region)
	line("town", c.Town)
	if c.CodeStatus == "not-evidenced" {
		line("code", "not read in a source")
	}
	line("rated in", strings.Join(c.Eras, ", "))
	line("note", c.Note)
	line("read in", strings.ReplaceAll(c.Source, "|", ", "))
	list := func(title string, rows output.Rows, item func(cell func(name string) string) string) {
		if len(rows.Rows) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n%s\n", style.Bold(title))
		for _, row := range rows.Rows {
			text := item(func(name string) string {
				at := slices.IndexFunc(rows.Columns, func(c output.Column) bool { return c.Name == name })
				return row[at].String()
			})
			for i, l := range output.Wrap(output.Clean(text), a.pageWidth()-4) {
				b.WriteString(map[bool]string{true: "  ", false: "    "}[i == 0] + l + "\n")
			}
		}
	}
	list("Names", c.Names, func(cell func(string) string) string {
		seen := ""
		if from := cell("from"); from != "" {
			seen = "from " + from + "; "
		}
		if to := cell("to"); to != "" {
			seen = strings.TrimSuffix(seen, "; ") + " until " + to + "; "
		}
		seen = strings.TrimSpace(seen)
		if seen != "" {
			seen += " "
		}
		return fmt.Sprintf("%s: %s (%sread in %s)", cell("kind"), cell("name"), seen, cell("source"))
	})
	list("Predecessors and successors", c.Successions, func(cell func(string) string) string {
		arrow, code, name := "<-", cell("predecessor"), cell("predecessor_name")
		if code == c.Code {
			arrow, code, name = "->", cell("successor"), cell("successor_name")
		}
		on := cell("on")
		if other := cell("other_dates"); other != "" {
			on += ", elsewhere " + other
		}
		return fmt.Sprintf("%s %s %s (%s, %s; read in %s)", arrow, code, name, on, cell("kind"), cell("source"))
	})
	_, err := io.WriteString(a.out, b.String())
	return err
}
