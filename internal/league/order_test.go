package league

import (
	"testing"

	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// Where a publisher counts from the bottom the highest position is the best.
func TestPositionsCountedFromTheBottom(t *testing.T) {
	for better, want := range map[string]string{"lower": "BAC", "higher": "CAB"} {
		b := builder{cat: &store.Catalogue{}, measure: eras.Measure{ID: "nof.order-from-bottom", Kind: "rank", Better: better}}
		var rows []Row
		for code, rank := range map[string]int{"A": 2, "B": 1, "C": 3} {
			rows = append(rows, Row{Section: Ranked, Rank: &rank, Body: trajectory.Party{Code: code}})
		}
		got := ""
		for _, r := range b.inOrder(rows) {
			got += r.Body.Code
		}
		if got != want {
			t.Errorf("where %s is better: %s, want %s", better, got, want)
		}
	}
}
