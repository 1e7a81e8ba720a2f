package store

import (
	"context"
	"strings"

	"careratings/internal/eras"
)

// HoldsClaim returns a function that reports whether the archive holds a claim
// with the same value on the same body, edition or date, service and measure,
// whoever makes it. It reads an edition's measure when it is first asked for.
func (a *Archive) HoldsClaim(ctx context.Context) func(eras.Claim) bool {
	type place struct{ edition, measure string }
	held := map[place]map[string]bool{}
	key := func(c eras.Claim) string {
		value := strings.ToLower(c.Value)
		if c.Number != "" {
			value = c.Number
		}
		return strings.Join([]string{c.Body, string(c.RatedOn), c.Service, value}, "\x1f")
	}
	return func(c eras.Claim) bool {
		at := place{c.Edition, c.Measure}
		known, ok := held[at]
		if !ok {
			known = map[string]bool{}
			if claims, err := a.claimsLike(ctx, c); err == nil { // what cannot be read counts as not held
				for _, k := range claims {
					if c.Edition != "" {
						k.RatedOn = ""
					}
					known[key(k)] = true
				}
			}
			held[at] = known
		}
		if c.Edition != "" {
			c.RatedOn = ""
		}
		return known[key(c)]
	}
}

// HoldsExactly returns a function that reports whether the archive, or what is
// imported beside it, holds the very claim: one of the same id that says the same
// in every respect. It reads an edition's measure when it is first asked for.
func (a *Archive) HoldsExactly(ctx context.Context) func(eras.Claim) bool {
	type place struct{ edition, measure string }
	held := map[place]map[string]eras.Claim{}
	return func(c eras.Claim) bool {
		at := place{c.Edition, c.Measure}
		known, ok := held[at]
		if !ok {
			known = map[string]eras.Claim{}
			if claims, err := a.claimsLike(ctx, c); err == nil { // what cannot be read counts as not held
				for _, k := range claims {
					known[k.ID] = k
				}
			}
			held[at] = known
		}
		k, ok := known[c.ID]
		k.Intake = c.Intake
		return ok && k == c
	}
}

// claimsLike are the claims of a claim's edition and measure, in a rolling era all
// on its measure.
func (a *Archive) claimsLike(ctx context.Context, c eras.Claim) ([]eras.Claim, error) {
	if c.Edition != "" {
		return a.ClaimsIn(ctx, c.Edition, c.Measure, "")
	}
	return a.ClaimsOn(ctx, c.Measure, "")
}
