package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"careratings/data/curated"
	"careratings/internal/eras"
	"careratings/internal/eras/native/gen"
	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
	"careratings/internal/intake"
	"careratings/internal/store/imports"
)

// Small files, one of each layout that is taken in.
const (
	nofData = `Quarter,Region,Trust_type,Trust_subtype,Trust_code,Trust_name,Domain,Sub-domain,Metric_ID,Metric_description,Reporting_date,Units,Value,Median_value,Lower_quartile,Upper_quartile,Rank
Q2 2025/26,South East,Mental health and community trust,Community,RZ1,Upper Valley NHS Trust,Summary,Summary,OF5000,Adjusted segment,Sep-25,segment,3.0,,,,2.0
Q2 2025/26,South East,Mental health and community trust,Community,RZ1,Upper Valley NHS Trust,Summary,Summary,OF5002,Average metric score,Sep-25,score,2.94,,,,2.0
`
	nofLeague = `Region,Trust_type,Trust_subtype,Trust_code,Trust_name,Reporting_date,Average_score,Likely_range_of_average_score,Segment,Trust_in_financial_deficit,Rank,Likely_range_of_rank
Midlands,Non-acute hospital trust,Community,RZ1,Upper Valley NHS Trust,Q1 2025/26,2.35,1.2 to 2.89,3,Yes,2,1 to 2
Midlands,Non-acute hospital trust,Care Trust,G9Z9X,Lower Valley NHS Trust,Q1 2025/26,1.80,1.5 to 2.5,1,No,1,1 to 2
`
	apiAnswer = `{"locationId": "1-200000001", "providerId": "1-100000001", "organisationType": "Location", "type": "Social Care Org",
 "name": "Oak House", "registrationStatus": "Registered", "registrationDate": "2011-01-21",
 "currentRatings": {"overall": {"rating": "Good", "reportDate": "2024-05-01"}}}
`
	apiLines = `{"locationId": "1-200000001", "providerId": "1-100000001", "name": "Oak House", "registrationStatus": "Registered", "currentRatings": {"overall": {"rating": "Good", "reportDate": "2024-05-01"}}}
{"locationId": "1-200000002", "providerId": "1-100000001", "name": "Elm House", "registrationStatus": "Registered"}
`
	odsTrusts = `"RZ9","EXAMPLEHURST NHS FOUNDATION TRUST","Y58","QZZ","EXAMPLE HOUSE, EAST WING","","","EXAMPLEHURST","EXAMPLESHIRE","ZZ1 1ZZ","20020401","","","","","","","00000 000000","","","","0","","K","","",""
`
	odsSuccessions = `"RZ8","RZ9","R","20020401",""
"RZ7","RZ9","R","20241101",""
`
	ordRecord = `{"Organisation": {"Name": "NEW EXAMPLE NHS TRUST", "Date": [{"Type": "Operational", "Start": "2024-07-10"}, {"Type": "Legal", "Start": "2024-11-01"}],
 "OrgId": {"root": "2.16", "assigningAuthorityName": "HSCIC", "extension": "Z9Z9Z"}, "Status": "Active", "LastChangeDate": "2026-04-02", "orgRecordClass": "RC1",
 "Roles": {"Role": [{"id": "RO197", "uniqueRoleId": 1, "primaryRole": true, "Date": [{"Type": "Operational", "Start": "2024-07-10"}], "Status": "Active"}]}}}
`
	claims = `edition,body,trust_type,measure,value,tier,source_title,source_url,published_on
stars-2003,RZ1,acute,stars.overall,two stars,national-press,The tables in full,https://news.example/tables,2003-07-16
`
	locations = `Location ID,Location Name,Location Type,Location Post Code,Location Local Authority,Location Region,Service / Population Group,Domain,Latest Rating,Publication Date,Report Type,Provider ID,Provider Name
1-101,Elm House,Social Care Org,LE1 1AA,Leicester,East Midlands,Overall,Overall,Good,25/02/2019,Location,1-90,Elm Limited
1-101,Elm House,Social Care Org,LE1 1AA,Leicester,East Midlands,Overall,Safe,Requires improvement,25/02/2019,Location,1-90,Elm Limited
`
)

