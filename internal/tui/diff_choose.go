package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// diffChooser is a searchable list of one thing to choose.
type diffChooser struct {
	title      string
	all, found []diffChoice
	query      string
	list       list
}

// diffChoice is one of the things: on tells that it is chosen now.
type diffChoice struct {
	name, note string
	on         bool
	run        func() tea.Cmd
}

func newDiffChooser(title string, all []diffChoice) *diffChooser {
	c := &diffChooser{title: title, all: all}
	c.search()
	for i, x := range c.found {
		if x.on {
			c.list.to(i)
		}
	}
	return c
}

func (c *diffChooser) search() {
	c.found = c.found[:0]
	for _, x := range c.all {
		if strings.Contains(strings.ToLower(x.name+" "+x.note), strings.ToLower(c.query)) {
			c.found = append(c.found, x)
		}
	}
	c.list.reset(len(c.found))
}

// key handles a key other than enter; done closes the chooser.
func (c *diffChooser) key(k tea.KeyMsg) (done bool) {
	switch k.String() {
	case "esc":
		return true
	case "up", "down", "pgup", "pgdown", "home", "end", "ctrl+n", "ctrl+p":
		c.list.key(k)
	case "backspace":
		if r := []rune(c.query); len(r) > 0 {
			c.query = string(r[:len(r)-1])
			c.search()
		}
	default:
		if k.Type == tea.KeyRunes || k.Type == tea.KeySpace {
			c.query += string(k.Runes)
			c.search()
		}
	}
	return false
}

func (c *diffChooser) view(l look, width, height int) []string {
	c.list.setHeight(height - 2)
	lines := []string{
		l.style.Bold(l.fit("  "+c.title+": "+c.query+l.sign("▏", "_"), width)),
		l.style.Dim(l.fit(fmt.Sprintf("  %d of %d; letters search, enter chooses, esc leaves all as it is", len(c.found), len(c.all)), width)),
	}
	if len(c.found) == 0 {
		return append(lines, l.fit("  nothing matches; backspace widens", width))
	}
	wide := 0
	for _, x := range c.all {
		wide = max(wide, output.Width(x.name))
	}
	first, last := c.list.shown()
	for i := first; i < last; i++ {
		x, mark := c.found[i], "  "
		if x.on {
			mark = l.mark() + " "
		}
		lines = append(lines, l.selected(mark+l.fit(x.name, min(wide, width/2))+"  "+x.note, i == c.list.at, width))
	}
	return lines
}

func (s *diffScreen) choose(title string, all []diffChoice) tea.Cmd {
	if len(all) == 0 {
		return notice("there is nothing to choose")
	}
	s.chooser = newDiffChooser(title, all)
	return nil
}

func (s *diffScreen) chooseKind() tea.Cmd {
	return s.chooseCount("Peer group on either side", "all peer groups", func(d *diffRead) []diffCount { return d.kinds }, &s.want.kind)
}

func (s *diffScreen) chooseRegion() tea.Cmd {
	return s.chooseCount("Region", "all regions", func(d *diffRead) []diffCount { return d.regions }, &s.want.region)
}

func (s *diffScreen) chooseCount(title, all string, from func(*diffRead) []diffCount, value *string) tea.Cmd {
	if s.read == nil {
		return notice("still reading")
	}
	set := func(v string) func() tea.Cmd {
		return func() tea.Cmd {
			*value = v
			return s.askAnew()
		}
	}
	choices := []diffChoice{{name: all, on: *value == "", run: set("")}}
	for _, c := range from(s.read) {
		choices = append(choices, diffChoice{c.name, diffPlural(c.n, "lineage"), *value == c.name, set(c.name)})
	}
	return s.choose(title, choices)
}

func (s *diffScreen) chooseVerdict() tea.Cmd {
	if s.read == nil || s.read.problem != nil {
		return notice("there is nothing to pick from")
	}
	sum := s.read.doc.Summary
	set := func(v string) func() tea.Cmd {
		return func() tea.Cmd {
			s.only = v
			s.repick()
			s.movers = true
			s.arrange()
			return nil
		}
	}
	choices := []diffChoice{{name: "all verdicts", note: diffPlural(sum.Rows, "lineage"), on: s.only == "", run: set("")}}
	for _, c := range []diffCount{{"up", sum.Up}, {"down", sum.Down}, {"same", sum.Same}, {"not-resolved", sum.NotResolved}, {"entered", sum.Entered}, {"left", sum.Left}} {
		choices = append(choices, diffChoice{c.name, diffPlural(c.n, "lineage"), s.only == c.name, set(c.name)})
	}
	return s.choose("Verdict", choices)
}

