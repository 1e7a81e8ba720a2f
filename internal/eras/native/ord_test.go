package native

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"careratings/internal/eras"
)

func readORD(t testing.TB, data []byte, lines bool) (*factList, error) {
	t.Helper()
	got := &factList{}
	return got, (ord{}).read(t.Context(), bytes.NewReader(data), lines, got)
}

func TestORD(t *testing.T) {
	for _, name := range []string{"record.json", "records.ndjson"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", "ord", name)
			got, err := readORD(t, inputOf(t, path), strings.HasSuffix(name, "ndjson"))
			if err != nil {
				t.Fatal(err)
			}
			got.sound(t)
			got.golden(t, path)
			if strings.Contains(got.text.String(), "NEVERKEPT") {
				t.Error("a contact was kept")
			}
		})
	}
}

// A succession stands in both its records: it is told once, and with a second date
// again.
func TestORDBothEnds(t *testing.T) {
	record := func(code, kind, other, on string) string {
		return `{"Organisation":{"Name":"EXAMPLE","OrgId":{"extension":"` + code + `"},"Status":"Active","orgRecordClass":"RC1","Succs":{"Succ":` +
			`{"Type":"` + kind + `","Date":{"Type":"Legal","Start":"` + on + `"},"Target":{"OrgId":{"extension":"` + other + `"}}}}}}`
	}
	in := "[" + strings.Join([]string{
		record("RZ8", "Successor", "RZ9", "2018-07-01"), record("RZ9", "Predecessor", "RZ8", "2018-07-01"), record("RZ9", "Predecessor", "RZ8", "2018-06-30"),
	}, ",") + "]"
	got, err := readORD(t, []byte(in), false)
	if err != nil || len(got.rejects) > 0 {
		t.Fatal(err, got.rejects)
	}
	sameLinks(t, got.successions, "RZ8 -> RZ9 on 2018-06-30", "RZ8 -> RZ9 on 2018-07-01")
}

func TestKindOfRoles(t *testing.T) {
	for roles, want := range map[string]string{
		"RO197": "trust", "RO197 RO57": "foundation-trust", "RO107 RO24": "care-trust", "RO107 RO57 RO24": "foundation-trust",
		"RO198": "site", "RO179": "pct", "RO98": "ccg", "RO318": "icb", "RO132": "", "RO24": "", "": "",
	} {
		if got := kindOfRoles(strings.Fields(roles)); got != want {
			t.Errorf("%s: kind %q, want %q", roles, got, want)
		}
	}
}

// TestORDReal reads real records: nothing is rejected, and their dates, kinds and
// successions are those curated.
func TestORDReal(t *testing.T) {
	curated := map[string]map[string]string{}
	for _, row := range curatedRows(t, "bodies.csv") {
		curated[row["id"]] = row
	}
	links := map[[2]string][]string{}
	for _, row := range curatedRows(t, "successions.csv") {
		links[[2]string{row["predecessor"], row["successor"]}] = append(strings.Fields(row["other_dates"]), row["on"])
	}
	first := func(a, b eras.Interval) string {
		if a != "" {
			return string(a)
		}
		return string(b)
	}
	for _, code := range strings.Fields("FBL G6V2S R1G RA9 RCZ RHC RJY RNK RP2 RRP RRQ TAF") {
		got, err := readORD(t, collectedFile(t, "identity/raw/ord_sample_"+code+".json"), false)
		if err != nil {
			t.Fatal(err)
		}
		got.sound(t)
		if len(got.rejects) > 0 || len(got.bodies) != 1 {
			t.Fatalf("%s: %d bodies, rejects %+v", code, len(got.bodies), got.rejects)
		}
		b, c := got.bodies[0], curated[code]
		kind := c["kind"]
		if kind == "other" {
			kind = ""
		}
		want := [4]string{kind, c["opened"], c["closed"], c["postcode"]}
		if read := [4]string{b.Kind, first(b.LegalOpened, b.Opened), first(b.LegalClosed, b.Closed), b.Postcode}; read != want {
			t.Errorf("%s: %v, curated %v", code, read, want)
		}
		for _, s := range got.successions {
			if dates := links[[2]string{s.Predecessor, s.Successor}]; !slices.Contains(dates, string(s.On)) {
				t.Errorf("%s -> %s on %s, curated %v", s.Predecessor, s.Successor, s.On, dates)
			}
		}
	}
}

func FuzzORD(f *testing.F) {
	for _, name := range []string{"record.json", "records.ndjson"} {
		data := inputOf(f, filepath.Join("testdata", "ord", name))
		f.Add(data, true)
		f.Add(data, false)
	}
	f.Fuzz(func(t *testing.T, data []byte, lines bool) {
		got, err := readORD(t, data, lines)
		got.sound(t)
		if err == nil && got.rows == 0 && bytes.Contains(data, []byte(`"OrgId"`)) {
			t.Error("a record was dropped without a reject")
		}
	})
}
