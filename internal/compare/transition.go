package compare

import "fmt"

// Cell is a count of a row with its share of the row and the Wilson 95 %
// interval of that share.
type Cell struct {
	N        int
	Share    Number
	Interval *Interval // nil when Share is absent
}

// Row is where those who began at Level ended. The shares, Exit included, add up
// to one: they are of all N who began there.
type Row struct {
	Level int
	N     int
	To    []Cell // by later level, worst to best
	Exit  Cell   // not rated in the later edition
}

// StepCount is the number of lineages that moved by Steps levels (negative:
// down).
type StepCount struct {
	Steps, N int
}

// Transitions is a transition matrix with an exit column and an entry row.
type Transitions struct {
	Rows  []Row
	Entry []int // rated in the later edition only, by level
	Steps []StepCount
}

// TransitionsOf turns a cross-tab into a transition matrix. It is the cohort
// method: start and end only, nothing of what happened between (the duration
// method of Lando and Skodeberg 2002, Analyzing rating transitions and rating
// drift with continuous observations, Journal of Banking and Finance 26,
// 423-444, needs every date). Along a path that forbids it the error is a
// *Refusal; a table that is not square is an error too.
func TransitionsOf(t Table, path Path) (Transitions, error) {
	if err := path.Permit(OpTransition); err != nil {
		return Transitions{}, err
	}
	if err := t.square(); err != nil {
		return Transitions{}, fmt.Errorf("transitions: %w", err)
	}
	k := len(t.Exit)
	out := Transitions{Rows: RowsOf(t), Entry: append([]int(nil), t.Entry...)}
	steps := make([]int, max(2*k-1, 0))
	for i, row := range t.Cells {
		for j, n := range row {
			steps[j-i+k-1] += n
		}
	}
	for s, n := range steps {
		out.Steps = append(out.Steps, StepCount{Steps: s - k + 1, N: n})
	}
	return out, nil
}

// RowsOf gives the shares and intervals of any cross-tab, whatever its two
// scales. Of a table that was not made by NewTable and Add it gives none.
func RowsOf(t Table) []Row {
	if t.fault() != "" {
		return nil
	}
	rows := make([]Row, len(t.Cells))
	for i, counts := range t.Cells {
		n := sum(counts) + t.Exit[i]
		rows[i] = Row{Level: i + 1, N: n, To: make([]Cell, len(counts)), Exit: cellOf(t.Exit[i], n)}
		for j, count := range counts {
			rows[i].To[j] = cellOf(count, n)
		}
	}
	return rows
}

func cellOf(n, of int) Cell {
	interval, reason := Wilson(n, of)
	if interval == nil {
		return Cell{N: n, Share: absent(reason)}
	}
	return Cell{N: n, Share: known(share(n, of)), Interval: interval}
}

// square returns an error unless both sides have the same levels.
func (t Table) square() error {
	if fault := t.fault(); fault != "" {
		return fmt.Errorf("%s", fault)
	}
	if len(t.Exit) != len(t.Entry) {
		return fmt.Errorf("%d levels against %d", len(t.Exit), len(t.Entry))
	}
	return nil
}
