package tui

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/eras"
)

// chooseFacet lists the peer groups, regions and kinds of trust there are, each
// with its count; choosing one that is chosen takes it away.
func (s *editionScreen) chooseFacet() tea.Cmd {
	if s.got == nil {
		return s.onNoBody()
	}
	var all []choice
	add := func(facet, chosen string, counts []editionCount, choose func(value string) tea.Cmd) {
		for _, x := range counts {
			c := choice{name: facet + ": " + strings.ReplaceAll(x.value, "-", " "), note: strconv.Itoa(x.n), on: x.value == chosen}
			value := x.value
			if c.on {
				value = ""
			}
			c.run = func() tea.Cmd { return choose(value) }
			all = append(all, c)
		}
	}
	add("peer group", s.want.kind, s.got.kinds(), func(v string) tea.Cmd {
		s.want.kind = v
		return s.Init()
	})
	add("region", s.want.region, s.got.regions(), func(v string) tea.Cmd {
		s.want.region = v
		return s.Init()
	})
	add("kind of body", s.form, s.got.forms(), func(v string) tea.Cmd {
		s.form = v
		s.arrange()
		return nil
	})
	if len(all) == 0 {
		return notice("there is nothing to choose from")
	}
	s.chooser = newChooser("Facets, with how many bodies have each", all)
	return nil
}

func (s *editionScreen) chooseMeasure() tea.Cmd {
	if s.got == nil || len(s.got.measures) == 0 {
		return notice("there is no measure to choose")
	}
	var all []choice
	for i, m := range s.got.measures {
		measure := m.ID
		if i == 0 {
			measure = ""
		}
		all = append(all, choice{m.ID, m.Label + " (" + m.Kind + ")", m.ID == s.got.doc.Measure, func() tea.Cmd {
			s.want.measure, s.bar, s.onBars = measure, nil, false
			return s.Init()
		}})
	}
	s.chooser = newChooser("Measure", all)
	return nil
}

// step goes to the next edition of the era, or the one before; of a rolling era
// to a year later or earlier. Filters and the cursor's body stay.
func (s *editionScreen) step(by int) tea.Cmd {
	to := s.beside(by, true)
	switch {
	case s.got == nil:
		return s.onNoBody()
	case to == "" && by > 0:
		return notice("this is the era's last edition; E lists all")
	case to == "":
		return notice("this is the era's first edition; E lists all")
	}
	s.want.edition = to
	return s.Init()
}

// beside is the edition next to this one in its era; without undated, one whose
// place in time is known.
func (s *editionScreen) beside(by int, undated bool) string {
	if s.got == nil {
		return ""
	}
	if era, day, ok := strings.Cut(s.want.edition, "@"); ok {
		if len(day) != len("2006-01-02") {
			return ""
		}
		year, err := strconv.Atoi(day[:4])
		if err != nil {
			return ""
		}
		day = strings.Replace(day[4:], "-02-29", "-02-28", 1)
		return fmt.Sprintf("%s@%04d%s", era, year+by, day)
	}
	best := eras.Edition{}
	for _, e := range s.got.editions {
		ahead := by * (e.Seq - s.got.about.Seq)
		if e.Era != s.got.about.Era || ahead <= 0 || !undated && strings.HasSuffix(e.ID, "-undated") {
			continue
		}
		if best.ID == "" || ahead < by*(best.Seq-s.got.about.Seq) {
			best = e
		}
	}
	return best.ID
}

// diffBefore opens the diff with the edition before this one.
func (s *editionScreen) diffBefore() tea.Cmd {
	before := s.beside(-1, false)
	switch {
	case s.got == nil:
		return s.onNoBody()
	case before == "":
		return notice("no edition of the era is before this one; D chooses another")
	}
	return open(newDiff(s.session, before, s.want.edition))
}

func (s *editionScreen) chooseDiff() tea.Cmd {
	if s.got == nil {
		return s.onNoBody()
	}
	diff := func(other string) func() tea.Cmd {
		return func() tea.Cmd {
			if s.day(other) > s.day(s.want.edition) {
				return open(newDiff(s.session, s.want.edition, other))
			}
			return open(newDiff(s.session, other, s.want.edition))
		}
	}
	s.chooser = newChooser("Diff of "+s.want.edition+" with (or cqc@YYYY-MM-DD)", s.others(diff))
	s.chooser.openAt(s.beside(-1, false))
	s.chooser.free = s.asDay(diff)
	return nil
}

func (s *editionScreen) chooseEdition() tea.Cmd {
	if s.got == nil {
		return s.onNoBody()
	}
	to := func(other string) func() tea.Cmd {
		return func() tea.Cmd {
			if era, _, _ := strings.Cut(other, "@"); era != s.got.era.ID && s.eraOf(other) != s.got.era.ID {
				return open(newEdition(s.session, other))
			}
			s.want.edition = other
			return s.Init()
		}
	}
	s.chooser = newChooser("Go to the edition (or cqc@YYYY-MM-DD)", s.others(to))
	s.chooser.openAt(s.beside(1, true))
	s.chooser.free = s.asDay(to)
	return nil
}

func (s *editionScreen) eraOf(edition string) string {
	for _, e := range s.got.editions {
		if e.ID == edition {
			return e.Era
		}
	}
	return ""
}

// asDay takes a text as a rolling era as at a day.
func (s *editionScreen) asDay(choose func(edition string) func() tea.Cmd) func(string) func() tea.Cmd {
	return func(text string) func() tea.Cmd {
		era, day, ok := strings.Cut(text, "@")
		iv, err := eras.ParseInterval(day)
		if !ok || era == "" || err != nil || iv.First() != day || len(day) != len("2006-01-02") {
			return nil
		}
		return choose(text)
	}
}

// others lists the editions beside this one, those of its era first; of a
// rolling era the years before.
func (s *editionScreen) others(choose func(edition string) func() tea.Cmd) []choice {
	var near, far []choice
	if strings.Contains(s.want.edition, "@") {
		for _, by := range []int{1, -1, -2, -3, -4, -5} {
			if id := s.beside(by, true); id != "" {
				near = append(near, choice{name: id, note: s.got.era.Label, run: choose(id)})
			}
		}
	}
	for _, e := range s.got.editions {
		c := choice{name: e.ID, note: e.Label, run: choose(e.ID)}
		switch e.Era {
		case s.got.era.ID:
			if e.ID != s.want.edition {
				near = append(near, c)
			}
		default:
			far = append(far, c)
		}
	}
	return append(near, far...)
}

// day is when an edition was published, as far as known, for the order of two.
func (s *editionScreen) day(edition string) string {
	if _, day, ok := strings.Cut(edition, "@"); ok {
		return day
	}
	for _, e := range s.got.editions {
		if e.ID == edition {
			if day := e.Published.Last(); day != "" {
				return day
			}
			if e.RatedTo != "" {
				return e.RatedTo
			}
			return e.RatedFrom
		}
	}
	return ""
}
