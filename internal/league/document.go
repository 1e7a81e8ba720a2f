// Package league puts one edition together as it was published: one table for
// each peer group, in the publisher's own order, with its ties, its likely
// ranges and its financial override, and beside it how much of the table the
// archive holds. Levels are grouped, never ranked: only a publisher who ranks
// has places.
package league

import "careratings/internal/trajectory"

// Schema names the version of the JSON document.
const Schema = "league/1"

// Document is an edition as published. As JSON it only grows.
type Document struct {
	Schema  string  `json:"schema"`
	Edition string  `json:"edition"` // edition id, or ERA@DAY of a rolling era
	Label   string  `json:"label"`
	Era     string  `json:"era"`
	Measure string  `json:"measure"`
	Kind    string  `json:"measure_kind"` // level, number, rank, range or words
	AsOf    *string `json:"as_of"`
	Tables  []Table `json:"tables"`
}

// Table is one peer group. Held counts its stated ratings, those known in part
// included; Base is the largest published number of bodies, null where none is
// published. Ranks and Scores count the stated ones of a league table.
type Table struct {
	PeerGroup    string   `json:"peer_group"` // empty: not known, or a rolling era
	Order        string   `json:"order"`      // rank, level, number or name
	Held         int      `json:"held"`
	Base         *int     `json:"base"`
	BaseSource   string   `json:"base_source"`
	Ranks        *int     `json:"ranks_held"`
	Scores       *int     `json:"scores_held"`
	Distribution []Share  `json:"distribution"`
	Rows         []Row    `json:"rows"`
	Left         int      `json:"rows_left_out"` // by a filter on bodies
	Unmatched    []string `json:"names_without_a_body"`
}

// Share is how many bodies stand at one level (or have one value in words), out
// of those whose rating is stated and exact. Level counts from 1 = worst.
type Share struct {
	Level     *int        `json:"level"`
	Label     string      `json:"label"`
	N         int         `json:"n"`
	Of        int         `json:"of"`
	Published []Published `json:"published"`
}

// Published is a count of one level that a source prints: "53" or "43 %", of
// Base where that is printed.
type Published struct {
	Count  string `json:"count"`
	Base   string `json:"base"`
	Source string `json:"source"`
}

// The sections of a table, in the order they are listed.
const (
	Ranked    = "ranked"     // has a place in the publisher's order
	Rated     = "rated"      // has a level or a value
	PartKnown = "part-known" // the level is known in part
	NotRated  = "not-rated"  // the value is kept, but is no rating
)

// Row is one body. Place is its rank as the publisher shows it ("joint 101") or
// prints it ("second to last"). Doubtful lists the measures whose value is not
// stated (shown as [e]), Disputed those on which sources disagree.
type Row struct {
	Section   string              `json:"section"`
	Place     string              `json:"place"`
	Rank      *int                `json:"rank"`
	Joint     bool                `json:"joint"`
	Body      trajectory.Party    `json:"body"`
	Printed   string              `json:"printed_name"`
	Value     string              `json:"value"` // as printed
	Label     string              `json:"label"`
	Level     *int                `json:"level"`
	Partial   *trajectory.Partial `json:"partial"`
	Number    *string             `json:"number"`
	Status    string              `json:"status"`
	Date      *string             `json:"date"`
	Doubtful  []string            `json:"doubtful"`
	Disputed  []string            `json:"disputed"`
	Framework *Framework          `json:"framework"`
	Source    string              `json:"source"` // of the chosen claim
	Claims    int                 `json:"claims"`
}

// Framework is what the NHS Oversight Framework prints beside a rank. Segments
// are the publisher's numbers, 1 = best. Effect says what the financial
// override did: "2 -> 3", "none" where the segment was 3 or 4 without it, empty
// where it is off or not known.
type Framework struct {
	Segment    *string `json:"segment"`
	Unadjusted *string `json:"segment_unadjusted"`
	Override   *bool   `json:"override"`
	Deficit    *bool   `json:"deficit"`
	Effect     string  `json:"override_effect"`
	Score      *string `json:"score"`
	ScoreBest  *string `json:"score_range_best"`
	ScoreWorst *string `json:"score_range_worst"`
	RankBest   *int    `json:"rank_range_best"`
	RankWorst  *int    `json:"rank_range_worst"`
}

// NoSuch says that the archive has not what was asked for.
type NoSuch struct{ What string }

func (e *NoSuch) Error() string { return e.What }
