package tui

import (
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// The narrowest and the widest cell of a rating.
const (
	leastCell = 6
	mostCell  = 22
	oneLine   = 15 // for words of one line on an axis that scrolls
)

// chart is an axis laid out for a width: how wide each column is, what each cell
// says, and which part is in sight.
type chart struct {
	*axis
	st     *story
	look   look
	width  int
	widths []int
	x      []int // where each column begins, from the first column on
	dates  []string
	cells  []map[int]*cell
	bands  []bool // of each track: whether it has tie bands
	second []bool // of each track: whether words take two lines
	view   view
	tight  bool // no blank beside the glyph of a gap
	gutter int  // columns for the name of a track beside it; 0 where it stands above

	first, last int // columns in sight
	top, below  int // first track in sight, and how many follow the last
}

// cell is the ratings of a track in a column: the stops, and what is drawn of
// the first of them.
type cell struct {
	stops []int
	ways  [][]phrase  // of each stop, to set its word
	lines [][2]string // of each stop, as it is set
	bands []string
}

// newChart lays an axis out: as wide as words need, abbreviated as far as that
// brings all of it in sight; where nothing does, the words stay whole and the
// axis scrolls.
func newChart(a *axis, st *story, v view, l look, width, gutter int) *chart {
	c := &chart{axis: a, st: st, look: l, view: v, width: width, gutter: gutter}
	c.collect()
	c.size(width - 2 - gutter)
	c.fill()
	return c
}

// size finds the widest cells with which all of the axis is in sight. Where none
// are, the words stay whole in two lines and the axis scrolls.
func (c *chart) size(room int) {
	for _, c.tight = range []bool{false, true} {
		for most := mostCell; most >= leastCell; most-- {
			if c.tight != (most < 8) || c.measure(most, leastCell) > room {
				continue
			}
			least := mostCell / 2
			for least > leastCell && c.measure(most, least) > room {
				least--
			}
			c.measure(most, least)
			return
		}
	}
	c.tight = false
	c.measure(0, leastCell)
}

// collect finds the stops of each cell.
func (c *chart) collect() {
	c.cells = make([]map[int]*cell, len(c.tracks))
	c.bands, c.second = make([]bool, len(c.tracks)), make([]bool, len(c.tracks))
	for i := range c.tracks {
		c.cells[i] = map[int]*cell{}
		for j := range c.tracks[i].stops {
			s := &c.tracks[i].stops[j]
			if s.gap() {
				continue
			}
			if c.cells[i][s.col] == nil {
				c.cells[i][s.col] = &cell{}
			}
			at := c.cells[i][s.col]
			at.stops = append(at.stops, j)
			c.bands[i] = c.bands[i] || s.point.Kind == "level" || s.point.Kind == "rank"
		}
	}
	brief := briefer()
	for i := range c.cells {
		for _, at := range c.cells[i] {
			for _, j := range at.stops {
				p := c.tracks[i].stops[j].point
				at.ways = append(at.ways, phrases(c.word(p), c.signs(p, at), c.gutter == 0, brief))
			}
		}
	}
}

// measure sizes the columns for words of at most most columns, or for 0 of as many
// as whole words in two lines take, and for cells of at least least. It returns
// how wide the axis is.
func (c *chart) measure(most, least int) int {
	c.widths, c.x, c.dates = make([]int, len(c.columns)), make([]int, len(c.columns)), make([]string, len(c.columns))
	for i := range c.widths {
		c.widths[i] = least
	}
	for i := range c.cells {
		for col, at := range c.cells[i] {
			for _, ways := range at.ways {
				room := most
				switch {
				case most == 0 && c.gutter > 0:
					room = oneLine
				case most == 0:
					room = wholeWidth(ways)
				}
				c.widths[col] = max(c.widths[col], needed(ways, room))
			}
		}
	}
	x := 0
	for i := range c.columns {
		date := max(c.widths[i], leastCell+1)
		if most == leastCell {
			date = c.widths[i]
		}
		c.dates[i] = shortest(c.columns[i].forms, date, c.look)
		c.widths[i] = max(c.widths[i], output.Width(c.dates[i]))
		c.x[i] = x + c.lead(i)
		x = c.x[i] + c.widths[i]
	}
	return x
}

func (c *chart) word(p *trajectory.Point) string { return c.look.letters(output.Clean(says(p))) }

// signs are a rating's marks, and how many others share its cell.
func (c *chart) signs(p *trajectory.Point, at *cell) string {
	if n := len(at.stops); n > 1 {
		return marks(p) + "+" + string(rune('0'+min(9, n-1)))
	}
	return marks(p)
}

// lead is how many blanks stand before a column: room for the glyph of a gap,
// with a blank on either side, or where that is too much only after an era.
func (c *chart) lead(col int) int {
	if !c.tight {
		return 3
	}
	if col > 0 && c.columns[col].era != c.columns[col-1].era {
		return 2
	}
	return 1
}

// fill draws the words and bands of every cell once.
func (c *chart) fill() {
	for i := range c.cells {
		for col, at := range c.cells[i] {
			for k, j := range at.stops {
				p := c.tracks[i].stops[j].point
				lines, _ := fitting(at.ways[k], c.signs(p, at), c.widths[col], c.look)
				c.second[i] = c.second[i] || lines[1] != ""
				at.lines = append(at.lines, lines)
				at.bands = append(at.bands, c.bandOf(p, c.widths[col]))
			}
		}
	}
}

// bandOf is the tie band of a rating; where its kind has one and none is known,
// that is said.
func (c *chart) bandOf(p *trajectory.Point, width int) string {
	width = min(width, 12)
	switch {
	case p.Kind != "level" && p.Kind != "rank", p.Status != "rated":
		return ""
	case p.Standing.Low == nil && p.Standing.High == nil:
		return c.look.fit("?", width)
	}
	return c.look.band(p.Standing.Low, p.Standing.High, width)
}

// until is the last column that is in sight when first is the first.
func (c *chart) until(first int) int {
	last := first
	for last+1 < len(c.columns) && c.x[last+1]+c.widths[last+1]-c.x[first]+c.lead(first) <= c.width-2-c.gutter {
		last++
	}
	return last
}

// show scrolls so that a column is in sight, as little as it must.
func (c *chart) show(col int) {
	if len(c.columns) == 0 {
		return
	}
	c.first = max(0, min(c.first, len(c.columns)-1, col))
	for c.until(c.first) < col {
		c.first++
	}
	for c.first > 0 && c.until(c.first-1) == len(c.columns)-1 { // no blank right of the last
		c.first--
	}
	c.last = c.until(c.first)
}

// left is where a column begins on the screen.
func (c *chart) left(col int) int { return 1 + c.gutter + c.lead(c.first) + c.x[col] - c.x[c.first] }

// height is how many lines a track takes.
func (c *chart) height(track int) int {
	n := 2 // title and words
	if c.gutter > 0 {
		return n // words and bands
	}
	if c.view.headline {
		n++
	}
	if c.second[track] {
		n++
	}
	if c.bands[track] {
		n++
	}
	return n
}

// tracksIn scrolls so that a track is in sight, and returns those that fit.
func (c *chart) tracksIn(track, lines int) (first, last int) {
	if len(c.tracks) == 0 {
		return 0, 0
	}
	c.top = max(0, min(c.top, track))
	fits := func(top int) int {
		n, used := top, 0
		for n < len(c.tracks) && (n == top || used+c.height(n) <= lines) {
			used += c.height(n)
			n++
		}
		return n
	}
	for fits(c.top) <= track {
		c.top++
	}
	for c.top > 0 && fits(c.top-1) == len(c.tracks) {
		c.top--
	}
	return c.top, fits(c.top)
}
