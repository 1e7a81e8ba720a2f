package moves

import (
	"context"
	"maps"

	"careratings/internal/bodies"
	"careratings/internal/store"
)

// family is what pairing needs of identity: who follows whom inside a family of
// kinds, and what the bodies are.
type family struct {
	bodies map[string]*store.Brief
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
	f := &family{bodies: make(map[string]*store.Brief, len(all)), ahead: map[string][]bodies.Succession{}, back: map[string][]bodies.Succession{}}
	for i := range all {
		f.bodies[all[i].ID] = &all[i]
	}
	for _, s := range links {
		if s.Predecessor != s.Successor && bodies.SameFamily(f.kind(s.Predecessor), f.kind(s.Successor)) {
			f.ahead[s.Predecessor] = append(f.ahead[s.Predecessor], s)
			f.back[s.Successor] = append(f.back[s.Successor], s)
		}
	}
	return f, nil
}

// add makes bodies known that only releases of the care directory name, by the
// name they have in the last of them.
func (f *family) add(releases ...[]store.Brief) {
	n := 0
	for _, list := range releases {
		n = max(n, len(list))
	}
	if n == 0 {
		return
	}
	grown := make(map[string]*store.Brief, len(f.bodies)+n+n/8)
	maps.Copy(grown, f.bodies)
	for _, list := range releases {
		for i := range list {
			grown[list[i].ID] = &list[i]
		}
	}
	f.bodies = grown
}

// of is what is known of a code; nothing where it is not known.
func (f *family) of(code string) store.Brief {
	if b := f.bodies[code]; b != nil {
		return *b
	}
	return store.Brief{}
}

func (f *family) name(code string) string {
	if b := f.bodies[code]; b != nil {
		return b.Name
	}
	return ""
}

func (f *family) kind(code string) string { return f.of(code).Kind }
