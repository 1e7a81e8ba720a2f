package nofcheck

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"careratings/data/curated"
	"careratings/internal/eras"

	"github.com/google/go-cmp/cmp"
)

// sound is a trust whose figures all follow from its metric scores: mean
// (1 + 3 + 2.5)/3 = 2.1667, in segment 2 by its score and in 3 by the override.
func sound(edit ...func(*Trust)) Trust {
	t := Trust{
		Quarter: "nof-2025-26-q1", PeerGroup: "acute", Code: "RZ1", Name: "Upper Valley NHS Trust",
		Metrics: []Metric{
			{ID: "OF1005", Score: "1.00"},
			{ID: "OF1079", Score: "4.0"},
			{ID: "OF1080", Score: "3.0"},
			{ID: "OF1081", Score: "2.0"},
			{ID: "OF1106", Domain: "access-to-services", Score: "2.5"},
		},
		Score: "2.17", Unadjusted: 2, Adjusted: 3, Final: 3, Override: On, Recovery: Off, Deficit: On, Rank: 1,
		Domains:    map[string]string{"access-to-services": "1.75", "finance-and-productivity": "3.0"},
		ScoreRange: "1.9 to 2.4", RankRange: "1 to 3",
	}
	for _, e := range edit {
		e(&t)
	}
	return t
}

func results(rows []Row) map[string]Result {
	out := map[string]Result{}
	for _, r := range rows {
		if r.What != "cut" {
			out[r.What] = r.Result
		}
	}
	return out
}

