// Package face draws a trajectory as a page of text: the publisher's words
// first, then the tie band as a bar with its plain counts, the breaks between
// eras, and a numbered list of sources. It needs no colour and no character
// outside ASCII but those of names, fits 80 columns and uses what more it is
// given.
package face

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// Options say how wide the page is and whether it may be painted.
type Options struct {
	Width   int // columns; below 60 or 0 is taken as 80
	Style   output.Style
	All     bool                // every measure; otherwise the headline ones
	Era     func(string) string // an era's id to its label
	Measure func(string) string // a measure's id to its label
}

// Write draws each trust of the document.
func Write(w io.Writer, doc trajectory.Document, o Options) error {
	buf := bufio.NewWriter(w)
	for i, t := range doc.Trusts {
		if i > 0 {
			fmt.Fprintln(buf)
		}
		newPage(buf, t, o).draw(doc)
	}
	return buf.Flush()
}

type page struct {
	w     *bufio.Writer
	trust trajectory.Trust
	shown []bool // of each point: whether it stands on the page
	o     Options
	width int
	bar   int // characters inside the brackets of the bar
	when  int // columns of the date
	words int // columns of the publisher's words, where a bar follows

	sources []trajectory.Source
	number  map[string]int
	marks   map[string]bool
}

func newPage(w *bufio.Writer, t trajectory.Trust, o Options) *page {
	p := &page{w: w, trust: t, o: o, width: o.Width, number: map[string]int{}, marks: map[string]bool{}}
	if p.width < 60 {
		p.width = 80
	}
	p.bar = min(30, max(10, 10+(p.width-80)/4))
	p.shown = Shown(t.Points, o.All)
	p.when = 10
	for i, pt := range t.Points {
		if p.shown[i] && placed(pt.Standing) {
			p.words = max(p.words, output.Width(p.says(pt)))
		}
	}
	room := p.width - 2 - (p.when + 1) - (p.bar + 3) - len("100 worse, 72 tied, 0 better [9]")
	p.words = min(p.words, max(18, room))
	return p
}

// Shown tells which points stand on the page: all, or each era's headline and
// the few measures the field quotes beside it. An era that has none of these
// shows what it has.
func Shown(points []trajectory.Point, all bool) []bool {
	out := make([]bool, len(points))
	filled := map[string]bool{}
	for i, pt := range points {
		out[i] = all || quoted(pt)
		filled[pt.Era] = filled[pt.Era] || out[i]
	}
	for i, pt := range points {
		out[i] = out[i] || !filled[pt.Era] && pt.Service == ""
	}
	return out
}

func quoted(pt trajectory.Point) bool {
	switch pt.Measure {
	case "healthcheck.resources", "cqc.combined", "cqc.use-of-resources", "nof.rank", "nof.score",
		"specialmeasures.finance", "specialmeasures.quality-recommendation", "monitor.governance":
		return true
	}
	return pt.Headline() && pt.Service == ""
}

func (p *page) line(text string) {
	fmt.Fprintln(p.w, strings.TrimRight(text, " "))
}

// wrapped writes text under a first indent and a hanging one, which is the
// shorter.
func (p *page) wrapped(first, rest, text string) {
	held := strings.Repeat("x", len(first)-len(rest)) // keeps the first line's room
	for i, l := range output.Wrap(held+output.Clean(text), p.width-len(rest)) {
		if i == 0 {
			p.line(first + strings.TrimPrefix(l, held))
			continue
		}
		p.line(rest + l)
	}
}

func (p *page) draw(doc trajectory.Document) {
	t := p.trust
	for _, l := range output.Wrap(output.Clean(t.Name)+" ("+t.Code+")", p.width) {
		p.line(p.o.Style.Bold(l))
	}
	p.wrapped("", "", strings.ReplaceAll(t.Kind, "-", " "))
	p.descent()
	if doc.AsOf != nil {
		p.wrapped("", "", "as of "+*doc.AsOf+": only what sources had said by then")
	}
	if doc.Policy == "legal" {
		p.wrapped("", "", "policy legal: the ratings of this code alone")
	}
	if len(t.Points) == 0 {
		p.line("")
		p.wrapped("", "", "No rating of this body is held.")
		return
	}
	if p.words > 0 {
		p.wrapped("", "", "Each bar is the peer group from worst (left) to best: peers rated worse lie left of the "+
			"= marks, peers level with it at them, peers rated better right of them; ? where a bound is not known.")
	}
	hidden := p.eras()
	if hidden > 0 {
		p.line("")
		p.wrapped("", "", fmt.Sprintf("More of the archive: %d further values (domains, targets, metrics) with --measure all.", hidden))
	}
	p.peers()
	p.key()
	p.list()
}

