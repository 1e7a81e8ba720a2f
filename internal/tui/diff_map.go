package tui

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/moves"
	"careratings/internal/output"
)

// diffGrid are the widths of the map's columns.
type diffGrid struct {
	label, cell, columns int
}

// sideGrid fits the map beside the list: in less than half the width, or a little
// more where long words need it.
func (s *diffScreen) sideGrid() diffGrid {
	if g := s.grid(s.width * 47 / 100); g.cell >= 7 {
		return g
	}
	return s.grid(s.width * 54 / 100)
}

// grid fits the map into a width.
func (s *diffScreen) grid(room int) diffGrid {
	tab := s.read.tab
	g := diffGrid{columns: len(tab.ToLevels) + 1}
	for _, name := range append(slices.Clone(tab.FromLevels), "began") {
		g.label = max(g.label, output.Width(name))
	}
	g.label = max(4, min(g.label, room-8-6*g.columns))
	g.cell = max(6, min(12, (room-8-g.label)/g.columns))
	return g
}

func (g diffGrid) width() int { return 2 + g.label + g.cell*g.columns + 6 }

// mapLines draws the map and, below it, what is said about it.
func (s *diffScreen) mapLines(width, height int) []string {
	if height <= 0 || s.read.tab == nil {
		return nil
	}
	l, tab, g := s.session.look, s.read.tab, s.grid(width)
	title := "TRANSITIONS (earlier down, later across)"
	if s.read.refused != nil {
		title = "CROSS-TAB, claims no change (later level across)"
	}
	lines := []string{s.paneTitle(title, !s.movers, width)}
	lines = append(lines, s.mapHead(g, width)...)
	for i, r := range tab.Rows {
		lines = append(lines, s.mapRow(g, r, i+1))
	}
	lines = append(lines, s.margin(g, width), s.entryRow(g))
	text := s.cellWords()
	if height > len(lines)+len(tab.Rows) {
		text = append(text, s.mapWords()...)
	}
	room := height - len(lines)
	for _, t := range text {
		for i, line := range output.Wrap(l.letters(output.Clean(t)), max(1, width-4)) {
			if room--; room < 0 {
				return lines[:min(len(lines), height)]
			}
			lines = append(lines, l.fit([]string{"  ", "    "}[min(i, 1)]+line, width))
		}
	}
	return lines[:min(len(lines), height)]
}

// paneTitle marks the pane that has the keys.
func (s *diffScreen) paneTitle(title string, on bool, width int) string {
	l := s.session.look
	if on {
		return l.style.Bold(l.fit(l.cursor()+title, width))
	}
	return l.style.Dim(l.fit("  "+title, width))
}

// mapHead names the later levels over their columns, in two lines where a name
// is too long for one. A word that all begin with stands once.
func (s *diffScreen) mapHead(g diffGrid, width int) []string {
	l := s.session.look
	names, shared := diffShared(s.read.tab.ToLevels)
	var lines [2]string
	for i := range lines {
		lines[i] = strings.Repeat(" ", 2+g.label)
	}
	column := func(name string) {
		for i, p := range diffTwoLines(l.letters(output.Clean(name)), g.cell-2, l.sign("…", ".")) {
			lines[i] += output.Fit(p, g.cell-2, output.AlignRight) + "  "
		}
	}
	for _, name := range names {
		column(name)
	}
	if shared != "" {
		lines[0] = strings.Repeat(" ", 3+g.label) + l.fit(shared, g.cell*len(names)-1)
	}
	lines[0] += "      "
	lines[1] += " both "
	column("ended")
	for i := range lines {
		lines[i] = l.style.Dim(l.fit(lines[i], width))
	}
	return lines[:]
}

// diffShared takes off the first word that all names share.
func diffShared(names []string) (short []string, shared string) {
	for i, name := range names {
		first, rest, ok := strings.Cut(name, " ")
		if !ok || i > 0 && first != shared {
			return names, ""
		}
		shared = first
		short = append(short, rest)
	}
	return short, shared
}

