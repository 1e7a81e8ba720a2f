// Package moves puts two editions side by side: who rose, who fell, who came and
// left, and how far the two agree. The arithmetic is compare's; this package
// fetches, pairs lineages, and names the breaks that forbid an operation.
package moves

import (
	"fmt"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// Moment is one side of a comparison: an edition ("stars-2004"), a rolling era
// as at a day ("cqc@2020-02-05"), or each trust's own first or last rating of
// an era ("cqc:first").
type Moment struct {
	Era     string
	Edition string // set for an edition
	AsAt    string // set for a rolling era as at a day
	End     string // first or last
	Level   string // location or provider: what the care directory released by the day says of each; empty for trusts
	Measure eras.Measure
	Label   string
}

// ID is the moment as it is written on the command line.
func (m Moment) ID() string {
	switch {
	case m.Edition != "":
		return m.Edition
	case m.AsAt != "":
		return m.Era + "@" + m.AsAt
	}
	return m.Era + ":" + m.End
}

func (m Moment) end() trajectory.End {
	return trajectory.End{Era: m.Era, Measure: m.Measure.ID}
}

// NoSuch is the error for a moment or a measure that the archive has not.
type NoSuch struct{ What string }

func (e *NoSuch) Error() string { return e.What }

// ParseMoment reads one side. measure is empty for the era's headline; within
// the era its prefix may be left out.
func ParseMoment(cat *store.Catalogue, s, measure string) (Moment, error) {
	m := Moment{}
	if era, day, ok := strings.Cut(s, "@"); ok {
		iv, err := eras.ParseInterval(day)
		if err != nil || len(day) != len("2006-01-02") || iv.First() == "" {
			return m, &NoSuch{fmt.Sprintf("%s: want ERA@YYYY-MM-DD", s)}
		}
		m.Era, m.AsAt = era, day
	} else if era, end, ok := strings.Cut(s, ":"); ok {
		if end != "first" && end != "last" {
			return m, &NoSuch{fmt.Sprintf("%s: want %s:first or %s:last", s, era, era)}
		}
		m.Era, m.End = era, end
	} else {
		e, ok := cat.Edition(s)
		if !ok {
			return m, noEdition(cat, s)
		}
		m.Era, m.Edition, m.Label = e.Era, e.ID, e.Label
	}
	era, ok := cat.Era(m.Era)
	switch {
	case !ok:
		return m, &NoSuch{fmt.Sprintf("no era %q; archive eras lists them", m.Era)}
	case m.AsAt != "" && !era.Rolling:
		return m, &NoSuch{fmt.Sprintf("%s has editions; a day (%s) goes with a rolling era: archive editions --era %s", era.ID, s, era.ID)}
	}
	if m.Label == "" {
		m.Label = era.Label + ", " + strings.TrimPrefix(m.ID(), m.Era)[1:]
	}
	if measure == "" {
		measure = era.Headline
	}
	for _, id := range []string{measure, era.ID + "." + measure} {
		if found, ok := cat.Measure(id); ok && found.Era == m.Era {
			m.Measure = found
			return m, nil
		}
	}
	return m, &NoSuch{fmt.Sprintf("%s has no measure %q; archive measures --era %s lists them", m.Era, measure, m.Era)}
}

// At is the moment at a level: trust, the level of every regime, or location or
// provider, which the imported releases of the care directory have.
func (m Moment) At(level string) (Moment, error) {
	if why := store.LevelFault(level, m.ID(), m.Era, m.AsAt); why != "" {
		return m, &NoSuch{why}
	}
	if level != "trust" {
		m.Level = level
	}
	return m, nil
}

// noEdition names the editions that the id seems to mean.
func noEdition(cat *store.Catalogue, id string) error {
	if era, ok := cat.Era(id); ok && era.Rolling {
		return &NoSuch{fmt.Sprintf("%s is a rolling era: write %s@YYYY-MM-DD, %s:first or %s:last", id, id, id, id)}
	}
	return &NoSuch{cat.NoEdition(id)}
}
