package tui

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/output"
)

// row is one line being drawn: pieces of text that never overlap.
type row struct{ pieces []piece }

type piece struct {
	at, width int
	text      string
	paint     output.Paint
}

// put places text unless something is there already.
func (r *row) put(at int, text string, paint output.Paint) bool {
	w := output.Width(text)
	if w == 0 {
		return false
	}
	for _, p := range r.pieces {
		if at < p.at+p.width && p.at < at+w {
			return false
		}
	}
	r.pieces = append(r.pieces, piece{at, w, text, paint})
	return true
}

// draw is the row as a line of a width.
func (r *row) draw(l look, width int) string {
	slices.SortFunc(r.pieces, func(a, b piece) int { return a.at - b.at })
	var b strings.Builder
	x := 0
	for _, p := range r.pieces {
		if p.at < x || p.at >= width {
			continue
		}
		text := p.text
		if p.at+p.width > width {
			text = l.fit(text, width-p.at)
		}
		b.WriteString(strings.Repeat(" ", p.at-x))
		b.WriteString(l.style.Paint(p.paint, text))
		x = p.at + min(p.width, width-p.at)
	}
	b.WriteString(strings.Repeat(" ", max(0, width-x)))
	return b.String()
}

// draw draws the part of the axis around the cursor in so many lines: the
// dates, the tracks, and a line that points at what is chosen.
func (c *chart) draw(at focus, lines int) []string {
	if lines < 3 {
		return nil
	}
	c.show(at.col)
	rows := []*row{c.dateRow()}
	if c.gutter > 0 && c.view.headline {
		rows = append(rows, c.erasRow())
	}
	from, to := c.tracksIn(at.track, lines-1-len(rows))
	c.below = len(c.tracks) - to
	begins := map[int]int{}
	for i := from; i < to; i++ {
		begins[i] = len(rows)
		rows = append(rows, c.trackRows(i, at)...)
	}
	for i := from; i < to; i++ {
		c.joinRows(rows, begins, i, to)
	}
	rows = append(rows, c.pointRow(at))
	out := make([]string, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.draw(c.look, c.width))
	}
	return out[:min(len(out), lines)]
}

// dateRow names the columns, with a sign at each edge that has more beyond it.
func (c *chart) dateRow() *row {
	r := &row{}
	if c.first > 0 {
		r.put(0, "<", output.Bold)
	}
	if c.last < len(c.columns)-1 {
		r.put(c.width-1, ">", output.Bold)
	}
	for i := c.first; i <= c.last; i++ {
		r.put(c.left(i), c.dates[i], output.Dim)
	}
	return r
}

// pointRow points at the chosen rating or gap from below.
func (c *chart) pointRow(at focus) *row {
	r := &row{}
	sign := c.look.sign("▲", "^")
	if at.gap {
		r.put(c.gapAt(at.col), sign, output.Bold)
		return r
	}
	r.put(c.left(at.col), strings.Repeat(sign, min(c.widths[at.col], 12)), output.Bold)
	return r
}

// gapAt is where the glyph of the gap before a column stands.
func (c *chart) gapAt(col int) int {
	if c.tight && c.lead(col) == 1 {
		return c.left(col) - 1
	}
	return c.left(col) - 2
}

// trackRows draws one track: its name, its eras, its words and its bands.
func (c *chart) trackRows(i int, at focus) []*row {
	t := &c.tracks[i]
	on := i == at.track
	n := c.height(i)
	rows := make([]*row, 0, n)
	for range n {
		rows = append(rows, &row{})
	}
	if title := c.titleOf(i); on {
		rows[0].put(0, c.look.cursor()+title, output.Bold)
	} else {
		rows[0].put(2, title, output.Plain)
	}
	k := 1
	switch {
	case c.gutter > 0:
		k = 0
	case c.view.headline:
		c.eraRow(rows[1], t)
		k = 2
	}
	second, band := -1, -1
	words := k
	k++
	if c.second[i] && c.gutter == 0 {
		second = k
		k++
	}
	if c.bands[i] {
		band = k
	}
	if on && at.stop >= 0 && !at.gap { // before the gaps: where there is one column for both, the choice shows
		rows[words].put(c.left(at.col)-1, c.look.sign("▸", ">"), output.Bold)
	}
	for j := range t.stops {
		s := &t.stops[j]
		if s.col < c.first || s.col > c.last {
			continue
		}
		chosen := on && j == at.stop
		if s.gap() {
			sign, paint := c.look.gap(), output.Yellow
			if chosen {
				sign, paint = c.look.sign("┃", "!"), output.Bold
			}
			for _, y := range rows[words:] {
				y.put(c.gapAt(s.col), sign, paint)
			}
			continue
		}
		cl := c.cells[i][s.col]
		k := slices.Index(cl.stops, j)
		if k > 0 && !chosen || k == 0 && on && at.stop != j && slices.Contains(cl.stops, at.stop) {
			continue // the cell shows one rating: the chosen one, else the first
		}
		paint := output.Plain
		if chosen {
			paint = output.Bold
		}
		rows[words].put(c.left(s.col), cl.lines[k][0], paint)
		if second >= 0 {
			rows[second].put(c.left(s.col), cl.lines[k][1], paint)
		}
		if band >= 0 {
			rows[band].put(c.left(s.col), cl.bands[k], output.Cyan)
		}
	}
	return rows
}

