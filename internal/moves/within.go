package moves

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// The verdicts on two bodies side by side. Equal bands do not show equal
// quality, so that there is no "equal".
const (
	Above         = "above"
	Below         = "below"
	NotResolved   = string(compare.NotResolved)
	NotComparable = "not-comparable"
)

// Beside is what may be said of one body's rating beside another's of the same
// edition, or in a rolling era of the same day. Reason says why there is no plain
// verdict, or what stands against it.
type Beside struct {
	Verdict string
	Reason  string
}

// Within sets bodies of one edition side by side, by the rules that an era-diff
// sets two editions by.
type Within struct {
	cat *store.Catalogue
	c   Comparison
}

// ReadWithin reads what the publisher prints of the editions beside the ratings:
// its likely ranges.
func ReadWithin(ctx context.Context, a *store.Archive, asOf string, editions []string) (*Within, error) {
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	var moments []Moment
	for _, id := range editions {
		if e, ok := cat.Edition(id); ok {
			moments = append(moments, Moment{Era: e.Era, Edition: id})
		}
	}
	w := &Within{cat: cat}
	w.c.ranges, err = likelyRanges(ctx, a, cat, asOf, moments...)
	return w, err
}

// Beside tells of a beside b: above, below, not-resolved or not-comparable. nil
// is a body without a rating there.
func (w *Within) Beside(a, b *trajectory.Point) Beside {
	if reason := w.apart(a, b); reason != "" {
		return Beside{NotComparable, reason}
	}
	for _, p := range []*trajectory.Point{a, b} {
		if !p.Stated() {
			return Beside{NotResolved, fmt.Sprintf("%s is %s, not stated", p.Body.Code, p.Doubt)}
		}
	}
	move := compare.MoveOf(
		compare.Rating{Levels: b.Span(), Standing: b.Compared()},
		compare.Rating{Levels: a.Span(), Standing: a.Compared()}, true)
	significance, note := w.c.significance(&Pair{A: b, B: a})
	switch {
	case move.Verdict == compare.Same:
		return Beside{NotResolved, "same band"}
	case move.Verdict == compare.NotResolved && a.Span() != nil:
		return Beside{NotResolved, "what is known of the levels overlaps"}
	case move.Verdict == compare.NotResolved:
		return Beside{NotResolved, "their bands overlap"}
	case significance == compare.NotResolved:
		return Beside{NotResolved, beside(note)}
	}
	out := Beside{Verdict: Below}
	if move.Verdict == compare.Up {
		out.Verdict = Above
	}
	if a.Conflict || b.Conflict {
		out.Reason = "sources disagree on " + disputed(a, b)
	}
	return out
}

// beside words a note on the earlier and the later side for two bodies.
func beside(note string) string {
	return strings.NewReplacer("the later rank", "the one's rank", "the earlier rank", "the one's rank").Replace(note)
}

func disputed(a, b *trajectory.Point) string {
	switch {
	case a.Conflict && b.Conflict:
		return "both"
	case a.Conflict:
		return a.Body.Code
	}
	return b.Body.Code
}

// apart says why two ratings are no ratings of one table, or nothing.
func (w *Within) apart(a, b *trajectory.Point) string {
	switch {
	case a == nil || b == nil:
		return "no rating is held"
	case a.Era != b.Era:
		return "different regimes"
	case a.Measure != b.Measure:
		return "different measures"
	}
	for _, p := range []*trajectory.Point{a, b} {
		if p.Status != "rated" {
			return p.Body.Code + " has no rating there: " + p.Label
		}
	}
	switch x, y := a.PrintedGroup(), b.PrintedGroup(); {
	case x != y && x != "" && y != "":
		return "different peer groups, " + x + " and " + y
	case x != y && a.Edition != nil:
		return "the peer group of one of them is not known"
	}
	switch a.Kind {
	case "level", "rank":
	case "number":
		return "a number without a scale; its rank, where published, is a measure of its own"
	default:
		return "words, not a level of a scale"
	}
	path := w.c.path(trajectory.Between(w.cat, a, b))
	var refused *compare.Refusal
	if err := path.Permit(compare.OpLevelChange); errors.As(err, &refused) {
		return strings.TrimPrefix(refused.BreakID+": ", ": ") + refused.Why
	}
	return ""
}
