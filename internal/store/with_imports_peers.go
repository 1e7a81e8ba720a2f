package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"careratings/internal/eras"
)

// importedPeers counts the peers of an edition again on the measures that imports
// brought claims of, by the rule of countPeers: stated ratings of levels and
// ranks.
func (a *Archive) importedPeers(ctx context.Context, edition string, p *Peers) error {
	if a.imports == nil {
		return nil
	}
	measures, err := a.imports.MeasuresIn(ctx, edition)
	if err != nil {
		return err
	}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return err
	}
	for _, id := range measures {
		m := cat.measureByID[id]
		if m.Kind != "level" && m.Kind != "rank" {
			continue
		}
		claims, err := a.ClaimsIn(ctx, edition, id, "")
		if err != nil {
			return err
		}
		p.Counts[id] = countRatings(eras.Resolve(slices.DeleteFunc(claims, func(c eras.Claim) bool { return c.Body == "" })), m.Kind == "rank")
	}
	return nil
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
