package nofcheck

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"careratings/internal/pattern"
)

// Metric scores are published to two decimals, so that a mean made of them is
// within 0.01 of the published one, itself rounded.
func tolerance() *big.Rat { return big.NewRat(1, 100) }

// Planned surplus and variance from plan are not averaged: they enter once, as
// combined finance.
const (
	plannedSurplus  = "OF1079"
	combinedFinance = "OF1080"
	planVariance    = "OF1081"
)

var decimalForm = pattern.Of(`^-?\d{1,9}(?:\.\d{1,9})?$`)

// decimal reads a decimal exactly.
func decimal(s string) (*big.Rat, bool) {
	if !decimalForm().MatchString(s) {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// mean is the mean of the scores that count.
type mean struct {
	sum *big.Rat
	n   int
}

func (m *mean) add(score *big.Rat) {
	if m.sum == nil {
		m.sum = new(big.Rat)
	}
	m.sum.Add(m.sum, score)
	m.n++
}

func (m mean) value() *big.Rat { return new(big.Rat).Quo(m.sum, big.NewRat(int64(m.n), 1)) }

// averages are the means of a trust's metric scores, with what keeps them from
// being computed.
type averages struct {
	all      mean
	domains  map[string]*mean
	fault    string // keeps every mean
	homeless string // a metric without a domain: keeps the domain means
}

func (t Trust) averages() averages {
	a := averages{domains: map[string]*mean{}}
	combined := slices.ContainsFunc(t.Metrics, func(m Metric) bool { return m.ID == combinedFinance })
	seen := map[string]bool{}
	for _, m := range t.Metrics {
		score, ok := decimal(m.Score)
		switch {
		case !ok:
			a.fault = fmt.Sprintf("%s has the score %q", m.ID, m.Score)
			continue
		case seen[m.ID]:
			a.fault = m.ID + " has two scores"
			continue
		case m.ID == plannedSurplus || m.ID == planVariance:
			if !combined {
				a.fault = m.ID + " has a score, " + combinedFinance + " (combined finance) has none"
			}
			continue
		}
		seen[m.ID] = true
		a.all.add(score)
		domain := m.Domain
		if domain == "" {
			domain = DomainOf(m.ID)
		}
		if domain == "" {
			a.homeless = m.ID
			continue
		}
		if a.domains[domain] == nil {
			a.domains[domain] = &mean{}
		}
		a.domains[domain].add(score)
	}
	return a
}

// scores checks the average score and the domain scores.
func (t Trust) scores() []Row {
	a := t.averages()
	var out []Row
	if t.Score != "" || a.all.n > 0 {
		out = append(out, t.scoreRow("score", t.Score, a.all, a.fault))
	}
	for _, d := range Domains() {
		published, m := t.Domains[d], mean{}
		if a.domains[d] != nil {
			m = *a.domains[d]
		}
		if published == "" && m.n == 0 {
			continue
		}
		fault := a.fault
		if fault == "" && a.homeless != "" {
			fault = "the domain of " + a.homeless + " is not known"
		}
		out = append(out, t.scoreRow("domain."+d, published, m, fault))
	}
	return out
}

func (t Trust) scoreRow(what, published string, m mean, fault string) Row {
	want, ok := decimal(published)
	switch {
	case published == "":
		return t.row(what, "", "", NotChecked, "no score is published")
	case !ok:
		return t.row(what, published, "", NotChecked, "the published score is no number")
	case fault != "":
		return t.row(what, published, "", NotChecked, fault)
	case m.n == 0:
		return t.row(what, published, "", NotChecked, "no metric score is held")
	}
	got := m.value()
	away := new(big.Rat).Sub(got, want)
	result := Agrees
	if away.Abs(away).Cmp(tolerance()) > 0 {
		result = Differs
	}
	note := fmt.Sprintf("mean of %d metric scores", m.n)
	if m.n == 1 {
		note = "one metric score"
	}
	return t.row(what, published, got.FloatString(4), result, note)
}

// ranges checks that score and rank lie in their likely ranges.
func (t Trust) ranges() []Row {
	var out []Row
	if t.ScoreRange != "" && t.Score != "" {
		out = append(out, t.inside("score-range", t.Score, t.ScoreRange))
	}
	if t.RankRange != "" && t.Rank > 0 {
		out = append(out, t.inside("rank-range", fmt.Sprint(t.Rank), t.RankRange))
	}
	return out
}

func (t Trust) inside(what, value, span string) Row {
	from, to, _ := strings.Cut(span, " to ")
	low, okLow := decimal(from)
	high, okHigh := decimal(to)
	v, ok := decimal(value)
	switch {
	case !okLow || !okHigh || !ok:
		return t.row(what, span, value, NotChecked, "not a range")
	case v.Cmp(low) < 0 || v.Cmp(high) > 0:
		return t.row(what, span, value, Differs, "outside its likely range")
	}
	return t.row(what, span, value, Agrees, "")
}