type catalogue struct{ set curated.Set }

func (c catalogue) Edition(id string) (eras.Edition, bool) {
	i := slices.IndexFunc(c.set.Editions, func(e eras.Edition) bool { return e.ID == id })
	if i < 0 {
		return eras.Edition{}, false
	}
	return c.set.Editions[i], true
}

func (c catalogue) Measure(id string) (eras.Measure, bool) {
	i := slices.IndexFunc(c.set.Measures, func(m eras.Measure) bool { return m.ID == id })
	if i < 0 {
		return eras.Measure{}, false
	}
	return c.set.Measures[i], true
}

func (c catalogue) Scale(name string) (levels []eras.Level) {
	for _, l := range c.set.Levels {
		if l.Scale == name {
			levels = append(levels, l)
		}
	}
	return levels
}

// curatedText is read once: it takes a while.
var curatedText = sync.OnceValues(func() (curated.Set, []curated.Fault) { return curated.Read(os.DirFS("../../data")) })

func options(t testing.TB) intake.Options {
	t.Helper()
	set, faults := curatedText()
	if len(faults) > 0 {
		t.Fatal(faults[0])
	}
	return intake.Options{
		Most: 0.01, Limits: sheet.DefaultLimits(), Now: func() time.Time { return time.Unix(1_800_000_000, 0) },
		Catalogue: catalogue{set}, Known: func(eras.Claim) bool { return false },
	}
}

// shelf is a directory with a file of imports and files to import.
type shelf struct {
	t     testing.TB
	dir   string
	store *imports.Store
	opt   intake.Options
}

func newShelf(t testing.TB) *shelf {
	t.Helper()
	s := &shelf{t: t, dir: t.TempDir(), opt: options(t)}
	s.store = s.open()
	return s
}

