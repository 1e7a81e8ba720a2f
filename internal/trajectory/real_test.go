package trajectory_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"careratings/internal/store"
	"careratings/internal/trajectory"
)

func realArchive(t testing.TB) *store.Archive {
	t.Helper()
	a, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func build(t testing.TB, a *store.Archive, code string, opt trajectory.Options) trajectory.Trust {
	t.Helper()
	body, ok, err := a.BodyByID(context.Background(), code)
	if err != nil || !ok {
		t.Fatalf("no body %s: %v", code, err)
	}
	trust, err := trajectory.Build(context.Background(), a, body, opt)
	if err != nil {
		t.Fatal(err)
	}
	return trust
}

func pointOf(t testing.TB, trust trajectory.Trust, edition, measure string) trajectory.Point {
	t.Helper()
	i := slices.IndexFunc(trust.Points, func(p trajectory.Point) bool {
		return p.Body.Code == trust.Code && p.Edition != nil && *p.Edition == edition && p.Measure == measure
	})
	if i < 0 {
		t.Fatalf("%s has no %s in %s", trust.Code, measure, edition)
	}
	return trust.Points[i]
}

func is(p *int, want int) bool { return p != nil && *p == want }

// All 156 acute trusts of 2003 were counted by level: 14 without a star, and
// Leicester among them.
func TestStandingFromACompleteCount(t *testing.T) {
	p := pointOf(t, build(t, realArchive(t), "RWE", trajectory.Options{}), "stars-2003", "stars.overall")
	s := p.Standing
	if !is(s.Worse, 0) || !is(s.Tied, 13) || !is(s.Better, 142) || !is(p.Peers.N, 156) || p.Peers.Group != "acute" || !is(p.Level, 1) {
		t.Errorf("got %+v among %+v", s, p.Peers)
	}
	if p.Peers.Basis == "" || p.Peers.Note == "" {
		t.Errorf("no basis or note: %+v", p.Peers)
	}
}

// Of 2004 only the share with three stars is printed: the band has a known
// floor, the tie count stays unknown.
func TestStandingFromAPercentage(t *testing.T) {
	p := pointOf(t, build(t, realArchive(t), "RWE", trajectory.Options{}), "stars-2004", "stars.overall")
	s := p.Standing
	if s.Low == nil || math.Abs(*s.Low-0.565) > 0.02 || s.High == nil || *s.High != 1 || s.Tied != nil {
		t.Errorf("got %+v", s)
	}
	if p.Peers.Group != "acute-and-specialist" || p.Peers.Note == "" {
		t.Errorf("peers %+v", p.Peers)
	}
}

func TestStandingFromALeaguePosition(t *testing.T) {
	p := pointOf(t, build(t, realArchive(t), "RWE", trajectory.Options{}), "nof-2025-26-q1", "nof.rank")
	if p.Label != "joint 101 of 134" || !is(p.Peers.N, 134) || p.Standing.Low == nil || p.Standing.High == nil || !is(p.Standing.Better, 100) {
		t.Errorf("%s: %+v among %+v", p.Label, p.Standing, p.Peers)
	}
}

// The archive holds every segment of the 61 mental health and community trusts.
func TestStandingFromTheArchivesOwnRatings(t *testing.T) {
	p := pointOf(t, build(t, realArchive(t), "RT5", trajectory.Options{}), "nof-2025-26-q1", "nof.segment")
	s := p.Standing
	if !is(p.Peers.N, 61) || s.Worse == nil || s.Tied == nil || s.Better == nil || *s.Worse+*s.Tied+*s.Better != 60 {
		t.Errorf("got %+v among %+v", s, p.Peers)
	}
}

// A number that is missing has a reason, everywhere.
func TestWhatIsNotKnownHasAReason(t *testing.T) {
	a := realArchive(t)
	for _, code := range []string{"RWE", "RT5", "RX1"} {
		for _, p := range build(t, a, code, trajectory.Options{}).Points {
			if p.Standing.Low == nil && p.Standing.High == nil && p.Standing.Reason == "" {
				t.Errorf("%s %s: no standing and no reason", code, p.Measure)
			}
			if len(p.Claims) == 0 || !p.Claims[0].Chosen || p.Claims[0].Source.Title == "" {
				t.Errorf("%s %s: the first claim is not the chosen one with its source", code, p.Measure)
			}
		}
	}
}

func TestBreaksLieBetweenEras(t *testing.T) {
	trust := build(t, realArchive(t), "RWE", trajectory.Options{})
	era := func(moment string) string {
		e, _, _ := strings.Cut(strings.Replace(moment, "@", "-", 1), "-")
		return e
	}
	for _, want := range [][2]string{{"stars", "healthcheck"}, {"sof", "nof"}} {
		i := slices.IndexFunc(trust.Breaks, func(b trajectory.Break) bool { return era(b.Between[1]) == want[1] && era(b.Between[0]) != want[1] })
		if i < 0 || trust.Breaks[i].Why == "" || trust.Breaks[i].Source == "" {
			t.Errorf("no explained break on the way into %s", want[1])
		}
	}
}

// By the end of 2003 nobody could know what was published in 2004, nor count
// peers by it.
func TestAsOfADayKnowsNothingLater(t *testing.T) {
	trust := build(t, realArchive(t), "RWE", trajectory.Options{AsOf: "2003-12-31"})
	if len(trust.Points) == 0 {
		t.Fatal("nothing was known of Leicester in 2003")
	}
	for _, p := range trust.Points {
		if p.Edition != nil && *p.Edition > "stars-2003" {
			t.Errorf("%s was not published", *p.Edition)
		}
		for _, c := range p.Claims {
			if on := c.Source.PublishedOn; on != nil && *on > "2003-12-31" {
				t.Errorf("%s is of %s", c.ID, *on)
			}
		}
	}
}

func TestLegalPolicyIsTheCodeItself(t *testing.T) {
	a := realArchive(t)
	own, strands := map[string]bool{}, map[string]bool{}
	for _, p := range build(t, a, "RX1", trajectory.Options{Policy: "legal"}).Points {
		own[p.Body.Code] = true
	}
	for _, p := range build(t, a, "RX1", trajectory.Options{Policy: "strands"}).Points {
		strands[p.Body.Code] = true
	}
	if len(own) != 1 || !own["RX1"] {
		t.Errorf("legal: ratings of %v", own)
	}
	for _, code := range []string{"RX1", "RFK", "RCS"} {
		if !strands[code] {
			t.Errorf("strands: no rating of %s", code)
		}
	}
}

// The small archive: two stated sources disagree about 2003, one body is not
// rated in 2004.
func TestTheSmallArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.db")
	if err := store.Build(os.DirFS("../../data/curated/testdata/small"), path); err != nil {
		t.Fatal(err)
	}
	a, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ra1 := build(t, a, "RA1", trajectory.Options{})
	p := pointOf(t, ra1, "stars-2003", "stars.overall")
	if !p.Conflict || p.Label != "0 stars" || len(p.Claims) != 2 || !is(p.Standing.Tied, 0) || !is(p.Standing.Better, 3) || !is(p.Peers.N, 4) {
		t.Errorf("RA1 in 2003: %+v", p)
	}
	if len(ra1.Lineage) != 1 || ra1.Lineage[0].Code != "RB1" {
		t.Errorf("lineage %+v", ra1.Lineage)
	}
	p = pointOf(t, build(t, a, "RC1", trajectory.Options{}), "stars-2004", "stars.overall")
	if p.Status != "not-rated" || p.Level != nil || p.Standing.Reason == "" {
		t.Errorf("RC1 in 2004: %+v", p)
	}
}
