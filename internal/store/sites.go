package store

import (
	"context"

	"careratings/internal/bodies"
)

// SitesOf returns the locations that these bodies run or ran, by code.
func (a *Archive) SitesOf(ctx context.Context, parents []string) ([]bodies.Body, error) {
	var out []bodies.Body
	for _, parent := range parents {
		sites, err := a.bodies(ctx, "WHERE b.kind = 'cqc-location' AND b.parent = ? ORDER BY b.key", parent)
		if err != nil {
			return nil, err
		}
		out = append(out, sites...)
	}
	return out, nil
}
