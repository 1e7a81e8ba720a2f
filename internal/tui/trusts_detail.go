package tui

import (
	"fmt"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/overview"
	"careratings/internal/trajectory"
)

// orderWords says how the list is sorted.
func (s *trustsScreen) orderWords() string {
	words := map[string]string{
		"name": "name", "kind": "kind", "standing": "latest standing, best first", "ratings": "number of ratings, most first",
		"fall": "biggest resolved fall between neighbouring editions", "rise": "biggest resolved rise between neighbouring editions",
	}[s.order]
	switch {
	case s.order == "" && s.found != nil:
		return "best match"
	case s.order == "":
		return "code"
	case s.turned:
		words += ", turned round"
	}
	return words
}

// valueHead and valueWidth are of the column that the list is sorted by.
func (s *trustsScreen) valueHead() string {
	return map[string]string{
		"kind": "kind", "standing": "latest: share worse to not better", "ratings": "ratings",
		"fall": "biggest resolved fall (level 1 worst)", "rise": "biggest resolved rise (level 1 worst)",
	}[s.order]
}

func (s *trustsScreen) valueWidth() int {
	return map[string]int{"kind": 16, "standing": 46, "ratings": 7, "fall": 38, "rise": 38}[s.order]
}

// value is what the list is sorted by.
func (s *trustsScreen) value(b *bodies.Body) string {
	switch {
	case s.order == "kind":
		return b.Kind
	case s.facts == nil:
		return ""
	case s.order == "ratings":
		if n := s.facts.Ratings(b.ID); n > 0 {
			return output.Fit(fmt.Sprint(n), 7, output.AlignRight)
		}
		return "    n/a"
	case s.judged == nil:
		return "being worked out"
	case s.order == "standing":
		return standingWords(s.judged.Latest[b.ID])
	case s.order == "fall":
		return moveWords(s.judged.Fall[b.ID])
	}
	return moveWords(s.judged.Rise[b.ID])
}

// standingWords is the tie band of a rating, of how many, in which edition.
func standingWords(p *trajectory.Point) string {
	if p == nil {
		return "n/a"
	}
	at := p.Moment()
	if p.Standing.Low == nil || p.Standing.High == nil || p.Standing.Mid == nil {
		return "n/a (" + at + ", " + p.Label + ")"
	}
	of := " of n not known,"
	if p.Peers.N != nil {
		of = fmt.Sprintf(" of %d", *p.Peers.N)
	}
	return fmt.Sprintf("%s-%s%s %s, %s", compare.ShareText(*p.Standing.Low), compare.ShareText(*p.Standing.High), of, p.Peers.Group, at)
}

// moveWords tells between which editions a body moved, and how far.
func moveWords(m *overview.Move) string {
	if m == nil {
		return "n/a"
	}
	era, from, _ := strings.Cut(m.From, "-")
	to := strings.TrimPrefix(m.To, era+"-")
	if year, quarter, ok := strings.Cut(from, "-q"); ok && strings.HasPrefix(to, year+"-q") {
		from, to = year+" q"+quarter, to[len(year)+1:]
	}
	where := stripLabel(era) + " " + from + " to " + to
	if m.FromLevel == 0 {
		return where + ", standing " + string(m.Verdict)
	}
	return fmt.Sprintf("%s, level %d to %d", where, m.FromLevel, m.ToLevel)
}

// foot is one line about the selected body.
func (s *trustsScreen) foot() string {
	b := s.selected()
	if b == nil {
		return ""
	}
	parts := []string{b.ID + ": " + strings.ReplaceAll(b.Kind, "-", " "), lifeWords(b)}
	if why := s.foundBy(s.rows[s.list.at]); why != "" {
		parts = append([]string{parts[0], why}, parts[1:]...)
	}
	if b.Town != "" {
		parts = append(parts, b.Town)
	}
	if b.Region != "" {
		parts = append(parts, b.Region)
	}
	if s.facts != nil {
		parts = append(parts, plural(s.facts.Ratings(b.ID), "rating"))
	}
	return "  " + strings.Join(parts, "; ")
}

func lifeWords(b *bodies.Body) string {
	opened := "opening not known"
	if b.Opened != "" {
		opened = "opened " + dayWords(b.Opened)
	}
	switch {
	case b.Living():
		return opened + ", open"
	case b.Closed == "":
		return opened + ", closed, day not known"
	}
	return opened + ", closed " + dayWords(b.Closed)
}

// dayWords writes a date as far as it is known.
func dayWords(on eras.Interval) string {
	from, to, both := strings.Cut(string(on), "/")
	switch {
	case !both:
		return from
	case from == "":
		return "by " + to
	}
	return "between " + from + " and " + to
}

// side is the pane beside the list: the selected body, and the facets below it.
func (s *trustsScreen) side(width, height int) []string {
	l := s.session.look
	var lines []string
	if height >= 24 {
		lines = s.details(width)
		if most := height - 12; len(lines) > most {
			lines = lines[:most]
		}
		lines = append(lines, l.fit(strings.Repeat(l.rule(), width), width))
	}
	room := max(1, height-len(lines))
	s.facets.list.setHeight(room)
	lines = append(lines, s.facets.view(l, width, room, s.inPane)...)
	for len(lines) < height {
		lines = append(lines, strings.Repeat(" ", width))
	}
	return lines
}

// details tells what is known of the selected body.
func (s *trustsScreen) details(width int) []string {
	l := s.session.look
	b := s.selected()
	if b == nil {
		return []string{l.fit(" no body selected", width)}
	}
	var lines []string
	wrap := func(text string) {
		for i, line := range output.Wrap(output.Clean(text), width-3) {
			lines = append(lines, l.fit(strings.Repeat(" ", 1+min(i, 1)*2)+line, width))
		}
	}
	wrap(b.Name)
	lines[0] = l.style.Bold(lines[0])
	code := b.ID
	if b.CodeStatus == "not-evidenced" {
		code += " (code not read in a source)"
	}
	wrap(code + ", " + strings.ReplaceAll(b.Kind, "-", " "))
	wrap(lifeWords(b))
	if b.Region != "" || b.Town != "" {
		wrap(strings.Trim(b.Town+", "+b.Region, ", "))
	}
	if s.facts == nil {
		return lines
	}
	for _, next := range s.facts.Into[b.ID] {
		name := next.Successor
		if at, ok := s.index.At(name); ok {
			name = s.index.Body(at).Name
		}
		on := ""
		if next.On != "" {
			on = " " + dayWords(next.On)
		}
		wrap(strings.ReplaceAll(next.Kind, "-", " ") + on + ": " + next.Successor + " " + name)
	}
	if len(s.facts.Counts[b.ID]) == 0 {
		wrap("no ratings of its own")
		return lines
	}
	var held []string
	for _, c := range s.facts.Counts[b.ID] {
		held = append(held, fmt.Sprintf("%s %d", c.Era, c.N))
	}
	wrap("ratings: " + strings.Join(held, ", "))
	if s.judged == nil {
		return lines
	}
	if p := s.judged.Latest[b.ID]; p != nil {
		text := "latest: " + p.Label + ", " + standingWords(p)
		if p.Peers.Basis != "" {
			text += ", basis " + p.Peers.Basis
		}
		wrap(text)
	}
	if m := s.judged.Fall[b.ID]; m != nil {
		wrap("biggest fall: " + moveWords(m) + " (" + m.FromLabel + " to " + m.ToLabel + ")")
	}
	if m := s.judged.Rise[b.ID]; m != nil {
		wrap("biggest rise: " + moveWords(m) + " (" + m.FromLabel + " to " + m.ToLabel + ")")
	}
	return lines
}
