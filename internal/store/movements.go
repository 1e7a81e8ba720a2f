package store

import (
	"context"

	"careratings/internal/eras"
)

// Movement is a published count of bodies that went from one level to another
// between two editions, with its source's id.
type Movement struct {
	ID, FromEdition, ToEdition, PeerGroup, Measure string
	FromValue                                      string
	FromLow, FromHigh                              int
	ToValue                                        string
	ToLow, ToHigh                                  int
	Count                                          string
	AtLeast                                        bool
	Doubt                                          eras.Doubt
	Tier, Source, Note                             string
	CountsFrom                                     eras.Interval // the day its source counts from
}

// AllMovements returns every published movement, by id.
func (a *Archive) AllMovements(ctx context.Context) ([]Movement, error) {
	var out []Movement
	err := a.each(ctx, func(scan scanner) error {
		var m Movement
		if err := scan(&m.ID, &m.FromEdition, &m.ToEdition, &m.PeerGroup, &m.Measure, &m.FromValue, &m.FromLow, &m.FromHigh,
			&m.ToValue, &m.ToLow, &m.ToHigh, &m.Count, &m.AtLeast, &m.Doubt, &m.Tier, &m.Source, &m.Note, &m.CountsFrom); err != nil {
			return err
		}
		out = append(out, m)
		return nil
	}, `SELECT m.key, m.from_edition, m.to_edition, m.peer_group, m.measure, m.from_value, m.from_low, m.from_high, m.to_value, m.to_low,
		m.to_high, m.count, m.at_least, m.doubt, m.tier, s.key, m.note, s.counts_from FROM movement m JOIN source s ON s.id = m.source ORDER BY m.key`)
	return out, err
}
