package compare

import "math"

// Concordance counts the pairs of bodies that two editions order.
type Concordance struct {
	Concordant int64 // ordered alike
	Discordant int64 // ordered oppositely
	UntiedA    int64 // not tied in the earlier edition
	UntiedB    int64 // not tied in the later edition
}

// TauB is Kendall's tau-b, from -1 to 1:
//
//	(C - D) / sqrt(pairs not tied in a x pairs not tied in b)
//
// Unlike tau-a it allows for the ties that a scale of four levels is full of
// (Kendall 1945, The treatment of ties in ranking problems, Biometrika 33,
// 239-251). It is absent when either edition ties everybody.
func (c Concordance) TauB() Number {
	if reason := c.tied(); reason != "" {
		return absent(reason)
	}
	return known(float64(c.Concordant-c.Discordant) / math.Sqrt(float64(c.UntiedA)*float64(c.UntiedB)))
}

// SomersD is Somers' D of the later edition given the earlier, from -1 to 1:
//
//	(C - D) / pairs not tied in a
//
// the chance that of two bodies told apart in the earlier edition the better is
// better in the later, less the chance that it is worse (Newson 2006,
// Confidence intervals for rank statistics: Somers' D and extensions, Stata
// Journal 6, 309-334). It is absent when either edition ties everybody.
func (c Concordance) SomersD() Number {
	if reason := c.tied(); reason != "" {
		return absent(reason)
	}
	return known(float64(c.Concordant-c.Discordant) / float64(c.UntiedA))
}

func (c Concordance) tied() string {
	switch {
	case c.UntiedA == 0:
		return "the earlier edition tells no two of them apart"
	case c.UntiedB == 0:
		return "the later edition tells no two of them apart"
	}
	return ""
}

// ConcordanceOf counts the pairs of a cross-tab's cohort.
func ConcordanceOf(t Table) Concordance {
	if t.fault() != "" {
		return Concordance{}
	}
	return t.sample().concordance()
}

// ConcordanceOfPairs counts the pairs of a cohort in O(n log n). Values that
// are no finite numbers count nothing.
func ConcordanceOfPairs(pairs []Pair) Concordance {
	s, _, _ := newSample(pairs)
	return s.concordance()
}

func (s sample) concordance() Concordance {
	var c Concordance
	seen := newFenwick(s.kb)
	for i := 0; i < len(s.cells); {
		end := i
		for ; end < len(s.cells) && s.cells[end].a == s.cells[i].a; end++ {
			cell := s.cells[end]
			below, upTo := seen.before(cell.b), seen.before(cell.b+1)
			c.Concordant += int64(cell.n) * below
			c.Discordant += int64(cell.n) * (seen.total - upTo)
		}
		for ; i < end; i++ {
			seen.add(s.cells[i].b, int64(s.cells[i].n))
		}
	}
	a, b := s.margins()
	c.UntiedA, c.UntiedB = untied(a), untied(b)
	return c
}

// TauBMax is the largest tau-b that the margins of both editions allow: that of
// the table in which the worst of one are the worst of the other. With unequal
// margins it is below 1, and a tau-b is to be read against it.
func TauBMax(from, to []int) Number {
	if countFault(from) != "" || sum(from) != sum(to) || countFault(to) != "" {
		return absent("the two margins are not of the same bodies")
	}
	s := sample{ka: len(from), kb: len(to)}
	i, j, restA, restB := 0, 0, from[0], to[0]
	for i < len(from) && j < len(to) {
		n := min(restA, restB)
		if n > 0 {
			s.cells = append(s.cells, sampleCell{a: i, b: j, n: n})
		}
		restA, restB = restA-n, restB-n
		if restA == 0 {
			if i++; i < len(from) {
				restA = from[i]
			}
		} else if j++; j < len(to) {
			restB = to[j]
		}
	}
	return s.concordance().TauB()
}

// untied is the number of pairs at different levels.
func untied(levels []int) int64 {
	n := int64(sum(levels))
	pairs := n * (n - 1) / 2
	for _, count := range levels {
		pairs -= int64(count) * int64(count-1) / 2
	}
	return pairs
}

// fenwick counts what was seen at each value; both its operations are O(log k).
type fenwick struct {
	tree  []int64
	total int64
}

func newFenwick(k int) *fenwick { return &fenwick{tree: make([]int64, k+1)} }

func (f *fenwick) add(value int, n int64) {
	f.total += n
	for i := value + 1; i < len(f.tree); i += i & -i {
		f.tree[i] += n
	}
}

// before is the number seen at values below value.
func (f *fenwick) before(value int) int64 {
	var n int64
	for i := value; i > 0; i -= i & -i {
		n += f.tree[i]
	}
	return n
}

func (f *fenwick) reset() {
	clear(f.tree)
	f.total = 0
}
