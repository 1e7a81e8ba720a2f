// Package overview is every body at a glance: which it is, what ratings the
// archive holds of it, where its latest one stands, and its biggest resolved rise
// and fall. The list of trusts is made of it, as a command and on the screen.
package overview

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/moves"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// Facts is what the archive holds of each body, by code.
type Facts struct {
	Catalogue *store.Catalogue
	Counts    map[string][]store.Count  // ratings of all measures, by era
	Headlines map[string][]*eras.Rating // on headline measures, in the order of the eras
	All       []eras.Rating             // the same, all bodies
	Into      map[string][]bodies.Succession
}

// Read reads what is held by asOf (empty for all).
func Read(ctx context.Context, a *store.Archive, asOf string) (*Facts, error) {
	f := &Facts{Headlines: map[string][]*eras.Rating{}, Into: map[string][]bodies.Succession{}}
	var err error
	if f.Catalogue, err = a.Catalogue(ctx); err != nil {
		return nil, err
	}
	if f.Counts, err = a.RatingCounts(ctx, asOf); err != nil {
		return nil, err
	}
	if f.All, err = a.Headlines(ctx, asOf); err != nil {
		return nil, err
	}
	for i := range f.All {
		body := f.All[i].Claims[0].Body
		f.Headlines[body] = append(f.Headlines[body], &f.All[i])
	}
	links, err := a.AllSuccessions(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range links {
		if s.Predecessor != s.Successor {
			f.Into[s.Predecessor] = append(f.Into[s.Predecessor], s)
		}
	}
	return f, nil
}

// Eras are the eras a body has ratings in.
func (f *Facts) Eras(code string) []string { return erasOf(f.Counts[code]) }

func erasOf(counts []store.Count) []string {
	var out []string
	for _, c := range counts {
		out = append(out, c.Era)
	}
	return out
}

// Ratings is how many ratings a body has, of all measures.
func (f *Facts) Ratings(code string) int {
	n := 0
	for _, c := range f.Counts[code] {
		n += c.N
	}
	return n
}

// Undated reports whether an edition only gathers ratings whose edition is not
// known.
func Undated(edition string) bool { return strings.HasSuffix(edition, "-undated") }

// Move is a change between neighbouring editions of one era that no reading of
// ties could undo.
type Move struct {
	From, To string
	// FromLevel and ToLevel count from 1, the worst; both are 0 where the scale
	// is broken between, and then only the standings are compared.
	FromLevel, ToLevel int
	FromLabel, ToLabel string
	Change             float64 // of the middle of the tie band, in shares of the peer group; 0 where not known
	Verdict            compare.Verdict
	Group              string
}

// Levels is how many levels the body rose or fell.
func (m *Move) Levels() int { return max(m.ToLevel-m.FromLevel, m.FromLevel-m.ToLevel) }

// bigger orders moves: by levels, then by the change of standing.
func (m *Move) bigger(than *Move) bool {
	return than == nil || cmp.Or(cmp.Compare(m.Levels(), than.Levels()), cmp.Compare(abs(m.Change), abs(than.Change))) > 0
}

func abs(f float64) float64 { return max(f, -f) }

// Judged is what has to be reckoned from more than one body's ratings, by code.
type Judged struct {
	Latest map[string]*trajectory.Point
	Rise   map[string]*Move
	Fall   map[string]*Move
}

// Judge places every body's latest headline rating among its peers as published,
// and compares its own ratings in neighbouring editions. A rolling era has no
// editions and no part in rises and falls; nor has a rating through a merger.
func Judge(ctx context.Context, a *store.Archive, f *Facts, asOf string) (*Judged, error) {
	j := &Judged{Latest: map[string]*trajectory.Point{}, Rise: map[string]*Move{}, Fall: map[string]*Move{}}
	if err := j.latest(ctx, a, f, asOf); err != nil {
		return nil, err
	}
	held := map[string]bool{}
	for i := range f.All {
		held[f.All[i].Claims[0].Edition] = true
	}
	last := eras.Edition{}
	for _, e := range f.Catalogue.Editions {
		if Undated(e.ID) {
			continue
		}
		if e.Era == last.Era && held[e.ID] && held[last.ID] {
			if err := j.compare(ctx, a, f.Catalogue, last, e, asOf); err != nil {
				return nil, err
			}
		}
		last = e
	}
	return j, nil
}

// latest takes of each body the stated headline rating with the latest day.
func (j *Judged) latest(ctx context.Context, a *store.Archive, f *Facts, asOf string) error {
	var ratings []eras.Rating
	for _, list := range f.Headlines {
		var best *eras.Rating
		for _, r := range list {
			if c := r.Chosen(); c.Status != "" || c.Low == 0 || !r.Counts() || f.day(r) == "" {
				continue
			}
			if best == nil || f.day(r) >= f.day(best) {
				best = r
			}
		}
		if best != nil {
			ratings = append(ratings, *best)
		}
	}
	slices.SortFunc(ratings, func(x, y eras.Rating) int {
		return cmp.Or(cmp.Compare(x.Claims[0].Edition, y.Claims[0].Edition), cmp.Compare(x.Claims[0].Body, y.Claims[0].Body))
	})
	draw := func() ([]trajectory.Point, error) {
		none := func(string) string { return "" }
		if asOf != "" {
			return trajectory.PointsOf(ctx, a, ratings, none, asOf)
		}
		return trajectory.LevelsOf(ctx, a, ratings, none)
	}
	points, err := draw()
	for i := range points {
		j.Latest[points[i].Body.Code] = &points[i]
	}
	return err
}

// day is the last day a rating can be of; empty where it is not shown.
func (f *Facts) day(r *eras.Rating) string {
	if day := r.RatedOn.Last(); day != "" {
		return day
	}
	e, _ := f.Catalogue.Edition(r.Claims[0].Edition)
	if Undated(e.ID) {
		return ""
	}
	return e.RatedTo
}

// compare takes the moves between two editions as the era-diff tells them.
func (j *Judged) compare(ctx context.Context, a *store.Archive, cat *store.Catalogue, from, to eras.Edition, asOf string) error {
	x, err := moves.ParseMoment(cat, from.ID, "")
	if err != nil {
		return err
	}
	y, err := moves.ParseMoment(cat, to.ID, "")
	if err != nil {
		return err
	}
	c, err := moves.Compare(ctx, a, x, y, moves.Options{Policy: "legal", AsOf: asOf, Levels: true})
	if err != nil {
		return err
	}
	for _, row := range c.Diff().Rows {
		if row.From == nil || row.To == nil || row.From.Body.Code != row.To.Body.Code {
			continue
		}
		m := &Move{From: from.ID, To: to.ID, FromLabel: row.From.Label, ToLabel: row.To.Label, Verdict: compare.Verdict(row.Verdict), Group: row.Kind}
		if row.LevelChange != nil && row.From.Level != nil && row.To.Level != nil {
			m.FromLevel, m.ToLevel = *row.From.Level, *row.To.Level
		}
		if row.StandingChange != nil {
			m.Change = *row.StandingChange
		}
		if row.From.Level == nil || row.To.Level == nil {
			continue // a range of levels is not counted
		}
		into := j.Fall
		switch m.Verdict {
		case compare.Up:
			into = j.Rise
		case compare.Down:
		default:
			continue
		}
		if code := row.Trust.Code; m.bigger(into[code]) {
			into[code] = m
		}
	}
	return nil
}
