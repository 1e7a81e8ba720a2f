package eras

import "testing"

func claim(id, value string, low, high int, tier string, edit ...func(*Claim)) Claim {
	c := Claim{
		ID: id, Era: "stars", Edition: "stars-2003", Body: "RWE", Level: "trust", PeerGroup: "acute",
		Measure: "stars.overall", Value: value, Low: low, High: high, Doubt: Stated, Tier: tier,
	}
	for _, e := range edit {
		e(&c)
	}
	return c
}

func doubt(d Doubt) func(*Claim)       { return func(c *Claim) { c.Doubt = d } }
func group(g string) func(*Claim)      { return func(c *Claim) { c.PeerGroup = g } }
func note(n string) func(*Claim)       { return func(c *Claim) { c.Note = n } }
func on(d Interval) func(*Claim)       { return func(c *Claim) { c.RatedOn = d } }
func cqcOverall(c *Claim)              { c.Era, c.Edition, c.Measure = "cqc", "", "cqc.overall" }
func from(d Interval) func(*Claim)     { return func(c *Claim) { c.CountsFrom = d } }
func status(s string) func(c *Claim)   { return func(c *Claim) { c.Status = s } }
func printed(name string) func(*Claim) { return func(c *Claim) { c.PrintedName = name } }

func TestResolveChoosesByTheStatedRule(t *testing.T) {
	tests := []struct {
		name     string
		claims   []Claim
		chosen   string
		rule     string
		conflict bool
	}{
		{"one claim", []Claim{claim("a", "0", 1, 1, "local-press")}, "a", "only", false},
		{"nearest tier", []Claim{claim("a", "1", 2, 2, "local-press"), claim("b", "0", 1, 1, "national-press")}, "b", "tier", true},
		{"superseded never wins", []Claim{claim("a", "1", 2, 2, "official", doubt(Superseded)), claim("b", "2", 3, 3, "local-press")}, "b", "doubt", false},
		{"implied wins only where nothing is stated", []Claim{claim("a", "3", 4, 4, "official", doubt(Implied)), claim("b", "2", 3, 3, "encyclopaedia")}, "b", "doubt", false},
		{"contemporary over retrospective", []Claim{claim("a", "1", 2, 2, "retrospective-press"), claim("b", "2", 3, 3, "local-press")}, "b", "contemporary", true},
		{"a narrower claim inside a wider one is no conflict", []Claim{claim("a", "0 to 2", 1, 3, "national-press"), claim("b", "2", 3, 3, "local-press")}, "b", "narrower", false},
		{"a value outside the partial one is", []Claim{claim("a", "0 to 2", 1, 3, "national-press"), claim("b", "3", 4, 4, "local-press")}, "a", "tier", true},
		{"later correction", []Claim{claim("a", "1", 2, 2, "trade-press"), claim("b", "2", 3, 3, "trade-press", note("corrected in October"))}, "b", "correction", true},
		{"a doubtful loser is no conflict", []Claim{claim("a", "1", 2, 2, "trade-press"), claim("b", "2", 3, 3, "trade-press", doubt(Doubtful))}, "a", "doubt", false},
		{"not rated against a level", []Claim{claim("a", "2", 3, 3, "official"), claim("b", "not rated", 0, 0, "local-press", status("not-rated"))}, "a", "tier", true},
		{"two papers' readings of the group are one rating", []Claim{claim("a", "3", 4, 4, "national-press", group("specialist")), claim("b", "3", 4, 4, "local-press", printed("Liverpool Women's"))}, "a", "tier", false},
		{"later source of equal tier", []Claim{claim("a", "1", 2, 2, "trade-press", from("2003-07")), claim("b", "2", 3, 3, "trade-press", from("2004-07"))}, "b", "later", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, order := range [][]Claim{tt.claims, reversed(tt.claims)} {
				got := Resolve(order)
				if len(got) != 1 {
					t.Fatalf("got %d ratings, want 1", len(got))
				}
				if got[0].Chosen().ID != tt.chosen || got[0].Rule != tt.rule || got[0].Conflict != tt.conflict {
					t.Errorf("chosen %s by %s, conflict %v; want %s by %s, %v",
						got[0].Chosen().ID, got[0].Rule, got[0].Conflict, tt.chosen, tt.rule, tt.conflict)
				}
			}
		})
	}
}

