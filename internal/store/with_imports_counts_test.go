package store_test

import (
	"context"
	"testing"

	"careratings/internal/eras"
)

// Ratings joined anew from the claims about a body, as they are where imports speak
// of it, are as many in each era as those counted without.
func TestCountsAreThoseOfTheClaims(t *testing.T) {
	a := overviewArchive(t)
	ctx := context.Background()
	for _, asOf := range []string{"", "2009-01-01"} {
		counts, err := a.RatingCounts(ctx, asOf)
		if err != nil {
			t.Fatal(err)
		}
		for body, list := range counts {
			claims, err := a.ClaimsAbout(ctx, []string{body}, asOf)
			if err != nil {
				t.Fatal(err)
			}
			n := map[string]int{}
			for _, r := range eras.Resolve(claims) {
				n[r.Claims[0].Era]++
			}
			for _, c := range list {
				if n[c.Era] != c.N {
					t.Errorf("%s in %s by %q: %d counted, %d joined from the claims", body, c.Era, asOf, c.N, n[c.Era])
				}
			}
		}
	}
}
