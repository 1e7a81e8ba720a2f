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

// standing fills the peers and the standing of a point.
func (b *builder) standing(p *Point, r *eras.Rating, m *measured) error {
	c := &r.Claims[0]
	p.Peers.Group, p.group = c.PeerGroup, c.PeerGroup
	switch {
	case c.Status != "":
		p.unknown("not a rating: " + p.Label)
		return nil
	case c.Edition == "":
		p.unknown("a rolling era has no edition that rates all peers at once")
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
	case m.forbids != "":
		p.unknown(m.forbids)
		return nil
	}
	table, err := b.table(c.Edition, c.Measure)
	if err != nil {
		return err
	}
	if m.Kind == "rank" {
		p.take(rankStanding(table, r))
		return nil
	}
	s, err := b.placed(table, place{group: c.PeerGroup, own: compare.Span{Low: c.Low, High: c.High}}, m)
	if err != nil {
		return err
	}
	p.Peers, p.Standing = s.peers, s.standing
	return nil
}

// place is what a standing on a level depends on in one edition and measure.
type place struct {
	group string
	own   compare.Span
}

type placed struct {
	peers    Peers
	standing Standing
}

// placed places a level among its peers, once for all points at the place.
func (b *builder) placed(t *peerTable, at place, m *measured) (*placed, error) {
	if found, ok := t.placed[at]; ok {
		return found, nil
	}
	s, group, note, source := levelStanding(t, at.own, m.count, at.group)
	var p Point
	p.take(s)
	p.Peers.Group = cmp.Or(group, at.group)
	if source != "" {
		var err error
		if p.Peers.Source, err = b.totalsSource(source); err != nil {
			return nil, err
		}
	}
	p.Peers.Note = strings.Join(slices.DeleteFunc([]string{note, p.Peers.Note}, func(n string) bool { return n == "" }), "; ")
	if t.placed == nil {
		t.placed = map[place]*placed{}
	}
	out := &placed{peers: p.Peers, standing: p.Standing}
	t.placed[at] = out
	return out, nil
}

// noStanding names the break that forbids a standing on a measure, if any.
func noStanding(cat *store.Catalogue, m *eras.Measure) string {
	for i := range cat.Breaks {
		br := &cat.Breaks[i]
		if br.FromEdition == "" && br.ToEra == m.Era && (br.Measure == "" || br.Measure == m.ID) && slices.Contains(br.Forbids, "standing") {
			return fmt.Sprintf("%s (%s)", br.Why, br.ID)
		}
	}
	return ""
}

// totalsSource is the source of totals, which need not be one of the claims'.
func (b *builder) totalsSource(id string) (*Source, error) {
	if s := b.sources[id]; s != nil {
		return s, nil
	}
	found, err := b.archive.Sources(b.ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if b.sources == nil {
		b.sources = map[string]*Source{}
	}
	b.sources[id] = sourceOf(found[id])
	return b.sources[id], nil
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

// levelStanding places levels among their peers, from the edition's own ratings
// where they are complete for the group, else from one published set of totals,
// else from partial totals, else not at all. It
// names the group used, and the source of the totals used.
func levelStanding(t *peerTable, own compare.Span, levels int, group string) (s compare.Standing, used, note, source string) {
	if d, ok := t.complete(group, levels); ok {
		return compare.StandingOf(d, own), group, "the archive's own ratings, complete for the group", ""
	}
	why := compare.Unknown(fmt.Sprintf("neither all ratings of the group nor a published total of it is held (%s)", t.held(group)))
	for _, g := range eras.WiderGroups(group) {
		s, source, ok := t.fromTotals(g, own, levels)
		if !ok {
			continue
		}
		note := "totals printed by " + source
		if g != group {
			note += "; no totals of " + group + " alone"
		}
		return s, g, note, source
	}
	return why, group, "", ""
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

// rankStanding places a league position among the positions the archive holds.
func rankStanding(t *peerTable, r *eras.Rating) compare.Standing {
	c := &r.Claims[0]
	rank, err := strconv.Atoi(c.Number)
	if err != nil {
		return compare.Unknown("the position is printed in words: " + c.Value)
	}
	l := compare.LeagueRank{Rank: rank, Of: outOf(r)}
	if l.Of == 0 {
		l.Of = t.size(c.PeerGroup)
	}
	held, tied := 0, 0
	for _, league := range t.counts {
		if league.PeerGroup != c.PeerGroup {
			continue
		}
		held += len(league.Ranks)
		for _, number := range league.Ranks {
			switch {
			case number == rank:
				tied++
			case number > rank && (l.Next == 0 || number < l.Next):
				l.Next = number
			}
		}
	}
	if held == l.Of && tied > 0 {
		l.Tied = tied
	}
	return compare.StandingFromRank(l)
}
