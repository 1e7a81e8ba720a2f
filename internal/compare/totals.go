package compare

import "math"

// Count is one published total: so many bodies, or such a share of the base,
// hold a level in Low..High.
type Count struct {
	Span
	N       int       // bodies, when Share is nil
	Share   *Interval // share of the base, as a rounded percentage allows
	AtLeast bool      // printed as "at least" or "more than": no upper limit
}

// Totals is one source's account of a peer group.
type Totals struct {
	Levels  int // levels of the scale
	Base    int // rated bodies the counts are of; 0 = not published
	Unrated int // further bodies in scope without a rating
	Counts  []Count
}

// StandingFromTotals places a rating known to lie in own among peers of whom
// only published totals are held.
//
// Each total bounds a difference of the cumulative counts N(0)=0 <= N(1) <= ...
// <= N(k)=n, so the sharpest bounds are shortest paths between them: low is the
// smallest N(j-1), high the largest N(j) that no total contradicts. A complete
// set of counts gives [F(j-1), F(j)]; of a set of percentages each bound lies
// within the rounding; the count of the top level alone gives the top level its
// exact band and every other level the upper bound 1 - top/base.
//
// A bound on which no total has a bearing is unknown. A count without a base is
// not used, unless the counts cover every level and so add up to their own.
// Totals that contradict each other give no standing.
func StandingFromTotals(t Totals, own Span) Standing {
	if fault := t.fault(own); fault != "" {
		return Unknown(fault)
	}
	t.Counts = t.usable()
	if len(t.Counts) == 0 {
		return Unknown("no total is held that has a base")
	}
	base := t.Base
	complete := t.complete()
	if base == 0 && complete && !t.shares() {
		base = t.sumOfLevels()
		if base == 0 {
			return Unknown("the peer group is empty")
		}
	}
	if base == 0 && t.Unrated > 0 {
		return Unknown("unrated bodies, but no number of rated ones to set them against")
	}
	b := newBounds(t, base)
	if !b.tighten() {
		return Unknown("the published totals contradict each other or their base")
	}

	s := Standing{Basis: BasisPartial}
	if complete {
		s.Basis = BasisPublished
	}
	if base > 0 {
		s.N = base + t.Unrated
	}
	if s.N == 1 {
		s.Reason = "the only body in its peer group"
		return s
	}
	low, lowKnown := b.atLeast(own.Low - 1)
	high, highKnown := b.atMost(own.High)
	whole, unrated := b.whole+float64(t.Unrated), float64(t.Unrated)
	if lowKnown {
		s.Low = pointer(low / whole)
	}
	if highKnown {
		s.High = pointer((high + unrated) / whole)
	}
	switch {
	case lowKnown && highKnown:
		s.setBand(*s.Low, *s.High)
	case lowKnown:
		s.Reason = "the totals held do not say how many are worse or level"
	case highKnown:
		s.Reason = "the totals held do not say how many are worse"
	default:
		return Unknown("no total held bears on this level")
	}
	if base > 0 && !t.shares() {
		s.setCounts(b, own, lowKnown, highKnown)
	}
	if t.shares() {
		s.Note = "from rounded percentages"
	}
	return s
}

// setCounts fills the plain numbers where totals are whole numbers of bodies.
func (s *Standing) setCounts(b *bounds, own Span, lowKnown, highKnown bool) {
	worse, _ := b.atLeast(own.Low - 1)
	upTo, _ := b.atMost(own.High)
	if lowKnown {
		s.Worse = pointer(int(math.Round(worse)))
	}
	if highKnown {
		s.Better = pointer(int(math.Round(b.whole - upTo)))
	}
	here, _ := b.between(own.Low-1, own.High)
	if own.Exact() && here.High-here.Low < tolerance && here.Low >= 1 {
		s.Tied = pointer(int(math.Round(here.Low)) - 1)
	}
}

func (t Totals) fault(own Span) string {
	if t.Base < 0 || t.Unrated < 0 {
		return "a number of bodies is negative"
	}
	if fault := own.fault(t.Levels); fault != "" {
		return fault
	}
	for _, c := range t.Counts {
		if fault := c.fault(t.Levels); fault != "" {
			return "a published total: " + fault
		}
		if c.N < 0 || (c.Share != nil && !c.Share.valid()) {
			return "a published total is negative or more than all"
		}
	}
	return ""
}

// usable leaves out counts that are of an unknown number of bodies.
func (t Totals) usable() []Count {
	if t.Base > 0 || (t.complete() && !t.shares()) {
		return t.Counts
	}
	var kept []Count
	for _, c := range t.Counts {
		if c.Share != nil {
			kept = append(kept, c)
		}
	}
	return kept
}

// complete reports whether every level has a total of its own.
func (t Totals) complete() bool {
	seen := make([]bool, t.Levels)
	for _, c := range t.Counts {
		if c.Exact() && !c.AtLeast {
			seen[c.Low-1] = true
		}
	}
	for _, ok := range seen {
		if !ok {
			return false
		}
	}
	return true
}

// sumOfLevels adds up a complete set of counts, each level once; a second count
// of a level that differs then contradicts the first.
func (t Totals) sumOfLevels() int {
	levels := make([]int, t.Levels)
	for _, c := range t.Counts {
		if c.Exact() && !c.AtLeast {
			levels[c.Low-1] = c.N
		}
	}
	return sum(levels)
}

func (t Totals) shares() bool {
	for _, c := range t.Counts {
		if c.Share != nil {
			return true
		}
	}
	return false
}
