// Package holdings says what an archive holds and what it lacks: how many of
// the published number of bodies are rated, which ratings are wanted most, and
// where sources disagree.
package holdings

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// Coverage is one edition and peer group: how many bodies the archive holds a
// stated headline rating of, out of how many the edition is published to have
// rated. Bases holds every published number with its source; they can disagree.
type Coverage struct {
	Era, Edition, PeerGroup, Measure string
	Held                             int
	Bases                            []Base
}

// Base is a published number of bodies rated and the source that prints it.
type Base struct {
	N      int
	Source string
}

// Missing is the number of ratings not held, by the largest base; -1 when no
// base is published.
func (c Coverage) Missing() int {
	if len(c.Bases) == 0 {
		return -1
	}
	most := slices.MaxFunc(c.Bases, func(a, b Base) int { return cmp.Compare(a.N, b.N) })
	return max(0, most.N-c.Held)
}

// Told says the bases in words: "156 (guardian-…) or 166 (bbc-…)".
func (c Coverage) Told() string {
	var parts []string
	for _, b := range c.Bases {
		parts = append(parts, fmt.Sprintf("%d (%s)", b.N, b.Source))
	}
	return strings.Join(parts, " or ")
}

// Cover lists every edition and peer group of which a rating is held or a
// number published. A group that takes in others (all; acute and specialist)
// counts the bodies of those too. Where a rating prints no group, the body's
// group in other eras is taken, if they leave no doubt; else it stays empty.
func Cover(ctx context.Context, a *store.Archive) ([]Coverage, error) {
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	held, err := a.HeadlineRatings(ctx)
	if err != nil {
		return nil, err
	}
	totals, err := a.AllTotals(ctx)
	if err != nil {
		return nil, err
	}
	groups, err := a.PeerGroupsOf(ctx)
	if err != nil {
		return nil, err
	}
	c := covering{cat: cat, measures: countedOn(held, totals), found: map[table]*Coverage{}, bodies: map[table]map[string]bool{}}
	for _, h := range held {
		h.PeerGroup = cmp.Or(h.PeerGroup, knownGroup(groups[h.Body]))
		c.hold(h)
	}
	for _, t := range totals {
		c.base(t)
	}
	c.takeIn()
	return c.sorted(), nil
}

// table is a peer group of an edition.
type table struct{ era, edition, group string }

// covering is the coverage of every table while it is counted.
type covering struct {
	cat      *store.Catalogue
	measures map[string]string // of editions counted on another measure than the headline
	found    map[table]*Coverage
	bodies   map[table]map[string]bool // whose rating is held
}

func (c *covering) at(k table) *Coverage {
	if c.found[k] == nil {
		e, _ := c.cat.Era(k.era)
		c.found[k] = &Coverage{Era: k.era, Edition: k.edition, PeerGroup: k.group, Measure: cmp.Or(c.measures[k.edition], e.Headline)}
	}
	return c.found[k]
}

// hold counts a body that is rated, once.
func (c *covering) hold(h store.Held) {
	k := table{h.Era, h.Edition, h.PeerGroup}
	if c.bodies[k] == nil {
		c.bodies[k] = map[string]bool{}
	}
	if !c.bodies[k][h.Body] {
		c.bodies[k][h.Body] = true
		c.at(k).Held++
	}
}

// base notes a published number of bodies rated, each number once.
func (c *covering) base(t store.Total) {
	n, ok := t.Size()
	if !ok || t.Scope != "" || t.Doubt != eras.Stated {
		return
	}
	of := c.at(table{t.Era, t.Edition, t.PeerGroup})
	if !slices.ContainsFunc(of.Bases, func(b Base) bool { return b.N == n }) {
		of.Bases = append(of.Bases, Base{n, t.Source})
	}
}

// takeIn counts for a group with a base the bodies of those that it contains, too.
func (c *covering) takeIn() {
	for k, of := range c.found {
		if len(of.Bases) == 0 {
			continue
		}
		all := map[string]bool{}
		for other, set := range c.bodies {
			if other.era == k.era && other.edition == k.edition && eras.Within(other.group, k.group) {
				maps.Copy(all, set)
			}
		}
		of.Held = len(all)
	}
}

// sorted lists the tables in the order of eras, editions and peer groups.
func (c *covering) sorted() []Coverage {
	var out []Coverage
	for _, of := range c.found {
		slices.SortFunc(of.Bases, func(a, b Base) int { return cmp.Compare(a.N, b.N) })
		out = append(out, *of)
	}
	slices.SortFunc(out, func(a, b Coverage) int {
		ea, _ := c.cat.Edition(a.Edition)
		eb, _ := c.cat.Edition(b.Edition)
		return cmp.Or(
			cmp.Compare(eras.Rank(a.Era), eras.Rank(b.Era)), cmp.Compare(ea.Seq, eb.Seq), cmp.Compare(a.Edition, b.Edition),
			cmp.Compare(slices.Index(eras.PeerGroups(), a.PeerGroup), slices.Index(eras.PeerGroups(), b.PeerGroup)),
		)
	})
	return out
}

// knownGroup is the one peer group that a body's ratings leave possible, empty
// when there is none or more than one. The acute league tables of the oversight
// framework and the bands of intelligent monitoring take in specialist trusts.
func knownGroup(rated [][2]string) string {
	var found []string
	for _, r := range rated {
		era, group := r[0], r[1]
		if era == "nof" && group == "acute" {
			group = "acute-and-specialist"
		}
		switch group {
		case "acute", "specialist", "acute-and-specialist", "ambulance", "mental-health", "community", "mental-health-community":
			if !slices.Contains(found, group) {
				found = append(found, group)
			}
		}
	}
	found = slices.DeleteFunc(slices.Clone(found), func(wide string) bool {
		return slices.ContainsFunc(found, func(g string) bool { return g != wide && eras.Within(g, wide) })
	})
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// countedOn names the measure of an edition whose published numbers are all of
// one other than the era's headline, of which no rating is held either.
func countedOn(held []store.Held, totals []store.Total) map[string]string {
	out := map[string]string{}
	for _, t := range totals {
		if m, ok := out[t.Edition]; ok && m != t.Measure {
			out[t.Edition] = ""
			continue
		}
		out[t.Edition] = t.Measure
	}
	for _, h := range held {
		out[h.Edition] = ""
	}
	return out
}
