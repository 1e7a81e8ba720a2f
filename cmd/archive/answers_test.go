package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"careratings/internal/trajectory"
)

// The sources the answers below were first read in: part of the address, or of
// the title where no address is known.
const (
	leicestershire2004 = "leicestershire/3911983.stm"
	worcester2003      = "7625939.health-crisis-in-county"
	derbyshire2025     = "derbyshiretimes.co.uk/health/best-worst-rated-hospital-trusts-in-the-east-midlands-named-5323553"
	ashby2025          = "leicestershire-hospital-trusts-respond-to-poor-nhs-rankings-271600"
	partnerNews2020    = "partner news, 5 February 2020"
	officialNOF        = "Joesalmon1985"
	hefma2014          = "hefma"
)

// wantedAnswer is one thing the archive must say: body, edition (or day of a rolling
// era), measure and value; low and high are the levels, 1 = worst; n is the
// number of peers of a rank or the nine of "8 of 9" as the claim prints it.
type wantedAnswer struct {
	body, moment, measure, value string
	low, high                    int
	source                       string
}

func answersWanted() map[string][]wantedAnswer {
	stars := func(body, edition string, n int) wantedAnswer {
		return wantedAnswer{body, "stars-" + edition, "stars.overall", []string{"0", "1", "2", "3"}[n], n + 1, n + 1, leicestershire2004}
	}
	below3 := func(body, edition string) wantedAnswer {
		return wantedAnswer{body, "stars-" + edition, "stars.overall", "0 to 2", 1, 3, leicestershire2004}
	}
	nof := func(body, measure, value, source string) wantedAnswer {
		return wantedAnswer{body: body, moment: "nof-2025-26-q1", measure: "nof." + measure, value: value, source: source}
	}
	segment := func(body, measure string, n int, source string) wantedAnswer {
		return wantedAnswer{body, "nof-2025-26-q1", "nof." + measure, []string{"", "1", "2", "3", "4"}[n], 5 - n, 5 - n, source}
	}
	out := map[string][]wantedAnswer{
		"University Hospitals of Leicester, stars": {
			stars("RWE", "2003", 0), stars("RWE", "2004", 3),
			{body: "RWE", moment: "stars-2004", measure: "stars.categories-above-average", value: "8 of 9", source: leicestershire2004},
		},
		"United Lincolnshire":        {stars("RWD", "2003", 1), stars("RWD", "2004", 1)},
		"Leicestershire Partnership": {stars("RT5", "2004", 2)},
		"Lincolnshire Partnership":   {stars("RP7", "2003", 2), stars("RP7", "2004", 1)},
		"Lincolnshire Ambulance":     {stars("RBX", "2004", 0)},
		"Queen's Medical Centre":     {below3("RFK", "2003"), stars("RFK", "2004", 3)},
		"King's Mill":                {below3("RK5", "2003"), stars("RK5", "2004", 3)},
		"Nottingham City":            {stars("RCS", "2003", 3), stars("RCS", "2004", 3)},
		"Southern Derbyshire Acute":  {stars("RTG", "2004", 3)},
		"Chesterfield, stars":        {stars("RFS", "2004", 3)},
		"West Lincolnshire PCT":      {stars("5D2", "2003", 3), stars("5D2", "2004", 3)},
		"East Lincolnshire PCT":      {stars("5H9", "2003", 2), stars("5H9", "2004", 2)},
		"Lincolnshire South West Teaching PCT": {
			below3("5D3", "2003"), stars("5D3", "2004", 3),
		},
		"Derbyshire PCTs": {
			stars("x-central-derby-pct", "2004", 1), stars("x-amber-valley-pct", "2004", 1),
			stars("x-derbyshire-dales-and-south-derbyshire-pct", "2004", 1), stars("5ER", "2004", 3),
		},
		"Walsall": {
			{"RBK", "stars-2002", "stars.overall", "3", 4, 4, worcester2003},
			{"RBK", "stars-2003", "stars.overall", "2", 3, 3, ""},
			{"RBK", "stars-2003", "stars.overall", "0 to 2", 1, 3, worcester2003},
		},
		"Hereford": {
			{"RLQ", "stars-2003", "stars.overall", "1", 2, 2, worcester2003},
			{body: "RLQ", moment: "stars-2003", measure: "stars.targets-failed", value: "2 of 7", source: worcester2003},
			{"RLQ", "stars-2003", "stars.target.cancelled-operations-28-days", "not met", 1, 2, worcester2003},
			{"RLQ", "stars-2003", "stars.target.two-week-cancer-wait", "not met", 1, 2, worcester2003},
			{"RLQ", "stars-2003", "stars.target.emergency-admission-waits", "struggled", 1, 3, worcester2003},
		},
		"University Hospitals of Leicester, CQC": {
			{"RWE", "2014", "cqc.overall", "requiring improvement", 2, 2, hefma2014},
			{"RWE", "2017-01-26", "cqc.overall", "Requires improvement", 2, 2, ""},
			{"RWE", "2018-03-14", "cqc.overall", "Requires improvement", 2, 2, partnerNews2020},
			{"RWE", "2020-02-05", "cqc.overall", "Good", 3, 3, partnerNews2020},
			{"RWE", "2020-02-05", "cqc.combined", "Good", 3, 3, "cqc.org.uk"},
			{"RWE", "2022-11-25", "cqc.overall", "Requires improvement", 2, 2, "cqc.org.uk"},
		},
		"Chesterfield, league table": {nof("RFS", "rank", "41", derbyshire2025), nof("RFS", "score", "2.03", derbyshire2025)},
		"Kettering":                  {nof("RNQ", "rank", "73", derbyshire2025), nof("RNQ", "score", "2.42", derbyshire2025)},
		"Northampton General":        {nof("RNS", "rank", "96", derbyshire2025), nof("RNS", "score", "2.57", derbyshire2025)},
		"University Hospitals of Leicester, league table": {
			segment("RWE", "segment", 3, ashby2025), nof("RWE", "rank", "joint 101", ashby2025),
			segment("RWE", "domain.effectiveness-and-experience.segment", 1, ashby2025),
			segment("RWE", "domain.people-and-workforce.segment", 1, ashby2025),
			{"RWE", "nof-2025-26-q1", "nof.domain.finance-and-productivity.segment", "segment four", 1, 1, ashby2025},
			nof("RWE", "metric.OF0011.rank", "15th from bottom", ashby2025),
			nof("RWE", "metric.OF0023.rank", "103 of 131", ashby2025),
			nof("RWE", "metric.ae-12-hours.against-average", "below average", ashby2025),
			nof("RWE", "metric.over-52-weeks-elective.against-average", "below average", ashby2025),
			nof("RWE", "metric.OF0010.against-average", "below average", ashby2025),
		},
		"East Midlands Ambulance": {
			nof("RX9", "rank", "2", ashby2025),
			nof("RX9", "metric.category-2-mean-response.value", "32.63", ashby2025),
			nof("RX9", "metric.category-2-mean-response.rank", "8 of 10", ashby2025),
			nof("RX9", "metric.OF0082.rank", "7th", ashby2025),
		},
		"Leicestershire Partnership, league table": {
			segment("RT5", "segment", 2, ashby2025), nof("RT5", "rank", "joint 17", ashby2025), nof("RT5", "rank", "17.0", officialNOF),
			nof("RT5", "metric.OF0005.rank", "40 of 41", ashby2025), nof("RT5", "metric.OF0005.rank", "40.0", officialNOF),
		},
	}
	for _, pct := range []string{
		"charnwood-and-north-west-leicestershire", "eastern-leicester", "hinckley-and-bosworth", "leicester-city-west",
		"melton-rutland-and-harborough", "south-leicestershire",
	} {
		out["PCTs of Leicestershire and Rutland"] = append(out["PCTs of Leicestershire and Rutland"],
			wantedAnswer{"x-" + pct + "-pct", "stars-2004", "stars.overall", "1 or 2", 2, 3, leicestershire2004})
	}
	return out
}

