package compare

import (
	"fmt"
	"slices"
	"strings"
)

// Operation is something a break may forbid.
type Operation string

// The operations. The first five are those a break can name; the rest make no
// use of a common scale or have a limit of their own.
const (
	OpLevelChange Operation = "level-change"
	OpTransition  Operation = "transition"
	OpKappa       Operation = "kappa"
	OpTotals      Operation = "totals"
	OpStanding    Operation = "standing"
	OpCrossTab    Operation = "crosstab"
	OpAgree       Operation = "agree"
	OpMapping     Operation = "mapping"
)

func operations() []Operation {
	return []Operation{OpLevelChange, OpTransition, OpKappa, OpTotals, OpStanding, OpCrossTab, OpAgree}
}

// needsOneScale reports whether the operation compares level with level.
func (op Operation) needsOneScale() bool {
	return op == OpLevelChange || op == OpTransition || op == OpKappa
}

// Break is a recorded reason why two editions cannot simply be compared.
type Break struct {
	ID      string
	Forbids []Operation
	Why     string
}

// Path is the way in time from one edition's measure to another's: the two
// scales and every break between.
type Path struct {
	FromScale, ToScale string
	Breaks             []Break
}

// Refusal is the error of an operation that would mislead. BreakID names the
// break that forbids it and is empty when the two scales differ or the scale is
// too long. Allowed lists what may be done instead.
type Refusal struct {
	BreakID string
	Op      Operation
	Allowed []Operation
	Why     string
}

// Error says what is refused, why, and what may be done instead.
func (r *Refusal) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s refused: %s", r.Op, r.Why)
	if r.BreakID != "" {
		fmt.Fprintf(&b, " (break %s)", r.BreakID)
	}
	for i, op := range r.Allowed {
		if i == 0 {
			b.WriteString("; allowed: ")
		} else {
			b.WriteString(", ")
		}
		b.WriteString(string(op))
	}
	return b.String()
}

// Permit returns nil if op may be done along the path, else a *Refusal. Levels
// may be compared with levels only on one scale with no break between that
// forbids it; crosstab and agree are always allowed.
func (p Path) Permit(op Operation) error {
	refusal := p.refuses(op)
	if refusal == nil {
		return nil
	}
	for _, other := range operations() {
		if p.refuses(other) == nil {
			refusal.Allowed = append(refusal.Allowed, other)
		}
	}
	return refusal
}

// Unbroken reports whether a level change may be stated along the path.
func (p Path) Unbroken() bool { return p.refuses(OpLevelChange) == nil }

func (p Path) refuses(op Operation) *Refusal {
	if op == OpCrossTab || op == OpAgree {
		return nil
	}
	for _, b := range p.Breaks {
		if slices.Contains(b.Forbids, op) {
			return &Refusal{BreakID: b.ID, Op: op, Why: reasonOr(b.Why, "a break lies between")}
		}
	}
	if op.needsOneScale() && p.FromScale != p.ToScale {
		return &Refusal{Op: op, Why: fmt.Sprintf("two scales, %s and %s", p.FromScale, p.ToScale)}
	}
	return nil
}
