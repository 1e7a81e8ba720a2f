package nofcheck

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
)

// ranking is one league table: standard competition ranking ("1, 2, 2, 4") by
// adjusted segment, then by the published average score, whose two decimals
// decide what is tied.
type ranking struct {
	places []place // of the trusts in the order given
}

type place struct {
	trust           Trust
	score           *big.Rat
	computed, share int // rank, and how many share it; 0 where not computed
	published       int // how many share the published rank
	result          Result
	note            string
}

func newRanking(trusts []Trust) ranking {
	r := ranking{make([]place, len(trusts))}
	var order []*place
	sharing := map[int]int{}
	highest, lost := 0, ""
	for i, t := range trusts {
		p := &r.places[i]
		p.trust = t
		score, ok := decimal(t.Score)
		switch {
		case t.Rank == 0 && (t.Adjusted == 0 || !ok):
			continue // not ranked, and not to be ranked
		case t.Adjusted == 0 || !ok:
			lost = t.Code + " is ranked without a segment or a score"
		}
		p.score = score
		order = append(order, p)
		sharing[t.Rank]++
		highest = max(highest, t.Rank)
	}
	if lost != "" {
		for _, p := range order {
			p.result, p.note = NotChecked, lost
		}
		return r
	}
	slices.SortStableFunc(order, func(a, b *place) int {
		return cmp.Or(cmp.Compare(a.trust.Adjusted, b.trust.Adjusted), a.score.Cmp(b.score))
	})
	for i := 0; i < len(order); {
		n := 1
		for i+n < len(order) && order[i+n].trust.Adjusted == order[i].trust.Adjusted && order[i+n].score.Cmp(order[i].score) == 0 {
			n++
		}
		for _, p := range order[i : i+n] {
			p.computed, p.share, p.published = i+1, n, sharing[p.trust.Rank]
		}
		i += n
	}
	judge(order, highest > len(order))
	return r
}

// judge compares ranks. In a table of which trusts are missing, a rank can only
// be worse than its place among those held, by no less than that of the trusts
// before it: what could be so is not checked, the rest differs.
func judge(order []*place, incomplete bool) {
	shift := 0
	for _, p := range order {
		switch by := p.trust.Rank - p.computed; {
		case p.trust.Rank == 0:
			p.result, p.note = NotChecked, "no rank is published"
		case by == 0 && shift == 0:
			p.result = Agrees
		case incomplete && by >= shift:
			shift = by
			p.result, p.note = NotChecked, fmt.Sprintf("as if %d trusts ranked before it were not held", by)
		default:
			p.result = Differs
		}
	}
}

// rows are the comparisons of rank and ties of the i-th trust.
func (r ranking) rows(i int) []Row {
	p := r.places[i]
	if p.result == "" {
		return nil
	}
	published, computed := "", ""
	if p.trust.Rank > 0 {
		published = fmt.Sprint(p.trust.Rank)
	}
	if p.computed > 0 {
		computed = fmt.Sprint(p.computed)
	}
	out := []Row{p.trust.row("rank", published, computed, p.result, p.note)}
	if p.trust.Rank > 0 && p.computed > 0 {
		tied := p.trust.compare("tied", fmt.Sprint(p.published), fmt.Sprint(p.share))
		tied.Note = "trusts that share the rank"
		out = append(out, tied)
	}
	return out
}

// cuts finds where the cut points between the unadjusted segments lie, and
// checks that the segments do not overlap. Cut points move every quarter and
// are not published.
func (r *Report) cuts(trusts []Trust) {
	type scored struct {
		segment int
		score   *big.Rat
		text    string
	}
	var all []scored
	for _, t := range trusts {
		if s, ok := decimal(t.Score); ok && t.Unadjusted > 0 {
			all = append(all, scored{t.Unadjusted, s, t.Score})
		}
	}
	if len(all) == 0 {
		return
	}
	for better := 1; better < 4; better++ {
		var low, high *big.Rat
		cut := Cut{Quarter: trusts[0].Quarter, PeerGroup: trusts[0].PeerGroup, Better: better, Worse: better + 1}
		for _, s := range all {
			if s.segment <= better && (low == nil || s.score.Cmp(low) > 0) {
				low, cut.Low = s.score, s.text
			}
			if s.segment > better && (high == nil || s.score.Cmp(high) < 0) {
				high, cut.High = s.score, s.text
			}
		}
		r.Cuts = append(r.Cuts, cut)
		row := Row{
			Quarter: cut.Quarter, PeerGroup: cut.PeerGroup, What: "cut", Published: cut.Low + " to " + cut.High, Result: Agrees,
			Note: fmt.Sprintf("between segments %d and %d", better, better+1),
		}
		switch {
		case low == nil || high == nil:
			row.Result, row.Note = NotChecked, row.Note+": one side has no trust"
		case low.Cmp(high) > 0:
			row.Result, row.Note = Differs, row.Note+": they overlap"
		case low.Cmp(high) == 0:
			row.Note += ": they touch at two decimals"
		}
		r.Rows = append(r.Rows, row)
	}
}
