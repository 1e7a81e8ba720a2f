package store_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store"
)

func overviewArchive(t *testing.T) *store.Archive {
	t.Helper()
	a, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// What is found in memory between two keys is what the search of the archive
// finds, in its order and by the same names.
func TestIndexFindsWhatSearchFinds(t *testing.T) {
	a := overviewArchive(t)
	ctx := context.Background()
	x, err := a.BodyIndex(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, whole := range []string{
		"leicester", "university hospitals of leicester nhs trust", "rwe", "RWEAA", "notingham", "queen elizabeth", "st george's",
		"the king's mill", "nhs foundation trust", "burton", "musgrove park", "primary care trust", "x-eastern-leicester-pct", "zzzz", "chl", "'",
	} {
		var before *bodies.Finding
		for end := 1; end <= len(whole); end++ {
			query := whole[:end]
			want, err := bodies.Search(ctx, a, query)
			if err != nil {
				t.Fatal(err)
			}
			found := x.Find(query, before)
			before = found
			if len(found.Hits) == 0 {
				found = x.Slips(query)
			}
			var got []string
			for _, h := range found.Hits {
				got = append(got, told(x.Match(h)))
			}
			var wanted []string
			for _, m := range want {
				wanted = append(wanted, told(m))
			}
			if diff := cmp.Diff(wanted, got); diff != "" {
				t.Errorf("%q (-search +index):\n%s", query, diff)
			}
		}
	}
}

func told(m bodies.Match) string {
	return fmt.Sprint(m.Body.ID, " by ", m.Class, ": ", m.Name.Name, " ", m.Name.Kind)
}

func TestLeicIsLeicester(t *testing.T) {
	x, err := overviewArchive(t).BodyIndex(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if got := x.Find("leic", nil).Hits; x.Body(got[0].Body).ID != "RWE" {
		t.Errorf("leic finds %s first", x.Body(got[0].Body).Name)
	}
}

// The overview tells the same eras as the search command, and the headline
// ratings are those of each edition.
func TestOverviewAgreesWithTheOtherQueries(t *testing.T) {
	a := overviewArchive(t)
	ctx := context.Background()
	counts, err := a.RatingCounts(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	for body, list := range counts {
		var got []string
		for _, c := range list {
			got = append(got, c.Era)
		}
		held, err := a.ErasOf(ctx, body)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(held, got); diff != "" {
			t.Errorf("eras of %s (-ErasOf +RatingCounts):\n%s", body, diff)
		}
	}
	all, err := a.Headlines(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, edition := range []string{"stars-2003", "nof-2025-26-q3"} {
		measure := map[string]string{"stars-2003": "stars.overall", "nof-2025-26-q3": "nof.segment"}[edition]
		want, err := a.RatingsIn(ctx, edition, measure)
		if err != nil {
			t.Fatal(err)
		}
		var part []eras.Rating
		for _, r := range all {
			if r.Claims[0].Edition == edition {
				part = append(part, r)
			}
		}
		if diff := cmp.Diff(want, part); diff != "" {
			t.Errorf("%s (-RatingsIn +Headlines):\n%s", edition, diff)
		}
	}
}

// By a day before the stars of 2004 nothing of them was known; by a day far
// ahead everything dated is what it is without a day.
func TestOverviewAsOfADay(t *testing.T) {
	a := overviewArchive(t)
	ctx := context.Background()
	early, err := a.Headlines(ctx, "2004-01-01")
	if err != nil {
		t.Fatal(err)
	}
	if len(early) == 0 {
		t.Error("nothing was known by 2004")
	}
	for _, r := range early {
		if e := r.Claims[0].Edition; r.Claims[0].Era != "stars" || e > "stars-2003" {
			t.Errorf("known by 2004: %s", e)
		}
	}
	counts, err := a.RatingCounts(ctx, "2004-01-01")
	if err != nil {
		t.Fatal(err)
	}
	if c := counts["RWE"]; len(c) != 1 || c[0].Era != "stars" || c[0].N == 0 {
		t.Errorf("RWE by 2004: %v", c)
	}
}
