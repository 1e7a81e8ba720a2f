package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/store/imports"
	"careratings/internal/store/storetest"
)

// withImports is the small archive beside a file of imports.
func withImports(t *testing.T, path, imported string) *store.Archive {
	t.Helper()
	a, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := imports.Open(imported)
	if err != nil {
		t.Fatal(err)
	}
	a.Attach(s)
	t.Cleanup(func() { a.Close() })
	return a
}

// importsFile unpacks a kept file of imports.
func importsFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "imports.db")
	if err := storetest.Unpack(fmt.Sprintf("imports/testdata/version-%d.db.gz", imports.SchemaVersion), path); err != nil {
		t.Fatal(err)
	}
	return path
}

// A question that is interrupted, at whichever of its steps, is an error or the
// whole answer; never a part of it.
func TestAnInterruptedQuestionGivesNoPartOfItsAnswer(t *testing.T) {
	path, imported := buildSmall(t), importsFile(t)
	type ask = func(context.Context, *store.Archive) (any, error)
	all := map[string]ask{
		"ClaimsAbout": func(ctx context.Context, a *store.Archive) (any, error) {
			return a.ClaimsAbout(ctx, []string{"RX2", "1-101"}, "")
		},
		"ClaimsIn": func(ctx context.Context, a *store.Archive) (any, error) {
			return a.ClaimsIn(ctx, "nof-2025-26-q2", "nof.segment", "")
		},
		"ClaimsOn":          func(ctx context.Context, a *store.Archive) (any, error) { return a.ClaimsOn(ctx, "cqc.overall", "") },
		"ClaimsFrom":        func(ctx context.Context, a *store.Archive) (any, error) { return a.ClaimsFrom(ctx, "nobody") },
		"ClaimsInConflict":  func(ctx context.Context, a *store.Archive) (any, error) { return a.ClaimsInConflict(ctx) },
		"ClaimsUnmatched":   func(ctx context.Context, a *store.Archive) (any, error) { return a.ClaimsUnmatched(ctx) },
		"ClaimsBeside":      func(ctx context.Context, a *store.Archive) (any, error) { return a.ClaimsBeside(ctx, "nobody") },
		"Sources":           func(ctx context.Context, a *store.Archive) (any, error) { return a.Sources(ctx, []string{"nobody"}) },
		"AllSources":        func(ctx context.Context, a *store.Archive) (any, error) { return a.AllSources(ctx) },
		"Columns":           func(ctx context.Context, a *store.Archive) (any, error) { return a.Columns(ctx) },
		"HeadlineRatings":   func(ctx context.Context, a *store.Archive) (any, error) { return a.HeadlineRatings(ctx) },
		"PeerGroupsOf":      func(ctx context.Context, a *store.Archive) (any, error) { return a.PeerGroupsOf(ctx) },
		"Changes":           func(ctx context.Context, a *store.Archive) (any, error) { return a.Changes(ctx) },
		"MatchesOpen":       func(ctx context.Context, a *store.Archive) (any, error) { return a.MatchesOpen(ctx) },
		"ConflictedRatings": func(ctx context.Context, a *store.Archive) (any, error) { return a.ConflictedRatings(ctx) },
		"AllBodies":         func(ctx context.Context, a *store.Archive) (any, error) { return a.AllBodies(ctx, true) },
		"Briefs":            func(ctx context.Context, a *store.Archive) (any, error) { return a.Briefs(ctx) },
		"NamesByKey": func(ctx context.Context, a *store.Archive) (any, error) {
			return a.NamesByKey(ctx, []string{bodies.Normalise("Elm House")})
		},
		"NamesByWords": func(ctx context.Context, a *store.Archive) (any, error) {
			return a.NamesByWords(ctx, []string{"elm", "house"}, true)
		},
		"AllNames":     func(ctx context.Context, a *store.Archive) (any, error) { return a.AllNames(ctx) },
		"NamesOf":      func(ctx context.Context, a *store.Archive) (any, error) { return a.NamesOf(ctx, "RX2") },
		"Lineage":      func(ctx context.Context, a *store.Archive) (any, error) { return a.Lineage(ctx, "RX2") },
		"LifeSpans":    func(ctx context.Context, a *store.Archive) (any, error) { return a.LifeSpans(ctx) },
		"ErasOf":       func(ctx context.Context, a *store.Archive) (any, error) { return a.ErasOf(ctx, "RWE") },
		"AllMovements": func(ctx context.Context, a *store.Archive) (any, error) { return a.AllMovements(ctx) },
		"MeasuresIn":   func(ctx context.Context, a *store.Archive) (any, error) { return a.MeasuresIn(ctx, "nof-2025-26-q2") },
		"PastNames":    func(ctx context.Context, a *store.Archive) (any, error) { return a.PastNames(ctx) },
		"Headlines":    func(ctx context.Context, a *store.Archive) (any, error) { return a.Headlines(ctx, "") },
		"RatingCounts": func(ctx context.Context, a *store.Archive) (any, error) { return a.RatingCounts(ctx, "") },
		"PeersOf":      func(ctx context.Context, a *store.Archive) (any, error) { return a.PeersOf(ctx, "nof-2025-26-q2") },
		"TotalsIn":     func(ctx context.Context, a *store.Archive) (any, error) { return a.TotalsIn(ctx, "nof-2025-26-q2") },
		"AllTotals":    func(ctx context.Context, a *store.Archive) (any, error) { return a.AllTotals(ctx) },
		"Spells":       func(ctx context.Context, a *store.Archive) (any, error) { return a.Spells(ctx) },
		"Conflicts":    func(ctx context.Context, a *store.Archive) (any, error) { return a.Conflicts(ctx) },
		"RatingsIn": func(ctx context.Context, a *store.Archive) (any, error) {
			return a.RatingsIn(ctx, "nof-2025-26-q2", "nof.segment")
		},
		"ReleaseRatings": func(ctx context.Context, a *store.Archive) (any, error) {
			r, ok, err := a.ReleaseRatings(ctx, "location", "cqc.overall", "2020-04-02", "", store.Cited)
			return []any{r, ok}, err
		},
		"ReleaseRatings of safe": func(ctx context.Context, a *store.Archive) (any, error) {
			r, ok, err := a.ReleaseRatings(ctx, "location", "cqc.safe", "", "2020-04-02", store.Cited)
			return []any{r, ok}, err
		},
		"Select": func(ctx context.Context, a *store.Archive) (any, error) {
			return a.Select(ctx, "SELECT * FROM body", nil)
		},
		"SitesOf":        func(ctx context.Context, a *store.Archive) (any, error) { return a.SitesOf(ctx, []string{"RX2"}) },
		"Successions":    func(ctx context.Context, a *store.Archive) (any, error) { return a.Successions(ctx, "RX2") },
		"AllSuccessions": func(ctx context.Context, a *store.Archive) (any, error) { return a.AllSuccessions(ctx) },
		"BodyByID": func(ctx context.Context, a *store.Archive) (any, error) {
			b, ok, err := a.BodyByID(ctx, "1-101")
			return []any{b, ok}, err
		},
		"CheckUp": func(ctx context.Context, a *store.Archive) (any, error) { return a.CheckUp(ctx) },
		"of imports": func(ctx context.Context, a *store.Archive) (any, error) {
			s := a.Imports()
			entries, err := s.Entries(ctx)
			if err != nil {
				return nil, err
			}
			rejects, err := s.Rejects(ctx, 0)
			if err != nil {
				return nil, err
			}
			list, err := s.Listings(ctx, "nof-2025-26-q2")
			if err != nil {
				return nil, err
			}
			found, err := s.CheckUp(ctx)
			return []any{entries, rejects, list, found}, err
		},
	}
	same := cmp.Options{cmpopts.EquateEmpty(), cmp.AllowUnexported(eras.Claim{})}
	for name, q := range all {
		t.Run(name, func(t *testing.T) {
			want, err := q(context.Background(), withImports(t, path, imported))
			if err != nil {
				t.Fatal(err)
			}
			for looks := 0; looks < 400; looks++ {
				ctx := storetest.StopAfter(looks)
				got, err := q(ctx, withImports(t, path, imported))
				if err == nil {
					if d := cmp.Diff(want, got, same); d != "" {
						t.Fatalf("interrupted after %d looks, a part of the answer:\n%s", looks, d)
					}
					if !ctx.Reached() {
						return
					}
				}
			}
			t.Error("never came to its end")
		})
	}
}
