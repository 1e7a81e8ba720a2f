package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const testKey = "0123456789abcdefSECRET"

// cqc is a small API: its lists, pages and records, and how it misbehaves.
type cqc struct {
	mu      sync.Mutex
	ids     []string
	size    int                          // ids on a page, whatever was asked for
	pages   func(n int) (page int)       // page answered when n is asked for
	gone    map[string]int               // status of an id
	fail    func(path string, n int) int // status of the nth request of all; 0: none
	queries []string                     // of lists
	asked   []string                     // ids
	n       int
}

func (c *cqc) serve(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(c)
	t.Cleanup(s.Close)
	return s
}

func (c *cqc) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	if r.UserAgent() == "" {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	if r.Header.Get(keyHeader) != testKey {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, r.Header.Get(keyHeader))
		return
	}
	if c.fail != nil {
		if code := c.fail(r.URL.Path, c.n); code != 0 {
			w.WriteHeader(code)
			return
		}
	}
	id, one := strings.CutPrefix(r.URL.Path, "/v1/locations/")
	if one {
		c.asked = append(c.asked, id)
		if code := c.gone[id]; code != 0 {
			w.WriteHeader(code)
			return
		}
		fmt.Fprintf(w, "{\"locationId\": %q,\n \"name\": \"A & B\", \"contacts\": [{\"personFamilyName\": \"Surname\"}],\n \"beds\": 1.50}", id)
		return
	}
	c.queries = append(c.queries, r.URL.RawQuery)
	asked, _ := strconv.Atoi(r.URL.Query().Get("page"))
	n := asked
	if c.pages != nil {
		n = c.pages(asked)
	}
	pages := (len(c.ids) + c.size - 1) / c.size
	from := min(len(c.ids), max(0, n-1)*c.size)
	ids := c.ids[from:min(len(c.ids), from+c.size)]
	doc := map[string]any{"total": len(c.ids), "page": asked, "totalPages": pages, "perPage": c.size}
	if strings.HasPrefix(r.URL.Path, "/v1/changes/") {
		doc["changes"] = ids
	} else {
		items := []map[string]string{}
		for _, id := range ids {
			items = append(items, map[string]string{"locationId": id, "locationName": "x"})
		}
		doc["locations"] = items
	}
	_ = json.NewEncoder(w).Encode(doc)
}

func someIDs(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("1-%03d", i))
	}
	return out
}

func locations(t *testing.T, s *httptest.Server) Entry {
	return entry(t, "cqc-api-locations,locations,CQC,api,"+s.URL+"/v1,/locations,ndjson,live,OGL-3.0,seen")
}

func changes(t *testing.T, s *httptest.Server) Entry {
	return entry(t, "cqc-api-changes,locations,CQC,api,"+s.URL+"/v1,/changes/location,ndjson,live,OGL-3.0,seen")
}

// recordsOf are the ids in an NDJSON file, in order.
func recordsOf(t *testing.T, path, key string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(string(content(t, path))) {
		id, err := idOf([]byte(line), key)
		if err != nil {
			t.Fatalf("%s: %q: %v", path, line, err)
		}
		out = append(out, id)
	}
	return out
}

// Every record on every page comes, a line each, in the list's order, without what
// it tells of persons; an id that is gone is kept as gone.
func TestHarvest(t *testing.T) {
	api := &cqc{ids: someIDs(25), size: 10, gone: map[string]int{"1-003": 404, "1-004": 410, "1-005": 400}}
	s := api.serve(t)
	dir := t.TempDir()
	w := newWorld()
	got, err := w.client(t).Harvest(t.Context(), openDir(t, dir), locations(t, s), Ask{Key: " " + testKey + "\n"})
	if err != nil || len(got) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	want := append(someIDs(25)[:3:3], someIDs(25)[6:]...)
	if diff := cmp.Diff(want, recordsOf(t, got[0].Path, "locationId")); diff != "" {
		t.Error(diff)
	}
	first, _, _ := strings.Cut(string(content(t, got[0].Path)), "\n")
	if first != `{"locationId":"1-000","name":"A & B","beds":1.50}` {
		t.Errorf("first record %s", first)
	}
	if !strings.HasPrefix(got[0].File, "cqc-api-locations_2026-10-01.") || !strings.HasSuffix(got[0].File, ".ndjson") || got[0].Date != "2026-10-01" {
		t.Errorf("file %+v", got[0])
	}
	gone := string(content(t, got[1].Path))
	if strings.Count(gone, "\n") != 3 || !strings.Contains(gone, `{"id":"1-003","status":404,"asked":"2026-10-01T09:00:`) ||
		!strings.Contains(gone, `{"id":"1-004","status":410,`) || !strings.Contains(gone, `{"id":"1-005","status":400,`) {
		t.Errorf("gone %s", gone)
	}
	if diff := cmp.Diff([]string{got[0].File, got[1].File, journal}, left(t, dir)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"page=1&perPage=500", "page=2&perPage=500", "page=3&perPage=500"}, api.queries); diff != "" {
		t.Error(diff)
	}
	// 28 calls at 10 a second, the first 10 at once.
	if took := w.now.Sub(newWorld().now); took < 1700*time.Millisecond || took > 1900*time.Millisecond {
		t.Errorf("took %s", took)
	}
	if last := w.reports[len(w.reports)-1]; last.Unit != "records" || last.Done != 25 || last.Total != 25 {
		t.Errorf("last progress %+v", last)
	}
	if rows := string(content(t, filepath.Join(dir, journal))); strings.Contains(rows, "SECRET") {
		t.Error("the key is in the journal")
	}
}

