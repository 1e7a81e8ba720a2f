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
