// Package eras holds the rating regimes: what an era, a scale, a measure, an
// edition, a break and a claim are, the rules of each era, and how the claims
// about one body become one rating. It knows no SQL, no file and no screen.
package eras

import (
	"slices"
	"sync"
)

// Regime is what the program itself must know of an era beyond the curated
// text of data/: where it lies in time, how its editions are named, and how
// its claims are joined.
type Regime struct {
	ID       string // era id, as in data/eras.csv
	Headline string // measure shown when none is asked for
	From, To string // first and last day a rating of the era can bear; To empty while the era runs

	// Rolling eras have no editions: each rating has its own date, and claims
	// of one value at most SameRatingDays apart are one rating.
	Rolling        bool
	SameRatingDays int

	// EditionPrefix begins the id of every edition of the era.
	EditionPrefix string

	// TwoPeerGroups tells that one body can be rated twice in an edition, once
	// in each of two peer groups (a PCT that runs mental health services).
	TwoPeerGroups bool
}

// All lists the eras in the order they began. The order is the order of every
// listing in the program.
func All() []Regime { return slices.Clone(inOrder()) }

var inOrder = sync.OnceValue(func() []Regime {
	return []Regime{
		stars(), healthcheck(), monitor(), wcc(), dhframework(), firstwave(), keogh(),
		specialmeasures(), im(), cqc(), tda(), ccg(), sof(), nof(),
	}
})

// ByID returns the era with this id.
func ByID(id string) (Regime, bool) {
	r := regimeOf(id)
	return *r, r.ID != ""
}

// regimeOf is the era with this id, one without rules for an unknown one.
func regimeOf(id string) *Regime {
	all := inOrder()
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	return &Regime{}
}

// Rank is the place of an era in All, or the number of eras if it is unknown.
func Rank(id string) int {
	all := inOrder()
	for i := range all {
		if all[i].ID == id {
			return i
		}
	}
	return len(all)
}
