package tui

import (
	"fmt"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/output"
)

// trustsLayout is where things go in the screen's size.
type trustsLayout struct {
	list, pane         int // widths
	rows               int
	name, strip, value int
	blocks             []int
	shown              int // columns of the strip
	legend             []string
	foot               bool // a line about the selected body
}

// sideBySide is the width from which the facets stand beside the list.
const sideBySide = 100

func (s *trustsScreen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.list.setHeight(s.layout().rows)
}

func (s *trustsScreen) layout() trustsLayout {
	y := trustsLayout{list: s.width, foot: s.height >= 13}
	if s.width >= sideBySide {
		y.pane = 34
		if s.width >= 160 {
			y.pane = 46
		}
		y.list = s.width - y.pane - 1
	}
	// Code, marks and the spaces between take 11 columns; the value of the order
	// comes next, then the strip, and the name has the rest.
	room := max(0, y.list-11)
	if w := s.valueWidth(); w > 0 {
		y.value = min(w, max(0, room-22))
		room -= y.value + 1
	}
	y.strip = max(0, min(s.strip.fullWidth(), room-1-max(22, room/2)))
	if s.facts == nil {
		y.strip = max(0, min(40, room-1-max(22, room/2)))
	}
	y.blocks, y.shown = s.strip.fit(y.strip)
	if y.strip > 0 {
		room -= y.strip + 1
	}
	y.name = max(0, room)
	lines := 1
	if s.height >= 30 {
		lines = 4
	} else if s.height >= 14 {
		lines = min(3, s.height/6)
	}
	y.legend = output.Wrap(s.strip.legend(s.session.look, y.blocks), max(1, y.list-2))
	if len(y.legend) > lines {
		y.legend = y.legend[:lines]
	}
	y.rows = max(1, s.height-4-len(y.legend))
	if y.foot {
		y.rows--
	}
	return y
}

func (s *trustsScreen) View() string {
	y := s.layout()
	s.list.setHeight(y.rows)
	var lines []string
	top := []string{s.filterLine(), s.orderLine()}
	if s.inPane && y.pane == 0 {
		s.facets.list.setHeight(max(1, s.height-2))
		return strings.Join(append(top, s.facets.view(s.session.look, s.width, max(1, s.height-2), true)...), "\n")
	}
	lines = append(lines, s.body(&y)...)
	if y.pane > 0 {
		side := s.side(y.pane, s.height-2)
		for i := range lines {
			if i < len(side) {
				lines[i] = clip(lines[i], y.list) + s.session.look.sign("│", "|") + side[i]
			}
		}
	}
	return strings.Join(append(top, lines...), "\n")
}

// filterLine shows what is typed, whether letters go there, and how many match.
func (s *trustsScreen) filterLine() string {
	l := s.session.look
	count := ""
	if s.index != nil {
		count = fmt.Sprintf("%s of %s ", trustsCount(len(s.rows)), trustsCount(len(s.every)))
	}
	width := max(0, s.width-len(count))
	if s.typing {
		hint := "  (type a name, former name, code, hospital or town)"
		if s.query != "" {
			hint = "  (enter opens, tab to the list, esc clears)"
		}
		text := l.cursor() + "filter [" + s.query + l.sign("▏", "_") + "]"
		if s.query == "" || output.Width(text+hint) <= width {
			text += hint
		}
		return l.style.Bold(l.fit(text, width)) + count
	}
	text := "  filter: " + s.query + "  (/ types)"
	if s.query == "" {
		text = "  filter: none  (/ types)"
	}
	return l.fit(text, width) + count
}

// orderLine says in words what narrows the list and how it is sorted.
func (s *trustsScreen) orderLine() string {
	words := s.facets.words()
	if words == "" {
		words = "no facets"
	}
	return s.session.look.fit("  "+words+" | sorted by "+s.orderWords(), s.width)
}

// body is the heading, the rows, and what stands below them.
func (s *trustsScreen) body(y *trustsLayout) []string {
	l := s.session.look
	lines := s.heads(y)
	switch {
	case s.index == nil && s.id > 0 && s.Working() == "":
		lines = append(lines, l.fit("  nothing is read; r reads again", y.list))
	case s.index == nil:
		lines = append(lines, l.fit("  reading the bodies; what you type already filters", y.list))
	case len(s.rows) == 0:
		lines = append(lines, s.nothing(y.list)...)
	}
	if s.index != nil {
		first, last := s.list.shown()
		for i := first; i < last; i++ {
			lines = append(lines, s.row(i, y))
		}
	}
	for len(lines) < y.rows+2 {
		lines = append(lines, l.fit("", y.list))
	}
	lines = lines[:y.rows+2]
	if y.foot {
		lines = append(lines, l.style.Bold(l.fit(s.foot(), y.list)))
	}
	for _, text := range y.legend {
		lines = append(lines, l.style.Dim(l.fit("  "+text, y.list)))
	}
	return lines
}

