package compare

import (
	"math/rand/v2"
	"testing"
)

// The budget is 100 ms for 200 bodies with all intervals and 999 permutations.
func BenchmarkAgree200(b *testing.B) {
	pairs := randomPairs(rand.New(rand.NewPCG(1, 1)), 200, 4, 4)
	for b.Loop() {
		Agree(pairs, AgreeOptions{Permutations: 999, Seed: 1})
	}
}

// Scores without ties are the slowest case: every body fills a cell of its own.
func BenchmarkAgree200Scores(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	pairs := make([]Pair, 200)
	for i := range pairs {
		pairs[i] = Pair{A: rng.Float64(), B: rng.Float64()}
	}
	for b.Loop() {
		Agree(pairs, AgreeOptions{Permutations: 999, Seed: 1})
	}
}

func BenchmarkDiff50000(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	from, to := make([]Span, 50000), make([]Span, 50000)
	a, c := Distribution{Levels: make([]int, 4)}, Distribution{Levels: make([]int, 4)}
	for i := range from {
		from[i], to[i] = At(1+rng.IntN(4)), At(1+rng.IntN(4))
		a.Levels[from[i].Low-1]++
		c.Levels[to[i].Low-1]++
	}
	for b.Loop() {
		for i := range from {
			MoveOf(Rating{Levels: &from[i], Standing: StandingOf(a, from[i])},
				Rating{Levels: &to[i], Standing: StandingOf(c, to[i])}, false)
		}
	}
}
