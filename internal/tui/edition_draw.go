package tui

import (
	"fmt"
	"strings"

	"careratings/internal/league"
	"careratings/internal/output"
)

// barLines draws the distribution of the table under the cursor: its heading,
// then its levels.
func (s *editionScreen) barLines(p editionShape) []string {
	l := s.session.look
	t, ok := s.table()
	if !ok {
		return []string{l.fit("", p.side), l.fit("  no distribution", p.side)}
	}
	head := league.GroupWords(t.PeerGroup) + ": " + editionHeld(t)
	var lines []string
	if p.wide {
		for _, text := range output.Wrap(output.Clean(head), p.side-2) {
			lines = append(lines, l.style.Paint(output.Cyan, l.fit(" "+text, p.side)))
		}
	} else {
		lines = append(lines, l.style.Paint(output.Cyan, l.fit(" "+head, p.side)))
	}
	if len(t.Distribution) == 0 {
		return append(lines, l.style.Dim(l.fit("  "+s.got.doc.Measure+" has no levels, so no distribution", p.side)))
	}
	label := 0
	for _, x := range t.Distribution {
		label = max(label, output.Width(l.letters(x.Label)))
	}
	label = min(label, p.side/3)
	first, last := s.bars.shown()
	room := p.bars
	for i := first; i < last && room > 0; i++ {
		x := t.Distribution[i]
		line, told := s.oneBar(x, label, p)
		if s.bar != nil && s.bar.group == t.PeerGroup && s.bar.label == x.Label {
			line += " " + l.mark()
		}
		lines = append(lines, l.selected(line, s.onBars && i == s.bars.at, p.side))
		if room--; told != "" && room > 0 {
			lines = append(lines, l.style.Dim(l.fit(strings.Repeat(" ", label+3)+told, p.side)))
			room--
		}
	}
	return lines
}

// oneBar is a level as a bar with its count and share; what sources print
// stands after it, or on a line of its own where the bars are narrow.
func (s *editionScreen) oneBar(x league.Share, label int, p editionShape) (line, told string) {
	l := s.session.look
	share := output.NotAvailable
	if x.Of > 0 {
		share = fmt.Sprintf("%3.0f %% of %d", editionPercent(x), x.Of)
	}
	if told = x.Printed(); told != "" {
		told = "published " + told
	}
	cells := 10
	if p.wide {
		cells = max(6, min(30, p.side-label-24))
	}
	high, low := editionPercent(x)/100, 0.0
	bar := strings.Repeat(l.empty(), cells)
	if x.N > 0 {
		bar = l.band(&low, &high, cells)
	}
	line = fmt.Sprintf("%s %s %4d %s", l.fit(x.Label, label), bar, x.N, share)
	if !p.wide && told != "" {
		return line + "  " + told, ""
	}
	return line, told
}

// tableLines draws the heading of the columns and the lines of the list.
func (s *editionScreen) tableLines(p editionShape) []string {
	l := s.session.look
	if len(s.lines) == 0 {
		text := "no body is left; u undoes the filters"
		switch {
		case s.sift.text != "":
			text = "nothing matches " + quoted(s.sift.text) + "; backspace widens, u undoes"
			if !s.sift.typing {
				text = "nothing matches " + quoted(s.sift.text) + "; / changes it, u undoes"
			}
		case s.want.region != "":
			text = "none of these bodies is in " + s.want.region + "; u undoes"
		}
		return editionPadded(l, []string{l.fit(" "+text, p.main)}, p.main, p.rows+1)
	}
	columns := s.fitted(p.main - 4)
	lines := []string{l.style.Dim(l.fit("    "+s.cells(columns, s.heading), p.main))}
	first, last := s.list.shown()
	for i := first; i < last; i++ {
		lines = append(lines, s.tableLine(i, columns, p.main))
	}
	return editionPadded(l, lines, p.main, p.rows+1)
}

func (s *editionScreen) tableLine(i int, columns []editionColumn, width int) string {
	l, line := s.session.look, s.lines[i]
	if line.heading {
		return l.style.Paint(output.Cyan, l.fit("  "+line.text, width))
	}
	text := "? " + line.text
	if line.row >= 0 {
		r := s.got.doc.Tables[line.table].Rows[line.row]
		text = "  "
		if s.session.marked(r.Body.Code) {
			text = l.mark() + " "
		}
		text += s.cells(columns, func(c editionColumn) string { return c.cell(r) })
	}
	if i == s.list.at && s.onBars { // where the cursor will be again
		return l.fit(l.sign("· ", "- ")+text, width)
	}
	return l.selected(text, i == s.list.at, width)
}

func editionPadded(l look, lines []string, width, height int) []string {
	for len(lines) < height {
		lines = append(lines, l.fit("", width))
	}
	return lines[:max(0, height)]
}

// detailLines tell everything on what is under the cursor.
func (s *editionScreen) detailLines(width, height int) []string {
	if height <= 0 {
		return nil
	}
	l := s.session.look
	text := ""
	if t, ok := s.table(); ok && s.onBars && s.bars.at < len(t.Distribution) {
		text = s.shareSentence(t, t.Distribution[s.bars.at])
	} else if r, ok := s.row(); ok {
		text = s.rowSentence(r)
	} else if s.list.at < len(s.lines) {
		text = "The source prints " + quoted(s.lines[s.list.at].text) + "; no body is certain for it, so it is in no count."
	}
	wrapped := output.Wrap(output.Clean(l.letters(text)), max(1, width-2))
	if len(wrapped) > height {
		wrapped = wrapped[:height]
		last := output.Truncate(wrapped[height-1], max(0, width-2-output.Width(l.ellipsis())-1), "")
		wrapped[height-1] = strings.TrimRight(last, " ") + " " + l.ellipsis()
	}
	var lines []string
	for _, line := range wrapped {
		lines = append(lines, l.fit(" "+line, width))
	}
	return lines
}
