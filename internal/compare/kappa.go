package compare

import "fmt"

// Kappas is the agreement of two ratings on one scale beyond chance, from -1 to
// 1, by how a disagreement of d levels among k is weighed: fully (Plain),
// d/(k-1) (Linear), (d/(k-1))^2 (Quadratic).
type Kappas struct {
	N                        int
	Plain, Linear, Quadratic Number
}

// KappaOf computes
//
//	kappa = 1 - sum w(i,j) o(i,j) / sum w(i,j) r(i) c(j) / n
//
// over the cohort, with o the counts, r and c their margins and w the weight of
// a disagreement. The three measure the same thing to a different extent, so one
// must not be read by the guidelines made for another, and all three are given
// (Warrens 2013, Weighted kappas for 3x3 tables, Journal of Probability and
// Statistics 2013, 325831). Along a path that forbids it the error is a
// *Refusal; a table that is not square is an error.
func KappaOf(t Table, path Path) (Kappas, error) {
	if err := path.Permit(OpKappa); err != nil {
		return Kappas{}, err
	}
	if err := t.square(); err != nil {
		return Kappas{}, fmt.Errorf("kappa: %w", err)
	}
	return Kappas{
		N: t.N(),
		Plain: kappa(t, func(d, _ float64) float64 {
			if d == 0 {
				return 0
			}
			return 1
		}),
		Linear:    kappa(t, func(d, span float64) float64 { return d / span }),
		Quadratic: kappa(t, func(d, span float64) float64 { return d * d / (span * span) }),
	}, nil
}

func kappa(t Table, weight func(d, span float64) float64) Number {
	k, n := len(t.Exit), t.N()
	switch {
	case n == 0:
		return absent("nobody is rated in both editions")
	case k < 2:
		return absent("a scale of one level cannot disagree")
	}
	rows, columns := t.From(), t.To()
	observed, expected := 0.0, 0.0
	for i := range k {
		for j := range k {
			d := float64(max(i-j, j-i))
			w := weight(d, float64(k-1))
			observed += w * float64(t.Cells[i][j])
			expected += w * float64(rows[i]) * share(columns[j], n)
		}
	}
	if expected == 0 {
		return absent("everybody holds the same level in both editions")
	}
	return known(1 - observed/expected)
}
