package flat

import (
	"careratings/internal/moves"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// DiffColumns are the columns of archive diff.
func DiffColumns() []output.Column {
	return []output.Column{
		Code("trust", "code of the lineage, the later body's"), Text("name", "its name"), Text("kind", "peer group"),
		Code("from_body", "body rated on the earlier side"), Text("from_group", "its peers, or the nearest published group that takes them in"), Code("from_edition", "earlier edition or date"), Text("from_label", "the publisher's word"),
		Count("from_level", "level, 1 = worst"), Share("from_low", "share strictly worse"), Share("from_high", "share worse or equal"),
		Count("from_worse", "peers worse"), Count("from_tied", "peers tied"), Count("from_better", "peers better"), Count("from_n", "bodies in the peer group"), Code("from_basis", "where the counts come from"),
		Code("to_body", "body rated on the later side"), Text("to_group", "its peers, or the nearest published group that takes them in"), Code("to_edition", "later edition or date"), Text("to_label", "the publisher's word"),
		Count("to_level", "level, 1 = worst"), Share("to_low", "share strictly worse"), Share("to_high", "share worse or equal"),
		Count("to_worse", "peers worse"), Count("to_tied", "peers tied"), Count("to_better", "peers better"), Count("to_n", "bodies in the peer group"), Code("to_basis", "where the counts come from"),
		Code("verdict", "up, down, same, not-resolved, entered or left"), Count("level_change", "levels gained, on one unbroken scale"),
		Code("standing_verdict", "verdict of the standings alone"), Share("standing_change", "change of the ridit"),
		Share("usual_move", "mean change of those who began at the same level"), Share("residual", "change less the usual move"),
		Text("from_rank_range", "the publisher's likely range of rank"), Text("to_rank_range", "likewise, later"), Text("from_score_range", "its likely range of score"), Text("to_score_range", "likewise, later"),
		Code("significance", "verdict of the publisher's likely ranges"), Truth("conflict", "sources disagree on a side"), Text("note", "reasons and mergers"),
	}
}

// DiffRow is one lineage of an era-diff.
func DiffRow(r moves.Row) []output.Value {
	row := []output.Value{output.Text(r.Trust.Code), output.Text(r.Trust.Name), output.TextOr(r.Kind, "")}
	for _, p := range []*trajectory.Point{r.From, r.To} {
		row = append(row, pointCells(p)...)
	}
	significance := output.Absent("")
	if r.Significance != nil {
		significance = output.Text(*r.Significance)
	}
	return append(row, output.Text(r.Verdict), Number(r.LevelChange), output.TextOr(r.StandingVerdict, ""), ShareOrGap(r.StandingChange),
		ShareOrGap(r.UsualMove), ShareOrGap(r.Residual), rangeValue(r.FromRankRange), rangeValue(r.ToRankRange), rangeValue(r.FromScoreRange),
		rangeValue(r.ToScoreRange), significance, output.Bool(r.Conflict), output.TextOr(r.Note, ""))
}

func pointCells(p *trajectory.Point) []output.Value {
	if p == nil {
		return make([]output.Value, 12)
	}
	s := p.Standing
	return []output.Value{
		output.Text(p.Body.Code), output.TextOr(p.Peers.Group, ""), output.Text(trajectory.Moment(*p)), output.Text(p.Label), Number(p.Level),
		ShareOrGap(s.Low), ShareOrGap(s.High), IntOrGap(s.Worse), IntOrGap(s.Tied), IntOrGap(s.Better), IntOrGap(p.Peers.N), output.Text(p.Peers.Basis),
	}
}

func rangeValue(r *moves.Range) output.Value {
	if r == nil {
		return output.Absent("")
	}
	return output.Text(r.Best + " to " + r.Worst)
}
