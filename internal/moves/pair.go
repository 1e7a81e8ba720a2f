package moves

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/trajectory"
)

// Pair is one lineage on both sides; A is nil for a body that came, B for one
// that left, and Note says why or through which succession they are joined.
// Gone and Came tell that it truly ended or began between the two sides; without
// them its other rating is only not held.
type Pair struct {
	Code, Name string
	A, B       *trajectory.Point
	Merger     bool // the two sides are different bodies of one lineage
	Gone, Came bool
	Note       string

	breaks []eras.Break // on the way, where it has both sides
}

// pairing joins two sides, the earlier one a, the later one b.
type pairing struct {
	family   *family
	a, b     held
	from, to Moment // of a and b
	fromDay  string // the last day of the earlier side, as far as known; empty for first and last
	toDay    string
	policy   compare.Policy
	metA     []bool // by place in a
	metB     []bool
}

// happened reports whether a succession had surely happened by the later side,
// or where each body has its own date there, by the successor's.
func (p *pairing) happened(s bodies.Succession) bool {
	day := s.On.Last()
	if day == "" {
		return false
	}
	if p.toDay != "" {
		return day <= p.toDay
	}
	points := p.b.of(s.Successor)
	return len(points) > 0 && points[0].Date != nil && day <= *points[0].Date
}

