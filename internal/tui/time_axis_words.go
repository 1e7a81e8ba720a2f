package tui

import (
	"strings"

	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// momentForms are the names of a rating's edition or date, longest first. The
// shorter ones say less, never something else.
func momentForms(p *trajectory.Point) []string {
	if p.Edition != nil {
		return editionForms(p.Era, *p.Edition)
	}
	if p.Date == nil {
		return []string{"undated", "?"}
	}
	day := *p.Date
	year := func(s string) string { return s[:min(4, len(s))] }
	if by, ok := strings.CutPrefix(day, "/"); ok {
		return []string{"by " + by, "by " + by[:min(7, len(by))], "by " + year(by), "by" + year(by)}
	}
	if from, to, ok := strings.Cut(day, "/"); ok {
		if to == "" {
			return []string{"from " + from, "from " + year(from), year(from) + "+"}
		}
		if year(from) == year(to) {
			return []string{from + " to " + to, year(from)}
		}
		return []string{from + " to " + to, year(from) + "-" + year(to), year(from) + "-" + year(to)[2:]}
	}
	return []string{day, day[:min(7, len(day))], year(day)}
}

func editionForms(era, edition string) []string {
	short := strings.TrimPrefix(edition, era+"-")
	for _, prefix := range []string{"quality-", "financial-", "segmentation-"} {
		short = strings.TrimPrefix(short, prefix)
	}
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	parts := strings.Split(short, "-")
	switch {
	case len(parts) == 4 && digits(parts[0]) && digits(parts[2]): // a framework, then a month
		month := parts[2] + "-" + parts[3]
		return []string{month, parts[2]}
	case len(parts) == 3 && digits(parts[0]) && digits(parts[1]) && len(parts[0]) == 4: // a quarter of a year
		return []string{short, parts[0][2:] + "-" + parts[1] + " " + parts[2], parts[0][2:] + " " + parts[2]}
	case len(parts) == 2 && digits(parts[0]) && digits(parts[1]) && len(parts[0]) == 4:
		if era == "im" || era == "keogh" || era == "firstwave" || era == "sof" { // a month
			return []string{short, parts[0]}
		}
		return []string{short, parts[0][2:] + "-" + parts[1]}
	case len(parts) > 1 && digits(parts[0]) && len(parts[0]) == 4:
		return []string{strings.ReplaceAll(short, "-", " "), parts[0]}
	}
	return []string{short}
}

// shortest is the longest form that fits, or the last one cut.
func shortest(forms []string, width int, l look) string {
	for _, f := range forms {
		if output.Width(f) <= width {
			return f
		}
	}
	return strings.TrimRight(l.fit(forms[len(forms)-1], width), " ")
}

// briefer are the steps by which words are abbreviated, mildest first.
func briefer() []*strings.Replacer {
	return []*strings.Replacer{
		strings.NewReplacer("improvement", "improv.", "Outstanding", "Outstand.", "Inadequate", "Inadequ.", "insufficient evidence", "insuff. evidence"),
		strings.NewReplacer("Requires", "Req.", "improvement", "improv.", "Outstanding", "Outst.", "Inadequate", "Inadeq.", "excellent", "excel.",
			"below ", "< ", " or better", " +", "special measures", "spec. meas.", "points", "pts"),
		strings.NewReplacer("Requires", "Req.", "improvement", "impr.", "Outstanding", "Outst.", "Inadequate", "Inad.", "excellent", "excel.",
			"segment", "segm.", "below ", "<", " or better", "+", "joint ", "=", "special measures", "sp. m.", "percentage points", "pp"),
	}
}

// phrase is one way to set a rating's word with its marks, and its width.
type phrase struct {
	lines [2]string
	width int
	whole bool // nothing is abbreviated
}

// phrases are the ways to set a word, the fullest first: each form in one line,
// then, where two are allowed, broken at each of its spaces.
func phrases(text, marks string, two bool, brief []*strings.Replacer) []phrase {
	var out []phrase
	add := func(form string, whole bool) {
		out = append(out, phrase{[2]string{form}, output.Width(form), whole})
		for i := len(form) - 1; i > 0 && two; i-- {
			if form[i] == ' ' {
				a, b := form[:i], form[i+1:]
				out = append(out, phrase{[2]string{a, b}, max(output.Width(a), output.Width(b)), whole})
			}
		}
	}
	forms := []string{text}
	for _, r := range brief {
		if f := r.Replace(text); f != forms[len(forms)-1] {
			forms = append(forms, f)
		}
	}
	for i, f := range forms {
		add(strings.TrimSpace(f+" "+marks), i == 0)
		if marks != "" {
			add(f+marks, i == 0)
		}
	}
	return out
}

// fitting is the fullest phrase of at most a width; ok is false where something
// had to be cut.
func fitting(list []phrase, marks string, width int, l look) (lines [2]string, ok bool) {
	for i := range list {
		if list[i].width <= width {
			return list[i].lines, true
		}
	}
	text := strings.TrimSuffix(strings.Join(list[len(list)-1].lines[:], " "), marks)
	for i := range list { // the last form, in one line
		if list[i].lines[1] == "" {
			text = strings.TrimSuffix(list[i].lines[0], marks)
		}
	}
	if list[len(list)-1].lines[1] == "" {
		return [2]string{strings.TrimRight(l.fit(text, width-output.Width(marks)), " ") + marks}, false
	}
	lines[0] = strings.TrimRight(l.fit(text, width), " ")
	if at := strings.LastIndex(output.Truncate(text, width, ""), " "); at > 0 {
		lines[0], text = text[:at], text[at+1:]
		lines[1] = strings.TrimRight(l.fit(text, width-output.Width(marks)), " ")
	}
	lines[1] += marks
	return lines, false
}

// needed is how wide a cell of at most so many columns must be for the fullest
// phrase that fits.
func needed(list []phrase, most int) int {
	for i := range list {
		if list[i].width <= most {
			return list[i].width
		}
	}
	return most
}

// wholeWidth is how wide a word is unabbreviated in two lines.
func wholeWidth(list []phrase) int {
	out := mostCell
	for i := range list {
		if list[i].whole {
			out = min(out, list[i].width)
		}
	}
	return out
}
