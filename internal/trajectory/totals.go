package trajectory

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/store"
)

// account is what published totals say of one group: one source's set, or all
// partial totals of one base together.
type account struct {
	totals   compare.Totals
	sources  []string
	tier     int
	set      bool   // one source's rows that add up
	rivals   string // counts on which its sources differ
	standing compare.Standing
}

// whole is 1 for the complete set of one source, else 0.
func (a *account) whole() int {
	if a.set && a.standing.Basis == compare.BasisPublished {
		return 1
	}
	return 0
}

// fromTotals places levels by the published totals of one group: complete sets
// of one source before partial totals, those by tier, these by how much they
// say. Partial totals of one base are taken together, for each alone says
// little; where their sources differ about a level, all its counts are allowed.
func (t *peerTable) fromTotals(group string, own compare.Span, levels int) (compare.Standing, string, bool) {
	var list []*account
	for _, a := range t.accounts(group, levels) {
		a.standing = compare.StandingFromTotals(a.totals, own)
		if a.standing.Low != nil || a.standing.High != nil {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		return compare.Standing{}, "", false
	}
	slices.SortStableFunc(list, func(a, b *account) int {
		if whole := cmp.Compare(a.whole(), b.whole()); whole != 0 {
			return -whole
		}
		byTier, byWidth := cmp.Compare(a.tier, b.tier), cmp.Compare(width(a.standing), width(b.standing))
		if a.whole() == 1 {
			return cmp.Or(byTier, byWidth, cmp.Compare(a.sources[0], b.sources[0]))
		}
		return cmp.Or(byWidth, byTier, cmp.Compare(a.sources[0], b.sources[0]))
	})
	best := list[0]
	if best.rivals != "" {
		best.standing.Note = strings.TrimPrefix(best.standing.Note+"; sources differ: "+best.rivals, "; ")
	}
	return best.standing, best.sources[0], true
}

// width is how much of 0 to 1 a standing leaves open, in whole thousandths:
// a set of complete totals is not preferred for a rounding.
func width(s compare.Standing) int {
	band := s.Band()
	return int((band.High - band.Low) * 1000)
}

func (t *peerTable) accounts(group string, levels int) []*account {
	byKey := map[string]*account{}
	var list []*account
	rows := map[string][]*store.Total{}
	for _, total := range t.totals {
		if total.PeerGroup != group {
			continue
		}
		keys := []string{"base " + total.Base}
		if total.Set != "" {
			keys = append(keys, total.Set)
		}
		if total.Base == "" {
			keys = []string{cmp.Or(total.Set, "source "+total.Source)}
		}
		for _, k := range keys {
			if byKey[k] == nil {
				byKey[k] = &account{totals: compare.Totals{Levels: levels}, tier: len(eras.Tiers()), set: k == total.Set}
				list = append(list, byKey[k])
			}
			byKey[k].add(total)
			rows[k] = append(rows[k], total)
		}
	}
	for k, a := range byKey {
		a.count(rows[k], levels)
	}
	return list
}

func (a *account) add(t *store.Total) {
	if tier := slices.Index(eras.Tiers(), t.Tier); tier < a.tier {
		a.tier = tier
	}
	if !slices.Contains(a.sources, t.Source) {
		a.sources = append(a.sources, t.Source)
	}
	if base, err := strconv.Atoi(t.Base); err == nil {
		a.totals.Base = max(a.totals.Base, base)
	}
}

// count turns rows into counts, one a span of levels; of rival whole numbers
// the whole range is allowed.
func (a *account) count(rows []*store.Total, levels int) {
	at := map[compare.Span]int{}
	for _, t := range rows {
		c, ok := countOf(t, levels)
		if !ok {
			continue
		}
		i, met := at[c.Span]
		if !met || c.AtLeast != a.totals.Counts[i].AtLeast {
			if !met {
				at[c.Span] = len(a.totals.Counts)
			}
			a.totals.Counts = append(a.totals.Counts, c)
			continue
		}
		old := &a.totals.Counts[i]
		low, high := shares(*old, a.totals.Base)
		low2, high2 := shares(c, a.totals.Base)
		switch {
		case old.Share == nil && c.Share == nil && old.N == c.N:
		case a.totals.Base == 0:
			a.totals.Counts = append(a.totals.Counts, c) // without a base nothing can be joined
		case old.Share == nil && c.Share == nil:
			a.rivals = strings.TrimPrefix(fmt.Sprintf("%s, %d or %d at %s", a.rivals, old.N, c.N, t.Value), ", ")
			old.Share = &compare.Interval{Low: min(low, low2), High: max(high, high2)}
		case low2 <= high && low <= high2: // both can be true: the sharper stays
			if high2-low2 < high-low {
				*old = c
			}
		default:
			a.rivals = strings.TrimPrefix(a.rivals+", shares of "+t.Value, ", ")
			old.Share = &compare.Interval{Low: min(low, low2), High: max(high, high2)}
		}
	}
}

// shares is a count as a range of shares of the base.
func shares(c compare.Count, base int) (low, high float64) {
	if c.Share != nil {
		return c.Share.Low, c.Share.High
	}
	if base == 0 {
		return 0, 1
	}
	s := float64(c.N) / float64(base)
	return s, s
}

func countOf(t *store.Total, levels int) (compare.Count, bool) {
	c := compare.Count{Span: compare.Span{Low: t.Low, High: t.High}, AtLeast: t.AtLeast}
	if t.Low < 1 || t.High > levels || t.Low == 1 && t.High == levels {
		return c, false
	}
	if n, err := strconv.Atoi(t.Count); err == nil {
		c.N = n
		return c, true
	}
	if share, err := compare.RoundedPercent(t.Percent); t.Percent != "" && err == nil {
		c.Share = &share
		return c, true
	}
	return c, false
}
