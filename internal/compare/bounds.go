package compare

import "math"

// bounds is a system of difference constraints on cumulative counts
// N(0)..N(k): limit[i][j] is the largest value of N(j) - N(i) allowed so far.
type bounds struct {
	limit  [][]float64
	linked []int   // a label per N(j): same label = joined by totals
	whole  float64 // N(k): the base, or 1 when only shares are known
}

func newBounds(t Totals, base int) *bounds {
	k := t.Levels
	b := &bounds{limit: make([][]float64, k+1), linked: make([]int, k+1), whole: 1}
	if base > 0 {
		b.whole = float64(base)
	}
	for i := range b.limit {
		b.limit[i] = make([]float64, k+1)
		for j := range b.limit[i] {
			if j < i {
				continue // cumulative counts do not fall: N(j) - N(i) <= 0
			}
			b.limit[i][j] = math.Inf(1)
		}
		b.limit[i][i] = 0
		b.linked[i] = i
	}
	b.restrict(0, k, b.whole, b.whole)
	b.link(0, k)
	for _, c := range t.Counts {
		low, high := float64(c.N), float64(c.N)
		if c.Share != nil {
			low, high = c.Share.Low*b.whole, c.Share.High*b.whole
		}
		if c.AtLeast {
			b.restrict(c.Low-1, c.High, low, b.whole)
			continue
		}
		b.restrict(c.Low-1, c.High, low, high)
		b.link(c.Low-1, c.High)
	}
	return b
}

// restrict demands low <= N(j) - N(i) <= high.
func (b *bounds) restrict(i, j int, low, high float64) {
	b.limit[i][j] = math.Min(b.limit[i][j], high)
	b.limit[j][i] = math.Min(b.limit[j][i], -low)
}

func (b *bounds) link(i, j int) {
	from, to := b.linked[i], b.linked[j]
	for n, label := range b.linked {
		if label == from {
			b.linked[n] = to
		}
	}
}

// tighten closes the system (Floyd and Warshall) and reports whether any
// counts at all can satisfy it.
func (b *bounds) tighten() bool {
	for m := range b.limit {
		for i := range b.limit {
			for j := range b.limit {
				b.limit[i][j] = math.Min(b.limit[i][j], b.limit[i][m]+b.limit[m][j])
			}
		}
	}
	for i := range b.limit {
		if b.limit[i][i] < -tolerance*b.whole {
			return false
		}
	}
	return true
}

// between is the range of N(j) - N(i), and whether totals join the two.
func (b *bounds) between(i, j int) (Interval, bool) {
	low := math.Max(0, -b.limit[j][i])
	return Interval{Low: low, High: math.Min(b.whole, b.limit[i][j])}, b.linked[i] == b.linked[j]
}

// atLeast is the smallest N(j), and whether any total bears on it.
func (b *bounds) atLeast(j int) (float64, bool) {
	r, joined := b.between(0, j)
	return r.Low, joined || r.Low > tolerance*b.whole
}

// atMost is the largest N(j), and whether any total bears on it.
func (b *bounds) atMost(j int) (float64, bool) {
	r, joined := b.between(0, j)
	return r.High, joined || r.High < b.whole*(1-tolerance)
}
