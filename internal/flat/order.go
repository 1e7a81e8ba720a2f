package flat

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/output"
)

// Order is the order of the rows of a table by a column, -column for the greatest
// first: numbers as numbers, absent values last, equal ones as they were. It is
// false for a column the table has not; without a name the rows stay as they are.
func Order(t output.Table, column string) (order []int, ok bool) {
	order = make([]int, len(t.Rows))
	for i := range order {
		order[i] = i
	}
	if column == "" {
		return order, true
	}
	name, down := strings.CutPrefix(column, "-")
	at := slices.IndexFunc(t.Columns, func(c output.Column) bool { return c.Name == name })
	if at < 0 {
		return order, false
	}
	numeric := t.Columns[at].Kind == output.KindInt || t.Columns[at].Kind == output.KindNumber
	slices.SortStableFunc(order, func(i, j int) int {
		x, y := t.Rows[i][at], t.Rows[j][at]
		switch {
		case x.IsAbsent() && y.IsAbsent():
			return 0
		case x.IsAbsent():
			return 1
		case y.IsAbsent():
			return -1
		}
		c := strings.Compare(x.String(), y.String())
		if numeric {
			fx, _ := strconv.ParseFloat(x.String(), 64)
			fy, _ := strconv.ParseFloat(y.String(), 64)
			c = cmp.Compare(fx, fy)
		}
		if down {
			return -c
		}
		return c
	})
	return order, true
}
