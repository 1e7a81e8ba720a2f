package native

import (
	"fmt"
	"math/big"
	"strings"

	"careratings/internal/pattern"
)

// nofKind is how a cell of the oversight framework's files reads.
type nofKind string

const (
	nofDecimal    nofKind = "decimal"
	nofScore      nofKind = "score"    // 1.00 the best to 4.00
	nofSegment    nofKind = "segment"  // printed 1, the best, to 4
	nofSegment5   nofKind = "segment5" // printed 1 to 5
	nofFlag       nofKind = "flag"     // 0 or 1
	nofRank       nofKind = "rank"
	nofYesNo      nofKind = "yes or no"
	nofScoreRange nofKind = "range of scores" // "1.2 to 1.89"
	nofRankRange  nofKind = "range of ranks"  // "1 to 11"
)

// nofReading is what a cell says: levels count from 1, the worst.
type nofReading struct {
	level  int
	number string
}

// read reads a filled cell. The string is what is wrong with it, or empty.
func (k nofKind) read(cell string) (nofReading, string) {
	switch k {
	case nofDecimal:
		if n, ok := canonicalNumber(cell); ok {
			return nofReading{number: n}, ""
		}
		return nofReading{}, "not a number; expected one like 2.02"
	case nofScore:
		if n, ok := canonicalNumber(cell); ok && between(n, 1, 4) {
			return nofReading{number: n}, ""
		}
		return nofReading{}, "not a score; expected a number from 1.00 to 4.00"
	case nofSegment, nofSegment5:
		levels := map[nofKind]int{nofSegment: 4, nofSegment5: 5}[k]
		if n, ok := canonicalNumber(cell); ok && len(n) == 1 && n >= "1" && int(n[0]-'0') <= levels {
			return nofReading{level: levels + 1 - int(n[0]-'0')}, ""
		}
		return nofReading{}, fmt.Sprintf("not a segment; expected 1 to %d", levels)
	case nofRank:
		if n, ok := canonicalNumber(cell); ok && isRank(n) {
			return nofReading{number: n}, ""
		}
		return nofReading{}, "not a rank; expected a whole number from 1"
	case nofFlag:
		if n, ok := canonicalNumber(cell); ok && (n == "0" || n == "1") {
			return nofReading{}, ""
		}
		return nofReading{}, "not a flag; expected 0 or 1"
	case nofYesNo:
		if strings.EqualFold(cell, "yes") || strings.EqualFold(cell, "no") {
			return nofReading{}, ""
		}
		return nofReading{}, "neither Yes nor No"
	case nofScoreRange:
		if isRange(cell, func(n string) bool { return between(n, 1, 4) }) {
			return nofReading{}, ""
		}
		return nofReading{}, `not a range of scores; expected one like "1.2 to 1.89"`
	case nofRankRange:
		if isRange(cell, isRank) {
			return nofReading{}, ""
		}
		return nofReading{}, `not a range of ranks; expected one like "1 to 11"`
	}
	panic("no kind of value " + string(k))
}

// plainNumber allows the exponent that programs print for small numbers.
var plainNumber = pattern.Of(`^-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?$`)

// canonicalNumber is a decimal without trailing zeros, leading zeros or
// exponent: "33.0" is "33", "3.40" is "3.4", "-0.0" is "0".
func canonicalNumber(s string) (string, bool) {
	if !plainNumber().MatchString(s) {
		return "", false
	}
	if strings.ContainsAny(s, "eE") {
		r, ok := new(big.Rat).SetString(s)
		if !ok {
			return "", false
		}
		s = r.FloatString(115) // 15 places and an exponent of two digits at most
	}
	whole, places, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	whole, places = strings.TrimLeft(whole, "0"), strings.TrimRight(places, "0")
	if whole == "" {
		whole = "0"
	}
	out := whole
	if places != "" {
		out += "." + places
	}
	if s[0] == '-' && out != "0" {
		out = "-" + out
	}
	return out, true
}

func between(number string, low, high int64) bool {
	r, ok := new(big.Rat).SetString(number)
	return ok && r.Cmp(big.NewRat(low, 1)) >= 0 && r.Cmp(big.NewRat(high, 1)) <= 0
}

func isRank(number string) bool {
	return number != "" && number[0] != '-' && number != "0" && !strings.Contains(number, ".") && len(number) <= 6
}

// isRange reads "low to high", each end allowed by ok.
func isRange(cell string, ok func(number string) bool) bool {
	low, high, found := strings.Cut(cell, " to ")
	if !found {
		return false
	}
	a, okA := canonicalNumber(low)
	b, okB := canonicalNumber(high)
	if !okA || !okB || !ok(a) || !ok(b) {
		return false
	}
	x, _ := new(big.Rat).SetString(a)
	y, _ := new(big.Rat).SetString(b)
	return x.Cmp(y) <= 0
}
