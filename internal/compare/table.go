package compare

import "fmt"

// Table is the cross-tab of two editions: Cells[i][j] bodies at level i+1 in
// the earlier and j+1 in the later, both worst to best. Exit counts those rated
// in the earlier only, Entry those rated in the later only. Bodies whose level
// is only partly known are in none of them.
type Table struct {
	Cells [][]int
	Exit  []int
	Entry []int
}

// NewTable is the empty table of a scale of ka levels and one of kb. Neither is
// below zero.
func NewTable(ka, kb int) Table {
	ka, kb = max(ka, 0), max(kb, 0)
	t := Table{Cells: make([][]int, ka), Exit: make([]int, ka), Entry: make([]int, kb)}
	for i := range t.Cells {
		t.Cells[i] = make([]int, kb)
	}
	return t
}

// Add counts one lineage, at level from in the earlier edition and level to in
// the later. Zero means not rated there. A level outside its scale, or zero
// twice, is an error and leaves the table as it was.
func (t Table) Add(from, to int) error {
	if from < 0 || to < 0 || from > len(t.Exit) || to > len(t.Entry) || (from == 0 && to == 0) {
		return fmt.Errorf("cross-tab: levels %d and %d in a table of %d by %d", from, to, len(t.Exit), len(t.Entry))
	}
	switch {
	case to == 0:
		t.Exit[from-1]++
	case from == 0:
		t.Entry[to-1]++
	default:
		t.Cells[from-1][to-1]++
	}
	return nil
}

// N is the number of lineages rated in both editions: the common cohort.
func (t Table) N() int { return sum(t.From()) }

// From is the cohort's distribution in the earlier edition.
func (t Table) From() []int {
	margin := make([]int, len(t.Cells))
	for i, row := range t.Cells {
		margin[i] = sum(row)
	}
	return margin
}

// To is the cohort's distribution in the later edition.
func (t Table) To() []int {
	margin := make([]int, len(t.Entry))
	for _, row := range t.Cells {
		for j, n := range row {
			if j < len(margin) {
				margin[j] += n
			}
		}
	}
	return margin
}

// AllFrom is the earlier distribution with those who left.
func (t Table) AllFrom() []int { return plus(t.From(), t.Exit) }

// AllTo is the later distribution with those who came.
func (t Table) AllTo() []int { return plus(t.To(), t.Entry) }

// Pairs lists the cohort one lineage at a time, each its own lineage in one
// peer group, for statistics that need pairs.
func (t Table) Pairs() []Pair {
	pairs := make([]Pair, 0, t.N())
	for i, row := range t.Cells {
		for j, n := range row {
			for range n {
				pairs = append(pairs, Pair{A: float64(i + 1), B: float64(j + 1)})
			}
		}
	}
	return pairs
}

// fault says what is wrong with a table that was not made by NewTable and Add.
func (t Table) fault() string {
	if len(t.Cells) != len(t.Exit) {
		return "the table has no exit for each row"
	}
	for _, row := range t.Cells {
		if len(row) != len(t.Entry) {
			return "the table is not rectangular"
		}
		for _, n := range row {
			if n < 0 {
				return "the table has a negative count"
			}
		}
	}
	return ""
}

func plus(a, b []int) []int {
	out := make([]int, len(a))
	for i := range a {
		out[i] = a[i]
		if i < len(b) {
			out[i] += b[i]
		}
	}
	return out
}
