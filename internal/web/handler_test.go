package web

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// get asks a handler for an address of this machine.
func get(h http.Handler, method, address string, head ...string) *http.Response {
	r := httptest.NewRequest(method, address, nil)
	r.Host = "127.0.0.1:8000"
	for i := 0; i+1 < len(head); i += 2 {
		if head[i] == "Host" {
			r.Host = head[i+1]
		}
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func failing(t *testing.T) Options {
	return Options{Failed: func(path string, err error) { t.Errorf("%s failed: %v", path, err) }}
}

// Every view answers with a page that can be used without eyes or script, guarded
// by its policy, and with what it is about.
func TestViews(t *testing.T) {
	h := Handler(realSite(t), failing(t))
	for address, want := range map[string]string{
		"/":                                        "How was this trust rated?",
		"/search?q=leicester":                      "University Hospitals of Leicester",
		"/search?q=":                               "What is to be found?",
		"/trajectory?trust=RWE":                    "No line across",
		"/trajectory?trust=leicester":              "is taken as University Hospitals of Leicester",
		"/trajectory?trust=RWE&measure=all":        "categories",
		"/trajectory?trust=RWE&policy=legal":       "Policy legal",
		"/trajectory?trust=RWE&as-of=2004-12-31":   "2004-12-31: only what sources had said by then",
		"/compare":                                 "Trusts side by side",
		"/compare?trust=RWE":                       `value="RWE"`,
		"/compare?trust=RWE&trust=RT5&trust=":      "Side by side",
		"/league?edition=stars-2003&kind=acute":    "no stars",
		"/league?edition=nof-2025-26-q4&trust=RT5": "joint 4",
		"/league?edition=cqc@2020-02-05":           "Good",
		"/diff":                                    "Two editions",
		"/diff?from=stars-2003&to=stars-2004&kind=acute&trust=":                           "Lineage by lineage",
		"/diff?from=stars-2003&to=stars-2004&trust=RWE":                                   "up (&#43;3)",
		"/crosstab?from=stars-2003&to=stars-2004":                                         "Wilson",
		"/transitions?from=nof-2025-26-q3&to=nof-2025-26-q4&kind=mental-health-community": "Moves from",
		"/editions":                     "stars-2001",
		"/editions?era=cqc":             "rolling",
		"/editions?q=2003":              "stars-2003",
		"/sources":                      "bbc-3911983-336e06",
		"/source?id=bbc-3911983-336e06": "The United Lincolnshire Hospitals NHS Trust",
	} {
		r := get(h, http.MethodGet, address)
		page := body(t, r)
		if !strings.Contains(page, want) {
			t.Errorf("%s (%d): no %q", address, r.StatusCode, want)
		}
		readable(t, address, page)
		if csp := r.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", address, csp)
		}
		for _, outside := range []string{`src="http`, `<script>`, `<style`, `@import`, `url(`} {
			if strings.Contains(page, outside) {
				t.Errorf("%s holds %s", address, outside)
			}
		}
	}
}

// Every edition that the list links has ratings to show; of the others it is said
// that there are none.
func TestEditionsLeadToRatings(t *testing.T) {
	h := Handler(realSite(t), failing(t))
	page := body(t, get(h, http.MethodGet, "/editions"))
	links := regexp.MustCompile(`href="(/league\?[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(links) < 40 {
		t.Fatalf("%d links", len(links))
	}
	for _, link := range links {
		if r := get(h, http.MethodGet, html.UnescapeString(link[1])); r.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", link[1], r.StatusCode)
		}
	}
	for _, want := range []string{"16 editions without a link", `edition=specialmeasures-financial-2016-07&amp;measure=specialmeasures.finance"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(page, "edition=nof-2026-27-q1") {
		t.Error("an edition without ratings is linked")
	}
}

// What a page says stands beside its source and means what the command prints.
func TestPagesSayWhatIsMeant(t *testing.T) {
	h := Handler(realSite(t), failing(t))
	for _, c := range []struct{ address, want string }{
		{"/", "First wave of hospital inspections, 2013<"},
		{"/", ">Oversight segments 2016-2025<"},
		{"/diff?from=stars-2003&to=stars-2004&kind=acute", "down (-1)"},
		{"/diff?from=stars-2003&to=stars-2004&kind=acute", "not resolved"},
		{"/crosstab?from=stars-2003&to=stars-2004&kind=acute", "The ratings counted are taken from 42 documents"},
		{"/crosstab?from=stars-2003&to=stars-2004&kind=acute", `<li id="source-42">`},
		{"/league?edition=stars-2003", `href="/league?edition=stars-2003&amp;kind=pct">This table alone`},
		{"/league?edition=stars-2003", ">PCT</h2>"},
		{"/league?edition=stars-2003", `30 of 156</td><td data-label="Sources"><span class="refs"><a class="ref" href="#source-`},
		{"/compare?trust=RWE&trust=RX1", "RCS: 104 worse, 51 tied, 0 better; RFK: 52&#43; better"},
		{"/league?edition=cqc", "cqc is a rolling era"},
		{"/league.svg?edition=stars-2003", "choose with kind, one of acute, specialist, ambulance, mental-health, pct"},
		{"/source?id=bbc-3911983-336e06", `The document</h2>` + "\n<ul>\n" + `<li><a href="https://bbctodays.pages.dev/`},
	} {
		if page := body(t, get(h, http.MethodGet, c.address)); !strings.Contains(page, c.want) {
			t.Errorf("%s: no %q", c.address, c.want)
		}
	}
}

// A problem is a page with one sentence and the status that says whose fault it is;
// rows that were asked for give the sentence in their own form.
func TestProblems(t *testing.T) {
	h := Handler(realSite(t), failing(t))
	for _, c := range []struct {
		address string
		status  int
		want    string
	}{
		{"/trajectory?trust=qqqqqqq", 404, "No body is called “qqqqqqq”."},
		{"/trajectory?trust=london", 404, `<a href="/trajectory?trust=RRU">`},
		{"/trajectory", 400, "Which trust?"},
		{"/trajectory?trust=RWE&measure=stars.nothing", 404, "No measure is called"},
		{"/trajectory?trust=RWE&policy=fair", 400, "use strands, legal"},
		{"/trajectory?trust=RWE&as-of=2004-02-31", 400, "as-of must be one day"},
		{"/trajectory?trust=RWE&as-of=2004", 400, "as-of must be one day"},
		{"/trajectory?body=RWE", 400, "it has trust, policy, measure, as-of"},
		{"/trajectory?trust=%zz", 400, "cannot be read"},
		{"/trajectory?" + strings.Repeat("trust=RWE&", 13), 400, "at most 12"},
		{"/league?edition=a&edition=b", 400, "given 2 times"},
		{"/league?edition=stars-2oo3", 404, `<a href="/league?edition=stars-2003">`},
		{"/league?edition=stars-2003&kind=nobody", 400, "kind cannot be"},
		{"/league?edition=stars-2003&kind=ccg", 404, "no table of"},
		{"/diff?from=stars-2003", 400, "Name both editions"},
		{"/diff?from=stars-2003&to=stars-2003", 400, "Both sides are"},
		{"/diff?from=stars-2003&to=stars-1999", 404, "No edition"},
		{"/transitions?from=stars-2004&to=nof-2025-26-q1", 409, "break-2006-healthcheck"},
		{"/transitions.json?from=stars-2004&to=nof-2025-26-q1", 409, "break-2006-healthcheck"},
		{"/editions?era=nothing", 404, "No era is called"},
		{"/source?id=nothing", 404, "No source is called"},
		{"/sources.svg", 404, "This view has no picture."},
		{"/diff.csv", 400, "it has no rows"},
		{"/nowhere", 404, "no page at this address"},
		{"/trajectory.exe?trust=RWE", 404, "no page at this address"},
		{"/../../etc/passwd", 404, "no page at this address"},
		{"/trajectory?trust=" + strings.Repeat("a", 201), 400, "longer than 200 characters"},
		{"/trajectory?trust=" + strings.Repeat("a", 5000), 414, "longer than 4096 bytes"},
	} {
		r := get(h, http.MethodGet, c.address)
		page := body(t, r)
		if r.StatusCode != c.status || !strings.Contains(page, c.want) {
			t.Errorf("%.80s: %d, want %d with %q:\n%.300s", c.address, r.StatusCode, c.status, c.want, page)
		}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
			readable(t, c.address, page)
		}
		if strings.Contains(c.address, ".json") && !json.Valid([]byte(page)) {
			t.Errorf("%s: no JSON: %s", c.address, page)
		}
	}
}

