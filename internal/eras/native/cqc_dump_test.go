package native

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
)

func readDump(t testing.TB, data []byte) (*factList, error) {
	t.Helper()
	got := &factList{}
	return got, (cqcDump{}).read(t.Context(), "", readCSV(data), &File{Source: "cqc-pull-example", Released: "2025-02-28"}, got)
}

func TestCQCDump(t *testing.T) {
	const path = "testdata/cqc_dump/pull.csv"
	got, err := readDump(t, inputOf(t, path))
	if err != nil {
		t.Fatal(err)
	}
	got.sound(t)
	got.golden(t, path)
}

func TestCQCDumpHeader(t *testing.T) {
	const row = "1,2017-06-17,Good,For-profit,RZ901,1,2,1,Good\n"
	for _, c := range []struct{ name, header, want string }{
		{"a column that is not known", ",reportdate,overall,manager,locationid,a,b,good,rating\n", `column 4: no column is called "manager"`},
		{"a column that is missing", ",reportdate,overall,ownership,locationid,location_start_2025,location_end_2025,good\n", "rating is missing"},
		{"a column that stands twice", ",reportdate,overall,overall,locationid,rating\n", "overall stands twice"},
		{"nothing", "", "no header"},
	} {
		in := c.header
		if in != "" {
			in += row
		}
		got, err := readDump(t, []byte(in))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
		if len(got.claims) > 0 {
			t.Errorf("%s: %d claims were read", c.name, len(got.claims))
		}
	}
}

func TestCQCDumpScore(t *testing.T) {
	head := strings.Split(",reportdate,overall,ownership,locationid,location_start_2025,location_end_2025,good,rating", ",")
	if got := (cqcDump{}).Score(Head{Sheets: []HeadSheet{{Rows: [][]string{head}}}}); got != 95 {
		t.Errorf("score %d of its own header, want 95", got)
	}
	if got := (cqcDump{}).Score(Head{Sheets: []HeadSheet{{Rows: [][]string{head[:8]}}}}); got != 0 {
		t.Errorf("score %d without the rating, want 0", got)
	}
	if got := (cqcDump{}).Score(Head{}); got != 0 {
		t.Errorf("score %d of nothing, want 0", got)
	}
}

// TestCQCDumpReal reads real pulls whole: no row may be rejected or lost.
func TestCQCDumpReal(t *testing.T) {
	for _, name := range []string{"first300", "capital_I"} {
		data := collectedFile(t, "cqc/samples/non_care_home_ratings_2025-02_"+name+".csv")
		got, err := readDump(t, data)
		if err != nil {
			t.Fatal(err)
		}
		got.sound(t)
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(got.rejects) > 0 || len(got.claims) != len(rows)-1 || got.rows != len(rows)-1 {
			t.Errorf("%s: %d claims, %d rows and rejects %+v of %d rows", name, len(got.claims), got.rows, got.rejects, len(rows)-1)
		}
	}
}
