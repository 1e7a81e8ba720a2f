package tui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// arrange makes the list: the rows that the filters leave, in the order chosen.
// The cursor stays on its row.
func (s *sourceScreen) arrange() {
	p, ok := s.now()
	if !ok {
		return
	}
	kept := -1
	if s.list.at < len(s.rows) {
		kept = s.rows[s.list.at]
	}
	words := s.sift.words()
	column := slices.IndexFunc(p.columns, func(c sourceColumn) bool { return c.name == s.facet[0] })
	s.rows = s.rows[:0]
	for i, r := range p.rows {
		if (column < 0 || r.cells[column] == s.facet[1]) && sieveHolds(words, r.search) {
			s.rows = append(s.rows, i)
		}
	}
	if s.sort > len(p.columns) {
		s.sort = 0
	}
	s.order(p)
	s.list.reset(len(s.rows))
	if at := slices.Index(s.rows, kept); kept >= 0 && at >= 0 {
		s.list.to(at)
	}
	s.list.setHeight(s.shape().rows)
}

// sieveHolds reports whether a text, in lower case, has every word.
func sieveHolds(words []string, text string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// order sorts by a column, numbers by their size; an empty cell comes last
// either way.
func (s *sourceScreen) order(p sourcePart) {
	turn := 1
	if s.reverse {
		turn = -1
	}
	if s.sort == 0 {
		if s.reverse {
			slices.Reverse(s.rows)
		}
		return
	}
	by := s.sort - 1
	type sortKey struct {
		text   string
		number float64
		is     bool
	}
	keys := make([]sortKey, len(p.rows))
	for _, i := range s.rows {
		text := strings.ToLower(p.rows[i].cells[by])
		n, err := strconv.ParseFloat(text, 64)
		keys[i] = sortKey{text, n, err == nil}
	}
	slices.SortStableFunc(s.rows, func(a, b int) int {
		x, y := keys[a], keys[b]
		switch {
		case (x.text == "") != (y.text == ""):
			return cmp.Compare(y.text, x.text)
		case x.is && y.is:
			return turn * cmp.Compare(x.number, y.number)
		}
		return turn * cmp.Compare(x.text, y.text)
	})
}

// chooseFacet lists the values of the columns that sort rows into few kinds,
// each with its count.
func (s *sourceScreen) chooseFacet() tea.Cmd {
	p, ok := s.now()
	if !ok {
		return notice("nothing is read yet; r reads again")
	}
	var all []choice
	for _, name := range []string{"status", "doubt", "edition", "measure", "peer group", "kind", "from", "to"} {
		column := slices.IndexFunc(p.columns, func(c sourceColumn) bool { return c.name == name })
		if column < 0 {
			continue
		}
		n := map[string]int{}
		for _, r := range p.rows {
			n[r.cells[column]]++
		}
		var values []string
		for v := range n {
			values = append(values, v)
		}
		slices.SortFunc(values, func(x, y string) int { return cmp.Or(cmp.Compare(n[y], n[x]), cmp.Compare(x, y)) })
		for _, v := range values {
			facet := [2]string{name, v}
			c := choice{name: name + ": " + sourceOr(v, "(none)"), note: strconv.Itoa(n[v]), on: facet == s.facet}
			if c.on {
				facet = [2]string{}
			}
			c.run = func() tea.Cmd {
				s.facet = facet
				s.arrange()
				return nil
			}
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return notice("there is nothing to choose from")
	}
	s.chooser = newChooser("Show only, with how many there are", all)
	return nil
}
