package flat

import (
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// PointColumns are the columns of archive trajectory.
func PointColumns() []output.Column {
	return []output.Column{
		Code("trust", "code of the trust asked for"), Code("era", "era id"), Code("edition", "edition id; empty in a rolling era"),
		Code("date", "date of the rating"), Code("body", "code of the body rated"), Text("body_name", "its name"), Code("measure", "measure id"),
		Text("peer_group", "peer group"), Text("value", "value as printed"), Text("label", "the publisher's word"),
		Count("level", "level, 1 = worst"), Count("levels", "levels of the scale"), Code("status", "rated, or why the value is no rating"),
		Count("partial_low", "lowest level allowed, where the level is not known"), Count("partial_high", "highest level allowed"),
		Share("low", "share of peers strictly worse"), Share("mid", "ridit: middle of the tie band"), Share("high", "share worse or equal"),
		Count("worse", "peers rated worse"), Count("tied", "peers rated equal"), Count("better", "peers rated better"), Count("n", "bodies in the peer group"),
		Code("basis", "where the counts come from"), Text("reason", "why a number is not known"), Truth("conflict", "sources disagree"),
		Code("doubt", "how firmly the chosen claim states it"), Text("source", "id of the chosen claim's source"), Code("claim", "id of the chosen claim"),
		Count("claims", "claims behind the rating"),
	}
}

// Points are the ratings of a trajectory document, one a row.
func Points(doc trajectory.Document) output.Table {
	t := output.Table{Columns: PointColumns()}
	for _, trust := range doc.Trusts {
		for _, p := range trust.Points {
			t.Rows = append(t.Rows, pointRow(trust.Code, p))
		}
	}
	return t
}

func pointRow(trust string, p trajectory.Point) []output.Value {
	chosen := p.Claims[0]
	var low, high *int
	if p.Partial != nil {
		low, high = &p.Partial.Low, &p.Partial.High
	}
	return []output.Value{
		output.Text(trust), output.Text(p.Era), Optional(p.Edition), Optional(p.Date), output.Text(p.Body.Code), output.Text(p.Body.Name),
		output.Text(p.Measure), OrGap(p.Peers.Group), output.Text(p.Value), output.Text(p.Label), Number(p.Level), Number(p.Levels), output.Text(p.Status),
		Number(low), Number(high), ShareOrGap(p.Standing.Low), ShareOrGap(p.Standing.Mid), ShareOrGap(p.Standing.High),
		IntOrGap(p.Standing.Worse), IntOrGap(p.Standing.Tied), IntOrGap(p.Standing.Better), IntOrGap(p.Peers.N),
		output.Text(p.Peers.Basis), output.TextOr(p.Standing.Reason, ""), output.Bool(p.Conflict), output.Text(p.Doubt),
		output.Text(chosen.Source.ID), output.Text(chosen.ID), output.Int(len(p.Claims)),
	}
}
