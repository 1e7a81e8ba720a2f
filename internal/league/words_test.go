package league_test

import (
	"testing"

	"careratings/internal/league"
)

// Peer groups of the archive are ids, those of a care directory the words printed.
func TestGroupWords(t *testing.T) {
	for group, want := range map[string]string{
		"mental-health-community":             "mental health community",
		"Acute hospital - NHS non-specialist": "Acute hospital - NHS non-specialist",
		"":                                    "all, no table by peer group",
	} {
		if got := league.GroupWords(group); got != want {
			t.Errorf("%q: %q, want %q", group, got, want)
		}
	}
}
