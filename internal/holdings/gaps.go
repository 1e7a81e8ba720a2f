package holdings

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// Gap is a rating that is not held of a body that other editions of the era
// rate: the body was in scope, and the value is wanted the more the more of its
// other ratings are held.
type Gap struct {
	Era, Edition, PeerGroup, Measure, Body, Name string
	RatedIn                                      []string // the other editions of the era that rate it
	Wanted                                       int      // ratings of the body held in any era
}

// Gaps lists the ratings missing between others, most wanted first. An edition
// of which the archive holds no rating at all is left out, as is an edition
// that did not rate the peer group.
func Gaps(ctx context.Context, a *store.Archive) ([]Gap, error) {
	held, err := a.HeadlineRatings(ctx)
	if err != nil {
		return nil, err
	}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	type who struct{ era, body string }
	rated := map[who][]store.Held{}
	total := map[string]int{}
	groups := map[string]map[string]bool{} // edition -> peer groups it rates
	var order []who
	for _, h := range held {
		total[h.Body]++
		if h.Edition == "" {
			continue
		}
		if groups[h.Edition] == nil {
			groups[h.Edition] = map[string]bool{}
		}
		groups[h.Edition][h.PeerGroup] = true
		k := who{h.Era, h.Body}
		if rated[k] == nil {
			order = append(order, k)
		}
		rated[k] = append(rated[k], h)
	}
	closed, err := a.LifeSpans(ctx)
	if err != nil {
		return nil, err
	}
	var out []Gap
	for _, k := range order {
		last := rated[k][len(rated[k])-1]
		var in []string
		for _, h := range rated[k] {
			in = append(in, h.Edition)
		}
		for _, e := range cat.Editions {
			if e.Era != k.era || slices.Contains(in, e.ID) || !groups[e.ID][last.PeerGroup] || strings.HasSuffix(e.ID, "-undated") {
				continue
			}
			if !closed[k.body].Contains(e.Published) {
				continue
			}
			out = append(out, Gap{
				Era: k.era, Edition: e.ID, PeerGroup: last.PeerGroup, Measure: last.Measure, Body: k.body, Name: last.Name,
				RatedIn: in, Wanted: total[k.body],
			})
		}
	}
	slices.SortStableFunc(out, func(a, b Gap) int {
		return cmp.Or(-cmp.Compare(a.Wanted, b.Wanted), cmp.Compare(eras.Rank(a.Era), eras.Rank(b.Era)), cmp.Compare(a.Body, b.Body))
	})
	return out, nil
}