func TestResolveKeepsApartAndTogether(t *testing.T) {
	tests := []struct {
		name   string
		claims []Claim
		want   int
	}{
		{"a PCT rated in two peer groups", []Claim{claim("a", "2", 3, 3, "official", group("pct")), claim("b", "1", 2, 2, "official", group("mental-health"))}, 2},
		{"no body, no rating", []Claim{claim("a", "2", 3, 3, "official", func(c *Claim) { c.Body = "" })}, 0},
		{"one CQC rating told twice within a month", []Claim{
			claim("a", "Good", 3, 3, "official", cqcOverall, on("2020-02-05")),
			claim("b", "Good", 3, 3, "local-press", cqcOverall, on("2020-02-20")),
		}, 1},
		{"two CQC ratings of one value a year apart", []Claim{
			claim("a", "Good", 3, 3, "official", cqcOverall, on("2020-02-05")),
			claim("b", "Good", 3, 3, "official", cqcOverall, on("2021-02-05")),
		}, 2},
		{"on or before a day tells of the last rating by then", []Claim{
			claim("a", "Good", 3, 3, "official", cqcOverall, on("2017-01-26")),
			claim("b", "Good", 3, 3, "trust", cqcOverall, on("/2020-02-04")),
			claim("c", "Good", 3, 3, "official", cqcOverall, on("2020-02-05")),
		}, 2},
		{"unless that has another value", []Claim{
			claim("a", "Good", 3, 3, "official", cqcOverall, on("2017-01-26")),
			claim("b", "Inadequate", 1, 1, "trust", cqcOverall, on("/2020-02-04")),
		}, 2},
		{"two values of one day are one rating in conflict", []Claim{
			claim("a", "Good", 3, 3, "official", cqcOverall, on("2020-02-05")),
			claim("b", "Inadequate", 1, 1, "local-press", cqcOverall, on("2020-02-05")),
		}, 1},
	}
	for _, tt := range tests {
		if got := len(Resolve(tt.claims)); got != tt.want {
			t.Errorf("%s: %d ratings, want %d", tt.name, got, tt.want)
		}
	}
}

func TestIntervalsAreNeverMovedToTheirFirstDay(t *testing.T) {
	tests := []struct{ in, first, last string }{
		{"2004-07-21", "2004-07-21", "2004-07-21"},
		{"2004-02", "2004-02-01", "2004-02-29"},
		{"2004", "2004-01-01", "2004-12-31"},
		{"2004-04-01/2005-03-31", "2004-04-01", "2005-03-31"},
		{"/2020-02-04", "", "2020-02-04"},
		{"", "", ""},
	}
	for _, tt := range tests {
		iv, err := ParseInterval(tt.in)
		if err != nil || iv.First() != tt.first || iv.Last() != tt.last {
			t.Errorf("%q: %q..%q, %v; want %q..%q", tt.in, iv.First(), iv.Last(), err, tt.first, tt.last)
		}
	}
	for _, bad := range []string{"21/07/2004", "2004-7", "2004-13", "/", "2005/2004", "yesterday"} {
		if _, err := ParseInterval(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func FuzzParseInterval(f *testing.F) {
	f.Add("2004-07")
	f.Add("/2020-02-04")
	f.Fuzz(func(t *testing.T, s string) {
		iv, err := ParseInterval(s)
		if err == nil && iv.First() != "" && iv.Last() != "" && iv.First() > iv.Last() {
			t.Errorf("%q runs backwards", s)
		}
	})
}

func reversed(in []Claim) []Claim {
	out := make([]Claim, 0, len(in))
	for i := len(in) - 1; i >= 0; i-- {
		out = append(out, in[i])
	}
	return out
}
