package bodies_test

import (
	"context"
	"fmt"
	"testing"

	"careratings/internal/bodies"

	"github.com/google/go-cmp/cmp"
)

// What people type and what they get, on the archive's own text.
func TestSearchOfTheArchive(t *testing.T) {
	tests := []struct {
		query  string
		class  bodies.Class
		answer string   // empty where several are left
		others []string // the rest of the class, or the candidates
	}{
		{"RX1", bodies.ByCode, "RX1", nil},
		{" rx1 ", bodies.ByCode, "RX1", nil},
		{"leicester", bodies.ByWord, "RWE", []string{"x-eastern-leicester-pct", "x-leicester-city-west-pct", "5PC", "RFB", "RFD"}},
		{"University Hospitals of Leicester", bodies.ByName, "RWE", nil},
		{"nottingham", bodies.ByWord, "RX1", []string{"RCS", "RFK", "5EM", "RCT", "RK6"}},
		{"derby", bodies.ByWord, "RTG", []string{"x-central-derby-pct", "RFP", "5N7"}},
		{"queen elizabeth", bodies.ByWord, "RCX", []string{"RG2"}}, // Woolwich ended in 2009; the Birmingham hospital is a site
		{"burton", bodies.ByWord, "RTG", []string{"RJF"}},
		{"walsgrave", bodies.ByWord, "RKB", []string{"REL"}},                                 // a former name of a living trust, and a trust of 1992
		{"East Midlands Ambulance Service NHS Trust", bodies.ByName, "RX9", []string{"RV6"}}, // one name, two codes
		{"east london", bodies.ByName, "RWK", nil},                                           // not North East London, which only has the words
		{"southern derbyshire acute hospitals", bodies.ByName, "RTG", nil},                   // its name of 1998
		{"King's Mill Hospital", bodies.ByPlace, "RK5", nil},
		{"RWEAA", bodies.ByPlace, "RWE", nil},                     // a location answers through its provider
		{"musgrove park", bodies.ByPlace, "RH5", []string{"RBA"}}, // the hospital's trust today, then the closed one
		{"univ hosp leic", bodies.ByPrefix, "RWE", nil},
		{"queen elizabet", bodies.ByPrefix, "RCX", []string{"RG2"}},
		{"King;s Mill Centre for Health Services", bodies.ByPrefix, "RK5", nil}, // as printed in 2001
		{"oxford", bodies.ByWord, "", []string{"RNU", "RTH"}},                   // two living trusts
		{"king's", bodies.ByWord, "", []string{"RJZ", "RK5", "RCX"}},            // three: the list, not a guess
		{"liecester", bodies.BySlip, "RWE", []string{"x-eastern-leicester-pct", "x-leicester-city-west-pct", "5PC", "RFB", "RFD"}},
		{"notingham", bodies.BySlip, "RX1", []string{"RCS", "RFK", "5EM", "RCT", "RK6"}},
		{"derbyy", bodies.BySlip, "RTG", []string{"x-central-derby-pct", "RFP", "5N7"}},
		{"queen elizabeht", bodies.BySlip, "RCX", []string{"RG2"}},
		{"RX11", 0, "", nil},    // a code one slip away is another code
		{"CHL", 0, "", nil},     // a directly managed unit
		{"rampton", 0, "", nil}, // a special health authority
		{"hulll x", 0, "", nil}, // one word right is not enough
		{"the", 0, "", nil},
		{" ;'- ", 0, "", nil},
		{"zzzzzzzz", 0, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			found, err := bodies.Search(context.Background(), curated(t), tt.query)
			if err != nil {
				t.Fatal(err)
			}
			var class bodies.Class
			if len(found) > 0 {
				class = found[0].Class
			}
			if class != tt.class {
				t.Errorf("class %q, want %q", class, tt.class)
			}
			answer, others, ok := bodies.Pick(found)
			if ok != (tt.answer != "") || answer.Body.ID != tt.answer {
				t.Errorf("answer %q (%v), want %q", answer.Body.ID, ok, tt.answer)
			}
			if diff := cmp.Diff(tt.others, codes(others)); diff != "" {
				t.Errorf("others (-want +got):\n%s", diff)
			}
		})
	}
}

func codes(matches []bodies.Match) []string {
	var ids []string
	for _, m := range matches {
		ids = append(ids, m.Body.ID)
	}
	return ids
}

// Every code that can answer is found by itself and by its last official name.
func TestEveryBodyIsFound(t *testing.T) {
	c := curated(t)
	for id, b := range c.byID {
		if !b.Answers() {
			continue
		}
		found, err := bodies.Search(context.Background(), c, id)
		if err != nil || len(found) != 1 || found[0].Body.ID != id || found[0].Class != bodies.ByCode {
			t.Errorf("search %q: %v %v", id, codes(found), err)
		}
	}
	for _, e := range c.names {
		if e.Name.Kind != "official" || !e.Body.Answers() {
			continue
		}
		hits, err := c.NamesByKey(context.Background(), []string{bodies.Normalise(e.Name.Name)})
		if err != nil || len(hits) == 0 {
			t.Errorf("name %q of %s is not found: %v", e.Name.Name, e.Body.ID, err)
		}
	}
}

