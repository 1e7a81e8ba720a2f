package native

import (
	"bytes"
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"careratings/internal/eras"

	gocmp "github.com/google/go-cmp/cmp"
)

func readODS(t testing.TB, data []byte) (*factList, error) {
	t.Helper()
	got := &factList{}
	return got, (odsReference{}).read(t.Context(), "", readCSV(data), got)
}

func readSuccession(t testing.TB, data []byte) (*factList, error) {
	t.Helper()
	got := &factList{}
	return got, (odsSuccession{}).read(t.Context(), "", readCSV(data), got)
}

func TestODSReference(t *testing.T) {
	for _, c := range []struct {
		name string
		read func(testing.TB, []byte) (*factList, error)
	}{
		{"quoted_27.csv", readODS},
		{"plain_24.csv", readODS},
		{"header.csv", readODS},
		{"sites.csv", readODS},
		{"succ_five.csv", readSuccession},
		{"succ_three.csv", readSuccession},
		{"succ_header.csv", readSuccession},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join("testdata", "ods_reference", c.name)
			got, err := c.read(t, inputOf(t, path))
			if err != nil {
				t.Fatal(err)
			}
			got.sound(t)
			got.golden(t, path)
			if strings.Contains(got.text.String(), "00000") {
				t.Error("a telephone number was kept")
			}
		})
	}
}

func TestODSReferenceFaults(t *testing.T) {
	const fields = "Organisation Code,Name,National Grouping,Open Date,Close Date"
	for _, c := range []struct {
		name, in, want string
		read           func(testing.TB, []byte) (*factList, error)
	}{
		{"an empty list", "", "an empty file", readODS},
		{"an unknown column", fields + ",Chief Executive\n", `column 6: no column is called "Chief Executive"`, readODS},
		{"a column twice", fields + ",Close date\n", "stands twice", readODS},
		{"a missing column", "Code,Name,National Grouping,Open Date\n", "close date is missing", readODS},
		{"empty successions", "", "an empty file", readSuccession},
		{"successions without a date", "RZ8,RZ9,R\n", `"RZ8" is neither`, readSuccession},
		{"a header without a date", "old_code,new_code\n", "without old code, new code or date", readSuccession},
		{"a header with a column twice", "old_code,new_code,date,Date\n", "stands twice", readSuccession},
	} {
		got, err := c.read(t, []byte(c.in))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
		if got.rows > 0 {
			t.Errorf("%s: %d rows were read", c.name, got.rows)
		}
	}
	got, err := readODS(t, []byte("RZ9,A,Y58"+strings.Repeat(",", 27)+"x\n"))
	if err != nil || len(got.rejects) != 1 || !strings.HasPrefix(got.rejects[0].Reason, "30 fields") {
		t.Errorf("a row of 30 fields: %+v, error %v", got.rejects, err)
	}
}

func TestODSReferenceScore(t *testing.T) {
	rows := func(name string) Head {
		var out [][]string
		in := readCSV(inputOf(t, filepath.Join("testdata", "ods_reference", name)))
		for {
			row, err := in.Next()
			if err != nil {
				return Head{Sheets: []HeadSheet{{Rows: out}}}
			}
			var texts []string
			for i := range row.Cells {
				texts = append(texts, printedAt(row, i))
			}
			out = append(out, texts)
		}
	}
	for name, want := range map[string][2]int{
		"quoted_27.csv": {70, 0}, // some of its rows are faulty
		"plain_24.csv":  {90, 0}, "header.csv": {92, 0}, "sites.csv": {90, 0},
		"succ_five.csv": {0, 68}, "succ_three.csv": {0, 88}, "succ_header.csv": {0, 92},
	} {
		h := rows(name)
		if got := [2]int{(odsReference{}).Score(h), (odsSuccession{}).Score(h)}; got != want {
			t.Errorf("%s: scores %v, want %v", name, got, want)
		}
	}
	other := Head{Sheets: []HeadSheet{{Rows: [][]string{{"Trust_code", "Trust_name"}, {"RZ9", "EXAMPLEHURST"}}}}}
	if got := [2]int{(odsReference{}).Score(other), (odsSuccession{}).Score(other)}; got != [2]int{} {
		t.Errorf("another table: scores %v, want none", got)
	}
}

