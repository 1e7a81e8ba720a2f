package store

import (
	"context"
	"fmt"
	"slices"

	"careratings/internal/eras"
	"careratings/internal/store/imports"
)

// Release is what one release of an imported care directory says of every
// location, or every provider, on one measure.
type Release struct {
	Day     string
	Ratings []eras.Rating // by code, one a body; the peer group is the directory's own category
	Bodies  []Brief       // every body it lists, by code
}

// Wanted is how much of a release is wanted.
type Wanted int

// The more is wanted, the longer it takes.
const (
	Bare  Wanted = iota // ratings alone, without peer groups
	Named               // the bodies with their names, and the peer groups
	Cited               // the ids and notes of claims too
)

// ReleaseRatings returns what the care directory said at a level on a day: its
// release of then, or the last before it that was out by asOf. It is false where
// no such release was imported.
//
// Of several ratings of one body in a release the one of the latest date counts;
// where those of that date differ the rating is in conflict.
func (a *Archive) ReleaseRatings(ctx context.Context, level, measure, day, asOf string, want Wanted) (Release, bool, error) {
	if a.imports == nil {
		return Release{}, false, nil
	}
	if asOf != "" && (day == "" || asOf < day) {
		day = asOf
	}
	of, ok, err := a.imports.LastRelease(ctx, level, day)
	if err != nil || !ok {
		return Release{}, false, err
	}
	var claims []eras.Claim
	var failed error
	read := make(chan struct{})
	go func() {
		defer close(read)
		claims, failed = a.imports.ClaimsOf(ctx, of, measure, want < Cited)
	}()
	var listed []imports.Listed
	if want > Bare {
		listed, err = a.imports.ListedIn(ctx, of)
	}
	<-read
	if err != nil || failed != nil {
		return Release{}, false, firstOf(err, failed)
	}
	r := Release{Day: of.Day, Bodies: make([]Brief, len(listed))}
	for i, l := range listed {
		r.Bodies[i] = Brief{ID: l.Code, Kind: kindAt(level), Name: l.Name, Region: l.Region}
	}
	r.Ratings = ratingsOf(claims, listed)
	return r, true, nil
}

// LevelFault says why a moment of an era has no ratings at a level; empty where it
// has, or can have when a release is imported. A trust's level is every regime's.
func LevelFault(level, id, era, day string) string {
	switch level {
	case "", "trust":
		return ""
	case "location", "provider":
		if era == "cqc" && day != "" {
			return ""
		}
		return fmt.Sprintf("%s has no ratings of %ss; write cqc@YYYY-MM-DD for the release of the care directory of that day", id, level)
	}
	return fmt.Sprintf("no level %q: use trust, location or provider", level)
}

// ReleaseFault says that no release with a level was out by a day.
func ReleaseFault(level, day string) string {
	return fmt.Sprintf("no release of the care directory with %ss that was out by %s is imported; archive import takes one in, archive imports lists those that are", level, day)
}

func firstOf(errs ...error) error {
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	return errs[i]
}

// kindAt is the kind of bodies that a level of the care directory lists.
func kindAt(level string) string {
	if level == "location" {
		return "cqc-location"
	}
	return "provider"
}

// ratingsOf joins claims, which lie body by body with the latest first, into one
// rating a body.
func ratingsOf(claims []eras.Claim, listed []imports.Listed) []eras.Rating {
	out := make([]eras.Rating, 0, len(listed))
	at := 0
	for i := 0; i < len(claims); {
		c := &claims[i]
		for at < len(listed) && listed[at].Code < c.Body {
			at++
		}
		if at < len(listed) && listed[at].Code == c.Body {
			c.PeerGroup = listed[at].Category
		}
		n := i + 1
		differ := false
		for n < len(claims) && claims[n].Body == c.Body && claims[n].RatedOn == c.RatedOn {
			claims[n].PeerGroup = c.PeerGroup
			differ = differ || claims[n].Low != c.Low || claims[n].Status != c.Status
			n++
		}
		rule := "only"
		if n > i+1 {
			rule = "order"
		}
		out = append(out, eras.Rating{Claims: claims[i:n:n], RatedOn: c.RatedOn, Conflict: differ, Rule: rule})
		for i = n; i < len(claims) && claims[i].Body == c.Body; {
			i++
		}
	}
	return out
}
