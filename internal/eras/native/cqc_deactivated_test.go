package native

import (
	"errors"
	"strings"
	"testing"
)

func readDeactivated(t testing.TB, data []byte) (*factList, error) {
	t.Helper()
	got := &factList{}
	return got, (cqcDeactivated{}).read(t.Context(), "", readCSV(data), &File{Source: "cqc-deactivated-example", Released: "2026-09-01"}, got)
}

// Bodies that have closed and their last ratings; what is not understood is
// rejected with its place, and no person is named.
func TestCQCDeactivated(t *testing.T) {
	const path = "testdata/cqc_deactivated/list.csv"
	got, err := readDeactivated(t, inputOf(t, path))
	if err != nil {
		t.Fatal(err)
	}
	got.sound(t)
	got.golden(t, path)
	if len(got.rejects) != 7 || got.rows != 12 {
		t.Errorf("%d rejects of %d rows, want 7 of 12", len(got.rejects), got.rows)
	}
}

// The list is told from the care directory, which has its own reader, and from a
// sheet of notes.
func TestCQCDeactivatedScore(t *testing.T) {
	score := func(rows ...string) int {
		s := HeadSheet{}
		for _, r := range rows {
			s.Rows = append(s.Rows, strings.Split(r, ","))
		}
		return (cqcDeactivated{}).Score(Head{Sheets: []HeadSheet{{Rows: [][]string{{"Notes"}}}, s}})
	}
	if got := score("Deactivated locations", "Location ID,Location HSCA start date,Location HSCA End Date,Location Name"); got != 90 {
		t.Errorf("score %d of its own header, want 90", got)
	}
	if got := score("Location ID,Location Name,Latest Rating,Publication Date"); got != 0 {
		t.Errorf("score %d of a care directory, want 0", got)
	}
	if _, err := readDeactivated(t, []byte("Notes\nread me\n")); !errors.Is(err, errNoHeader) {
		t.Errorf("a sheet of notes: %v", err)
	}
}

func FuzzCQCDeactivated(f *testing.F) {
	f.Add(inputOf(f, "testdata/cqc_deactivated/list.csv"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := readDeactivated(t, data)
		got.sound(t)
		if err == nil && len(got.bodies)+len(got.rejects) < got.rows {
			t.Errorf("%d rows gave %d bodies and %d rejects", got.rows, len(got.bodies), len(got.rejects))
		}
	})
}
