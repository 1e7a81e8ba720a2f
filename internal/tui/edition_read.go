package tui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/league"
)

// editionAnswer is what the archive says of an edition: the document of the
// command, and the same without its filters by peer group, to count the facets.
type editionAnswer struct {
	asked    editionAsked // as answered: what the edition has not is left out
	label    string
	about    eras.Edition // none of a rolling era
	era      eras.Era
	source   eras.Source // of the edition
	doc      league.Document
	full     league.Document
	none     string   // why there is no document
	said     []string // what was asked for and left out
	measures []eras.Measure
	editions []eras.Edition
	body     map[string]bodies.Body
}

func readEdition(ctx context.Context, s *session, want editionAsked, asOf string) (editionAnswer, error) {
	got := editionAnswer{asked: want}
	arch, err := s.open()
	if err != nil {
		return got, err
	}
	cat, err := arch.Catalogue(ctx)
	if err != nil {
		return got, err
	}
	got.editions = cat.Editions
	era, _, rolling := strings.Cut(want.edition, "@")
	var has []string
	if e, ok := cat.Edition(want.edition); ok {
		got.about, got.label, era = e, e.Label, e.Era
		if has, err = arch.MeasuresIn(ctx, want.edition); err != nil {
			return got, err
		}
		sources, err := arch.Sources(ctx, []string{e.Source})
		if err != nil {
			return got, err
		}
		got.source = sources[e.Source]
	}
	got.era, _ = cat.Era(era)
	for _, m := range cat.Measures {
		if m.Era == era && (rolling || slices.Contains(has, m.ID)) {
			got.measures = append(got.measures, m)
		}
	}
	slices.SortStableFunc(got.measures, func(x, y eras.Measure) int {
		return cmp.Compare(editionImportance(x.ID, got.era.Headline), editionImportance(y.ID, got.era.Headline))
	})
	if want.measure != "" && !slices.ContainsFunc(got.measures, func(m eras.Measure) bool { return m.ID == want.measure }) {
		got.said = append(got.said, "no ratings of "+want.measure+" here: its headline is shown")
		got.asked.measure = ""
	}
	all, err := arch.AllBodies(ctx, false)
	if err != nil {
		return got, err
	}
	got.body = make(map[string]bodies.Body, len(all))
	for _, b := range all {
		got.body[b.ID] = b
	}
	opt := league.Options{Measure: got.asked.measure, AsOf: asOf}
	if rolling { // its ratings carry groups, though no table was published
		opt.Kind = "all"
	}
	if got.full, err = league.Build(ctx, arch, want.edition, opt); err != nil {
		return editionNotHeld(got, err)
	}
	got.label = got.full.Label
	if kind := want.kind; kind != "" && !slices.ContainsFunc(got.full.Tables, func(t league.Table) bool { return eras.Within(t.PeerGroup, kind) }) {
		got.said = append(got.said, "no table of "+league.GroupWords(kind)+" here: all are shown")
		got.asked.kind = ""
	}
	if got.doc = got.full; !rolling && got.asked.kind == "" && want.region == "" {
		return got, nil
	}
	if opt.Kind = got.asked.kind; want.region != "" {
		opt.Keep = func(b bodies.Body) bool { return strings.EqualFold(b.Region, want.region) }
	}
	if got.doc, err = league.Build(ctx, arch, want.edition, opt); err != nil {
		return editionNotHeld(got, err)
	}
	return got, nil
}

// editionNotHeld turns "the archive has no such thing" into an answer; it is no
// failure.
func editionNotHeld(got editionAnswer, err error) (editionAnswer, error) {
	if no := (*league.NoSuch)(nil); errors.As(err, &no) {
		got.none, got.doc = no.What, league.Document{}
		return got, nil
	}
	return got, err
}

// editionImportance puts the headline first, then plain measures, then parts of
// them.
func editionImportance(measure, headline string) int {
	if measure == headline {
		return 0
	}
	return strings.Count(measure, ".")
}

// bodies is how many rows the command gives.
func (a *editionAnswer) bodies() int {
	n := 0
	for _, t := range a.doc.Tables {
		n += len(t.Rows)
	}
	return n
}

// editionCount is one value of a facet and how many bodies have it.
type editionCount struct {
	value string
	n     int
}

// kinds are the peer groups of the edition.
func (a *editionAnswer) kinds() []editionCount {
	var out []editionCount
	for _, t := range a.full.Tables {
		if t.PeerGroup != "" {
			out = append(out, editionCount{t.PeerGroup, len(t.Rows)})
		}
	}
	return out
}

// regions are the regions of the bodies of the peer groups chosen.
func (a *editionAnswer) regions() []editionCount {
	return a.count(func(b bodies.Body) string { return b.Region })
}

// forms are what the bodies of the peer groups chosen are in law.
func (a *editionAnswer) forms() []editionCount {
	return a.count(func(b bodies.Body) string { return b.Kind })
}

func (a *editionAnswer) count(of func(b bodies.Body) string) []editionCount {
	n := map[string]int{}
	for _, t := range a.full.Tables {
		if a.asked.kind != "" && !eras.Within(t.PeerGroup, a.asked.kind) {
			continue
		}
		for _, r := range t.Rows {
			n[of(a.body[r.Body.Code])]++
		}
	}
	var out []editionCount
	for value, count := range n {
		if value != "" {
			out = append(out, editionCount{value, count})
		}
	}
	slices.SortFunc(out, func(x, y editionCount) int { return cmp.Compare(x.value, y.value) })
	return out
}

// heldInAll says how many ratings all tables hold, and of how many where every
// size is published and no table is part of another.
func (a *editionAnswer) heldInAll() string {
	held, of, known := 0, 0, true
	for i, t := range a.doc.Tables {
		held += t.Held
		if t.Base == nil {
			known = false
			continue
		}
		of += *t.Base
		for j, other := range a.doc.Tables {
			known = known && (i == j || !eras.Within(t.PeerGroup, other.PeerGroup))
		}
	}
	if known && of > 0 {
		return fmt.Sprintf("%d of %d published ratings held", held, of)
	}
	return fmt.Sprintf("%d ratings held", held)
}