// titleOf names a track; the second of a strand says whose it is.
func (c *chart) titleOf(i int) string {
	t := &c.tracks[i]
	title, room := t.title, c.width-2
	switch {
	case c.gutter > 0:
		room = c.gutter - 2
		title = c.st.trusts[t.trust].briefly(t, room, c.st)
	case c.view.headline && !t.first:
		title = t.body.Code + ", judged at the same time"
	}
	if t.into != "" && t.first && c.gutter == 0 {
		title += ", joins " + t.into
		if t.on != "" {
			title += " on " + t.on
		}
	}
	return strings.TrimRight(c.look.fit(title, min(room, output.Width(title))), " ")
}

// erasRow draws the eras of the columns, for all tracks at once.
func (c *chart) erasRow() *row {
	r := &row{}
	for i := c.first; i <= c.last; {
		j := i
		for j < c.last && c.columns[j+1].era == c.columns[i].era {
			j++
		}
		c.eraBand(r, c.columns[i].era, i, j)
		i = j + 1
	}
	return r
}

// eraBand draws an era over columns in sight.
func (c *chart) eraBand(r *row, era string, from, to int) {
	width := c.left(to) + c.widths[to] - c.left(from)
	name := c.st.eraName(era, width, c.look)
	if left := width - output.Width(name) - 1; left > 0 {
		name += " " + strings.Repeat(c.look.rule(), left)
	}
	r.put(c.left(from), name, output.Magenta)
}

// eraRow draws the bands of the eras over the ratings of a track.
func (c *chart) eraRow(r *row, t *track) {
	for j := 0; j < len(t.stops); {
		era, from, to := t.stops[j].point.Era, t.stops[j].col, t.stops[j].col
		for ; j < len(t.stops) && t.stops[j].point.Era == era; j++ {
			to = max(to, t.stops[j].col)
		}
		from, to = max(from, c.first), min(to, c.last)
		if from > to {
			continue
		}
		c.eraBand(r, era, from, to)
	}
}

// joinRows draws the way of a strand that went into another in sight: on from
// its last rating, then down.
func (c *chart) joinRows(rows []*row, begins map[int]int, i, to int) {
	t := &c.tracks[i]
	if t.into == "" || t.on == "" || i+1 < len(c.tracks) && !c.tracks[i+1].first {
		return
	}
	target := -1
	for k := i + 1; k < to; k++ {
		if c.tracks[k].trust == t.trust && c.tracks[k].body.Code == t.into {
			target = k
			break
		}
	}
	last := t.stops[len(t.stops)-1].col
	if target < 0 || last > c.last {
		return
	}
	at := c.width - 2
	for k := max(last+1, c.first); k <= c.last; k++ {
		if c.columns[k].when >= t.on {
			at = c.left(k) - 1
			break
		}
	}
	from := 1
	if last >= c.first {
		from = c.left(last) + c.widths[last] + 1
	}
	y := begins[i] + c.height(i) - 1
	if at < from {
		return
	}
	rows[y].put(from, strings.Repeat(c.look.rule(), at-from), output.Dim)
	if !rows[y].put(at, c.look.sign("╮", "+"), output.Dim) {
		for k := range rows[y].pieces { // another strand comes down here
			if p := &rows[y].pieces[k]; p.at == at && p.text == c.look.sign("│", "|") {
				p.text = c.look.sign("┤", "+")
			}
		}
	}
	for y++; y < begins[target]; y++ {
		rows[y].put(at, c.look.sign("│", "|"), output.Dim)
	}
	rows[y].put(at, c.look.sign("▼", "v"), output.Dim)
}

// outOfSight says which columns and tracks are not on screen.
func (c *chart) outOfSight() string {
	var parts []string
	if n := c.first; n > 0 {
		parts = append(parts, fmt.Sprintf("< %d earlier, from %s", n, c.columns[0].forms[0]))
	}
	if n := len(c.columns) - 1 - c.last; n > 0 {
		parts = append(parts, fmt.Sprintf("%d later, to %s >", n, c.columns[len(c.columns)-1].forms[0]))
	}
	if c.top > 0 {
		parts = append(parts, plural(c.top, "row")+" above")
	}
	if c.below > 0 {
		parts = append(parts, plural(c.below, "row")+" below")
	}
	if len(parts) == 0 {
		return "all in sight"
	}
	return strings.Join(parts, "; ")
}
