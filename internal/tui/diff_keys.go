package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/moves"
)

// Actions lists what can be done on a diff.
func (s *diffScreen) Actions() []action {
	if s.chooser != nil {
		return chooserActions()
	}
	return append([]action{
		{Keys: []string{"enter"}, Name: "list the cell, open the trust", Run: s.enter},
		{Keys: []string{"tab"}, Name: "other pane", Run: s.otherPane},
		{Keys: []string{" "}, Name: "mark the cell", Run: s.markCell},
		{Keys: []string{"K"}, Name: "peer group", Run: s.chooseKind},
		{Keys: []string{"O"}, Name: "only a verdict", Run: s.chooseVerdict},
		{Keys: []string{"/"}, Name: "find", Run: s.find},
		{Keys: []string{"o"}, Name: "source", Run: s.source},
		{Keys: []string{"b"}, Name: "breaks between", Run: s.chooseBreak},
		{Keys: []string{"a"}, Name: "agreement and sensitivity", Run: s.agree},
		{Keys: []string{"n"}, Name: "next pair of neighbouring editions", Run: func() tea.Cmd { return s.neighbour(1) }},
		{Keys: []string{"p"}, Name: "previous pair of neighbouring editions", Run: func() tea.Cmd { return s.neighbour(-1) }},
		{Keys: []string{"w"}, Name: "swap the sides", Run: s.swap},
		{Keys: []string{"s"}, Name: "sort by the next column", Run: s.sortNext},
		{Keys: []string{"S"}, Name: "reverse the order", Run: s.sortTurn},
		{Keys: []string{"M"}, Name: "choose the measure", Run: s.chooseMeasure},
		{Keys: []string{"R"}, Name: "choose the region", Run: s.chooseRegion},
		{Keys: []string{"m"}, Name: "mark the trust for comparison", Run: s.markTrust},
		{Keys: []string{"c"}, Name: "compare the marked trusts", Run: s.compare},
		{Keys: []string{"r"}, Name: "read again", Run: s.askAnew},
		{Keys: []string{"left", "h"}, Name: "cell to the left"},
		{Keys: []string{"right", "l"}, Name: "cell to the right"},
	}, listActions()...)
}

// key handles the keys that are no actions: moving, and letters of a field.
func (s *diffScreen) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case s.chooser != nil:
		done, cmd := s.chooser.key(k)
		if done {
			s.chooser = nil
		}
		return cmd
	case s.typing:
		s.typeName(k)
	case s.read == nil || s.read.problem != nil:
	case s.movers:
		s.list.key(k)
	default:
		s.moveCell(k.String())
	}
	return nil
}

// typeName edits the name to find; every letter lists anew.
func (s *diffScreen) typeName(k tea.KeyMsg) {
	switch k.String() {
	case "esc":
		s.typing, s.named = false, ""
	case "backspace":
		if r := []rune(s.named); len(r) > 0 {
			s.named = string(r[:len(r)-1])
		}
	case "ctrl+u":
		s.named = ""
	case "up", "down", "pgup", "pgdown":
		s.list.key(k)
		return
	default:
		if k.Type != tea.KeyRunes && k.Type != tea.KeySpace {
			return
		}
		s.named += string(k.Runes)
	}
	s.repick()
	s.arrange()
}

// moveCell moves the cursor in the map. The row after the last level is of those
// that began in between, the column after the last of those that ended; the
// corner of both is none.
func (s *diffScreen) moveCell(key string) {
	if s.read.tab == nil {
		return
	}
	rows, columns := len(s.read.tab.FromLevels), len(s.read.tab.ToLevels)
	row, column := diffSpot(s.at.From, rows), diffSpot(s.at.To, columns)
	switch key {
	case "up", "k", "ctrl+p":
		row--
	case "down", "j", "ctrl+n":
		row++
	case "left", "h":
		column--
	case "right", "l":
		column++
	case "home", "g", "pgup":
		row, column = 0, 0
	case "end", "G", "pgdown":
		row, column = rows-1, columns-1
	}
	row, column = max(0, min(row, rows)), max(0, min(column, columns))
	if row == rows && column == columns {
		return
	}
	s.at = moves.Place{From: (row + 1) % (rows + 1), To: (column + 1) % (columns + 1)}
}

// diffSpot is where a level stands in the map, 0 after the last.
func diffSpot(level, levels int) int {
	if level == 0 {
		return levels
	}
	return level - 1
}

func (s *diffScreen) enter() tea.Cmd {
	switch {
	case s.typing:
		s.typing = false
		return nil
	case s.read == nil || s.read.problem != nil:
		return notice("there is nothing to open")
	case s.movers:
		if r := s.selected(); r != nil {
			return open(newTrajectory(s.session, r.Trust.Code))
		}
		return notice("no trust is selected")
	}
	return s.drillDown()
}

// drillDown lists the lineages of the marked cells, or of the one at the cursor.
func (s *diffScreen) drillDown() tea.Cmd {
	cells := slices.Clone(s.marked)
	if len(cells) == 0 {
		cells = []moves.Place{s.at}
	}
	n := 0
	for i := range s.read.rows {
		if r := &s.read.rows[i]; r.counted && slices.Contains(cells, r.place) {
			n++
		}
	}
	if n == 0 {
		return notice("no lineage is in " + s.cellsName(cells))
	}
	s.drill = cells
	s.repick()
	s.movers = true
	s.arrange()
	return nil
}

func (s *diffScreen) otherPane() tea.Cmd {
	switch {
	case s.Typing():
		return nil
	case s.read == nil || s.read.problem != nil:
		return notice("there is nothing to show yet")
	case s.read.tab == nil:
		return notice("there is no map: " + s.read.noTab)
	}
	s.movers = !s.movers
	s.arrange()
	return nil
}

func (s *diffScreen) markCell() tea.Cmd {
	switch {
	case s.read == nil || s.read.problem != nil:
		return notice("there is no cell to mark")
	case s.movers:
		s.list.move(s.list.height)
		return nil
	}
	s.toggleCell()
	return nil
}

func (s *diffScreen) find() tea.Cmd {
	if s.read == nil || s.read.problem != nil {
		return notice("there is nothing to find in yet")
	}
	s.typing, s.movers = true, true
	s.arrange()
	return nil
}

func (s *diffScreen) sortNext() tea.Cmd {
	s.column = (s.column + 1) % len(diffSorts())
	return s.sort()
}

func (s *diffScreen) sortTurn() tea.Cmd {
	s.down = !s.down
	return s.sort()
}

func (s *diffScreen) sort() tea.Cmd {
	s.ordered = true
	s.repick()
	return notice("sorted by " + s.sortWords())
}

func (s *diffScreen) sortWords() string {
	words := diffSorts()[s.column]
	if s.down {
		return words + ", greatest first"
	}
	return words + ", smallest first"
}

func (s *diffScreen) markTrust() tea.Cmd {
	r := s.selected()
	switch {
	case r == nil:
		return notice("no trust is selected")
	case !s.session.toggleMark(r.Trust.Code):
		return notice("Compare takes six trusts; take a mark away first")
	case s.session.marked(r.Trust.Code):
		return notice(r.Trust.Code + " is marked; c compares the marked")
	}
	return notice(r.Trust.Code + " is no longer marked")
}

func (s *diffScreen) compare() tea.Cmd {
	if len(s.session.marks) < 2 {
		return notice("mark two trusts or more with m first")
	}
	return open(newCompare(s.session, slices.Clone(s.session.marks)))
}
