package moves

import (
	"strings"
	"testing"

	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// pointsOfTrust are a trust's ratings of one measure, by moment and body.
func pointsOfTrust(t *testing.T, a *store.Archive, code, measure string) map[string]*trajectory.Point {
	t.Helper()
	body, ok, err := a.BodyByID(t.Context(), code)
	if err != nil || !ok {
		t.Fatal(code, err)
	}
	tr, err := trajectory.Build(t.Context(), a, body, trajectory.Options{Measures: []string{measure}})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*trajectory.Point{}
	for i := range tr.Points {
		p := &tr.Points[i]
		out[p.Moment()+" "+p.Body.Code] = p
	}
	return out
}

// Two bodies of one table: what is said is what an era-diff would say of the
// same two ratings, and nothing where they are of no one table.
func TestWithin(t *testing.T) {
	a := shipped(t)
	w, err := ReadWithin(t.Context(), a, "", []string{"stars-2003", "nof-2025-26-q3", "nof-2025-26-q4"})
	if err != nil {
		t.Fatal(err)
	}
	stars := func(code, at string) *trajectory.Point { return pointsOfTrust(t, a, code, "stars.overall")[at] }
	cqc := func(code, at string) *trajectory.Point { return pointsOfTrust(t, a, code, "cqc.overall")[at] }
	leicester, city := stars("RWE", "stars-2003 RWE"), stars("RX1", "stars-2003 RCS")
	partial, implied := stars("RX1", "stars-2003 RFK"), stars("RTG", "stars-2003 RTG")
	shadow := cqc("RWE", "cqc@2014 RWE")
	for name, c := range map[string]struct {
		a, b    *trajectory.Point
		verdict string
		reason  string
	}{
		"plainly below":         {leicester, city, Below, ""},
		"and the other way":     {city, leicester, Above, ""},
		"overlapping levels":    {leicester, partial, NotResolved, "overlaps"},
		"a partial level below": {partial, city, Below, ""},
		"implied only":          {leicester, implied, NotResolved, "RTG is implied"},
		"the same band":         {city, city, NotResolved, "same band"},
		"no rating":             {leicester, nil, NotComparable, "no rating"},
		"another regime":        {leicester, shadow, NotComparable, "different regimes"},
	} {
		if c.a == nil && name != "no rating" {
			t.Fatalf("%s: the archive has not what the case is about", name)
		}
		got := w.Beside(c.a, c.b)
		if got.Verdict != c.verdict || !strings.Contains(got.Reason, c.reason) {
			t.Errorf("%s: %+v, want %s, %q", name, got, c.verdict, c.reason)
		}
	}
}

// Places inside one another's likely ranges are told apart by nobody.
func TestWithinHeedsLikelyRanges(t *testing.T) {
	a := shipped(t)
	const edition = "nof-2025-26-q4"
	w, err := ReadWithin(t.Context(), a, "", []string{edition})
	if err != nil {
		t.Fatal(err)
	}
	one := pointsOfTrust(t, a, "R1A", "nof.rank")[edition+" R1A"]
	two := pointsOfTrust(t, a, "R1D", "nof.rank")[edition+" R1D"]
	if one == nil || two == nil {
		t.Fatal("the archive has not the ranks this is about")
	}
	if got := w.Beside(one, two); got.Verdict != NotResolved || !strings.Contains(got.Reason, "likely range") {
		t.Errorf("%s against %s: %+v", one.Label, two.Label, got)
	}
}
