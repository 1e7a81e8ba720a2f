package store

import (
	"cmp"
	"context"
	"slices"

	"careratings/internal/bodies"
)

const successionColumns = "p.key, q.key, s.happened_on, s.kind, s.other_dates, s.source, s.note"

// The links back from a body and the links ahead of it. CROSS JOIN keeps the
// order of the tables: outwards from the body, link by link.
const (
	linksBack = `WITH RECURSIVE back (id) AS (SELECT id FROM body WHERE key = ?
			UNION SELECT s.predecessor FROM back CROSS JOIN succession s ON s.successor = back.id)
		SELECT ` + successionColumns + ` FROM back CROSS JOIN succession s ON s.successor = back.id
		CROSS JOIN body p ON p.id = s.predecessor CROSS JOIN body q ON q.id = s.successor`
	linksAhead = `WITH RECURSIVE ahead (id) AS (SELECT id FROM body WHERE key = ?
			UNION SELECT s.successor FROM ahead CROSS JOIN succession s ON s.predecessor = ahead.id)
		SELECT ` + successionColumns + ` FROM ahead CROSS JOIN succession s ON s.predecessor = ahead.id
		CROSS JOIN body p ON p.id = s.predecessor CROSS JOIN body q ON q.id = s.successor`
)

// Successions returns the links among a body's predecessors and theirs, and
// among its successors and theirs, by date and code.
func (a *Archive) Successions(ctx context.Context, id string) ([]bodies.Succession, error) {
	links, err := a.links.get(id, func() ([]bodies.Succession, error) {
		if told, err := a.importsLink(ctx); err != nil || told {
			return a.linksWithImports(ctx, id)
		}
		if only, err := a.stranger(ctx, id); err != nil || only {
			return nil, err
		}
		back, err := a.successions(ctx, linksBack, id)
		if err != nil {
			return nil, err
		}
		ahead, err := a.successions(ctx, linksAhead, id)
		if err != nil {
			return nil, err
		}
		all := append(back, ahead...) // a link is in both when it closes a circle
		slices.SortFunc(all, func(x, y bodies.Succession) int {
			return cmp.Or(cmp.Compare(x.On, y.On), cmp.Compare(x.Predecessor, y.Predecessor), cmp.Compare(x.Successor, y.Successor))
		})
		return slices.Compact(all), nil
	})
	return slices.Clone(links), err
}

// AllSuccessions returns every succession, by date and code.
func (a *Archive) AllSuccessions(ctx context.Context) ([]bodies.Succession, error) {
	links, err := a.successions(ctx, "SELECT "+successionColumns+` FROM succession s
		JOIN body p ON p.id = s.predecessor JOIN body q ON q.id = s.successor ORDER BY s.happened_on, p.key, q.key`)
	if err != nil {
		return nil, err
	}
	return a.importedLinks(ctx, links)
}

func (a *Archive) successions(ctx context.Context, query string, args ...any) ([]bodies.Succession, error) {
	var out []bodies.Succession
	err := a.each(ctx, func(scan scanner) error {
		var s bodies.Succession
		if err := scan(&s.Predecessor, &s.Successor, (*string)(&s.On), &s.Kind, &s.OtherDates, &s.Source, &s.Note); err != nil {
			return err
		}
		out = append(out, s)
		return nil
	}, query, args...)
	return out, err
}
