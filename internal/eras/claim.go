package eras

import "strings"

// Doubt says how firmly a claim states its value.
type Doubt string

// The grades of doubt. Only a stated claim counts in distributions.
const (
	Stated      Doubt = "stated"
	Implied     Doubt = "implied"
	Doubtful    Doubt = "doubtful"
	Unconfirmed Doubt = "unconfirmed"
	Superseded  Doubt = "superseded"
	Computed    Doubt = "computed"
)

// Doubts lists every grade of doubt, firmest first.
func Doubts() []Doubt {
	return []Doubt{Stated, Computed, Implied, Unconfirmed, Doubtful, Superseded}
}

// Tiers lists how close a source is to the publisher, closest first.
func Tiers() []string {
	return []string{
		"official", "official-copy", "trust", "third-party-derived", "national-press",
		"trade-press", "local-press", "retrospective-press", "encyclopaedia",
	}
}

// Statuses lists the values that are not ratings and are kept as values.
func Statuses() []string {
	return []string{
		"not-rated", "insufficient-evidence", "inspected-not-rated", "suspended", "no-longer-rated",
		"not-in-scope", "not-applicable", "not-available", "not-banded",
	}
}

// Claim is one source saying one thing: this body, this measure, this edition
// or date, this value as printed. Low and High are the lowest and the highest
// level it allows (0 when the measure has no scale or the value is a Status);
// a plain rating has Low = High.
type Claim struct {
	ID          string
	Era         string
	Edition     string
	RatedOn     Interval
	Body        string
	Level       string
	PeerGroup   string
	TrustType   string
	Measure     string
	PrintedName string
	Value       string
	Low, High   int
	Number      string
	Of          int
	Status      string
	Doubt       Doubt
	Tier        string
	Source      string
	CountsFrom  Interval
	Locator     string
	Note        string
	Service     string
	Intake      string
}

// Joint reports whether the source says that the rank is shared.
func (c *Claim) Joint() bool {
	told := strings.ToLower(c.Value + " " + c.Note)
	return strings.Contains(told, "joint") || strings.Contains(told, "tied")
}
