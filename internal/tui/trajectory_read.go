package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// story is what the archive holds of some trusts: what a time axis is drawn of.
type story struct {
	cat       *store.Catalogue
	policy    string
	asOf      string
	trusts    []told
	conflicts map[string]store.Conflict
	sources   map[string]eras.Source // of the breaks
	views     []view
	until     float64       // the year in which the archive ends
	within    *moves.Within // verdicts on trusts side by side
}

// told is one trust's trajectory and what stands beside it.
type told struct {
	trajectory.Trust
	links []bodies.Succession
	towns map[string]string // of the trust and its strands, where known
	sites []siteRating
}

// siteRating is a rating of a hospital or another location.
type siteRating struct {
	parent, name string
	rating       eras.Rating
}

// noBody is the error for a code that the archive has not.
type noBody struct{ code string }

func (e *noBody) Error() string {
	return fmt.Sprintf("no body has the code %q; esc goes back to the trusts, where / finds one by name, code, hospital or town", e.code)
}

// readStory reads the trajectories of some trusts by code.
func readStory(ctx context.Context, s *session, codes []string) (*story, error) {
	a, err := s.open()
	if err != nil {
		return nil, err
	}
	st := &story{policy: s.policy, asOf: s.asOf, conflicts: map[string]store.Conflict{}}
	if st.cat, err = a.Catalogue(ctx); err != nil {
		return nil, err
	}
	conflicts, err := a.Conflicts(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range conflicts {
		st.conflicts[c.ID] = c
	}
	var keys []string
	for i := range st.cat.Breaks {
		if key := st.cat.Breaks[i].Source; key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	if st.sources, err = a.Sources(ctx, keys); err != nil {
		return nil, err
	}
	for _, code := range codes {
		body, ok, err := a.BodyByID(ctx, code)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, &noBody{code}
		}
		t, err := readTrust(ctx, a, body, st)
		if err != nil {
			return nil, err
		}
		st.trusts = append(st.trusts, t)
	}
	st.views = viewsOf(st)
	st.until = st.end()
	if len(codes) > 1 {
		st.within, err = moves.ReadWithin(ctx, a, st.asOf, st.editions())
	}
	return st, err
}

func readTrust(ctx context.Context, a *store.Archive, body bodies.Body, st *story) (told, error) {
	t := told{towns: map[string]string{}}
	var err error
	if t.Trust, err = trajectory.Build(ctx, a, body, trajectory.Options{AsOf: st.asOf, Policy: st.policy}); err != nil {
		return t, err
	}
	if t.links, err = a.Successions(ctx, body.ID); err != nil {
		return t, err
	}
	strands := []string{body.ID}
	for i := range t.Points {
		if code := t.Points[i].Body.Code; !slices.Contains(strands, code) {
			strands = append(strands, code)
		}
	}
	for _, code := range strands {
		b, _, err := a.BodyByID(ctx, code)
		if err != nil {
			return t, err
		}
		t.towns[code] = b.Town
	}
	t.sites, err = readSites(ctx, a, strands, st.asOf)
	return t, err
}

func readSites(ctx context.Context, a *store.Archive, parents []string, asOf string) ([]siteRating, error) {
	sites, err := a.SitesOf(ctx, parents)
	if err != nil || len(sites) == 0 {
		return nil, err
	}
	byCode := map[string]bodies.Body{}
	codes := make([]string, 0, len(sites))
	for _, s := range sites {
		byCode[s.ID] = s
		codes = append(codes, s.ID)
	}
	claims, err := a.ClaimsAbout(ctx, codes, asOf)
	if err != nil {
		return nil, err
	}
	claims = slices.DeleteFunc(claims, func(c eras.Claim) bool { return c.Level != "location" })
	var out []siteRating
	for _, r := range eras.Resolve(claims) {
		site := byCode[r.Claims[0].Body]
		out = append(out, siteRating{parent: site.Parent, name: site.Name, rating: r})
	}
	return out, nil
}

// end is the year after the last edition or rating that is held, so that every
// trust has the same years to scale.
func (st *story) end() float64 {
	last := 2002.0
	for i := range st.cat.Editions {
		if t, ok := yearOf(st.cat.Editions[i].Published.Last()); ok {
			last = max(last, t)
		}
	}
	for i := range st.trusts {
		for j := range st.trusts[i].Points {
			if t, ok := yearOf(st.trusts[i].Points[j].When()); ok {
				last = max(last, t)
			}
		}
	}
	return float64(int(last) + 1)
}

// editions are those that rate any of the trusts.
func (st *story) editions() []string {
	var out []string
	for i := range st.trusts {
		for j := range st.trusts[i].Points {
			if e := st.trusts[i].Points[j].Edition; e != nil && !slices.Contains(out, *e) {
				out = append(out, *e)
			}
		}
	}
	return out
}

// document is what archive trajectory prints for a view.
func (st *story) document(v view) trajectory.Document {
	doc := trajectory.Document{Schema: trajectory.Schema, Policy: st.policy}
	if st.asOf != "" {
		doc.AsOf = &st.asOf
	}
	var codes []string
	for _, t := range st.trusts {
		codes = append(codes, t.Code)
		trust := t.Trust
		trust.Points = []trajectory.Point{}
		for i := range t.Points {
			if v.takes(t.Points[i].Measure) {
				trust.Points = append(trust.Points, t.Points[i])
			}
		}
		trust.Breaks = trajectory.Breaks(st.cat, trust.Points)
		doc.Trusts = append(doc.Trusts, trust)
	}
	doc.Query = strings.Join(codes, "; ")
	return doc
}

// table is the same as flat rows.
func (st *story) table(v view) output.Table { return flat.Points(st.document(v)) }

// strands are the bodies of a trust that have ratings in a view, each after
// those that went into it.
func (t *told) strands(rated func(code string) bool) []string {
	var out []string
	seen := map[string]bool{}
	var before func(code string)
	before = func(code string) {
		if seen[code] {
			return
		}
		seen[code] = true
		for _, l := range t.links {
			if l.Successor == code {
				before(l.Predecessor)
			}
		}
		if rated(code) {
			out = append(out, code)
		}
	}
	before(t.Code)
	var after []string
	for i := range t.Points {
		if code := t.Points[i].Body.Code; !seen[code] && rated(code) {
			seen[code] = true
			after = append(after, code)
		}
	}
	return append(out, after...)
}

// next is the first body with ratings that a body went into, and when.
func (t *told) next(code string, rated func(string) bool) (into, on string, ok bool) {
	seen := map[string]bool{}
	for !seen[code] {
		seen[code] = true
		for _, l := range t.links {
			if l.Predecessor != code || l.Successor == code || seen[l.Successor] {
				continue
			}
			if on == "" {
				on = string(l.On)
			}
			code = l.Successor
			if rated(code) || code == t.Code {
				return code, on, true
			}
			break
		}
	}
	return "", "", false
}
