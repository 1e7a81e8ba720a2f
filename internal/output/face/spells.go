package face

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/trajectory"
)

// spells draws the stays in special measures above the events of that era, and
// those under review above the review's outcome. A stay whose own era shows
// nothing stands where the source that tells of it stands.
func (p *page) spells(era string) {
	for _, s := range p.trust.Spells {
		if p.spellEra(s) != era {
			continue
		}
		text := Stay(s)
		if s.Body != p.trust.Code {
			text = s.Body + ": " + text
		}
		p.wrapped("  ", "  ", text+" "+p.citeClaims(s.EntryClaim, s.ExitClaim))
	}
}

// Stay is a stay in words: under what, from when until when.
func Stay(s trajectory.Spell) string {
	text := "in special measures (" + s.Regime + ")"
	if s.Regime == "keogh" {
		text = "under review"
	}
	switch {
	case s.To == nil:
		return text + fmt.Sprintf(" from %s, leaving not told", Spoken(*s.From))
	case s.From == nil:
		return text + fmt.Sprintf(" until %s, entry not told", Spoken(*s.To))
	}
	return text + fmt.Sprintf(" from %s until %s", Spoken(*s.From), Spoken(*s.To))
}

func (p *page) spellEra(s trajectory.Spell) string {
	if s.Regime == "keogh" || !p.shows("specialmeasures") {
		return "keogh"
	}
	return "specialmeasures"
}

func (p *page) shows(era string) bool {
	for i, pt := range p.trust.Points {
		if p.shown[i] && pt.Era == era {
			return true
		}
	}
	return false
}

// Spoken writes a date known to lie between two days in words.
func Spoken(date string) string {
	from, to, ok := strings.Cut(date, "/")
	switch {
	case !ok:
		return date
	case from == "":
		return "at latest " + to
	case to == "":
		return from + " or later"
	}
	return "between " + from + " and " + to
}

// citeClaims numbers the sources of claims by their ids.
func (p *page) citeClaims(ids ...string) string {
	refs := ""
	for _, pt := range p.trust.Points {
		for _, c := range pt.Claims {
			if slices.Contains(ids, c.ID) && !strings.Contains(refs, p.ref(c.Source)) {
				refs += p.ref(c.Source)
			}
		}
	}
	return refs
}
