package bodies

import (
	"cmp"
	"slices"

	"careratings/internal/eras"
)

// Relation is how a body of a lineage stands to the one it is drawn for.
type Relation string

// The relations. A body is both when it stands on a circle of successions, as
// when services moved back.
const (
	Predecessor Relation = "predecessor"
	Successor   Relation = "successor"
	Both        Relation = "both"
)

// Kin is one body of a lineage.
type Kin struct {
	Code     string
	Relation Relation
	On       eras.Interval // date of the last succession on a shortest way from or to the body the lineage is of
	Steps    int           // successions on the shortest way; 1 is next of kin
	Links    []Succession  // the successions by which it hangs on bodies nearer to the one asked for
}

// Lineage returns the kin of code: its predecessors and theirs, its successors
// and theirs, in one direction each. A sibling (another successor of a
// predecessor) is no kin: after the splits of 2002 and 2006 it would make one
// family of half the country. Predecessors come first, then successors, each
// by steps, date and code. Circles end at the first body met again; code
// itself is never in its own lineage.
func Lineage(successions []Succession, code string) []Kin {
	return lineage(successions, code, func(string) bool { return true })
}

// Strands returns the bodies whose ratings make up the trajectory of code, as
// codes: itself first, then its lineage as far as it runs through bodies that
// follow says belong to it (see SameFamily). A body that does not ends its
// branch.
func Strands(successions []Succession, code string, follow func(code string) bool) []string {
	codes := []string{code}
	for _, k := range lineage(successions, code, follow) {
		codes = append(codes, k.Code)
	}
	return codes
}

// SameFamily reports whether a kind of body can carry on the trajectory of
// another: trusts of every form among themselves, primary care trusts with care
// trusts, commissioning groups with integrated care boards. Services passed
// between the families too, but no rating of one is a rating of the other.
func SameFamily(a, b string) bool {
	families := [][]string{
		{"trust", "foundation-trust", "care-trust"},
		{"pct", "care-trust"},
		{"ccg", "icb"},
	}
	for _, f := range families {
		if slices.Contains(f, a) && slices.Contains(f, b) {
			return true
		}
	}
	return a == b
}

func lineage(successions []Succession, code string, follow func(string) bool) []Kin {
	back, ahead := map[string][]Succession{}, map[string][]Succession{}
	for _, s := range successions {
		if s.Predecessor == s.Successor {
			continue
		}
		back[s.Successor] = append(back[s.Successor], s)
		ahead[s.Predecessor] = append(ahead[s.Predecessor], s)
	}
	before := walk(code, Predecessor, back, func(s Succession) string { return s.Predecessor }, follow)
	after := walk(code, Successor, ahead, func(s Succession) string { return s.Successor }, follow)

	at := map[string]int{}
	for i, k := range before {
		at[k.Code] = i
	}
	kin := before
	for _, k := range after {
		if i, ok := at[k.Code]; ok {
			kin[i].Relation = Both
			kin[i].Links = append(kin[i].Links, k.Links...)
			continue
		}
		kin = append(kin, k)
	}
	return kin
}

// walk goes out from code in one direction, breadth first.
func walk(code string, relation Relation, links map[string][]Succession, other func(Succession) string, follow func(string) bool) []Kin {
	steps := map[string]int{code: 0}
	at := map[string]int{}
	var kin []Kin
	for ring := []string{code}; len(ring) > 0; {
		var next []string
		for _, from := range ring {
			for _, s := range links[from] {
				to := other(s)
				if !follow(to) {
					continue
				}
				n, met := steps[to]
				if !met {
					steps[to] = steps[from] + 1
					at[to] = len(kin)
					kin = append(kin, Kin{Code: to, Relation: relation, On: s.On, Steps: steps[to], Links: []Succession{s}})
					next = append(next, to)
					continue
				}
				if n == steps[from]+1 {
					k := &kin[at[to]]
					k.Links = append(k.Links, s)
					if s.On.SortKey() > k.On.SortKey() && s.On.Known() {
						k.On = s.On
					}
				}
			}
		}
		ring = next
	}
	for i := range kin {
		slices.SortFunc(kin[i].Links, compareLinks)
	}
	slices.SortStableFunc(kin, func(a, b Kin) int {
		return cmp.Or(cmp.Compare(a.Steps, b.Steps), cmp.Compare(a.On.SortKey(), b.On.SortKey()), cmp.Compare(a.Code, b.Code))
	})
	return kin
}

func compareLinks(a, b Succession) int {
	return cmp.Or(cmp.Compare(a.On.SortKey(), b.On.SortKey()), cmp.Compare(a.Predecessor, b.Predecessor), cmp.Compare(a.Successor, b.Successor))
}
