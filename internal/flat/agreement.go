package flat

import (
	"careratings/internal/moves"
	"careratings/internal/output"
)

// AgreementColumns are the columns of archive agree.
func AgreementColumns() []output.Column {
	return []output.Column{
		Text("statistic", "tau-b, Somers' D (later given earlier), Spearman"), Share("value", "its value"), Share("se", "jackknife standard error"),
		Share("low", "95 % interval"), Share("high", "its upper end"), Share("max", "largest value these margins allow"), Share("p", "permutation, within peer group"),
		Count("n", "pairs"), Count("permutations", "draws behind p"), Count("seed", "seed of the draws"), Text("reason", "why a number is missing"),
	}
}

// Agreement is how far two editions agree, one statistic a row.
func Agreement(g moves.Agreement) output.Table {
	t := output.Table{Columns: AgreementColumns()}
	for _, s := range []struct {
		name string
		e    moves.Estimate
		max  *float64
		p    *float64
	}{{"tau-b", g.TauB, g.TauBMax, g.P}, {"somers-d", g.SomersD, nil, nil}, {"spearman", g.Spearman, nil, nil}} {
		t.Rows = append(t.Rows, []output.Value{
			output.Text(s.name), twelve(s.e.Value), twelve(s.e.SE), twelve(s.e.Low), twelve(s.e.High), twelve(s.max), ShareOrGap(s.p),
			output.Int(g.N), output.Int(g.Permutations), output.Int(int(g.Seed)), output.TextOr(s.e.Reason, ""),
		})
	}
	return t
}

// twelve is a statistic to twelve decimals, the precision METHOD.md prints.
func twelve(f *float64) output.Value {
	if f == nil {
		return output.Absent(output.NotAvailable)
	}
	return output.Fixed(*f, 12)
}
