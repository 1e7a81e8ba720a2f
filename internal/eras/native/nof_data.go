package native

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/nofcheck"
	"careratings/internal/pattern"
)

// nofData reads the long file of the oversight framework, "-data.csv": one row
// for each trust and metric, domain or summary figure. From Q2 2025/26 on it
// has a column Quarter and restates the year's earlier quarters.
type nofData struct{}

func (nofData) ID() string   { return "nof-data" }
func (nofData) Version() int { return 1 }

func (nofData) Score(h Head) int { return scoreHeaded(h, nofDataMarks()) }

func nofDataMarks() []string { return []string{"Trust_code", "Metric_ID", "Units", "Value"} }

func nofDataRequired() []string {
	return []string{
		"Trust_type", "Trust_code", "Trust_name", "Domain", "Metric_ID", "Metric_description", "Reporting_date", "Units", "Value", "Rank",
	}
}

// The quartiles are statistics of the table, not statements on a trust.
func nofDataKnown() []string {
	return append(nofDataRequired(), "Quarter", "Region", "Trust_subtype", "Sub-domain", "Median_value", "Lower_quartile", "Upper_quartile")
}

// Read reads every sheet that has the file's header.
func (d nofData) Read(ctx context.Context, f *File, to Sink) error {
	return eachSheet(ctx, f, func(open opener, name string) error { return d.read(ctx, open, name, f, to) })
}

func (nofData) read(ctx context.Context, open opener, name string, f *File, to Sink) error {
	survey, err := surveyNOF(ctx, open, name, f, nofDataMarks(), []string{"Quarter"})
	if err != nil {
		return err
	}
	rows, err := open()
	if err != nil {
		return err
	}
	defer rows.Close()
	h, err := openHeaded(rows, name, nofDataMarks())
	if err != nil {
		return err
	}
	if err := h.headerComplete(nofDataRequired()); err != nil {
		return err
	}
	n := newNOFFile(h, f, to, survey)
	if err := n.headerRemarks(nofDataKnown()); err != nil {
		return err
	}
	return n.each(ctx, n.dataRow)
}

// A metric's id is OF and four digits: OF0nnn a value, OF1nnn its score, OF40nn
// a domain's score, OF41nn its segment, OF5nnn a figure of the summary.
var nofMetricID = pattern.Of(`^OF\d{4}$`)

func (n *nofFile) dataRow(r nofRow) error {
	id, domain := n.cell("Metric_ID"), n.cell("Domain")
	if !nofMetricID().MatchString(id) {
		return n.to.Reject(n.reject("Metric_ID", id, "not a metric's id; expected OF and four digits"))
	}
	if domain != "Summary" && !slices.Contains(nofcheck.Domains(), slug(domain)) {
		return n.to.Reject(n.reject("Domain", domain, "no domain is called so; expected Summary, Access to services, Patient safety, "+
			"Finance and productivity, People and workforce or Effectiveness and experience"))
	}
	t := n.target(id, slug(domain))
	if units := n.cell("Units"); units == "" || t.units != "" && units != t.units {
		return n.to.Reject(n.reject("Units", units, "not the unit of %s; expected %s", id, cmp.Or(t.units, "one")))
	}
	if t.domain != "" && t.domain != slug(domain) {
		return n.to.Reject(n.reject("Domain", domain, "%s is of another domain; expected %s", id, t.domain))
	}
	if err := n.drift(id, slug(domain)); err != nil {
		return err
	}
	locator := fmt.Sprintf("row %d, %s, %s", n.row.Number, id, n.cell("Reporting_date"))
	if t.announced {
		if err := n.announce(n.metricMeasure(t.value, t.kind, id, "")); err != nil {
			return err
		}
	}
	if err := n.state(r, t.value, t.kind, "Value", locator); err != nil {
		return err
	}
	return n.rank(r, t, id, locator)
}

// drift remarks, once, that a metric is in another domain or unit than in the
// files held: what is then a measure of its own, or enters another domain score.
func (n *nofFile) drift(id, domain string) error {
	told := func(column, format string, args ...any) error {
		if key := id + " " + column + " " + n.cell(column); !n.announced[key] {
			n.announced[key] = true
			return remark(n.to, n.reject(column, n.cell(column), format, args...))
		}
		return nil
	}
	if held := nofcheck.DomainOf(id); held != "" && held != domain {
		if err := told("Domain", "%s was in domain %s until now", id, held); err != nil {
			return err
		}
	}
	if held := nofHeldUnit(id); held != "" && held != n.cell("Units") {
		return told("Units", "%s was in unit %s until now: in this one it is a measure of its own", id, held)
	}
	return nil
}

