package compare

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTable(t *testing.T) {
	table := NewTable(3, 2)
	for _, move := range [][2]int{{1, 1}, {1, 2}, {3, 2}, {2, 0}, {0, 1}, {3, 0}} {
		if err := table.Add(move[0], move[1]); err != nil {
			t.Fatal(err)
		}
	}
	for _, bad := range [][2]int{{0, 0}, {4, 1}, {1, 3}, {-1, 1}, {1, -1}} {
		if err := table.Add(bad[0], bad[1]); err == nil {
			t.Errorf("%v: want an error", bad)
		}
	}
	got := [][]int{table.From(), table.To(), table.AllFrom(), table.AllTo(), {table.N()}}
	want := [][]int{{2, 0, 1}, {1, 2}, {2, 1, 2}, {2, 2}, {3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("margins (-want +got): %s", diff)
	}
}

func TestPathPermit(t *testing.T) {
	method := Break{ID: "stars-method-2003", Forbids: []Operation{OpLevelChange, OpTransition, OpKappa}, Why: "new method"}
	coverage := Break{ID: "stars-cover", Forbids: []Operation{OpTotals}}
	same := Path{FromScale: "stars", ToScale: "stars"}
	for name, test := range map[string]struct {
		path    Path
		op      Operation
		breakID string
		want    string
	}{
		"nothing between":        {same, OpTransition, "", ""},
		"another operation":      {Path{"stars", "stars", []Break{coverage}}, OpKappa, "", ""},
		"two scales, standing":   {Path{"stars", "cqc", nil}, OpStanding, "", ""},
		"crosstab in any case":   {Path{"stars", "cqc", []Break{method}}, OpCrossTab, "", ""},
		"two scales, transition": {Path{"stars", "cqc", nil}, OpTransition, "", "transition refused: two scales, stars and cqc; allowed: totals, standing, crosstab, agree"},
		"a break": {
			Path{"stars", "stars", []Break{coverage, method}},
			OpKappa, "stars-method-2003",
			"kappa refused: new method (break stars-method-2003); allowed: standing, crosstab, agree",
		},
		"a break without words": {
			Path{"stars", "stars", []Break{coverage}},
			OpTotals, "stars-cover",
			"totals refused: a break lies between (break stars-cover); allowed: level-change, transition, kappa, standing, crosstab, agree",
		},
	} {
		err := test.path.Permit(test.op)
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.BreakID != test.breakID || refusal.Op != test.op || err.Error() != test.want {
			t.Errorf("%s: %v\nwant %s", name, err, test.want)
		}
	}
	all := Break{ID: "all", Forbids: append(operations(), OpMapping)}
	for _, op := range []Operation{OpCrossTab, OpAgree} {
		if err := (Path{"stars", "stars", []Break{all}}).Permit(op); err != nil {
			t.Errorf("%s can be forbidden: %v", op, err)
		}
	}
	if !same.Unbroken() || (Path{"a", "b", nil}).Unbroken() || (Path{"a", "a", []Break{method}}).Unbroken() {
		t.Error("Unbroken disagrees with Permit")
	}
}

func TestTransitionsOf(t *testing.T) {
	table := goldenTable(t)
	table.Exit[3] = 6
	table.Entry[0] = 2
	got, err := TransitionsOf(table, Path{FromScale: "stars", ToScale: "stars"})
	if err != nil {
		t.Fatal(err)
	}
	steps := []StepCount{{-3, 0}, {-2, 10}, {-1, 34}, {0, 78}, {1, 35}, {2, 9}, {3, 0}}
	if diff := cmp.Diff(steps, got.Steps); diff != "" {
		t.Errorf("steps (-want +got): %s", diff)
	}
	best := got.Rows[3]
	if best.N != 50 || best.To[3].Share.String() != "0.480000" || best.Exit.Share.String() != "0.120000" || got.Entry[0] != 2 {
		t.Errorf("row of the best: %+v", best)
	}
	if worst := got.Rows[0].To[1]; worst.Interval.String() != "0.168180-0.687326" {
		t.Errorf("4 of 10: %s", worst.Interval)
	}
	for name, test := range map[string]struct {
		table Table
		path  Path
		want  string
	}{
		"broken":      {table, Path{"s", "s", []Break{{ID: "b", Forbids: []Operation{OpTransition, OpKappa}}}}, "break b"},
		"scales":      {table, Path{"s", "t", nil}, "two scales"},
		"not square":  {NewTable(2, 3), Path{}, "2 levels against 3"},
		"ragged":      {Table{Cells: [][]int{{1}, {1, 2}}, Exit: []int{0, 0}, Entry: []int{0, 0}}, Path{}, "not rectangular"},
		"missing row": {Table{Cells: [][]int{{1}}, Exit: []int{0, 0}, Entry: []int{0}}, Path{}, "no exit"},
		"negative":    {Table{Cells: [][]int{{-1}}, Exit: []int{0}, Entry: []int{0}}, Path{}, "negative"},
	} {
		_, transitions := TransitionsOf(test.table, test.path)
		_, kappas := KappaOf(test.table, test.path)
		for _, err := range []error{transitions, kappas} {
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: %v, want %q", name, err, test.want)
			}
		}
	}
}

