package tui

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/output"
)

// diffWide is the width from which the panes stand side by side.
const diffWide = 100

// diffPlan is where the parts of the screen stand. A pane of no lines is not
// shown.
type diffPlan struct {
	head         []string
	beside       bool
	mapW, mapH   int
	listW, listH int
	detail       int // lines about the selected lineage, among listH
}

func (s *diffScreen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.arrange()
}

// arrange gives the list its height.
func (s *diffScreen) arrange() {
	if s.read == nil || s.read.problem != nil {
		return
	}
	p := s.plan()
	s.list.setHeight(p.listH - 2 - p.detail)
}

// plan lays the panes out: side by side, one above the other, or where there is
// no room for both only the one that has the keys.
func (s *diffScreen) plan() diffPlan {
	p := diffPlan{head: s.head()}
	rest := max(0, s.height-len(p.head))
	p.mapW, p.listW = s.width, s.width
	switch {
	case s.read.tab == nil:
		p.listH = rest
	case s.width >= diffWide:
		p.beside = true
		p.mapW = s.sideGrid().width()
		p.listW = s.width - p.mapW - 3
		p.mapH, p.listH = rest, rest
	default:
		need := len(s.read.tab.FromLevels) + 6 // with one line about the cell
		switch {
		case rest >= need+8:
			p.mapH = need + max(0, (rest-need-16)/2)
			p.listH = rest - p.mapH
		case s.movers:
			p.listH = rest
		default:
			p.mapH = rest
		}
	}
	switch {
	case p.listH >= 24:
		p.detail = 10
	case p.listH >= 16:
		p.detail = 7
	case p.listH >= 9:
		p.detail = 4
	case p.listH >= 6:
		p.detail = 2
	}
	return p
}

// View draws the diff.
func (s *diffScreen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	l := s.session.look
	if text := s.problem(); text != "" && s.chooser == nil {
		var lines []string
		for _, line := range output.Wrap(l.letters(output.Clean(text)), max(1, s.width-4)) {
			lines = append(lines, l.fit("  "+line, s.width))
		}
		return strings.Join(lines[:min(len(lines), s.height)], "\n")
	}
	var head []string
	var p diffPlan
	if s.read != nil && s.read.problem == nil {
		p = s.plan()
		head = p.head
	}
	var body []string
	switch {
	case s.chooser != nil:
		body = s.chooser.view(l, s.width, s.height-len(head))
	case p.beside:
		left, right := s.mapLines(p.mapW, p.mapH), s.listLines(p)
		bar := l.style.Dim(l.sign(" │ ", " | "))
		for i := range p.mapH {
			body = append(body, clip(diffLine(left, i), p.mapW)+bar+diffLine(right, i))
		}
	default:
		body = append(s.mapLines(p.mapW, p.mapH), s.listLines(p)...)
	}
	lines := append(slices.Clone(head), body...)
	return strings.Join(lines[:min(len(lines), s.height)], "\n")
}

func diffLine(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// head says what is compared, the counts, and what is refused.
func (s *diffScreen) head() []string {
	l, d := s.session.look, s.read
	arrow := l.sign(" → ", " -> ")
	measures := d.from.Measure.ID
	if d.to.Measure.ID != measures {
		measures += arrow + d.to.Measure.ID
	}
	sum := d.doc.Summary
	lines := []string{
		l.style.Bold(l.fit(" "+d.from.Label+arrow+d.to.Label+" | "+measures+" | "+strings.ReplaceAll(d.doc.Comparable, "-", " "), s.width)),
		l.fit(fmt.Sprintf(" %s%s: %d up, %d down, %d same, %d not resolved, %d entered, %d left | peers %s, %s", plural(sum.Rows, "lineage"), s.filters(), sum.Up,
			sum.Down, sum.Same, sum.NotResolved, sum.Entered, sum.Left, d.ask.basis, d.ask.policy), s.width),
	}
	var more []string
	if s.Working() == "" && d.ask != s.asked() {
		more = append(more, "Cancelled: this is what was read before. r reads what was asked.")
	}
	if d.backwards {
		more = append(more, "Time runs backwards: verdicts are of going back. w swaps the sides.")
	}
	if d.refused != nil {
		more = append(more, s.refusal()...)
	}
	room := 4
	if s.height < 18 {
		room = 1
	}
	var wrapped []string
	for _, text := range more {
		wrapped = append(wrapped, output.Wrap(l.letters(output.Clean(text)), max(1, s.width-2))...)
	}
	for _, line := range wrapped[:min(room, len(wrapped))] {
		lines = append(lines, l.style.Paint(output.Yellow, l.fit(" "+line, s.width)))
	}
	return lines
}

// filters are the choices that the counts rest on.
func (s *diffScreen) filters() string {
	q, text := s.read.ask, ""
	if q.kind != "" {
		text += ", only " + q.kind
	}
	if q.region != "" {
		text += ", only " + q.region
	}
	return text
}

// asked is what the screen would ask for now.
func (s *diffScreen) asked() diffAsk {
	q := s.want
	q.policy, q.basis, q.asOf = s.session.policy, s.session.basis, s.session.asOf
	return q
}

// refusal says what is refused, by which break, and what is allowed.
func (s *diffScreen) refusal() []string {
	r := s.read.refused
	var no, yes []string
	for _, op := range []compare.Operation{compare.OpTransition, compare.OpLevelChange, compare.OpKappa, compare.OpTotals, compare.OpStanding, compare.OpCrossTab, compare.OpAgree} {
		if slices.Contains(r.Allowed, op) {
			yes = append(yes, diffOperation(op))
		} else {
			no = append(no, diffOperation(op))
		}
	}
	first := "Refused: " + strings.Join(no, ", ") + ": " + r.Why
	second := "Allowed: " + strings.Join(yes, ", ") + "."
	if b, ok := s.read.breakOf(r.BreakID); ok {
		first += " (" + b.ID + ", source " + b.Source + ": o opens it)"
		if s.read.ask.kind == "" && b.PeerGroup != "" && b.PeerGroup != "all" {
			second += " The break is of " + b.PeerGroup + " alone: another peer group (K) may be free of it."
		}
	}
	return []string{first + ".", second}
}

func diffOperation(op compare.Operation) string {
	switch op {
	case compare.OpTransition:
		return "transitions"
	case compare.OpLevelChange:
		return "change of level"
	case compare.OpStanding:
		return "standings"
	case compare.OpCrossTab:
		return "cross-tab"
	case compare.OpAgree:
		return "agreement (a)"
	}
	return string(op)
}
