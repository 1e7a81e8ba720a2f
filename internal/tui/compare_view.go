package tui

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/output"
)

// View draws the shared axis above and, below it, the chosen edition in words.
func (c *compareScreen) View() string {
	if c.width <= 0 || c.height <= 0 {
		return ""
	}
	return c.session.look.box(c.content(), c.width, c.height)
}

func (c *compareScreen) content() string {
	l := c.session.look
	switch {
	case c.chooser != nil:
		return strings.Join(c.chooser.view(c.session.look, c.width, c.height), "\n")
	case c.failed != "":
		return calm(l, c.failed, c.width)
	case c.story == nil && c.Working() != "":
		return calm(l, c.Working()+" ...", c.width)
	case c.story == nil:
		return calm(l, "cancelled; r reads again", c.width)
	case c.chart == nil:
		return calm(l, "too narrow for a time axis", c.width)
	case !c.ready():
		return calm(l, "No rating of "+strings.Join(c.codes, ", ")+" is held.", c.width)
	}
	lines := c.axisLines()
	return strings.Join(append(lines, c.words(c.height-len(lines))...), "\n")
}

// calm is text alone on a screen.
func calm(l look, text string, width int) string {
	lines := []string{""}
	for _, line := range output.Wrap(output.Clean(text), max(1, width-4)) {
		lines = append(lines, l.fit("  "+line, width))
	}
	return strings.Join(lines, "\n")
}

func (c *compareScreen) axisLines() []string {
	l := c.session.look
	room := c.height - min(16, c.height/2)
	room = max(room-1, min(c.height-1, c.chart.height(c.at.track)+3))
	lines := c.chart.draw(c.at, room)
	v := c.story.views[c.view]
	text := fmt.Sprintf(" %s | edition or date %d of %d", v.name, c.at.col+1, len(c.chart.columns))
	if len(c.chart.tracks) > 1 {
		text += fmt.Sprintf(" | row %d of %d", c.at.track+1, len(c.chart.tracks))
	}
	return append(lines, l.style.Dim(l.fit(text+" | "+c.chart.outOfSight(), c.width)))
}

// words are what is said of the chosen edition, as far as there is room.
func (c *compareScreen) words(height int) []string {
	if height <= 0 {
		return nil
	}
	l := c.session.look
	if c.told == nil {
		c.told = c.sayings()
	}
	out := []string{l.style.Dim(strings.Repeat(l.rule(), c.width))}
	c.scroll = max(0, min(c.scroll, len(c.told)-(height-1)))
	lines := c.told[c.scroll:]
	if len(lines) > height-1 && height > 1 {
		more := l.style.Dim(l.fit(fmt.Sprintf("  %d more lines: page down", len(lines)-height+2), c.width))
		lines = append(append([]string{}, lines[:height-2]...), more)
	}
	return append(out, lines...)
}

// sayings are the lines below the axis: every trust's rating, what may be said of
// each two, and who the peers are. Where there is room the second stands beside
// the others.
func (c *compareScreen) sayings() []string {
	side := c.story.sideBySide(c.chart, c.at)
	width := c.width
	if width >= wide {
		width = c.width / 2
	}
	head := c.wrapped(side.heading, c.width, " ", "     ", true)
	ratings := c.ratingLines(side, width)
	peers := c.peerLines(side, width)
	if width == c.width {
		return slices.Concat(head, c.verdictLines(side, width), ratings, peers) // the axis above shows the words already
	}
	verdicts := c.verdictLines(side, c.width-width-1)
	l := c.session.look
	left := append(ratings, peers...)
	out := head
	for i := range max(len(left), len(verdicts)) {
		a, b := strings.Repeat(" ", width), ""
		if i < len(left) {
			a = left[i]
		}
		if i < len(verdicts) {
			b = verdicts[i]
		}
		out = append(out, clip(a, width-2)+l.style.Dim(l.sign("│", "|"))+" "+b)
	}
	return out
}

// wrapped is text in lines, the first with one indent, the rest with another.
func (c *compareScreen) wrapped(text string, width int, first, rest string, bold bool) []string {
	l := c.session.look
	var out []string
	for i, line := range output.Wrap(output.Clean(text), max(10, width-len(rest)-1)) {
		indent := rest
		if i == 0 {
			indent = first
		}
		line = strings.TrimRight(l.fit(indent+line, width), " ")
		if bold {
			line = l.style.Bold(line)
		}
		out = append(out, line)
	}
	return out
}

func (c *compareScreen) ratingLines(s side, width int) []string {
	l := c.session.look
	var out []string
	for _, e := range s.entries {
		on := e.track == c.at.track
		out = append(out, l.selected(e.text(), on, width-2))
		out = append(out, c.wrapped(e.more, width-2, "     ", "     ", false)...)
	}
	return out
}

func (c *compareScreen) verdictLines(s side, width int) []string {
	if len(c.codes) < 2 {
		return c.wrapped("One trust alone: nothing to compare. m marks others in the list of trusts, and c there opens this anew.", width, " ", "   ", false)
	}
	out := c.wrapped("What may be said of them, two by two", width, " ", " ", true)
	for _, text := range s.verdicts {
		out = append(out, c.wrapped(text, width, "  ", "     ", false)...)
	}
	return out
}

// peerLines say once of whom the counts are, and apart where that differs.
func (c *compareScreen) peerLines(s side, width int) []string {
	var order []string
	of := map[string][]string{}
	for _, e := range s.entries {
		if e.peers == "" {
			continue
		}
		if of[e.peers] == nil {
			order = append(order, e.peers)
		}
		of[e.peers] = append(of[e.peers], e.point.Body.Code)
	}
	var out []string
	for _, text := range order {
		out = append(out, c.wrapped(strings.Join(of[text], ", ")+": "+text, width-2, " ", "   ", false)...)
	}
	return out
}
