package moves

import (
	"context"
	"slices"

	"careratings/internal/bodies"
	"careratings/internal/store"
)

// family is what pairing needs of identity: who follows whom inside a family of
// kinds, and what the bodies are. It is not safe for concurrent use.
type family struct {
	bodies   map[string]store.Brief
	releases []store.Roll
	ahead    map[string][]bodies.Succession
	back     map[string][]bodies.Succession
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
		if s.Predecessor != s.Successor && bodies.SameFamily(f.kind(s.Predecessor), f.kind(s.Successor)) {
			f.ahead[s.Predecessor] = append(f.ahead[s.Predecessor], s)
			f.back[s.Successor] = append(f.back[s.Successor], s)
		}
	}
	return f, nil
}

// add makes bodies known that only a release of the care directory names. The name
// they have in the release added last is theirs.
func (f *family) add(release store.Roll) { f.releases = append(f.releases, release) }

// copy is a family for use beside the first.
func (f *family) copy() *family {
	other := *f
	other.releases = slices.Clone(f.releases)
	return &other
}

// of is what is known of a code; nothing where it is not known.
func (f *family) of(code string) store.Brief {
	for i := range slices.Backward(f.releases) {
		if b := f.releases[i].Find(code); b != nil {
			return *b
		}
	}
	return f.bodies[code]
}

func (f *family) name(code string) string {
	for i := range slices.Backward(f.releases) {
		if b := f.releases[i].Find(code); b != nil {
			return b.Name
		}
	}
	return f.bodies[code].Name
}

func (f *family) kind(code string) string { return f.of(code).Kind }
