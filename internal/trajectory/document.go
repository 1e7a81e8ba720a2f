// Package trajectory puts one trust's ratings together: every rating of its
// lineage through every era, in time order, each with its standing among its
// peers, its sources, and the breaks between eras. It asks the store and
// compare, and draws nothing.
package trajectory

import (
	"slices"

	"careratings/internal/eras"
)

// Schema names the version of the JSON document.
const Schema = "trajectory/1"

// Document is the answer to a trajectory query. As JSON it only grows.
type Document struct {
	Schema string  `json:"schema"`
	Query  string  `json:"query"`
	AsOf   *string `json:"as_of"`
	Policy string  `json:"policy"`
	Trusts []Trust `json:"trusts"`
}

// Trust is one body's trajectory.
type Trust struct {
	Code    string  `json:"code"`
	Name    string  `json:"name"`
	Kind    string  `json:"kind"`
	Lineage []Kin   `json:"lineage"`
	Points  []Point `json:"points"`
	Breaks  []Break `json:"breaks"`
	Spells  []Spell `json:"spells"`
}

// Spell is a stay in special measures or under the Keogh review. From and To
// are null where no source tells them, and then their claim is empty.
type Spell struct {
	Body       string  `json:"body"`
	Regime     string  `json:"regime"` // quality, finance or keogh
	From       *string `json:"from"`
	To         *string `json:"to"`
	EntryClaim string  `json:"entry_claim"`
	ExitClaim  string  `json:"exit_claim"`
	Note       string  `json:"note"`
}

// Kin is a body of the lineage. Relation is predecessor or successor; On is the
// date of the succession that joins it, as far as known.
type Kin struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Relation string `json:"relation"`
	On       string `json:"on"`
}

// Party is the body a point is about. NameThen is the name that a trajectory
// knows it bore on the rating's date, where that is not its name today.
type Party struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	NameThen string `json:"name_then,omitempty"`
}

// Reading is what a rating says, as printed and on its scale. Level counts from
// 1 = worst of Levels; Label is the publisher's word. Status is rated, or why the
// value is no rating.
type Reading struct {
	Value   string   `json:"value"`
	Label   string   `json:"label"`
	Level   *int     `json:"level"`
	Levels  *int     `json:"levels"`
	Number  string   `json:"number"` // the number, for measures without a scale; else empty
	Status  string   `json:"status"`
	Partial *Partial `json:"partial"`
}

// Point is one rating.
type Point struct {
	Era     string  `json:"era"`
	Edition *string `json:"edition"`
	Date    *string `json:"date"`
	Body    Party   `json:"body"`
	Measure string  `json:"measure"`
	Kind    string  `json:"kind"`
	Reading
	Peers       Peers    `json:"peers"`
	Standing    Standing `json:"standing"`
	Conflict    bool     `json:"conflict"`
	ConflictIDs []string `json:"conflict_ids"` // curated conflicts that are about the point
	Doubt       string   `json:"doubt"`
	Service     string   `json:"service,omitempty"`
	Claims      []Claim  `json:"claims"`

	sortDate  string
	sortFirst string // the earliest day the rating can be of
	bodyLevel string // location, service or provider; empty for a trust
	eraRank   int
	headline  bool
	unit      string
	group     string // peer group as its claims have it
}

// Headline reports whether the point is of its era's headline measure.
func (p *Point) Headline() bool { return p.headline }

// PrintedGroup is the peer group of the rating itself; Peers.Group can be a
// wider one, where only that has published totals.
func (p *Point) PrintedGroup() string { return p.group }

// Unit is the unit of a number, empty for levels and words.
func (p *Point) Unit() string { return p.unit }

// Revised reports whether the rating was changed after it was published: a
// claim that it is not taken from tells what it replaced.
func (p Point) Revised() bool {
	return len(p.Claims) > 1 && p.Claims[0].Doubt != string(eras.Superseded) &&
		slices.ContainsFunc(p.Claims, func(c Claim) bool { return c.Doubt == string(eras.Superseded) })
}

// Partial is the lowest and the highest level a claim allows.
type Partial struct {
	Low  int `json:"low"`
	High int `json:"high"`
}

// Peers says against whom the standing is taken: the peer group, how many
// bodies were in it, and where the counts come from. Source is the document
// that prints the totals, where they are printed ones.
type Peers struct {
	Group  string  `json:"group"`
	N      *int    `json:"n"`
	Basis  string  `json:"basis"`
	Note   string  `json:"note"`
	Source *Source `json:"source"`
}

// Standing is the tie band and its middle, each from 0 (worst) to 1 (best), with
// the plain counts; a number that is not known is null, and Reason says why.
type Standing struct {
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
	Mid    *float64 `json:"mid"`
	Worse  *int     `json:"worse"`
	Tied   *int     `json:"tied"`
	Better *int     `json:"better"`
	Reason string   `json:"reason"`
}

// Claim is one source's statement behind a point.
type Claim struct {
	ID          string `json:"id"`
	Value       string `json:"value"`
	PrintedName string `json:"printed_name"`
	Source      Source `json:"source"`
	Locator     string `json:"locator"`
	Doubt       string `json:"doubt"`
	Tier        string `json:"tier"`
	Note        string `json:"note"`
	Chosen      bool   `json:"chosen"`
}

// Source is the document behind a claim. DatedBy says how PublishedOn is known
// where the document does not print it.
type Source struct {
	ID          string  `json:"id"`
	Title       string  `json:"title"`
	Publisher   string  `json:"publisher"`
	URL         string  `json:"url"`
	Tier        string  `json:"tier"`
	PublishedOn *string `json:"published_on"`
	DatedBy     string  `json:"dated_by"`
}

// Break is a recorded reason why two neighbouring points cannot simply be
// compared.
type Break struct {
	ID      string    `json:"id"`
	Body    string    `json:"body"` // whose strand it lies on
	Between [2]string `json:"between"`
	Why     string    `json:"why"`
	Forbids []string  `json:"forbids"`
	Source  string    `json:"source"`
}
