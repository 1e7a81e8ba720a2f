package compare

import (
	"fmt"
	"math"
)

// z95 is the 97.5 % point of the normal distribution.
const z95 = 1.959963984540054

// Wilson is the 95 % score interval of the share x/n:
//
//	(p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n),  p = x/n
//
// from Wilson (1927), Probable inference, the law of succession, and
// statistical inference, JASA 22, 209-212. It stays within 0 and 1 and has a
// width at 0 of n and n of n. Without trials, or with more successes than
// trials, it is nil and the reason is set.
func Wilson(x, n int) (*Interval, string) {
	switch {
	case n <= 0:
		return nil, "nobody to take a share of"
	case x < 0 || x > n:
		return nil, fmt.Sprintf("%d of %d is no share", x, n)
	}
	trials, p := float64(n), share(x, n)
	z2 := z95 * z95
	middle := p + z2/(2*trials)
	half := z95 * math.Sqrt(p*(1-p)/trials+z2/(4*trials*trials))
	scale := 1 + z2/trials
	i := Interval{Low: math.Max(0, (middle-half)/scale), High: math.Min(1, (middle+half)/scale)}
	// The ends are exact here; the formula leaves rounding dust.
	if x == 0 {
		i.Low = 0
	}
	if x == n {
		i.High = 1
	}
	return &i, ""
}
