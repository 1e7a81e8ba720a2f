// Package face draws a trajectory as a page of text: the publisher's words
// first, then the tie band as a bar with its plain counts, the breaks between
// eras, and a numbered list of sources. It needs no colour and no character
// outside ASCII, fits 80 columns and uses what more it is given.
package face

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// Options say how wide the page is and whether it may be painted.
type Options struct {
	Width int // columns; below 60 or 0 is taken as 80
	Style output.Style
	All   bool                // every measure; otherwise the headline ones
	Era   func(string) string // an era's id to its label and years
}

// Write draws each trust of the document.
func Write(w io.Writer, doc trajectory.Document, o Options) error {
	buf := bufio.NewWriter(w)
	for i, t := range doc.Trusts {
		if i > 0 {
			fmt.Fprintln(buf)
		}
		p := newPage(buf, t, o)
		p.draw(doc)
	}
	return buf.Flush()
}

type page struct {
	w     *bufio.Writer
	trust trajectory.Trust
	o     Options
	width int
	bar   int // characters inside the brackets of the bar

	sources []trajectory.Source
	number  map[string]int
	marks   map[string]bool
}

func newPage(w *bufio.Writer, t trajectory.Trust, o Options) *page {
	p := &page{w: w, trust: t, o: o, width: o.Width, bar: 10, number: map[string]int{}, marks: map[string]bool{}}
	if p.width < 60 {
		p.width = 80
	}
	p.bar = min(30, max(10, 10+(p.width-80)/4))
	return p
}

func (p *page) line(text string) {
	fmt.Fprintln(p.w, strings.TrimRight(text, " "))
}

func (p *page) wrapped(indent, text string) {
	for _, l := range output.Wrap(output.Clean(text), p.width-len(indent)) {
		p.line(indent + l)
	}
}

func (p *page) draw(doc trajectory.Document) {
	t := p.trust
	p.line(p.o.Style.Bold(output.Clean(t.Name)) + " (" + t.Code + ")")
	p.wrapped("", p.descent())
	if doc.AsOf != nil {
		p.line("as of " + *doc.AsOf + ": only what sources had said by then")
	}
	if len(t.Points) == 0 {
		p.line("")
		p.line("No rating of this body is held.")
		return
	}
	p.wrapped("", fmt.Sprintf("The bar is the share of peers rated worse (left of it) and worse or equal "+
		"(its right end), from 0 to 1 = best; where a bound is not known it is drawn with ? marks."))
	hidden := p.eras()
	if hidden > 0 {
		p.line("")
		p.wrapped("", fmt.Sprintf("%d more values (domains, targets, metrics): --measure all", hidden))
	}
	p.peers()
	p.key()
	p.list()
}

func (p *page) descent() string {
	t := p.trust
	var before, after []string
	for _, k := range t.Lineage {
		text := k.Code + " " + k.Name
		if k.On != "" {
			text += " (" + k.On + ")"
		}
		if k.Relation == "successor" {
			after = append(after, text)
		} else {
			before = append(before, text)
		}
	}
	parts := []string{strings.ReplaceAll(t.Kind, "-", " ")}
	if len(before) > 0 {
		parts = append(parts, "before it: "+strings.Join(shorten(before), "; "))
	}
	if len(after) > 0 {
		parts = append(parts, "after it: "+strings.Join(shorten(after), "; "))
	}
	return strings.Join(parts, " · ")
}

// shorten keeps the first six of a long list and counts the rest.
func shorten(list []string) []string {
	if len(list) <= 6 {
		return list
	}
	return append(slices.Clone(list[:6]), fmt.Sprintf("and %d more (archive lineage)", len(list)-6))
}

// eras draws the points era by era and returns how many values it left out.
func (p *page) eras() int {
	hidden := 0
	era, body := "", ""
	for i, pt := range p.trust.Points {
		if pt.Era != era {
			p.line("")
			p.crossings(pt.Era, i)
			era, body = pt.Era, ""
			p.line(p.o.Style.Bold(strings.ToUpper(p.o.Era(era))))
		}
		if !p.o.All && !shown(pt) {
			hidden++
			continue
		}
		if pt.Body.Code != body {
			body = pt.Body.Code
			if body != p.trust.Code || p.manyBodies(era) {
				p.line("  " + output.Truncate("as "+output.Clean(pt.Body.Name)+" ("+pt.Body.Code+")", p.width-2, "..."))
			}
		}
		p.within(pt)
		p.point(pt)
	}
	return hidden
}

func (p *page) manyBodies(era string) bool {
	return slices.ContainsFunc(p.trust.Points, func(pt trajectory.Point) bool {
		return pt.Era == era && pt.Body.Code != p.trust.Code
	})
}

// shown reports whether a point stands on the page by default: an era's
// headline, and the few measures the field quotes beside it.
func shown(pt trajectory.Point) bool {
	switch pt.Measure {
	case "healthcheck.resources", "cqc.combined", "cqc.use-of-resources", "nof.rank", "nof.score",
		"specialmeasures.finance", "monitor.governance":
		return true
	}
	return pt.Headline() && pt.Service == ""
}

// crossings draws the line between two eras: no line is drawn across, and why.
func (p *page) crossings(era string, i int) {
	if i == 0 {
		return
	}
	var why []string
	for _, b := range p.trust.Breaks {
		if to, _, _ := strings.Cut(b.Between[1], "@"); eraOf(p.trust.Points, b.Between[1], to) == era &&
			eraOf(p.trust.Points, b.Between[0], strings.Split(b.Between[0], "@")[0]) != era && !slices.Contains(why, b.Why) {
			why = append(why, b.Why)
		}
	}
	if len(why) == 0 {
		why = []string{"another scale, another judge"}
	}
	p.broken("no line across", why)
}

func eraOf(points []trajectory.Point, moment, id string) string {
	for _, pt := range points {
		if trajectory.Moment(pt) == moment || pt.Era == id {
			return pt.Era
		}
	}
	return id
}

// within draws the breaks between a point and the one before it in its era.
func (p *page) within(pt trajectory.Point) {
	if !pt.Headline() {
		return
	}
	moment := trajectory.Moment(pt)
	var why []string
	for _, b := range p.trust.Breaks {
		if b.Between[1] == moment && sameEra(p.trust.Points, b.Between[0], pt.Era) && !slices.Contains(why, b.Why) {
			why = append(why, b.Why)
		}
	}
	if len(why) > 0 && !p.marks["break "+moment] {
		p.marks["break "+moment] = true
		p.broken("break", why)
	}
}

func sameEra(points []trajectory.Point, moment, era string) bool {
	return slices.ContainsFunc(points, func(pt trajectory.Point) bool {
		return pt.Era == era && trajectory.Moment(pt) == moment
	})
}

func (p *page) broken(what string, why []string) {
	text := "-- " + what + ": " + strings.Join(why, "; ") + " --"
	for i, l := range output.Wrap(output.Clean(text), p.width-5) {
		if i == 0 {
			p.line("  " + l)
			continue
		}
		p.line("     " + l)
	}
}
