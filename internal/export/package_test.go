package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// packageOf exports everything into a directory.
func packageOf(t *testing.T, f Format) (string, []Written) {
	t.Helper()
	a := archiveOf(t)
	dir := filepath.Join(t.TempDir(), "out")
	var written []Written
	err := Into(dir, false, func(tree *Tree) (err error) {
		written, err = WritePackage(t.Context(), tree, Tables(a, []string{"all"}), f, About{
			Version: "1.0.0", Program: "v1.2.3", Command: "archive export DIR --what all --format " + string(f), Newest: "2026-09-01", Licence: "terms\n", Remarks: []string{"a remark"},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir, written
}

func readJSON(t *testing.T, into any, elem ...string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(elem...))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// filesOf lists the files of a directory with their checksums.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(name)
		sum := sha256.Sum256(raw)
		rel, _ := filepath.Rel(dir, name)
		out[filepath.ToSlash(rel)] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPackage exports everything, twice as CSV and twice as Parquet: the same
// archive gives the same bytes, and each package keeps to the rules.
func TestPackage(t *testing.T) {
	text, _ := packageOf(t, CSV)
	tree, written := packageOf(t, Parquet)
	t.Run("data package", func(t *testing.T) { checkDataPackage(t, text) })
	t.Run("profiles", func(t *testing.T) { checkProfiles(t, text) })
	t.Run("crate", func(t *testing.T) { checkCrate(t, tree) })
	t.Run("parquet", func(t *testing.T) { checkParquet(t, tree, written) })
	t.Run("python", func(t *testing.T) { checkPython(t, text) })
	t.Run("R", func(t *testing.T) { checkR(t, text) })
	t.Run("DuckDB", func(t *testing.T) { checkDuckDB(t, tree) })
	t.Run("reproducible", func(t *testing.T) {
		for f, dir := range map[Format]string{CSV: text, Parquet: tree} {
			again, _ := packageOf(t, f)
			if diff := cmp.Diff(filesOf(t, dir), filesOf(t, again)); diff != "" {
				t.Errorf("%s:\n%s", f, diff)
			}
		}
	})
}

// The rules of a Frictionless data package, version 1: names, one path or a list,
// no path out of the package, checksums and sizes that hold; and every cell of every
// table is what its schema says: type, enum, required, unique, keys and references.
func checkDataPackage(t *testing.T, dir string) {
	var d descriptor
	readJSON(t, &d, dir, "datapackage.json")
	name := regexp.MustCompile(`^[a-z0-9._-]+$`)
	if !name.MatchString(d.Name) || d.Profile != "tabular-data-package" || d.Version != "1.0.0" || len(d.Licences) == 0 || len(d.Sources) < 400 {
		t.Errorf("package %q, profile %q, version %q, %d licences, %d sources", d.Name, d.Profile, d.Version, len(d.Licences), len(d.Sources))
	}
	for _, s := range d.Sources {
		if s.Title == "" {
			t.Error("a source has no title")
		}
	}
	sums := filesOf(t, dir)
	tables := map[string][]map[string]string{}
	for _, r := range d.Resources {
		path, ok := r.Path.(string)
		if !ok || !name.MatchString(r.Name) || filepath.IsAbs(path) || strings.Contains(path, "..") {
			t.Errorf("resource %q at %v", r.Name, r.Path)
			continue
		}
		if r.Profile != "tabular-data-resource" || r.Encoding != "utf-8" || r.MediaType != "text/csv" || r.Hash != "sha256:"+sums[path] {
			t.Errorf("resource %s: profile %q, encoding %q, media type %q, hash %q", r.Name, r.Profile, r.Encoding, r.MediaType, r.Hash)
		}
		if info, err := os.Stat(filepath.Join(dir, path)); err != nil || info.Size() != r.Bytes {
			t.Errorf("resource %s: %v, size %d", r.Name, err, r.Bytes)
		}
		tables[r.Name] = checkTable(t, filepath.Join(dir, path), r)
	}
	for _, r := range d.Resources {
		for _, f := range r.Schema.Foreign {
			held := map[string]bool{}
			for _, row := range tables[f.Reference.Resource] {
				held[row[f.Reference.Fields[0]]] = true
			}
			for i, row := range tables[r.Name] {
				if v := row[f.Fields[0]]; v != "" && !held[v] {
					t.Errorf("%s, row %d: %s is %q, which %s has not", r.Name, i+1, f.Fields[0], v, f.Reference.Resource)
					break
				}
			}
		}
	}
	if n := len(tables["dictionary"]); n < 150 {
		t.Errorf("the dictionary has %d columns", n)
	}
}

// checkTable reads a table and holds every cell against the schema.
func checkTable(t *testing.T, path string, r *resource) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := csv.NewReader(bufio.NewReader(f))
	header, err := in.Read()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range r.Schema.Fields {
		names = append(names, c.Name)
		if c.Description == "" {
			t.Errorf("%s.%s says nothing of itself", r.Name, c.Name)
		}
	}
	if diff := cmp.Diff(names, header); diff != "" {
		t.Fatalf("%s (-schema +file):\n%s", r.Name, diff)
	}
	read := map[Type]func(string) error{
		Text:    func(string) error { return nil },
		Integer: func(s string) error { _, err := strconv.Atoi(s); return err },
		Number:  func(s string) error { _, err := strconv.ParseFloat(s, 64); return err },
		Boolean: func(s string) error { _, err := strconv.ParseBool(s); return err },
		Date: func(s string) error {
			if day(s).Empty() {
				return fmt.Errorf("%q is no day", s)
			}
			return nil
		},
	}
	records, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	keys := map[string]bool{}
	for n, record := range records {
		row := map[string]string{}
		for i, c := range r.Schema.Fields {
			v := record[i]
			row[c.Name] = v
			limit := c.Constraints
			switch {
			case v == "":
				if limit != nil && limit.Required {
					t.Fatalf("%s, row %d: no %s", r.Name, n+1, c.Name)
				}
				continue
			case limit != nil && limit.Enum != nil && !slices.Contains(limit.Enum, v):
				t.Fatalf("%s, row %d: %s is %q, none of %v", r.Name, n+1, c.Name, v, limit.Enum)
			}
			if err := read[c.Type](v); err != nil {
				t.Fatalf("%s, row %d: %s: %v", r.Name, n+1, c.Name, err)
			}
		}
		key := ""
		for _, k := range r.Schema.Key {
			key += row[k] + "\x00"
		}
		if key != "" && keys[key] {
			t.Fatalf("%s, row %d: the key %q comes twice", r.Name, n+1, key)
		}
		keys[key] = true
		out = append(out, row)
	}
	if len(out) != r.Rows {
		t.Errorf("%s has %d rows, said to be %d", r.Name, len(out), r.Rows)
	}
	return out
}

// A crate has its metadata, a root that names every file of the package, and for
// each an entity with its checksum; every reference leads somewhere.
func checkCrate(t *testing.T, dir string) {
	var crate struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	readJSON(t, &crate, dir, "ro-crate-metadata.json")
	if crate.Context != "https://w3id.org/ro/crate/1.1/context" {
		t.Error(crate.Context)
	}
	held := map[string]map[string]any{}
	for _, e := range crate.Graph {
		held[e["@id"].(string)] = e
	}
	var check func(any)
	check = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if id, ok := v["@id"].(string); ok && len(v) == 1 && held[id] == nil && !strings.HasPrefix(id, "https://w3id.org/") {
				t.Errorf("%q is referred to and not there", id)
			}
			for _, x := range v {
				check(x)
			}
		case []any:
			for _, x := range v {
				check(x)
			}
		}
	}
	root := held["./"]
	for _, e := range crate.Graph {
		check(map[string]any(e))
	}
	for _, property := range []string{"name", "description", "datePublished", "license"} { // those that 1.1 asks for
		if root[property] == nil {
			t.Errorf("the root has no %s", property)
		}
	}
	for name, sum := range filesOf(t, dir) {
		if name != "ro-crate-metadata.json" && (held[name] == nil || held[name]["sha256"] != sum) {
			t.Errorf("%s: %v", name, held[name])
		}
	}
}

// The archive's own tables have as many ratings and claims as its database, and the
// same ones.
func TestNothingIsLeftOut(t *testing.T) {
	a := archiveOf(t)
	r := reader{a}
	for name, c := range map[string]struct {
		table  Table
		column int
		query  string
	}{
		"claims":  {r.claims(), len(r.claims().Columns) - 3, "SELECT claim FROM claim ORDER BY claim"},
		"ratings": {r.ratings(), 2, "SELECT claim FROM rating ORDER BY claim"},
	} {
		var got, want []string
		if err := c.table.checked(t.Context(), func(cells []Cell) error {
			got = append(got, cells[c.column].text)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		answer, err := a.Select(t.Context(), c.query, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range answer.Rows {
			want = append(want, row[0].(string))
		}
		if len(want) < 10_000 || !slices.Equal(got, want) {
			t.Errorf("%s: %d of %d", name, len(got), len(want))
		}
	}
}
