package export

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/store"
)

// Parts lists what can be exported.
func Parts() []string { return []string{"ratings", "claims", "standings", "bodies", "all"} }

// ParseParts reads the names of parts, separated by commas.
func ParseParts(s string) ([]string, error) {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if !slices.Contains(Parts(), part) {
			return nil, fmt.Errorf("there is no %q to export: give %s", part, strings.Join(Parts(), ", "))
		}
		if !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out, nil
}

// Tables returns the tables of the parts asked for, and those that explain their
// codes. Nothing is read before a table's rows are.
func Tables(a *store.Archive, parts []string) []Table {
	all := slices.Contains(parts, "all")
	of := func(part string) bool { return all || slices.Contains(parts, part) }
	r := reader{archive: a}
	var out []Table
	if of("ratings") {
		out = append(out, r.ratings())
	}
	if of("standings") {
		out = append(out, r.standings())
	}
	if of("claims") {
		out = append(out, r.claims())
	}
	out = append(out, r.bodies())
	if of("bodies") {
		out = append(out, r.names(), r.successions())
	}
	if of("ratings") || of("claims") || of("standings") {
		out = append(out, r.eras(), r.editions(), r.measures(), r.levels(), r.breaks())
	}
	if all {
		out = append(out, r.totals(), r.conflicts())
	}
	return withoutLoose(append(out, r.sources()))
}

// withoutLoose takes out references to tables that are not there.
func withoutLoose(tables []Table) []Table {
	for i := range tables {
		tables[i].Refers = slices.DeleteFunc(tables[i].Refers, func(r Reference) bool {
			return !slices.ContainsFunc(tables, func(t Table) bool { return t.Name == r.Table })
		})
	}
	return tables
}

// reader reads the tables of an archive.
type reader struct{ archive *store.Archive }

func refers(column, table, to string) Reference {
	return Reference{Columns: []string{column}, Table: table, To: []string{to}}
}

// each turns a list into rows.
func each[T any](list func(context.Context) ([]T, error), cells func(T) []Cell) func(context.Context, func([]Cell) error) error {
	return func(ctx context.Context, row func([]Cell) error) error {
		all, err := list(ctx)
		if err != nil {
			return err
		}
		for _, v := range all {
			if err := row(cells(v)); err != nil {
				return err
			}
		}
		return nil
	}
}
