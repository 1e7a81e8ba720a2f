package tui

import (
	"fmt"
	"strconv"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/league"
)

// editionDay is a day as far as it is known, in words.
func editionDay(day eras.Interval) string {
	from, to, stretch := strings.Cut(string(day), "/")
	switch {
	case day == "":
		return "on a day not known"
	case stretch && from == "":
		return "on or before " + to
	case stretch:
		return "between " + from + " and " + to
	}
	return from
}

// editionHeld says plainly how much of a table is held.
func editionHeld(t league.Table) string {
	words := t.HeldWords()
	if t.Base == nil {
		words += ", how many there are is not published"
	}
	if t.Left > 0 {
		words += fmt.Sprintf(", %d not listed (region)", t.Left)
	}
	return words
}

// editionShare is a count with its share; a share never stands without its n.
func editionShare(s league.Share) string {
	words := fmt.Sprintf("%d held", s.N)
	if s.Of > 0 {
		words += fmt.Sprintf(", %.0f %% of %d", editionPercent(s), s.Of)
	}
	if told := s.Printed(); told != "" {
		words += "; published " + told
	}
	return words
}

func editionPercent(s league.Share) float64 {
	if s.Of == 0 {
		return 0
	}
	return 100 * float64(s.N) / float64(s.Of)
}

// shareSentence is everything an edition says of one level of a table.
func (s *editionScreen) shareSentence(t league.Table, x league.Share) string {
	parts := []string{fmt.Sprintf("%s, %s: %d held", league.GroupWords(t.PeerGroup), x.Label, x.N)}
	if x.Of > 0 {
		parts = append(parts, fmt.Sprintf("%.1f %% of the %d whose rating is stated and exact", editionPercent(x), x.Of))
	}
	if len(x.Published) == 0 {
		parts = append(parts, "no count of it is published in a source held")
	}
	for _, p := range x.Published {
		of := ""
		if p.Base != "" {
			of = " of " + p.Base
		}
		parts = append(parts, "published "+p.Count+of+" in "+p.Source)
	}
	if t.Left > 0 {
		parts = append(parts, "the distribution is of all, whatever the region")
	}
	return strings.Join(parts, "; ")
}

// editionOverride says what the financial override did to a segment.
func editionOverride(f league.Framework) string {
	switch {
	case strings.Contains(f.Effect, "->"):
		return "from " + editionOr(f.Unadjusted)
	case f.Override != nil && *f.Override:
		return "on"
	case f.Override == nil && f.Deficit != nil && *f.Deficit:
		return "deficit"
	}
	return ""
}

// editionOverridden is editionOverride for reading.
func editionOverridden(f league.Framework) string {
	switch editionOverride(f) {
	case "":
		return ""
	case "on":
		return "the financial override changed nothing"
	case "deficit":
		return "in deficit; the segment before the financial override is not held"
	}
	return "segment " + editionOr(f.Unadjusted) + " before the financial override"
}

func editionFrame(r league.Row) league.Framework {
	if r.Framework == nil {
		return league.Framework{}
	}
	return *r.Framework
}

// editionOr is the text, or an empty one where there is none.
func editionOr(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func editionText(n *int) *string {
	if n == nil {
		return nil
	}
	text := strconv.Itoa(*n)
	return &text
}

// rowSentence is everything an edition says of one body.
func (s *editionScreen) rowSentence(r league.Row) string {
	parts := []string{r.Body.Name + " (" + r.Body.Code + ")"}
	if r.Printed != "" && r.Printed != r.Body.Name {
		parts = append(parts, "printed as "+quoted(r.Printed))
	}
	f := editionFrame(r)
	if r.Place != "" {
		place := "rank " + r.Place
		if f.RankBest != nil {
			place += fmt.Sprintf(", likely %d to %d", *f.RankBest, *f.RankWorst)
		}
		parts = append(parts, place)
	}
	if r.Label != "" {
		value := r.Label
		if r.Partial != nil {
			value = "known in part: " + value
		}
		if r.Value != "" && !strings.EqualFold(r.Value, r.Label) {
			value += ", printed " + quoted(r.Value)
		}
		parts = append(parts, value)
	}
	if words := editionOverridden(f); words != "" {
		parts = append(parts, words)
	}
	if f.Score != nil {
		score := "score " + *f.Score
		if f.ScoreBest != nil {
			score += ", likely " + *f.ScoreBest + " to " + *f.ScoreWorst
		}
		parts = append(parts, score)
	}
	if r.Date != nil && strings.Contains(s.got.doc.Edition, "@") {
		parts = append(parts, *r.Date)
	}
	if len(r.Doubtful) > 0 {
		parts = append(parts, "[e] not stated outright, in no distribution: "+strings.Join(r.Doubtful, ", "))
	}
	if len(r.Disputed) > 0 {
		parts = append(parts, "! sources disagree on "+strings.Join(r.Disputed, ", "))
	}
	if b := s.got.body[r.Body.Code]; b.Region != "" {
		parts = append(parts, b.Region)
	}
	claims := fmt.Sprintf("%d claims", r.Claims)
	if r.Claims == 1 {
		claims = "1 claim"
	}
	return strings.Join(append(parts, claims+", chosen from "+r.Source), "; ")
}
