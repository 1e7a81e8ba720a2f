package compare

import (
	"fmt"
	"slices"
)

// maxMappedLevels is the longest scale mapped: two scales of 10 levels already
// have 92,378 monotone maps, and nobody could read a finer one as words.
const maxMappedLevels = 10

// Tally counts outcomes.
type Tally struct {
	Up, Same, Down, NotResolved int
}

// Total is the number of outcomes counted.
func (t Tally) Total() int { return t.Up + t.Same + t.Down + t.NotResolved }

func (t *Tally) add(v Verdict) {
	switch v {
	case Up:
		t.Up++
	case Same:
		t.Same++
	case Down:
		t.Down++
	default:
		t.NotResolved++
	}
}

// Reading is one way of settling what the evidence leaves open: on which peers
// basis, under which lineage policy, by which rule for missing bodies. From and
// To are the levels it arrives at, each on its own scale, and Standing its
// verdict by tie bands.
type Reading struct {
	Peers, Policy, Missing string
	From, To               Span
	Standing               Verdict
}

// Sensitivity says how far a verdict depends on choices nobody can justify.
type Sensitivity struct {
	Maps      int      // weakly monotone maps of one scale onto the other
	Mapped    Tally    // outcomes over every reading and every map
	Standings Tally    // standing verdicts over every reading
	Flips     []string // axes on which a single choice changes the outcome, of mapping, peers, policy, missing
}

// MonotoneMaps calls visit with each weakly monotone map of ka levels onto kb:
// level i+1 goes to m[i], and a better level never to a worse one. There are
// C(ka+kb-1, ka). The slice is reused between calls. Scales of more than ten
// levels are refused.
func MonotoneMaps(ka, kb int, visit func(m []int)) error {
	if ka > maxMappedLevels || kb > maxMappedLevels {
		return &Refusal{
			Op:      OpMapping,
			Allowed: []Operation{OpStanding, OpCrossTab, OpAgree},
			Why:     fmt.Sprintf("a scale of %d levels; at most %d can be mapped", max(ka, kb), maxMappedLevels),
		}
	}
	if ka < 1 || kb < 1 {
		return fmt.Errorf("mapping %d levels onto %d: want at least one of each", ka, kb)
	}
	m := make([]int, ka)
	var extend func(i, lowest int)
	extend = func(i, lowest int) {
		if i == ka {
			visit(m)
			return
		}
		for level := lowest; level <= kb; level++ {
			m[i] = level
			extend(i+1, level)
		}
	}
	extend(0, 1)
	return nil
}

// SensitivityOf repeats a comparison under every reading crossed with every
// weakly monotone map of the ka levels of the earlier scale onto the kb of the
// later, and names the axes on which changing that choice alone changes the
// outcome. No map is put forward as right: the spread is the answer. Scales of
// more than ten levels are refused; a level outside its scale, or no reading at
// all, is an error.
func SensitivityOf(readings []Reading, ka, kb int) (Sensitivity, error) {
	if len(readings) == 0 {
		return Sensitivity{}, fmt.Errorf("mapping sensitivity: no reading to map")
	}
	outcomes := make([][]Verdict, len(readings))
	for i, r := range readings {
		if fault := reasonOr(r.From.fault(ka), r.To.fault(kb)); fault != "" && ka <= maxMappedLevels && kb <= maxMappedLevels {
			return Sensitivity{}, fmt.Errorf("mapping sensitivity: %s", fault)
		}
		err := MonotoneMaps(ka, kb, func(m []int) {
			_, v := LevelChange(Span{Low: m[r.From.Low-1], High: m[r.From.High-1]}, r.To)
			outcomes[i] = append(outcomes[i], v)
		})
		if err != nil {
			return Sensitivity{}, err
		}
	}
	s := Sensitivity{Maps: len(outcomes[0])}
	mapping := false
	for i, r := range readings {
		s.Standings.add(r.Standing)
		for _, v := range outcomes[i] {
			s.Mapped.add(v)
			mapping = mapping || v != outcomes[i][0]
		}
	}
	if mapping {
		s.Flips = append(s.Flips, "mapping")
	}
	for _, axis := range []string{"peers", "policy", "missing"} {
		if flips(readings, outcomes, axis) {
			s.Flips = append(s.Flips, axis)
		}
	}
	return s, nil
}

// flips reports whether two readings that differ on one axis alone differ in
// their standing verdict or in the outcome of some map.
func flips(readings []Reading, outcomes [][]Verdict, axis string) bool {
	for i, a := range readings {
		for j, b := range readings[:i] {
			if differOnlyOn(a, b, axis) && (a.Standing != b.Standing || !slices.Equal(outcomes[i], outcomes[j])) {
				return true
			}
		}
	}
	return false
}

func differOnlyOn(a, b Reading, axis string) bool {
	return (a.Peers != b.Peers) == (axis == "peers") &&
		(a.Policy != b.Policy) == (axis == "policy") &&
		(a.Missing != b.Missing) == (axis == "missing")
}
