package moves

import (
	"fmt"
	"slices"
	"strings"
)

// Place is a cell of the cross-tab: the levels of a lineage on both sides, 1 for
// the worst; 0 on the later side for one that ended in between, on the earlier
// side for one that began.
type Place struct{ From, To int }

// Place is the cell in which Table counts a pair; false for a pair that the table
// leaves out.
func (c *Comparison) Place(p Pair) (Place, bool) {
	from, okA := exact(p.A)
	to, okB := exact(p.B)
	if !okA || !okB || p.A == nil && !p.Came || p.B == nil && !p.Gone || from > len(c.fromScale) || to > len(c.toScale) {
		return Place{}, false
	}
	return Place{from, to}, true
}

// ParsePlace reads a cell written FROM:TO, the levels by the publisher's code or
// word; one side may be empty.
func (c *Comparison) ParsePlace(s string) (Place, error) {
	from, to, ok := strings.Cut(s, ":")
	if !ok || from == "" && to == "" {
		return Place{}, &NoSuch{fmt.Sprintf("%q is no cell: want FROM:TO, as in 0:3; an empty side for those that ended or began in between", s)}
	}
	if err := c.needLevels(); err != nil {
		return Place{}, err
	}
	var p Place
	var err error
	if from != "" {
		if p.From, err = levelOf(c.fromScale, c.From.Measure, from); err != nil {
			return p, err
		}
	}
	if to != "" {
		p.To, err = levelOf(c.toScale, c.To.Measure, to)
	}
	return p, err
}

// PlaceID is a cell as ParsePlace reads it.
func (c *Comparison) PlaceID(p Place) string {
	var from, to string
	if p.From > 0 {
		from = c.fromScale[p.From-1].Code
	}
	if p.To > 0 {
		to = c.toScale[p.To-1].Code
	}
	return from + ":" + to
}

// Pick says which rows of a diff are wanted; its zero value wants all. The
// summary of a diff stays that of all rows.
type Pick struct {
	Only  string  // verdict
	Named string  // in a code or name of the lineage, in any case
	Cells []Place // cells of the cross-tab
}

// Wants reports whether a row is wanted; place and counted are its cell, as
// Comparison.Place tells it.
func (p Pick) Wants(r *Row, place Place, counted bool) bool {
	if p.Only != "" && r.Verdict != p.Only || len(p.Cells) > 0 && !(counted && slices.Contains(p.Cells, place)) {
		return false
	}
	return p.Named == "" || strings.Contains(r.Words(), strings.ToLower(p.Named))
}

// Words are the codes and names of the lineage on both sides, in lower case.
func (r *Row) Words() string {
	words := r.Trust.Code + " " + r.Trust.Name
	if r.From != nil {
		words += "\n" + r.From.Body.Code + " " + r.From.Body.Name
	}
	if r.To != nil {
		words += "\n" + r.To.Body.Code + " " + r.To.Body.Name
	}
	return strings.ToLower(words)
}