// open opens the file of imports, as another program would.
func (s *shelf) open() *imports.Store {
	s.t.Helper()
	store, err := imports.Create(filepath.Join(s.dir, "imports.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { store.Close() })
	return store
}

func (s *shelf) write(name, content string) string {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// stored is the file of imports, byte for byte.
func (s *shelf) stored() string {
	s.t.Helper()
	b, err := os.ReadFile(s.store.Path())
	if err != nil {
		s.t.Fatal(err)
	}
	return string(b)
}

// take imports files up to the first error.
func take(ctx context.Context, store *imports.Store, o intake.Options, paths ...string) (all []intake.Outcome, err error) {
	for out, err := range intake.Files(ctx, store, paths, o) {
		all = append(all, out...)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

func (s *shelf) take(paths ...string) ([]intake.Outcome, error) {
	return take(s.t.Context(), s.store, s.opt, paths...)
}

// must takes in one file, which must not fail.
func (s *shelf) must(path string) intake.Outcome {
	s.t.Helper()
	out, err := s.take(path)
	if err != nil || len(out) != 1 {
		s.t.Fatal(len(out), err)
	}
	return out[0]
}

// refused takes in files that must fail with an error that says what, in one
// line, and leave nothing in the file of imports.
func (s *shelf) refused(what string, paths ...string) error {
	s.t.Helper()
	before := s.stored()
	_, err := s.take(paths...)
	if err == nil || !strings.Contains(err.Error(), what) || strings.Contains(err.Error(), "\n") {
		s.t.Errorf("got %v, want %q in one line", err, what)
	}
	if s.stored() != before {
		s.t.Error("the file of imports has changed")
	}
	return err
}

func written(t testing.TB, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipped(t testing.TB, members ...string) string {
	return written(t, func(w io.Writer) error {
		z := zip.NewWriter(w)
		for i := 0; i < len(members); i += 2 {
			f, err := z.Create(members[i])
			if err != nil {
				return err
			}
			if _, err := io.WriteString(f, members[i+1]); err != nil {
				return err
			}
		}
		return z.Close()
	})
}

func gzipped(t testing.TB, content string) string {
	return written(t, func(w io.Writer) error {
		z := gzip.NewWriter(w)
		if _, err := io.WriteString(z, content); err != nil {
			return err
		}
		return z.Close()
	})
}

// table makes a sheet of CSV text without quotes.
func table(name, text string) sheettest.Table {
	return sheettest.Table{Name: name, Rows: func(yield func([]sheettest.Cell) bool) {
		for line := range strings.Lines(text) {
			if !yield(sheettest.Texts(strings.Split(strings.TrimSpace(line), ",")...)) {
				return
			}
		}
	}}
}

// Every format is told by its content, whatever the file is called.
func TestFormats(t *testing.T) {
	month := gen.New(gen.Options{Seed: 3, Rows: 600})
	providers := "Provider ID,Provider Name,Provider Type,Service / Population Group,Domain,Latest Rating,Publication Date\n1-90,Elm Limited,Social Care Org,Overall,Overall,Good,2019-02-25\n"
	for _, c := range []struct {
		name, content, adapter string
		read                   int
		level                  string
	}{
		{"a", nofData, "nof-data", 2, ""},
		{"b", nofLeague, "nof-league-table", 2, ""},
		{"c.gz", gzipped(t, nofLeague), "nof-league-table", 2, ""},
		{"d 2016-09-01", written(t, month.CSV), "cqc-directory", 0, "location"},
		{"e_01_September_2016", written(t, month.XLSX), "cqc-directory", 0, "location"},
		{"f 1 September 2016", written(t, month.ODS), "cqc-directory", 0, "location"},
		{"g 2019-03-01", written(t, func(w io.Writer) error {
			return sheettest.WriteODS(w, table("README", "What this is\n"), table("Locations", locations), table("Providers", providers))
		}), "cqc-directory", 3, "location provider"},
		{"h 2019-03-01", written(t, func(w io.Writer) error {
			return sheettest.WriteXLSX(w, table("Providers", "Ratings of providers\n"+providers))
		}), "cqc-directory", 1, "provider"},
		{"i", apiAnswer, "cqc-api", 0, ""},
		{"j", apiLines, "cqc-api", 0, ""},
		{"k", odsTrusts, "ods-reference", 1, ""},
		{"l", odsSuccessions, "ods-succession", 2, ""},
		{"m", ordRecord, "ord", 0, ""},
		{"n", claims, "plain-claims", 1, ""},
		{"o", written(t, func(w io.Writer) error { return sheettest.WriteXLSX(w, table("Sheet1", claims)) }), "plain-claims", 1, ""},
	} {
		t.Run(c.name+" "+c.adapter, func(t *testing.T) {
			s := newShelf(t)
			out := s.must(s.write(c.name, c.content))
			if out.Adapter != c.adapter || out.Already || out.Rejected != 0 || out.Stored == 0 || out.Read == 0 || c.read > 0 && out.Read != c.read || out.Level != c.level {
				t.Errorf("%+v", out.Entry)
			}
			list, err := s.store.Entries(t.Context())
			if err != nil || len(list) != 1 || list[0].Adapter != c.adapter || list[0].Read != out.Read || list[0].Name != c.name || list[0].Bytes != int64(len(c.content)) {
				t.Errorf("%+v, %v", list, err)
			}
			sources, err := s.store.Sources(t.Context())
			if err != nil || len(sources) == 0 {
				t.Error("no source", err)
			}
		})
	}
}

// The three formats of a month say the same.
func TestFormatsOfADirectoryAgree(t *testing.T) {
	month := gen.New(gen.Options{Seed: 4, Rows: 600})
	var first []eras.Claim
	for _, write := range []func(io.Writer) error{month.CSV, month.XLSX, month.ODS} {
		s := newShelf(t)
		out := s.must(s.write("2016-09-01", written(t, write)))
		got, err := s.store.ClaimsAbout(t.Context(), "1-100007919") // the first that the generator invents
		if err != nil || len(got) < 6 {
			t.Fatal(len(got), err)
		}
		for i := range got {
			got[i].Source = ""
		}
		if first == nil {
			first = got
		}
		if !slices.Equal(first, got) {
			t.Errorf("%s: %d claims differ from those of the CSV", out.Name, len(got))
		}
	}
}

func TestZipWithTwoFiles(t *testing.T) {
	s := newShelf(t)
	path := s.write("both.zip", zipped(t, "data.csv", nofData, "in/claims.csv", claims, "__MACOSX/._data.csv", "x"))
	out, err := s.take(path)
	if err != nil || len(out) != 2 || out[0].Name != "both.zip:data.csv" || out[0].Adapter != "nof-data" || out[1].Name != "both.zip:in/claims.csv" || out[1].Adapter != "plain-claims" {
		t.Fatalf("%+v, %v", out, err)
	}
	if out, err = s.take(path); err != nil || len(out) != 2 || !out[0].Already || !out[1].Already {
		t.Errorf("again: %+v, %v", out, err)
	}
	// One member that is not known keeps out itself, not what stands before it.
	path = s.write("half.zip", zipped(t, "league.csv", nofLeague, "notes.txt", "nothing\n"))
	out, err = s.take(path)
	if err == nil || !strings.Contains(err.Error(), "half.zip:notes.txt: its format is not recognised") || len(out) != 2 || out[0].Stored == 0 {
		t.Errorf("%+v, %v", out, err)
	}
}

// Names in a zip that lead out of a directory lead nowhere: members are read where
// they lie, and no file is written but the file of imports.
func TestZipNamesLeadNowhere(t *testing.T) {
	s := newShelf(t)
	path := s.write("both.zip", zipped(t, "../../data.csv", nofData, "/etc/claims.csv", claims))
	if out, err := s.take(path); err != nil || len(out) != 2 || out[0].Stored == 0 || out[1].Stored == 0 {
		t.Fatalf("%+v, %v", out, err)
	}
	if list, err := os.ReadDir(s.dir); err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
	for _, outside := range []string{filepath.Join(s.dir, "../../data.csv"), "/etc/claims.csv"} {
		if _, err := os.Lstat(outside); err == nil {
			t.Errorf("%s was written", outside)
		}
	}
}

func TestSameContentTwice(t *testing.T) {
	s := newShelf(t)
	first := s.must(s.write("a.csv", nofData))
	before := s.stored()
	out, err := s.take(s.write("a.csv", nofData), s.write("renamed.csv", nofData))
	if err != nil || len(out) != 2 {
		t.Fatal(out, err)
	}
	for _, o := range out {
		if !o.Already || o.ID != first.ID || o.Name != "a.csv" {
			t.Errorf("%+v", o)
		}
	}
	s.opt.Check = true
	if again := s.must(filepath.Join(s.dir, "a.csv")); !again.Already {
		t.Errorf("checked: %+v", again)
	}
	if s.stored() != before {
		t.Error("the file of imports has changed")
	}
}

func TestCheckStoresNothing(t *testing.T) {
	s := newShelf(t)
	s.opt.Check = true
	before := s.stored()
	for name, content := range map[string]string{"data.csv": nofData, "claims.csv": claims, "directory 2019-03-01.csv": locations, "answers.ndjson": apiLines} {
		if out := s.must(s.write(name, content)); out.Already || out.Read == 0 || out.Rejected != 0 {
			t.Errorf("%s: %+v", name, out)
		}
	}
	s.refused("2 of 3 rows were not understood", s.write("faults.csv", claims+strings.ReplaceAll(strings.Repeat(strings.SplitAfter(claims, "\n")[1], 2), "two stars", "many stars")))
	if s.stored() != before {
		t.Error("the file of imports has changed")
	}
}

func TestTooManyRejects(t *testing.T) {
	s := newShelf(t)
	s.must(s.write("a.csv", nofData))
	path := s.write("claims.csv", claims+strings.Replace(strings.SplitAfter(claims, "\n")[1], "two stars", "five stars", 1))
	err := s.refused(`claims.csv: 1 of 2 rows were not understood, more than 1 %; nothing is stored. The first: row 3, value: "five stars"`, path)
	var many *intake.TooManyRejectsError
	if !errors.As(err, &many) || many.Read != 2 || many.Rejected != 1 || len(many.First) != 1 {
		t.Errorf("%#v", err)
	}
	s.opt.Most = 0.5
	out := s.must(path)
	rejects, err := s.store.Rejects(t.Context(), out.ID)
	if err != nil || len(rejects) != 1 || rejects[0].Row != 3 || rejects[0].Column != "value" || rejects[0].Value != "five stars" {
		t.Errorf("%+v, %v", rejects, err)
	}
}
