package trajectory

import (
	"context"
	"slices"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// spells lists the stays of the strands in special measures and under review, as
// far as the claims at hand tell them: one whose ends are told only by others is
// left out.
func spells(ctx context.Context, a *store.Archive, strands []string, claims []eras.Claim) ([]Spell, error) {
	out := []Spell{}
	all, err := a.Spells(ctx)
	if err != nil {
		return out, err
	}
	told := func(claim string, on eras.Interval) (*string, string) {
		if !on.Known() || !slices.ContainsFunc(claims, func(c eras.Claim) bool { return c.ID == claim }) {
			return nil, ""
		}
		day := string(on)
		return &day, claim
	}
	for _, s := range all {
		if !slices.Contains(strands, s.Body) {
			continue
		}
		spell := Spell{Body: s.Body, Regime: s.Regime, Note: s.Note}
		spell.From, spell.EntryClaim = told(s.EntryClaim, s.From)
		spell.To, spell.ExitClaim = told(s.ExitClaim, s.To)
		if spell.From == nil && spell.To == nil {
			continue
		}
		if spell.EntryClaim != s.EntryClaim || spell.ExitClaim != s.ExitClaim {
			spell.Note = "" // it tells of what was not told yet
		}
		out = append(out, spell)
	}
	return out, nil
}
