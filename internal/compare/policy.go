package compare

import (
	"fmt"
	"strings"
)

// Policy says whose rating speaks for a body that came out of a merger. Every
// answer names the policy it was given under.
type Policy string

// The policies. None averages two ratings.
const (
	Strands Policy = "strands" // every predecessor on its own line
	Legal   Policy = "legal"   // the surviving code only
	Inherit Policy = "inherit" // the predecessors' last ratings until the successor has its first
	Worst   Policy = "worst"   // the worst rating in the lineage at the time
	Best    Policy = "best"    // the best rating in the lineage at the time
)

// Policies lists all policies, the default first.
func Policies() []Policy { return []Policy{Strands, Legal, Inherit, Worst, Best} }

// ParsePolicy reads a policy's name; an empty one is the default, strands.
func ParsePolicy(name string) (Policy, error) {
	if name == "" {
		return Strands, nil
	}
	names := make([]string, 0, len(Policies()))
	for _, p := range Policies() {
		if string(p) == name {
			return p, nil
		}
		names = append(names, string(p))
	}
	return "", fmt.Errorf("lineage policy %q: want one of %s", name, strings.Join(names, ", "))
}

// Held is the rating a body of the lineage holds in one edition.
type Held struct {
	Body          string
	Levels        Span
	ThroughMerger bool // held by a predecessor
}

// Lines gives the ratings that speak for a body in one edition: own is its own
// rating, nil if it has none, predecessors those of the bodies before it. For
// inherit the caller passes the predecessors' last ratings, and only while the
// body has had no rating yet. Partly known ratings under worst and best are
// joined to the span of what the worst or best can be; Body then names every
// body that may hold it. Under any policy nothing in means nothing out.
func Lines(policy Policy, own *Held, predecessors []Held) []Held {
	var all []Held
	if own != nil {
		all = append(all, *own)
	}
	for _, p := range predecessors {
		p.ThroughMerger = true
		all = append(all, p)
	}
	switch policy {
	case Legal:
		if own == nil {
			return nil
		}
		return all[:1]
	case Inherit:
		if own != nil {
			return all[:1]
		}
		return all
	case Worst:
		return extreme(all, func(a, b int) int { return min(a, b) })
	case Best:
		return extreme(all, func(a, b int) int { return max(a, b) })
	}
	return all
}

// extreme joins the ratings by pick, which is min or max.
func extreme(all []Held, pick func(a, b int) int) []Held {
	if len(all) == 0 {
		return nil
	}
	span := all[0].Levels
	for _, h := range all[1:] {
		span = Span{Low: pick(span.Low, h.Levels.Low), High: pick(span.High, h.Levels.High)}
	}
	joined := Held{Levels: span}
	var holders []string
	for _, h := range all {
		if span.Exact() && h.Levels == span {
			return []Held{h} // the first speaks for all who hold it
		}
		if h.Levels.Low <= span.High && h.Levels.High >= span.Low {
			holders = append(holders, h.Body)
			joined.ThroughMerger = joined.ThroughMerger || h.ThroughMerger
		}
	}
	joined.Body = strings.Join(holders, " or ")
	return []Held{joined}
}

// Strand pairs a predecessor's rating with its successor's.
type Strand struct {
	Pair
	From, To string // the rated bodies; equal when nothing happened to the body
}

// OncePerSuccessor prepares strands for agreement statistics, in which a
// successor counts once. Its own earlier rating is kept where it has one; else
// the predecessors' if they all agree; else the successor is left out, because
// choosing one would invent an answer and averaging is never done. It returns
// the pairs kept, in order of first appearance, and the number of successors
// left out.
func OncePerSuccessor(strands []Strand) (kept []Pair, leftOut int) {
	type entry struct {
		pair     Pair
		own      bool
		disagree bool
	}
	var order []string
	entries := map[string]*entry{}
	for _, s := range strands {
		e, ok := entries[s.To]
		switch {
		case !ok:
			entries[s.To] = &entry{pair: s.Pair, own: s.From == s.To}
			order = append(order, s.To)
		case e.own:
		case s.From == s.To:
			*e = entry{pair: s.Pair, own: true}
		case e.pair.A != s.A:
			e.disagree = true
		}
	}
	for _, to := range order {
		if e := entries[to]; e.disagree {
			leftOut++
		} else {
			kept = append(kept, e.pair)
		}
	}
	return kept, leftOut
}
