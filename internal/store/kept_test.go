package store

import (
	"context"
	"testing"
)

// A kept answer must be what its query gives, cell for cell.
func TestKeptAnswersAreTheirQueries(t *testing.T) {
	a, err := OpenFile("../../data/archive.db")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx := context.Background()
	cat, err := a.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	b, err := OpenFile("../../data/archive.db")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	checked := 0
	for _, e := range cat.Editions {
		kept, err := a.TotalsIn(ctx, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		asked, err := b.totals(ctx, totalsOfEdition, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(kept) != len(asked) {
			t.Fatalf("%s: %d kept, %d asked", e.ID, len(kept), len(asked))
		}
		for i := range kept {
			if kept[i] != asked[i] {
				t.Errorf("%s: kept %+v, asked %+v", e.ID, kept[i], asked[i])
			}
			checked++
		}
	}
	if checked == 0 {
		t.Error("no total was compared")
	}
}

func TestCellsRefuseWhatTheyCannotHold(t *testing.T) {
	var text string
	var n int
	for _, row := range []cells{"one", "a" + cellEnd + "b" + cellEnd + "c", "a" + cellEnd + "many"} {
		if err := row.scan(&text, &n); err == nil {
			t.Errorf("%q was read into a text and a number", row)
		}
	}
	if err := cells("a"+cellEnd+"7").scan(&text, &n); err != nil || text != "a" || n != 7 {
		t.Errorf("%q, %d, %v", text, n, err)
	}
}