// TestODSReferenceReal reads published lists: no row is rejected, and what differs
// from the curated bodies is of a kind that is known.
func TestODSReferenceReal(t *testing.T) {
	curated := map[string]map[string]string{}
	for _, row := range curatedRows(t, "bodies.csv") {
		curated[row["id"]] = row
	}
	for name, rows := range map[string]int{"etr_2015-16_27col": 239, "etr_2021-01_24col": 228, "etr_2025-07_27col": 210} {
		got, err := readODS(t, collectedFile(t, "identity/raw/"+name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		got.sound(t)
		if len(got.rejects) > 0 || len(got.bodies) != rows || got.rows != rows {
			t.Errorf("%s: %d bodies, %d rows and rejects %+v, want %d bodies", name, len(got.bodies), got.rows, got.rejects, rows)
		}
		wales := 0
		for _, b := range got.bodies {
			c, ok := curated[b.Code]
			if b.Region == "Wales" {
				wales++
			}
			switch {
			case !ok:
				t.Errorf("%s: %s %s is not curated", name, b.Code, b.Name)
			case c["opened"] != string(b.Opened):
				t.Logf("%s: %s opened %s, curated %s (%s)", name, b.Code, b.Opened, c["opened"], c["note"])
			}
			if b.Closed != "" && c["closed"] != string(b.Closed) {
				t.Logf("%s: %s closed %s, curated %s %s", name, b.Code, b.Closed, c["closed"], c["closed_basis"])
			}
			if ok && !strings.HasPrefix(b.Region, "Y") && c["region"] != "" && c["region"] != b.Region {
				t.Logf("%s: %s region %s, curated %s", name, b.Code, b.Region, c["region"])
			}
		}
		if wales != 3 {
			t.Errorf("%s: %d bodies of Wales, want 3", name, wales)
		}
	}
}

// TestODSSuccessionReal reads the published successions: the only rejects are of
// bodies that follow themselves, and every curated link that the table is the
// source of is there, within two days.
func TestODSSuccessionReal(t *testing.T) {
	got, err := readSuccession(t, collectedFile(t, "identity/raw/ods_succ_succarc_2022-10.csv"))
	if err != nil {
		t.Fatal(err)
	}
	got.sound(t)
	for _, r := range got.rejects {
		if r.Reason != "a body cannot follow itself" {
			t.Errorf("reject %+v", r)
		}
	}
	if len(got.rejects) != 39 || len(got.successions) != 25480-39 {
		t.Errorf("%d successions and %d rejects, want 25441 and 39", len(got.successions), len(got.rejects))
	}
	read := map[[2]string][]eras.Interval{}
	for _, s := range got.successions {
		pair := [2]string{s.Predecessor, s.Successor}
		read[pair] = append(read[pair], s.On)
	}
	compared := 0
	for _, row := range curatedRows(t, "successions.csv") {
		if !strings.Contains(row["note"], "ods-succ-2022-10") {
			continue
		}
		compared++
		dates := read[[2]string{row["predecessor"], row["successor"]}]
		on := append(strings.Fields(row["other_dates"]), row["on"])
		if !slices.ContainsFunc(dates, func(d eras.Interval) bool {
			return slices.ContainsFunc(on, func(c string) bool { n := d.DaysApart(eras.Interval(c)); return n >= 0 && n <= 2 })
		}) {
			t.Errorf("%s -> %s: %v, curated %v", row["predecessor"], row["successor"], dates, on)
		} else if !slices.Contains(dates, eras.Interval(row["on"])) {
			t.Logf("%s -> %s: %v, curated %v", row["predecessor"], row["successor"], dates, on)
		}
	}
	t.Logf("%d curated links compared", compared)
	if compared == 0 {
		t.Error("nothing curated to compare with")
	}
}

func FuzzODSReference(f *testing.F) {
	names, err := filepath.Glob("testdata/ods_reference/*.csv")
	if err != nil || len(names) == 0 {
		f.Fatal("no testdata", err)
	}
	for _, name := range names {
		f.Add(inputOf(f, name))
	}
	f.Add(inputOf(f, "testdata/cqc_dump/pull.csv"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, read := range []func(testing.TB, []byte) (*factList, error){readODS, readSuccession, readDump} {
			got, err := read(t, bytes.Clone(data))
			got.sound(t)
			if facts := len(got.bodies) + len(got.successions) + len(got.claims) + len(got.rejects); err == nil && facts != got.rows {
				t.Errorf("%d facts of %d rows", facts, got.rows)
			}
		}
	})
}

func BenchmarkODSReference(b *testing.B) {
	row := "RZ9,EXAMPLEHURST NHS FOUNDATION TRUST,Y58,QZZ,EXAMPLE HOUSE,,,EXAMPLEHURST,,ZZ1 1ZZ,20020401,20200930,,,,,,,,,,0,,K\n"
	data := bytes.Repeat([]byte(row), 10000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := (odsReference{}).read(b.Context(), "", readCSV(data), discard{}); err != nil {
			b.Fatal(err)
		}
	}
}

// sortedLinks is the successions of a list as text, for comparing.
func sortedLinks(all []Succession) []string {
	var out []string
	for _, s := range all {
		out = append(out, fmt.Sprintf("%s -> %s on %s", s.Predecessor, s.Successor, s.On))
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}

func sameLinks(t *testing.T, got []Succession, want ...string) {
	t.Helper()
	if diff := gocmp.Diff(want, sortedLinks(got)); diff != "" {
		t.Errorf("successions (-want +got):\n%s", diff)
	}
}
