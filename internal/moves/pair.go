package moves

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/compare"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// Pair is one lineage on both sides; A is nil for a body that came, B for one
// that left, and Note says why or through which succession they are joined.
type Pair struct {
	Code, Name string
	A, B       *trajectory.Point
	Merger     bool // the two sides are different bodies of one lineage
	Note       string
}

// family is what pairing needs of identity: who follows whom inside a family of
// kinds, and what the bodies are.
type family struct {
	bodies map[string]bodies.Body
	ahead  map[string][]bodies.Succession
	back   map[string][]bodies.Succession
}

func readFamily(ctx context.Context, a *store.Archive) (*family, error) {
	all, err := a.AllBodies(ctx, false)
	if err != nil {
		return nil, err
	}
	links, err := a.AllSuccessions(ctx)
	if err != nil {
		return nil, err
	}
	f := &family{bodies: make(map[string]bodies.Body, len(all)), ahead: map[string][]bodies.Succession{}, back: map[string][]bodies.Succession{}}
	for _, b := range all {
		f.bodies[b.ID] = b
	}
	for _, s := range links {
		if s.Predecessor != s.Successor && bodies.SameFamily(f.bodies[s.Predecessor].Kind, f.bodies[s.Successor].Kind) {
			f.ahead[s.Predecessor] = append(f.ahead[s.Predecessor], s)
			f.back[s.Successor] = append(f.back[s.Successor], s)
		}
	}
	return f, nil
}

func (f *family) names() map[string]string {
	out := make(map[string]string, len(f.bodies))
	for id, b := range f.bodies {
		out[id] = b.Name
	}
	return out
}

// nearest walks from a body along links and returns the bodies of the first
// ring that has any for which want holds.
func nearest(from string, links map[string][]bodies.Succession, other func(bodies.Succession) string, want func(string) bool) []string {
	seen := map[string]bool{from: true}
	for ring := []string{from}; len(ring) > 0; {
		var next, hit []string
		for _, code := range ring {
			for _, s := range links[code] {
				to := other(s)
				if seen[to] {
					continue
				}
				seen[to] = true
				next = append(next, to)
				if want(to) {
					hit = append(hit, to)
				}
			}
		}
		if len(hit) > 0 {
			slices.Sort(hit)
			return hit
		}
		ring = next
	}
	return nil
}

func successorOf(s bodies.Succession) string   { return s.Successor }
func predecessorOf(s bodies.Succession) string { return s.Predecessor }

// pairUp joins the two sides under a lineage policy, by code.
func pairUp(f *family, a, b held, from, to Moment, policy compare.Policy) []Pair {
	var pairs []Pair
	met := map[string]bool{}
	switch policy {
	case compare.Inherit, compare.Worst, compare.Best:
		pairs = f.oneLineEach(a, b, policy, met)
	default:
		pairs = f.strands(a, b, policy, met)
	}
	for code, points := range b {
		if met["b "+code] {
			continue
		}
		for i := range points {
			pairs = append(pairs, Pair{Code: code, Name: f.bodies[code].Name, B: &points[i], Note: f.cameBecause(code, from)})
		}
	}
	for code, points := range a {
		if met["a "+code] {
			continue
		}
		for i := range points {
			pairs = append(pairs, Pair{Code: code, Name: f.bodies[code].Name, A: &points[i], Note: f.leftBecause(code, to, b)})
		}
	}
	slices.SortFunc(pairs, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(bodyOf(x.A), bodyOf(y.A)), cmp.Compare(groupOf(x), groupOf(y)))
	})
	return pairs
}

func bodyOf(p *trajectory.Point) string {
	if p == nil {
		return ""
	}
	return p.Body.Code
}

func groupOf(p Pair) string {
	if p.A != nil {
		return p.A.PrintedGroup()
	}
	return p.B.PrintedGroup()
}

