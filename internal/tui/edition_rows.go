package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/league"
)

// editionLine is a line of the list: a body, a heading over bodies, or a
// printed name that has no certain body.
type editionLine struct {
	table, row int // row is -1 where there is no body
	text       string
	heading    bool
}

// arrange makes the lines of the list: the bodies that the filters leave, under
// their headings, in the order chosen. The cursor stays on the body it was put
// on, or waits at the top until that is listed again.
func (s *editionScreen) arrange() {
	if s.got == nil {
		return
	}
	s.lines, s.shown = s.lines[:0], 0
	for i, t := range s.got.doc.Tables {
		s.arrangeTable(i, t)
	}
	s.list.reset(len(s.lines))
	s.toBody()
	s.land(1)
	s.layout()
}

// toBody puts the cursor on its body where that is listed.
func (s *editionScreen) toBody() {
	for i, l := range s.lines {
		if l.row >= 0 && l.text == s.body {
			s.list.to(i)
			return
		}
	}
	s.list.to(0)
}

// settle makes the body under the cursor the one that it stays on.
func (s *editionScreen) settle() {
	if r, ok := s.row(); ok {
		s.body = r.Body.Code
	}
}

// land takes the cursor off a heading, the way it was going, or back where
// there is nothing more.
func (s *editionScreen) land(by int) {
	step := 1
	if by < 0 {
		step = -1
	}
	for range 2 {
		for at := s.list.at; at >= 0 && at < len(s.lines); at += step {
			if !s.lines[at].heading {
				s.list.to(at)
				s.showHeading()
				return
			}
		}
		step = -step
	}
}

// showHeading scrolls to the headings over the first body.
func (s *editionScreen) showHeading() {
	if s.list.top == s.list.at {
		for s.list.top > 0 && s.list.at-s.list.top < s.list.height-1 && s.lines[s.list.top-1].heading {
			s.list.top--
		}
	}
}

func (s *editionScreen) arrangeTable(i int, t league.Table) {
	var rows []int
	words, pick := s.sift.words(), s.pick()
	for j, r := range t.Rows {
		if (s.form == "" || s.got.body[r.Body.Code].Kind == s.form) && pick.Wants(&s.got.doc, &t, &r) {
			rows = append(rows, j)
		}
	}
	s.order(t, rows)
	var names []string
	if s.bar == nil && s.form == "" && s.got.asked.region == "" {
		for _, n := range t.Unmatched {
			if sieveHas(words, n) {
				names = append(names, n)
			}
		}
	}
	if len(s.got.doc.Tables) > 1 && len(rows)+len(names) > 0 {
		rule := strings.Repeat(s.session.look.rule(), 2)
		s.lines = append(s.lines, editionLine{i, -1, rule + " " + league.GroupWords(t.PeerGroup) + ": " + editionHeld(t) + " " + rule, true})
	}
	before := ""
	for _, j := range rows {
		if title := s.section(t, t.Rows[j]); s.sort == "" && title != before {
			before = title
			s.lines = append(s.lines, editionLine{i, -1, title, true})
		}
		s.lines = append(s.lines, editionLine{i, j, t.Rows[j].Body.Code, false})
	}
	s.shown += len(rows)
	if len(names) > 0 {
		s.lines = append(s.lines, editionLine{i, -1, fmt.Sprintf("printed names without a certain body: %d", len(names)), true})
	}
	for _, n := range names {
		s.lines = append(s.lines, editionLine{i, -1, n, false})
	}
}

// pick is what the filter and the bar leave.
func (s *editionScreen) pick() league.Pick {
	p := league.Pick{Named: strings.Join(s.sift.words(), " ")}
	if s.bar != nil {
		p.Bar = s.bar.group + ":" + s.bar.label
	}
	return p
}

// counted is the short id of the measure that a distribution counts.
func (s *editionScreen) counted() string { return s.got.doc.Counted() }

// editionFramework reports whether the rows carry segments beside ranks.
func editionFramework(doc league.Document) bool {
	return slices.ContainsFunc(doc.Tables, func(t league.Table) bool { return t.Ranks != nil })
}

// order puts rows in the order chosen. The published order is in sections, and
// where there are levels, which are grouped and never ranked, level by level.
// What has nothing in the column sorted by comes last either way.
func (s *editionScreen) order(t league.Table, rows []int) {
	turn := 1
	if s.reverse {
		turn = -1
	}
	if s.sort == "" {
		groups := map[string]int{}
		for _, r := range t.Rows {
			if g := editionUnder(t, s.got.doc.Kind, r); groups[g] == 0 {
				groups[g] = len(groups) + 1
			}
		}
		slices.SortStableFunc(rows, func(a, b int) int {
			x, y := t.Rows[a], t.Rows[b]
			kind := s.got.doc.Kind
			levels := cmp.Compare(groups[editionUnder(t, kind, x)], groups[editionUnder(t, kind, y)])
			return cmp.Or(cmp.Compare(editionSection(x), editionSection(y)), turn*levels, turn*cmp.Compare(a, b))
		})
		return
	}
	by := s.columns[slices.IndexFunc(s.columns, func(c editionColumn) bool { return c.name == s.sort })]
	last := func(r league.Row) int {
		if by.cell(r) == "" || by.name == "rank" && r.Rank == nil {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(rows, func(a, b int) int {
		x, y := t.Rows[a], t.Rows[b]
		return cmp.Or(cmp.Compare(last(x), last(y)), turn*by.compare(x, y), cmp.Compare(a, b))
	})
}

func editionSection(r league.Row) int {
	return slices.Index([]string{league.Ranked, league.Rated, league.PartKnown, league.NotRated}, r.Section)
}

// editionUnder is what rows stand together under: their section, and their level
// where the edition has levels.
func editionUnder(t league.Table, kind string, r league.Row) string {
	if t.Order == "level" || kind == "words" {
		return r.Section + " " + strings.ToLower(r.Label)
	}
	return r.Section
}

// section is the heading over a row in the published order.
func (s *editionScreen) section(t league.Table, r league.Row) string {
	switch {
	case r.Section == league.PartKnown && t.Ranks == nil:
		return "known in part: " + r.Label
	case r.Section == league.NotRated:
		return "not rated: " + r.Label
	case t.Order == "level" || s.got.doc.Kind == "words":
		for _, share := range t.Distribution {
			if strings.EqualFold(share.Label, r.Label) {
				return fmt.Sprintf("%s: %s", r.Label, editionShare(share))
			}
		}
		return r.Label
	case r.Section == league.Ranked:
		if slices.ContainsFunc(t.Rows, func(r league.Row) bool { return r.Section != league.Ranked }) {
			return "with a rank"
		}
		return ""
	case r.Section == league.PartKnown:
		return "segment known in part, without a rank held"
	case t.Ranks != nil:
		return "without a rank held"
	case s.got.doc.Kind == "rank":
		return "place in words only"
	}
	return ""
}
