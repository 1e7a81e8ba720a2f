package curated

import "careratings/internal/eras"

// spells checks that each end of a spell is told by a claim about the same body
// and, unless a note says why not, on that day.
func (l *linter) spells() {
	if len(l.set.Spells) == 0 {
		return
	}
	claims := map[string]eras.Claim{}
	for _, c := range l.set.Claims {
		claims[c.ID] = c
	}
	for i, s := range l.set.Spells {
		if _, ok := l.bodies[s.Body]; !ok {
			l.bad("spells.csv", i, "body", "no body %q", s.Body)
		}
		if !s.From.Known() && !s.To.Known() {
			l.bad("spells.csv", i, "from", "neither end is known")
		}
		if first, last := s.From.First(), s.To.Last(); first != "" && last != "" && first > last {
			l.bad("spells.csv", i, "to", "it ends on %s, before it begins on %s", s.To, s.From)
		}
		for _, end := range []struct {
			column, claim string
			on            eras.Interval
		}{{"entry_claim", s.EntryClaim, s.From}, {"exit_claim", s.ExitClaim, s.To}} {
			if (end.claim != "") != end.on.Known() {
				l.bad("spells.csv", i, end.column, "claim %q, and the day is %q", end.claim, end.on)
			}
			c, ok := claims[end.claim]
			on := c.RatedOn
			if !on.Known() {
				on = l.editions[c.Edition].Published
			}
			switch {
			case end.claim == "":
			case !ok:
				l.bad("spells.csv", i, end.column, "no claim %q", end.claim)
			case c.Body != s.Body:
				l.bad("spells.csv", i, end.column, "%s is about %s", end.claim, c.Body)
			case on != end.on && s.Note == "":
				l.bad("spells.csv", i, end.column, "%s is of %s, not of %s", end.claim, on, end.on)
			}
		}
	}
}
