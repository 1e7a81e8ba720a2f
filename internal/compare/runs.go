package compare

// Point is one edition of a series of ratings of a lineage, in time order.
type Point struct {
	Levels *Span // nil: not rated, or not known
	Broken bool  // a break that forbids level-change lies between this point and the one before
}

// Answer is what can be said to a yes-or-no question about a series.
type Answer string

// The three answers.
const (
	Yes       Answer = "yes"
	No        Answer = "no"
	CannotSay Answer = "cannot-say" // gaps or partly known ratings could decide it either way
)

// Run is a stretch of consecutive points, First to Last inclusive, counted from
// 0. Breaks lists the points of the run, its first apart, before which a break
// lies: what is said of each point holds, but the levels on its two sides were
// not given on the same terms.
type Run struct {
	First, Last int
	Breaks      []int
}

// Length is the number of points.
func (r Run) Length() int { return r.Last - r.First + 1 }

// RunsAtMost finds the longest stretches of at least length consecutive points
// surely at or below level. A missing point ends a stretch: nothing is read into
// a gap. The answer is yes with a run, no when not even the kindest reading of
// gaps and partly known ratings has one, else cannot-say. A length below 1
// counts as 1.
func RunsAtMost(series []Point, level, length int) ([]Run, Answer) {
	length = max(length, 1)
	runs := stretches(series, length, func(p Point) bool { return p.Levels != nil && p.Levels.High <= level })
	if len(runs) > 0 {
		return runs, Yes
	}
	if len(stretches(series, length, func(p Point) bool { return p.Levels == nil || p.Levels.Low <= level })) > 0 {
		return nil, CannotSay
	}
	return nil, No
}

func stretches(series []Point, length int, in func(Point) bool) []Run {
	var runs []Run
	for i := 0; i < len(series); i++ {
		if !in(series[i]) {
			continue
		}
		r := Run{First: i, Last: i}
		for r.Last+1 < len(series) && in(series[r.Last+1]) {
			r.Last++
			if series[r.Last].Broken {
				r.Breaks = append(r.Breaks, r.Last)
			}
		}
		if r.Length() >= length {
			runs = append(runs, r)
		}
		i = r.Last
	}
	return runs
}

// NeverAbove answers whether a lineage was never rated above level: no if one
// rating surely was, yes if every point is known and none can have been. A
// series without points says nothing.
func NeverAbove(series []Point, level int) Answer {
	answer := Yes
	if len(series) == 0 {
		answer = CannotSay
	}
	for _, p := range series {
		switch {
		case p.Levels == nil || (p.Levels.High > level && p.Levels.Low <= level):
			answer = CannotSay
		case p.Levels.Low > level:
			return No
		}
	}
	return answer
}

// Fall is a drop of at least Steps levels from point From to point To, the next
// at which the lineage is rated.
type Fall struct {
	From, To int
	Steps    int // the least drop that partly known ratings allow
}

// FallsOf finds the drops of at least steps levels between one rating and the
// next. A drop across a break is none: the two levels are not comparable. A
// number of steps below 1 counts as 1.
func FallsOf(series []Point, steps int) []Fall {
	steps = max(steps, 1)
	var falls []Fall
	last := -1
	for i, p := range series {
		if p.Broken {
			last = -1
		}
		if p.Levels == nil {
			continue
		}
		if last >= 0 {
			if drop := series[last].Levels.Low - p.Levels.High; drop >= steps {
				falls = append(falls, Fall{From: last, To: i, Steps: drop})
			}
		}
		last = i
	}
	return falls
}
