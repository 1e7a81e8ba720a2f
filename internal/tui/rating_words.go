package tui

import (
	"fmt"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/trajectory"
)

// says is the publisher's word for a rating, with what kind of figure it is.
func says(p *trajectory.Point) string {
	label := p.Label
	switch {
	case p.Status != "rated":
	case p.Kind == "rank" && strings.Trim(strings.Replace(label, " of ", "", 1), "0123456789") == "":
		label = "rank " + label
	case p.Kind == "number" && p.Unit() == "score":
		label = "score " + label
	case p.Kind == "number" && p.Unit() != "":
		label += " " + p.Unit()
	}
	return label
}

// marks are the signs behind a rating's word: doubt, revision, conflict.
func marks(p *trajectory.Point) string {
	out := ""
	if !p.Stated() {
		out += "[e]"
	}
	if p.Revised() {
		out += "[r]"
	}
	if p.Conflict {
		out += "!"
	}
	return out
}

// counts says in plain words how many of the peers are rated worse, level and
// better; empty where nothing is known.
func counts(p *trajectory.Point) string {
	s := p.Standing
	if s.Low == nil && s.High == nil {
		return ""
	}
	number := func(n int, word string) string {
		if n == 0 {
			return "none " + word
		}
		return fmt.Sprintf("%d %s", n, word)
	}
	if s.Worse != nil && s.Tied != nil && s.Better != nil && p.Peers.N != nil && *s.Worse+*s.Tied+*s.Better+1 >= *p.Peers.N {
		return fmt.Sprintf("%s of %d others tied, %s, %s", strings.TrimSuffix(number(*s.Tied, ""), " "), *s.Worse+*s.Tied+*s.Better,
			number(*s.Better, "better"), number(*s.Worse, "worse"))
	}
	var parts []string
	for _, c := range []struct {
		n    *int
		word string
	}{{s.Tied, "tied"}, {s.Better, "better"}, {s.Worse, "worse"}} {
		if c.n != nil && *c.n > 0 {
			parts = append(parts, fmt.Sprintf("at least %d %s", *c.n, c.word))
		}
	}
	if len(parts) > 0 {
		if p.Peers.N != nil {
			parts = append(parts, fmt.Sprintf("the rest of %d others not known for certain", *p.Peers.N-1))
		}
		return strings.Join(parts, ", ")
	}
	switch {
	case s.Low != nil && s.High != nil:
		return fmt.Sprintf("%s of the peers worse, %s worse or level (as shares)", compare.ShareText(*s.Low), compare.ShareText(*s.High))
	case s.Low != nil:
		return fmt.Sprintf("at least %s of the peers worse; how many are level or better is not known", compare.ShareText(*s.Low))
	}
	return fmt.Sprintf("at most %s of the peers worse or level; how many are worse is not known", compare.ShareText(*s.High))
}
