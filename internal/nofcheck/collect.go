package nofcheck

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
)

// Collect makes trusts out of claims of the era nof, one for each edition, peer
// group and body, in that order. Of several claims on one measure the first
// counts: give the chosen ones. Claims without a body, of other eras or of
// measures that are not verified are passed over. domain gives the domain of a
// metric's score where the archive knows one (nil: only DomainOf); its argument
// is the measure id, nof.metric.OF0005.score.
func Collect(claims []eras.Claim, domain func(measure string) string) []Trust {
	at := map[[3]string]int{}
	var out []Trust
	seen := map[[4]string]bool{}
	for _, c := range claims {
		if c.Era != "nof" || c.Body == "" || c.Status != "" {
			continue
		}
		said := [4]string{c.Edition, c.PeerGroup, c.Body, c.Measure}
		if seen[said] {
			continue
		}
		seen[said] = true
		key := [3]string{c.Edition, c.PeerGroup, c.Body}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, Trust{Quarter: c.Edition, PeerGroup: c.PeerGroup, Code: c.Body, Name: c.PrintedName, Domains: map[string]string{}})
		}
		out[i].take(c, domain)
	}
	slices.SortStableFunc(out, func(a, b Trust) int {
		return cmp.Or(cmp.Compare(a.Quarter, b.Quarter), cmp.Compare(a.PeerGroup, b.PeerGroup), cmp.Compare(a.Code, b.Code))
	})
	return out
}

func (t *Trust) take(c eras.Claim, domain func(string) string) {
	switch c.Measure {
	case "nof.score":
		t.Score = c.Number
	case "nof.score-range":
		t.ScoreRange = c.Value
	case "nof.rank":
		t.Rank, _ = strconv.Atoi(c.Number) // a rank that is no whole number is none
	case "nof.rank-range":
		t.RankRange = c.Value
	case "nof.segment":
		t.Adjusted = printed(c, 4)
	case "nof.segment-unadjusted":
		t.Unadjusted = printed(c, 4)
	case "nof.segment-final":
		t.Final = printed(c, 5)
	case "nof.override":
		t.Override = flagOf(c.Value)
	case "nof.recovery-support":
		t.Recovery = flagOf(c.Value)
	case "nof.deficit":
		t.Deficit = flagOf(c.Value)
	default:
		t.takeScore(c, domain)
	}
}

func (t *Trust) takeScore(c eras.Claim, domain func(string) string) {
	name, ok := strings.CutSuffix(c.Measure, ".score")
	if !ok {
		return
	}
	if d, ok := strings.CutPrefix(name, "nof.domain."); ok {
		t.Domains[d] = c.Number
		return
	}
	id, ok := strings.CutPrefix(name, "nof.metric.OF0")
	if !ok {
		return
	}
	m := Metric{ID: "OF1" + id, Score: c.Number}
	if domain != nil {
		m.Domain = domain(c.Measure)
	}
	t.Metrics = append(t.Metrics, m)
}

// printed is the segment as printed, 1 the best, of a level that counts from 1,
// the worst; 0 where the claim leaves it open.
func printed(c eras.Claim, levels int) int {
	if c.Low != c.High || c.Low < 1 || c.Low > levels {
		return 0
	}
	return levels + 1 - c.Low
}

func flagOf(value string) Flag {
	switch strings.ToLower(value) {
	case "1", "1.0", "yes", "on":
		return On
	case "0", "0.0", "no", "off":
		return Off
	}
	return Unstated
}
