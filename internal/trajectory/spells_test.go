package trajectory_test

import (
	"testing"

	"careratings/internal/trajectory"
)

// The eleven trusts placed after the Keogh review left one by one; nothing is
// said of an end that no source tells, or had told by the day asked for.
func TestSpells(t *testing.T) {
	a := realArchive(t)
	for _, tt := range []struct{ code, asOf, regime, from, to string }{
		{"RWD", "", "quality", "2013-07-16", "2015-02"},
		{"RWD", "2013-12-31", "quality", "2013-07-16", ""},
		{"RPA", "", "quality", "2013-07-16", ""},
		{"RNQ", "", "quality", "", "2019-05-22"},
		{"RJ6", "", "finance", "2016-07-21", "2017-02"},
		{"RXL", "", "keogh", "", "2013-07-16"},
	} {
		found := false
		for _, s := range build(t, a, tt.code, trajectory.Options{AsOf: tt.asOf, Policy: "legal"}).Spells {
			found = found || s.Regime == tt.regime && says(s.From, tt.from) && says(s.To, tt.to) &&
				(s.EntryClaim != "") == (tt.from != "") && (s.ExitClaim != "") == (tt.to != "")
		}
		if !found {
			t.Errorf("no spell %+v", tt)
		}
	}
	if s := build(t, a, "RWD", trajectory.Options{AsOf: "2013-01-01"}).Spells; len(s) > 0 {
		t.Errorf("told before it happened: %+v", s)
	}
}

func says(p *string, want string) bool { return p == nil && want == "" || p != nil && *p == want }

// A trust keeps its code through a renaming; the name of the time is told only
// where its dates are known.
func TestNameThenOfATrajectory(t *testing.T) {
	trust := build(t, realArchive(t), "RTG", trajectory.Options{})
	for edition, want := range map[string]string{
		"stars-2001": "Southern Derbyshire Acute Hospitals NHS Trust",
		"stars-2003": "",
		"stars-2004": "Derby Hospitals NHS Foundation Trust",
	} {
		if got := pointOf(t, trust, edition, "stars.overall").Body.NameThen; got != want {
			t.Errorf("%s: %q, want %q", edition, got, want)
		}
	}
}

// Camden's two stars of 2005 were one star when published.
func TestRevised(t *testing.T) {
	a := realArchive(t)
	if !pointOf(t, build(t, a, "5K7", trajectory.Options{}), "stars-2005", "stars.overall").Revised() {
		t.Error("the rating of Camden PCT in 2005 is not marked as revised")
	}
	if pointOf(t, build(t, a, "5K7", trajectory.Options{}), "stars-2004", "stars.overall").Revised() {
		t.Error("the rating of 2004 never changed")
	}
}
