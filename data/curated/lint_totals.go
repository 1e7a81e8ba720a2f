package curated

import (
	"math"
	"strconv"
	"strings"
)

// totals checks each published count, and that the rows of one set add up to
// their base: exactly for counts, within one for each rounded percentage.
func (l *linter) totals() {
	type sum struct {
		row      int
		n        int
		counted  float64
		percents float64
		base     string
	}
	sets := map[string]*sum{}
	var order []string
	for i, t := range l.set.Totals {
		l.source("totals.csv", i, t.Source)
		m, ok := l.measures[t.Measure]
		if !ok {
			l.bad("totals.csv", i, "measure", "no measure %q in measures.csv", t.Measure)
			continue
		}
		l.edition("totals.csv", i, "edition", t.Edition, l.eras[m.Era].Rolling)
		if t.Low > t.High || t.High > l.levels[m.Scale] {
			l.bad("totals.csv", i, "low", "levels %d to %d on scale %q of %d", t.Low, t.High, m.Scale, l.levels[m.Scale])
		}
		if t.Count != "" && t.Percent != "" {
			l.bad("totals.csv", i, "percent", "both a count and a percentage")
		}
		if t.Set == "" {
			continue
		}
		s, ok := sets[t.Set]
		if !ok {
			s = &sum{row: i, base: t.Base}
			sets[t.Set] = s
			order = append(order, t.Set)
		}
		s.n++
		if s.base != t.Base {
			l.bad("totals.csv", i, "base", "set %s has base %q in row %d", t.Set, s.base, s.row+1)
		}
		if v, err := strconv.ParseFloat(t.Count, 64); err == nil {
			s.counted += v
		}
		if v, err := strconv.ParseFloat(t.Percent, 64); err == nil {
			s.percents += v
		}
	}
	for _, id := range order {
		s := sets[id]
		switch base, err := strconv.ParseFloat(s.base, 64); {
		case s.percents > 0 && math.Abs(s.percents-100) > float64(s.n):
			l.bad("totals.csv", s.row, "set", "set %s adds up to %g %%", id, s.percents)
		case s.percents == 0 && err != nil:
			l.bad("totals.csv", s.row, "base", "set %s has no base", id)
		case s.percents == 0 && s.counted != base:
			l.bad("totals.csv", s.row, "set", "set %s adds up to %g, its base is %s", id, s.counted, s.base)
		}
	}
}

func (l *linter) movements() {
	for i, m := range l.set.Movements {
		l.source("movements.csv", i, m.Source)
		l.edition("movements.csv", i, "from_edition", m.FromEdition, false)
		l.edition("movements.csv", i, "to_edition", m.ToEdition, false)
		scale := l.measures[m.Measure].Scale
		if m.FromHigh > l.levels[scale] || m.ToHigh > l.levels[scale] {
			l.bad("movements.csv", i, "to_high", "outside scale %q", scale)
		}
	}
	for i, c := range l.set.Conflicts {
		for _, id := range strings.Fields(c.Sources) {
			l.source("conflicts.csv", i, id)
		}
		for _, id := range strings.Fields(c.Body) {
			if _, ok := l.bodies[id]; !ok {
				l.bad("conflicts.csv", i, "body", "no body %q", id)
			}
		}
		if e := c.Edition; e != "" {
			for _, id := range strings.Fields(e) {
				l.edition("conflicts.csv", i, "edition", id, true)
			}
		}
	}
}
