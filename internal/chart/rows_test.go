package chart

import (
	"os"
	"testing"

	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// A line joins two ratings only inside one era, with no break recorded between
// them; between eras there is always a note that says why not.
func TestNothingIsJoinedAcrossABreak(t *testing.T) {
	a, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	cat, err := a.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	joined := 0
	for _, code := range []string{"RWE", "RT5", "RX1", "RTG", "RYR"} {
		body, _, err := a.BodyByID(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		trust, err := trajectory.Build(t.Context(), a, body, trajectory.Options{})
		if err != nil {
			t.Fatal(err)
		}
		panels := []panel{panelOf(cat, trust, false, true)}
		notes := numbered(panels)
		for _, r := range panels[0].rows {
			for k := 1; k < len(r.stops); k++ {
				x, y := r.stops[k-1].point, r.stops[k].point
				g := r.stops[k].gap
				if g.joined {
					joined++
				}
				if broken := x.Era != y.Era || len(trajectory.Between(cat, x, y)) > 0; g.joined && (broken || x.Body.Code != y.Body.Code) {
					t.Errorf("%s: %s and %s are joined", code, x.Moment(), y.Moment())
				} else if broken && !r.stops[k].first && (g.note < 1 || g.note > len(notes)) {
					t.Errorf("%s: no note between %s and %s", code, x.Moment(), y.Moment())
				}
			}
		}
	}
	if joined == 0 {
		t.Error("nothing is joined at all")
	}
}
