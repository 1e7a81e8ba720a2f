package tui

import (
	"fmt"
	"strings"

	"careratings/internal/output"
)

// View draws the axis above and the details of what is chosen below it.
func (t *trajectoryScreen) View() string {
	if t.width <= 0 || t.height <= 0 {
		return ""
	}
	return t.session.look.box(t.content(), t.width, t.height)
}

func (t *trajectoryScreen) content() string {
	l := t.session.look
	switch {
	case t.chooser != nil:
		return strings.Join(t.chooser.view(t.session.look, t.width, t.height), "\n")
	case t.failed != "":
		return calm(l, t.failed, t.width)
	case t.story == nil && t.Working() != "":
		return calm(l, t.Working()+" ...", t.width)
	case t.story == nil:
		return calm(l, "cancelled; r reads again", t.width)
	case t.stop() == nil:
		return calm(l, t.nothing(), t.width)
	}
	lines := t.axisLines()
	left := t.height - len(lines)
	list := 0
	if left >= 2*leastList {
		list = left / 2
	}
	lines = append(lines, t.detailLines(left-list)...)
	return strings.Join(append(lines, t.listLines(list)...), "\n")
}

// nothing says why there is no axis.
func (t *trajectoryScreen) nothing() string {
	if t.chart == nil {
		return "too narrow for a time axis"
	}
	text := "No rating of " + t.story.trusts[0].Name + " is held"
	if t.story.asOf != "" {
		text += " that a source had told by " + t.story.asOf + "; A asks for another day"
	}
	if t.story.policy == "legal" {
		text += " under its own code alone; P takes in its predecessors"
	}
	return text + "."
}

// axisLines are the overview, the axis and what is out of sight, in about half
// the height, so that the details keep their place.
func (t *trajectoryScreen) axisLines() []string {
	c := t.chart
	at, _ := c.focus(t.cursor)
	room := t.height - min(10, t.height/2)
	var lines []string
	if t.height >= 16 {
		lines = c.overview(at)
		room -= len(lines)
	}
	room = max(room-1, min(t.height-1, c.height(t.cursor.track)+2))
	lines = append(lines, c.draw(at, room)...)
	return append(lines, t.session.look.style.Dim(t.session.look.fit(" "+t.where(), t.width)))
}

// leastList is the height from which the chosen row is also told as a list.
const leastList = 9

// listLines tell the chosen row rating by rating, with the whole of the words.
func (t *trajectoryScreen) listLines(height int) []string {
	if height < 2 {
		return nil
	}
	l := t.session.look
	track := &t.chart.tracks[t.cursor.track]
	out := []string{l.style.Dim(strings.Repeat(l.rule(), t.width))}
	first, last := window(len(track.stops), height-1, t.cursor.stop, t.cursor.stop-(height-1)/2)
	for i := first; i < last; i++ {
		out = append(out, l.selected(stopLine(l, &track.stops[i]), i == t.cursor.stop, t.width))
	}
	return out
}

// stopLine is a rating in one line: when, the word, the bar and the plain counts;
// or why there is a gap.
func stopLine(l look, s *stop) string {
	if s.gap() {
		var why []string
		for i := range s.breaks {
			why = append(why, s.breaks[i].Why)
		}
		if len(why) == 0 {
			why = []string{"another scale, another judge"}
		}
		return strings.Repeat(" ", 12) + l.gap() + " " + strings.Join(why, "; ")
	}
	p := s.point
	word := l.letters(output.Clean(strings.TrimSpace(says(p) + " " + marks(p))))
	line := output.Fit(momentForms(p)[0], 12, output.AlignLeft) + output.Fit(word, 24, output.AlignLeft) + " "
	if c := counts(p); c != "" {
		return line + l.band(p.Standing.Low, p.Standing.High, 20) + " " + c
	}
	if p.Status == "rated" && p.Headline() {
		return line + output.Fit("", 21, output.AlignLeft) + "no standing"
	}
	return line
}

