package store

import (
	"slices"
	"strings"
)

// Roll is the bodies of a release, by code. They are mostly asked for in that
// order, so that the next one is looked at first. It is not safe for concurrent
// use; copies are.
type Roll struct {
	bodies []Brief
	next   int
}

// Roll is the bodies of the release.
func (r *Release) Roll() Roll { return Roll{bodies: r.Bodies} }

// Find is a body by its code, nil where the release does not list it.
func (r *Roll) Find(code string) *Brief {
	at := r.next
	if at >= len(r.bodies) || r.bodies[at].ID != code {
		var ok bool
		if at, ok = slices.BinarySearchFunc(r.bodies, code, func(b Brief, code string) int { return strings.Compare(b.ID, code) }); !ok {
			return nil
		}
	}
	r.next = at + 1
	return &r.bodies[at]
}
