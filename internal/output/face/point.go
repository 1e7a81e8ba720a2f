package face

import (
	"fmt"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// placed reports whether anything is known of the standing.
func placed(s trajectory.Standing) bool { return s.Low != nil || s.High != nil }

// point draws one rating: when, the publisher's word, the bar, the plain
// counts, and the number of its source. What does not fit beside the date goes
// under it.
func (p *page) point(pt trajectory.Point) {
	date, words, counts, cite := When(pt), p.says(pt), Counts(pt), p.cite(pt)
	if pt.Doubt != "stated" {
		p.marks["e"] = true
	}
	if pt.Revised() {
		p.marks["r"] = true
	}
	if pt.Conflict {
		p.marks["!"] = true
	}
	margin := strings.Repeat(" ", 2+p.when+1)
	head := "  " + output.Fit(date, p.when, output.AlignLeft) + " "
	if !placed(pt.Standing) {
		p.wrapped(head, margin, words+" "+cite)
		return
	}
	if output.Width(date) > p.when || output.Width(words) > p.words {
		p.wrapped(head, margin, words)
		head, words = margin, ""
	}
	head += output.Fit(words, p.words, output.AlignLeft) + " " + p.barOf(pt.Standing) + " "
	if output.Width(head+counts+" "+cite) > p.width {
		p.line(head + cite)
		p.line(margin + counts)
		return
	}
	p.line(head + counts + " " + cite)
}

// When is the short name of the edition inside its era, or the date.
func When(pt trajectory.Point) string {
	if pt.Edition == nil {
		if pt.Date == nil {
			return "undated"
		}
		if d, ok := strings.CutPrefix(*pt.Date, "/"); ok {
			return "by " + d
		}
		return strings.Replace(*pt.Date, "/", " to ", 1)
	}
	short := strings.TrimPrefix(*pt.Edition, pt.Era+"-")
	for _, prefix := range []string{"quality-", "financial-", "segmentation-"} {
		short = strings.TrimPrefix(short, prefix)
	}
	if len(short) > len("2006-01-02") {
		// 2021-22-2021-09 names a framework and a month; the month says both.
		if framework, month := short[:7], short[8:]; short[7] == '-' && isDate(framework) && isDate(month) {
			return month
		}
	}
	return short
}

func isDate(s string) bool {
	return strings.Trim(s, "0123456789-") == "" && len(s) == len("2006-01")
}

func (p *page) says(pt trajectory.Point) string {
	return output.Clean(Says(pt, p.o.Measure(pt.Measure)))
}

// Says is the publisher's word for the rating, then what was rated (measure is
// its label) where that is not the era's headline, then its marks.
func Says(pt trajectory.Point, measure string) string {
	label := pt.Label
	name := strings.TrimSuffix(strings.TrimSuffix(measure, ": rank"), ": score")
	switch {
	case pt.Status != "rated":
	case pt.Kind == "rank" && strings.Trim(strings.Replace(label, " of ", "", 1), "0123456789") == "":
		label = "rank " + label
	case pt.Kind == "number" && pt.Unit() == "score":
		label = "score " + label
	case pt.Kind == "number" && pt.Unit() != "":
		label += " " + pt.Unit()
	}
	if !pt.Headline() && pt.Measure != "nof.rank" && pt.Measure != "nof.score" {
		label += " (" + name + ")"
	}
	if pt.Doubt != "stated" {
		label += " [e]"
	}
	if pt.Revised() {
		label += " [r]"
	}
	if pt.Conflict {
		label += " !"
	}
	return label
}

// Counts tells the peers rated worse, tied and better. Where the three do not
// add up to the group they are what is sure, and said to be.
func Counts(pt trajectory.Point) string {
	s := pt.Standing
	sum := 1
	for _, n := range []*int{s.Worse, s.Tied, s.Better} {
		if n != nil {
			sum += *n
		}
	}
	exact := s.Worse != nil && s.Tied != nil && s.Better != nil && pt.Peers.N != nil && sum >= *pt.Peers.N
	var parts []string
	add := func(n *int, exact bool, word string) {
		switch {
		case n == nil || *n == 0 && !exact:
		case exact:
			parts = append(parts, fmt.Sprintf("%d %s", *n, word))
		default:
			parts = append(parts, fmt.Sprintf("%d+ %s", *n, word))
		}
	}
	add(s.Worse, exact, "worse")
	add(s.Tied, exact, "tied")
	add(s.Better, exact || pt.Kind == "rank", "better") // a rank counts those above it
	if len(parts) > 0 {
		return strings.Join(parts, ", ")
	}
	switch {
	case s.Low != nil && s.High != nil:
		return compare.ShareText(*s.Low) + " to " + compare.ShareText(*s.High)
	case s.High != nil:
		return "at most " + compare.ShareText(*s.High)
	case s.Low != nil:
		return "at least " + compare.ShareText(*s.Low)
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
	from := min(int(low*float64(p.bar)+1e-9), p.bar-1)
	to := max(int(high*float64(p.bar)+1-1e-9), from+1)
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
			if ref := p.ref(c.Source); !strings.Contains(strings.Join(refs, ""), ref) {
				refs = append(refs, ref)
			}
		}
	}
	if len(refs) > 3 {
		refs = append(refs[:3], "...")
	}
	return strings.Join(refs, "")
}

// ref is the number of a source in the page's list.
func (p *page) ref(s trajectory.Source) string {
	n, ok := p.number[s.ID]
	if !ok {
		p.sources = append(p.sources, s)
		n = len(p.sources)
		p.number[s.ID] = n
	}
	return fmt.Sprintf("[%d]", n)
}
