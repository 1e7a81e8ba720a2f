package fetch

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestWithoutPersons(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{`{"a": 1, "contacts": [{"personGivenName": "x"}], "b": [true, null, "é<&>"]}`, `{"a":1,"b":[true,null,"é<&>"]}`},
		{`{"contacts":{},"regulatedActivities":[{"name":"n","contacts":[{"personTitle":"Dr"}]},{"contacts":[]}]}`, `{"regulatedActivities":[{"name":"n"},{}]}`},
		{`{"personFamilyName":"x","registeredManagerAbsentDate":"2020-01-01","nominatedIndividual":{},"z":{}}`, `{"z":{}}`},
		{`{"Contacts":1,"n":12345678901234567890.10e5,"m":-0}`, `{"n":12345678901234567890.10e5,"m":-0}`},
		{`[]`, `[]`},
		{`[ {} , {"a":{}} ]`, `[{},{"a":{}}]`},
		{"\"a\\nb\"", `"a\nb"`},
	} {
		got, err := withoutPersons([]byte(c.raw))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", c.raw, got, err, c.want)
		}
	}
	for _, raw := range []string{"", "{", `{"a":}`, `{} {}`, `[1,]`, `{"contacts":[}`, `{"contacts"}`} {
		if got, err := withoutPersons([]byte(raw)); err == nil {
			t.Errorf("%q is taken: %s", raw, got)
		}
	}
}

// What comes out is one JSON value on one line without a personal key, and comes
// out of itself unchanged.
func FuzzWithoutPersons(f *testing.F) {
	for _, seed := range []string{`{"a":[1,{"contacts":[{}],"b":1e9}]}`, `{"contacts":1}`, `[[[{"person":{}}]]]`, "\"\\ud800\"", `{"a":"\u2028"}`, `{"a":1,"a":2}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := withoutPersons(raw)
		if err != nil {
			if json.Valid(raw) && !strings.Contains(err.Error(), "depth") {
				t.Fatalf("%q: %v", raw, err)
			}
			return
		}
		if !json.Valid(got) || bytes.ContainsRune(got, '\n') {
			t.Fatalf("%q becomes %q", raw, got)
		}
		again, err := withoutPersons(got)
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("%q becomes %q, %v", got, again, err)
		}
		var v any
		if err := json.Unmarshal(got, &v); err == nil {
			noPersonalKey(t, v)
		}
	})
}

func noPersonalKey(t *testing.T, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if personal(key) {
				t.Errorf("key %q is left", key)
			}
			noPersonalKey(t, inner)
		}
	case []any:
		for _, inner := range v {
			noPersonalKey(t, inner)
		}
	}
}

// Whatever the API answers, a list has ids that can stand in a path.
func FuzzReadPage(f *testing.F) {
	f.Add([]byte(`{"page":1,"totalPages":1,"total":1,"locations":[{"locationId":"RWE"}],"changes":["1-1"]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, path := range []string{"/locations", "/changes/provider"} {
			l, err := listOf(path)
			if err != nil {
				t.Fatal(err)
			}
			p, err := readPage(raw, l)
			if err != nil {
				continue
			}
			for _, id := range p.IDs {
				if !plainID(id) {
					t.Errorf("%q", id)
				}
			}
		}
	})
}
