package store

import (
	"context"
	"slices"

	"careratings/internal/bodies"
)

// amend adds to bodies that the archive holds the day they closed, where only
// imports know it: legal days first, then what the last file says.
func (a *Archive) amend(ctx context.Context, list []*bodies.Body) error {
	if a.imports == nil || len(list) == 0 {
		return nil
	}
	keys := make([]string, 0, len(list))
	for _, b := range list {
		if b.Closed == "" {
			keys = append(keys, b.ID)
		}
	}
	told, err := a.imports.ToldOf(ctx, keys)
	if err != nil {
		return err
	}
	ends := map[string]int{} // index of told, from 1
	for i, t := range told {
		if at := ends[t.Code]; t.Closed != "" && (at == 0 || t.Legal || !told[at-1].Legal) {
			ends[t.Code] = i + 1
		}
	}
	for _, b := range list {
		at := ends[b.ID]
		if at == 0 || b.Closed != "" {
			continue
		}
		t := told[at-1]
		b.Closed, b.ClosedBasis = t.Closed, "operational"
		if t.Legal {
			b.ClosedBasis = "legal"
		}
		if b.Note != "" {
			b.Note += "; "
		}
		b.Note += "the day it closed is told by " + t.Source
	}
	return nil
}

// toldNames are the names that files give to bodies which the archive holds and
// has not under that name. A file says how a body is called and not since when.
func (a *Archive) toldNames(ctx context.Context, ids []string) ([]bodies.Name, error) {
	if a.imports == nil || len(ids) == 0 {
		return nil, nil
	}
	told, err := a.imports.ToldOf(ctx, ids)
	if err != nil || len(told) == 0 {
		return nil, err
	}
	type named struct{ body, key string }
	known := map[named]bool{}
	err = a.each(ctx, func(scan scanner) error {
		var n named
		err := scan(&n.body, &n.key)
		known[n] = true
		return err
	}, "SELECT b.key, n.search_key FROM name_row n JOIN body b ON b.id = n.body WHERE b.key IN (SELECT value FROM json_each(?))", keyList(ids))
	var out []bodies.Name
	for _, t := range told {
		n := named{t.Code, bodies.Normalise(t.Name)}
		if t.Name != "" && !known[n] && slices.Contains(ids, t.Code) {
			known[n] = true
			out = append(out, bodies.Name{Body: t.Code, Name: t.Name, Kind: "printed", Source: t.Source})
		}
	}
	return out, err
}

// renamed are the bodies that the archive holds under the names that only imports
// give them, read once.
func (a *Archive) renamed(ctx context.Context) ([]bodies.Entry, error) {
	if a.imports == nil {
		return nil, nil
	}
	return a.newNames.get("all", func() ([]bodies.Entry, error) {
		told, err := a.imports.Bodies(ctx)
		if err != nil {
			return nil, err
		}
		codes := make([]string, 0, len(told))
		for _, b := range told {
			codes = append(codes, b.ID)
		}
		held, err := a.bodies(ctx, "WHERE b.key IN (SELECT value FROM json_each(?))", keyList(codes))
		if err != nil {
			return nil, err
		}
		byID, ids := make(map[string]bodies.Body, len(held)), make([]string, 0, len(held))
		for _, b := range held {
			byID[b.ID], ids = b, append(ids, b.ID)
		}
		names, err := a.toldNames(ctx, ids)
		var out []bodies.Entry
		for _, n := range names {
			out = append(out, bodies.Entry{Body: byID[n.Body], Name: n})
		}
		return out, err
	})
}
