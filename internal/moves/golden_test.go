package moves

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"careratings/internal/compare"
	"careratings/internal/store"
)

func compared(t testing.TB, a *store.Archive, from, to string, opt Options) *Comparison {
	t.Helper()
	cat, err := a.Catalogue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	m, err := ParseMoment(cat, from, "")
	if err != nil {
		t.Fatal(err)
	}
	n, err := ParseMoment(cat, to, "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Compare(context.Background(), a, m, n, opt)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func near(t *testing.T, what string, got *float64, want float64, places int) {
	t.Helper()
	if got == nil {
		t.Errorf("%s is missing, want %v", what, want)
		return
	}
	if math.Abs(*got-want) > 0.5000001*math.Pow10(-places) {
		t.Errorf("%s = %.*f, want %.*f", what, places, *got, places, want)
	}
}

// The figures of docs/METHOD.md, from an archive file.
func TestGoldenFixtureThroughAnArchive(t *testing.T) {
	a, _ := golden().open(t)
	c := compared(t, a, "stars-2003", "stars-2004", Options{})

	g, err := c.Agreement(AgreementOptions{Permutations: 99, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	if g.N != 166 || g.Concordant != 4859 || g.Discordant != 1528 || g.Seed != 7 {
		t.Errorf("n %d, C %d, D %d, seed %d", g.N, g.Concordant, g.Discordant, g.Seed)
	}
	near(t, "tau-b", g.TauB.Value, 0.360834747540, 12)
	near(t, "largest tau-b", g.TauBMax, 0.985227267749, 12)
	near(t, "Somers' D", g.SomersD.Value, 0.362735489491, 12)
	near(t, "Spearman", g.Spearman.Value, 0.409351602130, 12)
	near(t, "SE of tau-b", g.TauB.SE, 0.059342666640, 12)
	near(t, "lower end", g.TauB.Low, 0.239388369185, 12)
	near(t, "upper end", g.TauB.High, 0.471163941370, 12)

	tr, err := c.Transitions()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "kappa", tr.Kappa.Plain, 0.208924509910, 12)
	near(t, "linear kappa", tr.Kappa.Linear, 0.290824882217, 12)
	near(t, "quadratic kappa", tr.Kappa.Quadratic, 0.399361181814, 12)

	d := c.Diff()
	if s := d.Summary; s.Up != 44 || s.Down != 44 || s.Same != 78 || s.Rows != 166 {
		t.Errorf("raw level moves: %+v", s)
	}
	bands := map[string]int{}
	ridits := map[string]float64{}
	for _, r := range d.Rows {
		bands[r.StandingVerdict]++
		ridits[fmt.Sprint("a", *r.From.Level)] = *r.From.Standing.Mid
		ridits[fmt.Sprint("b", *r.To.Level)] = *r.To.Standing.Mid
		near(t, "residual", r.Residual, *r.To.Standing.Mid-*r.From.Standing.Mid-*r.UsualMove, 9)
	}
	if bands["up"] != 28 || bands["down"] != 26 || bands["not-resolved"] != 112 {
		t.Errorf("band verdicts: %v", bands)
	}
	for k, want := range map[string]float64{
		"a1": 0.030120, "a2": 0.165663, "a3": 0.503012, "a4": 0.867470, "b1": 0.033133, "b2": 0.171687, "b3": 0.503012, "b4": 0.864458,
	} {
		got := ridits[k]
		near(t, "ridit "+k, &got, want, 6)
	}
}

func TestTransitionsAcrossABreakAreRefused(t *testing.T) {
	f := golden()
	id := f.pair(4, 4)
	f.rated("stars-2005", id, 2, 2, "stated")
	f.totals.Reset()
	a, _ := f.open(t)
	c := compared(t, a, "stars-2004", "stars-2005", Options{})
	_, err := c.Transitions()
	var refused *compare.Refusal
	if !errors.As(err, &refused) || refused.BreakID != "break-2005" {
		t.Fatalf("error %v, want a refusal by break-2005", err)
	}
	if _, err := c.CrossTab(); err != nil {
		t.Errorf("a cross-tab is allowed: %v", err)
	}
	for _, r := range c.Diff().Rows {
		if r.LevelChange != nil {
			t.Errorf("%s: a level change across a break", r.Trust.Code)
		}
	}
}
