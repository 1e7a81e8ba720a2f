package store

import (
	"fmt"
	"strings"
)

// EditionsOf lists the ids of an era's editions, in order.
func (c *Catalogue) EditionsOf(era string) []string {
	var out []string
	for _, e := range c.Editions {
		if e.Era == era {
			out = append(out, e.ID)
		}
	}
	return out
}

// NoEdition says that there is no edition of an id, and which may be meant.
func (c *Catalogue) NoEdition(id string) string {
	switch near := c.NearEditions(id); len(near) {
	case 0:
		return fmt.Sprintf("no edition %q; archive editions lists them", id)
	case 1:
		return fmt.Sprintf("no edition %q; there is %s", id, near[0])
	default:
		return fmt.Sprintf("no edition %q; there are %s", id, strings.Join(near, ", "))
	}
}

// NearEditions lists the edition ids most like s: those of the era it begins with,
// else those that begin as it does, else those at most two slips away.
func (c *Catalogue) NearEditions(s string) []string {
	s = strings.ToLower(s)
	prefix, _, _ := strings.Cut(s, "-")
	if near := c.EditionsOf(prefix); len(near) > 0 {
		return near
	}
	var begin []string
	best, slips := []string(nil), 3
	for _, e := range c.Editions {
		if s != "" && strings.HasPrefix(e.ID, s) {
			begin = append(begin, e.ID)
		}
		switch d := distance(s, e.ID); {
		case d < slips:
			best, slips = []string{e.ID}, d
		case d == slips && d < 3:
			best = append(best, e.ID)
		}
	}
	if len(begin) > 0 {
		return begin
	}
	return best
}

// distance is the number of characters to put in, take out or change, at most
// 99.
func distance(a, b string) int {
	if len(a) > 99 || len(b) > 99 {
		return 99
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
