package store

import (
	"context"
	"slices"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store/imports"
)

// Attach sets a file of imports beside the archive: from now on every answer
// rests on both. The archive closes it. It is to be called before the first
// question.
func (a *Archive) Attach(s *imports.Store) { a.imports = s }

// Imports is the file of imports set beside the archive, or nil.
func (a *Archive) Imports() *imports.Store { return a.imports }

// importedClaims adds what imports say to claims, those known by asOf.
func (a *Archive) importedClaims(ctx context.Context, claims []eras.Claim, asOf string, read func(*imports.Store) ([]eras.Claim, error)) ([]eras.Claim, error) {
	if a.imports == nil {
		return claims, nil
	}
	more, err := read(a.imports)
	if err != nil {
		return nil, err
	}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	n := 0
	for i := range more {
		c := &more[i]
		if !c.RatedOn.Known() && c.Edition != "" {
			c.RatedOn = cat.editionByID[c.Edition].Published
		}
		if KnownBy(*c, asOf) {
			more[n] = *c
			n++
		}
	}
	if len(claims) == 0 {
		return more[:n], nil
	}
	return append(slices.Clip(claims), more[:n]...), nil
}

// importedCatalogue adds the editions and measures that only imports know. An
// edition takes its place in its era by the period it rates.
func (a *Archive) importedCatalogue(ctx context.Context, c *Catalogue) error {
	if a.imports == nil {
		return nil
	}
	editions, err := a.imports.Editions(ctx)
	if err != nil {
		return err
	}
	for _, e := range editions {
		if _, known := c.editionByID[e.ID]; known {
			continue
		}
		at, last := len(c.Editions), 0
		for i, o := range c.Editions {
			if o.Era == e.Era {
				last = max(last, o.Seq)
				at = i + 1
			}
		}
		e.Seq = max(e.Seq, last+1)
		c.Editions = slices.Insert(c.Editions, at, e)
		c.editionByID[e.ID] = e
	}
	measures, err := a.imports.Measures(ctx)
	if err != nil {
		return err
	}
	for _, m := range measures {
		if _, known := c.measureByID[m.ID]; !known {
			c.Measures = append(c.Measures, m)
			c.measureByID[m.ID] = m
		}
	}
	return nil
}

// unknownBodies are the bodies that only imports know, read once.
func (a *Archive) unknownBodies(ctx context.Context) ([]bodies.Body, error) {
	if a.imports == nil {
		return nil, nil
	}
	return a.strangers.get("all", func() ([]bodies.Body, error) {
		held, err := a.heldBodies(ctx)
		if err != nil {
			return nil, err
		}
		list, err := a.imports.Bodies(ctx)
		return slices.DeleteFunc(list, func(b bodies.Body) bool { return held[b.ID] }), err
	})
}

// importedNames are the names that only imports know which fit a search.
func (a *Archive) importedNames(ctx context.Context, fits func(name string) bool) ([]bodies.Entry, error) {
	list, err := a.unknownBodies(ctx)
	if err != nil {
		return nil, err
	}
	var out []bodies.Entry
	for _, b := range list {
		if fits(b.Name) {
			out = append(out, entryOf(b))
		}
	}
	more, err := a.renamed(ctx)
	for _, e := range more {
		if fits(e.Name.Name) {
			out = append(out, e)
		}
	}
	return out, err
}

func entryOf(b bodies.Body) bodies.Entry {
	return bodies.Entry{Body: b, Name: bodies.Name{Body: b.ID, Name: b.Name, Kind: "official", Source: b.Source}}
}
