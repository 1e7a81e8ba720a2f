package curated

import (
	"fmt"
	"slices"
	"strconv"

	"careratings/internal/eras"
)

// Lint checks the curated text against itself: unknown sources, editions,
// measures and bodies, levels outside the scale, dates outside the era, bodies
// not alive on the date, doubled keys, claims and documents, titles that say
// nothing, totals that do not add up, printed names without a match, and
// collected rows not accounted for. It returns every fault.
func Lint(set Set) []Fault {
	l := newLinter(set)
	l.keys()
	l.documents()
	l.regimes()
	l.identity()
	l.claims()
	l.totals()
	l.movements()
	l.spells()
	l.intake()
	return l.faults
}

type linter struct {
	set      Set
	sources  map[string]bool
	eras     map[string]eras.Era
	editions map[string]eras.Edition
	measures map[string]eras.Measure
	bodies   map[string]Body
	levels   map[string]int // scale -> number of levels
	matches  map[[4]string]Match
	faults   []Fault
}

func newLinter(set Set) *linter {
	l := &linter{
		set: set, sources: map[string]bool{}, eras: map[string]eras.Era{}, editions: map[string]eras.Edition{},
		measures: map[string]eras.Measure{}, bodies: map[string]Body{}, levels: map[string]int{}, matches: map[[4]string]Match{},
	}
	for _, s := range set.Sources {
		l.sources[s.ID] = true
	}
	for _, e := range set.Eras {
		l.eras[e.ID] = e
	}
	for _, e := range set.Editions {
		l.editions[e.ID] = e
	}
	for _, m := range set.Measures {
		l.measures[m.ID] = m
	}
	for _, b := range set.Bodies {
		l.bodies[b.ID] = b
	}
	for _, lv := range set.Levels {
		l.levels[lv.Scale] = max(l.levels[lv.Scale], lv.Number)
	}
	for _, m := range set.Matches {
		l.matches[[4]string{m.Era, m.Edition, m.TrustType, m.PrintedName}] = m
	}
	return l
}

func (l *linter) bad(file string, row int, column, format string, args ...any) {
	l.faults = append(l.faults, Fault{File: file, Row: row + 1, Column: column, What: fmt.Sprintf(format, args...)})
}

// keys reports doubled keys of every file.
func (l *linter) keys() {
	unique(l, "sources.csv", l.set.Sources, func(s eras.Source) string { return s.ID })
	unique(l, "eras.csv", l.set.Eras, func(e eras.Era) string { return e.ID })
	unique(l, "scales.csv", l.set.Levels, func(v eras.Level) string { return v.Scale + " " + strconv.Itoa(v.Number) })
	unique(l, "measures.csv", l.set.Measures, func(m eras.Measure) string { return m.ID })
	unique(l, "editions.csv", l.set.Editions, func(e eras.Edition) string { return e.ID })
	unique(l, "breaks.csv", l.set.Breaks, func(b eras.Break) string { return b.ID })
	unique(l, "bodies.csv", l.set.Bodies, func(b Body) string { return b.ID })
	unique(l, "successions.csv", l.set.Successions, func(s Succession) string {
		return s.Predecessor + " to " + s.Successor + " on " + string(s.On)
	})
	unique(l, "matches.csv", l.set.Matches, func(m Match) string {
		return m.Era + " " + m.Edition + " " + m.TrustType + " " + m.PrintedName
	})
	unique(l, "totals.csv", l.set.Totals, func(t Total) string { return t.ID })
	unique(l, "movements.csv", l.set.Movements, func(m Movement) string { return m.ID })
	unique(l, "conflicts.csv", l.set.Conflicts, func(c Conflict) string { return c.ID })
	unique(l, "spells.csv", l.set.Spells, func(s Spell) string { return fmt.Sprint(s.Body, " ", s.Regime, " ", s.From, " ", s.To) })
	unique(l, "intake.csv", l.set.Intake, func(e Exclusion) string { return Row{e.File, e.Row}.String() })
	unique(l, "claims", l.set.Claims, func(c eras.Claim) string { return c.ID })
	unique(l, "claims", l.set.Claims, func(c eras.Claim) string {
		return fmt.Sprint("claim ", c.Edition, c.RatedOn, c.Body, c.PrintedName, c.PeerGroup, c.Measure, c.Service, c.Value, c.Source, c.Locator, c.Tier, c.Level)
	})
}

func unique[T any](l *linter, file string, rows []T, key func(T) string) {
	seen := map[string]int{}
	for i, r := range rows {
		k := key(r)
		if first, ok := seen[k]; ok {
			l.bad(file, i, "", "%q stands in row %d already", k, first+1)
			continue
		}
		seen[k] = i
	}
}