// where says which measures are shown, how far the cursor is, and what is not on
// screen.
func (t *trajectoryScreen) where() string {
	v := t.story.views[t.view]
	track := &t.chart.tracks[t.cursor.track]
	n, at := 0, 0
	for i := range track.stops {
		if !track.stops[i].gap() {
			n++
			if i <= t.cursor.stop {
				at = n
			}
		}
	}
	text := fmt.Sprintf("%s | rating %d of %d", v.name, at, n)
	if t.stop().gap() {
		text = fmt.Sprintf("%s | gap before rating %d of %d", v.name, at+1, n)
	}
	if len(t.chart.tracks) > 1 {
		text += fmt.Sprintf(" | row %d of %d", t.cursor.track+1, len(t.chart.tracks))
	}
	return text + " | " + t.chart.outOfSight()
}

// detail is what is told of the chosen stop: lines on the left, and the sources
// on the right, each with its lines.
type detail struct {
	lines []string
	title string
	refs  []ref
}

// ref is one source behind what is chosen.
type ref struct {
	source string
	lines  []string
}

// detail works the details out once for what is chosen.
func (t *trajectoryScreen) detail() *detail {
	if t.shown == nil && t.stop() != nil {
		t.shown = t.story.detailOf(t.chart.tracks[t.cursor.track].trust, t.stop(), t.session.basis)
	}
	return t.shown
}

// wide is the width from which details and sources stand side by side.
const wide = 100

func (t *trajectoryScreen) detailLines(height int) []string {
	d := t.detail()
	if d == nil || height <= 0 {
		return nil
	}
	l := t.session.look
	t.ref = max(0, min(t.ref, len(d.refs)-1))
	head := []string{l.style.Dim(strings.Repeat(l.rule(), t.width))}
	if t.height < 16 { // no room for a line that says nothing
		head = nil
	}
	room := height - len(head)
	if t.width < wide {
		left := t.leftLines(d, t.width)
		right, at := t.rightLines(d, t.width)
		if t.ref > 0 && t.scroll == 0 { // a source chosen further down is brought in sight
			t.scroll = max(0, min(len(left)+at, len(left)+len(right)-room))
		}
		return append(head, t.rolled(append(left, right...), room)...)
	}
	half := t.width / 2
	left := t.leftLines(d, half-1)
	right, at := t.rightLines(d, t.width-half-2)
	shift := 0
	if at > height-4 {
		shift = max(0, min(at-1, len(right)-room))
	}
	right = right[min(shift, len(right)):]
	left = t.rolled(left, room)
	out := head
	for i := range room {
		a, b := strings.Repeat(" ", half-1), ""
		if i < len(left) {
			a = clip(left[i], half-1)
		}
		if i < len(right) {
			b = right[i]
		}
		out = append(out, a+" "+l.style.Dim(l.sign("│", "|"))+" "+b)
	}
	return out
}

// rolled is the part of lines that is scrolled to; where more follows, the last
// line says how much.
func (t *trajectoryScreen) rolled(lines []string, height int) []string {
	if height <= 0 {
		return nil
	}
	t.scroll = max(0, min(t.scroll, len(lines)-height))
	lines = lines[t.scroll:]
	if len(lines) > height {
		more := fmt.Sprintf("  %d more lines: page down", len(lines)-height+1)
		lines = append(append([]string{}, lines[:height-1]...), t.session.look.style.Dim(more))
	}
	return lines
}

func (t *trajectoryScreen) leftLines(d *detail, width int) []string {
	l := t.session.look
	var out []string
	for i, text := range d.lines {
		for j, line := range output.Wrap(output.Clean(text), width-4) {
			indent := " "
			if j > 0 {
				indent = "   "
			}
			line = strings.TrimRight(l.fit(indent+line, width), " ")
			if i == 0 {
				line = l.style.Bold(line)
			}
			out = append(out, line)
		}
	}
	return out
}

// rightLines are the sources and the line where the chosen one begins.
func (t *trajectoryScreen) rightLines(d *detail, width int) (out []string, at int) {
	l := t.session.look
	out = append(out, l.style.Bold(strings.TrimRight(l.fit(" "+d.title, width), " ")))
	for i, r := range d.refs {
		on := i == t.ref
		if on {
			at = len(out)
		}
		for j, text := range r.lines {
			for k, line := range output.Wrap(output.Clean(text), width-6) {
				if j == 0 && k == 0 {
					out = append(out, strings.TrimRight(l.selected(line, on, width), " "))
					continue
				}
				out = append(out, strings.TrimRight(l.fit("    "+line, width), " "))
			}
		}
	}
	return out, at
}
