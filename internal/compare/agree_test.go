package compare

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func randomPairs(rng *rand.Rand, n, ka, kb int) []Pair {
	pairs := make([]Pair, n)
	for i := range pairs {
		pairs[i] = Pair{
			Lineage: fmt.Sprint("L", i),
			Group:   []string{"acute", "pct"}[rng.IntN(2)],
			A:       float64(1 + rng.IntN(ka)),
			B:       float64(1 + rng.IntN(kb)),
		}
	}
	return pairs
}

// byDefinition counts every pair of bodies, one by one.
func byDefinition(pairs []Pair) Concordance {
	var c Concordance
	for i, p := range pairs {
		for _, q := range pairs[:i] {
			a, b := p.A-q.A, p.B-q.B
			if a != 0 {
				c.UntiedA++
			}
			if b != 0 {
				c.UntiedB++
			}
			switch {
			case a*b > 0:
				c.Concordant++
			case a*b < 0:
				c.Discordant++
			}
		}
	}
	return c
}

func TestConcordanceIsItsDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for range 500 {
		pairs := randomPairs(rng, rng.IntN(40), 1+rng.IntN(6), 1+rng.IntN(6))
		if diff := cmp.Diff(byDefinition(pairs), ConcordanceOfPairs(pairs)); diff != "" {
			t.Fatalf("%v: %s", pairs, diff)
		}
	}
}

// Spearman by the textbook: mid-ranks by counting, then Pearson.
func TestSpearmanIsCorrelationOfMidRanks(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	rank := func(pairs []Pair, of func(Pair) float64, x float64) float64 {
		below, equal := 0.0, 0.0
		for _, p := range pairs {
			if of(p) < x {
				below++
			} else if of(p) == x {
				equal++
			}
		}
		return below + (equal+1)/2
	}
	a := func(p Pair) float64 { return p.A }
	b := func(p Pair) float64 { return p.B }
	for range 200 {
		pairs := randomPairs(rng, 2+rng.IntN(30), 4, 5)
		n := float64(len(pairs))
		var x, y, xx, yy, xy float64
		for _, p := range pairs {
			u, v := rank(pairs, a, p.A), rank(pairs, b, p.B)
			x, y, xx, yy, xy = x+u, y+v, xx+u*u, yy+v*v, xy+u*v
		}
		variances := (xx - x*x/n) * (yy - y*y/n)
		got := Agree(pairs, AgreeOptions{}).Spearman.Value
		if variances < 1e-9 {
			if got.Known() {
				t.Fatalf("%v: %v, want absent", pairs, got)
			}
			continue
		}
		if want := (xy - x*y/n) / math.Sqrt(variances); math.Abs(*got.Value-want) > 1e-9 {
			t.Fatalf("%v: %v, want %v", pairs, got, want)
		}
	}
}

// No figure depends on the order in which the bodies come, and tau-b never
// exceeds what its margins allow.
func TestOrderChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 18))
	for range 100 {
		pairs := randomPairs(rng, 3+rng.IntN(30), 4, 4)
		first := Agree(pairs, AgreeOptions{})
		rng.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
		second := Agree(pairs, AgreeOptions{})
		near := cmp.Comparer(func(x, y float64) bool { return math.Abs(x-y) < 1e-12 })
		if diff := cmp.Diff(first, second, near); diff != "" {
			t.Fatalf("order changed the figures: %s", diff)
		}
		if tau := first.TauB.Value; tau.Known() && *tau.Value > *first.TauBMax.Value+tolerance {
			t.Fatalf("tau-b %v above its maximum %v", tau, first.TauBMax)
		}
	}
}

