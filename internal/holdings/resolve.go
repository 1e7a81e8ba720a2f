package holdings

import (
	"context"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store"
)

// Printed is a name as somebody printed it, with what else they know: the kind
// of body and a year (or an edition id), both optional.
type Printed struct {
	Name, Type, Year string
}

// Resolved is what a printed name means. Confidence is certain, likely, unsure
// or none; Body is set only when it is certain or likely.
type Resolved struct {
	Printed    Printed
	Body       bodies.Body
	Confidence string
	Basis      string
	Candidates []string
	Reason     string
}

// ResolveName settles one printed name: by the archive's own settled matches of
// the same name where they agree for that type and year, else by search, and
// then only as far as type and year bear it out. A wrong body is far worse than
// none.
func ResolveName(ctx context.Context, a *store.Archive, p Printed) (Resolved, error) {
	settled, err := a.MatchesOf(ctx, p.Name)
	if err != nil {
		return Resolved{}, err
	}
	if r, ok, err := bySettled(ctx, a, p, settled); ok || err != nil {
		return r, err
	}
	found, err := bodies.Search(ctx, a, p.Name)
	if err != nil {
		return Resolved{}, err
	}
	return bySearch(p, found), nil
}

func bySettled(ctx context.Context, a *store.Archive, p Printed, settled []store.Match) (Resolved, bool, error) {
	fit := slices.DeleteFunc(slices.Clone(settled), func(m store.Match) bool {
		return p.Type != "" && !strings.EqualFold(m.TrustType, p.Type) || p.Year != "" && !strings.Contains(m.Edition, p.Year)
	})
	if len(fit) == 0 {
		return Resolved{}, false, nil
	}
	r := Resolved{Printed: p, Confidence: fit[0].Confidence, Basis: "settled: " + fit[0].Basis, Reason: fit[0].Reason}
	for _, m := range fit {
		for _, c := range strings.Split(m.Candidates, "|") {
			if c != "" && !slices.Contains(r.Candidates, c) {
				r.Candidates = append(r.Candidates, c)
			}
		}
		if m.Body != fit[0].Body {
			r.Confidence, r.Reason = "unsure", "the name means different bodies by type or year: give both"
			return r, true, nil
		}
		if m.Confidence == "likely" {
			r.Confidence = "likely"
		}
	}
	if fit[0].Body == "" {
		return r, true, nil
	}
	b, ok, err := a.BodyByID(ctx, fit[0].Body)
	if ok {
		r.Body = b
	}
	return r, true, err
}

func bySearch(p Printed, found []bodies.Match) Resolved {
	r := Resolved{Printed: p, Confidence: "none", Reason: "no body is called that"}
	var alive []bodies.Match
	for _, m := range found {
		if len(r.Candidates) < 10 {
			r.Candidates = append(r.Candidates, m.Body.ID)
		}
		if typeFits(p.Type, m.Body) && yearFits(p.Year, m) {
			alive = append(alive, m)
		}
	}
	if len(found) == 0 {
		return r
	}
	if len(alive) == 0 {
		r.Reason = "the bodies called that are of another type or were not alive then"
		return r
	}
	best := alive[:1]
	for _, m := range alive[1:] {
		if m.Class == best[0].Class {
			best = append(best, m)
		}
	}
	r.Basis = best[0].Class.String()
	if len(best) > 1 {
		r.Confidence, r.Reason = "unsure", "several bodies are called that"
		return r
	}
	switch {
	case best[0].Class == bodies.ByCode, best[0].Class == bodies.ByName && p.Year != "":
		r.Confidence, r.Body, r.Reason = "certain", best[0].Body, ""
	case best[0].Class == bodies.ByName:
		r.Confidence, r.Body, r.Reason = "likely", best[0].Body, "whole name; no year to check it by"
	default:
		r.Confidence, r.Reason = "unsure", "only "+r.Basis
	}
	return r
}

// typeFits reports whether a body can be of the type a table prints.
func typeFits(printed string, b bodies.Body) bool {
	t := strings.ToLower(printed)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(t, w) })
	}
	switch {
	case t == "":
		return true
	case has("primary care", "pct"):
		return b.Kind == "pct" || b.Kind == "care-trust"
	case has("ccg", "clinical commissioning"):
		return b.Kind == "ccg"
	case has("icb", "integrated care"):
		return b.Kind == "icb"
	case has("acute", "specialist", "ambulance", "mental", "community", "trust"):
		return b.IsTrust()
	}
	return true
}

// yearFits reports whether the body, and the name it was found by, can have
// existed in the year. A body without any date is not taken on trust.
func yearFits(year string, m bodies.Match) bool {
	if year == "" {
		return true
	}
	day, err := eras.ParseInterval(year)
	if err != nil {
		return false
	}
	if m.Body.Opened == "" && m.Body.Closed == "" && m.Body.ClosedBasis == "unknown" {
		return false
	}
	life := store.LifeSpan{Opened: m.Body.Opened, Closed: m.Body.Closed}
	named := store.LifeSpan{Opened: m.Name.From, Closed: m.Name.To}
	if m.Name.Kind == "former" {
		named.Opened = ""
	}
	return life.Contains(day) && (m.Class == bodies.ByCode || m.Name.Kind != "former" || named.Contains(day))
}
