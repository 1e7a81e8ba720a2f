// Package compare holds the arithmetic of comparison: where a rating stands
// among its peers, whether a change may be called a change, and how far two
// editions agree.
//
// Everything here is a pure function over plain numbers. Levels count from 1 =
// worst. Shares run from 0 to 1. A quantity that cannot be computed is absent
// and carries the reason; it is never NaN, never infinite and never a guess.
// docs/METHOD.md gives each definition with an example to check by hand.
package compare

import "math"

// tolerance is the largest difference between two shares that counts as none.
// Shares of two groups of under 50,000 bodies each that differ at all differ by
// more than 1/50,000^2 = 4e-10; rounding in sums of a dozen shares stays below
// 1e-14.
const tolerance = 1e-12

// Number is a computed number, or the reason there is none. Exactly one of the
// two is set.
type Number struct {
	Value  *float64
	Reason string
}

// Known reports whether there is a number.
func (n Number) Known() bool { return n.Value != nil }

// String prints the number with six decimals, or the reason in brackets.
func (n Number) String() string {
	if n.Value == nil {
		return "(" + n.Reason + ")"
	}
	return formatShare(*n.Value)
}

// known wraps x. A result that is no number is a fault of the caller's input,
// so it becomes an absence instead of travelling on.
func known(x float64) Number {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return absent("the input is not a finite number")
	}
	return Number{Value: &x}
}

func absent(reason string) Number { return Number{Reason: reason} }

func pointer[T any](x T) *T { return &x }
