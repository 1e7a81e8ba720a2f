// Package bodies holds who is rated: their codes, their names through time, the
// successions between them, and the search that finds one from what a person
// types. It knows no SQL and no rating.
package bodies

import (
	"slices"

	"careratings/internal/eras"
)

// Body is whoever is rated: a trust, a primary care trust, a commissioning
// group, an integrated care board, or a provider or location of the Care
// Quality Commission.
type Body struct {
	ID             string        // ODS or CQC code; "x-" and a slug where none is known
	Kind           string        // one of Kinds
	Name           string        // the last official name
	Opened, Closed eras.Interval // legal dates where known; the empty Closed of a body with no ClosedBasis means it lives
	ClosedBasis    string        // legal, operational, inferred-from-succession, unknown; empty for a living body
	FoundationFrom eras.Interval // when it became a foundation trust
	Region, Town   string
	County         string
	Postcode       string
	Parent         string // the provider's code, for a location
	CodeStatus     string // evidenced, or not-evidenced: which body it is is clear, its code was not read in a source
	Note, Source   string
	Rated          bool // the archive holds a rating of the body itself, not only of its locations
}

// Kinds lists the kinds of body.
func Kinds() []string {
	return []string{"trust", "foundation-trust", "care-trust", "pct", "ccg", "icb", "system", "provider", "cqc-location", "other"}
}

// IsTrust reports whether the body is an NHS trust of any form, the kind that a
// bare name is taken to mean.
func (b Body) IsTrust() bool {
	return slices.Contains([]string{"trust", "foundation-trust", "care-trust"}, b.Kind)
}

// Living reports whether no end of the body is known. A body whose list says
// "closed" without a date does not live.
func (b Body) Living() bool { return b.Closed == "" && b.ClosedBasis == "" }

// Answers reports whether the body can be the answer to a search for a trust.
// Locations answer through the provider that runs them; directly managed units,
// health authorities and other early bodies are only part of lineages.
func (b Body) Answers() bool { return b.Kind != "cqc-location" && b.Kind != "other" }

// Name is one name that a body bears or bore.
type Name struct {
	Body, Name string
	Kind       string        // official, former, alias, printed, hospital, town
	From, To   eras.Interval // when the name began and ended, as far as known
	Source     string
}

// Succession is a dated link from a predecessor to a successor. ODS dates it by
// the last day of the one or the first of the other; OtherDates lists the dates
// of other releases.
type Succession struct {
	Predecessor, Successor string
	On                     eras.Interval
	Kind                   string // merge, split, split-merge, absorbed, merge-into-existing, one-to-one, services-transferred
	OtherDates             string // space separated
	Source, Note           string
}
