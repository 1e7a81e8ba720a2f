package holdings

import "careratings/internal/eras"

// AsAt keeps of each body, measure and service the rating that stood on a day
// (YYYY-MM-DD) of a rolling era: the latest whose date is surely not after it.
// A rating that may be of a later day is left out, and so is one without a
// date.
func AsAt(ratings []eras.Rating, day string) []eras.Rating {
	type key struct{ body, measure, service string }
	at := map[key]int{}
	var out []eras.Rating
	for _, r := range ratings {
		last := r.RatedOn.Last()
		if last == "" || last > day {
			continue
		}
		c := r.Chosen()
		k := key{c.Body, c.Measure, c.Service}
		i, ok := at[k]
		switch {
		case !ok:
			at[k] = len(out)
			out = append(out, r)
		case last >= out[i].RatedOn.Last():
			out[i] = r
		}
	}
	return out
}
