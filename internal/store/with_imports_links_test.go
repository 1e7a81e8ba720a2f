package store_test

import (
	"path/filepath"
	"slices"
	"testing"

	"careratings/internal/bodies"
	"careratings/internal/eras/native"
	"careratings/internal/store"
	"careratings/internal/store/imports"

	"github.com/google/go-cmp/cmp"
)

// The links of a body out of the archive and imports are those that a walk over all
// links finds: through bodies that only the one knows, in circles, and of a pair
// that both have the archive's.
func TestLinksWithImports(t *testing.T) {
	ctx := t.Context()
	a, err := store.OpenFile("../../data/archive.db")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	s, err := imports.Create(filepath.Join(t.TempDir(), "imports.db"))
	if err != nil {
		t.Fatal(err)
	}
	tx, err := s.Begin(ctx, imports.Entry{SHA256: "abcdefabcdef0"})
	if err != nil {
		t.Fatal(err)
	}
	sink, err := tx.Sink(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]string{{"ZZ1", "ZZ2"}, {"ZZ2", "R1G"}, {"R1G", "RA9"}, {"RA9", "ZZ3"}, {"ZZ3", "RA9"}, {"ZZ3", "RH8"}, {"ZZ8", "ZZ9"}} {
		if err := sink.Succession(native.Succession{Predecessor: pair[0], Successor: pair[1], On: "2031-04-01"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(sink.Entry()); err != nil {
		t.Fatal(err)
	}
	a.Attach(s)
	all, err := a.AllSuccessions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"ZZ1", "ZZ3", "ZZ8", "RA9", "R1G", "RH8", "R1H", "none"} {
		got, err := a.Successions(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		want := walk(all, id)
		byEnds := func(x, y bodies.Succession) int {
			return slices.Compare([]string{x.Predecessor, x.Successor, string(x.On)}, []string{y.Predecessor, y.Successor, string(y.On)})
		}
		slices.SortFunc(got, byEnds)
		slices.SortFunc(want, byEnds)
		if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
		if has := slices.ContainsFunc(got, func(l bodies.Succession) bool { return l.Predecessor == "ZZ2" }); has != (id == "ZZ1" || id == "ZZ3" || id == "RA9" || id == "R1G" || id == "RH8") {
			t.Errorf("%s: %+v", id, got)
		}
	}
}

// walk is the links back from a body and ahead of it, out of all.
func walk(all []bodies.Succession, id string) []bodies.Succession {
	back, ahead := map[string]bool{id: true}, map[string]bool{id: true}
	for grown := true; grown; {
		grown = false
		for _, l := range all {
			if back[l.Successor] && !back[l.Predecessor] {
				back[l.Predecessor], grown = true, true
			}
			if ahead[l.Predecessor] && !ahead[l.Successor] {
				ahead[l.Successor], grown = true, true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(l bodies.Succession) bool { return !back[l.Successor] && !ahead[l.Predecessor] })
}
