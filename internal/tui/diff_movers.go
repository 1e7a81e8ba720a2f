package tui

import (
	"fmt"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// diffWidths are the widths of the columns of the list, as its rows need them.
type diffWidths struct{ verdict, code, from, to int }

func diffWidthsOf(rows []diffRow, shown []int) diffWidths {
	w := diffWidths{verdict: 7, code: 4, from: 6, to: 5}
	for _, i := range shown {
		r := &rows[i]
		w.verdict = max(w.verdict, 2+len(r.Verdict))
		w.code = max(w.code, min(9, output.Width(diffCode(r))))
		w.from = max(w.from, min(16, output.Width(diffLabel(r.From))))
		w.to = max(w.to, min(16, output.Width(diffLabel(r.To))))
	}
	return w
}

// diffCode is the code of a lineage, with the earlier body's where that is
// another.
func diffCode(r *diffRow) string {
	if r.From != nil && r.To != nil && r.From.Body.Code != r.To.Body.Code {
		return r.From.Body.Code + ">" + r.To.Body.Code
	}
	return r.Trust.Code
}

// diffLabel is a rating in the publisher's word; ! marks a conflict of sources,
// [e] what is not stated.
func diffLabel(p *trajectory.Point) string {
	if p == nil {
		return "-"
	}
	label := p.Label
	if !p.Stated() {
		label += " [e]"
	}
	if p.Conflict {
		label += " !"
	}
	return label
}

// diffName shortens a name to a width: the kind of trust goes first, then the
// middle, since many names begin alike.
func (l look) diffName(name string, width int) string {
	name = l.letters(output.Clean(name))
	if output.Width(name) <= width {
		return name
	}
	for _, kind := range []string{" NHS Foundation Trust", " NHS Trust", " Primary Care Trust"} {
		name = strings.TrimSuffix(name, kind)
	}
	dots := l.sign("…", "..")
	if output.Width(name) <= width || width < 12 {
		return name
	}
	tail := []rune(name)
	for output.Width(string(tail)) > width/2 {
		tail = tail[1:]
	}
	end := string(tail)
	if _, word, ok := strings.Cut(end, " "); ok && output.Width(word) >= 5 {
		end = word
	}
	return strings.TrimRight(output.Truncate(name, width-output.Width(end)-output.Width(dots), ""), " ") + dots + end
}

// diffSigned is a change with its sign; what rounds to nothing has none.
func diffSigned(f float64) string {
	text := fmt.Sprintf("%+.2f", f)
	if text == "+0.00" || text == "-0.00" {
		return " 0.00"
	}
	return text
}

// diffBounds is a tie band in numbers.
func diffBounds(p *trajectory.Point) string {
	if p == nil {
		return ""
	}
	bound := func(f *float64) string {
		if f == nil {
			return " ?  "
		}
		return compare.ShareText(*f)
	}
	return bound(p.Standing.Low) + "-" + bound(p.Standing.High)
}

func diffVerdict(l look, v string) string {
	switch v {
	case "up":
		return l.sign("▲ ", "^ ") + v
	case "down":
		return l.sign("▼ ", "v ") + v
	case "same":
		return "= " + v
	case "entered":
		return "+ " + v
	case "left":
		return "- " + v
	}
	return "? " + v
}

func diffPaint(verdict string) output.Paint {
	switch verdict {
	case "up":
		return output.Green
	case "down":
		return output.Red
	case "entered", "left":
		return output.Dim
	}
	return output.Plain
}

// listLines draws the movers and what is known of the selected one.
func (s *diffScreen) listLines(p diffPlan) []string {
	if p.listH <= 0 {
		return nil
	}
	l := s.session.look
	lines := []string{s.paneTitle(s.listTitle(), s.movers, p.listW), l.style.Dim(l.fit("    "+s.columns(p.listW), p.listW))}
	first, last := s.list.shown()
	for i := first; i < last; i++ {
		lines = append(lines, s.row(&s.read.rows[s.shown[i]], i == s.list.at, p.listW))
	}
	if len(s.shown) == 0 {
		lines = append(lines, l.fit("  "+s.nothing(), p.listW))
	}
	for len(lines) < p.listH-p.detail {
		lines = append(lines, "")
	}
	lines = append(lines, s.detail(p.listW, p.detail)...)
	return lines[:min(len(lines), p.listH)]
}

// listTitle counts the rows and says what picks them.
func (s *diffScreen) listTitle() string {
	title := fmt.Sprintf("MOVERS %d of %d", len(s.shown), len(s.read.rows))
	if s.drill != nil {
		title = fmt.Sprintf("%s: %s | esc leaves", s.cellsName(s.drill), plural(len(s.shown), "trust"))
	}
	if s.only != "" {
		title += " | only " + s.only
	}
	switch {
	case s.typing:
		title += " | /" + s.named + s.session.look.sign("▏", "_")
	case s.named != "":
		title += " | with '" + s.named + "'"
	}
	return title
}

func (s *diffScreen) nothing() string {
	switch {
	case s.named != "" && s.typing:
		return "nothing matches '" + s.named + "'; backspace widens"
	case s.named != "":
		return "nothing matches '" + s.named + "'; / and esc clear it"
	case s.only != "":
		return "nobody here is " + s.only + "; O picks another verdict"
	}
	return "nothing to list"
}

// diffRoom says which columns a width has room for.
type diffRoom struct {
	name              int
	standings, change bool
}

func (s *diffScreen) room(width int) (diffWidths, diffRoom) {
	w := s.widths
	if width < 90 {
		w.from, w.to = min(w.from, 12), min(w.to, 12)
	}
	left := width - 4 - w.verdict - 1 - w.code - 1 - w.from - 3 - w.to - 1
	r := diffRoom{}
	if left >= 30 {
		r.change, left = true, left-7
	}
	if left >= 50 {
		r.standings, left = true, left-24
	}
	r.name = left
	if left < 6 {
		r.name = 0
	}
	return w, r
}

// columns names the columns of the list and its order.
func (s *diffScreen) columns(width int) string {
	w, room := s.room(width)
	l := s.session.look
	line := l.fit("verdict", w.verdict) + " " + l.fit("code", w.code) + " "
	if room.name > 0 {
		line += l.fit("name", room.name) + " "
	}
	line += l.fit("before", w.from+3) + l.fit("after", w.to)
	if room.standings {
		line += "  " + l.fit("standing before, after", 22)
	}
	if room.change {
		line += " change"
	}
	return line
}

func (s *diffScreen) row(r *diffRow, on bool, width int) string {
	l := s.session.look
	w, room := s.room(width)
	arrow := l.sign(" → ", " > ")
	mark := "  "
	if s.session.marked(r.Trust.Code) {
		mark = l.mark() + " "
	}
	rest := " " + l.fit(diffCode(r), w.code) + " "
	if room.name > 0 {
		rest += l.fit(l.diffName(r.Trust.Name, room.name), room.name) + " "
	}
	rest += l.fit(diffLabel(r.From), w.from) + arrow + l.fit(diffLabel(r.To), w.to)
	if room.standings {
		between := "   "
		if r.From != nil && r.To != nil {
			between = arrow
		}
		rest += "  " + l.fit(diffBounds(r.From), 9) + between + l.fit(diffBounds(r.To), 10)
	}
	if room.change {
		rest += " "
		if r.StandingChange != nil {
			rest += diffSigned(*r.StandingChange)
		}
	}
	verdict := l.fit(diffVerdict(l, r.Verdict), w.verdict)
	if on {
		cursor := l.cursor()
		if !s.movers {
			cursor = l.sign("▹ ", "- ")
		}
		return l.style.Bold(l.fit(cursor+mark+verdict+rest, width))
	}
	return clip("  "+mark+l.style.Paint(diffPaint(r.Verdict), verdict)+l.fit(rest, max(0, width-4-w.verdict)), width)
}

// detail is the selected lineage in words, in so many lines.
func (s *diffScreen) detail(width, height int) []string {
	l, r := s.session.look, s.selected()
	if r == nil || height <= 0 {
		return nil
	}
	lines := []string{l.style.Dim(l.fit(strings.Repeat(l.rule(), width), width))}
	add := func(text string) {
		for i, line := range output.Wrap(l.letters(output.Clean(text)), max(1, width-4)) {
			lines = append(lines, l.fit([]string{"  ", "    "}[min(i, 1)]+line, width))
		}
	}
	name := diffCode(r) + " " + r.Trust.Name
	if r.Kind != "" {
		name += ", " + r.Kind
	}
	short := height < 7
	if height < 4 { // the row has the name
		add(diffCode(r) + " " + s.reason(r))
	} else if short { // the reason comes before the standings
		add(name + ". " + s.reason(r))
		s.sides(r, add)
	} else {
		add(name)
		s.sides(r, add)
		add(s.reason(r))
	}
	return lines[:min(len(lines), height)]
}

// sides adds the rating and the standing before and after.
func (s *diffScreen) sides(r *diffRow, add func(string)) {
	l := s.session.look
	for i, p := range diffSides(r.Row) {
		word := []string{"before", "after "}[i]
		if p == nil {
			add(word + " no rating held")
			continue
		}
		text := word + " "
		if p.Standing.Low != nil || p.Standing.High != nil {
			text += l.band(p.Standing.Low, p.Standing.High, 10) + " " + diffBounds(p) + " "
		}
		text += p.Label
		if !p.Stated() {
			text += " (" + p.Doubt + ", not stated)"
		}
		if p.Conflict {
			text += " (sources disagree)"
		}
		add(text + ": " + diffPeers(p))
	}
}

// diffPeers is a standing in counts, its peers and its basis.
func diffPeers(p *trajectory.Point) string {
	st := p.Standing
	if st.Low == nil && st.High == nil {
		if st.Reason != "" {
			return "no standing, " + st.Reason
		}
		return "no standing"
	}
	number := func(n *int) string {
		if n == nil {
			return "?"
		}
		return fmt.Sprint(*n)
	}
	text := p.Peers.Group + ", " + p.Peers.Basis
	if p.Peers.N != nil {
		text = fmt.Sprintf("of %d %s", *p.Peers.N, text)
	} else {
		text = "of " + text + ", number not known"
	}
	if st.Worse == nil && st.Tied == nil && st.Better == nil {
		return "shares " + text
	}
	return number(st.Worse) + " worse, " + number(st.Tied) + " tied, " + number(st.Better) + " better " + text
}

// reason says why the verdict is what it is.
func (s *diffScreen) reason(r *diffRow) string {
	text := r.Verdict
	switch {
	case r.From == nil || r.To == nil:
		return strings.TrimSuffix(text+": "+r.Note, ": ")
	case r.LevelChange != nil && (r.Verdict == "up" || r.Verdict == "down" || r.Verdict == "same"):
		text += fmt.Sprintf(": %+d on one unbroken scale; standings %s", *r.LevelChange, r.StandingVerdict)
	case r.Verdict == "not-resolved" && r.Note == "":
		text += ": the tie bands overlap"
	case r.Verdict == r.StandingVerdict && r.Verdict != "not-resolved":
		text += ": the tie bands do not overlap"
	case r.Verdict == "up" || r.Verdict == "down":
		text += ": every reading of the range agrees; standings " + r.StandingVerdict
	}
	if r.StandingChange != nil {
		text += ", ridit " + diffSigned(*r.StandingChange)
		if r.UsualMove != nil && r.Residual != nil {
			text += " (usual from there " + diffSigned(*r.UsualMove) + ", beyond it " + diffSigned(*r.Residual) + ")"
		}
	}
	if r.Note != "" {
		text += ". " + r.Note
	}
	return text
}