// small is an invented archive in which one thing at a time is changed.
func small(change func(map[string]bodies.Body)) *curatedText {
	c := &curatedText{byID: map[string]bodies.Body{
		"R01":  {ID: "R01", Kind: "trust", Name: "Ashdown NHS Trust", Rated: true},
		"R02":  {ID: "R02", Kind: "trust", Name: "Ashdown Community NHS Trust", Closed: "2002-03-31", Rated: true},
		"5A1":  {ID: "5A1", Kind: "pct", Name: "Ashdown PCT", Rated: true},
		"R03":  {ID: "R03", Kind: "foundation-trust", Name: "Barrow NHS Foundation Trust", Rated: true},
		"R031": {ID: "R031", Kind: "cqc-location", Name: "Ashdown House", Parent: "R03"},
		"Q01":  {ID: "Q01", Kind: "other", Name: "Ashdown Health Authority"},
	}}
	change(c.byID)
	for _, n := range []bodies.Name{
		{Body: "R01", Name: "Ashdown Hospitals NHS Trust", Kind: "official"},
		{Body: "R02", Name: "Ashdown Community NHS Trust", Kind: "official"},
		{Body: "5A1", Name: "Ashdown PCT", Kind: "official"},
		{Body: "R03", Name: "Barrow NHS Foundation Trust", Kind: "official"},
		{Body: "R03", Name: "Ashdown Community NHS Trust", Kind: "printed"},
		{Body: "R03", Name: "Ashdown", Kind: "town"},
		{Body: "R031", Name: "Ashdown House", Kind: "official"},
		{Body: "Q01", Name: "Ashdown Health Authority", Kind: "official"},
	} {
		c.names = append(c.names, bodies.Entry{Body: c.byID[n.Body], Name: n})
		c.keys = append(c.keys, bodies.Normalise(n.Name))
	}
	return c
}

func TestPick(t *testing.T) {
	edit := func(id string, f func(*bodies.Body)) func(map[string]bodies.Body) {
		return func(m map[string]bodies.Body) {
			b := m[id]
			f(&b)
			m[id] = b
		}
	}
	tests := []struct {
		name, query, want string
		change            func(map[string]bodies.Body)
	}{
		{"a living rated trust beats closed bodies and PCTs", "ashdown", "answer R01 of [5A1 R02]", func(map[string]bodies.Body) {}},
		{"an unrated trust does not", "ashdown", "one of [5A1 R02 R01]", edit("R01", func(b *bodies.Body) { b.Rated = false })},
		{"nor a closed one", "ashdown", "one of [5A1 R02 R01]", edit("R01", func(b *bodies.Body) { b.Closed = "2010" })},
		{"nor one that a list calls closed without a date", "ashdown", "one of [5A1 R02 R01]", edit("R01", func(b *bodies.Body) { b.ClosedBasis = "unknown" })},
		{"two living rated trusts are two", "ashdown", "one of [R02 R01]", edit("R02", func(b *bodies.Body) { b.Closed = "" })},
		{"a misprint never outranks an official name", "Ashdown Community NHS Trust", "answer R02 of []", func(map[string]bodies.Body) {}},
		{"a location's name is a hospital of its provider", "ashdown house", "answer R03 of []", func(map[string]bodies.Body) {}},
		{"an authority never answers", "ashdown health authority", "nothing", func(map[string]bodies.Body) {}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, err := bodies.Search(context.Background(), small(tt.change), tt.query)
			if err != nil {
				t.Fatal(err)
			}
			answer, others, ok := bodies.Pick(found)
			got := fmt.Sprintf("one of %v", codes(others))
			switch {
			case ok:
				got = fmt.Sprintf("answer %s of %v", answer.Body.ID, codes(others))
			case len(found) == 0:
				got = "nothing"
			}
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{"leicester", "RX1", "st. helens & knowsley", "Guy’s", "ﬁrst", "\xff", "a'́ b", "N.H.S"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		c := small(func(map[string]bodies.Body) {})
		once, err := bodies.Search(context.Background(), c, query)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := bodies.Search(context.Background(), c, query)
		if a, b := fmt.Sprint(once), fmt.Sprint(again); a != b {
			t.Errorf("search %q is not the same twice:\n%s\n%s", query, a, b)
		}
		for i := 1; i < len(once); i++ {
			if once[i].Class < once[i-1].Class {
				t.Errorf("search %q: %s comes after a worse class", query, once[i].Body.ID)
			}
		}
	})
}
