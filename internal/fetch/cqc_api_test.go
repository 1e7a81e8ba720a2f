package fetch

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Answers that are no list are errors that say what was asked.
func TestReadPage(t *testing.T) {
	loc, _ := listOf("/locations")
	chg, _ := listOf("/changes/location")
	for _, c := range []struct {
		list list
		raw  string
		says string // empty: fine
	}{
		{loc, `{"page":1,"totalPages":1,"total":1,"locations":[{"locationId":"RWE"}]}`, ""},
		{chg, `{"page":1,"totalPages":1,"total":1,"changes":["1-101"]}`, ""},
		{loc, `[]`, "is no list"},
		{loc, `{`, "is no list"},
		{loc, `<html>`, "is no list"},
		{loc, `{"totalPages":1,"total":1}`, "lacks a usable page"},
		{loc, `{"page":1,"totalPages":99999999,"total":1}`, "lacks a usable page"},
		{loc, `{"page":1,"totalPages":1,"total":1,"locations":[{"id":"x"}]}`, "has no locationId"},
		{loc, `{"page":1,"totalPages":1,"total":1,"locations":[{"locationId":"../../x"}]}`, "is no id"},
		{chg, `{"page":1,"totalPages":1,"total":1,"changes":["1?key"]}`, "is no id"},
		{chg, `{"page":1,"totalPages":1,"total":1,"changes":[7]}`, "is no list"},
	} {
		got, err := readPage([]byte(c.raw), c.list)
		if c.says == "" && (err != nil || len(got.IDs) != 1) || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %+v, %v; want %q", c.raw, got, err, c.says)
		}
	}
}

// A page under another number than asked for, or a record of another id, is never
// taken.
func TestHarvestOfWrongAnswers(t *testing.T) {
	for name, c := range map[string]struct{ list, record, says string }{
		"another page":   {`{"page":7,"totalPages":1,"total":1,"locations":[{"locationId":"1-1"}]}`, "", "page 1 was asked for: page 7 came"},
		"another record": {`{"page":1,"totalPages":1,"total":1,"locations":[{"locationId":"1-1"}]}`, `{"locationId":"1-2"}`, `the answer is of "1-2"`},
		"no record":      {`{"page":1,"totalPages":1,"total":1,"locations":[{"locationId":"1-1"}]}`, `<html>`, "the answer is no JSON"},
		"half a record":  {`{"page":1,"totalPages":1,"total":1,"locations":[{"locationId":"1-1"}]}`, `{"locationId":"1-1"`, "the answer is no JSON"},
		"a list":         {`{"page":1,"totalPages":1,"total":1,"locations":[{"locationId":"1-1"}]}`, `["1-1"]`, "is no record"},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
				fmt.Fprint(w, map[bool]string{true: c.list, false: c.record}[r.URL.Path == "/v1/locations"])
			})
			_, err := newWorld().client(t).Harvest(t.Context(), openDir(t, t.TempDir()), locations(t, s), Ask{Key: testKey})
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want %q", err, c.says)
			}
		})
	}
}

// Failures that may pass are tried again; an API that has lost its records is not
// taken for one whose locations are all gone.
func TestHarvestRetries(t *testing.T) {
	api := &cqc{ids: someIDs(3), size: 10}
	api.fail = func(_ string, n int) int { return map[int]int{1: 429, 3: 503, 5: 500}[n] }
	got, err := newWorld().client(t).Harvest(t.Context(), openDir(t, t.TempDir()), locations(t, api.serve(t)), Ask{Key: testKey})
	if err != nil || len(recordsOf(t, got[0].Path, "locationId")) != 3 {
		t.Errorf("%+v, %v", got, err)
	}

	lost := &cqc{ids: someIDs(900), size: 500}
	lost.fail = func(path string, n int) int {
		if strings.HasPrefix(path, "/v1/locations/") {
			return 404
		}
		return 0
	}
	_, err = newWorld().client(t).Harvest(t.Context(), openDir(t, t.TempDir()), locations(t, lost.serve(t)), Ask{Key: testKey})
	if err == nil || !strings.Contains(err.Error(), "200 ids running") {
		t.Errorf("error %v", err)
	}
}

// The key: what is said without one, with a wrong one, and that it is never told
// nor sent to another host.
func TestKey(t *testing.T) {
	api := &cqc{ids: someIDs(1), size: 10}
	s := api.serve(t)
	elsewhere, seen := serve(t, status(200))
	moved, _ := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) })
	forbidden, _ := serve(t, status(403))
	for name, c := range map[string]struct {
		server *httptest.Server
		key    string
		says   string
	}{
		"none":      {s, "", "without a key: set CQC_API_KEY"},
		"wrong":     {s, "wrongSECRET", "refuses the key (401): set CQC_API_KEY"},
		"odd":       {s, "SECRET\x00", "CQC_API_KEY holds a character that no key has"},
		"forbidden": {forbidden, testKey, "refuses the request (403)"},
		"moved":     {moved, testKey, "which must not see the key"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			_, err := w.client(t).Harvest(t.Context(), openDir(t, t.TempDir()), locations(t, c.server), Ask{Key: c.key})
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("error %v, want %q", err, c.says)
			}
			if strings.Contains(err.Error()+strings.Join(w.remarks, ""), "SECRET") {
				t.Errorf("the key is told: %v, %v", err, w.remarks)
			}
		})
	}
	if seen.count() > 0 {
		t.Error("another host was asked")
	}
}
