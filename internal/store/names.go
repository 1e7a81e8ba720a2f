package store

import (
	"context"

	"careratings/internal/eras"
)

// PastName is an official or former name with the days, as far as known, on
// which its body took it and gave it up.
type PastName struct {
	Name     string
	From, To eras.Interval
}

const pastNameQuery = "SELECT b.key, n.name, n.from_on, n.to_on FROM name_row n JOIN body b ON b.id = n.body " +
	"WHERE n.kind IN ('official', 'former') AND n.from_on <> '' AND n.to_on <> '' ORDER BY n.id"

// PastNames returns the names of every body of which both ends are dated; it
// reads them once. The map is shared: it is not to be changed.
func (a *Archive) PastNames(ctx context.Context) (map[string][]PastName, error) {
	return a.past.get("all", func() (map[string][]PastName, error) {
		out := map[string][]PastName{}
		err := a.eachKept(ctx, func(scan scanner) error {
			var body string
			var n PastName
			if err := scan(&body, &n.Name, (*string)(&n.From), (*string)(&n.To)); err != nil {
				return err
			}
			out[body] = append(out[body], n)
			return nil
		}, "past name", pastNameQuery)
		return out, err
	})
}