// Deleting a lineage of several pairs deletes all of them.
func TestJackknifeLeavesOutLineages(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 20))
	pairs := randomPairs(rng, 30, 4, 4)
	for i := range pairs {
		pairs[i].Lineage = fmt.Sprint("L", i%20)
	}
	var without []float64
	for lineage := range 20 {
		var rest []Pair
		for i, p := range pairs {
			if i%20 != lineage {
				rest = append(rest, p)
			}
		}
		without = append(without, *byDefinition(rest).TauB().Value)
	}
	mean, squares := 0.0, 0.0
	for _, x := range without {
		mean += x / 20
	}
	for _, x := range without {
		squares += (x - mean) * (x - mean)
	}
	g := Agree(pairs, AgreeOptions{})
	if want := math.Sqrt(19.0 / 20 * squares); g.Lineages != 20 || math.Abs(*g.TauB.SE-want) > 1e-12 {
		t.Errorf("%d lineages, SE %v, want %v", g.Lineages, *g.TauB.SE, want)
	}
}

func TestAgreeDegenerate(t *testing.T) {
	for name, test := range map[string]struct {
		pairs []Pair
		value bool // whether tau-b itself is known
	}{
		"nobody":               {nil, false},
		"one body":             {[]Pair{{A: 1, B: 2}}, false},
		"two bodies":           {[]Pair{{A: 1, B: 2}, {A: 2, B: 3}}, true},
		"all tied before":      {[]Pair{{A: 1, B: 1}, {A: 1, B: 2}, {A: 1, B: 3}}, false},
		"all tied after":       {[]Pair{{A: 1, B: 2}, {A: 2, B: 2}, {A: 3, B: 2}}, false},
		"hangs on one":         {[]Pair{{A: 1, B: 1}, {A: 1, B: 1}, {A: 2, B: 2}}, true},
		"perfect":              {[]Pair{{A: 1, B: 1}, {A: 2, B: 2}, {A: 3, B: 3}, {A: 4, B: 4}}, true},
		"perfectly opposite":   {[]Pair{{A: 1, B: 4}, {A: 2, B: 3}, {A: 3, B: 2}, {A: 4, B: 1}}, true},
		"not a number":         {[]Pair{{A: math.NaN(), B: 1}, {A: 1, B: 2}, {A: 3, B: 3}}, false},
		"infinite":             {[]Pair{{A: 1, B: math.Inf(1)}, {A: 1, B: 2}, {A: 3, B: 3}}, false},
		"infinite both ways":   {[]Pair{{A: math.Inf(1), B: math.Inf(-1)}, {A: 1, B: 2}, {A: 3, B: 3}}, false},
		"nothing to exchange":  {[]Pair{{Group: "a", A: 1, B: 1}, {Group: "b", A: 2, B: 2}, {Group: "c", A: 3, B: 1}}, true},
		"one lineage of three": {[]Pair{{Lineage: "x", A: 1, B: 1}, {Lineage: "x", A: 2, B: 2}, {Lineage: "x", A: 3, B: 1}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			g := Agree(test.pairs, AgreeOptions{Permutations: 19, Seed: 1})
			if g.TauB.Value.Known() != test.value {
				t.Errorf("tau-b %v", g.TauB.Value)
			}
			for _, e := range []Estimate{g.TauB, g.SomersD, g.Spearman} {
				checkNumber(t, e.Value)
				if (e.Low == nil) != (e.Reason != "") {
					t.Errorf("interval %v, reason %q", show(e.Low), e.Reason)
				}
				for _, x := range []*float64{e.SE, e.Low, e.High} {
					if x != nil && (math.IsNaN(*x) || math.IsInf(*x, 0)) {
						t.Errorf("estimate %+v is not finite", e)
					}
				}
			}
			checkNumber(t, g.TauBMax)
			checkNumber(t, g.P)
		})
	}
}

func checkNumber(t *testing.T, n Number) {
	t.Helper()
	if n.Known() == (n.Reason != "") {
		t.Errorf("number %v with reason %q: want one of the two", n.Value, n.Reason)
	}
	if n.Known() && (math.IsNaN(*n.Value) || math.IsInf(*n.Value, 0)) {
		t.Errorf("number %v is not finite", *n.Value)
	}
}

