package trajectory

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/eras"
)

// standing fills the peers and the standing of a point.
func (b *builder) standing(p *Point, r eras.Rating, m eras.Measure) error {
	c := r.Chosen()
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
	}
	if br, ok := b.noStanding(*p); ok {
		p.unknown(fmt.Sprintf("%s (%s)", br.Why, br.ID))
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
	s, group, note, source := levelStanding(table, compare.Span{Low: c.Low, High: c.High}, *p.Levels, c.PeerGroup)
	p.Peers.Group = cmp.Or(group, p.Peers.Group)
	p.take(s)
	if source != "" {
		if p.Peers.Source, err = b.totalsSource(source); err != nil {
			return err
		}
	}
	p.Peers.Note = strings.Join(slices.DeleteFunc([]string{note, p.Peers.Note}, func(n string) bool { return n == "" }), "; ")
	return nil
}

// noStanding is the break that forbids a standing in the point's era, if any.
func (b *builder) noStanding(p Point) (eras.Break, bool) {
	i := slices.IndexFunc(b.cat.Breaks, func(br eras.Break) bool {
		return slices.Contains(br.Forbids, "standing") && br.FromEdition == "" && br.ToEra == p.Era &&
			(br.Measure == "" || br.Measure == p.Measure)
	})
	if i < 0 {
		return eras.Break{}, false
	}
	return b.cat.Breaks[i], true
}

// totalsSource is the source of totals, which need not be one of the claims'.
func (b *builder) totalsSource(id string) (*Source, error) {
	s, ok := b.sources[id]
	if !ok {
		found, err := b.archive.Sources(b.ctx, []string{id})
		if err != nil {
			return nil, err
		}
		s = found[id]
		b.sources[id] = s
	}
	out := sourceOf(s)
	return &out, nil
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
// else from partial totals, else not at all. It
// names the group used, and the source of the totals used.
func levelStanding(t *peerTable, own compare.Span, levels int, group string) (s compare.Standing, used, note, source string) {
	if d, ok := t.complete(group, levels); ok {
		return compare.StandingOf(d, own), group, "the archive's own ratings, complete for the group", ""
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
