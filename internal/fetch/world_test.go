package fetch

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// loopback is a transport that reaches nothing but this machine.
type loopback struct{ inner http.RoundTripper }

func (l loopback) RoundTrip(r *http.Request) (*http.Response, error) {
	if !isLoopback(r.URL.Hostname()) {
		return nil, fmt.Errorf("a test asked for %s", r.URL.Hostname())
	}
	return l.inner.RoundTrip(r)
}

// world is a clock that moves when somebody waits, and a record of what was said.
type world struct {
	mu      sync.Mutex
	now     time.Time
	waits   []time.Duration
	remarks []string
	reports []Progress
}

func newWorld() *world { return &world{now: time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)} }

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) sleep(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waits = append(w.waits, d)
	w.now = w.now.Add(d)
	return ctx.Err()
}

func (w *world) client(t *testing.T) *Client {
	t.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	return NewClient(Options{
		Agent: "test/1", Named: []string{"127.0.0.1"}, Transport: loopback{transport}, Limits: DefaultLimits(), Now: w.clock, Sleep: w.sleep,
		Random:   func() float64 { return 1 },
		Remark:   func(s string) { w.remarks = append(w.remarks, s) },
		Progress: func(p Progress) { w.reports = append(w.reports, p) },
	})
}

func (w *world) said(s string) bool {
	return strings.Contains(strings.Join(w.remarks, "\n"), s)
}

// serve answers request n (from 1) with the nth handler, and every later one with
// the last.
func serve(t *testing.T, steps ...http.HandlerFunc) (*httptest.Server, *requests) {
	t.Helper()
	log := &requests{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := log.add(r)
		steps[min(n, len(steps))-1](w, r)
	}))
	t.Cleanup(s.Close)
	return s, log
}

type requests struct {
	mu  sync.Mutex
	all []*http.Request
}

func (l *requests) add(r *http.Request) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, r)
	return len(l.all)
}

func (l *requests) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.all)
}

// broken sends the head and the first bytes of a body, and cuts the connection.
// length is what Content-Length claims; below 0 the body comes chunked.
func broken(header http.Header, body []byte, length int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for k, v := range header {
			w.Header()[k] = v
		}
		if length >= 0 {
			w.Header().Set("Content-Length", fmt.Sprint(length))
		}
		w.WriteHeader(http.StatusOK)
		w.Write(body)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

// shorter sends a body that is longer than its Content-Length.
func shorter(body []byte, length int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, out, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		fmt.Fprintf(out, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n", length)
		out.Write(body)
		out.Flush()
	}
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// plain sends a body with the headers, whatever is asked.
func plain(body []byte, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.Write(body)
	}
}

// file serves content as a good server does, with ranges and conditions.
func file(content []byte, etag string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		http.ServeContent(w, r, "data.csv", time.Time{}, bytes.NewReader(content))
	}
}

// table is a CSV file of about n bytes.
func table(n int) []byte {
	b := []byte("code,name\r\n")
	for i := 0; len(b) < n; i++ {
		b = fmt.Appendf(b, "R%02d,Trust number %d\r\n", i%100, i)
	}
	return b
}

// spreadsheet is a small file with the members of an ODS.
func spreadsheet(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"mimetype", "content.xml"} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, strings.Repeat(name, 500))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openDir(t *testing.T, dir string) *Originals {
	t.Helper()
	o, err := OpenOriginals(dir, func(s string) { t.Errorf("remark: %s", s) })
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func wanted(server *httptest.Server) Wanted {
	return Wanted{ID: "acute", Name: "acute data.csv", URL: server.URL + "/2026/03/acute%20data.csv", Date: "2026-03", Formats: []Format{CSV}}
}

func partPath(o *Originals, w Wanted) string {
	return o.path(fileName(w.Name) + "." + shortHash(w.URL) + ".part")
}

// left lists a directory.
func left(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func write(t *testing.T, path, raw string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
}

// only gives the one file that matches.
func only(t *testing.T, dir, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s matches %v, %v", pattern, found, err)
	}
	return found[0]
}

func mustParse(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil {
		panic(err)
	}
	return u
}

func gzipped(t *testing.T, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
