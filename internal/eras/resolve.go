package eras

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// Rating is what the archive concludes from the claims about one body, measure
// and edition (or, in a rolling era, date).
type Rating struct {
	Claims   []Claim // all claims, the chosen one first, then firmest first
	Conflict bool    // a stated claim that lost excludes the chosen value
	Rule     string  // why the first claim won: only, narrower, doubt, tier, contemporary, correction, later, order
	RatedOn  Interval
}

// Chosen is the claim whose value the rating takes.
func (r Rating) Chosen() Claim { return r.Claims[0] }

// Counts reports whether the rating enters distributions: its chosen claim is
// stated.
func (r Rating) Counts() bool { return r.Chosen().Doubt == Stated }

// Resolve joins the claims of any number of bodies into ratings, ordered by
// era, edition, body, measure, peer group, service and date. Claims without a
// body make no rating. The rule, in order: a superseded claim never wins while
// another stands; doubtful, unconfirmed and implied ones win only where nothing
// is stated; a claim that lies inside every other stated one says more and
// wins; the nearest tier; a contemporary statement over a retrospective one;
// the later correction over the earlier print.
func Resolve(claims []Claim) []Rating {
	order := inRatingOrder(claims)
	out := make([]Rating, 0, len(order))
	for len(order) > 0 {
		first := order[0].at
		n := 1
		for n < len(order) && byRating(&claims[first], &claims[order[n].at]) == 0 {
			n++
		}
		g := claims[first : first+1 : first+1]
		for _, o := range order[1:n] {
			g = append(g, claims[o.at])
		}
		order = order[n:]
		if n > 1 {
			if regime := regimeOf(g[0].Era); regime.Rolling {
				for _, cluster := range sameRating(g, regime.SameRatingDays) {
					out = append(out, resolveOne(cluster))
				}
				continue
			}
		}
		out = append(out, resolveOne(g))
	}
	return out
}

// ordered is the place of a claim in a list, with the beginning of its body's
// code as a number that sorts like it.
type ordered struct {
	code uint64
	at   int
}

// inRatingOrder is the places of the claims that have a body, claims of one
// rating together and in the order given. Claims are large: what is sorted is
// their places, by numbers where all claims are of one edition.
func inRatingOrder(claims []Claim) []ordered {
	order := make([]ordered, 0, len(claims))
	one := true
	for i := range claims {
		c := &claims[i]
		if c.Body != "" {
			order = append(order, ordered{at: i})
			one = one && c.Edition == claims[0].Edition && c.Era == claims[0].Era
		}
	}
	if one {
		for i := range order {
			var code [8]byte
			copy(code[:], claims[order[i].at].Body)
			order[i].code = binary.BigEndian.Uint64(code[:])
		}
	}
	slices.SortFunc(order, func(a, b ordered) int {
		if a.code != b.code {
			return cmp.Compare(a.code, b.code)
		}
		if c := byRating(&claims[a.at], &claims[b.at]); c != 0 {
			return c
		}
		return a.at - b.at
	})
	return order
}

// byRating orders claims by the rating they are about. Two peer groups of one
// body are kept apart only where the era rates a body twice, and then only
// mental health services against the rest: other differences of group are two
// papers' readings of one table.
func byRating(a, b *Claim) int {
	if c := strings.Compare(a.Era, b.Era); c != 0 {
		return c
	}
	if c := strings.Compare(a.Edition, b.Edition); c != 0 {
		return c
	}
	if c := strings.Compare(a.Body, b.Body); c != 0 {
		return c
	}
	if c := strings.Compare(a.Measure, b.Measure); c != 0 {
		return c
	}
	const apart = "mental-health"
	if (a.PeerGroup == apart) != (b.PeerGroup == apart) && regimeOf(a.Era).TwoPeerGroups {
		if a.PeerGroup == apart {
			return 1
		}
		return -1
	}
	return strings.Compare(a.Service, b.Service)
}

