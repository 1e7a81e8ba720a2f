package compare

import "fmt"

// Verdict is what may be said of a move.
type Verdict string

// The four verdicts.
const (
	Up          Verdict = "up"
	Down        Verdict = "down"
	Same        Verdict = "same" // same scale, same level
	NotResolved Verdict = "not-resolved"
)

// StandingVerdict compares two standings, on whatever scales they were given:
//
//	up            if b.low  >= a.high
//	down          if b.high <= a.low
//	not-resolved  otherwise
//
// An unknown bound counts as 0 or 1. So a move is called a move only when no
// reading of ties, unrated peers or missing totals could undo it. It is never
// "same": equal bands do not show equal quality (Goldstein and Spiegelhalter
// 1996, JRSS A 159, 385-443).
func StandingVerdict(a, b Standing) Verdict {
	return bandVerdict(a.Band(), b.Band())
}

func bandVerdict(a, b Interval) Verdict {
	up := b.Low >= a.High-tolerance
	down := b.High <= a.Low+tolerance
	switch {
	case up == down: // neither, or two bands without width at one point
		return NotResolved
	case up:
		return Up
	}
	return Down
}

// StandingChange is the difference of the two ridits, later minus earlier, from
// -1 to 1. It is absent when either middle is.
func StandingChange(a, b Standing) Number {
	switch {
	case a.Mid == nil:
		return absent("earlier standing: " + reasonOr(a.Reason, "its middle is not known"))
	case b.Mid == nil:
		return absent("later standing: " + reasonOr(b.Reason, "its middle is not known"))
	}
	return known(*b.Mid - *a.Mid)
}

// LevelChange compares two ratings on one unbroken scale. For exact ratings it
// gives the number of levels gained (negative: lost) and up, down or same. For
// partly known ratings the steps are nil and the verdict is up or down only if
// every reading agrees.
//
// The caller must have asked Permit first: across a break that forbids
// level-change the answer means nothing.
func LevelChange(a, b Span) (steps *int, v Verdict) {
	if a.Exact() && b.Exact() {
		steps = pointer(b.Low - a.Low)
	}
	switch {
	case b.Low > a.High:
		return steps, Up
	case b.High < a.Low:
		return steps, Down
	case steps != nil:
		return steps, Same
	}
	return nil, NotResolved
}

// RankRange is the range of league places a publisher allows a body, 1 = best:
// how far its rank could move by chance. NOF prints one beside each rank.
type RankRange struct {
	Best, Worst int
	Of          int // bodies in the table
}

// RangeVerdict compares two published ranges by the share of the table below
// them. Two ranges that overlap are never plainly better or worse (Marshall and
// Spiegelhalter 1998, BMJ 316, 1701-1704); a range outside its table is an
// error.
func RangeVerdict(a, b RankRange) (Verdict, error) {
	for _, r := range []RankRange{a, b} {
		if r.Best < 1 || r.Worst < r.Best || r.Worst > r.Of {
			return NotResolved, fmt.Errorf("rank range %d-%d of %d: want 1 <= best <= worst <= of", r.Best, r.Worst, r.Of)
		}
	}
	return bandVerdict(a.band(), b.band()), nil
}

func (r RankRange) band() Interval {
	return Interval{Low: share(r.Of-r.Worst, r.Of), High: share(r.Of-r.Best+1, r.Of)}
}

// Rating is one end of a move: what is known of the level, where it stands, and
// the publisher's rank range where there is one.
type Rating struct {
	Levels   *Span // nil where the measure has no levels
	Standing Standing
	Range    *RankRange
}

// Move is everything that may be said of the change between two ratings.
type Move struct {
	Verdict      Verdict // the level change on one unbroken scale, else the standing's verdict
	SameScale    bool    // whether Verdict is a level change
	Steps        *int    // levels gained; nil across scales and for partly known levels
	Standing     Verdict
	Change       Number   // difference of the ridits
	Significance *Verdict // by the publisher's rank ranges; nil without them
}

// MoveOf compares a, the earlier, with b, the later. unbroken says that both are
// on the same scale with no break between them that forbids level-change; see
// Permit. Where the level change is reported, the standing's verdict still
// stands beside it.
func MoveOf(a, b Rating, unbroken bool) Move {
	m := Move{Standing: StandingVerdict(a.Standing, b.Standing), Change: StandingChange(a.Standing, b.Standing)}
	m.Verdict = m.Standing
	if unbroken && a.Levels != nil && b.Levels != nil {
		m.SameScale = true
		m.Steps, m.Verdict = LevelChange(*a.Levels, *b.Levels)
	}
	if a.Range != nil && b.Range != nil {
		if v, err := RangeVerdict(*a.Range, *b.Range); err == nil {
			m.Significance = &v
		}
	}
	return m
}

func reasonOr(reason, otherwise string) string {
	if reason != "" {
		return reason
	}
	return otherwise
}
