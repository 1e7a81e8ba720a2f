package compare

// Ridits gives the ridit of each level: F(j-1) + n(j)/(2n), from 0 to 1, worst
// to best. Weighted by the counts they average exactly 0.5 (Bross 1958,
// Biometrics 14, 18-38). A level nobody holds has the ridit a body between its
// neighbours would have. An empty group, or a negative count, has none: the
// slice is nil and the reason is set.
func Ridits(levels []int) ([]float64, string) {
	if reason := countFault(levels); reason != "" {
		return nil, reason
	}
	n := sum(levels)
	ridits := make([]float64, len(levels))
	below := 0
	for j, count := range levels {
		// Twice the ridit is a whole number of bodies: one division, no sum of
		// rounded parts.
		ridits[j] = share(2*below+count, 2*n)
		below += count
	}
	return ridits, ""
}

// Resolution says how finely an edition tells its bodies apart:
//
//	1 - sum over levels of (n(j)/n)^3
//
// from 0 (all tied) to 1 - 1/n^2 (a full ranking). It is 12 times the variance
// of the ridits, the factor by which ties shrink a rank statistic. A group of
// fewer than two bodies resolves nothing and has none.
func Resolution(levels []int) Number {
	if reason := countFault(levels); reason != "" {
		return absent(reason)
	}
	n := sum(levels)
	if n == 1 {
		return absent("the only body in its peer group")
	}
	cubes := 0.0
	for _, count := range levels {
		p := share(count, n)
		cubes += p * p * p
	}
	return known(1 - cubes)
}

func countFault(levels []int) string {
	for _, n := range levels {
		if n < 0 {
			return "a level has a negative count"
		}
	}
	if sum(levels) == 0 {
		return "the peer group is empty"
	}
	return ""
}
