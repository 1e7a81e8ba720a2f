package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"careratings/internal/bodies"
)

// importedLinks adds the successions that only imports know.
func (a *Archive) importedLinks(ctx context.Context, links []bodies.Succession) ([]bodies.Succession, error) {
	if a.imports == nil {
		return links, nil
	}
	more, err := a.imports.Successions(ctx)
	return withNewPairs(links, more), err
}

// importsLink reports whether imports state any succession, asked once: most have
// none, and every trajectory asks.
func (a *Archive) importsLink(ctx context.Context) (bool, error) {
	if a.imports == nil {
		return false, nil
	}
	return a.linking.get("any", func() (bool, error) { return a.imports.HasSuccessions(ctx) })
}

// stranger reports whether only imports know a body: then the archive need not be
// asked about it. Without imports it says no.
func (a *Archive) stranger(ctx context.Context, id string) (bool, error) {
	if a.imports == nil {
		return false, nil
	}
	held, err := a.heldBodies(ctx)
	return err == nil && !held[id], err
}

// heldBodies are the bodies that the archive holds, read once.
func (a *Archive) heldBodies(ctx context.Context) (map[string]bool, error) {
	return a.held.get("all", func() (map[string]bool, error) {
		text, err := a.text(ctx, "key", "SELECT key FROM body")
		held := make(map[string]bool, strings.Count(text, rowEnd)+1)
		for key := range strings.SplitSeq(text, rowEnd) {
			held[key] = true
		}
		return held, err
	})
}

// withNewPairs adds the links between bodies that none of the first are between.
func withNewPairs(links, more []bodies.Succession) []bodies.Succession {
	type pair struct{ from, to string }
	known := make(map[pair]bool, len(links))
	for _, l := range links {
		known[pair{l.Predecessor, l.Successor}] = true
	}
	for _, l := range more {
		if p := (pair{l.Predecessor, l.Successor}); !known[p] {
			known[p] = true
			links = append(links, l)
		}
	}
	return links
}

// linksWithImports are the links among a body's predecessors and theirs, and among
// its successors and theirs, of the archive and of imports: outwards from the
// body, since a file of the Organisation Data Service has 25,000 that are not of
// them.
func (a *Archive) linksWithImports(ctx context.Context, id string) ([]bodies.Succession, error) {
	var held, told []bodies.Succession
	for _, back := range []bool{true, false} {
		end, next := "p", func(l bodies.Succession) string { return l.Successor }
		if back {
			end, next = "q", func(l bodies.Succession) string { return l.Predecessor }
		}
		seen := map[string]bool{id: true}
		for edge := []string{id}; len(edge) > 0; {
			here, err := a.successions(ctx, "SELECT "+successionColumns+` FROM succession s
				JOIN body p ON p.id = s.predecessor JOIN body q ON q.id = s.successor WHERE `+end+`.key IN (SELECT value FROM json_each(?))`, keyList(edge))
			if err != nil {
				return nil, err
			}
			there, err := a.imports.SuccessionsAt(ctx, edge, back)
			if err != nil {
				return nil, err
			}
			edge = nil
			for _, l := range append(slices.Clone(here), there...) {
				if code := next(l); !seen[code] {
					seen[code] = true
					edge = append(edge, code)
				}
			}
			held, told = append(held, here...), append(told, there...)
		}
	}
	for _, list := range [][]bodies.Succession{held, told} {
		slices.SortStableFunc(list, func(x, y bodies.Succession) int {
			return cmp.Or(cmp.Compare(x.On, y.On), cmp.Compare(x.Predecessor, y.Predecessor), cmp.Compare(x.Successor, y.Successor))
		})
	}
	return withNewPairs(slices.Compact(held), told), nil // a link is in both when it closes a circle
}
