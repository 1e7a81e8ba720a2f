package league

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// moment is an edition, or a rolling era as at a day.
type moment struct {
	id, label    string
	era          eras.Era
	edition, day string
	level        string // location or provider; empty for trusts
}

func parseMoment(cat *store.Catalogue, s string) (moment, error) {
	if id, day, ok := strings.Cut(s, "@"); ok {
		era, known := cat.Era(id)
		iv, err := eras.ParseInterval(day)
		switch {
		case !known:
			return moment{}, &NoSuch{fmt.Sprintf("no era %q; archive eras lists them", id)}
		case !era.Rolling:
			return moment{}, &NoSuch{fmt.Sprintf("%s has editions: %s", era.ID, strings.Join(cat.EditionsOf(era.ID), ", "))}
		case err != nil || len(day) != len("2006-01-02") || iv.First() != day:
			return moment{}, &NoSuch{fmt.Sprintf("%s: write one day, as in %s@2020-02-05", s, era.ID)}
		}
		return moment{id: s, label: era.Label + " as at " + day, era: era, day: day}, nil
	}
	if e, ok := cat.Edition(s); ok {
		era, _ := cat.Era(e.Era)
		return moment{id: e.ID, label: e.Label, era: era, edition: e.ID}, nil
	}
	if era, ok := cat.Era(s); ok && era.Rolling {
		return moment{}, &NoSuch{fmt.Sprintf("%s is a rolling era without editions: name a day, as in %s@2020-02-05", s, s)}
	}
	return moment{}, &NoSuch{cat.NoEdition(s)}
}

// at sets the level.
func (m *moment) at(level string) error {
	if why := store.LevelFault(level, m.id, m.era.ID, m.day); why != "" {
		return &NoSuch{why}
	}
	if level != "trust" {
		m.level = level
	}
	return nil
}

// measureOf is the measure asked for, within the era. When none is, it is the
// headline, or the only measure an edition has.
func measureOf(ctx context.Context, a *store.Archive, cat *store.Catalogue, m moment, name string) (eras.Measure, error) {
	var has []string
	var err error
	if m.edition != "" {
		has, err = a.MeasuresIn(ctx, m.edition)
	} else {
		for _, x := range cat.Measures {
			if x.Era == m.era.ID {
				has = append(has, x.ID)
			}
		}
	}
	if err != nil {
		return eras.Measure{}, err
	}
	if name == "" && len(has) == 1 {
		name = has[0]
	}
	name = cmp.Or(name, m.era.Headline)
	for _, id := range []string{name, m.era.ID + "." + name} {
		if slices.Contains(has, id) {
			found, _ := cat.Measure(id)
			return found, nil
		}
	}
	slices.SortStableFunc(has, func(x, y string) int { return cmp.Compare(importance(x, m.era), importance(y, m.era)) })
	if len(has) == 0 {
		return eras.Measure{}, &NoSuch{fmt.Sprintf("no rating of %s is held; archive coverage shows what is", m.id)}
	}
	return eras.Measure{}, &NoSuch{fmt.Sprintf("%s has no ratings of %q; it has %s", m.id, name, strings.Join(shortened(has, 12), ", "))}
}

// importance is 0 for the headline, 1 for a plain measure, 2 for a part of one.
func importance(measure string, era eras.Era) int {
	if measure == era.Headline {
		return 0
	}
	return strings.Count(measure, ".")
}

// shortened keeps a list readable.
func shortened(list []string, most int) []string {
	if len(list) <= most {
		return list
	}
	return append(slices.Clone(list[:most]), fmt.Sprintf("and %d more", len(list)-most))
}
