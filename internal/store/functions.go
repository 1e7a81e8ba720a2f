package store

import (
	"database/sql"
	"database/sql/driver"
	"math"

	"modernc.org/sqlite"

	"careratings/internal/compare"
)

// driverName is the SQLite driver that knows the functions below. Only open
// archives use it: the builder and other programs do without, and so do the
// views.
const driverName = "careratings-archive"

// largestCount keeps the sum of two counts within an int of 32 bits.
const largestCount = 1_000_000_000

// database/sql keeps drivers by name for the whole process; the functions live
// on this driver alone.
func init() {
	d := &sqlite.Driver{}
	for _, f := range []struct {
		name string
		args int32
		call func([]driver.Value) driver.Value
	}{
		{"ridit", 3, riditOf},
		{"band_low", 3, bandLow},
		{"band_high", 3, bandHigh},
		{"verdict", 4, verdictOf},
	} {
		d.MustRegisterDeterministicScalarFunction(f.name, f.args, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			return f.call(args), nil
		})
	}
	d.MustRegisterFunction("tau_b", &sqlite.FunctionImpl{
		NArgs: 2, Deterministic: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) { return &tauB{}, nil },
	})
	sql.Register(driverName, d)
}

// riditOf is ridit(worse, tied, n): the middle of the tie band of a body with
// worse peers below it and tied others level with it among n, from 0 to 1.
func riditOf(args []driver.Value) driver.Value {
	n, ok := counts(args)
	if !ok || n[0]+n[1] > n[2]-1 {
		return nil
	}
	s := compare.StandingOf(compare.Distribution{Levels: []int{n[0], n[1] + 1, n[2] - 1 - n[0] - n[1]}}, compare.At(2))
	return shareOrNull(s.Mid)
}

// bandLow is band_low(worse, n, missing): the share of n rated and missing
// unrated bodies that is surely worse.
func bandLow(args []driver.Value) driver.Value {
	n, ok := counts(args)
	if !ok || n[0] > n[1]-1 {
		return nil
	}
	s := compare.StandingOf(compare.Distribution{Levels: []int{n[0], n[1] - n[0]}, Unrated: n[2]}, compare.At(2))
	return shareOrNull(s.Low)
}

// bandHigh is band_high(better, n, missing): one less the share surely better.
func bandHigh(args []driver.Value) driver.Value {
	n, ok := counts(args)
	if !ok || n[0] > n[1]-1 {
		return nil
	}
	s := compare.StandingOf(compare.Distribution{Levels: []int{n[1] - n[0], n[0]}, Unrated: n[2]}, compare.At(1))
	return shareOrNull(s.High)
}

// verdictOf is verdict(a_low, a_high, b_low, b_high): up, down or not-resolved.
// A bound that is NULL is unknown and counts as 0 or 1; with all four NULL
// there is nothing to judge and the answer is NULL. A bound that is no share
// makes the answer NULL too.
func verdictOf(args []driver.Value) driver.Value {
	var bounds [4]*float64
	known := false
	for i, a := range args {
		if a == nil {
			continue
		}
		f, ok := finite(a)
		if !ok || f < 0 || f > 1 {
			return nil
		}
		bounds[i], known = &f, true
	}
	if !known {
		return nil
	}
	a := compare.Standing{Low: bounds[0], High: bounds[1]}
	b := compare.Standing{Low: bounds[2], High: bounds[3]}
	if a.Band().Low > a.Band().High || b.Band().Low > b.Band().High {
		return nil
	}
	return string(compare.StandingVerdict(a, b))
}

// tauB is the aggregate tau_b(a, b): Kendall's tau-b of the pairs, NULL for
// fewer than two pairs or when either side ties everybody. A pair with anything
// but two finite numbers is passed over.
type tauB struct {
	pairs []compare.Pair
}

func pairOf(args []driver.Value) (compare.Pair, bool) {
	a, ok1 := finite(args[0])
	b, ok2 := finite(args[1])
	return compare.Pair{A: a, B: b}, ok1 && ok2
}

func (t *tauB) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	if p, ok := pairOf(args); ok {
		t.pairs = append(t.pairs, p)
	}
	return nil
}

func (t *tauB) WindowInverse(_ *sqlite.FunctionContext, args []driver.Value) error {
	if _, ok := pairOf(args); ok && len(t.pairs) > 0 {
		t.pairs = t.pairs[1:] // SQLite takes rows off in the order they came
	}
	return nil
}

func (t *tauB) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	return shareOrNull(compare.ConcordanceOfPairs(t.pairs).TauB().Value), nil
}

func (t *tauB) Final(*sqlite.FunctionContext) {}

// counts reads whole numbers from 0; anything else is not ok.
func counts(args []driver.Value) ([3]int, bool) {
	var out [3]int
	for i, a := range args {
		f, ok := finite(a)
		if !ok || f < 0 || f > largestCount || f != math.Trunc(f) {
			return out, false
		}
		out[i] = int(f)
	}
	return out, true
}

func finite(v driver.Value) (float64, bool) {
	var f float64
	switch v := v.(type) {
	case int64:
		f = float64(v)
	case float64:
		f = v
	default:
		return 0, false
	}
	return f, !math.IsNaN(f) && !math.IsInf(f, 0)
}

func shareOrNull(f *float64) driver.Value {
	if f == nil || math.IsNaN(*f) || math.IsInf(*f, 0) {
		return nil
	}
	return *f
}