// nothing says why the list is empty and what widens it.
func (s *trustsScreen) nothing(width int) []string {
	l := s.session.look
	hits := 0
	if s.found != nil {
		hits = len(s.found.Hits)
	}
	var text []string
	switch {
	case s.asking != "":
		text = []string{fmt.Sprintf("nothing matches %q; looking one slip away", s.query)}
	case hits > 0:
		text = []string{fmt.Sprintf("%s match %q, none with these facets; F takes the facets away", trustsCount(hits), s.query)}
	case s.query == "":
		text = []string{"no body has these facets; F takes them away"}
	default:
		text = []string{fmt.Sprintf("nothing matches %q, nor one slip away; backspace widens", s.query), "Whole codes, and beginnings of words of names, hospitals and towns match."}
		if codes := s.codes(strings.ToUpper(strings.TrimSpace(s.query)), 12); codes != "" {
			text = append(text, "Codes that begin so: "+codes)
		}
	}
	var out []string
	for _, t := range text {
		out = append(out, l.fit("  "+t, width))
	}
	return out
}

// codes lists the first codes that begin with some letters.
func (s *trustsScreen) codes(begin string, most int) string {
	var out []string
	for _, h := range s.every {
		if id := s.index.Body(h.Body).ID; strings.HasPrefix(id, begin) {
			if len(out) == most {
				return strings.Join(out, ", ") + " and more"
			}
			out = append(out, id)
		}
	}
	return strings.Join(out, ", ")
}

// heads are the two lines above the columns.
func (s *trustsScreen) heads(y *trustsLayout) []string {
	l := s.session.look
	names, ruler := s.strip.heads(l, y.blocks, y.strip)
	if s.facts == nil && y.strip > 0 {
		text := "reading the ratings"
		if s.id > 0 && s.Working() == "" {
			text = "ratings not read; r reads"
		}
		names = l.fit(text, y.strip)
	}
	note := ""
	if y.shown < s.strip.all {
		note = fmt.Sprintf("%d of %d columns; widen for all", y.shown, s.strip.all)
	}
	gap := func(w int) string { return strings.Repeat(" ", min(1, w)) }
	value := s.valueHead()
	return []string{
		l.style.Bold(l.fit("    "+l.fit("code", 6)+" "+l.fit("name", y.name)+gap(y.strip)+names+gap(y.value)+l.fit(value, y.value), y.list)),
		l.style.Dim(l.fit("           "+l.fit(note, y.name)+gap(y.strip)+ruler, y.list)),
	}
}

// row draws one body: cursor, mark, code, name and how it was found, strip,
// value of the order.
func (s *trustsScreen) row(i int, y *trustsLayout) string {
	l := s.session.look
	h := s.rows[i]
	b := s.index.Body(h.Body)
	mark := "  "
	if s.session.marked(b.ID) {
		mark = l.mark() + " "
	}
	head := mark + l.fit(b.ID, 6) + " " + l.fit(s.nameAnd(h, y.name), y.name)
	var line strings.Builder
	if chosen := i == s.list.at && !s.inPane; chosen {
		line.WriteString(l.style.Bold(l.cursor() + head))
	} else if i == s.list.at { // still the one that the details are of
		line.WriteString(l.sign("▹ ", "- ") + head)
	} else {
		line.WriteString("  " + head)
	}
	if y.strip > 0 {
		line.WriteByte(' ')
		if s.facts == nil {
			line.WriteString(strings.Repeat(" ", y.strip))
		} else {
			line.WriteString(s.strip.draw(l, s.facts.Headlines[b.ID], y.blocks, y.strip))
		}
	}
	if y.value > 0 {
		line.WriteString(" " + l.fit(s.value(b), y.value))
	}
	return line.String()
}

// nameAnd is the name, and the other name by which the query found it.
func (s *trustsScreen) nameAnd(h bodies.Hit, width int) string {
	l := s.session.look
	name := s.index.Body(h.Body).Name
	why := s.foundBy(h)
	if why == "" {
		return name
	}
	why = " (" + why + ")"
	short := max(width-output.Width(l.letters(why)), width/2)
	return output.Truncate(l.letters(output.Clean(name)), short, l.ellipsis()) + why
}

// foundBy says by which other name the query found a body: a former name, a
// hospital, a town.
func (s *trustsScreen) foundBy(h bodies.Hit) string {
	if s.found == nil {
		return ""
	}
	m := s.index.Match(h)
	before := map[string]string{"former": "was: ", "alias": "also: ", "printed": "printed: ", "hospital": "site: ", "town": "town: "}[m.Name.Kind]
	switch {
	case m.Class == bodies.ByCode:
		return ""
	case m.Class == bodies.BySlip && (before == "" || m.Name.Name == m.Body.Name):
		return "one slip away"
	case m.Class == bodies.BySlip:
		return "one slip away; " + before + m.Name.Name
	case before == "" || m.Name.Name == m.Body.Name:
		return ""
	}
	return before + m.Name.Name
}

// trustsCount writes a count with commas.
func trustsCount(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