// chooseMeasure offers the measures held on both sides; between eras, those of
// each side apart.
func (s *diffScreen) chooseMeasure() tea.Cmd {
	if s.read == nil {
		return notice("still reading")
	}
	d := s.read
	var choices []diffChoice
	add := func(before string, m eras.Measure, on bool, sides ...*string) {
		choices = append(choices, diffChoice{before + m.ID, m.Label + " (" + m.Kind + ")", on, func() tea.Cmd {
			for _, side := range sides {
				*side = m.ID
			}
			return s.askAnew()
		}})
	}
	if d.from.Era == d.to.Era {
		later := map[string]bool{}
		for _, m := range d.measures[1] {
			later[m.ID] = true
		}
		for _, m := range d.measures[0] {
			if later[m.ID] {
				add("", m, d.from.Measure.ID == m.ID && d.to.Measure.ID == m.ID, &s.want.fromMeasure, &s.want.toMeasure)
			}
		}
	} else {
		for _, m := range d.measures[0] {
			add("before: ", m, d.from.Measure.ID == m.ID, &s.want.fromMeasure)
		}
		for _, m := range d.measures[1] {
			add("after: ", m, d.to.Measure.ID == m.ID, &s.want.toMeasure)
		}
	}
	if len(choices) < 2 {
		return notice("there is only one measure to compare")
	}
	return s.choose("Measure", choices)
}

// chooseBreak lists the breaks between the sides; enter opens the source.
func (s *diffScreen) chooseBreak() tea.Cmd {
	if s.read == nil || s.read.problem != nil || len(s.read.c.Breaks) == 0 {
		return notice("no break is recorded between the two")
	}
	var choices []diffChoice
	for _, b := range s.read.c.Breaks {
		choices = append(choices, diffChoice{b.ID, diffForbids(b) + ": " + b.Why, s.read.refused != nil && b.ID == s.read.refused.BreakID, func() tea.Cmd {
			return open(newSource(s.session, b.Source))
		}})
	}
	return s.choose("Breaks between; enter opens the source", choices)
}

// source opens the source of what is selected: in the list the ratings', in the
// map that of the break which refuses something.
func (s *diffScreen) source() tea.Cmd {
	if !s.movers {
		if s.read != nil && s.read.refused != nil {
			if b, ok := s.read.breakOf(s.read.refused.BreakID); ok {
				return open(newSource(s.session, b.Source))
			}
		}
		return s.chooseBreak()
	}
	r := s.selected()
	if r == nil {
		return notice("no trust is selected")
	}
	var choices []diffChoice
	seen := map[string]bool{}
	for i, p := range diffSides(r.Row) {
		if p == nil {
			continue
		}
		for _, c := range p.Claims {
			if seen[c.Source.ID] {
				continue
			}
			seen[c.Source.ID] = true
			choices = append(choices, diffChoice{c.Source.ID, []string{"before: ", "after: "}[i] + diffSaid(c) + ", " + c.Source.Title, false, func() tea.Cmd {
				return open(newSource(s.session, c.Source.ID))
			}})
		}
	}
	if len(choices) == 1 {
		return choices[0].run()
	}
	return s.choose("Sources of "+r.Trust.Code, choices)
}

// diffSaid is what a claim says, and how firmly where that is not plain.
func diffSaid(c trajectory.Claim) string {
	if c.Doubt == string(eras.Stated) {
		return c.Value
	}
	return c.Value + " (" + c.Doubt + ")"
}

// diffForbids says what a break forbids.
func diffForbids(b eras.Break) string {
	if len(b.Forbids) == 0 || b.Forbids[0] == "none" {
		return "forbids nothing"
	}
	return "forbids " + strings.Join(b.Forbids, ", ")
}

func diffPlural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
