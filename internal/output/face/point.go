package face

import (
	"fmt"
	"strings"

	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// point draws one rating: when, the publisher's word, the bar, the plain
// counts, and the number of its source.
func (p *page) point(pt trajectory.Point) {
	when := output.Fit(p.when(pt), 11, output.AlignLeft)
	words, counts, cite := p.words(pt), p.counts(pt), p.cite(pt)
	if pt.Standing.Low == nil && pt.Standing.High == nil {
		p.line("  " + when + " " + output.Truncate(words, p.width-16-output.Width(cite), "...") + " " + cite)
		return
	}
	room := p.width - 2 - 12 - (p.bar + 2) - 2
	wide := min(34, max(20, room-32))
	if output.Width(words) > wide {
		p.line("  " + when + " " + output.Truncate(words, p.width-14, "..."))
		when, words = strings.Repeat(" ", 11), ""
	}
	head := "  " + when + " " + output.Fit(words, wide, output.AlignLeft) + " " + p.barOf(pt.Standing) + " "
	if output.Width(head+counts+" "+cite) > p.width {
		p.line(head + cite)
		p.line(strings.Repeat(" ", 14) + counts)
		return
	}
	p.line(head + counts + " " + cite)
}

// when is the short name of the edition inside its era, or the date.
func (p *page) when(pt trajectory.Point) string {
	if pt.Edition == nil {
		if pt.Date == nil {
			return "undated"
		}
		if d, ok := strings.CutPrefix(*pt.Date, "/"); ok {
			return "by " + strings.ReplaceAll(d, "-", "")
		}
		return *pt.Date
	}
	for _, prefix := range []string{pt.Era + "-", "quality-", "financial-"} {
		if short, ok := strings.CutPrefix(*pt.Edition, prefix); ok {
			return short
		}
	}
	return *pt.Edition
}

// words is the publisher's word for the rating with its marks.
func (p *page) words(pt trajectory.Point) string {
	label := pt.Label
	switch pt.Measure {
	case "nof.rank":
		label = "rank " + label
	case "nof.score":
		label = "score " + label
	}
	if !pt.Headline() && pt.Measure != "nof.rank" && pt.Measure != "nof.score" {
		_, short, _ := strings.Cut(pt.Measure, ".")
		label = short + ": " + label
	}
	if pt.Doubt != "stated" {
		label += " [e]"
		p.marks["e"] = true
	}
	if pt.Conflict {
		label += " !"
		p.marks["!"] = true
	}
	return output.Clean(label)
}

func (p *page) counts(pt trajectory.Point) string {
	s := pt.Standing
	var parts []string
	if s.Worse != nil {
		parts = append(parts, fmt.Sprintf("%d worse", *s.Worse))
	}
	if s.Tied != nil {
		parts = append(parts, fmt.Sprintf("%d tied", *s.Tied))
	}
	if s.Better != nil {
		parts = append(parts, fmt.Sprintf("%d better", *s.Better))
	}
	if len(parts) > 0 {
		return strings.Join(parts, ", ")
	}
	switch {
	case s.Low != nil && s.High != nil:
		return fmt.Sprintf("%.2f to %.2f", *s.Low, *s.High)
	case s.High != nil:
		return fmt.Sprintf("at most %.2f", *s.High)
	case s.Low != nil:
		return fmt.Sprintf("at least %.2f", *s.Low)
	}
	return ""
}

// barOf draws the tie band: dots outside it, = inside, ? where a bound is not
// known.
func (p *page) barOf(s trajectory.Standing) string {
	low, high := 0.0, 1.0
	fill := byte('=')
	if s.Low != nil {
		low = *s.Low
	}
	if s.High != nil {
		high = *s.High
	}
	if s.Low == nil || s.High == nil {
		fill = '?'
	}
	bar := []byte(strings.Repeat(".", p.bar))
	from := int(low * float64(p.bar))
	to := int(high*float64(p.bar) + 0.999999)
	from = min(from, p.bar-1)
	to = max(to, from+1)
	for i := from; i < min(to, p.bar); i++ {
		bar[i] = fill
	}
	return "[" + string(bar) + "]"
}

// cite numbers the source of the chosen claim, and of those that contradict it.
func (p *page) cite(pt trajectory.Point) string {
	var refs []string
	for _, c := range pt.Claims {
		if c.Chosen || pt.Conflict && c.Value != pt.Value && c.Doubt == "stated" {
			n, ok := p.number[c.Source.ID]
			if !ok {
				p.sources = append(p.sources, c.Source)
				n = len(p.sources)
				p.number[c.Source.ID] = n
			}
			if ref := fmt.Sprintf("[%d]", n); !strings.Contains(strings.Join(refs, ""), ref) {
				refs = append(refs, ref)
			}
		}
	}
	if len(refs) > 3 {
		refs = append(refs[:3], "...")
	}
	return strings.Join(refs, "")
}

// peers says, for every shown point with a standing, who the peers are and
// where the counts come from; and why the others have none.
func (p *page) peers() {
	var lines []string
	seen := map[string]int{}
	for _, pt := range p.trust.Points {
		if !p.o.All && !shown(pt) {
			continue
		}
		group := strings.ReplaceAll(pt.Peers.Group, "-", " ")
		var text string
		switch {
		case pt.Standing.Low == nil && pt.Standing.High == nil:
			if pt.Kind == "number" || pt.Kind == "words" {
				continue
			}
			text = "no standing: " + pt.Standing.Reason
		case pt.Peers.N != nil:
			text = fmt.Sprintf("peers: %s, n = %d; %s", group, *pt.Peers.N, pt.Peers.Note)
		default:
			text = fmt.Sprintf("peers: %s, n not printed; %s", group, pt.Peers.Note)
		}
		if r := pt.Standing.Reason; r != "" && !strings.Contains(text, r) {
			text += "; " + r
		}
		label := trajectory.Moment(pt)
		if i, ok := seen[text]; ok {
			if !strings.Contains(lines[i], label) {
				head, tail, _ := strings.Cut(lines[i], ": ")
				lines[i] = head + ", " + label + ": " + tail
			}
			continue
		}
		seen[text] = len(lines)
		lines = append(lines, label+": "+text)
	}
	if len(lines) == 0 {
		return
	}
	p.line("")
	p.line(p.o.Style.Bold("Standing"))
	for _, l := range lines {
		for i, w := range output.Wrap(output.Clean(l), p.width-4) {
			p.line(map[bool]string{true: "  ", false: "    "}[i == 0] + w)
		}
	}
}

func (p *page) key() {
	var notes []string
	if p.marks["e"] {
		notes = append(notes, "[e] implied, doubtful or unconfirmed: counts in no distribution.")
	}
	if p.marks["!"] {
		notes = append(notes, "! sources disagree: every claim is in --format json, and archive conflicts lists them.")
	}
	if len(notes) == 0 {
		return
	}
	p.line("")
	for _, n := range notes {
		p.wrapped("", n)
	}
}

// cited is a source in one line; a title that begins with its publisher is not
// said twice.
func cited(s trajectory.Source) string {
	text := s.Title
	if !strings.HasPrefix(text, s.Publisher) {
		text = s.Publisher + ": " + text
	}
	return text + " (" + s.Tier + ")"
}

func (p *page) list() {
	p.line("")
	p.line(p.o.Style.Bold("Sources"))
	for i, s := range p.sources {
		head := fmt.Sprintf("[%d] ", i+1)
		text := cited(s)
		for j, w := range output.Wrap(output.Clean(text), p.width-len(head)) {
			if j > 0 {
				head = strings.Repeat(" ", len(head))
			}
			p.line(head + w)
		}
		if s.URL != "" {
			p.line(strings.Repeat(" ", len(fmt.Sprintf("[%d] ", i+1))) + output.Clean(s.URL))
		}
	}
}
