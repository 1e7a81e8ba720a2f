package eras

import "slices"

// PeerGroups lists the ids of peer groups: the bodies an edition itself put in
// one table.
func PeerGroups() []string {
	return []string{
		"acute", "specialist", "acute-and-specialist", "ambulance", "mental-health", "mental-health-community",
		"pct", "community", "learning-disability", "care-trust", "foundation-trusts", "ccg", "icb", "all",
	}
}

// WiderGroups lists a peer group and the published groups that take it in, nearest
// first.
func WiderGroups(group string) []string {
	switch group {
	case "acute", "specialist":
		return []string{group, "acute-and-specialist", "all"}
	case "mental-health", "community":
		return []string{group, "mental-health-community", "all"}
	case "all":
		return []string{"all"}
	}
	return []string{group, "all"}
}

// Within reports whether a peer group is another one or is taken in by it.
func Within(group, wider string) bool { return slices.Contains(WiderGroups(group), wider) }