// sameRating splits the claims of a rolling era about one body and measure into
// ratings: claims of one value within days of the first are one rating, dated
// by the best tier; different values of one day are one rating in conflict. A
// claim that only says "on or before" a day tells of the last rating by then,
// if that has its value; otherwise it is a rating of its own.
func sameRating(claims []Claim, days int) [][]Claim {
	sorted := slices.Clone(claims)
	slices.SortStableFunc(sorted, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.RatedOn.SortKey(), b.RatedOn.SortKey()), cmp.Compare(a.ID, b.ID))
	})
	var clusters [][]Claim
	var bounded []Claim
	for n := range sorted {
		c := &sorted[n]
		if c.RatedOn.First() == "" {
			bounded = append(bounded, *c)
			continue
		}
		i := slices.IndexFunc(clusters, func(g []Claim) bool {
			if len(c.RatedOn) == len("2006-01-02") && c.RatedOn == g[0].RatedOn {
				return true
			}
			if !sameValue(&g[0], c) {
				return false
			}
			apart := g[0].RatedOn.DaysApart(c.RatedOn)
			return apart >= 0 && apart <= days
		})
		if i < 0 {
			clusters = append(clusters, sorted[n:n+1:n+1])
			continue
		}
		clusters[i] = append(clusters[i], *c)
	}
	dated := len(clusters)
	for n := range bounded {
		c := &bounded[n]
		i := dated - 1
		for i >= 0 && c.RatedOn.Last() != "" && clusters[i][0].RatedOn.First() > c.RatedOn.Last() {
			i--
		}
		if i < 0 || !sameValue(&clusters[i][0], c) {
			i = slices.IndexFunc(clusters, func(g []Claim) bool { return g[0].RatedOn == c.RatedOn && sameValue(&g[0], c) })
		}
		if i < 0 {
			clusters = append(clusters, bounded[n:n+1:n+1])
			continue
		}
		clusters[i] = append(clusters[i], *c)
	}
	return clusters
}

func sameValue(a, b *Claim) bool {
	if a.Low > 0 || b.Low > 0 {
		return a.Low == b.Low && a.High == b.High
	}
	if a.Number != "" || b.Number != "" {
		return a.Number == b.Number
	}
	return a.Status == b.Status && (a.Status != "" || a.Value == b.Value)
}

func resolveOne(claims []Claim) Rating {
	if len(claims) == 1 {
		return Rating{Claims: claims, Rule: "only", RatedOn: claims[0].RatedOn}
	}
	ordered := slices.Clone(claims)
	slices.SortStableFunc(ordered, func(a, b Claim) int {
		return cmp.Or(
			cmp.Compare(standingOfDoubt(a.Doubt), standingOfDoubt(b.Doubt)),
			cmp.Compare(tierRank(a.Tier), tierRank(b.Tier)),
			cmp.Compare(correctionRank(a), correctionRank(b)),
			cmp.Compare(b.CountsFrom.Last(), a.CountsFrom.Last()),
			cmp.Compare(a.ID, b.ID),
		)
	})
	best := 0
	for i := 1; i < len(ordered); i++ {
		if ordered[i].Doubt == ordered[best].Doubt && narrower(ordered[i], ordered[best]) {
			best = i
		}
	}
	rule := ruleOf(ordered, best)
	won := ordered[best]
	ordered = slices.Insert(slices.Delete(ordered, best, best+1), 0, won)
	r := Rating{Claims: ordered, Rule: rule, RatedOn: ratedOn(ordered)}
	for _, c := range ordered[1:] {
		if c.Doubt == Stated && excludes(c, won) {
			r.Conflict = true
		}
	}
	return r
}

// ratedOn is the date of the chosen claim, or where that only bounds it, of the
// first claim that knows it.
func ratedOn(ordered []Claim) Interval {
	for _, c := range ordered {
		if c.RatedOn.First() != "" {
			return c.RatedOn
		}
	}
	return ordered[0].RatedOn
}

func ruleOf(ordered []Claim, best int) string {
	if len(ordered) == 1 {
		return "only"
	}
	if best != 0 {
		return "narrower"
	}
	a, b := ordered[0], ordered[1]
	switch {
	case standingOfDoubt(a.Doubt) != standingOfDoubt(b.Doubt):
		return "doubt"
	case (a.Tier == "retrospective-press") != (b.Tier == "retrospective-press"):
		return "contemporary"
	case a.Tier != b.Tier:
		return "tier"
	case correctionRank(a) != correctionRank(b):
		return "correction"
	case a.CountsFrom != b.CountsFrom:
		return "later"
	}
	return "order"
}

func standingOfDoubt(d Doubt) int {
	if i := slices.Index(Doubts(), d); i >= 0 {
		return i
	}
	return len(Doubts())
}

func tierRank(t string) int {
	if i := slices.Index(Tiers(), t); i >= 0 {
		return i
	}
	return len(Tiers())
}

func correctionRank(c Claim) int {
	if strings.Contains(c.Note, "corrected") {
		return 0
	}
	return 1
}

// narrower reports whether a's levels lie inside b's and are fewer.
func narrower(a, b Claim) bool {
	return a.Low > 0 && b.Low > 0 && a.Low >= b.Low && a.High <= b.High && a.High-a.Low < b.High-b.Low
}

// excludes reports whether the two claims cannot both be true.
func excludes(a, b Claim) bool {
	switch {
	case a.Low > 0 && b.Low > 0:
		return a.High < b.Low || b.High < a.Low
	case a.Number != "" && b.Number != "":
		return a.Number != b.Number
	case a.Status != "" && b.Low > 0, b.Status != "" && a.Low > 0:
		return true
	case a.Status != "" && b.Status != "":
		return a.Status != b.Status
	}
	return false
}
