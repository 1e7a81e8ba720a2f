package curated

import (
	"strings"
	"testing"
	"testing/fstest"
)

// Each row is a spells.csv of the small directory and the fault it must give;
// none for the first.
func TestLintSpells(t *testing.T) {
	const header = "body,regime,from,to,entry_claim,exit_claim,note\n"
	tests := []struct{ name, row, want string }{
		{"open at its end", "RA1,quality,2003-07-16,,stars-2003.ra1.overall.1,,", ""},
		{"another day, with a note", "RA1,quality,2003-07,,stars-2003.ra1.overall.1,,The claim tells it later.", ""},
		{"no body", "RZ9,quality,2003-07-16,,stars-2003.ra1.overall.1,,", `no body "RZ9"`},
		{"no regime", "RA1,measures,2003-07-16,,stars-2003.ra1.overall.1,,", "is none of"},
		{"no end known", "RA1,quality,,,,,", "neither end is known"},
		{"ends before it begins", "RA1,quality,2003-07-16,2002,stars-2003.ra1.overall.1,stars-2003.ra1.overall.1,why", "before it begins"},
		{"day without a claim", "RA1,quality,2003-07-16,,,,", `claim "", and the day is "2003-07-16"`},
		{"claim without a day", "RA1,quality,2003-07-16,,stars-2003.ra1.overall.1,stars-2003.ra1.overall.1,", `and the day is ""`},
		{"no claim", "RA1,quality,2003-07-16,,stars-2003.ra1.overall.9,,", "no claim"},
		{"claim about another body", "RB1,quality,2003-07-16,,stars-2003.ra1.overall.1,,", "is about RA1"},
		{"another day", "RA1,quality,2003-07-17,,stars-2003.ra1.overall.1,,", "not of 2003-07-17"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := small(t)
			dir["spells.csv"] = &fstest.MapFile{Data: []byte(header + tt.row + "\n")}
			faults := faultsOf(dir)
			if tt.want == "" && len(faults) > 0 {
				t.Fatal(faults)
			}
			for _, f := range faults {
				if f.File == "spells.csv" && strings.Contains(f.What, tt.want) {
					return
				}
			}
			if tt.want != "" {
				t.Errorf("no fault in spells.csv says %q; got %v", tt.want, faults)
			}
		})
	}
}