func TestEachRule(t *testing.T) {
	agree := results(Verify([]Trust{sound()}).Rows)
	for what, r := range agree {
		if r != Agrees {
			t.Errorf("%s %s of a sound trust", what, r)
		}
	}
	if len(agree) != 10 {
		t.Errorf("%d kinds of comparison: %v", len(agree), agree)
	}
	tests := []struct {
		name string
		edit func(*Trust)
		want map[string]Result // of what does not agree; "" for what is no longer compared
	}{
		{"a score 0.01 off is rounding", func(t *Trust) { t.Score = "2.16" }, nil},
		{"a score more than 0.01 off", func(t *Trust) { t.Score = "2.18" }, map[string]Result{"score": Differs}},
		{"exactly 0.01 off agrees", func(t *Trust) { t.Domains["access-to-services"] = "1.76" }, nil},
		{"just over 0.01 off", func(t *Trust) { t.Domains["access-to-services"] = "1.761" }, map[string]Result{"domain.access-to-services": Differs}},
		{"the override forgotten", func(t *Trust) { t.Adjusted, t.Final = 2, 2 }, map[string]Result{"override": Differs}},
		{"segment 4 stays 4", func(t *Trust) { t.Unadjusted, t.Adjusted, t.Final = 4, 4, 4 }, nil},
		{"without a flag the segment stays", func(t *Trust) { t.Override, t.Deficit, t.Unadjusted = Off, Off, 3 }, nil},
		{"an override without a flag", func(t *Trust) { t.Override, t.Deficit = Off, Off }, map[string]Result{"override": Differs}},
		{"a flag not stated is not derived", func(t *Trust) { t.Override = Unstated }, map[string]Result{"override": NotChecked, "deficit": ""}},
		{"recovery support is segment 5", func(t *Trust) { t.Recovery = On }, map[string]Result{"final-segment": Differs}},
		{"segment 5", func(t *Trust) { t.Recovery, t.Final = On, 5 }, nil},
		{"the two files disagree", func(t *Trust) { t.Deficit = Off }, map[string]Result{"deficit": Differs}},
		{"a rank of nobody's", func(t *Trust) { t.Rank = 2 }, map[string]Result{"rank": NotChecked}},
		{"outside its range", func(t *Trust) { t.RankRange = "2 to 3" }, map[string]Result{"rank-range": Differs}},
		{"no combined finance", func(t *Trust) { t.Metrics = slices.Delete(t.Metrics, 2, 3) }, map[string]Result{
			"score": NotChecked, "domain.access-to-services": NotChecked, "domain.finance-and-productivity": NotChecked,
		}},
		{"a metric twice", func(t *Trust) { t.Metrics = append(t.Metrics, t.Metrics[0]) }, map[string]Result{
			"score": NotChecked, "domain.access-to-services": NotChecked, "domain.finance-and-productivity": NotChecked,
		}},
		{"a metric without a domain", func(t *Trust) { t.Metrics[4].Domain = "" }, map[string]Result{
			"domain.access-to-services": NotChecked, "domain.finance-and-productivity": NotChecked,
		}},
		{"no metrics", func(t *Trust) { t.Metrics = nil }, map[string]Result{
			"score": NotChecked, "domain.access-to-services": NotChecked, "domain.finance-and-productivity": NotChecked,
		}},
		{"a domain without a score", func(t *Trust) { delete(t.Domains, "finance-and-productivity") }, map[string]Result{"domain.finance-and-productivity": NotChecked}},
		{"no number", func(t *Trust) { t.Metrics[0].Score = "1/1" }, map[string]Result{
			"score": NotChecked, "domain.access-to-services": NotChecked, "domain.finance-and-productivity": NotChecked,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := map[string]Result{}
			for what := range agree {
				want[what] = Agrees
			}
			for what, r := range tt.want {
				want[what] = r
				if r == "" {
					delete(want, what)
				}
			}
			report := Verify([]Trust{sound(tt.edit)})
			if d := cmp.Diff(want, results(report.Rows)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			var left []string
			for _, r := range report.LeftOver() {
				left = append(left, r.What)
			}
			for what, r := range tt.want {
				if strings.HasPrefix(what, "domain.") && r != "" && !slices.Contains(left, what) {
					t.Errorf("%s is not among the left over %v", what, left)
				}
			}
		})
	}
}

// table is trusts A, B, C ... with the segment, score and rank of each.
func table(rows ...string) []Trust {
	var out []Trust
	for i, r := range rows {
		t := Trust{Quarter: "q", PeerGroup: "acute", Code: string(rune('A' + i))}
		if _, err := fmt.Sscan(r, &t.Adjusted, &t.Score, &t.Rank); err != nil {
			panic(err) // the table is in this file
		}
		t.Unadjusted = t.Adjusted
		out = append(out, t)
	}
	return out
}

func TestRanksAndTies(t *testing.T) {
	tests := []struct {
		name   string
		trusts []Trust
		want   string // code, published rank, recomputed, result; then those that share it
	}{
		{
			"1, 2, 2, 4; the segment goes before the score", table("3 1.90 4", "1 1.80 1", "2 2.10 2", "2 2.1 2"),
			"A 4 4 agrees 1/1; B 1 1 agrees 1/1; C 2 2 agrees 2/2; D 2 2 agrees 2/2",
		},
		{
			"ranked by score alone", table("3 1.90 2", "1 1.80 1", "2 2.10 3"),
			"A 2 3 differs 1/1; B 1 1 agrees 1/1; C 3 2 differs 1/1",
		},
		{
			"a tie broken by what is not published", table("1 1.80 1", "1 1.80 2"),
			"A 1 1 agrees 1/2; B 2 1 differs 1/2",
		},
		{
			"trusts ranked before are not held", table("1 1.80 1", "1 1.90 3", "2 2.10 5", "2 2.20 5"),
			"A 1 1 agrees 1/1; B 3 2 not-checked 1/1; C 5 3 not-checked 2/1; D 5 4 differs 2/1",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := Verify(tt.trusts)
			var got []string
			for _, r := range report.Rows {
				switch r.What {
				case "rank":
					got = append(got, fmt.Sprint(r.Code, " ", r.Published, " ", r.Recomputed, " ", r.Result))
				case "tied":
					got[len(got)-1] += " " + r.Published + "/" + r.Recomputed
				}
			}
			if d := cmp.Diff(tt.want, strings.Join(got, "; ")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			slices.Reverse(tt.trusts)
			if d := cmp.Diff(report, Verify(tt.trusts)); d != "" {
				t.Errorf("another order of trusts (-first +reversed):\n%s", d)
			}
		})
	}
}

func TestRanksNeedScores(t *testing.T) {
	trusts := table("1 1.80 1", "1 1.90 2")
	trusts[1].Score = ""
	for _, r := range Verify(trusts).Rows {
		if r.What == "rank" && r.Result != NotChecked {
			t.Errorf("%+v", r)
		}
	}
	trusts[1].Rank, trusts[1].Adjusted = 0, 0 // a trust without anything is not ranked
	for _, r := range Verify(trusts).Rows {
		if r.What == "rank" && (r.Code != "A" || r.Result != Agrees) {
			t.Errorf("%+v", r)
		}
	}
}

func TestCuts(t *testing.T) {
	tests := []struct {
		name   string
		trusts []Trust
		want   string
	}{
		{"apart", table("1 1.80 1", "2 2.10 2", "2 2.20 3", "4 3.00 4"), "1|2 1.80-2.10 agrees; 2|3 2.20-3.00 agrees; 3|4 2.20-3.00 agrees"},
		{"touching", table("1 2.10 1", "2 2.1 2", "3 2.50 3", "4 3.00 4"), "1|2 2.10-2.1 agrees; 2|3 2.10-2.50 agrees; 3|4 2.50-3.00 agrees"},
		{"overlapping", table("1 2.20 1", "2 2.10 2", "3 2.50 3", "4 3.00 4"), "1|2 2.20-2.10 differs; 2|3 2.20-2.50 agrees; 3|4 2.50-3.00 agrees"},
		{"one segment", table("2 2.10 1"), "1|2 -2.10 not-checked; 2|3 2.10- not-checked; 3|4 2.10- not-checked"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := Verify(tt.trusts)
			var results []Result
			for _, r := range report.Rows {
				if r.What == "cut" {
					results = append(results, r.Result)
				}
			}
			var got []string
			for i, c := range report.Cuts {
				got = append(got, fmt.Sprintf("%d|%d %s-%s %s", c.Better, c.Worse, c.Low, c.High, results[i]))
			}
			if d := cmp.Diff(tt.want, strings.Join(got, "; ")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestCountsAndDifferences(t *testing.T) {
	report := Verify([]Trust{sound(), sound(func(t *Trust) { t.Quarter, t.Score = "nof-2025-26-q2", "3.00" })})
	if report.Trusts != 2 || len(report.Differences()) != 2 {
		t.Errorf("%d trusts, differences %v", report.Trusts, report.Differences())
	}
	for _, c := range report.Counts {
		want := Count{What: c.What, Agrees: 2}
		switch c.What {
		case "score", "score-range":
			want = Count{c.What, 1, 1, 0}
		case "cut":
			want = Count{c.What, 0, 0, 6}
		}
		if c != want {
			t.Errorf("%+v, want %+v", c, want)
		}
	}
}

// Levels count from 1, the worst; segments are printed from 1, the best.
func TestCollectPrintsSegments(t *testing.T) {
	claim := func(measure, value string, level int, number string) eras.Claim {
		return eras.Claim{
			Era: "nof", Edition: "nof-2025-26-q1", Body: "RZ1", PeerGroup: "acute", PrintedName: "A", Measure: measure, Value: value,
			Low: level, High: level, Number: number,
		}
	}
	partial := claim("nof.segment-unadjusted", "1 or 2", 3, "")
	partial.High = 4
	blank := claim("nof.metric.OF0041.score", "", 0, "")
	blank.Status = "not-available"
	elsewhere := claim("nof.score", "9", 0, "9")
	elsewhere.Era = "sof"
	got := Collect([]eras.Claim{
		claim("nof.segment", "3.0", 2, ""), claim("nof.segment", "1", 4, ""), claim("nof.segment-final", "5.0", 1, ""), partial, blank, elsewhere,
		claim("nof.score", "2.170", 0, "2.17"), claim("nof.rank", "41", 0, "41"), claim("nof.override", "1.0", 0, ""),
		claim("nof.recovery-support", "0", 0, ""), claim("nof.deficit", "Yes", 0, ""), claim("nof.score-range", "1.9 to 2.4", 0, ""),
		claim("nof.rank-range", "1 to 50", 0, ""), claim("nof.domain.patient-safety.score", "2.0", 0, "2"),
		claim("nof.domain.patient-safety.rank", "2.0", 0, "2"), claim("nof.metric.OF0106.score", "2.5", 0, "2.5"), claim("nof.metric.OF0106.value", "7", 0, "7"),
	}, func(measure string) string {
		return map[string]string{"nof.metric.OF0106.score": "access-to-services"}[measure]
	})
	want := []Trust{{
		Quarter: "nof-2025-26-q1", PeerGroup: "acute", Code: "RZ1", Name: "A", Metrics: []Metric{{"OF1106", "access-to-services", "2.5"}},
		Score: "2.17", Adjusted: 3, Final: 5, Override: On, Recovery: Off, Deficit: On, Rank: 41,
		Domains: map[string]string{"patient-safety": "2"}, ScoreRange: "1.9 to 2.4", RankRange: "1 to 50",
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// The archive's own claims on mental health and community trusts follow the
// rules in every trust-quarter.
func TestRulesHoldOnTheCuratedClaims(t *testing.T) {
	set, faults := curated.Read(os.DirFS(filepath.Join("..", "..", "data")))
	if len(faults) > 0 {
		t.Fatal(faults[0])
	}
	var nof, chosen []eras.Claim
	for _, c := range set.Claims {
		if c.Era == "nof" && c.PeerGroup == "mental-health-community" {
			nof = append(nof, c)
		}
	}
	for _, r := range eras.Resolve(nof) {
		chosen = append(chosen, r.Chosen())
	}
	report := Verify(Collect(chosen, nil))
	if report.Trusts != 244 || len(report.Differences()) > 0 || len(report.LeftOver()) > 0 {
		t.Errorf("%d trust-quarters, differences %v, left over %v", report.Trusts, report.Differences(), report.LeftOver())
	}
	for _, c := range report.Counts {
		if c.NotChecked > 0 {
			t.Errorf("%+v", c)
		}
	}
}
