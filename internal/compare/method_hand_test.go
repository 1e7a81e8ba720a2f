package compare

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// sumsByHand are the sums that docs/METHOD.md writes out, each done here anew from
// the golden table's counts and set against what the package computes.
func sumsByHand(t *testing.T) []string {
	t.Helper()
	table := goldenTable(t)
	from, to, n := table.From(), table.To(), table.N()
	var up, down, upRaw, downRaw, kept int
	var alike, crossed []string // the products that make C and D
	var c, d int
	apart, chance := make([]int, 4), make([]int, 4) // bodies so many levels apart; by chance, times n
	for i, row := range table.Cells {
		for j, cell := range row {
			switch StandingVerdict(StandingOf(Distribution{Levels: from}, At(i+1)), StandingOf(Distribution{Levels: to}, At(j+1))) {
			case Up:
				up += cell
			case Down:
				down += cell
			default:
				kept += cell
			}
			if j > i {
				upRaw += cell
			} else if j < i {
				downRaw += cell
			}
			apart[max(i-j, j-i)] += cell
			chance[max(i-j, j-i)] += from[i] * to[j]
			right, left := 0, 0
			for _, below := range table.Cells[i+1:] {
				right += sum(below[j+1:])
				left += sum(below[:j])
			}
			if cell*right > 0 {
				c += cell * right
				alike = append(alike, fmt.Sprintf("%dx%d", cell, right))
			}
			if cell*left > 0 {
				d += cell * left
				crossed = append(crossed, fmt.Sprintf("%dx%d", cell, left))
			}
		}
	}
	k, err := KappaOf(table, Path{})
	if err != nil {
		t.Fatal(err)
	}
	observed, byChance := float64(apart[0])/float64(n), float64(chance[0])/float64(n*n)
	linear := float64(chance[1]+2*chance[2]+3*chance[3]) / float64(n)
	quadratic := float64(chance[1]+4*chance[2]+9*chance[3]) / float64(n)
	ridits, _ := Ridits(to)
	usual := 0.0
	for j, cell := range table.Cells[1] {
		usual += float64(cell) * ridits[j] / float64(from[1])
	}
	covariance, fromRidits := 0.0, must(Ridits(from))
	for i, row := range table.Cells {
		for j, cell := range row {
			covariance += float64(cell) * (fromRidits[i] - 0.5) * (ridits[j] - 0.5) / float64(n)
		}
	}
	ra, rb := *Resolution(from).Value, *Resolution(to).Value
	g := Agree(table.Pairs(), AgreeOptions{})
	corner := NewTable(4, 4)
	corner.Cells = [][]int{{10, 0, 0, 0}, {1, 34, 0, 0}, {0, 1, 75, 1}, {0, 0, 0, 44}}
	most := ConcordanceOf(corner)
	z := 1.959963984540054
	middle := (0.4 + z*z/20) / (1 + z*z/10)
	half := z * math.Sqrt(0.4*0.6/10+z*z/400) / (1 + z*z/10)
	wilson, _ := Wilson(4, 10)
	for what, pair := range map[string][2]float64{
		"kappa":     {*k.Plain.Value, (observed - byChance) / (1 - byChance)},
		"linear":    {*k.Linear.Value, 1 - float64(apart[1]+2*apart[2]+3*apart[3])/linear},
		"quadratic": {*k.Quadratic.Value, 1 - float64(apart[1]+4*apart[2]+9*apart[3])/quadratic},
		"C":         {float64(g.Concordance.Concordant), float64(c)},
		"D":         {float64(g.Concordance.Discordant), float64(d)},
		"usual":     {*UsualMoves(table)[1].Mean.Value, usual},
		"Spearman":  {*g.Spearman.Value.Value, 12 * covariance / math.Sqrt(ra*rb)},
		"largest":   {*g.TauBMax.Value, *most.TauB().Value},
		"Wilson":    {wilson.Low, middle - half},
		"Wilson up": {wilson.High, middle + half},
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-12 {
			t.Errorf("%s: the package says %v, the sum by hand %v", what, pair[0], pair[1])
		}
	}
	cubes := func(levels []int) string {
		var out []string
		for _, n := range levels {
			out = append(out, fmt.Sprint(n*n*n))
		}
		return strings.Join(out, " + ")
	}
	tied := func(levels []int) string {
		var out []string
		all := 0
		for _, n := range levels {
			all += n * (n - 1) / 2
			out = append(out, fmt.Sprint(n*(n-1)/2))
		}
		return fmt.Sprintf("%s = %d", strings.Join(out, " + "), all)
	}
	return []string{
		fmt.Sprintf("%dx%d/2 = %d pairs a ties %s, b %s.", n, n-1, n*(n-1)/2, tied(from), tied(to)),
		fmt.Sprintf("a1 ends at %d, a2 at %d, a3 at %d, and b2 begins at %d, b3 at %d, b4 at %d.", from[0], sum(from[:2]), sum(from[:3]), to[0], sum(to[:2]), sum(to[:3])),
		fmt.Sprintf("Of the %d: %d up, %d down, %d not resolved. By raw levels: %d up, %d down.", n, up, down, kept, upRaw, downRaw),
		fmt.Sprintf("(2 + 12 + 40 + 24)/166 = %.6f; by chance (10x11 + 35x35 + 77x75 + 44x45)/166^2 = %.6f; kappa (%.6f - %.6f)/(1 - %.6f)",
			observed, byChance, observed, byChance, byChance),
		fmt.Sprintf("4 + 15 + 16 + 3 + 15 + 16 = %d bodies, two levels 4 + 5 + 6 + 4 = %d, three %d; by chance %d/166, %d/166 and %d/166", apart[1], apart[2], apart[3], chance[1], chance[2], chance[3]),
		fmt.Sprintf("= 1 - %d/%.6f. Quadratic", apart[1]+2*apart[2], linear),
		fmt.Sprintf("= 1 - %d/%.6f.", apart[1]+4*apart[2], quadratic),
		"to the right of it: " + strings.Join(alike, " + ") + ".",
		"to the left: " + strings.Join(crossed, " + ") + ".",
		fmt.Sprintf("(3 x %.6f + 12 x %.6f + 15 x %.6f + 5 x %.6f)/35 = %.6f", ridits[0], ridits[1], ridits[2], ridits[3], usual),
		fmt.Sprintf("distances from 0.5, %.6f, over", covariance),
		fmt.Sprintf("sqrt(%.6f x %.6f)/12", ra, rb),
		fmt.Sprintf("Edition a: 1 - (%s)/%d = %.6f; b: 1 - (%s)/%d = %.6f", cubes(from), n*n*n, ra, cubes(to), n*n*n, rb),
		fmt.Sprintf("`10 0 0 0`, `1 34 0 0`, `0 1 75 1`, `0 0 0 44`: C = %d, D = %d.", most.Concordant, most.Discordant),
		fmt.Sprintf("z^2 = %.6f, middle (0.4 + %.6f/20)/(1 + %.6f/10) = %.6f, half width %.6f x sqrt(0.4 x 0.6/10 + %.6f/400)/%.6f = %.6f",
			z*z, z*z, z*z, middle, z, z*z, 1+z*z/10, half),
	}
}

