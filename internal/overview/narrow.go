package overview

import (
	"slices"
	"strings"

	"careratings/internal/bodies"
)

// Unknown stands for a region that is not known.
const Unknown = "unknown"

// Filter says which bodies are listed. An empty field passes all.
type Filter struct {
	Kinds   []string // one of these
	Regions []string // one of these, in either case; Unknown for a body without one
	Eras    []string // ratings in every one of these
	Open    bool     // no end known
	Closed  bool
	Rated   bool // ratings of its own
}

// Keeps reports whether a body with ratings in these eras passes.
func (f *Filter) Keeps(b *bodies.Body, eras []string) bool {
	if len(f.Kinds) > 0 && !slices.Contains(f.Kinds, b.Kind) || f.Open && !f.Closed && !b.Living() || f.Closed && !f.Open && b.Living() {
		return false
	}
	if len(f.Regions) > 0 && !slices.ContainsFunc(f.Regions, func(r string) bool {
		return strings.EqualFold(r, b.Region) || b.Region == "" && strings.EqualFold(r, Unknown)
	}) {
		return false
	}
	for _, e := range f.Eras {
		if !slices.Contains(eras, e) {
			return false
		}
	}
	return !f.Rated || len(eras) > 0
}

// Orders lists what the list can be sorted by.
func Orders() []string { return []string{"name", "kind", "standing", "ratings", "fall", "rise"} }

// Last is the place of a body that has not what the list is sorted by: behind
// all others, whichever way it runs.
const Last = ^uint32(0)

// Place is a body's place when the list is sorted by order: smaller comes first.
// index gives the body's place by name. Best standing, most ratings and biggest
// moves come first.
func Place(order string, b *bodies.Body, index uint32, f *Facts, j *Judged) uint32 {
	switch {
	case order == "name":
		return index
	case order == "kind":
		return uint32(slices.Index(bodies.Kinds(), b.Kind))
	case f == nil:
		return Last
	case order == "ratings":
		if n := f.Ratings(b.ID); n > 0 {
			return Last - 1 - uint32(n)
		}
		return Last
	case j == nil:
		return Last
	}
	switch order {
	case "standing":
		if p := j.Latest[b.ID]; p != nil && p.Standing.Mid != nil {
			return uint32((1 - *p.Standing.Mid) * 1e9)
		}
	case "fall":
		return size(j.Fall[b.ID])
	case "rise":
		return size(j.Rise[b.ID])
	}
	return Last
}

// size puts the bigger move first: by levels, then by the change of standing.
func size(m *Move) uint32 {
	if m == nil {
		return Last
	}
	return 3e9 - uint32(min(m.Levels(), 20))*1e8 - uint32(abs(m.Change)*9.9e7)
}

// Sort puts n things in the order of their places, those with the same place as
// they were; backwards turns it round, but what has no place stays last.
func Sort(n int, backwards bool, place func(i int) uint32) []int {
	keys := make([]uint64, n)
	for i := range keys {
		p := place(i)
		if backwards && p != Last {
			p = Last - 1 - p
		}
		keys[i] = uint64(p)<<32 | uint64(i)
	}
	slices.Sort(keys)
	out := make([]int, n)
	for i, k := range keys {
		out[i] = int(uint32(k))
	}
	return out
}
