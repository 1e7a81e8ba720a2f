package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/output/cite"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// citeValue cites one rating: the archive's statement of it, then every source
// that states it, with its place and, where they differ, what each prints.
func (a *app) citeValue(ctx context.Context, arch *store.Archive, cat *store.Catalogue, who cite.Archive, b bodies.Body, edition, measure string) ([]cite.Item, error) {
	era, day, _ := strings.Cut(edition, "@")
	label := edition
	if e, ok := cat.Edition(edition); ok {
		era, label = e.Era, e.Label
	}
	regime, _ := cat.Era(era)
	if measure == "" {
		measure = regime.Headline
	}
	m, ok := cat.Measure(measure)
	if !ok || m.Era != era {
		if m, ok = cat.Measure(era + "." + measure); !ok {
			return nil, noMatchf("%s has no measure %q; archive measures --era %s lists them", era, output.Clean(measure), era)
		}
	}
	t, err := trajectory.Build(ctx, arch, b, trajectory.Options{AsOf: a.flags.asOf, Policy: "strands", Measures: []string{m.ID}})
	if err != nil {
		return nil, err
	}
	points := pointsOf(t, b.ID, m.ID, edition, day)
	if len(points) == 0 {
		return nil, noMatchf("the archive holds no %s of %s in %s%s; %s lists what it holds", m.ID, b.Name, edition, a.asOfWords(), a.asOfLine("archive trajectory "+b.ID+" --measure all"))
	}
	var items []cite.Item
	for _, p := range points {
		name := p.Body.Name
		if p.Body.NameThen != "" {
			name = p.Body.NameThen
		}
		if day != "" && p.Date != nil {
			label = regime.Label + ", rating of " + *p.Date
		}
		what := fmt.Sprintf("%s (%s), %s, %s: %s%s", name, p.Body.Code, label, m.Label, valueWords(p), a.asOfWords())
		items = append(items, cite.OfView(who, p.Body.Code+"-"+edition+"-"+m.ID, what, a.asOfLine("archive trajectory "+p.Body.Code+" --measure "+m.ID), ""))
		ids := make([]string, 0, len(p.Claims))
		for _, c := range p.Claims {
			ids = append(ids, c.Source.ID)
		}
		sources, err := arch.Sources(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, c := range p.Claims {
			place := c.Locator
			if !c.Chosen && c.Value != p.Value {
				place = strings.TrimPrefix(place+"; states \""+c.Value+"\"", "; ")
			}
			if c.Doubt != "" && c.Doubt != string(eras.Stated) {
				place = strings.TrimPrefix(place+"; "+c.Doubt, "; ")
			}
			items = append(items, cite.OfSource(sources[c.Source.ID], place))
		}
	}
	return items, nil
}

// pointsOf are the ratings of a trajectory on one measure in one edition, or the
// newest of each service by a day: the body's own, or where it has none those of
// its predecessors and successors.
func pointsOf(t trajectory.Trust, code, measure, edition, day string) []trajectory.Point {
	newest := map[string]trajectory.Point{}
	var all []trajectory.Point
	for _, p := range t.Points {
		switch {
		case p.Measure != measure:
		case day == "" && p.Edition != nil && *p.Edition == edition:
			all = append(all, p)
		case day != "" && p.Date != nil && eras.Interval(*p.Date).Last() != "" && eras.Interval(*p.Date).Last() <= day:
			strand := p.Body.Code + "\x00" + p.Service
			if old, ok := newest[strand]; !ok || eras.Interval(*old.Date).SortKey() <= eras.Interval(*p.Date).SortKey() {
				newest[strand] = p
			}
		}
	}
	for _, strand := range slices.Sorted(func(yield func(string) bool) {
		for s := range newest {
			if !yield(s) {
				return
			}
		}
	}) {
		all = append(all, newest[strand])
	}
	own := slices.DeleteFunc(slices.Clone(all), func(p trajectory.Point) bool { return p.Body.Code != code })
	if len(own) > 0 {
		return own
	}
	return all
}

// valueWords is a rating as printed, with the publisher's word where that is
// another, and what is uncertain about it.
func valueWords(p trajectory.Point) string {
	out := "\"" + p.Value + "\""
	if p.Label != "" && !strings.EqualFold(p.Label, p.Value) {
		out += " (" + p.Label + ")"
	}
	if p.Doubt != "" && p.Doubt != string(eras.Stated) {
		out += " [" + p.Doubt + "]"
	}
	if p.Conflict {
		out += " [sources disagree]"
	}
	return out
}

// asOfWords says by which day sources had spoken, where one was given.
func (a *app) asOfWords() string {
	if a.flags.asOf == "" {
		return ""
	}
	return ", as of " + a.flags.asOf
}

// asOfLine is a command line with the day given, where one was.
func (a *app) asOfLine(line string) string {
	if a.flags.asOf == "" {
		return line
	}
	return line + " --as-of " + a.flags.asOf
}