func TestPermutationP(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	pairs := randomPairs(rng, 60, 4, 4)
	first := Agree(pairs, AgreeOptions{Permutations: 199, Seed: 7})
	again := Agree(pairs, AgreeOptions{Permutations: 199, Seed: 7})
	if *first.P.Value != *again.P.Value {
		t.Errorf("one seed, two p: %v and %v", first.P, again.P)
	}
	if got := Agree(pairs, AgreeOptions{}); got.P.Known() || got.P.Reason == "" {
		t.Errorf("no permutations asked for: %v", got.P)
	}

	// Two groups far apart on both sides, nothing within them: a strong tau-b
	// that the groups alone produce is no evidence.
	var apart []Pair
	for i := range 80 {
		g := i % 2
		apart = append(apart, Pair{
			Group: fmt.Sprint(g),
			A:     float64(2*g + rng.IntN(2)),
			B:     float64(2*g + rng.IntN(2)),
		})
	}
	g := Agree(apart, AgreeOptions{Permutations: 499, Seed: 3})
	if *g.TauB.Value.Value < 0.5 || *g.P.Value < 0.01 {
		t.Errorf("between groups only: tau-b %v, p %v", g.TauB.Value, g.P)
	}
	for i := range apart {
		apart[i].Group = ""
	}
	if p := Agree(apart, AgreeOptions{Permutations: 499, Seed: 3}).P; *p.Value != 0.002 {
		t.Errorf("one group: p %v, want the smallest possible 0.002", p)
	}
}

// An association within groups that runs against the one between them is found
// all the same, and a draw as extreme as what was seen counts.
func TestPermutationPWithinGroups(t *testing.T) {
	var pairs []Pair
	for g := range 2 {
		for i := range 12 {
			pairs = append(pairs, Pair{Group: fmt.Sprint(g), A: float64(100*g + i), B: float64(100*g - i)})
		}
	}
	g := Agree(pairs, AgreeOptions{Permutations: 199, Seed: 5})
	if *g.TauB.Value.Value > 0.2 || *g.P.Value != 0.005 {
		t.Errorf("tau-b %v, p %v, want the smallest possible 0.005", g.TauB.Value, g.P)
	}
	two := []Pair{{A: 1, B: 1}, {A: 2, B: 2}}
	if p := Agree(two, AgreeOptions{Permutations: 199, Seed: 5}).P; *p.Value != 1 {
		t.Errorf("two bodies: p %v, want 1", p)
	}
}

// Under the null hypothesis p is no smaller than it says: about one in ten is
// below 0.1.
func TestPermutationPIsCalibrated(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 24))
	small := 0
	for i := range 400 {
		if p := Agree(randomPairs(rng, 25, 3, 3), AgreeOptions{Permutations: 99, Seed: uint64(i)}).P; *p.Value <= 0.1 {
			small++
		}
	}
	if small < 20 || small > 60 {
		t.Errorf("%d of 400 p-values at or below 0.1, want about 40", small)
	}
}

// The exact mean of C - D under dealing within groups is what dealing gives.
func TestExpectedScore(t *testing.T) {
	rng := rand.New(rand.NewPCG(25, 26))
	pairs := randomPairs(rng, 12, 3, 3)
	groups := byGroup(pairs)
	as, bs := make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, p := range pairs {
		as[i], bs[i] = p.A, p.B
		if p.Group == "pct" {
			as[i], bs[i] = p.A+1, p.B+1
		}
	}
	a, ka := denseRanks(as)
	b, kb := denseRanks(bs)
	want := expectedScore(groups, a, b, ka, kb)
	scores, draws, total := newScorer(a, kb), 40000, 0.0
	for range draws {
		for _, g := range groups {
			rng.Shuffle(len(g), func(i, j int) { b[g[i]], b[g[j]] = b[g[j]], b[g[i]] })
		}
		total += float64(scores.score(b)) / float64(draws)
	}
	if math.Abs(total-want) > 0.3 || want == 0 {
		t.Errorf("mean of draws %v, exact %v", total, want)
	}
}
