package curated

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Row names one row of a collected file; rows count from 1 below the header.
type Row struct {
	File   string
	Number int
}

func (r Row) String() string { return fmt.Sprintf("%s:%d", r.File, r.Number) }

// ParseIntake reads an intake cell: collected rows, FILE:ROW, separated by
// semicolons. A row may be named by several records; a record made from several
// rows names them all.
func ParseIntake(cell string) ([]Row, error) {
	if cell == "" {
		return nil, nil
	}
	var out []Row
	for part := range strings.SplitSeq(cell, ";") {
		file, number, ok := strings.Cut(part, ":")
		n, err := strconv.Atoi(number)
		if !ok || err != nil || n < 1 || file == "" {
			return nil, fmt.Errorf("%q is no FILE:ROW", part)
		}
		out = append(out, Row{file, n})
	}
	return out, nil
}

// Kept maps each collected row to the ids of the records made from it: claims,
// totals, movements and breaks. Cells that do not parse are left out; Lint
// reports them.
func (set Set) Kept() map[Row][]string {
	out := map[Row][]string{}
	for _, r := range set.intakeCells() {
		rows, _ := ParseIntake(r.cell)
		for _, row := range rows {
			out[row] = append(out[row], r.id)
		}
	}
	return out
}

// intakeCell is one intake cell, with the file and row it stands in.
type intakeCell struct {
	file     string
	row      int
	id, cell string
}

func (set Set) intakeCells() []intakeCell {
	var out []intakeCell
	in := map[string]int{}
	for _, c := range set.Claims {
		file := "claims/" + c.Era + ".csv"
		out = append(out, intakeCell{file, in[file], c.ID, c.Intake})
		in[file]++
	}
	for i, t := range set.Totals {
		out = append(out, intakeCell{"totals.csv", i, t.ID, t.Intake})
	}
	for i, m := range set.Movements {
		out = append(out, intakeCell{"movements.csv", i, m.ID, m.Intake})
	}
	for i, b := range set.Breaks {
		out = append(out, intakeCell{"breaks.csv", i, b.ID, b.Intake})
	}
	return out
}

// intake checks that each collected row is accounted for once: it is named by a
// record, or excluded with a reason, never both, and no row of a file is
// skipped.
func (l *linter) intake() {
	for _, c := range l.set.intakeCells() {
		if _, err := ParseIntake(c.cell); err != nil {
			l.bad(c.file, c.row, "intake", "%s", err)
		}
	}
	kept := l.set.Kept()
	claims := map[string]bool{}
	for _, c := range l.set.Claims {
		claims[c.ID] = true
	}
	last, rows := map[string]int{}, map[string]int{}
	count := func(r Row) { last[r.File] = max(last[r.File], r.Number); rows[r.File]++ }
	for r := range kept {
		count(r)
	}
	for i, e := range l.set.Intake {
		r := Row{e.File, e.Row}
		if e.Row < 1 {
			l.bad("intake.csv", i, "row", "rows count from 1")
		}
		if by := kept[r]; len(by) > 0 {
			l.bad("intake.csv", i, "row", "%s is excluded, and %s is made from it", r, by[0])
			continue
		}
		count(r)
		same := e.Reason == "exact-repetition" || e.Reason == "folded"
		switch {
		case same && len(e.Claims) == 0:
			l.bad("intake.csv", i, "claim", "a row that is %s needs the claim that says the same", e.Reason)
		case !same && len(e.Claims) > 0:
			l.bad("intake.csv", i, "claim", "a row left out as %s names a claim", e.Reason)
		}
		for _, id := range e.Claims {
			if !claims[id] {
				l.bad("intake.csv", i, "claim", "no claim %q", id)
			}
		}
	}
	for _, file := range slices.Sorted(maps.Keys(last)) {
		if n := last[file] - rows[file]; n > 0 {
			l.bad("intake.csv", -1, "", "%s: %d rows before row %d are neither kept nor excluded", file, n, last[file])
		}
	}
}