// Whatever stands in a parameter, of whatever view, is text: it never reaches SQL,
// the page's markup, the reading order, or a log as anything else, and it is never
// the server's failure.
func TestHostileParameters(t *testing.T) {
	h := Handler(realSite(t), failing(t))
	hostile := []string{
		"' OR 1=1 --", "x'; DROP TABLE claims; --", "\" UNION SELECT 1 --", "RWE' AND '1'='1", "%", "_", "RWE*", "NEAR(a b)", `St Thomas' "`,
		"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{.Page}}", "'-alert(1)-'", "</title><svg onload=alert(1)>",
		"RWE\r\nSet-Cookie: a=b", "a\x00b", "\x1b[2J", "\u202egpj.exe", "\u2066abc\u2069", "\ufeff", "\xff\xfe", "../../../../etc/passwd", "=cmd|' /C calc'!A0",
		strings.Repeat("9", 199), "-1", "1e309", "NaN", "🏥🏥🏥", "ﷺ", "a\u0301\u0301\u0301", "--help", "-o x", "$(id)", "`id`",
	}
	asked := 0
	for _, v := range views() {
		full := map[string]url.Values{
			"/league": {"edition": {"stars-2003"}}, "/diff": {"from": {"stars-2003"}, "to": {"stars-2004"}}, "/crosstab": {"from": {"stars-2003"}, "to": {"stars-2004"}},
			"/transitions": {"from": {"stars-2003"}, "to": {"stars-2004"}}, "/trajectory": {"trust": {"RT5"}}, "/compare": {"trust": {"RT5", "RBX"}},
		}[v.path]
		for _, name := range v.params {
			for _, text := range hostile {
				q := url.Values{}
				for k, list := range full {
					q[k] = slices.Clone(list)
				}
				q.Set(name, text)
				asked++
				r := get(h, http.MethodGet, v.path+"?"+q.Encode())
				page := body(t, r)
				at := fmt.Sprintf("%s %s=%q", v.path, name, text)
				if r.StatusCode >= 500 {
					t.Errorf("%s: %d", at, r.StatusCode)
				}
				for _, bad := range []string{"<script>alert", "<img", "<svg onload", "\u202e", "\u2066", "\x1b", "\x00", "SQL", "syntax error", `href="javascript`} {
					if strings.Contains(page, bad) {
						t.Errorf("%s: the page holds %q", at, bad)
					}
				}
				if r.Header.Get("Set-Cookie") != "" {
					t.Errorf("%s: a header was injected", at)
				}
			}
		}
	}
	if asked < 500 {
		t.Errorf("only %d requests were tried", asked)
	}
}

