package moves

import (
	"context"

	"careratings/internal/bodies"
	"careratings/internal/store"
)

// family is what pairing needs of identity: who follows whom inside a family of
// kinds, and what the bodies are.
type family struct {
	bodies map[string]store.Brief
	ahead  map[string][]bodies.Succession
	back   map[string][]bodies.Succession
}

func readFamily(ctx context.Context, a *store.Archive) (*family, error) {
	all, err := a.Briefs(ctx)
	if err != nil {
		return nil, err
	}
	links, err := a.AllSuccessions(ctx)
	if err != nil {
		return nil, err
	}
	f := &family{bodies: make(map[string]store.Brief, len(all)), ahead: map[string][]bodies.Succession{}, back: map[string][]bodies.Succession{}}
	for _, b := range all {
		f.bodies[b.ID] = b
	}
	for _, s := range links {
		if s.Predecessor != s.Successor && bodies.SameFamily(f.bodies[s.Predecessor].Kind, f.bodies[s.Successor].Kind) {
			f.ahead[s.Predecessor] = append(f.ahead[s.Predecessor], s)
			f.back[s.Successor] = append(f.back[s.Successor], s)
		}
	}
	return f, nil
}

// add makes bodies known that only a release of the care directory names, by the
// name they have there.
func (f *family) add(list []store.Brief) {
	for _, b := range list {
		f.bodies[b.ID] = b
	}
}

func (f *family) name(code string) string { return f.bodies[code].Name }
