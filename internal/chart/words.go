package chart

import (
	"strconv"
	"strings"
	"time"

	"careratings/internal/trajectory"
)

// eraNames are the names of an era, longest first; a picture takes the longest
// that has room.
func eraNames(id, label string) []string {
	switch id {
	case "stars":
		return []string{"NHS star ratings", "Stars"}
	case "healthcheck":
		return []string{"Annual Health Check", "Health Check", "AHC"}
	case "im":
		return []string{"Intelligent Monitoring", "Intell. Monit.", "IM"}
	case "cqc":
		return []string{"Care Quality Commission ratings", "CQC ratings", "CQC"}
	case "sof":
		return []string{"Oversight segments 2016 to 2025", "Oversight segments", "SOF"}
	case "nof":
		return []string{"NHS Oversight Framework 2025/26", "Oversight Framework", "NOF 2025/26", "NOF"}
	case "monitor":
		return []string{"Monitor's risk ratings", "Monitor"}
	case "specialmeasures":
		return []string{"Special measures", "Special m."}
	case "firstwave":
		return []string{"First-wave inspections", "First wave"}
	case "keogh":
		return []string{"Keogh review", "Keogh"}
	case "tda":
		return []string{"TDA oversight", "TDA"}
	case "dhframework":
		return []string{"DH performance framework", "DH framework", "DH"}
	case "wcc":
		return []string{"World Class Commissioning", "Commissioning", "WCC"}
	case "ccg":
		return []string{"CCG assessment", "CCG"}
	}
	return []string{label, id}
}

// wordOf is the publisher's word for a rating.
func wordOf(p *trajectory.Point) string {
	switch {
	case p.Kind == "rank" && digits(p.Number):
		if strings.HasPrefix(p.Label, "joint") {
			return "joint rank " + p.Number
		}
		return "rank " + p.Number
	case p.Label != "":
		return p.Label
	}
	return p.Value
}

// marksOf are the signs beside a word: doubtful, revised, disputed.
func marksOf(p *trajectory.Point) string {
	var out []string
	if !p.Stated() {
		out = append(out, "[e]")
	}
	if p.Revised() {
		out = append(out, "[r]")
	}
	if p.Conflict {
		out = append(out, "!")
	}
	return strings.Join(out, " ")
}

// When is the edition of a rating inside its regime, or its date, in words.
func When(p *trajectory.Point) string { return whenOf(p)[0] }

// whenOf are the names of a rating's edition or date, longest first; the shorter
// say less, never something else.
func whenOf(p *trajectory.Point) []string {
	if p.Edition == nil {
		switch {
		case p.Date == nil:
			return []string{"undated"}
		case strings.HasPrefix(*p.Date, "/"):
			return []string{"by " + (*p.Date)[1:], "by " + (*p.Date)[1:min(5, len(*p.Date))]}
		}
		from, to, _ := strings.Cut(*p.Date, "/")
		if to != "" {
			return []string{from + " to " + to, from[:min(7, len(from))] + "/", from[:min(4, len(from))] + "/"}
		}
		return []string{day(from), from[:min(7, len(from))], from[:min(4, len(from))]}
	}
	short := strings.TrimPrefix(*p.Edition, p.Era+"-")
	for _, prefix := range []string{"quality-", "financial-", "segmentation-"} {
		short = strings.TrimPrefix(short, prefix)
	}
	parts := strings.Split(short, "-")
	switch {
	case len(parts) == 4 && digits(parts[2]): // a framework, then a month
		return []string{day(parts[2] + "-" + parts[3]), parts[2]}
	case len(parts) == 3 && strings.HasPrefix(parts[2], "q"): // a quarter of a year
		return []string{parts[0] + "/" + parts[1] + " Q" + parts[2][1:], "Q" + parts[2][1:]}
	case len(parts) == 2 && digits(parts[1]) && (p.Era == "healthcheck" || p.Era == "ccg"):
		return []string{parts[0] + "/" + parts[1]}
	case len(parts) == 2 && digits(parts[0]) && digits(parts[1]):
		return []string{day(short), parts[0]}
	}
	return []string{short}
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// day writes an ISO date or month as people read it: 5 Feb 2020, Oct 2013.
func day(iso string) string {
	if t, err := time.Parse("2006-01-02", iso); err == nil {
		return t.Format("2 Jan 2006")
	}
	if t, err := time.Parse("2006-01", iso); err == nil {
		return t.Format("Jan 2006")
	}
	return iso
}

// yearOf is the place of a date in time, in years; false where it has none.
func yearOf(p *trajectory.Point) (float64, bool) {
	key := p.When()
	if t, err := time.Parse("2006-01-02", key[:min(10, len(key))]); err == nil {
		return float64(t.Year()) + float64(t.YearDay()-1)/365.25, true
	}
	if p.Edition == nil {
		return 0, false
	}
	for part := range strings.SplitSeq(*p.Edition, "-") { // the year that its name begins with
		if y, err := strconv.Atoi(part); err == nil && y > 1990 && y < 2200 {
			return float64(y), true
		}
	}
	return 0, false
}

func spaced(id string) string { return strings.ReplaceAll(id, "-", " ") }
