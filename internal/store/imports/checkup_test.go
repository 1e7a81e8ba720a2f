package imports

import (
	"os"
	"strings"
	"testing"
)

// faultsOf are the checks of a file that found faults, and what they found.
func faultsOf(t testing.TB, path string) map[string]string {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found, err := s.CheckUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range found {
		if f.Faults > 0 {
			out[f.Check] = f.Found
			if f.Remedy == "" {
				t.Errorf("%s has faults and no remedy", f.Check)
			}
		} else if f.N == 0 {
			t.Errorf("%s looked at nothing", f.Check)
		}
	}
	return out
}

// Each fault is found by the check that is for it, and named.
func TestCheckUpFindsEachFault(t *testing.T) {
	const pair = "(SELECT org, service, measure, from_day, value, rated_day, report, inherited, twin FROM rating_span ORDER BY org, measure LIMIT 1)"
	const key = "(org, service, measure, from_day, value, rated_day, report, inherited, twin) IN " + pair
	for _, tt := range []struct{ name, spoil, check, says string }{
		{"a rejected row is lost", "DELETE FROM import_reject", "journal", "has 1 rejected rows, of which 0 are kept"},
		{"a source is lost", "DELETE FROM import_source WHERE import = 6", "claims", "claim 1 of import 6 has no source"},
		{"a release without ratings", "INSERT INTO release VALUES ('provider', 18000, 1)", "releases", "the release of 2019-04-14 (providers) has no ratings"},
		{"a file is lost", "DELETE FROM import_file WHERE id = 2", "references", "1 rows of release refer to no row of import_file"},
		{"a word is lost", "DELETE FROM word WHERE id = 1", "words", "word 1 is named and is not there"},
		{"a provider is lost", "UPDATE org_span SET provider = 99", "words", "provider 99 is named"},
		{"a span begins between releases", "UPDATE rating_span SET from_day = from_day + 1 WHERE " + key, "rating-spans", "a span begins on 2020-"},
		{"a span ends between releases", "UPDATE rating_span SET to_day = from_day + 3 WHERE " + key, "rating-spans", "which is no release"},
		{"a span ends before it begins", "UPDATE rating_span SET from_day = (SELECT max(day) FROM release), to_day = (SELECT min(day) FROM release) WHERE " + key, "rating-spans", "a span ends before it begins on 2020-04-01"},
		{"a span is ended by the last release", "UPDATE rating_span SET to_day = (SELECT max(day) FROM release) WHERE " + key, "rating-spans", "where it should be open"},
		{
			"two spans overlap", "INSERT INTO rating_span SELECT org, service, measure, (SELECT max(day) FROM release), value, rated_day, report, inherited, twin, NULL FROM rating_span WHERE from_day < (SELECT max(day) FROM release) AND to_day IS NULL",
			"rating-spans", "two spans overlap on 2020-04-01",
		},
		{
			"two spans meet", "UPDATE rating_span SET to_day = from_day WHERE from_day < (SELECT max(day) FROM release) AND to_day IS NULL;" +
				"INSERT INTO rating_span SELECT org, service, measure, (SELECT max(day) FROM release), value, rated_day, report, inherited, twin, NULL FROM rating_span WHERE to_day = from_day",
			"rating-spans", "two spans meet on 2020-04-01 and should be one",
		},
		{"what is told of a body overlaps", "INSERT INTO org_span SELECT org, (SELECT max(day) FROM release), name, type, category, authority, region, provider, town, postcode, sheet, NULL FROM org_span WHERE to_day IS NULL", "body-spans", "two spans overlap"},
		{"a body is not described", "DELETE FROM org_span WHERE org = 1", "described", "is rated in releases that do not describe it, from 2020-03-01"},
		{"a body is described too late", "UPDATE org_span SET from_day = (SELECT max(day) FROM release) WHERE org = 1", "described", "do not describe it, from 2020-03-01"},
		{"a body is no longer described", "UPDATE org_span SET to_day = (SELECT min(day) FROM release) WHERE org = 1", "described", "do not describe it, from 2020-04-01"},
		{
			"what is told of a body has a gap", "INSERT INTO release SELECT level, min(day) + 9, import FROM release;" +
				"UPDATE org_span SET to_day = (SELECT min(day) FROM release) WHERE org = 1;" +
				"INSERT INTO org_span SELECT org, (SELECT max(day) FROM release), name, type, category, authority, region, provider, town, postcode, sheet, NULL FROM org_span WHERE org = 1",
			"described", "do not describe it, from 2020-03-10",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := kept(t, SchemaVersion)
			s, err := Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.db.Exec(tt.spoil); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if got := faultsOf(t, path); !strings.Contains(got[tt.check], tt.says) {
				t.Errorf("%s says %q, want %q; all: %v", tt.check, got[tt.check], tt.says, got)
			}
		})
	}
	if got := faultsOf(t, kept(t, SchemaVersion)); len(got) > 0 {
		t.Errorf("a sound file has faults: %v", got)
	}
}

// A page that is written over is found, wherever it lies, and no panic comes of
// it.
func TestCheckUpFindsADamagedPage(t *testing.T) {
	whole, err := os.ReadFile(kept(t, SchemaVersion))
	if err != nil {
		t.Fatal(err)
	}
	path := kept(t, SchemaVersion)
	for page := 1; page < len(whole)/4096; page++ {
		raw := append([]byte(nil), whole...)
		for i := range 4096 {
			raw[page*4096+i] = byte(i*7 + page)
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := Open(path); err != nil { // the page has the schema
			continue
		} else if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if got := faultsOf(t, path); got["pages"] == "" {
			t.Errorf("page %d: %v", page+1, got)
		}
	}
}

// Of a history in which bodies come, change and go nothing is a fault.
func TestCheckUpOfAHistory(t *testing.T) {
	s := created(t)
	for _, m := range months(t, 11, 3_000, 6) {
		if _, err := take(t, s, m, nil); err != nil {
			t.Fatal(err)
		}
	}
	var gone int
	if err := s.db.QueryRow("SELECT count(*) FROM org_span WHERE to_day IS NOT NULL").Scan(&gone); err != nil || gone == 0 {
		t.Fatalf("nothing told of a body has ended, %v", err)
	}
	found, err := s.CheckUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Faults > 0 {
			t.Errorf("%s: %s", f.Check, f.Found)
		}
	}
}
