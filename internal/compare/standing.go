package compare

import "fmt"

// Basis says what a standing was computed from.
type Basis string

// The bases, in the order of preference.
const (
	BasisRatings   Basis = "complete-ratings" // the edition's own ratings, complete for the group
	BasisPublished Basis = "published-totals" // one published set of totals, every level counted
	BasisPartial   Basis = "partial-totals"   // published totals with levels missing
	BasisRank      Basis = "league-rank"      // a printed rank of a known number
	BasisUnknown   Basis = "unknown"          // nothing usable is held
)

// Span is what is known of one rating: some level in Low..High, 1 = worst. A
// plain rating has Low == High.
type Span struct {
	Low, High int
}

// At is the span of a plain rating.
func At(level int) Span { return Span{Low: level, High: level} }

// Exact reports whether the span is one level.
func (s Span) Exact() bool { return s.Low == s.High }

// fault says what is wrong with the span on a scale of k levels, or nothing.
func (s Span) fault(k int) string {
	switch {
	case s.Low < 1 || s.High > k:
		return fmt.Sprintf("level %d-%d is outside the scale of %d levels", s.Low, s.High, k)
	case s.Low > s.High:
		return fmt.Sprintf("the lowest level %d is above the highest level %d", s.Low, s.High)
	}
	return ""
}

// Distribution is a peer group as the archive holds it. The body whose standing
// is asked for is one of those counted: under its level when its rating is
// plain, under Partial (or, with the same result, Unrated) when it is not.
type Distribution struct {
	Levels  []int         // bodies at each level, worst to best
	Partial []PartialPeer // bodies whose level is only known within a span
	Unrated int           // bodies in scope without a rating: each may be anything
}

// PartialPeer counts the bodies known to lie in one span.
type PartialPeer struct {
	Span
	N int
}

// Size is the number of bodies in scope, rated or not.
func (d Distribution) Size() int {
	n := sum(d.Levels) + d.Unrated
	for _, p := range d.Partial {
		n += p.N
	}
	return n
}

func (d Distribution) fault() string {
	for _, n := range d.Levels {
		if n < 0 {
			return "a level has a negative count"
		}
	}
	for _, p := range d.Partial {
		if p.N < 0 {
			return "a partly known level has a negative count"
		}
		if fault := p.fault(len(d.Levels)); fault != "" {
			return "a partly known peer: " + fault
		}
	}
	if d.Unrated < 0 {
		return "the number of unrated bodies is negative"
	}
	return ""
}

// Standing is where a rating sits among its peers: the tie band [Low, High],
// that is the share strictly worse to the share worse or equal, and its middle,
// the ridit. Shares run from 0 to 1, 1 = best; nil means unknown, for the cause
// in Reason. Low is never above the truth and High never below it.
//
// Worse and Better count the peers surely worse and surely better, Tied those
// surely at the same level; the body itself is in none of the three. N is the
// number in scope, the body included, 0 when it is unknown.
type Standing struct {
	Low, High, Mid      *float64
	Worse, Tied, Better *int
	N                   int
	Basis               Basis
	Note                string // a remark on how to read the standing
	Reason              string // why a bound is unknown; empty when both are known
}

// Band is the tie band with each unknown bound at its extreme, 0 or 1, as
// verdicts use it.
func (s Standing) Band() Interval {
	band := Interval{Low: 0, High: 1}
	if s.Low != nil {
		band.Low = *s.Low
	}
	if s.High != nil {
		band.High = *s.High
	}
	return band
}

// Unknown is the standing of which nothing can be said.
func Unknown(reason string) Standing {
	return Standing{Basis: BasisUnknown, Reason: reason}
}

// StandingOf places a rating known to lie in own among the peers of d.
//
// With n rated and m unrated bodies in scope:
//
//	low  = (peers surely worse) / (n+m)
//	high = 1 - (peers surely better) / (n+m)
//
// A peer is surely worse when its highest possible level is below the lowest of
// own, surely better when its lowest is above the highest of own. For exact
// ratings and m = 0 the band is [F(j-1), F(j)] and its middle the ridit of Bross
// (1958), How to use ridit analysis, Biometrics 14, 18-38. Bounds instead of a
// point follow Goldstein and Spiegelhalter (1996), League tables and their
// limitations, JRSS A 159, 385-443. A body alone in its group has no standing.
func StandingOf(d Distribution, own Span) Standing {
	fault := d.fault()
	if fault == "" {
		fault = own.fault(len(d.Levels))
	}
	total := d.Size()
	if fault == "" && total == 0 {
		fault = "the peer group is empty"
	}
	if fault != "" {
		return Unknown(fault)
	}

	worse := sum(d.Levels[:own.Low-1])
	better := sum(d.Levels[own.High:])
	unsure := d.Unrated
	for _, p := range d.Partial {
		switch {
		case p.High < own.Low:
			worse += p.N
		case p.Low > own.High:
			better += p.N
		case p.Exact() && own.Exact():
		default:
			unsure += p.N
		}
	}
	s := Standing{Worse: &worse, Better: &better, N: total, Basis: BasisRatings}
	if own.Exact() {
		s.Tied = pointer(total - worse - better - unsure - 1)
		if *s.Tied < 0 {
			s.Tied = pointer(0)
			s.Note = "the body itself is not among the peers counted at its level"
		} else if unsure > 0 {
			s.Note = fmt.Sprintf("%d of %d in the group not rated, or not exactly", unsure, total)
		}
	} else {
		s.Note = fmt.Sprintf("rated somewhere between level %d and level %d", own.Low, own.High)
	}
	if total == 1 {
		s.Reason = "the only body in its peer group"
		return s
	}
	s.setBand(share(worse, total), share(total-better, total))
	return s
}

// setBand fills both bounds and the middle.
func (s *Standing) setBand(low, high float64) {
	s.Low, s.High, s.Mid = &low, &high, pointer((low+high)/2)
}

// share divides two whole numbers at once: equal fractions are equal floats.
func share(part, whole int) float64 { return float64(part) / float64(whole) }

func sum(counts []int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}
