package compare

import "math"

// Spearman is the rank correlation of two editions, from -1 to 1: the product
// moment correlation of the cohort's ridits, which with ties is that of the
// mid-ranks. It is absent when either edition ties everybody.
func Spearman(t Table) Number {
	if fault := t.fault(); fault != "" {
		return absent(fault)
	}
	return t.sample().spearman()
}

func (s sample) spearman() Number {
	a, b := s.margins()
	ra, reason := Ridits(a)
	if reason != "" {
		return absent("nobody is rated in both editions")
	}
	rb, _ := Ridits(b)
	cross, varA, varB := 0.0, 0.0, 0.0
	for _, c := range s.cells {
		n, da, db := float64(c.n), ra[c.a]-0.5, rb[c.b]-0.5
		cross += n * da * db
		varA += n * da * da
		varB += n * db * db
	}
	switch {
	case untied(a) == 0:
		return absent("the earlier edition tells no two of them apart")
	case untied(b) == 0:
		return absent("the later edition tells no two of them apart")
	}
	return known(math.Max(-1, math.Min(1, cross/math.Sqrt(varA*varB))))
}
