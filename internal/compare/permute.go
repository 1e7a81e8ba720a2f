package compare

import (
	"math"
	"math/rand/v2"
	"slices"
)

// permutationP is the two-sided chance of an association at least as strong as
// that seen if, within each peer group, the later ratings were dealt out anew:
//
//	p = (1 + draws with |S* - E S| >= |S - E S|) / (1 + draws),  S = C - D
//
// E S is the exact mean over all ways of dealing, which is 0 for one group; with
// several it is what the groups' different levels alone produce, so that this
// does not pass for agreement within them. The margins, and so the divisor of
// tau-b, are the same in every draw. One seed always gives the same p.
func permutationP(pairs []Pair, draws int, seed uint64) Number {
	as, bs := make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, p := range pairs {
		as[i], bs[i] = p.A, p.B
	}
	a, ka := denseRanks(as)
	b, kb := denseRanks(bs)
	groups := byGroup(pairs)
	if draws < 1 {
		return absent("no permutations were asked for")
	}
	if !exchangeable(groups, a, b) {
		return absent("within the peer groups there is nothing to exchange")
	}
	counter := newScorer(a, kb)
	centre := expectedScore(groups, a, b, ka, kb)
	observed := math.Abs(float64(counter.score(b)) - centre)

	rng := rand.New(rand.NewPCG(seed, uint64(len(pairs))))
	extreme := 0
	for range draws {
		for _, g := range groups {
			rng.Shuffle(len(g), func(i, j int) { b[g[i]], b[g[j]] = b[g[j]], b[g[i]] })
		}
		// Scores are whole numbers; the slack is for the rounding of the centre.
		if math.Abs(float64(counter.score(b))-centre) >= observed-1e-6 {
			extreme++
		}
	}
	return known(share(1+extreme, 1+draws))
}

// byGroup lists the pairs of each peer group, in order of first appearance.
func byGroup(pairs []Pair) [][]int {
	var groups [][]int
	index := map[string]int{}
	for i, p := range pairs {
		n, ok := index[p.Group]
		if !ok {
			n = len(groups)
			index[p.Group] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], i)
	}
	return groups
}

// exchangeable reports whether some group has two values on both sides.
func exchangeable(groups [][]int, a, b []int) bool {
	varies := func(g, x []int) bool {
		return slices.ContainsFunc(g, func(i int) bool { return x[i] != x[g[0]] })
	}
	return slices.ContainsFunc(groups, func(g []int) bool { return varies(g, a) && varies(g, b) })
}

// scorer computes C - D for one fixed earlier side and any later one.
type scorer struct {
	order []int // pairs by a
	a     []int
	seen  *fenwick
}

func newScorer(a []int, kb int) *scorer {
	s := &scorer{order: make([]int, len(a)), a: a, seen: newFenwick(kb)}
	for i := range s.order {
		s.order[i] = i
	}
	slices.SortStableFunc(s.order, func(i, j int) int { return a[i] - a[j] })
	return s
}

func (s *scorer) score(b []int) int64 {
	s.seen.reset()
	var score int64
	for i := 0; i < len(s.order); {
		end := i
		for ; end < len(s.order) && s.a[s.order[end]] == s.a[s.order[i]]; end++ {
			value := b[s.order[end]]
			score += s.seen.before(value) + s.seen.before(value+1) - s.seen.total
		}
		for ; i < end; i++ {
			s.seen.add(b[s.order[i]], 1)
		}
	}
	return score
}

// expectedScore is the mean of C - D when b is dealt out within groups. Pairs
// within a group cancel; of a pair across groups g and h the two signs are
// independent, each with its mean over g x h.
func expectedScore(groups [][]int, a, b []int, ka, kb int) float64 {
	as, bs := countsByGroup(groups, a, ka), countsByGroup(groups, b, kb)
	mean := 0.0
	for g := range groups {
		for h := range g {
			pairs := float64(len(groups[g])) * float64(len(groups[h]))
			mean += float64(dominance(as[g], as[h])) * float64(dominance(bs[g], bs[h])) / pairs
		}
	}
	return mean
}

func countsByGroup(groups [][]int, x []int, k int) [][]int {
	counts := make([][]int, len(groups))
	for g, members := range groups {
		counts[g] = make([]int, k)
		for _, i := range members {
			counts[g][x[i]]++
		}
	}
	return counts
}

// dominance is the number of pairs in which the body of g is above that of h,
// less those in which it is below.
func dominance(g, h []int) int64 {
	var score, below, above int64
	above = int64(sum(h))
	for j, n := range g {
		above -= int64(h[j])
		score += int64(n) * (below - above)
		below += int64(h[j])
	}
	return score
}
