package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/fetch"
)

// No test reaches the network: what is not on this machine would go through a
// proxy that is not there.
func init() {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if err := os.Setenv(name, "http://127.0.0.1:1"); err != nil {
			panic(err)
		}
	}
}

// publisher is a local server with a page, its files and an API, and a registry
// that names it. files are names under /files/ and their contents.
func publisher(t *testing.T, files map[string]string) (registry string, asked func() int) {
	t.Helper()
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		name := strings.TrimPrefix(r.URL.Path, "/files/")
		body, ok := files[name]
		switch {
		case r.URL.Path == "/page":
			for name := range files {
				fmt.Fprintf(w, "<a href=\"files/%s\">x</a>\n", name)
			}
		case r.URL.Path == "/v1/changes/location" && r.Header.Get("Ocp-Apim-Subscription-Key") == "sesame":
			fmt.Fprint(w, `{"page":1,"totalPages":1,"total":2,"changes":["1-1","1-2"]}`)
		case r.URL.Path == "/v1/locations/1-1":
			fmt.Fprint(w, `{"locationId":"1-1","contacts":[{"personFamilyName":"x"}]}`)
		case ok:
			w.Header().Set("ETag", fmt.Sprintf(`"%d"`, len(body)))
			http.ServeContent(w, r, name, time.Time{}, strings.NewReader(body))
		default:
			w.WriteHeader(map[bool]int{true: 401, false: 404}[r.URL.Path == "/v1/changes/location"])
		}
	}))
	t.Cleanup(server.Close)
	registry = filepath.Join(t.TempDir(), "registry.csv")
	rows := "id,what,publisher,method,page,pattern,format,cadence,licence,note\n" +
		"acute,acute trusts,NHS England,page," + server.URL + "/page,acute.*\\.csv,csv,quarterly,OGL-3.0,here\n" +
		"sheet,a spreadsheet,NHS England,page," + server.URL + "/page,acute.*\\.csv,ods,quarterly,OGL-3.0,here\n" +
		"none,nothing,NHS England,page," + server.URL + "/page,nosuch.*\\.csv,csv,quarterly,OGL-3.0,here\n" +
		"direct,one file,NHS England,file," + server.URL + "/files/acute_1_May_2026.csv,,csv,quarterly,OGL-3.0,here\n" +
		"changes,changes,CQC,api," + server.URL + "/v1,/changes/location,ndjson,live,OGL-3.0,here\n"
	if err := os.WriteFile(registry, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	return registry, func() int { return n }
}

func quarters() map[string]string {
	return map[string]string{
		"acute_1_May_2026.csv": "code\nRWE\n", "acute_1_September_2026.csv": "code\nRWE\nRX1\n", "acute_1_January_2026.csv": "code\n",
		"acute.csv": "code\n", "other.ods": "x",
	}
}

// got are the rows of a run, as JSON.
func got(t *testing.T, a answer) []map[string]any {
	t.Helper()
	var doc struct {
		Schema string
		Rows   []map[string]any
	}
	if err := json.Unmarshal([]byte(a.out), &doc); err != nil || a.code != exitDone {
		t.Fatalf("exit code %d, %v, stderr %q", a.code, err, a.err)
	}
	return doc.Rows
}

// A page's files are listed newest first; the newest is got, once; --since gets
// those of that day and later.
func TestFetch(t *testing.T) {
	registry, asked := publisher(t, quarters())
	dir := t.TempDir()
	run := func(args ...string) answer {
		return ask(t, append([]string{"fetch", "--registry", registry, "--format", "json"}, args...)...)
	}

	var offered []string
	for _, r := range got(t, run("acute", "--list")) {
		offered = append(offered, fmt.Sprint(r["date"], " ", r["name"]))
	}
	if diff := cmp.Diff([]string{"2026-09-01 acute_1_September_2026.csv", "2026-05-01 acute_1_May_2026.csv", "2026-01-01 acute_1_January_2026.csv", "<nil> acute.csv"}, offered); diff != "" {
		t.Error(diff)
	}

	first := got(t, run("acute", "--to", dir))
	path, _ := first[0]["file"].(string)
	raw, err := os.ReadFile(path)
	if err != nil || len(first) != 1 || first[0]["status"] != "fetched" || string(raw) != "code\nRWE\nRX1\n" || first[0]["bytes"] != float64(len(raw)) {
		t.Errorf("got %v, %q, %v", first, raw, err)
	}
	before := asked()
	again := got(t, run("acute", "--to", dir))
	if again[0]["status"] != "unchanged" || again[0]["file"] != path || asked() != before+2 {
		t.Errorf("again %v after %d requests", again, asked()-before)
	}
	if since := got(t, run("acute", "--to", dir, "--since", "2026-05-01")); len(since) != 2 || since[1]["date"] != "2026-05-01" {
		t.Errorf("since May: %v", since)
	}
	if direct := got(t, run("direct", "--to", dir)); direct[0]["status"] != "unchanged" {
		t.Errorf("the same file directly: %v", direct)
	}
	if ndjson := ask(t, "fetch", "acute", "--registry", registry, "--to", dir, "--format", "csv"); !strings.HasPrefix(ndjson.out, "id,status,file,date,bytes,sha256,url\nacute,unchanged,") {
		t.Errorf("as CSV: %q", ndjson.out)
	}
}

