package compare

import (
	"cmp"
	"math"
	"slices"
)

// Pair is one lineage rated in both editions: A in the earlier, B in the later,
// as a level or any number of which more is better. Group is its peer group;
// pairs of one Lineage are left out together by the jackknife (an empty Lineage
// is one of its own).
type Pair struct {
	Lineage, Group string
	A, B           float64
}

// sample is a cross-tab that stores only its filled cells, so that the same
// arithmetic serves 4 levels and 4,000 distinct scores.
type sample struct {
	cells  []sampleCell // by a, then b
	ka, kb int
}

// sampleCell holds n bodies at the a-th and b-th distinct value, from 0 = worst.
type sampleCell struct {
	a, b, n int
}

// newSample also returns, for each pair, the index of its cell.
func newSample(pairs []Pair) (sample, []int, string) {
	as, bs := make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, p := range pairs {
		if math.IsNaN(p.A+p.B) || math.IsInf(p.A, 0) || math.IsInf(p.B, 0) {
			return sample{}, nil, "a value is not a finite number"
		}
		as[i], bs[i] = p.A, p.B
	}
	aRank, ka := denseRanks(as)
	bRank, kb := denseRanks(bs)
	order := make([]int, len(pairs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(aRank[i], aRank[j]), cmp.Compare(bRank[i], bRank[j]))
	})
	s := sample{ka: ka, kb: kb}
	at := make([]int, len(pairs))
	for _, i := range order {
		last := len(s.cells) - 1
		if last < 0 || s.cells[last].a != aRank[i] || s.cells[last].b != bRank[i] {
			s.cells = append(s.cells, sampleCell{a: aRank[i], b: bRank[i]})
			last++
		}
		s.cells[last].n++
		at[i] = last
	}
	return s, at, ""
}

// denseRanks numbers the distinct values upwards from 0.
func denseRanks(xs []float64) ([]int, int) {
	distinct := slices.Clone(xs)
	slices.Sort(distinct)
	distinct = slices.Compact(distinct)
	ranks := make([]int, len(xs))
	for i, x := range xs {
		ranks[i], _ = slices.BinarySearch(distinct, x)
	}
	return ranks, len(distinct)
}

func (t Table) sample() sample {
	s := sample{ka: len(t.Exit), kb: len(t.Entry)}
	for i, row := range t.Cells {
		for j, n := range row {
			if n > 0 {
				s.cells = append(s.cells, sampleCell{a: i, b: j, n: n})
			}
		}
	}
	return s
}

// margins counts the bodies at each value, earlier and later.
func (s sample) margins() (a, b []int) {
	a, b = make([]int, s.ka), make([]int, s.kb)
	for _, c := range s.cells {
		a[c.a] += c.n
		b[c.b] += c.n
	}
	return a, b
}
