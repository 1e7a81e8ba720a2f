package league

import (
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/store"
)

// roll is the bodies of a release, by code. They are mostly asked for in that
// order, so that the next one is looked at first.
type roll struct {
	bodies []store.Brief
	next   int
}

// find is a body by its code, nil where the release does not list it.
func (r *roll) find(code string) *store.Brief {
	at := r.next
	if at >= len(r.bodies) || r.bodies[at].ID != code {
		var ok bool
		if at, ok = slices.BinarySearchFunc(r.bodies, code, func(b store.Brief, code string) int { return strings.Compare(b.ID, code) }); !ok {
			return nil
		}
	}
	r.next = at + 1
	return &r.bodies[at]
}

// body is what is known of a body: in a release what the release says.
func (b *builder) body(code string) bodies.Body {
	if x := b.listed.find(code); x != nil {
		return bodies.Body{ID: x.ID, Kind: x.Kind, Name: x.Name, Region: x.Region}
	}
	return b.bodies[code]
}

func (b *builder) name(code string) string {
	if x := b.listed.find(code); x != nil {
		return x.Name
	}
	return b.bodies[code].Name
}
