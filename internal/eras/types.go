package eras

// Era is one rating regime as the curated text describes it.
type Era struct {
	ID, Label, Publisher, From, To, Headline string
	Rolling                                  bool
	RatedKinds, PeerGroups, About, Source    string
}

// Level is one step of a scale. Number counts from 1, the worst; Code is the
// publisher's own sign for it ("0", "3", "RI"), Label its word.
type Level struct {
	Scale       string
	Number      int
	Code, Label string
	Meaning     string
}

// Measure is what is rated. Kind is level (on Scale), number (in Unit), rank,
// range or words. Better is higher, lower or none.
type Measure struct {
	ID, Era, Label, Kind, Scale, Unit, Better string
	Headline                                  bool
	About                                     string
}

// Edition is one publication of an era's ratings. Seq orders the editions of
// an era in time.
type Edition struct {
	ID, Era   string
	Seq       int
	Label     string
	Period    string
	RatedFrom string
	RatedTo   string
	Published Interval
	Publisher string
	Framework string
	Vintage   string
	About     string
	Source    string
}

// Break is a recorded reason why two editions cannot simply be compared.
// Forbids lists operations: level-change, transition, kappa, totals, standing,
// or none.
type Break struct {
	ID, Era, FromEdition, ToEdition string
	FromEra, ToEra                  string // eras of its two ends; an open end has none
	On                              Interval
	PeerGroup, Measure              string
	Forbids                         []string
	Kind, Why, About, Source        string
	Intake                          string
}

// Source is a document.
type Source struct {
	ID, Title, Publisher, URL, Tier string
	PublishedOn                     Interval
	CountsFrom                      Interval // the day its statements count from under --as-of
	DatedBy                         string   // how CountsFrom was found: printed, address, edition, release or empty
	Licence, Note                   string
}

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

// PeerGroups lists the ids of peer groups: the bodies an edition itself put in
// one table.
func PeerGroups() []string {
	return []string{
		"acute", "specialist", "acute-and-specialist", "ambulance", "mental-health", "mental-health-community",
		"pct", "community", "learning-disability", "care-trust", "foundation-trusts", "ccg", "icb", "all",
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
