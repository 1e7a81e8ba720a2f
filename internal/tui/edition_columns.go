package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/league"
	"careratings/internal/output"
)

// editionColumn is a column of the table; the name of the body takes what the
// others leave. Where room is short those with the largest drop go first.
// Without a compare the cells themselves are compared.
type editionColumn struct {
	name    string
	drop    int
	cell    func(r league.Row) string
	compare func(x, y league.Row) int
	width   int
}

// The column of names must stay so wide before another column goes: so many
// columns, and such a share of the table.
const (
	editionNameWidth = 20
	editionNameShare = 0.4
)

// editionCodeWidth is the most that a code takes: the ids of bodies without one
// are longer, and stand in full in the detail.
const editionCodeWidth = 9

// allColumns are the columns that the rows fill, with their widths; the cells
// are measured once an answer, not once a frame.
func (s *editionScreen) allColumns() []editionColumn {
	main := s.counted()
	rank := main
	if editionFramework(s.got.doc) {
		rank = "rank"
	}
	f := func(of func(f league.Framework) string) func(league.Row) string {
		return func(r league.Row) string { return of(editionFrame(r)) }
	}
	all := []editionColumn{
		{name: "rank", cell: func(r league.Row) string { return editionSigned(r, editionPlace(r), rank) }, compare: func(x, y league.Row) int {
			return editionNumbers(editionText(x.Rank), editionText(y.Rank))
		}},
		{name: "value", drop: 2, cell: func(r league.Row) string {
			if r.Framework != nil {
				return ""
			}
			return editionSigned(r, r.Label, main)
		}, compare: editionValues},
		{name: "code", cell: func(r league.Row) string { return r.Body.Code }},
		{name: "name", cell: func(r league.Row) string { return r.Body.Name }},
		{name: "seg", drop: 1, cell: func(r league.Row) string {
			if r.Framework == nil {
				return ""
			}
			if r.Framework.Segment == nil && r.Partial != nil {
				return editionSigned(r, strings.TrimPrefix(r.Label, "segment "), "segment")
			}
			return editionSigned(r, editionOr(r.Framework.Segment), "segment")
		}},
		{
			name: "score", drop: 1, cell: func(r league.Row) string { return editionSigned(r, editionOr(editionFrame(r).Score), "score") },
			compare: func(x, y league.Row) int { return editionNumbers(editionFrame(x).Score, editionFrame(y).Score) },
		},
		{name: "ranks", drop: 3, cell: f(func(f league.Framework) string {
			if f.RankBest == nil {
				return ""
			}
			return fmt.Sprintf("%d-%d", *f.RankBest, *f.RankWorst)
		}), compare: func(x, y league.Row) int {
			fx, fy := editionFrame(x), editionFrame(y)
			return cmp.Or(editionNumbers(editionText(fx.RankBest), editionText(fy.RankBest)), editionNumbers(editionText(fx.RankWorst), editionText(fy.RankWorst)))
		}},
		{name: "scores", drop: 5, cell: f(func(f league.Framework) string {
			if f.ScoreBest == nil {
				return ""
			}
			return *f.ScoreBest + "-" + *f.ScoreWorst
		}), compare: func(x, y league.Row) int { return editionNumbers(editionFrame(x).ScoreBest, editionFrame(y).ScoreBest) }},
		{name: "override", drop: 4, cell: f(editionOverride)},
		{name: "date", drop: 3, cell: func(r league.Row) string {
			if !strings.Contains(s.got.doc.Edition, "@") {
				return ""
			}
			return editionOr(r.Date)
		}},
		{name: "region", drop: 6, cell: func(r league.Row) string { return s.got.body[r.Body.Code].Region }},
	}
	for i := range all {
		for _, t := range s.got.doc.Tables {
			for _, r := range t.Rows {
				all[i].width = max(all[i].width, output.Width(s.session.look.letters(all[i].cell(r))))
			}
		}
	}
	all = slices.DeleteFunc(all, func(c editionColumn) bool { return c.width == 0 })
	for i, c := range all {
		if c.name == "code" {
			c.width = min(c.width, editionCodeWidth)
		}
		all[i].width = max(c.width, output.Width(c.name)+1) // room for the sign of the order
		if c.compare == nil {
			all[i].compare = func(x, y league.Row) int {
				return cmp.Compare(strings.ToLower(c.cell(x)), strings.ToLower(c.cell(y)))
			}
		}
	}
	return all
}

