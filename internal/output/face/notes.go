package face

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// remark is one line under Peers: what is said, and of which editions.
type remark struct {
	era, text string
	moments   []string
}

// peers says, for every shown point with a standing, who the peers are and
// where the counts come from; and why the others have none.
func (p *page) peers() {
	var list []*remark
	for i, pt := range p.trust.Points {
		text := p.peersOf(pt)
		if !p.shown[i] || text == "" {
			continue
		}
		at := slices.IndexFunc(list, func(r *remark) bool { return r.era == pt.Era && r.text == text })
		if at < 0 {
			at = len(list)
			list = append(list, &remark{era: pt.Era, text: text})
		}
		when := When(pt)
		if pt.Kind == "rank" {
			when += " rank"
		}
		if pt.Edition != nil && !slices.Contains(list[at].moments, when) {
			list[at].moments = append(list[at].moments, when)
		}
	}
	if len(list) == 0 {
		return
	}
	p.line("")
	p.line(p.o.Style.Bold("Peers, and where the counts come from"))
	for _, r := range list {
		label := strings.TrimSpace(r.era + " " + strings.Join(r.moments, ", "))
		p.wrapped("  - ", "    ", label+": "+r.text)
	}
}

// peersOf is empty for numbers and words, which nobody expects a standing of.
func (p *page) peersOf(pt trajectory.Point) string {
	var parts []string
	switch {
	case !placed(pt.Standing) && (pt.Kind == "number" || pt.Kind == "words" || !pt.Headline()):
		return ""
	case !placed(pt.Standing):
		return "no standing: " + pt.Standing.Reason
	case pt.Peers.N != nil:
		parts = append(parts, fmt.Sprintf("%s, n = %d", strings.ReplaceAll(pt.Peers.Group, "-", " "), *pt.Peers.N))
	default:
		parts = append(parts, strings.ReplaceAll(pt.Peers.Group, "-", " ")+", n not printed")
	}
	note := pt.Peers.Note
	if s := pt.Peers.Source; s != nil {
		note = strings.Replace(note, "printed by "+s.ID, "printed in "+p.ref(*s), 1)
	}
	for _, n := range []string{note, pt.Standing.Reason} {
		if n != "" {
			parts = append(parts, n)
		}
	}
	return strings.Join(parts, "; ")
}

func (p *page) key() {
	var notes []string
	if p.marks["e"] {
		notes = append(notes, "[e] implied, doubtful or unconfirmed: counts in no distribution.")
	}
	if p.marks["r"] {
		notes = append(notes, "[r] revised after publication: the value before it is in --format json, as superseded.")
	}
	if p.marks["!"] {
		notes = append(notes, "! sources disagree: every claim is in --format json, and archive conflicts lists them.")
	}
	for i, pt := range p.trust.Points {
		if !p.shown[i] || !placed(pt.Standing) {
			continue
		}
		text := Counts(pt)
		if strings.Contains(text, "+ ") && !p.marks["+"] {
			p.marks["+"] = true
			notes = append(notes, "+ at least so many: the others of the group are not known for certain.")
		}
		if strings.Contains(text, "0.") && !p.marks["0."] {
			p.marks["0."] = true
			notes = append(notes, "0.25 to 0.75 would say: 25 % of the peers rated worse, 75 % rated worse or level. Sources print shares there, not counts.")
		}
	}
	if len(notes) == 0 {
		return
	}
	p.line("")
	for _, n := range notes {
		p.wrapped("", "", n)
	}
}

// Cited is a source in one line; a title that begins with its publisher is not
// said twice, and a date is given where the document bears one.
func Cited(s trajectory.Source) string {
	text := s.Title
	if !strings.HasPrefix(text, s.Publisher) {
		text = s.Publisher + ": " + text
	}
	about := s.Tier
	if s.PublishedOn != nil && (s.DatedBy == "printed" || s.DatedBy == "address") {
		about += ", " + *s.PublishedOn
	}
	return text + " (" + about + ")"
}

func (p *page) list() {
	p.line("")
	p.line(p.o.Style.Bold("Sources"))
	for i, s := range p.sources {
		head := fmt.Sprintf("[%d] ", i+1)
		margin := strings.Repeat(" ", len(head))
		p.wrapped(head, margin, Cited(s))
		for _, l := range address(output.Clean(s.URL), p.width-len(margin)) {
			p.line(margin + l)
		}
	}
}

// address breaks a URL into lines, after a slash or a dash where one is near.
func address(url string, width int) []string {
	var lines []string
	for len(url) > width {
		cut := width
		if at := strings.LastIndexAny(url[:width], "/-_"); at > width/2 {
			cut = at + 1
		}
		lines = append(lines, url[:cut])
		url = url[cut:]
	}
	if url != "" {
		lines = append(lines, url)
	}
	return lines
}
