package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/bodies"
	"careratings/internal/output"
	"careratings/internal/store"
)

func (a *app) lineageCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "lineage TRUST", Short: "Predecessors and successors as a tree", GroupID: "trust", Args: cobra.MinimumNArgs(1),
		Example:           "  archive lineage RX9\n  archive lineage RX9 --format csv",
		Annotations:       map[string]string{"fields": fieldList(output.Table{Columns: successionColumns()})},
		ValidArgsFunction: a.completeTrusts,
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		body, err := a.find(cmd, strings.Join(args, " "))
		if err != nil {
			return err
		}
		links, err := a.archive.Successions(cmd.Context(), body.ID)
		if err != nil {
			return err
		}
		t := output.Table{Columns: successionColumns()}
		for _, s := range links {
			row, err := a.successionRow(cmd, s)
			if err != nil {
				return err
			}
			t.Rows = append(t.Rows, row)
		}
		f, err := a.format(output.FormatTable)
		if err != nil {
			return err
		}
		if f != output.FormatTable || cmd.Flags().Changed("json") {
			return a.print(cmd, t, output.ListDocument{Schema: "lineage/1", Rows: output.Rows(t)})
		}
		kin, err := a.archive.Lineage(cmd.Context(), body.ID)
		if err != nil {
			return err
		}
		return a.printTree(body, links, kin)
	}
	return cmd
}

// printTree draws the predecessors, then the body, then its successors, each
// under the body it is next to. A body met a second time is named, not
// repeated.
func (a *app) printTree(body bodies.Body, links []bodies.Succession, kin []store.Kin) error {
	names := map[string]string{body.ID: body.Name}
	for _, k := range kin {
		names[k.Code] = k.Body.Name
	}
	var b strings.Builder
	style := output.NewStyle(a.colour(a.flags.noColor))
	fmt.Fprintf(&b, "%s %s\n", body.ID, style.Bold(output.Clean(body.Name)))
	seen := []string{body.ID}
	var draw func(code, indent, arrow string, back bool)
	draw = func(code, indent, arrow string, back bool) {
		for _, s := range links {
			next := s.Predecessor
			if !back {
				next = s.Successor
			}
			if back && s.Successor != code || !back && s.Predecessor != code {
				continue
			}
			on := string(s.On)
			if on == "" {
				on = output.NotAvailable
			}
			text := fmt.Sprintf("%s%s %-6s %s (%s, %s)", indent, arrow, next, output.Clean(names[next]), on, output.Clean(s.Kind))
			if slices.Contains(seen, next) {
				b.WriteString(text + " as above\n")
				continue
			}
			seen = append(seen, next)
			b.WriteString(text + "\n")
			draw(next, indent+"  ", arrow, back)
		}
	}
	draw(body.ID, "  ", "<-", true)
	draw(body.ID, "  ", "->", false)
	if len(kin) == 0 {
		b.WriteString("  no predecessor and no successor is recorded\n")
	}
	_, err := io.WriteString(a.out, b.String())
	return err
}