// editionPlace is a rank as a league table prints it: =12 where it is shared.
func editionPlace(r league.Row) string {
	if r.Rank == nil {
		return r.Place
	}
	if r.Joint {
		return "=" + strconv.Itoa(*r.Rank)
	}
	return strconv.Itoa(*r.Rank)
}

// editionValues orders by the value, best first: levels, those known in part by
// what they allow, then numbers, then words.
func editionValues(x, y league.Row) int {
	level := func(r league.Row) int {
		switch {
		case r.Level != nil:
			return 2 * *r.Level
		case r.Partial != nil:
			return r.Partial.Low + r.Partial.High
		}
		return 0
	}
	return cmp.Or(cmp.Compare(level(y), level(x)), editionNumbers(x.Number, y.Number), cmp.Compare(strings.ToLower(x.Label), strings.ToLower(y.Label)))
}

// editionNumbers orders numbers as printed.
func editionNumbers(x, y *string) int {
	fx, errx := strconv.ParseFloat(editionOr(x), 64)
	fy, erry := strconv.ParseFloat(editionOr(y), 64)
	if errx != nil || erry != nil {
		return cmp.Compare(editionOr(x), editionOr(y))
	}
	return cmp.Compare(fx, fy)
}

// fitted drops columns until the name has room, and gives it the rest.
func (s *editionScreen) fitted(width int) []editionColumn {
	all := slices.Clone(s.columns)
	for {
		rest, name, drop := width, 0, -1
		for i, c := range all {
			if c.name == "name" {
				name = i
				rest -= 2
				continue
			}
			rest -= c.width + 2
			if c.drop > 0 && (drop < 0 || c.drop > all[drop].drop) {
				drop = i
			}
		}
		if rest >= all[name].width || rest >= max(editionNameWidth, int(editionNameShare*float64(width))) || drop < 0 {
			all[name].width = max(8, min(rest, all[name].width))
			s.markNames(all, name)
			return all
		}
		all = slices.Delete(all, drop, drop+1)
	}
}

// markNames puts the marks of a value before the name where there is no room for
// the value itself.
func (s *editionScreen) markNames(all []editionColumn, name int) {
	if slices.ContainsFunc(all, func(c editionColumn) bool { return c.name == "value" || c.name == "seg" }) {
		return
	}
	main := s.counted()
	all[name].cell = func(r league.Row) string { return strings.TrimSpace(editionSigned(r, " ", main) + " " + r.Body.Name) }
}

// editionSigned marks a value that is not stated outright, or on which sources
// disagree.
func editionSigned(r league.Row, text, measure string) string {
	if text == "" {
		return ""
	}
	if slices.Contains(r.Doubtful, measure) {
		text += " [e]"
	}
	if slices.Contains(r.Disputed, measure) {
		text += " !"
	}
	return text
}

// cells sets a row's cells in their columns.
func (s *editionScreen) cells(columns []editionColumn, cell func(c editionColumn) string) string {
	parts := make([]string, 0, len(columns))
	for _, c := range columns {
		parts = append(parts, s.session.look.fit(cell(c), c.width))
	}
	return strings.TrimRight(strings.Join(parts, "  "), " ")
}

// heading is the name of a column, with the sign of the order in the one sorted
// by.
func (s *editionScreen) heading(c editionColumn) string {
	l := s.session.look
	switch {
	case c.name != s.sort:
		return c.name
	case s.reverse:
		return c.name + l.sign("▼", "v")
	}
	return c.name + l.sign("▲", "^")
}
