package overview_test

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/bodies"
	"careratings/internal/overview"
	"careratings/internal/store"
)

// Leicester fell from two stars in 2002 to none in 2003 and rose to three in
// 2004; its latest rating stands among its peers; who it is and what is held of
// it agree with the other commands.
func TestReadAndJudge(t *testing.T) {
	a, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx := context.Background()
	f, err := overview.Read(ctx, a, "")
	if err != nil {
		t.Fatal(err)
	}
	j, err := overview.Judge(ctx, a, f, "")
	if err != nil {
		t.Fatal(err)
	}
	if fall := j.Fall["RWE"]; fall == nil || fall.From != "stars-2002" || fall.FromLevel != 3 || fall.ToLevel != 1 || fall.Change >= 0 {
		t.Errorf("fall %+v", fall)
	}
	if rise := j.Rise["RWE"]; rise == nil || rise.To != "stars-2004" || rise.Levels() != 3 || rise.ToLabel != "three stars" {
		t.Errorf("rise %+v", rise)
	}
	if p := j.Latest["RWE"]; p == nil || p.Era != "nof" || p.Standing.Low == nil || p.Peers.N == nil || p.Peers.Basis == "" {
		t.Errorf("latest %+v", p)
	}
	if got := f.Eras("RWE"); !slices.Equal(got, []string{"stars", "healthcheck", "im", "cqc", "nof"}) || f.Ratings("RWE") < 50 {
		t.Errorf("%v, %d ratings", got, f.Ratings("RWE"))
	}
	for code, m := range j.Fall {
		if m.FromLevel != 0 && m.FromLevel <= m.ToLevel {
			t.Errorf("%s: no fall: %+v", code, m)
		}
	}
}

func TestFilter(t *testing.T) {
	trust := &bodies.Body{Kind: "trust", Region: "Midlands"}
	ended := &bodies.Body{Kind: "pct", ClosedBasis: "unknown"}
	for _, tt := range []struct {
		filter       overview.Filter
		trust, ended bool
	}{
		{overview.Filter{}, true, true},
		{overview.Filter{Kinds: []string{"pct", "ccg"}}, false, true},
		{overview.Filter{Regions: []string{"midlands"}}, true, false},
		{overview.Filter{Regions: []string{"London", overview.Unknown}}, false, true},
		{overview.Filter{Open: true}, true, false},
		{overview.Filter{Closed: true}, false, true},
		{overview.Filter{Open: true, Closed: true}, true, true},
		{overview.Filter{Eras: []string{"stars", "nof"}}, true, false},
		{overview.Filter{Eras: []string{"stars"}}, true, true},
	} {
		if got := [2]bool{tt.filter.Keeps(trust, []string{"stars", "nof"}), tt.filter.Keeps(ended, []string{"stars"})}; got != [2]bool{tt.trust, tt.ended} {
			t.Errorf("%+v keeps %v", tt.filter, got)
		}
	}
}

// Those without a place stay last whichever way the list runs, and equals stay as
// they were.
func TestSort(t *testing.T) {
	places := []uint32{7, overview.Last, 3, 7, 3}
	place := func(i int) uint32 { return places[i] }
	if diff := cmp.Diff([]int{2, 4, 0, 3, 1}, overview.Sort(5, false, place)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{0, 3, 2, 4, 1}, overview.Sort(5, true, place)); diff != "" {
		t.Error(diff)
	}
}
