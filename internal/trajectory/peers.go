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

type peerKey struct{ edition, measure string }

// peerTable is what the archive holds about the peers of one edition and
// measure: its own ratings by group and level, league positions, and published
// totals.
type peerTable struct {
	counts []store.LevelCount
	ranks  []store.RankHeld
	totals []store.Total
	bases  []store.Total // totals of any measure of the edition, for the size of a group
}

// standing fills the peers and the standing of a point.
func (b *builder) standing(p *Point, r eras.Rating, m eras.Measure) error {
	c := r.Chosen()
	p.Peers.Group = c.PeerGroup
	switch {
	case c.Status != "":
		p.unknown("not a rating: " + p.Label)
		return nil
	case c.Edition == "":
		p.unknown("a rolling era: no edition whose ratings are held for all peers")
		return nil
	case m.Kind == "number":
		p.unknown("a number without a scale; its rank, where published, is a measure of its own")
		return nil
	case m.Kind != "level" && m.Kind != "rank":
		p.unknown("words, not a level of a scale")
		return nil
	case c.PeerGroup == "":
		p.unknown("the edition's peer group is not known for this body")
		return nil
	}
	table, err := b.table(peerKey{c.Edition, c.Measure})
	if err != nil {
		return err
	}
	if m.Kind == "rank" {
		p.take(rankStanding(table, r))
		return nil
	}
	s, group, note := levelStanding(table, compare.Span{Low: c.Low, High: c.High}, *p.Levels, c.PeerGroup)
	p.Peers.Group = cmp.Or(group, p.Peers.Group)
	p.take(s)
	p.Peers.Note = strings.Join(slices.DeleteFunc([]string{note, p.Peers.Note}, func(n string) bool { return n == "" }), "; ")
	return nil
}

func (p *Point) unknown(reason string) {
	p.Peers.Basis = string(compare.BasisUnknown)
	p.Standing.Reason = reason
}

func (p *Point) take(s compare.Standing) {
	p.Standing = Standing{Low: s.Low, High: s.High, Mid: s.Mid, Worse: s.Worse, Tied: s.Tied, Better: s.Better, Reason: s.Reason}
	p.Peers.Basis = string(s.Basis)
	p.Peers.Note = s.Note
	if s.N > 0 {
		n := s.N
		p.Peers.N = &n
	}
}

func (b *builder) table(k peerKey) (*peerTable, error) {
	if t, ok := b.peers[k]; ok {
		return t, nil
	}
	t := &peerTable{}
	var err error
	if b.asOf == "" {
		if t.counts, err = b.archive.LevelCounts(b.ctx, k.edition, k.measure); err != nil {
			return nil, err
		}
		if t.ranks, err = b.archive.RanksOf(b.ctx, k.edition, k.measure); err != nil {
			return nil, err
		}
	} else if err := b.countsAsOf(t, k); err != nil {
		return nil, err
	}
	bases, err := b.archive.TotalsIn(b.ctx, k.edition)
	if err != nil {
		return nil, err
	}
	for _, total := range bases {
		if total.Doubt != eras.Stated && total.Doubt != eras.Computed || total.Scope != "" || b.asOf != "" && !knownTotal(total, b.asOf) {
			continue
		}
		t.bases = append(t.bases, total)
		if total.Measure == k.measure && total.Doubt == eras.Stated {
			t.totals = append(t.totals, total)
		}
	}
	b.peers[k] = t
	return t, nil
}

func knownTotal(t store.Total, asOf string) bool {
	last := t.CountsFrom.Last()
	return last != "" && last <= asOf
}

// countsAsOf counts the ratings of an edition as they stood on a day.
func (b *builder) countsAsOf(t *peerTable, k peerKey) error {
	claims, err := b.archive.ClaimsIn(b.ctx, k.edition, k.measure, b.asOf)
	if err != nil {
		return err
	}
	for _, r := range eras.Resolve(claims) {
		if !r.Counts() {
			continue
		}
		c := r.Chosen()
		t.counts = append(t.counts, store.LevelCount{PeerGroup: c.PeerGroup, Low: c.Low, High: c.High, Status: c.Status, N: 1})
		if n, err := strconv.Atoi(c.Number); err == nil {
			t.ranks = append(t.ranks, store.RankHeld{PeerGroup: c.PeerGroup, Number: n, Of: outOf(r)})
		}
	}
	return nil
}

// outOf is the largest number of ranked bodies that any claim of the rating
// prints.
func outOf(r eras.Rating) int {
	of := 0
	for _, c := range r.Claims {
		of = max(of, c.Of)
	}
	return of
}

// size is how many bodies of a group the edition is published to have rated or
// ranked; 0 when no source says.
func (t *peerTable) size(group string) int {
	n := 0
	for _, total := range t.bases {
		if total.PeerGroup != group {
			continue
		}
		if size, ok := total.Size(); ok {
			n = max(n, size)
		}
	}
	for _, r := range t.ranks {
		if r.PeerGroup == group {
			n = max(n, r.Of)
		}
	}
	return n
}