func (p *page) descent() {
	var before, after []string
	for _, k := range p.trust.Lineage {
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
	if len(before) > 0 {
		p.wrapped("before it: ", "  ", strings.Join(shorten(before), "; "))
	}
	if len(after) > 0 {
		p.wrapped("after it: ", "  ", strings.Join(shorten(after), "; "))
	}
}

// shorten keeps the first six of a long list and counts the rest.
func shorten(list []string) []string {
	if len(list) <= 6 {
		return list
	}
	return append(slices.Clone(list[:6]), fmt.Sprintf("and %d more (archive lineage)", len(list)-6))
}

// PrintedAs is the name under which the source rated the body, where it is no
// part of the name the body bears today or is known to have borne then; a trust keeps its code through every
// renaming, and the reader looks for the name of the time.
func PrintedAs(pt trajectory.Point) string {
	printed := pt.Claims[0].PrintedName
	today := strings.Fields(bodies.Normalise(pt.Body.Name + " " + pt.Body.NameThen))
	name, _, _ := strings.Cut(printed, "(") // a region or initials in brackets are no name
	for _, w := range strings.Fields(bodies.Normalise(name)) {
		if !slices.Contains(today, w) && !slices.Contains([]string{"NHS", "TRUST", "FOUNDATION", "HOSPITAL", "HOSPITALS", "IN", "OF", "AND"}, w) {
			return printed
		}
	}
	return ""
}

// eras draws the points era by era and returns how many values it left out.
func (p *page) eras() int {
	hidden := 0
	era, body, then := "", "", "" // body: whom the last heading names, and under which name
	for i, pt := range p.trust.Points {
		if !p.shown[i] {
			hidden++
			continue
		}
		if pt.Era != era {
			p.line("")
			if era != "" {
				p.crossing(pt.Era)
			}
			era, body, then = pt.Era, "", ""
			for _, l := range output.Wrap(strings.ToUpper(output.Clean(p.o.Era(era))), p.width) {
				p.line(p.o.Style.Bold(l))
			}
			p.spells(era)
		}
		if pt.Body.Code+pt.Body.NameThen != body {
			renamed := body == pt.Body.Code+then // the name of an earlier rating is not known to have lasted
			body, then = pt.Body.Code+pt.Body.NameThen, pt.Body.NameThen
			printed := PrintedAs(pt)
			if printed != "" {
				printed = ", printed as " + printed
			}
			switch {
			case pt.Body.NameThen != "":
				p.wrapped("  as ", "     ", pt.Body.NameThen+" ("+pt.Body.Code+", now "+pt.Body.Name+")"+printed)
			case renamed || pt.Body.Code != p.trust.Code || p.manyBodies(era):
				p.wrapped("  as ", "     ", pt.Body.Name+" ("+pt.Body.Code+")"+printed)
			case printed != "":
				p.wrapped("  ", "  ", strings.TrimPrefix(printed, ", "))
			}
		}
		p.within(i)
		p.point(pt)
	}
	return hidden
}

func (p *page) manyBodies(era string) bool {
	return slices.ContainsFunc(p.trust.Points, func(pt trajectory.Point) bool {
		return pt.Era == era && pt.Body.Code != p.trust.Code
	})
}

// crossing draws the line between two eras: no line is drawn across, and why.
func (p *page) crossing(era string) {
	var why []string
	for _, b := range p.trust.Breaks {
		if p.eraOf(b.Between[1]) == era && p.eraOf(b.Between[0]) != era && !slices.Contains(why, b.Why) {
			why = append(why, b.Why)
		}
	}
	if len(why) == 0 {
		why = []string{"another scale, another judge"}
	}
	p.broken("no line across", why)
}

func (p *page) eraOf(moment string) string {
	for _, pt := range p.trust.Points {
		if trajectory.Moment(pt) == moment {
			return pt.Era
		}
	}
	return ""
}

// within draws the breaks between a point and an earlier one of the same body in
// its era.
func (p *page) within(i int) {
	pt := p.trust.Points[i]
	if !pt.Headline() {
		return
	}
	moment := trajectory.Moment(pt)
	var why []string
	for _, b := range p.trust.Breaks {
		if b.Body == pt.Body.Code && b.Between[1] == moment && !slices.Contains(why, b.Why) &&
			slices.ContainsFunc(p.trust.Points[:i], func(q trajectory.Point) bool {
				return q.Era == pt.Era && q.Body.Code == pt.Body.Code && trajectory.Moment(q) == b.Between[0]
			}) {
			why = append(why, b.Why)
		}
	}
	if mark := "break " + pt.Body.Code + " " + moment; len(why) > 0 && !p.marks[mark] {
		p.marks[mark] = true
		p.broken("break", why)
	}
}

func (p *page) broken(what string, why []string) {
	p.wrapped("  -- ", "     ", what+": "+strings.Join(why, "; "))
}
