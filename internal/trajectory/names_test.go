package trajectory

import (
	"testing"

	"careratings/internal/eras"
	"careratings/internal/store"
)

func TestNameOn(t *testing.T) {
	names := []store.PastName{
		{Name: "Old", From: "1998-04-01", To: "2001-09-25/2004-07-01"},
		{Name: "Middle", From: "2004-07-01", To: "2014/2015-10"},
		{Name: "Now", From: "2018-07", To: "2026-08/"},
	}
	for on, want := range map[eras.Interval]string{
		"1997-01-01": "", "2001-09-25": "Old", "2003-07-16": "", // given up between 2001 and 2004
		"2004-07-01": "Middle", "2005": "Middle", "2014-06-01": "", "2004": "", "2019-01-01": "", "": "", "/2005-01-01": "",
	} {
		if got := nameOn(names, "Now", on); got != want {
			t.Errorf("on %q: %q, want %q", on, got, want)
		}
	}
}
