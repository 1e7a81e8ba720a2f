package tui

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/output"
)

// sourceShape is how the screen is divided: citation and detail over and under
// the list, or on a wide terminal beside it.
type sourceShape struct {
	wide   bool
	side   int // width of the citation
	main   int // width of the list
	facts  int // lines of the citation
	rows   int // lines of the list, its headings left out
	detail int // lines on the row under the cursor
}

func (s *sourceScreen) shape() sourceShape {
	p := sourceShape{wide: s.width >= 100, side: s.width, main: s.width}
	if p.wide {
		p.side = max(36, min(64, s.width*3/10))
		p.main = s.width - p.side - 3
		p.rows = max(1, s.height-3)
		return p
	}
	p.facts, p.detail = 3, 1
	if s.height >= 16 {
		p.facts, p.detail = 7, 3
	}
	p.rows = max(1, s.height-p.facts-p.detail-3)
	return p
}

func (s *sourceScreen) drawn() string {
	l, p := s.session.look, s.shape()
	facts := s.factLines(p)
	list := s.listLines(p)
	if !p.wide {
		return strings.Join(append(append(facts, list...), s.detailLines(p)...), "\n")
	}
	p.detail = max(0, s.height-len(facts)-1)
	side := append(append(facts, l.fit("", p.side)), s.detailLines(p)...)
	var lines []string
	for i := range s.height {
		left, right := "", ""
		if i < len(side) {
			left = side[i]
		}
		if i < len(list) {
			right = list[i]
		}
		lines = append(lines, clip(left, p.side)+" "+l.sign("│", "|")+" "+clip(right, p.main))
	}
	return strings.Join(lines, "\n")
}

// factLines are what the source is, as many as there is room for; what matters
// least is cut.
func (s *sourceScreen) factLines(p sourceShape) []string {
	l, x := s.session.look, s.got.source
	day := string(x.PublishedOn)
	if day == "" {
		day = "no date printed"
	}
	counts := "counts from " + sourceOr(string(x.CountsFrom), "the day of each rating") + " (" + sourceDated(x.DatedBy) + ")"
	if x.CountsFrom == "" {
		counts = "no day known: each claim counts from its rating's own day"
	}
	url := sourceOr(x.URL, "no address known")
	texts := []string{x.Title, x.Publisher + ", " + day, "tier " + x.Tier + ": " + sourceTier(x.Tier), url, counts}
	switch {
	case !p.wide && p.facts <= 3:
		texts = []string{x.Title, x.Publisher + ", " + day + "; tier " + x.Tier + ": " + sourceTier(x.Tier), url}
	case p.wide:
		texts = append(texts, "licence: "+sourceLicence(x.Licence), "archive source "+x.ID)
	default:
		texts = append(texts, "licence: "+sourceLicence(x.Licence)+"; archive source "+x.ID)
	}
	if x.Note != "" {
		texts = append(texts, "note: "+x.Note)
	}
	var lines []string
	for i, text := range texts {
		wrapped := []string{text}
		if p.wide || text == url && p.facts > 3 {
			wrapped = output.Wrap(output.Clean(l.letters(text)), max(1, p.side-2))
			if !p.wide && len(wrapped) > 2 { // the rest of a long address stands in the citation
				wrapped = []string{wrapped[0], strings.Join(wrapped[1:], "")}
			}
		}
		for _, line := range wrapped {
			line = l.fit(" "+line, p.side)
			if i == 0 {
				line = l.style.Bold(line)
			}
			lines = append(lines, line)
		}
	}
	if p.wide {
		return lines
	}
	return editionPadded(l, lines, p.side, p.facts)
}

// listLines are the parts with their counts, what is filtered, and the rows.
func (s *sourceScreen) listLines(p sourceShape) []string {
	l := s.session.look
	part, ok := s.now()
	if !ok {
		return editionPadded(l, nil, p.main, p.rows+3)
	}
	var names []string
	for i, x := range s.got.parts {
		name := fmt.Sprintf("%s %d", x.name, len(x.rows))
		if i == s.part {
			name = "[" + name + "]"
		}
		names = append(names, name)
	}
	lines := []string{l.style.Bold(l.fit(" "+strings.Join(names, "  "), p.main)), s.state(part, p)}
	if len(s.rows) == 0 {
		text := "the archive holds no " + part.name + " from it"
		switch {
		case s.sift.typing:
			text = "nothing matches " + quoted(s.sift.text) + "; backspace widens"
		case len(part.rows) > 0:
			text = "nothing is left; u undoes the filters"
		}
		return editionPadded(l, append(lines, l.fit(" "+text, p.main)), p.main, p.rows+3)
	}
	columns := sourceFitted(part.columns, p.main-4)
	head := s.cells(part, columns, func(i int) string {
		switch {
		case s.sort != i+1:
			return part.columns[i].name
		case s.reverse:
			return part.columns[i].name + l.sign("▼", "v")
		}
		return part.columns[i].name + l.sign("▲", "^")
	})
	lines = append(lines, l.style.Dim(l.fit("    "+head, p.main)))
	first, last := s.list.shown()
	for i := first; i < last; i++ {
		r := part.rows[s.rows[i]]
		mark := "  "
		if r.code != "" && s.session.marked(r.code) {
			mark = l.mark() + " "
		}
		lines = append(lines, l.selected(mark+s.cells(part, columns, func(j int) string { return r.cells[j] }), i == s.list.at, p.main))
	}
	return editionPadded(l, lines, p.main, p.rows+3)
}

