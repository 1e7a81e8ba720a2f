package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras"
)

func TestDated(t *testing.T) {
	for _, c := range []struct {
		name, path string
		want       dating
	}{
		{"01_September_2026_Latest_ratings.ods", "/system/files/2026-08/x", dating{date: "2026-09-01", version: 1}},
		{"1 December 2016 HSCA Latest ratings.xlsx", "/x", dating{date: "2016-12-01", version: 1}},
		{"16_september_2026_CQC_directory.csv", "/x", dating{date: "2026-09-16", version: 1}},
		{"3rd Sept 2015.xlsx", "/x", dating{date: "2015-09-03", version: 1}},
		{"04 January Latest ratings.xlsx", "/sites/default/files/x", dating{version: 1}},
		{"04 January Latest ratings.xlsx", "/files/2016-01/x", dating{date: "2016-01", version: 1}},
		{"31_June_2026_Latest_ratings.ods", "/x", dating{date: "2026-06", version: 1}}, // the month is said all the same
		{"report-2026-09-01.csv", "/x", dating{date: "2026-09-01", version: 1}},
		{"report-20260901.csv", "/x", dating{date: "2026-09-01", version: 1}},
		{"Ratings September 2026.ods", "/x", dating{date: "2026-09", version: 1}},
		{"nhs-oversight-framework-acute-trust-data.csv", "/wp-content/uploads/2025/09/x", dating{date: "2025-09", version: 1}},
		{"nhs-oversight-framework-acute-trust-data-q2.csv", "/x", dating{quarter: "q2", version: 1}},
		{"nhs-oversight-framework-acute-trust-data-q3-25-26-v2.csv", "/wp-content/uploads/2026/03/x", dating{date: "2026-03", quarter: "2025-26-q3", version: 2}},
		{"faq4.csv", "/2026/13/x", dating{version: 1}},
		{"maybe 2026.csv", "/x", dating{version: 1}},
	} {
		if got := dated(c.name, c.path); got != c.want {
			t.Errorf("%s in %s: %+v, want %+v", c.name, c.path, got, c.want)
		}
		if _, err := eras.ParseInterval(string(c.want.date)); err != nil {
			t.Error(err)
		}
	}
}

// entry is a publication whose page is on the server.
func entry(t *testing.T, row string) Entry {
	t.Helper()
	r, err := ReadRegistry(strings.NewReader(strings.Join(columns(), ",") + "\n" + row + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return r[0]
}

func ratings(t *testing.T, page string) Entry {
	return entry(t, `cqc-ratings,ratings,CQC,page,`+page+`,.*latest[ _]ratings.*\.(ods|xlsx),ods xlsx,monthly,OGL-3.0,seen`)
}

// Files are found by the links of the page, wherever it has moved to, and listed
// newest first.
func TestDiscover(t *testing.T) {
	const page = `<a href="/files/02_March_2026_Latest_ratings.ods">March</a>
		<a href="/system/files/2026-09/01_September_2026_Latest_ratings.ods">September</a>
		<a href="/files/Latest%20ratings.xlsx">undated</a>
		<a href="/files/2026-09/01_September_2026_Deactivated_Locations.ods">other</a>
		<a href="/system/files/2026-09/01_September_2026_Latest_ratings.ods">again</a>
		<a href="/files/2025-11/Latest_Ratings.ods">November</a>
		<a href="/files/2025-11/Latest_Ratings_v2.ods">November, second</a>`
	for name, answer := range map[string]http.HandlerFunc{
		"plain":   plain([]byte(page)),
		"gzipped": plain(gzipped(t, []byte(page)), "Content-Encoding", "gzip"),
		"moved": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/using-data" {
				http.Redirect(w, r, "/new/place", http.StatusMovedPermanently)
				return
			}
			fmt.Fprint(w, page)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server, _ := serve(t, answer)
			got, err := newWorld().client(t).Discover(t.Context(), ratings(t, server.URL+"/using-data"))
			if err != nil {
				t.Fatal(err)
			}
			want := []Found{
				{"01_September_2026_Latest_ratings.ods", server.URL + "/system/files/2026-09/01_September_2026_Latest_ratings.ods", "2026-09-01", "", 1},
				{"02_March_2026_Latest_ratings.ods", server.URL + "/files/02_March_2026_Latest_ratings.ods", "2026-03-02", "", 1},
				{"Latest_Ratings_v2.ods", server.URL + "/files/2025-11/Latest_Ratings_v2.ods", "2025-11", "", 2},
				{"Latest_Ratings.ods", server.URL + "/files/2025-11/Latest_Ratings.ods", "2025-11", "", 1},
				{"Latest ratings.xlsx", server.URL + "/files/Latest%20ratings.xlsx", "", "", 1},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Where nothing matches, the error lists what there is.
func TestDiscoverNothing(t *testing.T) {
	var many strings.Builder
	for i := range 25 {
		fmt.Fprintf(&many, `<a href="/f/%d.csv">`, i)
	}
	for _, c := range []struct {
		page string
		want NoMatch
		says string
	}{
		{`<a href="/about">x</a><a href="/f/Ratings_2026.ods">y</a>`, NoMatch{Candidates: []string{"Ratings_2026.ods"}}, "the page links to:\n  Ratings_2026.ods"},
		{`<a href="/about">x</a>`, NoMatch{}, "none leads to a data file"},
		{many.String(), NoMatch{More: 5}, "and 5 more"},
	} {
		server, _ := serve(t, plain([]byte(c.page)))
		_, err := newWorld().client(t).Discover(t.Context(), ratings(t, server.URL))
		none := (*NoMatch)(nil)
		if !errors.As(err, &none) || !strings.Contains(err.Error(), c.says) || none.More != c.want.More {
			t.Errorf("error %v, want %q", err, c.says)
		}
		if c.want.More == 0 {
			if diff := cmp.Diff(c.want.Candidates, none.Candidates, cmp.Transformer("empty", func(s []string) string { return strings.Join(s, " ") })); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestDiscoverFaults(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		says   string
	}{
		"gone":         {status(404), "404 Not Found"},
		"forbidden":    {status(403), "403 Forbidden"},
		"too large":    {plain(make([]byte, 2000)), "larger than the limit of 1000 bytes"},
		"a bomb":       {plain(gzipped(t, make([]byte, 2000)), "Content-Encoding", "gzip"), "larger than the limit of 1000 bytes"},
		"odd encoding": {plain(nil, "Content-Encoding", "zstd"), "encoded as zstd"},
	} {
		t.Run(name, func(t *testing.T) {
			server, _ := serve(t, c.answer)
			client := newWorld().client(t)
			client.Limits.Page = 1000
			if _, err := client.Discover(t.Context(), ratings(t, server.URL)); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want %q", err, c.says)
			}
		})
	}
}

// A file at a fixed address is what it is; its name is its own, or else the id.
func TestDiscoverDirect(t *testing.T) {
	for page, want := range map[string]string{
		"https://x.example/current/etr.zip":          "etr.zip",
		"https://x.example/api/getReport?report=etr": "ods-etr",
	} {
		got, err := newWorld().client(t).Discover(t.Context(), entry(t, "ods-etr,trusts,ODS,file,"+page+",,csv zip,x,OGL-3.0,seen"))
		if err != nil || len(got) != 1 || got[0].Name != want || got[0].URL != page {
			t.Errorf("%s: %+v, %v", page, got, err)
		}
	}
}
