package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store/imports"
)

// importedPeers counts the peers of an edition again on the measures that imports
// brought claims of, by the rule of countPeers: stated ratings of levels and
// ranks.
func (a *Archive) importedPeers(ctx context.Context, edition string, p *Peers) error {
	if a.imports == nil {
		return nil
	}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return err
	}
	var counted []string
	for _, m := range cat.Measures {
		if m.Era == cat.editionByID[edition].Era && (m.Kind == "level" || m.Kind == "rank") {
			counted = append(counted, m.ID)
		}
	}
	more, err := a.imports.ClaimsOfMeasures(ctx, edition, counted)
	if err != nil || len(more) == 0 {
		return err
	}
	brought := map[string]bool{}
	for _, c := range more {
		brought[c.Measure] = true
	}
	measures := slices.Sorted(maps.Keys(brought))
	held, err := a.claims(ctx, "", claimSelect+`WHERE c.edition = (SELECT id FROM edition WHERE key = ?)
		AND c.measure IN (SELECT id FROM measure WHERE key IN (SELECT value FROM json_each(?))) ORDER BY c.id`, edition, keyList(measures))
	if err != nil {
		return err
	}
	claims, err := a.importedClaims(ctx, held, "", func(*imports.Store) ([]eras.Claim, error) { return more, nil })
	if err != nil {
		return err
	}
	on := map[string][]eras.Claim{}
	for _, c := range claims {
		if c.Body != "" {
			on[c.Measure] = append(on[c.Measure], c)
		}
	}
	for _, id := range measures {
		p.Counts[id] = countRatings(eras.Resolve(on[id]), cat.measureByID[id].Kind == "rank")
	}
	return nil
}

// importedTotals adds, for peer groups of which nothing is printed, what imported
// data files have at each segment: the whole group is in such a file.
func (a *Archive) importedTotals(ctx context.Context, edition string, held []Total) ([]Total, error) {
	listings, err := a.imports.Listings(ctx, edition)
	if err != nil {
		return nil, err
	}
	printed := map[string]bool{}
	for _, t := range held {
		if _, ok := t.Size(); ok && t.Scope == "" {
			printed[t.PeerGroup] = true
		}
	}
	out := slices.Clip(held)
	for _, l := range listings {
		if printed[l.PeerGroup] {
			continue
		}
		out = append(out, Total{
			ID: fmt.Sprintf("%s.%s.%d", l.Source, l.PeerGroup, l.Level), Edition: edition, Era: "nof", PeerGroup: l.PeerGroup, Measure: "nof.segment",
			Value: strings.TrimSuffix(l.Value, ".0"), Low: l.Level, High: l.Level, Count: strconv.Itoa(l.N), Base: strconv.Itoa(l.Of),
			Set: edition + "/" + l.PeerGroup + "/segment/" + l.Source, Doubt: "computed", Tier: "official", Source: l.Source,
			CountsFrom: eras.Interval(l.CountsFrom), Note: "counted by us in the imported data file, not published as a count",
		})
	}
	return out, nil
}

// countRatings counts ratings by peer group and level, or status; of ranks it
// lists the positions.
func countRatings(ratings []eras.Rating, ranks bool) []PeerCount {
	type place struct {
		group     string
		low, high int
		status    string
	}
	counts := map[place]*PeerCount{}
	for _, r := range ratings {
		c := r.Chosen()
		if c.Doubt != eras.Stated {
			continue
		}
		at := place{c.PeerGroup, c.Low, c.High, c.Status}
		n := counts[at]
		if n == nil {
			n = &PeerCount{PeerGroup: c.PeerGroup, Low: c.Low, High: c.High, Status: c.Status}
			counts[at] = n
		}
		n.N++
		for _, told := range r.Claims {
			n.Of = max(n.Of, told.Of)
		}
		if at, err := strconv.Atoi(c.Number); err == nil && ranks {
			n.Ranks = append(n.Ranks, at)
		}
	}
	out := make([]PeerCount, 0, len(counts))
	for _, n := range counts {
		slices.Sort(n.Ranks)
		out = append(out, *n)
	}
	slices.SortFunc(out, func(x, y PeerCount) int {
		return cmp.Or(cmp.Compare(x.PeerGroup, y.PeerGroup), cmp.Compare(x.Low, y.Low), cmp.Compare(x.High, y.High), cmp.Compare(x.Status, y.Status))
	})
	return out
}
