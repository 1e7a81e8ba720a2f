package tui

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/league"
	"careratings/internal/output"
)

// editionShape is how the screen is divided. On a narrow terminal the facts and
// the distribution stand over the table, on a wide one beside it.
type editionShape struct {
	wide   bool
	side   int // width of facts, distribution and detail
	main   int // width of the table
	facts  int // most lines of facts
	per    int // lines a bar
	bars   int // lines of the distribution, its heading left out
	detail int // lines on what is under the cursor
	rows   int // lines of the table, its heading left out
}

func (s *editionScreen) shape() editionShape {
	p := editionShape{wide: s.width >= 100, side: s.width, main: s.width, per: 1}
	t, _ := s.table()
	levels := len(t.Distribution)
	if p.wide {
		p.side = max(46, min(72, s.width*2/5))
		p.main = s.width - p.side - 3
		if slices.ContainsFunc(t.Distribution, func(x league.Share) bool { return len(x.Published) > 0 }) {
			p.per = 2
		}
		p.facts = max(1, min(8, s.height/3))
		p.rows = s.height - 3
		p.bars = max(1, min(levels*p.per, (s.height-p.facts-4)*2/3))
		return p
	}
	p.facts = 1
	if s.height >= 18 {
		p.facts = 2
	}
	p.bars = max(1, min(levels, s.height/5))
	if s.height >= 18 {
		p.bars = max(1, min(levels, s.height/4))
	}
	p.detail = 1
	if s.height >= 16 {
		p.detail = 3
	}
	p.rows = max(1, s.height-p.facts-2-1-p.bars-p.detail-1)
	return p
}

func (s *editionScreen) layout() {
	p := s.shape()
	s.list.setHeight(p.rows)
	t, _ := s.table()
	s.bars.setHeight(max(1, p.bars/p.per))
	s.bars.reset(len(t.Distribution))
	if len(t.Distribution) == 0 {
		s.onBars = false
	}
}

// View implements screen.
func (s *editionScreen) View() string {
	l := s.session.look
	switch {
	case s.chooser != nil:
		return strings.Join(s.chooser.view(l, s.width, s.height), "\n")
	case s.got == nil && s.halted:
		return l.fit(" cancelled; r reads again", s.width)
	case s.got == nil:
		return l.fit(" reading the ratings of "+s.want.edition+" "+l.ellipsis(), s.width)
	case s.got.none != "":
		return s.noneView()
	}
	p := s.shape()
	head := []string{l.fit(" "+s.choices(), s.width), s.state()}
	var lines []string
	if !p.wide {
		lines = append(s.factLines(p.side, p.facts), head...)
		lines = append(lines, s.barLines(p)...)
		lines = append(lines, s.tableLines(p)...)
		return strings.Join(append(lines, s.detailLines(p.side, p.detail)...), "\n")
	}
	side := append(s.factLines(p.side, p.facts), l.fit("", p.side))
	side = append(append(side, s.barLines(p)...), l.fit("", p.side))
	side = append(side, s.detailLines(p.side, s.height-2-len(side))...)
	main := s.tableLines(p)
	for i := range max(0, s.height-2) {
		left, right := "", ""
		if i < len(side) {
			left = side[i]
		}
		if i < len(main) {
			right = main[i]
		}
		lines = append(lines, clip(left, p.side)+" "+l.sign("│", "|")+" "+clip(right, p.main))
	}
	return strings.Join(append(head, lines...), "\n")
}

// noneView says why there is nothing to show, and what can be done.
func (s *editionScreen) noneView() string {
	l := s.session.look
	var lines []string
	for _, text := range output.Wrap(output.Clean(s.got.none), max(1, s.width-2)) {
		lines = append(lines, l.fit(" "+text, s.width))
	}
	remedy := "E goes to another edition"
	if len(s.got.measures) > 1 {
		remedy = "v chooses another measure, " + remedy
	}
	if s.session.asOf != "" {
		remedy = "A answers as of another day, " + remedy
	}
	return strings.Join(append(lines, l.fit("", s.width), l.fit(" "+remedy, s.width)), "\n")
}

