package store

import (
	"context"
	"strconv"
	"strings"

	"careratings/internal/eras"
)

// LevelCount is how many rated bodies of one peer group stand at levels Low to
// High; Status is set instead for a value that is not a rating.
type LevelCount struct {
	PeerGroup string
	Low, High int
	Status    string
	N         int
}

// RankHeld is one printed league position: Number of Of (0 when the source does
// not say).
type RankHeld struct {
	PeerGroup string
	Number    int
	Of        int
}

// RanksOf returns the stated league positions of one edition and measure.
func (a *Archive) RanksOf(ctx context.Context, edition, measure string) ([]RankHeld, error) {
	var out []RankHeld
	err := a.each(ctx, func(scan scanner) error {
		var r RankHeld
		if err := scan(&r.PeerGroup, &r.Number, &r.Of); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	}, `SELECT r.peer_group, CAST(r.number AS INTEGER), (SELECT max(c.of_number) FROM claim c WHERE c.rating = r.id) FROM rating r
		WHERE r.edition = (SELECT id FROM edition WHERE key = ?) AND r.measure = (SELECT id FROM measure WHERE key = ?)
		AND r.doubt = 'stated' AND r.number <> '' ORDER BY 1, 2`, edition, measure)
	return out, err
}

// LevelCounts counts the stated ratings of one edition and measure.
func (a *Archive) LevelCounts(ctx context.Context, edition, measure string) ([]LevelCount, error) {
	var out []LevelCount
	err := a.each(ctx, func(scan scanner) error {
		var c LevelCount
		if err := scan(&c.PeerGroup, &c.Low, &c.High, &c.Status, &c.N); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	}, `SELECT peer_group, low, high, status, count(*) FROM rating
		WHERE edition = (SELECT id FROM edition WHERE key = ?) AND measure = (SELECT id FROM measure WHERE key = ?)
		AND doubt = 'stated' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`, edition, measure)
	return out, err
}

// Total is a published count, with its source's id.
type Total struct {
	ID, Edition, Era, PeerGroup, Scope, Measure, Value string
	Low, High                                          int
	Count, Percent                                     string
	AtLeast                                            bool
	Base, Set                                          string
	Doubt                                              eras.Doubt
	Tier, Source, Note                                 string
	CountsFrom                                         eras.Interval // the day its source counts from
}

// Size is how many bodies of its peer group the total says the edition rated or
// ranked: the count of a row that counts all, else the base of a count at one
// level. A base of something else (of the bodies that changed) is no size.
func (t Total) Size() (int, bool) {
	cell := ""
	switch {
	case t.Value == "all rated", t.Value == "all ranked":
		cell = t.Count
	case t.Low > 0:
		cell = t.Base
	}
	n, err := strconv.Atoi(cell)
	return n, err == nil && n > 0
}

// TotalsOf returns the published counts of one edition and measure.
func (a *Archive) TotalsOf(ctx context.Context, edition, measure string) ([]Total, error) {
	return a.totals(ctx, "WHERE t.edition = ? AND t.measure = ? ORDER BY t.key", edition, measure)
}

// TotalsIn returns the published counts of one edition, of every measure.
func (a *Archive) TotalsIn(ctx context.Context, edition string) ([]Total, error) {
	return a.totals(ctx, "WHERE t.edition = ? ORDER BY t.key", edition)
}

// AllTotals returns every published count.
func (a *Archive) AllTotals(ctx context.Context) ([]Total, error) {
	return a.totals(ctx, "ORDER BY t.edition, t.measure, t.key")
}

func (a *Archive) totals(ctx context.Context, where string, args ...any) ([]Total, error) {
	var out []Total
	err := a.each(ctx, func(scan scanner) error {
		var t Total
		if err := scan(&t.ID, &t.Edition, &t.Era, &t.PeerGroup, &t.Scope, &t.Measure, &t.Value, &t.Low, &t.High, &t.Count, &t.Percent,
			&t.AtLeast, &t.Base, &t.Set, &t.Doubt, &t.Tier, &t.Source, &t.Note, &t.CountsFrom); err != nil {
			return err
		}
		out = append(out, t)
		return nil
	}, `SELECT t.key, t.edition, t.era, t.peer_group, t.scope, t.measure, t.value, t.low, t.high, t.count, t.percent, t.at_least, t.base,
		t.set_key, t.doubt, t.tier, s.key, t.note, s.counts_from FROM total t JOIN source s ON s.id = t.source `+where, args...)
	return out, err
}

// Conflict is a disagreement between sources that was noticed by reading.
type Conflict struct {
	ID, Era, Edition, PeerGroup, Body, Measure, About, Sides string
	Sources                                                  []string
	Kind                                                     string
}

// Conflicts returns the curated conflicts.
func (a *Archive) Conflicts(ctx context.Context) ([]Conflict, error) {
	var out []Conflict
	err := a.each(ctx, func(scan scanner) error {
		var c Conflict
		var sources string
		if err := scan(&c.ID, &c.Era, &c.Edition, &c.PeerGroup, &c.Body, &c.Measure, &c.About, &c.Sides, &sources, &c.Kind); err != nil {
			return err
		}
		c.Sources = strings.Fields(sources)
		out = append(out, c)
		return nil
	}, `SELECT key, era, edition, peer_group, body, measure, about, sides, sources, kind FROM conflict ORDER BY key`)
	return out, err
}