// Changes are asked for within a time, whose colons stay as they are; an id listed
// twice is one record.
func TestHarvestChanges(t *testing.T) {
	api := &cqc{ids: []string{"1-1", "1-2", "1-1"}, size: 2}
	s := api.serve(t)
	since := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	got, err := newWorld().client(t).Harvest(t.Context(), openDir(t, t.TempDir()), changes(t, s), Ask{Key: testKey, Since: since})
	if err != nil || len(got) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if diff := cmp.Diff([]string{"1-1", "1-2"}, recordsOf(t, got[0].Path, "locationId")); diff != "" {
		t.Error(diff)
	}
	if api.queries[0] != "startTimestamp=2026-09-01T00:00:00Z&endTimestamp=2026-10-01T09:00:00Z&page=1&perPage=500" {
		t.Errorf("query %s", api.queries[0])
	}
	if !strings.HasPrefix(got[0].File, "cqc-api-changes_since_2026-09-01_2026-10-01.") {
		t.Errorf("file %s", got[0].File)
	}

	api.ids = nil
	if got, err := newWorld().client(t).Harvest(t.Context(), openDir(t, t.TempDir()), changes(t, s), Ask{Key: testKey, Since: since}); err != nil || len(got) != 0 {
		t.Errorf("without a change: %+v, %v", got, err)
	}
	for _, e := range []struct {
		entry Entry
		since time.Time
	}{{changes(t, s), time.Time{}}, {locations(t, s), since}} {
		if _, err := newWorld().client(t).Harvest(t.Context(), openDir(t, t.TempDir()), e.entry, Ask{Key: testKey, Since: e.since}); err == nil {
			t.Errorf("%s since %s is taken", e.entry.Pattern, e.since)
		}
	}
}

// Broken off anywhere, a harvest goes on where it stopped: no page and no record is
// asked for twice, and the file is the same.
func TestHarvestGoesOn(t *testing.T) {
	whole := &cqc{ids: someIDs(25), size: 10, gone: map[string]int{"1-004": 404}}
	s := whole.serve(t)
	want, err := newWorld().client(t).Harvest(t.Context(), openDir(t, t.TempDir()), locations(t, s), Ask{Key: testKey})
	if err != nil {
		t.Fatal(err)
	}
	for at := 1; at <= 28; at++ {
		api := &cqc{ids: someIDs(25), size: 10, gone: map[string]int{"1-004": 404}}
		api.fail = func(_ string, n int) int {
			if n == at {
				return http.StatusTeapot
			}
			return 0
		}
		s := api.serve(t)
		dir := t.TempDir()
		_, err := newWorld().client(t).Harvest(t.Context(), openDir(t, dir), locations(t, s), Ask{Key: testKey})
		if err == nil || !strings.Contains(err.Error(), "the next run goes on from there") {
			t.Fatalf("stopped at request %d: %v", at, err)
		}
		if at > 5 { // a run killed in the middle of a line
			for _, part := range []string{"*.ndjson.part", "*.gone.part", "*.ids.part"} {
				path := only(t, dir, part)
				write(t, path, string(content(t, path))+`{"locationId":"1-0`)
			}
		}
		got, err := newWorld().client(t).Harvest(t.Context(), openDir(t, dir), locations(t, s), Ask{Key: testKey})
		if err != nil || len(got) != 2 || got[0].SHA256 != want[0].SHA256 {
			t.Fatalf("stopped at request %d: %+v, %v", at, got, err)
		}
		if diff := cmp.Diff([]string{"1-004"}, recordsOf(t, got[1].Path, "id")); diff != "" {
			t.Errorf("stopped at request %d, gone: %s", at, diff)
		}
		if api.n != 29 {
			t.Errorf("stopped at request %d: %d requests, want 29", at, api.n)
		}
	}
}