// wider lists a peer group and the published groups that contain it, nearest
// first.
func wider(group string) []string {
	switch group {
	case "acute", "specialist":
		return []string{group, "acute-and-specialist", "all"}
	case "mental-health", "community":
		return []string{group, "mental-health-community", "all"}
	case "all":
		return []string{"all"}
	}
	return []string{group, "all"}
}

// levelStanding places levels among their peers, from the edition's own ratings
// where they are complete for the group, else from one published set of totals,
// else from partial totals, else not at all. It names the group used.
func levelStanding(t *peerTable, own compare.Span, levels int, group string) (compare.Standing, string, string) {
	if d, ok := t.complete(group, levels); ok {
		s := compare.StandingOf(d, own)
		return s, group, "the archive's own ratings, complete for the group"
	}
	why := compare.Unknown(fmt.Sprintf("neither all ratings of the group nor a published total of it is held (%s)", t.held(group)))
	for _, g := range wider(group) {
		s, source, ok := t.fromTotals(g, own, levels)
		if !ok {
			continue
		}
		note := "totals printed by " + source
		if g != group {
			note += "; no totals of " + group + " alone"
		}
		return s, g, note
	}
	return why, group, ""
}

func (t *peerTable) held(group string) string {
	n := 0
	for _, c := range t.counts {
		if c.PeerGroup == group {
			n += c.N
		}
	}
	if size := t.size(group); size > 0 {
		return fmt.Sprintf("%d of %d ratings held", n, size)
	}
	return fmt.Sprintf("%d ratings held, size not published", n)
}

// complete is the archive's own distribution of a group, if every body of it is
// rated, or listed as not rated, in the archive.
func (t *peerTable) complete(group string, levels int) (compare.Distribution, bool) {
	size := t.size(group)
	d := compare.Distribution{Levels: make([]int, levels)}
	for _, c := range t.counts {
		switch {
		case c.PeerGroup != group || c.Status == "not-in-scope" || c.Status == "not-applicable":
		case c.Status != "":
			d.Unrated += c.N
		case c.Low == 0 || c.High > levels:
		case c.Low == c.High:
			d.Levels[c.Low-1] += c.N
		default:
			d.Partial = append(d.Partial, compare.PartialPeer{Span: compare.Span{Low: c.Low, High: c.High}, N: c.N})
		}
	}
	return d, size > 0 && d.Size() == size
}

// fromTotals places levels by the totals of one source for one group: complete
// sets before partial ones, the nearest tier first.
func (t *peerTable) fromTotals(group string, own compare.Span, levels int) (compare.Standing, string, bool) {
	type account struct {
		totals   compare.Totals
		source   string
		tier     int
		standing compare.Standing
	}
	byKey := map[string]*account{}
	var list []*account
	for _, total := range t.totals {
		if total.PeerGroup != group {
			continue
		}
		key := cmp.Or(total.Set, "source "+total.Source)
		a, ok := byKey[key]
		if !ok {
			a = &account{totals: compare.Totals{Levels: levels}, source: total.Source, tier: slices.Index(eras.Tiers(), total.Tier)}
			byKey[key] = a
			list = append(list, a)
		}
		if count, ok := countOf(total, levels); ok {
			a.totals.Counts = append(a.totals.Counts, count)
		}
		if base, err := strconv.Atoi(total.Base); err == nil {
			a.totals.Base = max(a.totals.Base, base)
		}
	}
	list = slices.DeleteFunc(list, func(a *account) bool {
		a.standing = compare.StandingFromTotals(a.totals, own)
		return a.standing.Low == nil && a.standing.High == nil
	})
	if len(list) == 0 {
		return compare.Standing{}, "", false
	}
	slices.SortStableFunc(list, func(a, b *account) int {
		return cmp.Or(
			cmp.Compare(basisRank(a.standing), basisRank(b.standing)),
			cmp.Compare(a.tier, b.tier),
			cmp.Compare(a.source, b.source),
		)
	})
	return list[0].standing, list[0].source, true
}

func basisRank(s compare.Standing) int {
	if s.Basis == compare.BasisPublished {
		return 0
	}
	return 1
}

func countOf(t store.Total, levels int) (compare.Count, bool) {
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

// rankStanding places a league position among the positions the archive holds.
func rankStanding(t *peerTable, r eras.Rating) compare.Standing {
	c := r.Chosen()
	rank, err := strconv.Atoi(c.Number)
	if err != nil {
		return compare.Unknown("the position is printed in words: " + c.Value)
	}
	l := compare.LeagueRank{Rank: rank, Of: outOf(r)}
	if l.Of == 0 {
		l.Of = t.size(c.PeerGroup)
	}
	held, tied := 0, 0
	for _, k := range t.ranks {
		if k.PeerGroup != c.PeerGroup {
			continue
		}
		held++
		switch {
		case k.Number == rank:
			tied++
		case k.Number > rank && (l.Next == 0 || k.Number < l.Next):
			l.Next = k.Number
		}
	}
	if held == l.Of && tied > 0 {
		l.Tied = tied
	}
	return compare.StandingFromRank(l)
}