// factLines tell what the edition is, in at most so many lines.
func (s *editionScreen) factLines(width, most int) []string {
	l := s.session.look
	e := s.got.about
	known := func(text string) string {
		if text == "" {
			return "not known"
		}
		return text
	}
	parts := []string{"period " + known(e.Period), "published " + editionDay(e.Published), known(e.Publisher), known(e.Framework)}
	if e.ID == "" {
		parts = []string{s.got.era.Publisher, "each trust's latest rating as at the day"}
	}
	held, source := s.got.heldInAll(), ""
	if s.got.source.ID != "" {
		source = "source: " + s.got.source.Title + " (" + s.got.source.ID + ")"
	}
	texts := []string{strings.Join(parts, "; "), held}
	if source != "" {
		texts[1] += "; " + source
	}
	if most == 1 {
		texts = []string{held + "; " + strings.Join(parts, "; ")}
	}
	if most > 2 {
		texts = append([]string{strings.Join(parts, "; "), held}, source)
		if e.Vintage != "" {
			texts = append(texts, "values: "+e.Vintage)
		}
		if e.About != "" {
			texts = append(texts, e.About)
		}
	}
	var lines []string
	for _, text := range texts {
		if text == "" {
			continue
		}
		wrapped := []string{text}
		if most > 2 {
			wrapped = output.Wrap(output.Clean(l.letters(text)), max(1, width-2))
		}
		for _, line := range wrapped {
			lines = append(lines, l.fit(" "+line, width))
		}
	}
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = l.fit(strings.TrimRight(output.Truncate(lines[most-1], max(0, width-4), ""), " ")+" "+l.ellipsis(), width)
	}
	return lines
}

// choices say which peer group, measure and region are seen, and in what order.
func (s *editionScreen) choices() string {
	group := league.GroupWords(s.want.kind)
	if s.want.kind == "" {
		group = fmt.Sprintf("all %d groups", len(s.got.doc.Tables))
		if len(s.got.doc.Tables) == 1 {
			group = league.GroupWords(s.got.doc.Tables[0].PeerGroup)
		}
	}
	order := "as published"
	if s.sort != "" {
		order = s.sort
	}
	if s.reverse {
		order += ", reversed"
	}
	where := ""
	if s.want.region != "" {
		where += " | region: " + s.want.region
	}
	if s.form != "" {
		where += " | " + strings.ReplaceAll(s.form, "-", " ")
	}
	return fmt.Sprintf("%s%s (f) | %s (v) | order: %s (s)", group, where, s.got.doc.Measure, order)
}

// state says what the filters leave.
func (s *editionScreen) state() string {
	l := s.session.look
	all := s.got.bodies()
	left := 0
	for _, t := range s.got.doc.Tables {
		left += t.Left
	}
	if s.sift.text == "" && !s.sift.typing && s.bar == nil && s.form == "" {
		text := fmt.Sprintf("%d bodies", all)
		if left > 0 {
			text = fmt.Sprintf("%d of %d bodies, the distribution is of all (u undoes)", all, all+left)
		}
		return l.fit(" "+text, s.width)
	}
	var parts []string
	if s.sift.typing || s.sift.text != "" {
		parts = append(parts, s.sift.view(l))
	}
	if s.bar != nil {
		parts = append(parts, "only "+s.bar.label+" of "+league.GroupWords(s.bar.group))
	}
	text := fmt.Sprintf("%d of %d bodies", s.shown, all+left)
	if !s.sift.typing {
		text += fmt.Sprintf(" (u undoes; export gives the command's %d)", all)
	}
	return l.style.Bold(l.fit(" "+strings.Join(append(parts, text), "  "), s.width))
}
