package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/eras"
	"careratings/internal/trajectory"
)

func (s *diffScreen) choose(title string, all []choice) tea.Cmd {
	if len(all) == 0 {
		return notice("there is nothing to choose")
	}
	s.chooser = newChooser(title, all)
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
	choices := []choice{{name: all, on: *value == "", run: set("")}}
	for _, c := range from(s.read) {
		choices = append(choices, choice{c.name, plural(c.n, "lineage"), *value == c.name, set(c.name)})
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
	choices := []choice{{name: "all verdicts", note: plural(sum.Rows, "lineage"), on: s.only == "", run: set("")}}
	for _, c := range []diffCount{{"up", sum.Up}, {"down", sum.Down}, {"same", sum.Same}, {"not-resolved", sum.NotResolved}, {"entered", sum.Entered}, {"left", sum.Left}} {
		choices = append(choices, choice{c.name, plural(c.n, "lineage"), s.only == c.name, set(c.name)})
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
	var choices []choice
	add := func(before string, m eras.Measure, on bool, sides ...*string) {
		choices = append(choices, choice{before + m.ID, m.Label + " (" + m.Kind + ")", on, func() tea.Cmd {
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
	var choices []choice
	for _, b := range s.read.c.Breaks {
		choices = append(choices, choice{b.ID, diffForbids(b) + ": " + b.Why, s.read.refused != nil && b.ID == s.read.refused.BreakID, func() tea.Cmd {
			return open(newSource(s.session, b.Source))
		}})
	}
	return s.choose("Breaks between (enter opens the source)", choices)
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
	var choices []choice
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
			choices = append(choices, choice{c.Source.ID, []string{"before: ", "after: "}[i] + diffSaid(c) + ", " + c.Source.Title, false, func() tea.Cmd {
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
