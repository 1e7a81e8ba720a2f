package store

import (
	"context"
	"slices"

	"careratings/internal/eras"
)

// Held is one stated rating of a body in an edition, without its value.
type Held struct {
	Era, Edition, Body, Name, Kind, PeerGroup, Measure string
}

// HeadlineRatings lists who is rated in which edition on the era's headline
// measure, by what is stated: a doubt keeps a rating out. Imports have no part in it.
func (a *Archive) HeadlineRatings(ctx context.Context) ([]Held, error) {
	var out []Held
	err := a.each(ctx, func(scan scanner) error {
		var h Held
		if err := scan(&h.Era, &h.Edition, &h.Body, &h.Name, &h.Kind, &h.PeerGroup, &h.Measure); err != nil {
			return err
		}
		out = append(out, h)
		return nil
	}, `SELECT m.era, ifnull(e.key, ''), b.key, b.name, b.kind, r.peer_group, m.key FROM rating_row r
		JOIN measure m ON m.id = r.measure JOIN era ON era.id = m.era AND m.key = era.headline
		JOIN body b ON b.id = r.body AND b.kind <> 'cqc-location' LEFT JOIN edition e ON e.id = r.edition
		WHERE r.doubt = 'stated' AND r.service = '' ORDER BY era.seq, e.seq, r.peer_group, b.key`)
	return out, err
}

// PeerGroupsOf returns the peer groups that each body is rated in, in whatever
// era: body -> era and group, each once.
func (a *Archive) PeerGroupsOf(ctx context.Context) (map[string][][2]string, error) {
	out := map[string][][2]string{}
	err := a.each(ctx, func(scan scanner) error {
		var body, era, group string
		if err := scan(&body, &era, &group); err != nil {
			return err
		}
		out[body] = append(out[body], [2]string{era, group})
		return nil
	}, `SELECT DISTINCT b.key, m.era, r.peer_group FROM rating_row r JOIN measure m ON m.id = r.measure JOIN body b ON b.id = r.body
		WHERE r.peer_group <> '' ORDER BY 1, 2, 3`)
	return out, err
}

// Change is a curated value that moved from one data version to the next.
type Change struct {
	DataVersion, What, Key, Before, After, Why string
}

// Changes lists every recorded change, oldest first.
func (a *Archive) Changes(ctx context.Context) ([]Change, error) {
	var out []Change
	err := a.each(ctx, func(scan scanner) error {
		var c Change
		if err := scan(&c.DataVersion, &c.What, &c.Key, &c.Before, &c.After, &c.Why); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	}, "SELECT data_version, what, key, before, after, why FROM change ORDER BY data_version, what, key")
	return out, err
}

// Meta returns one entry of the archive's own description: data_version or kind.
func (a *Archive) Meta(ctx context.Context, key string) (string, error) {
	var v string
	err := a.each(ctx, func(scan scanner) error { return scan(&v) }, "SELECT value FROM meta WHERE key = ?", key)
	return v, err
}

// SQLiteVersion is the version of the database library.
func (a *Archive) SQLiteVersion(ctx context.Context) (string, error) {
	var v string
	err := a.each(ctx, func(scan scanner) error { return scan(&v) }, "SELECT sqlite_version()")
	return v, err
}

// Match is a printed name settled, or left open with its candidates.
type Match struct {
	Era, Edition, TrustType, PrintedName, Body, Confidence, Basis, Candidates, Reason string
}

// MatchesOf returns the rows of one printed name, whatever its edition.
func (a *Archive) MatchesOf(ctx context.Context, printed string) ([]Match, error) {
	return a.matches(ctx, "WHERE printed_name = ? COLLATE NOCASE ORDER BY era, edition, trust_type", printed)
}

// MatchesOpen returns every printed name without a certain body.
func (a *Archive) MatchesOpen(ctx context.Context) ([]Match, error) {
	return a.matches(ctx, "WHERE body = '' ORDER BY era, edition, trust_type, printed_name")
}

func (a *Archive) matches(ctx context.Context, where string, args ...any) ([]Match, error) {
	var out []Match
	err := a.each(ctx, func(scan scanner) error {
		var m Match
		if err := scan(&m.Era, &m.Edition, &m.TrustType, &m.PrintedName, &m.Body, &m.Confidence, &m.Basis, &m.Candidates, &m.Reason); err != nil {
			return err
		}
		out = append(out, m)
		return nil
	}, "SELECT era, edition, trust_type, printed_name, body, confidence, basis, candidates, reason FROM match "+where, args...)
	return out, err
}

// ConflictedRatings returns the ratings in conflict with all their claims; those of
// bodies that imported files make claims about come last.
func (a *Archive) ConflictedRatings(ctx context.Context) ([]eras.Rating, error) {
	claims, err := a.ClaimsInConflict(ctx)
	if err != nil {
		return nil, err
	}
	told, err := a.disputable(ctx)
	if err != nil {
		return nil, err
	}
	var out []eras.Rating
	for _, r := range eras.Resolve(claims) {
		if _, later := slices.BinarySearch(told, r.Chosen().Body); r.Conflict && !later {
			out = append(out, r)
		}
	}
	for _, body := range told { // one after another: a file can tell of 50,000
		claims, err := a.claimsOf(ctx, body)
		if err != nil {
			return nil, err
		}
		for _, r := range eras.Resolve(claims) {
			if r.Conflict {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// disputable lists, sorted, the bodies that imported files say something of which
// can contradict the archive, another file or itself.
func (a *Archive) disputable(ctx context.Context) ([]string, error) {
	if a.imports == nil {
		return nil, nil
	}
	told, err := a.imports.Claimed(ctx)
	if err != nil {
		return nil, err
	}
	providers, err := a.imports.Providers(ctx)
	if err != nil {
		return nil, err
	}
	listed := make(map[string]bool, len(providers))
	for _, p := range providers {
		listed[p] = true
	}
	err = a.each(ctx, func(scan scanner) error {
		var key string
		err := scan(&key)
		if listed[key] {
			told = append(told, key)
		}
		return err
	}, "SELECT DISTINCT b.key FROM claim_row c JOIN body b ON b.id = c.body")
	slices.Sort(told)
	return slices.Compact(told), err
}
