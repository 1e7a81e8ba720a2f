package flat

import (
	"strings"

	"careratings/internal/league"
	"careratings/internal/output"
)

// LeagueColumns are the columns of archive league.
func LeagueColumns() []output.Column {
	return []output.Column{
		Code("edition", "edition id, or ERA@DAY"), Text("peer_group", "the table"), Code("measure", "measure id"),
		Code("section", "ranked, rated, part-known or not-rated"), Text("place", "rank as the publisher shows it"), Count("rank", "rank, 1 = best"),
		Truth("joint", "the rank is shared"), Count("rank_best", "likely range of the rank, best end"), Count("rank_worst", "worst end"),
		Code("code", "body"), Text("name", "its latest name"), Text("printed_name", "its name as printed"), Text("value", "value as printed"), Text("label", "the publisher's word"),
		Count("level", "level, 1 = worst"), Count("partial_low", "lowest level allowed, where the level is not known"),
		Count("partial_high", "highest level allowed"), Text("number", "number as printed"), Code("status", "rated, not-held, or why it is no rating"),
		Code("segment", "segment, 1 = best, after the financial override"), Code("segment_unadjusted", "segment before the financial override"),
		Truth("override", "the financial override is on"), Truth("deficit", "the trust is in deficit"),
		Text("override_effect", "what the override did to the segment; none: it was 3 or 4 without it"),
		Text("score", "average metric score, as printed"), Text("score_best", "likely range of the score, best end"), Text("score_worst", "worst end"),
		Code("date", "date of the rating"), Text("doubtful", "measures not stated, only implied, doubtful or unconfirmed"),
		Text("disputed", "measures on which sources disagree"), Text("source", "id of the chosen claim's source"), Count("claims", "claims behind the value"),
		Count("held", "stated ratings held of the table"), Count("base", "published number of bodies of the table"),
	}
}

// League is an edition, one body a row.
func League(doc league.Document) output.Table {
	t := output.Table{Columns: LeagueColumns()}
	for _, table := range doc.Tables {
		for _, r := range table.Rows {
			t.Rows = append(t.Rows, leagueRow(doc, table, r))
		}
	}
	return t
}

func leagueRow(doc league.Document, t league.Table, r league.Row) []output.Value {
	var low, high *int
	if r.Partial != nil {
		low, high = &r.Partial.Low, &r.Partial.High
	}
	var f league.Framework
	if r.Framework != nil {
		f = *r.Framework
	}
	return []output.Value{
		output.Text(doc.Edition), OrGap(t.PeerGroup), output.Text(doc.Measure), output.Text(r.Section), output.TextOr(r.Place, ""), Number(r.Rank),
		output.Bool(r.Joint), Number(f.RankBest), Number(f.RankWorst), output.Text(r.Body.Code), output.Text(r.Body.Name), output.TextOr(r.Printed, ""),
		OrGap(r.Value), OrGap(r.Label), Number(r.Level), Number(low), Number(high), Optional(r.Number), output.Text(r.Status),
		Optional(f.Segment), Optional(f.Unadjusted), Flag(f.Override), Flag(f.Deficit), output.TextOr(f.Effect, ""),
		Optional(f.Score), Optional(f.ScoreBest), Optional(f.ScoreWorst), Optional(r.Date),
		output.TextOr(strings.Join(r.Doubtful, " "), ""), output.TextOr(strings.Join(r.Disputed, " "), ""), output.Text(r.Source), output.Int(r.Claims),
		output.Int(t.Held), Number(t.Base),
	}
}
