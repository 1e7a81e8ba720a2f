package flat

import (
	"careratings/internal/moves"
	"careratings/internal/output"
)

// CrossTabColumns are the columns of archive crosstab and archive transitions.
func CrossTabColumns() []output.Column {
	return []output.Column{
		Text("from", "earlier level; (entry) for those rated later only"), Text("to", "later level; (exit) for those rated earlier only"),
		Count("n", "lineages"), Count("row", "lineages of the earlier level, those that ended among them: the base of the share"),
		Share("share", "n of row"), Share("low", "Wilson 95 % interval of the share"), Share("high", "its upper end"),
	}
}

// CrossTab is a table of two editions' levels, one cell a row.
func CrossTab(tab moves.CrossTab) output.Table {
	t := output.Table{Columns: CrossTabColumns()}
	for _, r := range tab.Rows {
		for j, cell := range r.Cells {
			t.Rows = append(t.Rows, cellRow(r.Level, tab.ToLevels[j], r.N, cell))
		}
		t.Rows = append(t.Rows, cellRow(r.Level, "(exit)", r.N, r.Exit))
	}
	for j, n := range tab.Entry {
		t.Rows = append(t.Rows, cellRow("(entry)", tab.ToLevels[j], 0, moves.Cell{N: n}))
	}
	return t
}

func cellRow(from, to string, n int, c moves.Cell) []output.Value {
	return []output.Value{
		output.Text(from), output.Text(to), output.Int(c.N), output.Int(n), ShareOrGap(c.Share), ShareOrGap(c.Low), ShareOrGap(c.High),
	}
}

// CrossTabPage is the table as it is read: earlier levels down, later ones across.
func CrossTabPage(tab moves.CrossTab) output.Table {
	t := output.Table{Columns: []output.Column{Text("from \\ to", "")}}
	for _, l := range tab.ToLevels {
		t.Columns = append(t.Columns, Count(l, ""))
	}
	t.Columns = append(t.Columns, Count("rated in both", ""), Count("left", ""), Count("all", ""))
	for _, r := range tab.Rows {
		row := []output.Value{output.Text(r.Level)}
		for _, c := range r.Cells {
			row = append(row, output.Int(c.N))
		}
		t.Rows = append(t.Rows, append(row, output.Int(r.N-r.Exit.N), output.Int(r.Exit.N), output.Int(r.N)))
	}
	entry := []output.Value{output.Text("(entered)")}
	for _, n := range tab.Entry {
		entry = append(entry, output.Int(n))
	}
	t.Rows = append(t.Rows, append(entry, output.Absent(""), output.Absent(""), output.Absent("")))
	return t
}
