package store

import (
	"context"

	"careratings/internal/eras"
)

// ClaimsBeside returns what other sources claim on the ratings on which one
// source has a claim: what its claims were weighed against.
func (a *Archive) ClaimsBeside(ctx context.Context, source string) ([]eras.Claim, error) {
	return a.claims(ctx, "", "WITH one (id) AS (SELECT id FROM source WHERE key = ?) "+claimSelect+`WHERE c.source <> (SELECT id FROM one)
		AND c.rating IN (SELECT rating FROM claim_row WHERE source = (SELECT id FROM one) AND rating IS NOT NULL) ORDER BY c.id`, source)
}
