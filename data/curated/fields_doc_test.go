package curated

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"careratings/internal/eras"
)

// dataPage is docs/DATA.md: the text under each field's heading, in order.
type dataPage struct {
	fields []string
	text   map[string]string
}

func readDataPage(t *testing.T) dataPage {
	t.Helper()
	raw, err := os.ReadFile("../../docs/DATA.md")
	if err != nil {
		t.Fatal(err)
	}
	p := dataPage{text: map[string]string{}}
	for _, part := range strings.Split(string(raw), "\n### ")[1:] {
		field, text, _ := strings.Cut(part, "\n")
		text, _, _ = strings.Cut(text, "\n## ") // the next file
		p.fields = append(p.fields, field)
		p.text[field] = strings.TrimSpace(text)
	}
	return p
}

// docs/DATA.md has a heading for every field of datapackage.json, in its order,
// and none beside them; the columns are those of the files.
func TestEveryFieldHasItsHeading(t *testing.T) {
	raw, err := os.ReadFile("../datapackage.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Resources []struct {
			Name, Path string
			Schema     struct {
				Fields []struct{ Name, Description string }
			}
		}
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, r := range doc.Resources {
		file, _, claims := strings.Cut(r.Name, "-") // one heading for the claims of every era
		var columns []string
		for _, f := range r.Schema.Fields {
			columns = append(columns, f.Name)
			if f.Description == "" {
				t.Errorf("datapackage.json: %s.%s is not described", r.Name, f.Name)
			}
			if field := file + "." + f.Name; !claims || !slices.Contains(want, field) {
				want = append(want, field)
			}
		}
		if header := columnsOf(t, r.Path); !slices.Equal(header, columns) {
			t.Errorf("%s has the columns %v, datapackage.json says %v", r.Path, header, columns)
		}
	}
	page := readDataPage(t)
	if !slices.Equal(page.fields, want) {
		for _, f := range want {
			if !slices.Contains(page.fields, f) {
				t.Errorf("docs/DATA.md has no heading %s", f)
			}
		}
		for _, f := range page.fields {
			if !slices.Contains(want, f) {
				t.Errorf("docs/DATA.md has a heading %s, which is no field", f)
			}
		}
		t.Error("the headings of docs/DATA.md are not the fields of datapackage.json in their order")
	}
	for _, f := range page.fields {
		if page.text[f] == "" {
			t.Errorf("docs/DATA.md says nothing of %s", f)
		}
	}
}

// A column that holds one of a few words, or several of them, has a row for each
// word that it may hold or does hold, and no other.
func TestEveryWordHasItsMeaning(t *testing.T) {
	doubts := make([]string, 0, 6)
	for _, d := range eras.Doubts() {
		doubts = append(doubts, string(d))
	}
	allowed := map[string][]string{ // where the reader has a list, all of it; elsewhere what the file holds
		"sources.tier": sourceTiers(), "sources.dated_by": nil, "sources.licence": nil, "measures.kind": nil, "measures.better": nil,
		"breaks.forbids": {"level-change", "transition", "kappa", "totals", "standing", "none"}, "breaks.kind": nil,
		"bodies.kind": bodyKinds(), "bodies.closed_basis": nil, "bodies.code_status": nil, "names.kind": nil, "successions.kind": successionKinds(),
		"matches.confidence": nil, "matches.basis": nil, "crosswalk.what": nil, "conflicts.kind": nil, "spells.regime": nil, "intake.reason": Reasons(),
		"registry.method": nil, "registry.format": {"json"}, "claims.level": {"system", "national"}, "claims.peer_group": eras.PeerGroups(),
		"claims.status": eras.Statuses(), "claims.doubt": doubts, "claims.tier": eras.Tiers(),
	}
	page := readDataPage(t)
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| .{10}")
	for field, text := range page.text {
		words, known := allowed[field]
		if rows := row.FindAllStringSubmatch(text, -1); known || len(rows) > 0 {
			var has []string
			for _, m := range rows {
				has = append(has, m[1])
			}
			words = slices.Sorted(maps.Keys(wordsOf(t, field, words)))
			if slices.Sort(has); !slices.Equal(has, words) {
				t.Errorf("docs/DATA.md, %s: has rows for %q, the column may hold %q", field, has, words)
			}
		}
	}
	for field := range allowed {
		if page.text[field] == "" {
			t.Errorf("no field %s", field)
		}
	}
}

// wordsOf are the words given and those in the column: several in one cell of
// forbids and format.
func wordsOf(t *testing.T, field string, given []string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, w := range given {
		out[w] = true
	}
	name, column, _ := strings.Cut(field, ".")
	files := []string{name + ".csv"}
	if name == "claims" {
		var err error
		if files, err = filepath.Glob("../claims/*.csv"); err != nil || len(files) < 10 {
			t.Fatalf("%d files of claims, %v", len(files), err)
		}
		for i := range files {
			files[i] = strings.TrimPrefix(files[i], "../")
		}
	}
	for _, file := range files {
		rows := rowsOf(t, file)
		at := slices.Index(rows[0], column)
		for _, r := range rows[1:] {
			cell := []string{r[at]}
			if column == "forbids" || column == "format" {
				cell = strings.Fields(r[at])
			}
			for _, w := range cell {
				if w != "" {
					out[w] = true
				}
			}
		}
	}
	return out
}

func columnsOf(t *testing.T, file string) []string {
	t.Helper()
	return rowsOf(t, file)[0]
}

func rowsOf(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open("../" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
