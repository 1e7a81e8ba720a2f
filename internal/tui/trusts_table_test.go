package tui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/bodies"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/overview"
)

// The command line names what the screen shows, and its table is what that
// command prints: the same search, filter, order and rows.
func TestTrustsTableIsTheCommands(t *testing.T) {
	for _, tt := range []struct {
		keys    []string
		command string
		query   string
		filter  overview.Filter
		order   string
		turned  bool
		asOf    string
	}{
		{command: "archive trusts"},
		{keys: []string{"type leic"}, command: "archive trusts leic", query: "leic"},
		{keys: []string{"type king's mill"}, command: `archive trusts "king's mill"`, query: "king's mill"},
		{
			keys: []string{"tab", "f", "enter", "down", "enter", "tab", "s", "s", "s", "s", "s"}, command: "archive trusts --kind trust,foundation-trust --sort fall",
			filter: overview.Filter{Kinds: []string{"trust", "foundation-trust"}}, order: "fall",
		},
		{
			keys: []string{"type hosp", "tab", "f", "G", "enter", "tab", "s", "s", "s", "S"}, command: "archive trusts hosp --era nof --sort standing --reverse",
			query: "hosp", filter: overview.Filter{Eras: []string{"nof"}}, order: "standing", turned: true,
		},
		{keys: []string{"tab", "s"}, command: "archive trusts --sort name", order: "name"},
		{
			keys: []string{"tab", "A", "type 2004-01-01", "enter", "s", "s", "s", "s"}, command: "archive trusts --sort ratings --as-of 2004-01-01",
			order: "ratings", asOf: "2004-01-01",
		},
	} {
		f, s, _ := trustsAfter(t, tt.keys...)
		if f.commandLine() != tt.command {
			t.Errorf("command %s, want %s", f.commandLine(), tt.command)
		}
		table, ok := s.Table()
		if !ok {
			t.Errorf("%s: no table", tt.command)
			continue
		}
		if diff := cmp.Diff(trustsCommanded(t, s, tt.query, tt.filter, tt.order, tt.turned, tt.asOf), trustsCSV(t, table)); diff != "" {
			t.Errorf("%s (-command +screen):\n%s", tt.command, diff)
		}
	}
}

// trustsCommanded is what the command prints, by the way it takes.
func trustsCommanded(t *testing.T, s *trustsScreen, query string, filter overview.Filter, order string, turned bool, asOf string) string {
	t.Helper()
	ctx := context.Background()
	a, err := s.session.open()
	if err != nil {
		t.Fatal(err)
	}
	var list []bodies.Match
	if query == "" {
		all, err := a.AllBodies(ctx, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range all {
			list = append(list, bodies.Match{Body: b})
		}
	} else if list, err = bodies.Search(ctx, a, query); err != nil {
		t.Fatal(err)
	}
	facts, err := overview.Read(ctx, a, asOf)
	if err != nil {
		t.Fatal(err)
	}
	judged, err := overview.Judge(ctx, a, facts, asOf)
	if err != nil {
		t.Fatal(err)
	}
	list = slices.DeleteFunc(list, func(m bodies.Match) bool { return !filter.Keeps(&m.Body, facts.Eras(m.Body.ID)) })
	names := map[string]uint32{}
	for i, m := range slices.SortedFunc(slices.Values(list), func(x, y bodies.Match) int {
		return strings.Compare(x.Body.Name+"\x00"+x.Body.ID, y.Body.Name+"\x00"+y.Body.ID)
	}) {
		names[m.Body.ID] = uint32(i)
	}
	table := output.Table{Columns: flat.TrustColumns()}
	for _, i := range overview.Sort(len(list), turned, func(i int) uint32 {
		if order == "" {
			return uint32(i)
		}
		return overview.Place(order, &list[i].Body, names[list[i].Body.ID], facts, judged)
	}) {
		table.Rows = append(table.Rows, flat.TrustRow(list[i], facts.Eras(list[i].Body.ID)))
	}
	return trustsCSV(t, table)
}

func trustsCSV(t *testing.T, table output.Table) string {
	t.Helper()
	var b strings.Builder
	if err := output.Write(&b, output.FormatCSV, table, output.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