// TestTheFirstAnswers asks the program for the ratings it was begun with: each
// must come back at its edition or day, stated, with the document it was first
// read in or a better one among its claims.
func TestTheFirstAnswers(t *testing.T) {
	for name, wanted := range answersWanted() {
		t.Run(name, func(t *testing.T) {
			for _, w := range wanted {
				point, ok := pointOf(trajectoryOf(t, w.body), w)
				if !ok {
					t.Errorf("%s, %s, %s: no rating", w.body, w.moment, w.measure)
					continue
				}
				if !slices.ContainsFunc(point.Claims, func(c trajectory.Claim) bool {
					return strings.EqualFold(ordinal(c.Value), ordinal(w.value)) && c.Doubt == "stated" && from(c.Source, w.source)
				}) {
					t.Errorf("%s, %s, %s: no claim says %q (%s); there are %+v", w.body, w.moment, w.measure, w.value, w.source, point.Claims)
				}
				checkLevels(t, w, point)
			}
		})
	}
}

func from(s trajectory.Source, want string) bool {
	return strings.Contains(s.URL, want) || strings.Contains(s.Title, want)
}

// ordinal reads 41st as 41, as two papers print one rank.
func ordinal(value string) string {
	cut := strings.TrimRight(value, "sthndr")
	if cut != "" && cut != value && strings.Trim(cut, "0123456789") == "" {
		return cut
	}
	return value
}

