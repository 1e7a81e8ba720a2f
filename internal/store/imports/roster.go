package imports

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// roster is the organisations of care directories of one level, in the order of
// their codes. Rows name an organisation by its number: to look each up and to sort
// rows by code would take longer than to read them.
type roster struct {
	codes []string
	place []int32 // by number, in codes; elsewhere for one of another level
}

const elsewhere = -1

func (s *Store) readRoster(ctx context.Context, level string) (*roster, error) {
	text, err := s.text(ctx, "SELECT concat_ws(char(31), id, level, key) AS line FROM org ORDER BY key")
	if err != nil {
		return nil, err
	}
	r := &roster{codes: make([]string, 0, strings.Count(text, "\x1e")+1)}
	for line := range strings.SplitSeq(text, "\x1e") {
		number, rest, _ := strings.Cut(line, "\x1f")
		of, code, _ := strings.Cut(rest, "\x1f")
		id, err := strconv.Atoi(number)
		if err != nil {
			continue // there is no organisation at all
		}
		for len(r.place) <= id {
			r.place = append(r.place, elsewhere)
		}
		if of == level {
			r.place[id] = int32(len(r.codes))
			r.codes = append(r.codes, code)
		}
	}
	return r, nil
}

// find is the place of the organisation that a line begins with, and the rest of
// the line.
func (r *roster) find(line string) (at int32, rest string) {
	number, rest, _ := strings.Cut(line, "\x1f")
	id, err := strconv.Atoi(number)
	if err != nil || id < 0 || id >= len(r.place) {
		return elsewhere, rest
	}
	return r.place[id], rest
}

// row is a line without the number it began with.
type row struct {
	at   int32 // of its organisation
	rest string
}

// sorted puts lines in the order of codes, those of one organisation in the order
// of what they say, and leaves out those of other levels.
func (r *roster) sorted(lines []string) []row {
	ends := make([]int32, len(r.codes)+1)
	rows := make([]row, 0, len(lines))
	for _, line := range lines {
		if at, rest := r.find(line); at >= 0 {
			rows = append(rows, row{at, rest})
			ends[at+1]++
		}
	}
	for i := range len(r.codes) {
		ends[i+1] += ends[i]
	}
	out := make([]row, len(rows))
	for _, x := range rows {
		out[ends[x.at]] = x
		ends[x.at]++
	}
	for i := 0; i < len(out); {
		n := i + 1
		for n < len(out) && out[n].at == out[i].at {
			n++
		}
		if n > i+1 {
			slices.SortFunc(out[i:n], func(a, b row) int { return strings.Compare(a.rest, b.rest) })
		}
		i = n
	}
	return out
}
