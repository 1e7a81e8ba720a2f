package holdings

import (
	"cmp"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store"
)

// path is a move looked for: from a level of one edition, in a span, to a level
// of the next that is asks for.
type path struct {
	from, to, group, measure string
	low, high                int
	is                       func(from, to [2]int) belongs
}

func movementPath(m store.Movement) path {
	is := func(_, to [2]int) belongs { return within(to, m.ToLow, m.ToHigh) }
	if m.ToValue == "other segment" {
		is = differs
	}
	return path{m.FromEdition, m.ToEdition, m.PeerGroup, m.Measure, m.FromLow, m.FromHigh, is}
}

// pairs counts the lineages that made a move: rated in the first edition, and in
// the second themselves or through succession. A predecessor stands on its own
// line; one with several successors surely made the move only if all of them
// did. Held are those that surely began there, lost those of them without a
// later rating.
func (l *ledger) pairs(p path) (n own, lost int, err error) {
	from, err := l.ratings(p.from, p.measure)
	if err != nil {
		return own{}, 0, err
	}
	to, err := l.ratings(p.to, p.measure)
	if err != nil {
		return own{}, 0, err
	}
	later := map[string][]span{}
	for _, r := range to {
		if c := r.Chosen(); c.Low > 0 {
			later[c.Body] = append(later[c.Body], span{[2]int{c.Low, c.High}, c.Source})
		}
	}
	edition, _ := l.cat.Edition(p.to)
	t := newTally()
	for _, r := range from {
		c := r.Chosen()
		began := [2]int{c.Low, c.High}
		start := within(began, p.low, p.high)
		if c.Low == 0 || start == no || !eras.Within(c.PeerGroup, p.group) {
			continue
		}
		ends, through := l.endsOf(c.Body, later, edition.Published)
		all, some := start == sure, len(ends) == 0
		sources := []string{c.Source}
		for _, e := range ends {
			sources = append(sources, e.source)
			b := p.is(began, e.levels)
			all = all && b == sure
			some = some || b != no
		}
		t.add(c.Body+through, all && len(ends) > 0, some, sources...)
		if start != sure {
			delete(t.held, c.Body+through)
		} else if len(ends) == 0 {
			lost++
		}
	}
	return t.own(), lost, nil
}

// editionBefore is the edition before another in its era.
func (l *ledger) editionBefore(id string) string {
	e, _ := l.cat.Edition(id)
	before, seq := "", 0
	for _, o := range l.cat.Editions {
		if o.Era == e.Era && o.Seq < e.Seq && o.Seq > seq {
			before, seq = o.ID, o.Seq
		}
	}
	return before
}

// changes counts the bodies that changed since the edition before as a total
// says: all changes of segment, a rise by two levels.
func (l *ledger) changes(t store.Total, m eras.Measure) (n own, ok bool, err error) {
	p := path{from: l.editionBefore(t.Edition), to: t.Edition, group: t.PeerGroup, measure: t.Measure, low: 1, high: len(l.cat.Scale(m.Scale))}
	switch {
	case t.Scope != "" || p.from == "":
		return own{}, false, nil
	case t.Measure == m.Era+".segment-change" && t.Value == "all":
		headline, _ := l.cat.Measure(m.Era + ".segment")
		p.measure, p.high, p.is = headline.ID, len(l.cat.Scale(headline.Scale)), differs
	case t.Value == "rose by two levels":
		p.is = func(from, to [2]int) belongs {
			return within([2]int{to[0] - from[1], to[1] - from[0]}, 2, 2)
		}
	default:
		return own{}, false, nil
	}
	n, _, err = l.pairs(p)
	n.open = true // who was rated in both is not published
	return n, true, err
}

// endsOf is how the later edition rates a body, or else its successors as far as
// they had surely come about when it was published; through names them: ">RXW".
func (l *ledger) endsOf(body string, later map[string][]span, by eras.Interval) (out []span, through string) {
	if own, ok := later[body]; ok {
		return own, ""
	}
	seen, day := map[string]bool{body: true}, cmp.Or(by.First(), by.Last())
	for ring := []string{body}; len(ring) > 0; {
		var next []string
		for _, b := range ring {
			for _, s := range l.ahead[b] {
				happened := s.On.Last() != "" && s.On.Last() <= day
				if seen[s.Successor] || !happened || !bodies.SameFamily(l.bodies[body].Kind, l.bodies[s.Successor].Kind) {
					continue
				}
				seen[s.Successor] = true
				if ends, ok := later[s.Successor]; ok {
					out = append(out, ends...)
					through += ">" + s.Successor
					continue
				}
				next = append(next, s.Successor)
			}
		}
		ring = next
	}
	return out, through
}

// differs says whether two spans are different levels.
func differs(a, b [2]int) belongs {
	switch {
	case a[1] < b[0] || b[1] < a[0]:
		return sure
	case a[0] == a[1] && a == b:
		return no
	}
	return perhaps
}

// began is how many bodies are published to have stood at the level a movement
// starts from; 0 when no source says, the largest where they disagree.
func (l *ledger) began(m store.Movement) int {
	most := 0
	for _, t := range l.totals {
		if t.Edition == m.FromEdition && t.Measure == m.Measure && t.PeerGroup == m.PeerGroup && t.Scope == "" && t.Doubt == eras.Stated &&
			t.Low == m.FromLow && t.High == m.FromHigh {
			if n, ok := whole(t.Count); ok && !t.AtLeast {
				most = max(most, n)
			}
		}
	}
	return most
}
