package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
)

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

// TotalsIn returns the published counts of one edition, of every measure.
func (a *Archive) TotalsIn(ctx context.Context, edition string) ([]Total, error) {
	var out []Total
	err := a.eachKept(ctx, totalRow(&out), "totals "+edition, totalSelect+totalsOfEdition, edition)
	if err != nil || a.imports == nil {
		return out, err
	}
	return a.importedTotals(ctx, edition, out)
}

// AllTotals returns every published count.
func (a *Archive) AllTotals(ctx context.Context) ([]Total, error) {
	return a.totals(ctx, "ORDER BY t.edition, t.measure, t.key")
}

const (
	totalSelect = `SELECT t.key, t.edition, t.era, t.peer_group, t.scope, t.measure, t.value, t.low, t.high, t.count, t.percent, t.at_least, t.base,
		t.set_key, t.doubt, t.tier, s.key, t.note, s.counts_from FROM total t JOIN source s ON s.id = t.source `
	totalsOfEdition = "WHERE t.edition = ? ORDER BY t.key"
)

func (a *Archive) totals(ctx context.Context, where string, args ...any) ([]Total, error) {
	var out []Total
	err := a.each(ctx, totalRow(&out), totalSelect+where, args...)
	return out, err
}

// totalRow adds each row to a list.
func totalRow(out *[]Total) func(scanner) error {
	var t Total // one for all rows, which are many
	into := []any{
		&t.ID, &t.Edition, &t.Era, &t.PeerGroup, &t.Scope, &t.Measure, &t.Value, &t.Low, &t.High, &t.Count, &t.Percent,
		&t.AtLeast, &t.Base, &t.Set, (*string)(&t.Doubt), &t.Tier, &t.Source, &t.Note, (*string)(&t.CountsFrom),
	}
	return func(scan scanner) error {
		if err := scan(into...); err != nil {
			return err
		}
		*out = append(*out, t)
		return nil
	}
}

// Spell is a stay in special measures or under the Keogh review. An end that no
// source tells is empty; the claims are those that tell the ends.
type Spell struct {
	Body, Regime          string
	From, To              eras.Interval
	EntryClaim, ExitClaim string
	Note                  string
}

// Spells returns the spells of every body; it reads them once.
func (a *Archive) Spells(ctx context.Context) ([]Spell, error) {
	return a.spells.get("all", func() ([]Spell, error) {
		var out []Spell
		var s Spell
		into := []any{&s.Body, &s.Regime, (*string)(&s.From), (*string)(&s.To), &s.EntryClaim, &s.ExitClaim, &s.Note}
		err := a.eachKept(ctx, func(scan scanner) error {
			if err := scan(into...); err != nil {
				return err
			}
			out = append(out, s)
			return nil
		}, "spell", spellQuery)
		return out, err
	})
}

const spellQuery = "SELECT b.key, s.regime, s.from_on, s.to_on, s.entry_claim, s.exit_claim, s.note FROM spell s JOIN body b ON b.id = s.body " +
	"ORDER BY b.key, max(s.from_on, s.to_on), s.regime"

// Conflict is a disagreement between sources that was noticed by reading.
type Conflict struct {
	ID, Era, Edition, PeerGroup, Body, Measure, About, Sides string
	Sources                                                  []string
	Kind                                                     string
}

// Conflicts returns the curated conflicts; it reads them once.
func (a *Archive) Conflicts(ctx context.Context) ([]Conflict, error) {
	all, err := a.disputes.get("all", func() ([]Conflict, error) { return a.conflicts(ctx) })
	return slices.Clone(all), err
}

const conflictQuery = "SELECT key, era, edition, peer_group, body, measure, about, sides, sources, kind FROM conflict ORDER BY key"

func (a *Archive) conflicts(ctx context.Context) ([]Conflict, error) {
	var out []Conflict
	var c Conflict
	var sources string
	into := []any{&c.ID, &c.Era, &c.Edition, &c.PeerGroup, &c.Body, &c.Measure, &c.About, &c.Sides, &sources, &c.Kind}
	err := a.eachKept(ctx, func(scan scanner) error {
		if err := scan(into...); err != nil {
			return err
		}
		c.Sources = strings.Fields(sources)
		out = append(out, c)
		return nil
	}, "conflict", conflictQuery)
	return out, err
}
