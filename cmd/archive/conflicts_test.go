package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestEveryNotedConflictIsListed: each disagreement that was noticed while the
// sources were read is an answer of archive conflicts, with both sides and
// where they stand.
func TestEveryNotedConflictIsListed(t *testing.T) {
	got := ask(t, "conflicts", "--json", "conflict,kind,edition,body,about,sides,sources")
	if got.code != exitDone {
		t.Fatalf("exit code %d: %s", got.code, got.err)
	}
	type conflict struct{ Conflict, Kind, Edition, Body, About, Sides, Sources string }
	var all []conflict
	if err := json.Unmarshal([]byte(got.out), &all); err != nil {
		t.Fatal(err)
	}
	for id, wants := range map[string][]string{
		// Star ratings.
		"stars-2003-acute-totals":    {"53", "52", "59", "68", "166", "156"},
		"stars-2002-acute-totals":    {"46", "8", "45", "10"},
		"stars-2001-zero-total":      {"12", "16"},
		"stars-2001-bath":            {"HSJ", "twelve"},
		"stars-2002-west-suffolk":    {"one", "two"},
		"stars-2003-chelsea":         {"two", "lost two"},
		"stars-2004-durham":          {"gained", "retained"},
		"stars-four-stars":           {"four", "three"},
		"stars-2004-royal-surrey":    {"none", "two"},
		"stars-2004-pennine-targets": {"11 of 12", "nine"},
		"stars-2003-hereford-targets": {
			"two of seven", "nine",
		},
		// Annual Health Check.
		"healthcheck-2006-day":            {"12 October", "19 October"},
		"healthcheck-2006-quality-totals": {"24", "172", "296", "78", "33"},
		"healthcheck-2006-pct-number":     {"204", "300"},
		"healthcheck-2009-fair":           {"32", "33"},
		"healthcheck-2009-37":             {"392", "37"},
		// Between the regimes.
		"im-2013-band-counts":          {"38", "37", "24", "23"},
		"im-2013-leicester-keogh":      {"Keogh"},
		"im-2014-mh-counts":            {"40", "39", "five", "four"},
		"specialmeasures-ulht-exit":    {"27 March 2015", "February 2015"},
		"specialmeasures-one-year-day": {"30 July 2014", "4 August 2014"},
		// Oversight.
		"nof-q1-birmingham-rank":  {"127", "128"},
		"nof-q1-bradford-segment": {"37", "second highest"},
		"nof-q1-norwich-rank":     {"11", "Imperial"},
		"nof-q1-acute-size":       {"135", "134", "130"},
		"nof-q1-gateshead-rank":   {"83", "84"},
		"sof-2016-first-segments": {"November", "December"},
		"sof-2021-start":          {"June", "September"},
		"nof-chesterfield-move":   {"41", "2.03", "110", "2.81"},
	} {
		listed := false
		for _, c := range all {
			if c.Conflict != id {
				continue
			}
			listed = true
			for _, want := range wants {
				if !strings.Contains(c.Sides, want) && !strings.Contains(c.About, want) {
					t.Errorf("%s does not say %q: %s: %s", id, want, c.About, c.Sides)
				}
			}
			if c.Sources == "" || c.Kind == "" {
				t.Errorf("%s has kind %q and sources %q", id, c.Kind, c.Sources)
			}
		}
		if !listed {
			t.Errorf("archive conflicts does not list %s", id)
		}
	}
}
