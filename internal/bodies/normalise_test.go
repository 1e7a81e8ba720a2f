package bodies_test

import (
	"strings"
	"testing"

	"careratings/internal/bodies"
)

func TestNormalise(t *testing.T) {
	tests := map[string]string{
		"University Hospitals of Leicester NHS Trust":                  "UNIVERSITY HOSPITALS OF LEICESTER NHS TRUST",
		"Guy’s & St. Thomas' NHS FT":                                   "GUYS AND ST THOMAS NHS FOUNDATION TRUST",
		"The Queen Elizabeth Hospital, King's Lynn, NHS Trust":         "QUEEN ELIZABETH HOSPITAL KINGS LYNN NHS TRUST",
		"The Royal Liverpool Children's National Health Service Trust": "ROYAL LIVERPOOL CHILDRENS NHS TRUST",
		"Norfolk and Norwich Health Care N.H.S. Trust":                 "NORFOLK AND NORWICH HEALTHCARE NHS TRUST",
		"East Lincolnshire Primary Care Trust":                         "EAST LINCOLNSHIRE PCT",
		"Stoke-on-Trent  (South)":                                      "STOKE ON TRENT SOUTH",
		"Saint Helens":                                                 "ST HELENS",
		"ﬁve Boroughs":                                                 "FIVE BOROUGHS", // a ligature
		" — ":                                                          "",
		"the":                                                          "",
		"Theatre":                                                      "THEATRE",
	}
	for name, want := range tests {
		if got := bodies.Normalise(name); got != want {
			t.Errorf("Normalise(%q) = %q, want %q", name, got, want)
		}
	}
}

// Words that tell bodies apart must survive.
func TestNormaliseKeepsBodiesApart(t *testing.T) {
	pairs := [][2]string{
		{"Leicester Partnership NHS Trust", "Leicestershire Partnership NHS Trust"},
		{"North Devon", "Northern Devon"},
		{"Royal Liverpool Hospital", "Liverpool Hospital"},
		{"Derby Hospitals", "Derby Teaching Hospitals"},
		{"Bolton Hospital", "Bolton Hospitals"},
	}
	for _, p := range pairs {
		if bodies.Normalise(p[0]) == bodies.Normalise(p[1]) {
			t.Errorf("%q and %q have one key", p[0], p[1])
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"Guy’s & St. Thomas'", "N.H.S. N H S", "primary the care trust", "a'́ ǰ", "ß ŉ ﬀ", "\xff\xfe", "K℡"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		key := bodies.Normalise(name)
		if again := bodies.Normalise(key); again != key {
			t.Errorf("Normalise(%q) = %q, and of that %q", name, key, again)
		}
		if key != strings.Join(strings.Fields(key), " ") {
			t.Errorf("Normalise(%q) = %q is not single spaced", name, key)
		}
	})
}
