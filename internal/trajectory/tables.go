package trajectory

import (
	"strconv"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// peerTable is what the archive holds about the peers of one edition and
// measure: its own ratings by group and level with league positions, and
// published totals.
type peerTable struct {
	counts  []store.PeerCount
	totals  []*store.Total
	edition *editionTables
	placed  map[place]*placed
}

// editionTables are the tables of one edition by measure. Sizes is the largest
// number of bodies of a group that a total of any measure prints; 0 for none.
type editionTables struct {
	counts map[string][]store.PeerCount
	totals map[string][]*store.Total
	sizes  map[string]int
	tables map[string]*peerTable
}

func (b *builder) table(edition, measure string) (*peerTable, error) {
	e, err := b.tablesOf(edition)
	if err != nil {
		return nil, err
	}
	if t, ok := e.tables[measure]; ok {
		return t, nil
	}
	t := &peerTable{counts: e.counts[measure], totals: e.totals[measure], edition: e}
	if b.asOf != "" {
		if t.counts, err = b.countsAsOf(edition, measure); err != nil {
			return nil, err
		}
	}
	e.tables[measure] = t
	return t, nil
}

func (b *builder) tablesOf(edition string) (*editionTables, error) {
	if e, ok := b.editions[edition]; ok {
		return e, nil
	}
	held, err := b.archive.PeersOf(b.ctx, edition)
	if err != nil {
		return nil, err
	}
	e := &editionTables{counts: held.Counts, totals: map[string][]*store.Total{}, sizes: map[string]int{}, tables: map[string]*peerTable{}}
	for i := range held.Totals {
		total := &held.Totals[i]
		if total.Doubt != eras.Stated && total.Doubt != eras.Computed || total.Scope != "" || b.asOf != "" && !knownTotal(total, b.asOf) {
			continue
		}
		if n, ok := total.Size(); ok {
			e.sizes[total.PeerGroup] = max(e.sizes[total.PeerGroup], n)
		}
		if total.Doubt == eras.Stated {
			e.totals[total.Measure] = append(e.totals[total.Measure], total)
		}
	}
	if b.editions == nil {
		b.editions = map[string]*editionTables{}
	}
	b.editions[edition] = e
	return e, nil
}

func knownTotal(t *store.Total, asOf string) bool {
	last := t.CountsFrom.Last()
	return last != "" && last <= asOf
}

// countsAsOf counts the ratings of an edition as they stood on a day.
func (b *builder) countsAsOf(edition, measure string) ([]store.PeerCount, error) {
	claims, err := b.archive.ClaimsIn(b.ctx, edition, measure, b.asOf)
	if err != nil {
		return nil, err
	}
	var out []store.PeerCount
	ratings := eras.Resolve(claims)
	for i := range ratings {
		r := &ratings[i]
		c := &r.Claims[0]
		if c.Doubt != eras.Stated {
			continue
		}
		one := store.PeerCount{PeerGroup: c.PeerGroup, Low: c.Low, High: c.High, Status: c.Status, N: 1, Of: outOf(r)}
		if n, err := strconv.Atoi(c.Number); err == nil {
			one.Ranks = []int{n}
		}
		out = append(out, one)
	}
	return out, nil
}

// outOf is the largest number of ranked bodies that any claim of the rating
// prints.
func outOf(r *eras.Rating) int {
	of := 0
	for i := range r.Claims {
		of = max(of, r.Claims[i].Of)
	}
	return of
}

// size is how many bodies of a group the edition is published to have rated or
// ranked; 0 when no source says.
func (t *peerTable) size(group string) int {
	n := t.edition.sizes[group]
	for _, c := range t.counts {
		if c.PeerGroup == group && len(c.Ranks) > 0 {
			n = max(n, c.Of)
		}
	}
	return n
}
