package compare

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// docs/METHOD.md promises that its examples are what the code computes.
func TestMethodPageFigures(t *testing.T) {
	raw, err := os.ReadFile("../../docs/METHOD.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(raw)), " ")
	figure := regexp.MustCompile(`\d\.\d{3,}`)
	var computed []string

	table := goldenTable(t)
	g := Agree(table.Pairs(), AgreeOptions{})
	k, err := KappaOf(table, Path{})
	if err != nil {
		t.Fatal(err)
	}
	ra, _ := Ridits(table.From())
	rb, _ := Ridits(table.To())
	usual := UsualMoves(table)
	var means []float64
	for _, u := range usual {
		means = append(means, *u.Mean.Value)
	}
	a2 := StandingOf(Distribution{Levels: table.From()}, At(2))
	b2 := StandingOf(Distribution{Levels: table.To()}, At(2))
	b3 := StandingOf(Distribution{Levels: table.To()}, At(3))
	left := goldenTable(t)
	left.Exit[0] = 4
	four, _ := Wilson(4, 10)
	none, _ := Wilson(0, 10)
	bandText := func(s Standing) string { return fmt.Sprintf("%.6f to %.6f", s.Band().Low, s.Band().High) }
	twelve := func(n Number) string { return fmt.Sprintf("%.12f", *n.Value) }
	resolution := func(levels ...int) string { return fmt.Sprintf("%.3f", *Resolution(levels).Value) }
	totals := func(t Totals, level int) Interval { return StandingFromTotals(t, At(level)).Band() }
	shares := Totals{Levels: 4}
	for j, text := range []string{"7", "43", "40", "10"} {
		shares.Counts = append(shares.Counts, Count{Span: At(j + 1), Share: percent(t, text)})
	}
	top := totals(Totals{Levels: 4, Base: 166, Counts: []Count{{Span: At(4), N: 46}}}, 4)
	mapped, err := SensitivityOf([]Reading{{From: At(2), To: At(3)}}, 4, 4)
	if err != nil {
		t.Fatal(err)
	}
	ranges := func(a, b RankRange) string {
		v, err := RangeVerdict(a, b)
		if err != nil {
			t.Fatal(err)
		}
		x, y := a.band(), b.band()
		return fmt.Sprintf("%.6f to %.6f %.6f to %.6f %s", x.Low, x.High, y.Low, y.High, v)
	}
	apart, over := ranges(RankRange{3, 12, 61}, RankRange{20, 31, 61}), ranges(RankRange{3, 25, 61}, RankRange{20, 31, 61})
	if apart != "0.803279 to 0.967213 0.491803 to 0.688525 down" || over != "0.590164 to 0.967213 0.491803 to 0.688525 not-resolved" {
		t.Errorf("rank ranges: %s; %s", apart, over)
	}
	for _, want := range slices.Concat(sumsByHand(t), bandsByHand(), []string{
		"49/61 to 59/61 = 0.803279 to 0.967213, then 30/61 to 42/61 = 0.491803 to 0.688525: down",
		"0.590164 to 0.967213 and 0.491803 to 0.688525 overlap: not resolved",
		"Band 10/166 to 45/166 = " + bandText(a2),
		"Ridits of a: " + join(ra) + "; of b: " + join(rb),
		fmt.Sprintf("band %.4f to %.4f", totals(shares, 2).Low, totals(shares, 2).High),
		fmt.Sprintf("120/166 = %.4f to 1", top.Low),
		"78/296/172/24: " + resolution(78, 296, 172, 24),
		"8/35/77/46: " + resolution(8, 35, 77, 46),
		"10/70/21/2: " + resolution(10, 70, 21, 2),
		"a2 (band " + bandText(a2) + ")",
		"b3 (46/166 to 121/166, " + bandText(b3) + "): " + string(StandingVerdict(a2, b3)),
		"b2 (" + bandText(b2) + "): not resolved",
		"from each level of a: " + join(means),
		"= " + StandingChange(a2, b3).String() + ", of which usual",
		"= " + usual[1].Move(a2).String() + "; residual",
		"= " + usual[1].Residual(b3).String() + " (from the unrounded figures)",
		"7/170 = " + LeaversMean(left).String(),
		fmt.Sprintf("4/10: %.4f-%.4f. 0/10: %.4f-%.4f.", four.Low, four.High, none.Low, none.High),
		"= " + twelve(k.Plain) + ". Linear " + twelve(k.Linear) + ", quadratic " + twelve(k.Quadratic),
		fmt.Sprintf("C = %d, D = %d.", g.Concordance.Concordant, g.Concordance.Discordant),
		fmt.Sprintf("Tau-b %d/sqrt(%d x %d) = ", g.Concordance.Concordant-g.Concordance.Discordant, g.Concordance.UntiedA, g.Concordance.UntiedB) +
			twelve(g.TauB.Value) + ", largest possible " + twelve(g.TauBMax),
		"= " + twelve(g.SomersD.Value) + "; Spearman " + twelve(g.Spearman.Value),
		fmt.Sprintf("SE of tau-b %.12f; interval %.12f to %.12f", *g.TauB.SE, *g.TauB.Low, *g.TauB.High),
		fmt.Sprintf("%d up, %d same, %d down of %d", mapped.Mapped.Up, mapped.Mapped.Same, mapped.Mapped.Down, mapped.Maps),
		"z = 1.959963984540054",
		"is printed with it (" + ShareText(1-0.435) + ")",
	}) {
		if !strings.Contains(page, want) {
			t.Errorf("docs/METHOD.md does not say %q", want)
		}
		computed = append(computed, figure.FindAllString(want, -1)...)
	}
	for _, number := range figure.FindAllString(page, -1) {
		if !slices.Contains(computed, number) {
			t.Errorf("docs/METHOD.md has a figure that is not computed here: %s", number)
		}
	}
	for _, policy := range Policies() {
		if !strings.Contains(page, "`"+string(policy)+"`") {
			t.Errorf("docs/METHOD.md does not explain the policy %s", policy)
		}
	}
}