// state says what the filters leave, and of claims what became of them.
func (s *sourceScreen) state(part sourcePart, p sourceShape) string {
	l := s.session.look
	var parts []string
	if s.sift.typing || s.sift.text != "" {
		parts = append(parts, s.sift.view(l))
	}
	if s.facet[0] != "" {
		parts = append(parts, "only "+s.facet[0]+" "+sourceOr(s.facet[1], "(none)"))
	}
	if len(parts) > 0 {
		text := fmt.Sprintf("%d of %d", len(s.rows), len(part.rows))
		if !s.sift.typing {
			text += " (u undoes)"
		}
		return l.style.Bold(l.fit(" "+strings.Join(append(parts, text), "  "), p.main))
	}
	if part.name != "claims" {
		return l.fit(" enter: "+part.hint, p.main)
	}
	if s.got.fates == "" {
		return l.fit("", p.main)
	}
	return l.fit(" status: "+s.got.fates, p.main)
}

// sourceCell is one column as it is drawn: its place in the part and its width.
type sourceCell struct{ at, width int }

// How far a column, and that of the names, is cut before another one goes.
const (
	sourceLeast     = 14
	sourceLeastName = 20
)

// sourceFitted drops columns until the rest has room when cut, and then cuts
// the widest, column by column.
func sourceFitted(columns []sourceColumn, width int) []sourceCell {
	var all []sourceCell
	for i, c := range columns {
		all = append(all, sourceCell{i, c.width})
	}
	for {
		least, drop := -2, -1
		for i, c := range all {
			if columns[c.at].name == "name" {
				least += min(c.width, sourceLeastName) + 2
			} else {
				least += min(c.width, sourceLeast) + 2
			}
			if d := columns[c.at].drop; d > 0 && (drop < 0 || d > columns[all[drop].at].drop) {
				drop = i
			}
		}
		if least <= width || drop < 0 {
			break
		}
		all = slices.Delete(all, drop, drop+1)
	}
	for {
		total, widest := -2, 0
		for i, c := range all {
			total += c.width + 2
			if c.width > all[widest].width {
				widest = i
			}
		}
		if total <= width || all[widest].width <= 4 {
			return all
		}
		all[widest].width--
	}
}

func (s *sourceScreen) cells(part sourcePart, columns []sourceCell, cell func(i int) string) string {
	parts := make([]string, 0, len(columns))
	l := s.session.look
	for _, c := range columns {
		text := cell(c.at)
		if over := len(text) - c.width; over > 0 && part.columns[c.at].name == "measure" { // its end tells more
			text = l.ellipsis() + text[min(len(text), over+output.Width(l.ellipsis())):]
		}
		parts = append(parts, l.fit(text, c.width))
	}
	return strings.TrimRight(strings.Join(parts, "  "), " ")
}

// detailLines tell everything on the row under the cursor.
func (s *sourceScreen) detailLines(p sourceShape) []string {
	if p.detail <= 0 {
		return nil
	}
	l := s.session.look
	text := ""
	if r, ok := s.row(); ok {
		text = r.detail()
	}
	wrapped := output.Wrap(output.Clean(l.letters(text)), max(1, p.side-2))
	if len(wrapped) > p.detail {
		wrapped = wrapped[:p.detail]
		last := output.Truncate(wrapped[p.detail-1], max(0, p.side-3-output.Width(l.ellipsis())), "")
		wrapped[p.detail-1] = strings.TrimRight(last, " ") + " " + l.ellipsis()
	}
	var lines []string
	for _, line := range wrapped {
		lines = append(lines, l.fit(" "+line, p.side))
	}
	return editionPadded(l, lines, p.side, p.detail)
}
