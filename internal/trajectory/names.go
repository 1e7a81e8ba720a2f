package trajectory

import (
	"context"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// namedThen gives each point the name its body is known to have borne on the
// rating's date, where it bears another one today.
func namedThen(ctx context.Context, a *store.Archive, points []Point) error {
	past, err := a.PastNames(ctx)
	if err != nil {
		return err
	}
	for i := range points {
		p := &points[i]
		if names := past[p.Body.Code]; len(names) > 0 && p.Date != nil {
			p.Body.NameThen = nameOn(names, p.Body.Name, eras.Interval(*p.Date))
		}
	}
	return nil
}

// nameOn is the name that was surely borne on a date: taken before it at the
// latest, and given up after it at the earliest. It is empty when that is
// today's name, or when no name is sure.
func nameOn(names []store.PastName, today string, on eras.Interval) string {
	first, last := on.First(), on.Last()
	if first == "" || last == "" {
		return ""
	}
	for _, n := range names {
		from, to := n.From.Last(), n.To.First()
		if n.Name != today && from != "" && to != "" && from <= first && last <= to {
			return n.Name
		}
	}
	return ""
}