// checkLevels compares what the rating concludes: its level, or the levels it
// allows where no source names one. A point whose level another claim narrows
// must lie inside what this source says.
func checkLevels(t *testing.T, w wantedAnswer, p trajectory.Point) {
	t.Helper()
	if w.low == 0 {
		return
	}
	low, high := 0, 0
	switch {
	case p.Level != nil:
		low, high = *p.Level, *p.Level
	case p.Partial != nil:
		low, high = p.Partial.Low, p.Partial.High
	}
	exact := p.Value == w.value || w.low == w.high
	if exact && (low != w.low || high != w.high) || low < w.low || high > w.high {
		t.Errorf("%s, %s, %s: levels %d to %d, want %d to %d", w.body, w.moment, w.measure, low, high, w.low, w.high)
	}
}

// pointOf finds the point of the body itself: not of its predecessors.
func pointOf(trust trajectory.Trust, w wantedAnswer) (trajectory.Point, bool) {
	for _, p := range trust.Points {
		moment := ""
		if p.Edition != nil {
			moment = *p.Edition
		} else if p.Date != nil {
			moment = *p.Date
		}
		if p.Body.Code == w.body && moment == w.moment && p.Measure == w.measure {
			return p, true
		}
	}
	return trajectory.Point{}, false
}

// trajectoryOf runs the program for one code and reads its JSON document.
func trajectoryOf(t *testing.T, code string) trajectory.Trust {
	t.Helper()
	got := ask(t, "trajectory", code, "--format", "json")
	if got.code != exitDone {
		t.Fatalf("archive trajectory %s: exit code %d: %s", code, got.code, got.err)
	}
	var doc trajectory.Document
	if err := json.Unmarshal([]byte(got.out), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Schema != "trajectory/1" || len(doc.Trusts) != 1 {
		t.Fatalf("%s: schema %q with %d trusts", code, doc.Schema, len(doc.Trusts))
	}
	return doc.Trusts[0]
}

// TestRanksNameTheirField holds the league ranks to the number of trusts they
// were printed against, and ties to be known as ties.
func TestRanksNameTheirField(t *testing.T) {
	for _, w := range []struct {
		body string
		n    int
		tied bool
	}{{"RWE", 134, true}, {"RX9", 10, false}, {"RT5", 61, true}} {
		p, ok := pointOf(trajectoryOf(t, w.body), wantedAnswer{body: w.body, moment: "nof-2025-26-q1", measure: "nof.rank"})
		if !ok || p.Peers.N == nil || *p.Peers.N != w.n {
			t.Errorf("%s: rank among %+v, want %d trusts", w.body, p.Peers, w.n)
		}
		printed := slices.ContainsFunc(p.Claims, func(c trajectory.Claim) bool { return strings.HasPrefix(c.Value, "joint") })
		if printed != w.tied {
			t.Errorf("%s: a source says the rank is shared: %v, want %v", w.body, printed, w.tied)
		}
		if w.tied && p.Standing.Tied != nil && *p.Standing.Tied == 0 {
			t.Errorf("%s: standing %+v counts nobody at the shared rank", w.body, p.Standing)
		}
	}
}

// TestTheCombinedRatingOutlivesTheOverallOne: after the overall rating fell in
// 2022 the combined rating still stands at Good, of 2020, with nothing later.
func TestTheCombinedRatingOutlivesTheOverallOne(t *testing.T) {
	var last, overall trajectory.Point
	for _, p := range trajectoryOf(t, "RWE").Points {
		switch p.Measure {
		case "cqc.combined":
			last = p
		case "cqc.overall":
			overall = p
		}
	}
	if last.Date == nil || *last.Date != "2020-02-05" || !strings.EqualFold(last.Label, "Good") {
		t.Errorf("the last combined rating is %q of %v, want Good of 2020-02-05", last.Label, last.Date)
	}
	if overall.Date == nil || *overall.Date != "2022-11-25" || !strings.EqualFold(overall.Label, "Requires improvement") {
		t.Errorf("the last overall rating is %q of %v, want Requires improvement of 2022-11-25", overall.Label, overall.Date)
	}
}
