package tui

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
)

// asCommand is what archive diff prints for a command line of the screen: the
// same engine, the same choice of rows, the same order.
func asCommand(t *testing.T, d aDiff, line string) string {
	t.Helper()
	words := diffWords(line)
	q := diffAsk{from: words[2], to: words[3], policy: "strands", basis: "published"}
	var pick moves.Pick
	var cells []string
	sorted := ""
	into := map[string]*string{
		"--kind": &q.kind, "--region": &q.region, "--policy": &q.policy, "--basis": &q.basis, "--as-of": &q.asOf, "--only": &pick.Only,
		"--named": &pick.Named, "--sort": &sorted, "--from-measure": &q.fromMeasure, "--to-measure": &q.toMeasure,
	}
	for i := 4; i+1 < len(words); i += 2 {
		switch to := into[words[i]]; {
		case words[i] == "--cell":
			cells = append(cells, words[i+1])
		case words[i] == "--measure":
			q.fromMeasure, q.toMeasure = words[i+1], words[i+1]
		case to == nil:
			t.Fatalf("%s: unknown flag %s", line, words[i])
		default:
			*to = words[i+1]
		}
	}
	a, err := d.session.open()
	if err != nil {
		t.Fatal(err)
	}
	cat, err := a.Catalogue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	from, to, err := q.moments(cat)
	if err != nil {
		t.Fatal(err)
	}
	c, err := moves.Compare(context.Background(), a, from, to, q.options(false, false))
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range cells {
		p, err := c.ParsePlace(cell)
		if err != nil {
			t.Fatal(err)
		}
		pick.Cells = append(pick.Cells, p)
	}
	table := output.Table{Columns: flat.DiffColumns()}
	for i, r := range c.Diff().Rows {
		if place, counted := c.Place(c.Pairs[i]); pick.Wants(&r, place, counted) {
			table.Rows = append(table.Rows, flat.DiffRow(r))
		}
	}
	order, ok := flat.Order(table, sorted)
	if !ok {
		t.Fatalf("%s: no such column", line)
	}
	rows := make([][]output.Value, 0, len(order))
	for _, i := range order {
		rows = append(rows, table.Rows[i])
	}
	table.Rows = rows
	return csvOf(t, table)
}

// diffWords are the words of a command line, quotes taken off.
func diffWords(line string) []string {
	var out []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

func csvOf(t *testing.T, table output.Table) string {
	t.Helper()
	var b bytes.Buffer
	if err := output.Write(&b, output.FormatCSV, table, output.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whatever is filtered, drilled, sorted or toggled: what is exported is what the
// shown command line prints.
func TestDiffExportsWhatItsCommandPrints(t *testing.T) {
	for _, c := range []struct {
		from, to string
		keys     []string
		flags    string
	}{
		{"stars-2003", "stars-2004", nil, "--sort -standing_change"},
		{"stars-2003", "stars-2004", zeroToThree(), "--kind acute --cell 0:3 --sort -standing_change"},
		{"stars-2003", "stars-2004", []string{"right", "right", "right", "right", "enter"}, "--cell 0: --sort -standing_change"},
		{"stars-2003", "stars-2004", []string{"/", "'of l", "enter", "s", "S"}, "--named 'of l' --sort level_change"},
		{"stars-2003", "stars-2004", []string{"B", "P", "O", "'down", "enter", "s"}, "--policy legal --basis common --only down --sort -level_change"},
		{"stars-2003", "stars-2004", []string{"w", "s", "s", "s", "s", "s", "s", "s", "S"}, "stars-2004 stars-2003"},
		{"nof-2025-26-q2", "nof-2025-26-q3", []string{"M", "'nof.rank", "enter", "R", "'north w", "enter"}, "--measure nof.rank --region 'North West'"},
		{"cqc@2020-02-05", "cqc@2022-06-21", []string{"down", "right", "right", "enter"}, "--cell 'requires improvement:good'"},
		{"stars-2004", "nof-2025-26-q1", []string{"M", "'after: nof.rank", "enter"}, "--to-measure nof.rank"},
	} {
		d := diffOf(t, c.from, c.to, 120, 40)
		d.press(c.keys...)
		line := d.commandLine()
		if !strings.Contains(line, c.flags) {
			t.Errorf("%s lacks %s", line, c.flags)
		}
		table, ok := d.s.Table()
		if !ok || len(table.Rows) == 0 {
			t.Errorf("%s: nothing to export", line)
		}
		if diff := cmp.Diff(asCommand(t, d, line), csvOf(t, table)); diff != "" {
			t.Errorf("%s (-command +export):\n%s", line, diff)
		}
	}
}
