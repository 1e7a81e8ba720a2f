package fetch

import (
	"os"
	"strings"
	"testing"
)

// The registry that is shipped has no fault, and its patterns take the names that
// were seen.
func TestTheRegistry(t *testing.T) {
	f, err := os.Open("../../data/registry.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := ReadRegistry(f)
	if err != nil {
		t.Fatal(err)
	}
	for id, names := range map[string][]string{
		"nof-acute-data":                           {"nhs-oversight-framework-acute-trust-data.csv", "nhs-oversight-framework-acute-trust-data-q2.csv", "nhs-oversight-framework-acute-trust-data-q3-25-26-v2.csv"},
		"nof-acute-league-table":                   {"nhs-oversight-framework-acute-trust-league-table.csv"},
		"nof-mental-health-community-data":         {"nhs-oversight-framework-mental-health-and-community-trust-data.csv", "nhs-oversight-framework-non-acute-hospital-trust-data.csv"},
		"nof-mental-health-community-league-table": {"nhs-oversight-framework-mental-health-and-community-trust-league-table.csv"},
		"nof-ambulance-data":                       {"nhs-oversight-framework-ambulance-trust-data.csv"},
		"nof-ambulance-league-table":               {"nhs-oversight-framework-ambulance-trust-league-table.csv"},
		"cqc-ratings":                              {"01 September 2015 Latest Ratings.xlsx", "1 December 2016 HSCA Latest ratings.xlsx", "Latest ratings.xlsx", "01_September_2026_Latest_ratings.ods"},
		"cqc-active-locations":                     {"05_May_2026_HSCA_Active_Locations.ods"},
		"cqc-deactivated-locations":                {"01_September_2026_Deactivated_Locations.ods"},
		"cqc-directory":                            {"16_september_2026_CQC_directory.csv"},
	} {
		for _, name := range names {
			for _, e := range r {
				if e.match != nil && e.match.MatchString(name) != (e.ID == id) {
					t.Errorf("%s and %s: match is %v", e.ID, name, e.ID != id)
				}
			}
		}
	}
	for _, e := range r {
		if u := mustParse(e.Page); u.Scheme != "https" || isLoopback(u.Hostname()) {
			t.Errorf("%s: %s", e.ID, e.Page)
		}
	}
	if hosts := r.Hosts(); len(hosts) != 5 {
		t.Errorf("hosts %v", hosts)
	}
}

// Each row breaks one thing; the error names the row and the column. All faults
// are told at once.
func TestRegistryFaults(t *testing.T) {
	const good = `cqc-ratings,ratings,CQC,page,https://x.example/p,.*\.ods,ods,monthly,OGL-3.0,seen`
	for _, c := range []struct{ name, row, says string }{
		{"id", strings.Replace(good, "cqc-ratings", "CQC ratings", 1), "row 1, column id"},
		{"empty cell", strings.Replace(good, "monthly", "", 1), "row 1, column cadence: is empty"},
		{"white space", strings.Replace(good, ",ratings,", ",ratings ,", 1), "row 1, column what"},
		{"method", strings.Replace(good, ",page,", ",ftp,", 1), `row 1, column method: "ftp" is none of`},
		{"http", strings.Replace(good, "https:", "http:", 1), "row 1, column page: http://x.example/p: want an https address"},
		{"relative", strings.Replace(good, "https://x.example/p", "/p", 1), "row 1, column page"},
		{"file", strings.Replace(good, "https://x.example/p", "file:///etc/passwd", 1), "row 1, column page"},
		{"password", strings.Replace(good, "//x", "//me:secret@x", 1), "row 1, column page: address holds a user name or password"},
		{"pattern", strings.Replace(good, `.*\.ods`, `(ods`, 1), "row 1, column pattern"},
		{"no pattern", strings.Replace(good, `.*\.ods`, ``, 1), "row 1, column pattern"},
		{"pattern of a file", strings.Replace(good, ",page,", ",file,", 1), "row 1, column pattern"},
		{"path of an API", strings.Replace(good, ",page,", ",api,", 1), "row 1, column pattern"},
		{"format", strings.Replace(good, ",ods,", ",xls,", 1), `row 1, column format: "xls" is none of csv, ods`},
		{"id twice", good + "\n" + good, `row 2, column id: "cqc-ratings" stands in row 1 already`},
		{"a column short", "cqc-ratings,ratings", "wrong number of fields"},
		{"two at once", strings.Replace(good, ",ods,", ",xls,", 1) + "\n" + strings.Replace(strings.Replace(good, "cqc", "cqd", 1), ",page,", ",ftp,", 1), "row 2, column method"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadRegistry(strings.NewReader(strings.Join(columns(), ",") + "\n" + c.row + "\n"))
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %v, want %q", err, c.says)
			}
		})
	}
	for _, raw := range []string{"", "id,what\n", "\xff\xfe\n"} {
		if _, err := ReadRegistry(strings.NewReader(raw)); err == nil {
			t.Errorf("%q is taken", raw)
		}
	}
	if _, err := ReadRegistry(strings.NewReader("\ufeff" + strings.Join(columns(), ",") + "\r\n" + good + "\r\n")); err != nil {
		t.Errorf("with BOM and CRLF: %v", err)
	}
}

func TestRegistryLike(t *testing.T) {
	r := Registry{{ID: "nof-acute-data"}, {ID: "cqc-ratings"}}
	if got := strings.Join(r.Like("CQC"), " "); got != "cqc-ratings" {
		t.Errorf("like CQC: %s", got)
	}
	if got := len(r.Like("sof")); got != 2 {
		t.Errorf("like sof: %d", got)
	}
}

func FuzzReadRegistry(f *testing.F) {
	f.Add([]byte(strings.Join(columns(), ",") + "\ncqc-ratings,ratings,CQC,page,https://x.example/p,.*\\.ods,ods,monthly,OGL-3.0,seen\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := ReadRegistry(strings.NewReader(string(raw)))
		if err != nil {
			return
		}
		for _, e := range r {
			if _, ok := r.Find(e.ID); !ok || len(e.Formats) == 0 || e.Method == FromPage && e.match == nil {
				t.Errorf("taken: %+v", e)
			}
		}
	})
}