// diffTwoLines breaks a name into two lines of a width, the second one full.
func diffTwoLines(name string, width int, tail string) [2]string {
	if output.Width(name) <= width {
		return [2]string{"", name}
	}
	if first, second, ok := strings.Cut(name, " "); ok {
		return [2]string{output.Truncate(first, width, tail), output.Truncate(second, width, tail)}
	}
	head := output.Truncate(name, width-1, "")
	return [2]string{head + "-", output.Truncate(name[len(head):], width, tail)}
}

func (s *diffScreen) mapRow(g diffGrid, r moves.TableRow, from int) string {
	var b strings.Builder
	b.WriteString(s.rowLabel(g, r.Level, from))
	both := 0
	for j, c := range r.Cells {
		b.WriteString(s.cell(g, moves.Place{From: from, To: j + 1}, c))
		both += c.N
	}
	fmt.Fprintf(&b, "%5d ", both)
	b.WriteString(s.cell(g, moves.Place{From: from}, moves.Cell{N: r.Exit.N}))
	return b.String()
}

func (s *diffScreen) rowLabel(g diffGrid, name string, from int) string {
	l := s.session.look
	if s.at.From == from && !s.movers {
		return l.style.Bold(l.cursor() + l.fit(name, g.label))
	}
	return "  " + l.fit(name, g.label)
}

// margin is the lineages of each later level, and all of them.
func (s *diffScreen) margin(g diffGrid, width int) string {
	l := s.session.look
	line := "  " + l.fit("both", g.label)
	for j := range s.read.tab.ToLevels {
		n := 0
		for _, r := range s.read.tab.Rows {
			n += r.Cells[j].N
		}
		line += output.Fit(fmt.Sprint(n), g.cell-2, output.AlignRight) + "  "
	}
	return l.style.Dim(l.fit(line+fmt.Sprintf("%5d ", s.read.tab.N)+" = n", width))
}

func (s *diffScreen) entryRow(g diffGrid) string {
	line := s.rowLabel(g, "began", 0)
	for j, n := range s.read.tab.Entry {
		line += s.cell(g, moves.Place{To: j + 1}, moves.Cell{N: n})
	}
	return line
}

// cell draws one cell: brackets for the cursor, a glyph as dense as the cell's
// share of its row, the count, and a mark. Colour tells better from worse where
// the map is of moves.
func (s *diffScreen) cell(g diffGrid, p moves.Place, c moves.Cell) string {
	l := s.session.look
	shade := " "
	if c.Share != nil && c.N > 0 {
		switch {
		case *c.Share <= 0.25:
			shade = l.sign("░", ".")
		case *c.Share <= 0.5:
			shade = l.sign("▒", ":")
		case *c.Share <= 0.75:
			shade = l.sign("▓", "+")
		default:
			shade = l.sign("█", "#")
		}
	}
	mark := " "
	if slices.Contains(s.marked, p) || slices.Contains(s.drill, p) {
		mark = l.mark()
	}
	before, after := " ", " "
	here := p == s.at && !s.movers
	if here {
		before, after = "[", "]"
	}
	text := before + strings.Repeat(shade, g.cell-6) + fmt.Sprintf("%3d", c.N) + mark + after
	switch {
	case here:
		return l.style.Bold(text)
	case c.N == 0:
		return l.style.Dim(text)
	case s.read.refused != nil || p.From == 0 || p.To == 0 || p.From == p.To:
		return text
	case p.To > p.From:
		return l.style.Paint(output.Green, text)
	}
	return l.style.Paint(output.Red, text)
}

// cellsName names cells: "no stars -> three stars".
func (s *diffScreen) cellsName(cells []moves.Place) string {
	if len(cells) > 2 {
		return fmt.Sprintf("%d cells", len(cells))
	}
	var names []string
	for _, p := range cells {
		from, to := "began", "ended"
		if p.From > 0 {
			from = s.read.tab.FromLevels[p.From-1]
		}
		if p.To > 0 {
			to = s.read.tab.ToLevels[p.To-1]
		}
		names = append(names, from+s.session.look.sign(" → ", " -> ")+to)
	}
	return strings.Join(names, " and ")
}

// count is the lineages of a cell, the lineages of its earlier level and the
// cell with its interval.
func (s *diffScreen) count(p moves.Place) (of int, c moves.Cell) {
	tab := s.read.tab
	switch {
	case p.From == 0:
		return 0, moves.Cell{N: tab.Entry[p.To-1]}
	case p.To == 0:
		return tab.Rows[p.From-1].N, tab.Rows[p.From-1].Exit
	}
	return tab.Rows[p.From-1].N, tab.Rows[p.From-1].Cells[p.To-1]
}

