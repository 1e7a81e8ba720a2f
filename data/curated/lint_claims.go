package curated

import (
	"strconv"

	"careratings/internal/eras"
)

// graceDays is how long after its last day a body may still be rated: an
// edition rates the year before it, so a body that ended in between keeps its
// rating (Burnley and Blackburn in 2003, Brighton Health Care in 2002). Two
// years cover the longest such case.
const graceDays = 730

// claims checks each claim and that every printed name has its row in
// matches.csv or a body the source itself names by code.
func (l *linter) claims() {
	row := map[string]int{}
	for _, c := range l.set.Claims {
		file := "claims/" + c.Era + ".csv"
		i := row[file]
		row[file]++
		l.claim(file, i, c)
	}
}

func (l *linter) claim(file string, i int, c eras.Claim) {
	era, ok := l.eras[c.Era]
	if !ok {
		l.bad(file, i, "", "the file's name is no era")
		return
	}
	l.source(file, i, c.Source)
	l.edition(file, i, "edition", c.Edition, era.Rolling)
	if era.Rolling && c.Edition != "" {
		l.bad(file, i, "edition", "a rolling era has no editions")
	}
	if e, ok := l.editions[c.Edition]; ok && e.Era != c.Era {
		l.bad(file, i, "edition", "%s is of era %s", c.Edition, e.Era)
	}
	l.insideEra(file, i, "rated_on", c.Era, c.RatedOn)
	m, ok := l.measures[c.Measure]
	if !ok {
		l.bad(file, i, "measure", "no measure %q in measures.csv", c.Measure)
		return
	}
	if m.Era != c.Era {
		l.bad(file, i, "measure", "%s is of era %s", c.Measure, m.Era)
	}
	l.value(file, i, c, m)
	l.rated(file, i, c)
}

func (l *linter) value(file string, i int, c eras.Claim, m eras.Measure) {
	if c.Low > c.High || (c.Low == 0) != (c.High == 0) {
		l.bad(file, i, "low", "levels %d to %d", c.Low, c.High)
	}
	switch {
	case c.Status != "" && (c.Low > 0 || c.Number != ""):
		l.bad(file, i, "status", "%s beside a level or a number", c.Status)
	case m.Kind == "level" && c.Status == "" && c.Low == 0:
		l.bad(file, i, "low", "value %q has no level on scale %s", c.Value, m.Scale)
	case c.High > l.levels[m.Scale]:
		l.bad(file, i, "high", "level %d is outside scale %q of %d levels", c.High, m.Scale, l.levels[m.Scale])
	case m.Kind == "number" && c.Status == "" && c.Number == "":
		l.bad(file, i, "number", "value %q of a measure in %q has no number", c.Value, m.Unit)
	}
	if n, err := strconv.ParseFloat(c.Number, 64); err == nil && c.Of > 0 && n > float64(c.Of) {
		l.bad(file, i, "of", "%s of %d", c.Number, c.Of)
	}
}

// rated checks that the claim's body exists, was alive when it was rated, and
// that a claim without a body is listed among the unmatched names.
func (l *linter) rated(file string, i int, c eras.Claim) {
	if c.Body == "" {
		if c.Level == "national" {
			return
		}
		m, ok := l.matchOf(c)
		if !ok {
			l.bad(file, i, "printed_name", "%q has neither a body nor a row in matches.csv", c.PrintedName)
		} else if m.Body != "" {
			l.bad(file, i, "body", "%q has no body here and is %s in matches.csv", c.PrintedName, m.Body)
		}
		return
	}
	b, ok := l.bodies[c.Body]
	if !ok {
		l.bad(file, i, "body", "no body %q in bodies.csv", c.Body)
		return
	}
	day := l.ratedDay(c)
	if day == "" {
		return
	}
	if o := b.Opened.First(); o != "" && o > day {
		l.bad(file, i, "body", "%s opened on %s, after it is said to be rated (%s)", b.ID, b.Opened, day)
	}
	if closed := b.Closed; closed.Last() != "" && closed.Last() < day &&
		closed.DaysApart(eras.Interval(day)) > graceDays {
		l.bad(file, i, "body", "%s closed on %s, long before it is said to be rated (%s)", b.ID, b.Closed, day)
	}
}

func (l *linter) ratedDay(c eras.Claim) string {
	if c.RatedOn.Known() {
		return c.RatedOn.Last()
	}
	return l.editions[c.Edition].Published.Last()
}

// matchOf finds the row of matches.csv that settles the claim's printed name.
func (l *linter) matchOf(c eras.Claim) (Match, bool) {
	m, ok := l.matches[[4]string{c.Era, c.Edition, c.TrustType, c.PrintedName}]
	return m, ok
}
