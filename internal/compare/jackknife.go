package compare

import (
	"fmt"
	"math"
)

// Estimate is a statistic with its standard error and 95 % interval. What is
// absent says why in Reason; a value may be known without an interval.
type Estimate struct {
	Value     Number
	SE        *float64
	Low, High *float64
	Reason    string // why there is no interval
}

// statistic is a number computed from a sample.
type statistic func(sample) Number

// jackknife leaves out one lineage at a time:
//
//	SE = sqrt((L-1)/L sum (t(i) - mean t)^2)
//
// over L lineages, and takes the interval on Fisher's z scale, where a
// correlation is nearly normal: tanh(atanh(t) -+ z95 SE/(1-t^2)) (Newson 2006,
// Stata Journal 6, 309-334). lineages lists the cells of each lineage's pairs.
// The sample's counts are changed while it works and are as before when it
// returns.
func jackknife(s sample, lineages [][]int, stat statistic) Estimate {
	e := Estimate{Value: stat(s)}
	if !e.Value.Known() {
		e.Reason = e.Value.Reason
		return e
	}
	without, reason := leaveOut(s, lineages, stat)
	if reason != "" {
		e.Reason = reason
		return e
	}
	count, mean, squares := float64(len(without)), 0.0, 0.0
	for _, t := range without {
		mean += t / count
	}
	for _, t := range without {
		squares += (t - mean) * (t - mean)
	}
	se := math.Sqrt((count - 1) / count * squares)
	e.SE = &se
	t := *e.Value.Value
	if math.Abs(t) >= 1-tolerance {
		e.Reason = "a perfect agreement has no interval by this method"
		return e
	}
	z, half := math.Atanh(t), z95*se/(1-t*t)
	e.Low, e.High = pointer(math.Tanh(z-half)), pointer(math.Tanh(z+half))
	return e
}

// leaveOut computes the statistic without each lineage in turn. Lineages of one
// pair in the same cell give the same number, computed once.
func leaveOut(s sample, lineages [][]int, stat statistic) ([]float64, string) {
	if len(lineages) < 3 {
		return nil, fmt.Sprintf("%d lineages are too few for a standard error", len(lineages))
	}
	cached := make([]Number, len(s.cells))
	without := make([]float64, 0, len(lineages))
	for _, cells := range lineages {
		single := len(cells) == 1
		var t Number
		if single && cached[cells[0]].Known() {
			t = cached[cells[0]]
		} else {
			for _, c := range cells {
				s.cells[c].n--
			}
			t = stat(s)
			for _, c := range cells {
				s.cells[c].n++
			}
		}
		if !t.Known() {
			return nil, "the figure hangs on a single lineage"
		}
		if single {
			cached[cells[0]] = t
		}
		without = append(without, *t.Value)
	}
	return without, ""
}

// byLineage groups the pairs' cells by lineage, in order of first appearance.
func byLineage(pairs []Pair, at []int) [][]int {
	var lineages [][]int
	index := map[string]int{}
	for i, p := range pairs {
		n, ok := index[p.Lineage]
		if !ok { // an empty lineage is never in the index
			n = len(lineages)
			lineages = append(lineages, nil)
			if p.Lineage != "" {
				index[p.Lineage] = n
			}
		}
		lineages[n] = append(lineages[n], at[i])
	}
	return lineages
}
