package store

import (
	"context"
	"os"
	"testing"

	"careratings/internal/eras"
)

// With the source's own claims they make up whole ratings: the same conclusions
// as from everything said about the body.
func TestClaimsBesideCompleteTheRatings(t *testing.T) {
	a, err := OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx := context.Background()
	const source = "bbc-3911983-336e06"
	own, err := a.ClaimsFrom(ctx, source)
	if err != nil || len(own) == 0 {
		t.Fatalf("%d claims, %v", len(own), err)
	}
	beside, err := a.ClaimsBeside(ctx, source)
	if err != nil {
		t.Fatal(err)
	}
	if len(beside) == 0 {
		t.Error("no claim of another source")
	}
	for _, c := range beside {
		if c.Source == source {
			t.Errorf("%s is the source's own", c.ID)
		}
	}
	for _, r := range eras.Resolve(append(own, beside...)) {
		if r.Chosen().Body == "" {
			continue
		}
		all, err := a.ClaimsAbout(ctx, []string{r.Chosen().Body}, "")
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, whole := range eras.Resolve(all) {
			found = found || whole.Chosen().ID == r.Chosen().ID && len(whole.Claims) == len(r.Claims) && whole.Conflict == r.Conflict
		}
		if !found {
			t.Errorf("the rating of %s by %s is not whole", r.Chosen().Body, r.Chosen().ID)
		}
	}
	none, err := a.ClaimsBeside(ctx, "no such source")
	if err != nil || len(none) != 0 {
		t.Errorf("%d claims beside no source, %v", len(none), err)
	}
}
