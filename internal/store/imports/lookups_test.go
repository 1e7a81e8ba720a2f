package imports

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras"
)

// lastOf is all that the last release says of locations, and what is known of the
// ratings of each.
func lastOf(t testing.TB, s *Store) (listed []Listed, claims, told []eras.Claim) {
	t.Helper()
	r, ok, err := s.LastRelease(t.Context(), "location", "")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if listed, err = s.ListedIn(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if claims, err = s.ClaimsOf(t.Context(), r, "cqc.overall", false); err != nil {
		t.Fatal(err)
	}
	for _, l := range listed {
		more, err := s.ClaimsAbout(t.Context(), l.Code)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, more...)
	}
	if len(listed) == 0 || len(claims) == 0 || len(told) <= len(claims) {
		t.Fatalf("%d listed, %d claims of the release, %d of all", len(listed), len(claims), len(told))
	}
	return listed, claims, told
}

// asAnew compares what a store says with what a program says that has just opened
// the file.
func asAnew(t *testing.T, s *Store) {
	t.Helper()
	fresh, err := Open(s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	listed, claims, told := lastOf(t, s)
	wantListed, wantClaims, wantTold := lastOf(t, fresh)
	for _, d := range []string{cmp.Diff(wantListed, listed), cmp.Diff(wantClaims, claims), cmp.Diff(wantTold, told)} {
		if d != "" {
			t.Errorf("%.800s", d)
		}
	}
}

// A reader that has the small tables in memory knows of organisations, services
// and releases that another program brought since.
func TestAReaderKnowsWhatCameSince(t *testing.T) {
	s := created(t)
	list := months(t, 5, 2_000, 4)
	for i, m := range list {
		if _, err := take(t, s, m, nil); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			reader, err := Open(s.path)
			if err != nil {
				t.Fatal(err)
			}
			defer reader.Close()
			lastOf(t, reader)
			defer asAnew(t, reader)
		}
	}
}

// A file that is taken back takes the numbers of its organisations with it: the
// next file gives them to others.
func TestNumbersThatAreGivenAgain(t *testing.T) {
	s := created(t)
	e, err := take(t, s, months(t, 5, 2_000, 1)[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	lastOf(t, s)
	if _, err := s.Undo(t.Context(), e.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := take(t, s, months(t, 6, 2_000, 2)[1], nil); err != nil {
		t.Fatal(err)
	}
	asAnew(t, s)
}

// The same seen by a program that has the file open all the while.
func TestNumbersThatAnotherProgramGaveAgain(t *testing.T) {
	s := created(t)
	e, err := take(t, s, months(t, 5, 2_000, 1)[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := Open(s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	lastOf(t, reader)
	if _, err := s.Undo(t.Context(), e.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := take(t, s, months(t, 6, 2_000, 2)[1], nil); err != nil {
		t.Fatal(err)
	}
	asAnew(t, reader)
}

// A release lists the locations of its sheet, and not the providers that its rows
// name too.
func TestAReleaseListsItsLocations(t *testing.T) {
	s := created(t)
	m := months(t, 5, 2_000, 1)[0]
	if _, err := take(t, s, m, nil); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(m.text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(rows[0], func(name string) bool { return strings.HasSuffix(name, "Location ID") }) // behind a byte order mark
	var want, got []string
	for _, row := range rows[1:] {
		want = append(want, row[at])
	}
	slices.Sort(want)
	listed, claims, _ := lastOf(t, s)
	for _, l := range listed {
		got = append(got, l.Code)
	}
	if d := cmp.Diff(slices.Compact(want), got); d != "" {
		t.Errorf("%.800s", d)
	}
	for _, c := range claims {
		if !slices.Contains(got, c.Body) {
			t.Errorf("a rating of %s, which is no location", c.Body)
		}
	}
}