// cellWords is the cell under the cursor in words, and the marked ones.
func (s *diffScreen) cellWords() []string {
	of, c := s.count(s.at)
	text := s.cellsName([]moves.Place{s.at}) + ": " + plural(c.N, "trust")
	out := []string{}
	switch {
	case s.at.From == 0:
		out = append(out, text)
	case c.Share != nil && c.Low != nil && c.High != nil:
		out = append(out, text+fmt.Sprintf(" of %d, %.0f %% (95 %% interval %.0f to %.0f %%)", of, 100**c.Share, 100**c.Low, 100**c.High))
		if exit := s.read.tab.Rows[s.at.From-1].Exit.N; exit > 0 {
			out = append(out, fmt.Sprintf("(%d at %s: %d rated on both sides, %d ended)", of, s.read.tab.FromLevels[s.at.From-1], of-exit, exit))
		}
	default:
		out = append(out, text+" of none")
	}
	if len(s.marked) > 0 {
		n := 0
		for _, p := range s.marked {
			_, c := s.count(p)
			n += c.N
		}
		out = append(out, fmt.Sprintf("%s marked: %s; enter lists them", plural(len(s.marked), "cell"), plural(n, "trust")))
	}
	return out
}

// mapWords is what the map rests on: the moves, kappa, who is left out and why,
// and the breaks.
func (s *diffScreen) mapWords() []string {
	d, tab := s.read, s.read.tab
	var out []string
	if len(tab.Steps) > 0 {
		out = append(out, "")
		var steps []string
		for _, step := range tab.Steps {
			switch {
			case step.Steps == 0:
				steps = append(steps, fmt.Sprintf("none %d", step.N))
			case step.N > 0:
				steps = append(steps, fmt.Sprintf("%+d: %d", step.Steps, step.N))
			}
		}
		out = append(out, "Levels moved: "+strings.Join(steps, ", ")+fmt.Sprintf(" (n = %d)", tab.N))
	}
	switch k := tab.Kappa; {
	case k != nil && k.Plain == nil:
		out = append(out, "Kappa is not known: "+k.Reason)
	case k != nil:
		out = append(out, fmt.Sprintf("Kappa %s, linear %s, quadratic %s (n = %d)", diffNumber(k.Plain), diffNumber(k.Linear), diffNumber(k.Quadratic), k.N))
	}
	ended, began := 0, 0
	for _, r := range tab.Rows {
		ended += r.Exit.N
	}
	for _, n := range tab.Entry {
		began += n
	}
	out = append(out, "", fmt.Sprintf("In the map: %d of %d lineages on both sides, %d ended, %d began%s.", tab.N, d.doc.Summary.Rows, ended, began, diffPairs(tab.Mergers)))
	if text := d.left.words(d.ask); text != "" {
		out = append(out, "Left out: "+text+".")
	}
	if len(d.c.Breaks) > 0 {
		out = append(out, "", fmt.Sprintf("Breaks between (%d; b opens their sources):", len(d.c.Breaks)))
	}
	bullet := s.session.look.sign("┆ ", "| ")
	for _, b := range d.c.Breaks {
		out = append(out, bullet+b.Why+" ("+b.ID+"): "+diffForbids(b))
	}
	return out
}

func diffPairs(mergers int) string {
	if mergers == 0 {
		return ""
	}
	return fmt.Sprintf("; %s joined through a merger", plural(mergers, "pair"))
}

// words says who is in no cell of the map, and why.
func (l diffLeftOut) words(q diffAsk) string {
	var out []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{l.onlyFrom, "only in " + q.from + ", not held in " + q.to},
		{l.onlyTo, "only in " + q.to + ", not held in " + q.from},
		{l.ranges, "known as a range of levels"},
		{l.doubt, "not stated"},
		{l.none, "without a level"},
	} {
		if part.n > 0 {
			out = append(out, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return strings.Join(out, "; ")
}

func diffNumber(f *float64) string {
	if f == nil {
		return "not known"
	}
	return fmt.Sprintf("%.2f", *f)
}
