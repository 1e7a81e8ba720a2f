package native

import (
	"strings"
	"testing"

	"careratings/internal/eras"

	"github.com/google/go-cmp/cmp"
)

// exportedRow is a row as archive export writes it, with some cells replaced.
func exportedRow(t *testing.T, cells map[string]string) *nofTranscript {
	t.Helper()
	valid := map[string]string{
		"era": "stars", "edition": "stars-2003", "rated_on": "2003-07-16", "body": "RZ1", "printed_name": "A", "trust_type": "acute", "peer_group": "acute", "level": "trust",
		"measure": "stars.overall", "value": "below two stars", "doubt": "stated", "tier": "retrospective-press", "source_title": "T", "source_url": "https://a.example/",
		"published_on": "", "locator": "p. 2", "level_low": "1", "level_high": "2", "source": "a-1", "source_tier": "national-press", "source_counts_from": "2003-07-16",
		"source_dated_by": "edition", "source_licence": "facts-only", "claim": "stars-2003.rz1.overall.1", "rating": "stars-2003.rz1.overall.1", "chosen": "true",
	}
	var head, row []string
	for _, c := range append(plainColumnNames(), exportedColumns()...) {
		v, ok := cells[c]
		if !ok {
			v = valid[c]
		}
		head, row = append(head, c), append(row, v)
	}
	got, err := readNOFText(t, plainReader, strings.Join(head, ",")+"\n"+strings.Join(row, ",")+"\n", &File{Catalogue: nofCuratedCatalogue(t)})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A row that was exported is taken as it was read then: levels that its words do not
// give, the source under its own id, text without the guard against spreadsheets.
func TestExportedRow(t *testing.T) {
	got := exportedRow(t, map[string]string{"note": "'=1+1"})
	if len(got.claims) != 1 || len(got.rejects) > 0 {
		t.Fatal(got.lines)
	}
	want := eras.Claim{
		ID: "stars-2003.rz1.overall.1", Era: "stars", Edition: "stars-2003", RatedOn: "2003-07-16", Body: "RZ1", Level: "trust", PeerGroup: "acute", TrustType: "acute",
		Measure: "stars.overall", PrintedName: "A", Value: "below two stars", Low: 1, High: 2, Doubt: eras.Stated, Tier: "retrospective-press", Source: "a-1",
		CountsFrom: "2003-07-16", Locator: "p. 2", Note: "=1+1",
	}
	if diff := cmp.Diff(want, got.claims[0].Claim); diff != "" {
		t.Error(diff)
	}
	source := eras.Source{ID: "a-1", Title: "T", URL: "https://a.example/", Tier: "national-press", CountsFrom: "2003-07-16", DatedBy: "edition", Licence: "facts-only"}
	if diff := cmp.Diff([]eras.Source{source}, got.sources); diff != "" {
		t.Error(diff)
	}
	// Without its id the row is read like any other.
	if got := exportedRow(t, map[string]string{"claim": "", "value": "two stars", "level_low": "", "level_high": ""}); len(got.claims) != 1 || got.claims[0].Low != 3 {
		t.Error(got.lines)
	}
}

// Each fault of an exported row names its cell.
func TestExportedFaults(t *testing.T) {
	for column, cells := range map[string]map[string]string{
		"level_low":          {"level_low": "3", "level_high": "2"},
		"level_high":         {"level_high": "many"},
		"number":             {"number": "2.5"},
		"status":             {"status": "suspended"},
		"of_number":          {"of_number": "0"},
		"source_tier":        {"source_tier": "hearsay"},
		"source_counts_from": {"source_counts_from": "July"},
	} {
		got := exportedRow(t, cells)
		if len(got.claims) > 0 || len(got.rejects) == 0 || got.rejects[len(got.rejects)-1].Column != column && got.rejects[0].Column != column {
			t.Errorf("%s: %v", column, got.lines)
		}
	}
	if got := exportedRow(t, map[string]string{"level_low": "", "level_high": ""}); len(got.claims) > 0 || !strings.Contains(got.rejects[0].Reason, "read anew") {
		t.Errorf("no levels: %v", got.lines)
	}
}
