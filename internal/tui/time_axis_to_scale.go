package tui

import (
	"fmt"
	"strings"

	"careratings/internal/output"
)

// overview is time to scale: a line of years and a line with every rating of the
// chosen strand, the chosen one among them.
func (c *chart) overview(at focus) []string {
	first, last := 2001.0, c.st.until
	room := c.width - 2
	place := func(when string) int {
		t, ok := yearOf(when)
		if !ok || t < first {
			return -1
		}
		return 1 + min(room-1, int((t-first)/(last-first)*float64(room)))
	}
	years, line := &row{}, &row{}
	for y := int(first); float64(y) <= last; y++ {
		if x := place(fmt.Sprintf("%d-01-01", y)); (y == int(first) || y%5 == 0) && x+4 < c.width-5 {
			years.put(x, fmt.Sprint(y), output.Dim)
		}
	}
	years.put(c.width-5, fmt.Sprintf("%.0f", last), output.Dim)
	cells := make([]string, room+2)
	for i := range cells {
		cells[i] = c.look.rule()
	}
	cells[0], cells[room+1] = " ", " "
	for i := range c.tracks[at.track].stops {
		if x := place(c.tracks[at.track].stops[i].point.When()); x > 0 {
			cells[x] = c.look.mark()
		}
	}
	if x := place(c.columns[at.col].when); x > 0 {
		cells[x] = c.look.sign("◆", "@")
		if at.gap && cells[x-1] != " " {
			cells[x-1] = c.look.gap()
		}
	}
	line.put(0, strings.Join(cells, ""), output.Plain)
	return []string{years.draw(c.look, c.width), line.draw(c.look, c.width)}
}

// yearOf is a day as years with a fraction.
func yearOf(when string) (float64, bool) {
	var y, m int
	if _, err := fmt.Sscanf(when, "%4d-%2d", &y, &m); err != nil || y > 3000 || m < 1 || m > 12 {
		return 0, false
	}
	return float64(y) + float64(m-1)/12, true
}
