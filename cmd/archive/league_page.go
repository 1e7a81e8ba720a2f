package main

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/flat"
	"careratings/internal/league"
	"careratings/internal/output"
)

// leaguePage writes an edition for reading: of each peer group first how much is
// held and the distribution, then the bodies.
func (a *app) leaguePage(doc league.Document) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n%s\n", doc.Label, doc.Edition, doc.Measure)
	marks := map[string]bool{}
	for _, t := range doc.Tables {
		fmt.Fprintf(&b, "\n%s: %s\n", league.GroupWords(t.PeerGroup), heldWords(t))
		if err := a.pageTable(&b, "", shareColumns(t), shareRows(t)); err != nil {
			return err
		}
		for _, section := range []string{league.Ranked, league.Rated, league.PartKnown, league.NotRated} {
			rows := slices.DeleteFunc(slices.Clone(t.Rows), func(r league.Row) bool { return r.Section != section })
			columns, cells := pageRows(doc, section, rows, marks)
			if err := a.pageTable(&b, sectionTitle(doc, t, section, len(rows)), columns, cells); err != nil {
				return err
			}
		}
		if n := len(t.Unmatched); n > 0 {
			fmt.Fprintf(&b, "\n%d printed names without a certain body are not listed: archive trusts --unmatched\n", n)
		}
	}
	notes := []struct{ mark, text string }{
		{"[e]", "[e] implied, doubtful or unconfirmed: in no distribution"},
		{"!", "!   sources disagree: archive conflicts lists them"},
		{"ranks", "ranks, scores: the publisher's likely range of each; where two overlap, neither\nbody is plainly better"},
		{"override", "override: the segment before the financial override; on = it changed nothing;\ndeficit = in deficit, the segment before the override is not held"},
	}
	first := true
	for _, n := range notes {
		if !marks[n.mark] {
			continue
		}
		if first {
			b.WriteByte('\n')
			first = false
		}
		b.WriteString(n.text + "\n")
	}
	_, err := a.out.Write([]byte(b.String()))
	return err
}

func (a *app) pageTable(b *strings.Builder, title string, columns []output.Column, rows [][]output.Value) error {
	if len(rows) == 0 {
		return nil
	}
	b.WriteByte('\n')
	if title != "" {
		b.WriteString(title + "\n\n")
	}
	return output.Write(b, output.FormatTable, output.Table{Columns: columns, Rows: rows},
		output.Options{Width: a.width, Style: output.NewStyle(a.colour(a.flags.noColor))})
}

// heldWords says how much of a table is held, on a line of its own what is not
// known of it.
func heldWords(t league.Table) string {
	if t.Base == nil {
		return t.HeldWords() + "\n(how many there are is not published)"
	}
	return t.HeldWords()
}

func shareColumns(t league.Table) []output.Column {
	columns := []output.Column{flat.Text("level", ""), flat.Count("held", ""), flat.Text("share", "")}
	columns[2].Align = output.AlignRight
	if slices.ContainsFunc(t.Distribution, func(s league.Share) bool { return len(s.Published) > 0 }) {
		columns = append(columns, flat.Text("published", ""))
	}
	return columns
}

func shareRows(t league.Table) [][]output.Value {
	var rows [][]output.Value
	columns := len(shareColumns(t))
	for _, s := range t.Distribution {
		share := output.Absent(output.NotAvailable)
		if s.Of > 0 {
			share = output.Text(fmt.Sprintf("%.0f %% of %d", 100*float64(s.N)/float64(s.Of), s.Of))
		}
		var told []string
		for _, p := range s.Published {
			words := p.Count
			if p.Base != "" {
				words += " of " + p.Base
			}
			if !slices.Contains(told, words) {
				told = append(told, words)
			}
		}
		row := []output.Value{output.Text(s.Label), output.Int(s.N), share, output.TextOr(strings.Join(told, "; "), "")}
		rows = append(rows, row[:columns])
	}
	return rows
}

func sectionTitle(doc league.Document, t league.Table, section string, n int) string {
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

// pageRows is what a page shows of the rows of one section, and notes the marks
// it needs.
func pageRows(doc league.Document, section string, rows []league.Row, marks map[string]bool) ([]output.Column, [][]output.Value) {
	table := section == league.Ranked || slices.ContainsFunc(rows, func(r league.Row) bool { return r.Framework != nil })
	var columns []output.Column
	if section == league.Ranked || slices.ContainsFunc(rows, func(r league.Row) bool { return r.Place != "" }) {
		columns = append(columns, flat.Code("rank", ""))
	}
	if !table {
		columns = append(columns, flat.Text("value", ""))
	}
	columns = append(columns, flat.Code("code", ""), flat.Text("trust", ""))
	has := func(f func(league.Framework) bool) bool {
		return slices.ContainsFunc(rows, func(r league.Row) bool { return r.Framework != nil && f(*r.Framework) })
	}
	if has(func(league.Framework) bool { return true }) {
		columns = append(columns, flat.Code("seg", ""), flat.Code("score", ""))
	}
	if has(func(f league.Framework) bool { return f.RankBest != nil }) {
		columns = append(columns, flat.Code("ranks", ""))
		marks["ranks"] = true
	}
	if has(func(f league.Framework) bool { return f.ScoreBest != nil }) {
		columns = append(columns, flat.Code("scores", ""))
	}
	if has(func(f league.Framework) bool { return overrideWord(f) != "" }) {
		columns = append(columns, flat.Code("override", ""))
		marks["override"] = true
	}
	if slices.ContainsFunc(rows, func(r league.Row) bool { return r.Date != nil }) && strings.Contains(doc.Edition, "@") {
		columns = append(columns, flat.Code("date", ""))
	}
	var out [][]output.Value
	for _, r := range rows {
		var row []output.Value
		for _, c := range columns {
			row = append(row, pageCell(c.Name, doc, r, marks))
		}
		out = append(out, row)
	}
	return columns, out
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
		return marked(deref(f.Segment), "segment")
	case "score":
		return marked(deref(f.Score), "score")
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
		return flat.Optional(r.Date)
	}
	return output.Absent("")
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

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