// rank states the row's rank. The row of a score repeats the rank of its value:
// said once.
func (n *nofFile) rank(r nofRow, t nofTarget, id, locator string) error {
	cell := n.cell("Rank")
	if cell == "" {
		return nil
	}
	if id[2] == '1' {
		at := nofMetricAt{n.cell("Quarter"), r.claim.Body, "OF0" + id[3:]}
		if number, ok := canonicalNumber(cell); ok && slices.Contains(n.survey.ranks[at], number) {
			return nil
		}
	}
	if !t.rankHeld {
		if err := n.announce(n.metricMeasure(t.rank, nofRank, id, ": rank")); err != nil {
			return err
		}
	}
	return n.state(r, t.rank, nofRank, "Rank", locator)
}

// nofTarget is where a row goes: the measures of its Value and of its Rank, how
// the value reads, and the units and the domain it must have, where these are
// fixed. Announced measures are told to the archive unless it has them.
type nofTarget struct {
	value, rank   string
	kind          nofKind
	units, domain string
	announced     bool
	rankHeld      bool
}

// target is where the rows of an id go. One that is not known goes to
// nof.metric.ID.value.
func (n *nofFile) target(id, domain string) nofTarget {
	of := func(value, rank, units string, kind nofKind) nofTarget {
		return nofTarget{value: value, rank: rank, units: units, kind: kind, rankHeld: rank != "", domain: "summary"}
	}
	figureOf := cmp.Or(nofDomainOfFigure(id[4:]), domain)
	var t nofTarget
	switch {
	case id == "OF5000":
		t = of("nof.segment", "nof.rank", "segment", nofSegment)
	case id == "OF5002":
		t = of("nof.score", "nof.score-rank", "score", nofScore)
	case id == "OF5003":
		t = of("nof.segment-unadjusted", "", "segment", nofSegment)
	case id == "OF5004":
		t = of("nof.override", "", "flag", nofFlag)
	case id == "OF5005":
		t = of("nof.segment-final", "", "segment", nofSegment5)
	case id == "OF5007":
		t = of("nof.recovery-support", "", "flag", nofFlag)
	case id[2] == '1':
		metric := "nof.metric.OF0" + id[3:]
		return nofTarget{value: metric + ".score", rank: metric + ".rank", units: "score", kind: nofScore, announced: true}
	case id[2:4] == "40" && figureOf != "summary":
		t = of("nof.domain."+figureOf+".score", "nof.domain."+figureOf+".rank", "score", nofScore)
		t.domain = figureOf
	case id[2:4] == "41" && figureOf != "summary":
		t = of("nof.domain."+figureOf+".segment", "", "segment", nofSegment)
		t.domain = figureOf
	default:
		metric, kind := "nof.metric."+id, nofDecimal
		units := n.cell("Units")
		if units == "flag" {
			kind = nofFlag
		}
		if id[2] == '0' && units != n.survey.bareUnit(id) {
			metric += "." + unitSlug(units)
		}
		return nofTarget{value: metric + ".value", rank: metric + ".rank", kind: kind, announced: true}
	}
	if t.rank == "" {
		t.rank = "nof.metric." + id + ".rank"
	}
	return t
}

// nofDomainOfFigure is the domain of OF40nn and OF41nn, empty where the files
// held have no such id: then the row's own domain is taken.
func nofDomainOfFigure(digits string) string {
	switch digits {
	case "00":
		return "access-to-services"
	case "02":
		return "patient-safety"
	case "03":
		return "finance-and-productivity"
	case "04":
		return "people-and-workforce"
	case "05":
		return "effectiveness-and-experience"
	}
	return ""
}

// metricMeasure describes a measure as the row prints it. Which way is better is
// known of scores and ranks alone.
func (n *nofFile) metricMeasure(measure string, kind nofKind, id, suffix string) eras.Measure {
	m := eras.Measure{
		ID: measure, Era: "nof", Label: n.cell("Metric_description") + suffix, Kind: "number", Unit: n.cell("Units"), Better: "none",
		About: "Printed as " + id + "; domain " + n.cell("Domain") + ".",
	}
	switch kind {
	case nofRank:
		m.Kind, m.Unit, m.Better = "rank", "", "lower"
	case nofScore:
		m.Label, m.Better = m.Label+": score", "lower"
		m.About = "Printed as " + id + "; 1 is the best, 4 the worst; domain " + n.cell("Domain") + "."
	case nofFlag:
		m.Kind, m.Unit = "words", ""
	}
	return m
}

// ScoreDomain is the domain of a metric's score as the measure announced with it
// tells, as a slug; empty where it tells none.
func ScoreDomain(m eras.Measure) string {
	_, domain, ok := strings.Cut(m.About, "; domain ")
	if !ok || !slices.Contains(nofcheck.Domains(), slug(domain)) {
		return ""
	}
	return slug(domain)
}
