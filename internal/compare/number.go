package compare

import "math"

// StandingOfNumber places a score among the scores of its peer group, its own
// included, with unrated further bodies in scope. lowerBetter says that less is
// better. Equal scores are ties; otherwise the rule is that of StandingOf. It is
// computed from exact scores: rounded ones tie bodies that the publisher's rank
// may tell apart.
func StandingOfNumber(peers []float64, own float64, lowerBetter bool, unrated int) Standing {
	d := Distribution{Levels: make([]int, 3), Unrated: unrated}
	for _, x := range append([]float64{own}, peers...) {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return Unknown("a score is not a finite number")
		}
	}
	// Below, level with and above the score are all the scale it needs.
	for _, x := range peers {
		switch {
		case x == own:
			d.Levels[1]++
		case (x < own) != lowerBetter:
			d.Levels[0]++
		default:
			d.Levels[2]++
		}
	}
	return StandingOf(d, At(2))
}