// bandsByHand are the small bands that the page works out.
func bandsByHand() []string {
	band := func(s Standing) string { return fmt.Sprintf("%.4f to %.4f", s.Band().Low, s.Band().High) }
	small := []int{2, 4, 2}
	ninth := Distribution{Levels: small, Partial: []PartialPeer{{Span{1, 2}, 1}}}
	unrated := StandingOf(Distribution{Levels: small, Unrated: 2}, At(2)).Band()
	top := StandingOf(ninth, At(3)).Band()
	return []string{
		fmt.Sprintf("low = 2/10 = %.4f, high = 1 - 2/10 = %.4f.", unrated.Low, unrated.High),
		"2/8 to 6/8 = " + band(StandingOf(Distribution{Levels: small}, At(2))),
		"0/9 to 1 - 2/9 = " + band(StandingOf(ninth, Span{1, 2})),
		"2/9 to 1 - 2/9 = " + band(StandingOf(ninth, At(2))),
		fmt.Sprintf("(2 + 4 + 1)/9 = %.4f to %g", top.Low, top.High),
		"(10 - 3 + 1)/10 = " + band(StandingFromRank(LeagueRank{Rank: 3, Of: 10, Next: 5})),
		"by one alone: " + band(StandingFromRank(LeagueRank{Rank: 3, Of: 10, Tied: 1})),
		"34/134 = " + band(StandingFromRank(LeagueRank{Rank: 101, Of: 134, Next: 104})),
	}
}

func must(ridits []float64, reason string) []float64 {
	if reason != "" {
		panic(reason)
	}
	return ridits
}