func (l *linter) source(file string, row int, id string) {
	if id != "" && !l.sources[id] {
		l.bad(file, row, "source", "no source %q in sources.csv", id)
	}
}

func (l *linter) edition(file string, row int, column, id string, emptyToo bool) {
	if id == "" && emptyToo {
		return
	}
	if _, ok := l.editions[id]; !ok {
		l.bad(file, row, column, "no edition %q in editions.csv", id)
	}
}

func (l *linter) regimes() {
	for i, e := range l.set.Eras {
		regime, ok := eras.ByID(e.ID)
		if !ok {
			l.bad("eras.csv", i, "id", "the program has no era %q", e.ID)
			continue
		}
		if regime.Headline != e.Headline || regime.Rolling != e.Rolling {
			l.bad("eras.csv", i, "headline", "%q, rolling %v: the program has %q, %v", e.Headline, e.Rolling, regime.Headline, regime.Rolling)
		}
		if _, ok := l.measures[e.Headline]; !ok {
			l.bad("eras.csv", i, "headline", "no measure %q in measures.csv", e.Headline)
		}
		l.source("eras.csv", i, e.Source)
	}
	count := map[string]int{}
	for i, v := range l.set.Levels {
		count[v.Scale]++
		if v.Number != count[v.Scale] {
			l.bad("scales.csv", i, "level", "scale %s: level %d stands at place %d", v.Scale, v.Number, count[v.Scale])
		}
	}
	for i, m := range l.set.Measures {
		if _, ok := l.eras[m.Era]; !ok {
			l.bad("measures.csv", i, "era", "no era %q", m.Era)
		}
		if (m.Kind == "level") != (m.Scale != "") {
			l.bad("measures.csv", i, "scale", "a measure of kind %s with scale %q", m.Kind, m.Scale)
		}
		if m.Scale != "" && l.levels[m.Scale] == 0 {
			l.bad("measures.csv", i, "scale", "no scale %q in scales.csv", m.Scale)
		}
	}
	for i, e := range l.set.Editions {
		if _, ok := l.eras[e.Era]; !ok {
			l.bad("editions.csv", i, "era", "no era %q", e.Era)
		}
		l.source("editions.csv", i, e.Source)
		l.insideEra("editions.csv", i, "published_on", e.Era, e.Published)
	}
	ops := []string{"level-change", "transition", "kappa", "totals", "standing", "none"}
	for i, b := range l.set.Breaks {
		l.source("breaks.csv", i, b.Source)
		for _, op := range b.Forbids {
			if !slices.Contains(ops, op) {
				l.bad("breaks.csv", i, "forbids", "%q is no operation", op)
			}
		}
		if len([]rune(b.Why)) > 60 {
			l.bad("breaks.csv", i, "why", "is longer than 60 characters")
		}
		for _, end := range []string{b.FromEdition, b.ToEdition} {
			if _, isEra := l.eras[end]; end != "" && !isEra {
				l.edition("breaks.csv", i, "from_edition", end, true)
			}
		}
	}
}

func (l *linter) insideEra(file string, row int, column, era string, on eras.Interval) {
	regime, ok := eras.ByID(era)
	if !ok || !on.Known() {
		return
	}
	if last := on.Last(); last != "" && last < regime.From {
		l.bad(file, row, column, "%s is before the era %s began (%s)", on, era, regime.From)
	}
	if first := on.First(); first != "" && regime.To != "" && first > regime.To {
		l.bad(file, row, column, "%s is after the era %s ended (%s)", on, era, regime.To)
	}
}

func (l *linter) identity() {
	for i, b := range l.set.Bodies {
		if b.Parent != "" {
			if _, ok := l.bodies[b.Parent]; !ok {
				l.bad("bodies.csv", i, "parent", "no body %q", b.Parent)
			}
		}
		if o, c := b.Opened.First(), b.Closed.Last(); o != "" && c != "" && o > c {
			l.bad("bodies.csv", i, "closed", "%s closed before it opened", b.ID)
		}
	}
	for i, n := range l.set.Names {
		if _, ok := l.bodies[n.Body]; !ok {
			l.bad("names.csv", i, "body", "no body %q", n.Body)
		}
	}
	for i, s := range l.set.Successions {
		for _, id := range []string{s.Predecessor, s.Successor} {
			if _, ok := l.bodies[id]; !ok {
				l.bad("successions.csv", i, "predecessor", "no body %q", id)
			}
		}
		if s.Predecessor == s.Successor {
			l.bad("successions.csv", i, "successor", "%s succeeds itself", s.Successor)
		}
	}
	for i, m := range l.set.Matches {
		if _, ok := l.bodies[m.Body]; m.Body != "" && !ok {
			l.bad("matches.csv", i, "body", "no body %q", m.Body)
		}
	}
}