// Only own names are answered: a page elsewhere whose name was pointed at this
// machine reads nothing.
func TestHosts(t *testing.T) {
	own := Handler(realSite(t), failing(t))
	open := Handler(realSite(t), Options{Remote: true, Hosts: []string{"ratings.example.org"}})
	for host, want := range map[string][2]int{
		"127.0.0.1:80": {200, 200}, "localhost": {200, 200}, "LOCALHOST:9": {200, 200}, "[::1]:80": {200, 200}, "127.1.2.3": {200, 200},
		"evil.example": {421, 421}, "localhost.evil.example:80": {421, 421}, "127.0.0.1.evil.example": {421, 421}, "": {421, 421}, "localhost:80:80": {421, 421},
		"192.0.2.7:80": {421, 200}, "ratings.example.org": {421, 200},
	} {
		for i, h := range []http.Handler{own, open} {
			if r := get(h, http.MethodGet, "/editions.json", "Host", host); r.StatusCode != want[i] {
				t.Errorf("host %q, remote %v: %d, want %d", host, i == 1, r.StatusCode, want[i])
			}
		}
	}
}

func TestReadOnly(t *testing.T) {
	h := Handler(realSite(t), failing(t))
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"} {
		r := get(h, method, "/editions")
		if r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, allowed %q", method, r.StatusCode, r.Header.Get("Allow"))
		}
	}
	whole, head := get(h, "GET", "/editions.csv"), get(h, "HEAD", "/editions.csv")
	if text := body(t, head); text != "" || head.Header.Get("Content-Length") != whole.Header.Get("Content-Length") || head.StatusCode != 200 {
		t.Errorf("HEAD: %d, %d bytes, length %s", head.StatusCode, len(text), head.Header.Get("Content-Length"))
	}
	tag := whole.Header.Get("ETag")
	if r := get(h, "GET", "/editions.csv", "If-None-Match", tag); tag == "" || r.StatusCode != 304 || body(t, r) != "" {
		t.Errorf("asked again with its tag %s: %d", tag, r.StatusCode)
	}
}

// The cache changes nothing but the time: with and without it every byte is the same.
func TestCachedAndNotAreTheSame(t *testing.T) {
	with, without := Handler(realSite(t), failing(t)), Handler(realSite(t), Options{Cache: -1})
	for range 2 {
		for _, address := range []string{"/trajectory?trust=RWE", "/trajectory.svg?trust=RWE", "/league?edition=nof-2025-26-q4", "/diff.json?from=stars-2003&to=stars-2004&kind=acute"} {
			if body(t, get(with, "GET", address)) != body(t, get(without, "GET", address)) {
				t.Errorf("%s differs", address)
			}
		}
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	k := newKept(80_000)
	for i := range 1000 {
		k.put(fmt.Sprint(i), &reply{body: make([]byte, 5000)})
	}
	if k.used > 80_000 || len(k.at) != k.order.Len() || len(k.at) < 10 {
		t.Errorf("%d bytes in %d replies, %d in order", k.used, len(k.at), k.order.Len())
	}
	if _, ok := k.get("999"); !ok {
		t.Error("the latest is not kept")
	}
	if _, ok := k.get("0"); ok {
		t.Error("the oldest is kept")
	}
	k.put("huge", &reply{body: make([]byte, 70_000)})
	if _, ok := k.get("huge"); ok {
		t.Error("one reply drove out all others")
	}
}