// strands pairs each body with itself, else with its nearest rated successors.
func (f *family) strands(a, b held, policy compare.Policy, met map[string]bool) []Pair {
	var pairs []Pair
	for code, points := range a {
		into := []string{code}
		if b[code] == nil {
			into = nil
			if policy != compare.Legal {
				into = nearest(code, f.ahead, successorOf, func(c string) bool { return b[c] != nil })
			}
		}
		for _, next := range into {
			met["a "+code], met["b "+next] = true, true
			for i := range points {
				pairs = append(pairs, f.join(code, next, &points[i], partner(points[i], b[next])))
			}
		}
	}
	return pairs
}

func (f *family) join(code, next string, pa, pb *trajectory.Point) Pair {
	p := Pair{Code: next, Name: f.bodies[next].Name, A: pa, B: pb, Merger: code != next}
	if p.Merger {
		p.Note = fmt.Sprintf("through merger: %s %s into %s", code, f.bodies[code].Name, next)
	}
	return p
}

// partner is the later point of the same side of a body rated twice (mental
// health services or not).
func partner(p trajectory.Point, among []trajectory.Point) *trajectory.Point {
	for i := range among {
		if (among[i].PrintedGroup() == "mental-health") == (p.PrintedGroup() == "mental-health") {
			return &among[i]
		}
	}
	return &among[0]
}

// oneLineEach gives each later body one earlier value made of its own and its
// predecessors' by the policy.
func (f *family) oneLineEach(a, b held, policy compare.Policy, met map[string]bool) []Pair {
	var pairs []Pair
	for code, points := range b {
		var own *compare.Held
		byBody := map[string]*trajectory.Point{}
		if pa := a[code]; pa != nil && pa[0].Span() != nil {
			own = &compare.Held{Body: code, Levels: *pa[0].Span()}
			byBody[code] = &pa[0]
		}
		var before []compare.Held
		for _, pred := range nearest(code, f.back, predecessorOf, func(c string) bool { return a[c] != nil && a[c][0].Span() != nil }) {
			before = append(before, compare.Held{Body: pred, Levels: *a[pred][0].Span(), ThroughMerger: true})
			byBody[pred] = &a[pred][0]
		}
		for _, line := range compare.Lines(policy, own, before) {
			met["b "+code] = true
			pa := byBody[line.Body]
			if pa == nil {
				continue
			}
			pairs = append(pairs, f.join(line.Body, code, pa, &points[0]))
		}
		for body := range byBody {
			met["a "+body] = true
		}
	}
	return pairs
}

// leftBecause says why a body of the earlier side is not on the later one, as
// far as the archive knows.
func (f *family) leftBecause(code string, to Moment, b held) string {
	body := f.bodies[code]
	var into []string
	for _, s := range f.ahead[code] {
		into = append(into, s.Successor+" "+f.bodies[s.Successor].Name)
	}
	switch {
	case !body.Living() && len(into) > 0:
		return "merged into " + strings.Join(into, ", ") + ", whose rating is not held"
	case !body.Living() && body.Closed.Known():
		return "closed " + string(body.Closed)
	case !body.Living():
		return "closed, date not known"
	case !anyOfKind(f, body.Kind, b):
		return "not in scope: no body of its kind is rated in " + to.ID()
	}
	return "not found: no rating held"
}

func anyOfKind(f *family, kind string, b held) bool {
	for code := range b {
		if bodies.SameFamily(f.bodies[code].Kind, kind) {
			return true
		}
	}
	return false
}

// cameBecause says why a body of the later side is not on the earlier one.
func (f *family) cameBecause(code string, from Moment) string {
	body := f.bodies[code]
	var out []string
	for _, s := range f.back[code] {
		out = append(out, s.Predecessor)
	}
	if opened := body.Opened.First(); opened != "" && len(out) > 0 {
		return "opened " + string(body.Opened) + " from " + strings.Join(out, ", ") + ", whose ratings are not held"
	} else if opened != "" && from.AsAt != "" && opened > from.AsAt {
		return "opened " + string(body.Opened)
	}
	return "not found: no earlier rating held"
}
