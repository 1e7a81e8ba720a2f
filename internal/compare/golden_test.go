package compare

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// golden is the synthetic table of docs/METHOD.md: rows the earlier edition,
// columns the later, both worst to best. Its figures were computed apart from
// this program, so they hold the formulas to account, not their own past.
var golden = [4][4]int{{2, 4, 4, 0}, {3, 12, 15, 5}, {6, 15, 40, 16}, {0, 4, 16, 24}}

func goldenTable(t testing.TB) Table {
	t.Helper()
	table := NewTable(4, 4)
	for i, row := range golden {
		for j, n := range row {
			for range n {
				if err := table.Add(i+1, j+1); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return table
}

func TestAgreementGolden(t *testing.T) {
	table := goldenTable(t)
	g := Agree(table.Pairs(), AgreeOptions{Permutations: 99, Seed: 1})
	if g.N != 166 || g.Lineages != 166 || g.Concordance.Concordant != 4859 || g.Concordance.Discordant != 1528 {
		t.Errorf("n %d, lineages %d, C %d, D %d", g.N, g.Lineages, g.Concordance.Concordant, g.Concordance.Discordant)
	}
	for _, figure := range []struct {
		name string
		got  *float64
		want string
	}{
		{"tau-b", g.TauB.Value.Value, "0.360834747540"},
		{"tau-b max", g.TauBMax.Value, "0.985227267749"},
		{"Somers' D", g.SomersD.Value.Value, "0.362735489491"},
		{"Spearman", g.Spearman.Value.Value, "0.409351602130"},
		{"SE of tau-b", g.TauB.SE, "0.059342666640"},
		{"low", g.TauB.Low, "0.239388369185"},
		{"high", g.TauB.High, "0.471163941370"},
		{"Spearman of the table", Spearman(table).Value, "0.409351602130"},
		{"p", g.P.Value, "0.010000000000"},
	} {
		if figure.got == nil || fmt.Sprintf("%.12f", *figure.got) != figure.want {
			t.Errorf("%s: %v, want %s", figure.name, show(figure.got), figure.want)
		}
	}
	if diff := cmp.Diff(ConcordanceOf(table), g.Concordance); diff != "" {
		t.Errorf("table and pairs differ: %s", diff)
	}
}

func TestKappaGolden(t *testing.T) {
	k, err := KappaOf(goldenTable(t), Path{FromScale: "stars", ToScale: "stars"})
	if err != nil {
		t.Fatal(err)
	}
	for name, figure := range map[string]struct {
		got  Number
		want string
	}{
		"kappa":     {k.Plain, "0.208924509910"},
		"linear":    {k.Linear, "0.290824882217"},
		"quadratic": {k.Quadratic, "0.399361181814"},
	} {
		if !figure.got.Known() || fmt.Sprintf("%.12f", *figure.got.Value) != figure.want {
			t.Errorf("%s: %v, want %s", name, figure.got, figure.want)
		}
	}
}

func TestUsualMovesGolden(t *testing.T) {
	var means []float64
	for _, u := range UsualMoves(goldenTable(t)) {
		means = append(means, *u.Mean.Value)
	}
	if got := join(means); got != "0.276506 0.400775 0.476960 0.670044" {
		t.Errorf("mean ridits in b: %s", got)
	}
}

func TestWilsonGolden(t *testing.T) {
	for _, test := range []struct {
		x, n      int
		low, high string
	}{{4, 10, "0.1682", "0.6873"}, {0, 10, "0.0000", "0.2775"}, {10, 10, "0.7225", "1.0000"}} {
		i, reason := Wilson(test.x, test.n)
		if i == nil {
			t.Fatalf("%d/%d: %s", test.x, test.n, reason)
		}
		if low, high := fmt.Sprintf("%.4f", i.Low), fmt.Sprintf("%.4f", i.High); low != test.low || high != test.high {
			t.Errorf("%d/%d: %s-%s, want %s-%s", test.x, test.n, low, high, test.low, test.high)
		}
	}
	for n := 1; n < 300; n++ {
		none, _ := Wilson(0, n)
		all, _ := Wilson(n, n)
		if none.Low != 0 || all.High != 1 || none.High <= 0 || all.Low >= 1 {
			t.Errorf("of %d: none %v, all %v", n, none, all)
		}
	}
	for _, bad := range [][2]int{{0, 0}, {1, 0}, {-1, 3}, {4, 3}} {
		if i, reason := Wilson(bad[0], bad[1]); i != nil || reason == "" {
			t.Errorf("%v: %v, %q", bad, i, reason)
		}
	}
}

func TestMappingSensitivityGolden(t *testing.T) {
	s, err := SensitivityOf([]Reading{{From: At(2), To: At(3), Standing: NotResolved}}, 4, 4)
	if err != nil {
		t.Fatal(err)
	}
	want := Sensitivity{
		Maps: 35, Mapped: Tally{Up: 22, Same: 9, Down: 4}, Standings: Tally{NotResolved: 1}, Flips: []string{"mapping"},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("-want +got: %s", diff)
	}
}

func TestSensitivityAxes(t *testing.T) {
	readings := []Reading{
		{Peers: "published", Policy: "strands", Missing: "wide", From: At(1), To: At(1), Standing: Up},
		{Peers: "cohort", Policy: "strands", Missing: "wide", From: At(1), To: At(1), Standing: Up},
		{Peers: "published", Policy: "worst", Missing: "wide", From: At(2), To: At(1), Standing: Up},
		{Peers: "published", Policy: "strands", Missing: "omit", From: At(1), To: At(1), Standing: NotResolved},
	}
	s, err := SensitivityOf(readings, 2, 2)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"mapping", "policy", "missing"}, s.Flips); diff != "" {
		t.Errorf("flips: %s", diff)
	}
	if s.Maps != 3 || s.Mapped.Total() != 12 || s.Standings.Total() != 4 {
		t.Errorf("%+v", s)
	}
	if _, err := SensitivityOf(nil, 4, 4); err == nil {
		t.Error("no readings: want an error")
	}
	if _, err := SensitivityOf([]Reading{{From: At(5), To: At(1)}}, 4, 4); err == nil {
		t.Error("level off the scale: want an error")
	}
	var refusal *Refusal
	if _, err := SensitivityOf([]Reading{{From: At(1), To: At(1)}}, 11, 4); !errors.As(err, &refusal) || refusal.Op != OpMapping {
		t.Errorf("11 levels: %v, want a refusal", err)
	}
}

// The maps are as many as combinatorics says, all different, none falling.
func TestMonotoneMaps(t *testing.T) {
	for _, test := range []struct{ ka, kb, want int }{{1, 1, 1}, {4, 4, 35}, {2, 5, 15}, {5, 4, 56}, {10, 10, 92378}} {
		seen := map[string]bool{}
		err := MonotoneMaps(test.ka, test.kb, func(m []int) {
			seen[fmt.Sprint(m)] = true
			for i := 1; i < len(m); i++ {
				if m[i] < m[i-1] {
					t.Fatalf("map %v falls", m)
				}
			}
		})
		if err != nil || len(seen) != test.want {
			t.Errorf("%d onto %d: %d maps, %v, want %d", test.ka, test.kb, len(seen), err, test.want)
		}
	}
	if err := MonotoneMaps(0, 4, func([]int) {}); err == nil {
		t.Error("no levels: want an error")
	}
}

func show(x *float64) string {
	if x == nil {
		return "absent"
	}
	return fmt.Sprintf("%.12f", *x)
}