// Faults: nothing matches is 3 with the candidates, the rest 1; one publication's
// fault does not keep another from being got, and outweighs that nothing matches.
func TestFetchFaults(t *testing.T) {
	registry, _ := publisher(t, quarters())
	for _, c := range []struct {
		args []string
		code int
		rows int
		says string
	}{
		{[]string{"none"}, exitNoMatch, 0, "no link matches"},
		{[]string{"none", "--list"}, exitNoMatch, 0, "other.ods"},
		{[]string{"acute", "--since", "2027-01-01"}, exitNoMatch, 0, "none of 4 files is dated 2027-01-01 or later, 1 bear no date"},
		{[]string{"sheet"}, exitFailure, 0, "want ods, got plain text"},
		{[]string{"none", "acute"}, exitNoMatch, 1, "no link matches"},
		{[]string{"none", "sheet", "acute"}, exitFailure, 1, "want ods"},
		{[]string{"changes", "--since", "2026-09-01"}, exitFailure, 0, "set CQC_API_KEY"},
	} {
		a := ask(t, append([]string{"fetch", "--registry", registry, "--to", t.TempDir(), "--format", "csv"}, c.args...)...)
		if a.code != c.code || !strings.Contains(a.err, c.says) || max(0, strings.Count(a.out, "\n")-1) != c.rows {
			t.Errorf("%v: exit code %d, stdout %q, stderr %q; want %d, %d rows and %q", c.args, a.code, a.out, a.err, c.code, c.rows, c.says)
		}
	}
}

// The guard above holds: it is set before anything asks for a proxy.
func TestNoNetworkInTests(t *testing.T) {
	req := httptest.NewRequest(http.MethodGet, "https://www.cqc.org.uk/", nil)
	if u, err := http.ProxyFromEnvironment(req); err != nil || u == nil || u.Host != "127.0.0.1:1" {
		t.Errorf("www.cqc.org.uk would be reached through %v, %v", u, err)
	}
}

// The key comes from the environment and is never told.
func TestFetchChanges(t *testing.T) {
	registry, _ := publisher(t, nil)
	dir := t.TempDir()
	with := func(key string) answer {
		env := func(name string) string { return map[string]string{"CQC_API_KEY": key, "XDG_DATA_HOME": dir}[name] }
		return askIn(t, streams{env: env}, "fetch", "changes", "--since", "2026-09-01", "--registry", registry, "--format", "json")
	}
	if a := with("wrong-secret"); a.code != exitFailure || !strings.Contains(a.err, "refuses the key (401)") || strings.Contains(a.err, "wrong-secret") {
		t.Errorf("exit code %d, stderr %q", a.code, a.err)
	}
	rows := got(t, with("sesame"))
	if len(rows) != 2 || !strings.HasPrefix(fmt.Sprint(rows[0]["file"]), filepath.Join(dir, "archive", "originals")) {
		t.Fatalf("rows %v", rows)
	}
	for i, want := range []string{`{"locationId":"1-1"}`, `{"id":"1-2","status":404,`} {
		if raw, err := os.ReadFile(fmt.Sprint(rows[i]["file"])); err != nil || !strings.HasPrefix(string(raw), want) {
			t.Errorf("%q, %v; want %s", raw, err, want)
		}
	}
}

func TestProgressLine(t *testing.T) {
	for want, p := range map[string]fetch.Progress{
		"a.ods  13.0 MB of 26.0 MB (50 %)  2.0 MB/s  7s left": {What: "a.ods", Unit: "bytes", Done: 13e6, Total: 26e6, Rate: 2e6, Left: 6500 * time.Millisecond},
		`a\x1b[2J.ods  13.0 MB`:                               {What: "a\x1b[2J.ods", Unit: "bytes", Done: 13e6, Total: -1}, // a server names it
		"a.ods  13.0 MB":                                      {What: "a.ods", Unit: "bytes", Done: 13e6, Total: -1},
		"cqc-api-locations  100 of 88503 (0 %) records  10/s  2h27m20s left": {What: "cqc-api-locations", Unit: "records", Done: 100, Total: 88503, Rate: 10, Left: 8840 * time.Second},
	} {
		if line := progressLine(p); line != want {
			t.Errorf("%q, want %q", line, want)
		}
	}
}
