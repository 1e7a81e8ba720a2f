package moves

import (
	"errors"
	"testing"
)

// A place is the cell in which the table counts a pair, and its name reads back.
func TestPlacesAreTheCellsOfTheTable(t *testing.T) {
	a := shipped(t)
	for _, p := range [][2]string{{"stars-2003", "stars-2004"}, {"stars-2003", "healthcheck-2005-06"}, {"cqc@2020-02-05", "cqc@2022-06-21"}, {"nof-2025-26-q3", "nof-2025-26-q2"}} {
		c := compared(t, a, p[0], p[1], Options{})
		want, _, _ := c.Table()
		got := map[Place]int{}
		for _, pair := range c.Pairs {
			place, ok := c.Place(pair)
			if !ok {
				continue
			}
			got[place]++
			if back, err := c.ParsePlace(c.PlaceID(place)); err != nil || back != place {
				t.Errorf("%v: %v is written %s and read %v, %v", p, place, c.PlaceID(place), back, err)
			}
		}
		for i, row := range want.Cells {
			for j, n := range row {
				if got[Place{i + 1, j + 1}] != n {
					t.Errorf("%v: cell %d, %d holds %d, want %d", p, i+1, j+1, got[Place{i + 1, j + 1}], n)
				}
			}
			if got[Place{From: i + 1}] != want.Exit[i] {
				t.Errorf("%v: %d ended at %d, want %d", p, got[Place{From: i + 1}], i+1, want.Exit[i])
			}
		}
		for j, n := range want.Entry {
			if got[Place{To: j + 1}] != n {
				t.Errorf("%v: %d began at %d, want %d", p, got[Place{To: j + 1}], j+1, n)
			}
		}
	}
}

func TestPlacesAreReadStrictly(t *testing.T) {
	c := compared(t, shipped(t), "stars-2003", "stars-2004", Options{})
	for s, want := range map[string]Place{"0:3": {1, 4}, "no stars:Three Stars": {1, 4}, "0:": {From: 1}, ":3": {To: 4}} {
		if got, err := c.ParsePlace(s); err != nil || got != want {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", ":", "3", "9:1", "1:9", "0:1:2"} {
		var none *NoSuch
		if got, err := c.ParsePlace(s); !errors.As(err, &none) {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
}

func TestPicksJoin(t *testing.T) {
	c := compared(t, shipped(t), "stars-2003", "stars-2004", Options{Kind: "acute"})
	d := c.Diff()
	for _, test := range []struct {
		pick Pick
		want string
	}{
		{Pick{Cells: []Place{{1, 4}}}, "RM2 RWE RXW"},
		{Pick{Cells: []Place{{1, 4}}, Named: "rlz"}, "RXW"},
		{Pick{Cells: []Place{{1, 4}}, Only: "down"}, ""},
		{Pick{Only: "up", Named: "LEICESTER"}, "RWE"},
	} {
		got := ""
		for i := range d.Rows {
			if place, ok := c.Place(c.Pairs[i]); test.pick.Wants(&d.Rows[i], place, ok) {
				got += " " + d.Rows[i].Trust.Code
			}
		}
		if got != "" {
			got = got[1:]
		}
		if got != test.want {
			t.Errorf("%+v: %q, want %q", test.pick, got, test.want)
		}
	}
}
