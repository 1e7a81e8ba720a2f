package holdings

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// Conflict is one disagreement between sources. Kind is claims (two stated
// claims about one rating exclude each other), totals (two published counts of
// one level differ) or a kind of the curated list (read in the sources' texts).
type Conflict struct {
	ID, Kind, Era, Edition, PeerGroup, Body, Measure string
	About                                            string
	Sides                                            []string // what each side says, with its source
	Sources                                          []string
}

// Conflicts lists every disagreement the archive holds: the curated ones first,
// then those of ratings, then those of published totals.
func Conflicts(ctx context.Context, a *store.Archive) ([]Conflict, error) {
	curated, err := a.Conflicts(ctx)
	if err != nil {
		return nil, err
	}
	var out []Conflict
	for _, c := range curated {
		out = append(out, Conflict{
			ID: c.ID, Kind: c.Kind, Era: c.Era, Edition: c.Edition, PeerGroup: c.PeerGroup, Body: c.Body, Measure: c.Measure,
			About: c.About, Sides: []string{c.Sides}, Sources: c.Sources,
		})
	}
	ratings, err := a.ConflictedRatings(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range ratings {
		out = append(out, ofRating(r))
	}
	totals, err := a.AllTotals(ctx)
	if err != nil {
		return nil, err
	}
	return append(out, ofTotals(totals)...), nil
}

func ofRating(r eras.Rating) Conflict {
	c := r.Chosen()
	moment := c.Edition
	if moment == "" {
		moment = c.Era + "@" + string(c.RatedOn)
	}
	out := Conflict{
		ID: "claims-" + c.ID, Kind: "claims", Era: c.Era, Edition: c.Edition, PeerGroup: c.PeerGroup, Body: c.Body, Measure: c.Measure,
		About: fmt.Sprintf("%s, %s, %s: sources give different values; the first is chosen (%s)", c.Body, moment, c.Measure, r.Rule),
	}
	for _, cl := range r.Claims {
		side := fmt.Sprintf("%q (%s, %s, %s)", cl.Value, cl.Source, cl.Tier, cl.Doubt)
		if !slices.Contains(out.Sides, side) {
			out.Sides = append(out.Sides, side)
		}
		if !slices.Contains(out.Sources, cl.Source) {
			out.Sources = append(out.Sources, cl.Source)
		}
	}
	return out
}

// ofTotals finds published counts of the same bodies at the same level that
// cannot all be true: two different whole numbers, or a number and a
// percentage of its own base that does not round to it.
func ofTotals(totals []store.Total) []Conflict {
	type key struct{ era, edition, group, scope, measure, value string }
	groups := map[key][]store.Total{}
	var order []key
	for _, t := range totals {
		if t.Count == "" || t.AtLeast || t.Edition == "" || t.Doubt != eras.Stated {
			continue
		}
		k := key{t.Era, t.Edition, t.PeerGroup, t.Scope, t.Measure, t.Value}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], t)
	}
	var out []Conflict
	for _, k := range order {
		counts := map[string]bool{}
		c := Conflict{
			ID:   "totals-" + strings.Trim(strings.Join([]string{k.edition, k.group, strings.ReplaceAll(k.value, " ", "-")}, "."), "."),
			Kind: "totals", Era: k.era, Edition: k.edition, PeerGroup: k.group, Measure: k.measure,
			About: fmt.Sprintf("published counts of %s at %q in %s differ", groupWords(k.group, k.scope), k.value, k.edition),
		}
		for _, t := range groups[k] {
			if _, err := strconv.ParseFloat(t.Count, 64); err != nil {
				continue
			}
			counts[t.Count] = true
			side := t.Count
			if t.Base != "" {
				side += " of " + t.Base
			}
			c.Sides = append(c.Sides, fmt.Sprintf("%s (%s, %s)", side, t.Source, t.Tier))
			if !slices.Contains(c.Sources, t.Source) {
				c.Sources = append(c.Sources, t.Source)
			}
		}
		if len(counts) > 1 {
			out = append(out, c)
		}
	}
	return out
}

func groupWords(group, scope string) string {
	words := strings.ReplaceAll(group, "-", " ")
	if scope != "" {
		words += " (" + scope + ")"
	}
	return words
}
