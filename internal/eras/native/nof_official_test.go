package native

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"careratings/internal/eras"
	"careratings/internal/nofcheck"

	"github.com/google/go-cmp/cmp"
)

const (
	officialData   = "nof-q4-2025-26_mental-health-and-community-trust-data.csv"
	officialLeague = "nof-q4-2025-26_mental-health-and-community-trust-league-table.csv"
	dataSource     = "gh-joesalmon1985-2025-a0e57f"
	leagueSource   = "gh-joesalmon1985-2025-f2bf09"
)

// readOfficial reads the two official files of Q4 2025/26.
func readOfficial(t *testing.T) (data, league *nofTranscript) {
	t.Helper()
	cat := nofCuratedCatalogue(t)
	read := func(core nofTextReader, name, source string) *nofTranscript {
		got, err := readNOFText(t, core, nofOfficialText(t, "oversight", "raw", name), &File{Name: name, Source: source, Catalogue: cat})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	return read(nofData{}.read, officialData, dataSource), read(nofLeague{}.read, officialLeague, leagueSource)
}

// nofSaid is a claim without what belongs to the copy it was read in: id, tier,
// place and note.
func nofSaid(c eras.Claim) (key, value string) {
	key = fmt.Sprint(c.Source, " ", c.Edition, " ", c.Body, " ", c.Measure)
	value = fmt.Sprintf("%q %q %d-%d %d %s %s %s %s %q %q", c.Value, c.Number, c.Low, c.High, c.Of, c.Status, c.Doubt, c.Level, c.PeerGroup, c.TrustType, c.PrintedName)
	return key, value
}

// The curated archive transcribes the same two files: what the adapters read is
// claim for claim what it holds.
func TestNOFOfficialFilesEqualTheCuratedClaims(t *testing.T) {
	data, league := readOfficial(t)
	if len(data.rejects)+len(league.rejects)+len(data.remarks)+len(league.remarks)+len(data.measures)+len(league.measures) > 0 {
		t.Errorf("rejected, remarked or announced: %v %v %v %v %v", data.rejects, league.rejects, data.remarks, league.remarks, data.measures)
	}
	if data.rows != 8771 || league.rows != 61 {
		t.Errorf("%d and %d rows, want 8771 and 61", data.rows, league.rows)
	}
	got := map[string]string{}
	for _, c := range slices.Concat(data.claims, league.claims) {
		k, v := nofSaid(c.Claim)
		if first, ok := got[k]; ok {
			t.Errorf("%s said twice: %s and %s", k, first, v)
		}
		got[k] = v
		if carried := c.Edition != "nof-2025-26-q4"; c.Carried != carried {
			t.Errorf("%s: carried %v, want %v", k, c.Carried, carried)
		}
	}
	want := map[string]string{}
	for _, c := range readNOFCurated(t).Claims {
		if c.Source == dataSource || c.Source == leagueSource {
			k, v := nofSaid(c)
			want[k] = v
		}
	}
	if len(want) != 13178 {
		t.Errorf("%d curated claims, want 13178", len(want))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-curated +read):\n%s", d)
	}
}

// The rules hold in every one of the 244 trust-quarters.
func TestNOFRulesHoldOnTheOfficialFiles(t *testing.T) {
	data, league := readOfficial(t)
	var claims []eras.Claim
	for _, c := range slices.Concat(league.claims, data.claims) {
		claims = append(claims, c.Claim)
	}
	report := nofcheck.Verify(nofcheck.Collect(claims, nil))
	if report.Trusts != 244 {
		t.Errorf("%d trust-quarters, want 244", report.Trusts)
	}
	for _, row := range report.Differences() {
		t.Errorf("%+v", row)
	}
	for _, row := range report.LeftOver() {
		t.Errorf("left over: %+v", row)
	}
	got := map[string][3]int{}
	for _, c := range report.Counts {
		got[c.What] = [3]int{c.Agrees, c.Differs, c.NotChecked}
	}
	want := map[string][3]int{
		"score": {244, 0, 0}, "override": {244, 0, 0}, "rank": {244, 0, 0}, "tied": {244, 0, 0},
		"final-segment": {122, 0, 0}, "deficit": {61, 0, 0}, "score-range": {61, 0, 0}, "rank-range": {61, 0, 0}, "cut": {12, 0, 0},
		"domain.access-to-services": {234, 0, 0}, "domain.patient-safety": {244, 0, 0}, "domain.finance-and-productivity": {244, 0, 0},
		"domain.people-and-workforce": {244, 0, 0}, "domain.effectiveness-and-experience": {239, 0, 0},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("agree, differ, not checked (-want +got):\n%s", d)
	}
	var cuts []string
	for _, c := range report.Cuts {
		cuts = append(cuts, fmt.Sprintf("%s %d|%d %s to %s", c.Quarter, c.Better, c.Worse, c.Low, c.High))
	}
	wantCuts := []string{
		"nof-2025-26-q1 1|2 2.04 to 2.06", "nof-2025-26-q1 2|3 2.32 to 2.33", "nof-2025-26-q1 3|4 2.6 to 2.65",
		"nof-2025-26-q2 1|2 2.06 to 2.07", "nof-2025-26-q2 2|3 2.34 to 2.35", "nof-2025-26-q2 3|4 2.64 to 2.69",
		"nof-2025-26-q3 1|2 2.06 to 2.08", "nof-2025-26-q3 2|3 2.33 to 2.38", "nof-2025-26-q3 3|4 2.7 to 2.74",
		"nof-2025-26-q4 1|2 2.02 to 2.11", "nof-2025-26-q4 2|3 2.29 to 2.31", "nof-2025-26-q4 3|4 2.57 to 2.6",
	}
	if d := cmp.Diff(wantCuts, cuts); d != "" {
		t.Errorf("cut points (-want +got):\n%s", d)
	}
}

// The table of domains is what column Domain of the file says.
func TestNOFDomainsAreTheFiles(t *testing.T) {
	h, err := openHeaded(newNOFCSVSheet(nofOfficialText(t, "oversight", "raw", officialData)), "", nofDataMarks())
	if err != nil {
		t.Fatal(err)
	}
	got, want := map[string]string{}, map[string]string{}
	for h.next() == nil {
		if id := h.cell("Metric_ID"); id[2] == '0' || id[2] == '1' {
			want[id], got[id] = slug(h.cell("Domain")), nofcheck.DomainOf(id)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%d ids (-file +table):\n%s", len(slices.Collect(maps.Keys(want))), d)
	}
}
