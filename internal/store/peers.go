package store

import (
	"context"
	"strconv"
	"strings"
)

// PeerCount is how many stated ratings of one measure and peer group of an
// edition stand at levels Low to High. Status is set instead for a value that
// is not a rating; a league position has neither, and its whole league is one
// PeerCount.
type PeerCount struct {
	PeerGroup string
	Low, High int
	Status    string
	N         int
	Ranks     []int // positions held, in order, ties repeated
	Of        int   // most ranked bodies that a claim prints; 0 when none does
}

// Peers is what the archive holds about the peers of one edition: its own
// ratings counted by measure, and the published totals. It is shared between
// callers and not to be changed.
type Peers struct {
	Counts map[string][]PeerCount
	Totals []Total
}

// countPeers counts the ratings of every edition. Standings need the counts of
// thousands of ratings for one body; made once, a trajectory reads a few rows.
const countPeers = `INSERT INTO peer_count
	SELECT r.edition, r.measure, r.peer_group, r.low, r.high, r.status, count(*),
		ifnull(group_concat(nullif(r.number, ''), ' ' ORDER BY CAST(r.number AS INTEGER)), ''), max(c.of_number)
	FROM rating_row r JOIN measure m ON m.id = r.measure
		JOIN (SELECT rating, max(of_number) AS of_number FROM claim_row GROUP BY rating) c ON c.rating = r.id
	WHERE r.edition IS NOT NULL AND r.doubt = 'stated' AND m.kind IN ('level', 'rank')
	GROUP BY r.edition, r.measure, r.peer_group, r.low, r.high, r.status`

const peerQuery = `SELECT m.key, p.peer_group, p.low, p.high, p.status, p.n, p.ranks, p.of_number FROM peer_count p JOIN measure m ON m.id = p.measure
			WHERE p.edition = (SELECT id FROM edition WHERE key = ?) ORDER BY p.measure, p.peer_group, p.low, p.high, p.status`

// PeersOf returns the peers of one edition; it reads them once.
func (a *Archive) PeersOf(ctx context.Context, edition string) (*Peers, error) {
	return a.peers.get(edition, func() (*Peers, error) {
		p := &Peers{Counts: map[string][]PeerCount{}}
		var measure, ranks string
		var c PeerCount
		into := []any{&measure, &c.PeerGroup, &c.Low, &c.High, &c.Status, &c.N, &ranks, &c.Of}
		err := a.eachKept(ctx, func(scan scanner) error {
			if err := scan(into...); err != nil {
				return err
			}
			c.Ranks = nil
			if ranks != "" {
				c.Ranks = make([]int, 0, strings.Count(ranks, " ")+1)
			}
			for rank := range strings.FieldsSeq(ranks) {
				n, err := strconv.Atoi(rank)
				if err != nil {
					return err
				}
				c.Ranks = append(c.Ranks, n)
			}
			p.Counts[measure] = append(p.Counts[measure], c)
			return nil
		}, "peers "+edition, peerQuery, edition)
		if err != nil {
			return nil, err
		}
		if err := a.importedPeers(ctx, edition, p); err != nil {
			return nil, err
		}
		p.Totals, err = a.TotalsIn(ctx, edition)
		return p, err
	})
}