// A line of the list of ids that a killed run left torn does not spoil the lines
// after it: stopped again, the third run asks for nothing that is there.
func TestHarvestGoesOnAfterATornList(t *testing.T) {
	api := &cqc{ids: someIDs(25), size: 10}
	api.fail = func(_ string, n int) int {
		if n == 2 || n == 4 {
			return http.StatusTeapot
		}
		return 0
	}
	s, dir := api.serve(t), t.TempDir()
	run := func() ([]Result, error) {
		return newWorld().client(t).Harvest(t.Context(), openDir(t, dir), locations(t, s), Ask{Key: testKey})
	}
	if _, err := run(); err == nil { // after the first page
		t.Fatal("not stopped")
	}
	path := only(t, dir, "*.ids.part")
	write(t, path, string(content(t, path))+`{"page":2,"pages":3,"ids":["1-0`)
	if _, err := run(); err == nil { // after the second
		t.Fatal("not stopped again")
	}
	if _, err := run(); err != nil || api.n != 4+1+25 {
		t.Errorf("%v after %d requests, want one for the third page and one a record", err, api.n)
	}
}

// What an earlier run left counts for the same question of these days alone.
func TestHarvestBeginsAnew(t *testing.T) {
	for name, c := range map[string]struct {
		later time.Duration
		state string // in place of the part's first line
		again int    // calls of the second run
	}{
		"the same week": {24 * time.Hour, "", 2},
		"too old":       {8 * 24 * time.Hour, "", 6},
		"another base":  {0, `{"base":"https://old.example","path":"/locations","since":"0001-01-01T00:00:00Z","until":"2026-10-01T09:00:00Z"}`, 6},
		"nonsense":      {0, "nonsense", 6},
	} {
		t.Run(name, func(t *testing.T) {
			api := &cqc{ids: someIDs(5), size: 10}
			api.fail = func(path string, n int) int {
				if n == 5 {
					return http.StatusTeapot
				}
				return 0
			}
			s := api.serve(t)
			dir := t.TempDir()
			if _, err := newWorld().client(t).Harvest(t.Context(), openDir(t, dir), locations(t, s), Ask{Key: testKey}); err == nil {
				t.Fatal("not stopped")
			}
			if c.state != "" {
				path := only(t, dir, "*.ids.part")
				_, rest, _ := strings.Cut(string(content(t, path)), "\n")
				write(t, path, c.state+"\n"+rest)
			}
			before := api.n
			w := newWorld()
			w.now = w.now.Add(c.later)
			got, err := w.client(t).Harvest(t.Context(), openDir(t, dir), locations(t, s), Ask{Key: testKey})
			if err != nil || len(recordsOf(t, got[0].Path, "locationId")) != 5 {
				t.Fatalf("%+v, %v", got, err)
			}
			if api.n-before != c.again {
				t.Errorf("%d calls, want %d", api.n-before, c.again)
			}
		})
	}
}

// Lists whose pages repeat, skip or move.
func TestHarvestOfUnsteadyPages(t *testing.T) {
	for name, c := range map[string]struct {
		pages func(readings *int, n int) int
		fails string
	}{
		"a page skipped once": {func(readings *int, n int) int {
			if n == 1 {
				*readings++
			}
			if *readings == 1 && n == 2 {
				return 3
			}
			return n
		}, ""},
		"a page that repeats for ever": {func(_ *int, n int) int { return min(n, 2) }, "the list says 25 and 3 readings of it have 20"},
	} {
		t.Run(name, func(t *testing.T) {
			api := &cqc{ids: someIDs(25), size: 10}
			readings := 0
			api.pages = func(n int) int { return c.pages(&readings, n) }
			got, err := newWorld().client(t).Harvest(t.Context(), openDir(t, t.TempDir()), locations(t, api.serve(t)), Ask{Key: testKey})
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) || len(api.asked) > 0 {
					t.Errorf("%+v, %v", got, err)
				}
				return
			}
			if err != nil || len(recordsOf(t, got[0].Path, "locationId")) != 25 || len(api.asked) != 25 {
				t.Errorf("%+v, %v, %d asked", got, err, len(api.asked))
			}
		})
	}
}

// Stopped by the user, a harvest goes on where it was.
func TestHarvestStopped(t *testing.T) {
	api := &cqc{ids: someIDs(25), size: 10}
	s := api.serve(t)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	w := newWorld()
	c := w.client(t)
	c.Sleep = func(ctx context.Context, _ time.Duration) error {
		if len(api.asked) >= 10 {
			cancel()
		}
		return ctx.Err()
	}
	if _, err := c.Harvest(ctx, openDir(t, dir), locations(t, s), Ask{Key: testKey}); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	got, err := newWorld().client(t).Harvest(t.Context(), openDir(t, dir), locations(t, s), Ask{Key: testKey})
	if err != nil || len(recordsOf(t, got[0].Path, "locationId")) != 25 || len(api.asked) != 25 {
		t.Errorf("%+v, %v, %d asked", got, err, len(api.asked))
	}
}