// nearest walks from a body along links that had happened and returns the bodies
// of the first ring that has any for which want holds.
func (p *pairing) nearest(from string, links map[string][]bodies.Succession, other func(bodies.Succession) string, want func(string) bool) []string {
	seen := map[string]bool{from: true}
	for ring := []string{from}; len(ring) > 0; {
		var next, hit []string
		for _, code := range ring {
			for _, s := range links[code] {
				to := other(s)
				if seen[to] || !p.happened(s) {
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

// pairs joins the two sides under the lineage policy, by code.
func (p *pairing) pairs() []Pair {
	p.metA, p.metB = make([]bool, len(p.a.codes)), make([]bool, len(p.b.codes))
	var pairs []Pair
	switch p.policy {
	case compare.Inherit, compare.Worst, compare.Best:
		pairs = p.oneLineEach()
	default:
		pairs = p.strands()
	}
	for at, code := range p.b.codes {
		if p.metB[at] {
			continue
		}
		points := p.b.nth(at)
		note, came := p.cameBecause(code, &points[0])
		for i := range points {
			pairs = append(pairs, Pair{Code: code, Name: p.family.name(code), B: &points[i], Note: note, Came: came})
		}
	}
	for at, code := range p.a.codes {
		if p.metA[at] {
			continue
		}
		points := p.a.nth(at)
		note, gone := p.leftBecause(code, &points[0])
		for i := range points {
			pairs = append(pairs, Pair{Code: code, Name: p.family.name(code), A: &points[i], Note: note, Gone: gone})
		}
	}
	slices.SortStableFunc(pairs, func(x, y Pair) int {
		if c := strings.Compare(x.Code, y.Code); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(bodyOf(x.A), bodyOf(y.A)), cmp.Compare(groupOf(x), groupOf(y)))
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
func (p *pairing) strands() []Pair {
	pairs := make([]Pair, 0, len(p.a.points)+len(p.b.points)/8)
	add := func(from, to int) {
		p.metA[from], p.metB[to] = true, true
		points, later := p.a.nth(from), p.b.nth(to)
		for i := range points {
			pairs = append(pairs, p.join(p.a.codes[from], p.b.codes[to], &points[i], partner(&points[i], later)))
		}
	}
	same := 0
	for from, code := range p.a.codes {
		for same < len(p.b.codes) && p.b.codes[same] < code {
			same++
		}
		if same < len(p.b.codes) && p.b.codes[same] == code {
			add(from, same)
			continue
		}
		if p.policy == compare.Legal {
			continue
		}
		for _, next := range p.nearest(code, p.family.ahead, successorOf, func(c string) bool { return p.b.of(c) != nil }) {
			to, _ := p.b.find(next)
			add(from, to)
		}
	}
	return pairs
}

func (p *pairing) join(code, next string, pa, pb *trajectory.Point) Pair {
	pair := Pair{Code: next, Name: pb.Body.Name, A: pa, B: pb, Merger: code != next}
	if pair.Merger {
		pair.Note = fmt.Sprintf("through merger: %s %s into %s", code, p.family.name(code), next)
	}
	return pair
}

// partner is the later point of the same side of a body rated twice (mental
// health services or not).
func partner(p *trajectory.Point, among []trajectory.Point) *trajectory.Point {
	for i := range among {
		if (among[i].PrintedGroup() == "mental-health") == (p.PrintedGroup() == "mental-health") {
			return &among[i]
		}
	}
	return &among[0]
}

// oneLineEach gives each later body one earlier value made of its own and its
// predecessors' by the policy. A body still rated apart on the later side is no
// predecessor yet.
func (p *pairing) oneLineEach() []Pair {
	var pairs []Pair
	for at, code := range p.b.codes {
		points := p.b.nth(at)
		var own *compare.Held
		byBody := map[string]*trajectory.Point{}
		if pa := p.a.of(code); pa != nil && pa[0].Span() != nil {
			own = &compare.Held{Body: code, Levels: *pa[0].Span()}
			byBody[code] = &pa[0]
		}
		var before []compare.Held
		merged := func(c string) bool {
			before := p.a.of(c)
			return before != nil && p.b.of(c) == nil && before[0].Span() != nil
		}
		for _, pred := range p.nearest(code, p.family.back, predecessorOf, merged) {
			pa := &p.a.of(pred)[0]
			before = append(before, compare.Held{Body: pred, Levels: *pa.Span(), ThroughMerger: true})
			byBody[pred] = pa
		}
		for _, line := range compare.Lines(p.policy, own, before) {
			pa := byBody[line.Body]
			if pa == nil {
				continue
			}
			p.metB[at] = true
			pairs = append(pairs, p.join(line.Body, code, pa, &points[0]))
		}
		for body := range byBody {
			if from, ok := p.a.find(body); ok {
				p.metA[from] = true
			}
		}
	}
	return pairs
}

// leftBecause says why a body of the earlier side is not on the later one, as
// far as the archive knows, and whether it had ended by then.
func (p *pairing) leftBecause(code string, pt *trajectory.Point) (note string, gone bool) {
	if p.to.Level != "" {
		return "not in the later release: no longer listed under this id", true
	}
	var into []string
	rated := false
	for _, s := range p.family.ahead[code] {
		if p.happened(s) {
			into = append(into, s.Successor+" "+p.family.name(s.Successor))
			rated = rated || p.b.of(s.Successor) != nil
		}
	}
	body := p.family.of(code)
	switch {
	case len(into) > 0 && rated:
		return "merged into " + strings.Join(into, ", ") + ": not counted under policy " + string(p.policy), true
	case len(into) > 0:
		return "merged into " + strings.Join(into, ", ") + ", whose rating is not held", true
	case p.toDay != "" && body.Closed.Last() != "" && body.Closed.Last() <= p.toDay:
		return "closed " + string(body.Closed), true
	case !p.hasGroup(&p.b, pt):
		return "not in scope: no rating of its peer group is held in " + p.to.ID(), false
	}
	return "not found: no rating held", false
}

// cameBecause says why a body of the later side is not on the earlier one, and
// whether it began in between.
func (p *pairing) cameBecause(code string, pt *trajectory.Point) (note string, came bool) {
	if p.from.Level != "" {
		return "not in the earlier release: newly listed under this id", true
	}
	var out []string
	rated := false
	for _, s := range p.family.back[code] {
		if p.happened(s) && (p.fromDay == "" || s.On.First() > p.fromDay) {
			out = append(out, s.Predecessor+" "+p.family.name(s.Predecessor))
			rated = rated || p.a.of(s.Predecessor) != nil
		}
	}
	body := p.family.of(code)
	switch {
	case len(out) > 0 && rated:
		return "formed of " + strings.Join(out, ", ") + ": not counted under policy " + string(p.policy), true
	case len(out) > 0:
		return "formed of " + strings.Join(out, ", ") + ", whose rating is not held", true
	case p.fromDay != "" && body.Opened.First() > p.fromDay:
		return "opened " + string(body.Opened), true
	case !p.hasGroup(&p.a, pt):
		return "not in scope: no rating of its peer group is held in " + p.from.ID(), false
	}
	return "not found: no earlier rating held", false
}

// hasGroup reports whether a side holds any body of the point's peer group, or
// between eras, whose groups differ, of its family of kinds.
func (p *pairing) hasGroup(side *held, pt *trajectory.Point) bool {
	for at, code := range side.codes {
		if p.from.Era == p.to.Era && side.nth(at)[0].PrintedGroup() == pt.PrintedGroup() ||
			p.from.Era != p.to.Era && bodies.SameFamily(p.family.kind(code), p.family.kind(pt.Body.Code)) {
			return true
		}
	}
	return false
}
