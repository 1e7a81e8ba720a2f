package flat

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/league"
	"careratings/internal/output"
)

func shareColumns(t league.Table) []output.Column {
	columns := []output.Column{Text("level", ""), Count("held", ""), Text("share", "")}
	columns[2].Align = output.AlignRight
	if slices.ContainsFunc(t.Distribution, func(s league.Share) bool { return len(s.Published) > 0 }) {
		columns = append(columns, Text("published", ""))
	}
	return columns
}

// Shares is a table's distribution for reading: of each level how many are held,
// their share, and what sources print of it.
func Shares(t league.Table) output.Table {
	out := output.Table{Columns: shareColumns(t)}
	columns := len(out.Columns)
	for _, s := range t.Distribution {
		share := output.Absent(output.NotAvailable)
		if s.Of > 0 {
			share = output.Text(fmt.Sprintf("%.0f %% of %d", 100*float64(s.N)/float64(s.Of), s.Of))
		}
		row := []output.Value{output.Text(s.Label), output.Int(s.N), share, output.TextOr(s.Printed(), "")}
		out.Rows = append(out.Rows, row[:columns])
	}
	return out
}

// SectionTitle names what stands in a section of a table; empty where that needs
// no name.
func SectionTitle(doc league.Document, t league.Table, section string, n int) string {
	switch section {
	case league.Rated:
		if t.Ranks != nil {
			return fmt.Sprintf("without a rank held: %d", n)
		}
		if doc.Kind == "rank" {
			return fmt.Sprintf("place in words only: %d", n)
		}
	case league.PartKnown:
		return fmt.Sprintf("level known in part: %d", n)
	case league.NotRated:
		return fmt.Sprintf("not rated: %d", n)
	}
	return ""
}

// LeaguePage is what a page shows of the rows of one section of a league, in a few
// columns for reading. It notes the marks it needs, for LeagueNotes.
func LeaguePage(doc league.Document, section string, rows []league.Row, marks map[string]bool) output.Table {
	table := section == league.Ranked || slices.ContainsFunc(rows, func(r league.Row) bool { return r.Framework != nil })
	var columns []output.Column
	if section == league.Ranked || slices.ContainsFunc(rows, func(r league.Row) bool { return r.Place != "" }) {
		columns = append(columns, Code("rank", ""))
	}
	if !table {
		columns = append(columns, Text("value", ""))
	}
	columns = append(columns, Code("code", ""), Text("trust", ""))
	has := func(f func(league.Framework) bool) bool {
		return slices.ContainsFunc(rows, func(r league.Row) bool { return r.Framework != nil && f(*r.Framework) })
	}
	if has(func(league.Framework) bool { return true }) {
		columns = append(columns, Code("seg", ""), Code("score", ""))
	}
	if has(func(f league.Framework) bool { return f.RankBest != nil }) {
		columns = append(columns, Code("ranks", ""))
		marks["ranks"] = true
	}
	if has(func(f league.Framework) bool { return f.ScoreBest != nil }) {
		columns = append(columns, Code("scores", ""))
	}
	if has(func(f league.Framework) bool { return overrideWord(f) != "" }) {
		columns = append(columns, Code("override", ""))
		marks["override"] = true
	}
	if slices.ContainsFunc(rows, func(r league.Row) bool { return r.Date != nil }) && strings.Contains(doc.Edition, "@") {
		columns = append(columns, Code("date", ""))
	}
	var out [][]output.Value
	for _, r := range rows {
		var row []output.Value
		for _, c := range columns {
			row = append(row, pageCell(c.Name, doc, r, marks))
		}
		out = append(out, row)
	}
	return output.Table{Columns: columns, Rows: out}
}

func pageCell(column string, doc league.Document, r league.Row, marks map[string]bool) output.Value {
	f := league.Framework{}
	if r.Framework != nil {
		f = *r.Framework
	}
	marked := func(text, measure string) output.Value {
		if text == "" {
			return output.Absent("")
		}
		for _, m := range []struct {
			mark string
			list []string
		}{{"[e]", r.Doubtful}, {"!", r.Disputed}} {
			if slices.Contains(m.list, measure) {
				text += " " + m.mark
				marks[m.mark] = true
			}
		}
		return output.Text(text)
	}
	main := strings.TrimPrefix(doc.Measure, doc.Era+".")
	switch column {
	case "rank":
		if r.Framework != nil {
			main = "rank"
		}
		return marked(r.Place, main)
	case "code":
		return output.Text(r.Body.Code)
	case "trust":
		return output.Text(r.Body.Name)
	case "value":
		return marked(r.Label, main)
	case "seg":
		if f.Segment == nil && r.Partial != nil {
			return marked(strings.TrimPrefix(r.Label, "segment "), "segment")
		}
		return marked(wordOr(f.Segment), "segment")
	case "score":
		return marked(wordOr(f.Score), "score")
	case "ranks":
		if f.RankBest != nil {
			return output.Text(fmt.Sprintf("%d-%d", *f.RankBest, *f.RankWorst))
		}
	case "scores":
		if f.ScoreBest != nil {
			return output.Text(*f.ScoreBest + "-" + *f.ScoreWorst)
		}
	case "override":
		return output.TextOr(overrideWord(f), "")
	case "date":
		return Optional(r.Date)
	}
	return output.Absent("")
}

// LeagueNotes explain the marks of a page.
func LeagueNotes(marks map[string]bool) []string {
	var out []string
	for _, n := range []struct{ mark, text string }{
		{"[e]", "[e] implied, doubtful or unconfirmed: in no distribution"},
		{"!", "!   sources disagree: archive conflicts lists them"},
		{"ranks", "ranks, scores: the publisher's likely range of each; where two overlap, neither\nbody is plainly better"},
		{"override", "override: the segment before the financial override; on = it changed nothing;\ndeficit = in deficit, the segment before the override is not held"},
	} {
		if marks[n.mark] {
			out = append(out, n.text)
		}
	}
	return out
}

func overrideWord(f league.Framework) string {
	switch {
	case strings.Contains(f.Effect, "->"):
		return "from " + *f.Unadjusted
	case f.Override != nil && *f.Override:
		return "on"
	case f.Override == nil && f.Deficit != nil && *f.Deficit:
		return "deficit"
	}
	return ""
}

func wordOr(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
