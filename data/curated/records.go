package curated

import "careratings/internal/eras"

// Set is the whole curated text, row for row.
type Set struct {
	Sources     []eras.Source
	Eras        []eras.Era
	Levels      []eras.Level
	Measures    []eras.Measure
	Editions    []eras.Edition
	Breaks      []eras.Break
	Bodies      []Body
	Names       []Name
	Successions []Succession
	Matches     []Match
	Totals      []Total
	Movements   []Movement
	Conflicts   []Conflict
	Spells      []Spell
	Claims      []eras.Claim
	Changes     []Change
	Intake      []Exclusion
}

// Body is a row of bodies.csv: whoever is rated.
type Body struct {
	ID, Kind, Name           string
	Opened, Closed           eras.Interval
	ClosedBasis              string
	FoundationFrom           eras.Interval
	Region, Town, County     string
	Postcode, Parent         string
	CodeStatus, Note, Source string
}

// Name is a row of names.csv: one name a body bears or bore.
type Name struct {
	Body, Name, Kind string
	From, To         eras.Interval
	Source           string
}

// Succession is a row of successions.csv: a dated link from a predecessor to a
// successor.
type Succession struct {
	Predecessor, Successor string
	On                     eras.Interval
	Kind, OtherDates       string
	Source, Note           string
}

// Match is a row of matches.csv: which body a printed name means in one edition
// and trust type.
type Match struct {
	Era, Edition, TrustType, PrintedName string
	Body, Confidence, Basis              string
	Candidates, Reason                   string
}

// Total is a row of totals.csv: a published count of bodies at one level, or
// between Low and High, of a peer group. Count and Percent are as printed; one
// of them is empty. Rows of one Set add up to their Base.
type Total struct {
	ID, Edition, PeerGroup, Scope, Measure, Value string
	Low, High                                     int
	Count, Percent                                string
	AtLeast                                       bool
	Base, Set                                     string
	Doubt                                         eras.Doubt
	Tier, Source, Note, Intake                    string
}

// Movement is a row of movements.csv: a published count of bodies that moved
// from one value to another between two editions.
type Movement struct {
	ID, FromEdition, ToEdition, PeerGroup, Measure string
	FromValue                                      string
	FromLow, FromHigh                              int
	ToValue                                        string
	ToLow, ToHigh                                  int
	Count                                          string
	AtLeast                                        bool
	Doubt                                          eras.Doubt
	Tier, Source, Note, Intake                     string
}

// Conflict is a row of conflicts.csv: a disagreement between sources that was
// noticed by reading, beyond those the claims themselves show.
type Conflict struct {
	ID, Era, Edition, PeerGroup, Body, Measure string
	About, Sides, Sources, Kind                string
}

// Spell is a row of spells.csv: a stay in special measures or under the Keogh
// review, with the claims that state its beginning and its end. An end that no
// claim states is empty.
type Spell struct {
	Body, Regime          string
	From, To              eras.Interval
	EntryClaim, ExitClaim string
	Note                  string
}

// Change is a row of changes.csv: a value of the curated data that moved from
// one data version to the next, and why.
type Change struct {
	DataVersion, What, Key, Before, After, Why string
}

// Exclusion is a row of intake.csv: a collected row that is no claim of its own,
// with its reason and, where others say the same, those claims.
type Exclusion struct {
	File         string
	Row          int
	Reason, Note string
	Claims       []string
}

// Reasons lists why a collected row may be no claim of its own. A printed name
// without a certain body is no reason: its claims are kept.
func Reasons() []string {
	return []string{"independent-provider", "third-party-cqc", "exact-repetition", "folded"}
}