func TestTableDegenerate(t *testing.T) {
	one := NewTable(4, 4)
	_ = one.Add(2, 2)
	left := NewTable(2, 2)
	_ = left.Add(1, 0)
	ragged := Table{Cells: [][]int{{1}, {1, 2}}, Exit: []int{0, 0}, Entry: []int{0, 0}}
	level := NewTable(1, 1)
	_, _ = level.Add(1, 1), level.Add(1, 1)
	for name, table := range map[string]Table{
		"zero": {}, "no levels": NewTable(0, 0), "negative": NewTable(-1, -1), "empty": NewTable(4, 4),
		"one body": one, "all left": left, "one level": level, "ragged": ragged,
	} {
		numbers := []Number{Spearman(table), ConcordanceOf(table).TauB(), ConcordanceOf(table).SomersD()}
		if name != "ragged" {
			numbers = append(numbers, TauBMax(table.From(), table.To()))
		}
		if k, err := KappaOf(table, Path{}); err == nil {
			numbers = append(numbers, k.Plain, k.Linear, k.Quadratic)
		}
		for _, n := range numbers {
			checkNumber(t, n)
			if n.Known() {
				t.Errorf("%s: %v, want absent", name, n)
			}
		}
		for _, u := range UsualMoves(table) {
			checkNumber(t, u.Mean)
		}
		checkNumber(t, LeaversMean(table))
		for _, row := range RowsOf(table) {
			for _, c := range append(row.To, row.Exit) {
				checkNumber(t, c.Share)
			}
		}
		if _, err := TransitionsOf(table, Path{}); (err != nil) != (name == "ragged") {
			t.Errorf("%s: transitions %v", name, err)
		}
	}
}

// Kappa does not depend on which scale end is called the best.
func TestKappaReversal(t *testing.T) {
	rng := rand.New(rand.NewPCG(27, 28))
	for range 200 {
		table, mirror := NewTable(4, 4), NewTable(4, 4)
		for range 2 + rng.IntN(40) {
			i, j := 1+rng.IntN(4), 1+rng.IntN(4)
			_, _ = table.Add(i, j), mirror.Add(5-i, 5-j)
		}
		a, _ := KappaOf(table, Path{})
		b, _ := KappaOf(mirror, Path{})
		if a.Plain.String() != b.Plain.String() || a.Linear.String() != b.Linear.String() || a.Quadratic.String() != b.Quadratic.String() {
			t.Fatalf("%v: %v, mirrored %v", table.Cells, a, b)
		}
		if tau := ConcordanceOf(table).TauB(); tau.String() != ConcordanceOf(mirror).TauB().String() {
			t.Fatalf("%v: tau-b %v changes when mirrored", table.Cells, tau)
		}
	}
}

func TestUsualAndLeavers(t *testing.T) {
	table := goldenTable(t)
	usual := UsualMoves(table)[1]
	from := StandingOf(Distribution{Levels: table.From()}, At(2))
	to := StandingOf(Distribution{Levels: table.To()}, At(3))
	if move, rest := usual.Move(from).String(), usual.Residual(to).String(); move != "0.235112" || rest != "0.102238" {
		t.Errorf("usual move %s, residual %s", move, rest)
	}
	if got := usual.Residual(Unknown("no totals")); got.Reason != "later standing: no totals" {
		t.Errorf("residual of an unknown standing: %v", got)
	}
	if got := UsualMovesOn(table, []float64{0.5})[0].Mean; got.Known() {
		t.Errorf("ridits of another scale: %v", got)
	}
	if got := LeaversMean(table); got.Reason != "nobody left" {
		t.Errorf("leavers: %v", got)
	}
	table.Exit = []int{4, 0, 0, 0}
	if got := LeaversMean(table).String(); got != "0.041176" { // 14 of 170 at the worst level: 7/170
		t.Errorf("leavers: %s", got)
	}
}
