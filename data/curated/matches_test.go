package curated

import (
	"strings"
	"testing"
)

// TestDangerousNamesMeanTheRightBody holds matches and claims to the names that a
// matcher gets wrong: the body that bore the name then, not a namesake, a
// predecessor, a successor, a primary care trust of the same town or a trust
// whose name shares its words. A case with no right code must stay open.
func TestDangerousNamesMeanTheRightBody(t *testing.T) {
	set := readCurated(t)
	for _, tt := range []struct {
		printed  string // name as printed
		editions string // edition ids, separated by spaces; empty for any
		body     string
		wrong    string // what matchers took it for
	}{
		{"South Tees Hospitals NHS Trust", "stars-2003 stars-2004", "RTR", "RCJ: same name, ended 2002"},
		{"North-East Ambulance Service", "healthcheck-2007-08", "RX6", "RVK: same name before 2006"},
		{"East Midlands Ambulance Service Trust", "", "RX9", "RV6: same name before 2006"},
		{"St Mary's Hospital in Paddington", "stars-2002", "RJ5", "RHT: Isle of Wight, ended 1997"},
		{"Queen Elizabeth (Birmingham)", "stars-2005", "RRK", "RG2 Woolwich; 5M1"},
		{"Queen Elizabeth Hospital", "nof-2025-26-q1", "RCX", "RG2, ended 2009"},
		{"Heartlands", "stars-2005", "RR1", "RQ1 Surrey Heartlands; REG"},
		{"North Devon", "stars-2001", "RBZ", "5QQ; RA9 Torbay and South Devon"},
		{"Southern Derbyshire", "stars-2001", "RTG", "RFH, mental health"},
		{"Chesterfield and N Derbyshire", "stars-2001", "RFS", "RKX Community; 5N6"},
		{"Gateshead", "stars-2004", "RR7", "5KF, the PCT"},
		{"South Tyneside", "stars-2004", "RE9", "5KG, the PCT"},
		{"Sunderland", "stars-2004", "RLN", "5KL, the PCT"},
		{"Essex Rivers", "", "RDE", "5PV; RA1 Epsom; RRD North Essex"},
		{"Leicester Partnership NHS Trust", "stars-2004", "RT5", "RWE, the acute trust"},
		{"King;s Mill Centre for Health Services", "stars-2001", "RK5", "RJ6 Croydon; RCA"},
		{"Kings Mill, near Sutton-in-Ashfield", "stars-2003 stars-2004", "RK5", "RK8; 5M7; RJZ"},
		{"Bassetlaw (& Doncaster)", "stars-2001", "", "RP5: not yet merged in the year assessed"},
		{"East Lincolnshire PCT", "stars-2003 stars-2004", "5H9", "TAN; 5EF"},
		{"West Lincolnshire PCT", "stars-2003 stars-2004", "5D2", "5N9; 5EF"},
		{"South West Teaching Primary Care Trust (Lincolnshire)", "stars-2003 stars-2004", "5D3", "5N9, from 2006; 5EF"},
		{"Sussex Downs and Weald", "", "5LT", "5P7; RPK"},
		{"Bexhill and Rother", "stars-2003", "5FH", "5P8, its successor"},
		{"Hastings and St Leonards", "stars-2003", "5FJ", "RDM; 5P8"},
		{"Hyndburn and Ribble Valley", "stars-2003", "5G7", "RMB, acute"},
		{"Craven, Harrogate and Rural District", "stars-2003 stars-2004", "5KJ", "RCD, acute"},
		{"Vale of Aylesbury", "", "5DP", "RD5"},
		{"Waveney PCT", "", "5JV", "5PR, its successor"},
		{"Mid Sussex", "stars-2003", "5FK", "RPS, a hospital trust rated in 2002; 5P6"},
		{"Liverpool Women", "", "REP", "RBM, ended 1995"},
		{"Royal Liverpool Children's", "", "RBS", "RBM, ended 1995"},
		{"County Durham and Darlington", "stars-2004", "RXP", "RTC Priority Services"},
		{"St Helens and Knowsley", "stars-2002 stars-2003", "RBN", "RER Community Health"},
		{"Walsall in the West Midlands", "", "RBK", "RKA West Midlands Ambulance"},
		{"Oxfordshire and Buckinghamshire Mental Health", "healthcheck-2008-09", "RNU", "RWT"},
		{"Eastbourne District General Hospital", "healthcheck-2008-09", "RXC", "RQU; RNS"},
		{"(Gloucestershire) partnership", "stars-2003", "RTQ", "RT5; RTE"},
		{"Hull and East Yorkshire Hospitals NHS Trust", "", "RWA", "RF3, its predecessor"},
		{"Somerset", "nof-2025-26-q1", "RH5", "5QL, the PCT"},
		{"Local Health Partnerships", "stars-2003 stars-2004", "RT6", "RGJ; RW1"},
	} {
		wanted := map[string]bool{}
		for _, e := range strings.Fields(tt.editions) {
			wanted[e] = true
		}
		found := map[string]bool{}
		check := func(printed, edition, trustType, body string) {
			if !strings.HasPrefix(strings.ToLower(printed), strings.ToLower(tt.printed)) || len(wanted) > 0 && !wanted[edition] {
				return
			}
			found[edition] = true
			if body != tt.body {
				t.Errorf("%q (%s, %s) is matched to %q, want %q; beware of %s", printed, trustType, edition, body, tt.body, tt.wrong)
			}
		}
		for _, m := range set.Matches {
			check(m.PrintedName, m.Edition, m.TrustType, m.Body)
		}
		for _, c := range set.Claims { // some sources give the code themselves and need no match
			if c.Level != "location" && c.Level != "service" {
				check(c.PrintedName, c.Edition, c.TrustType, c.Body)
			}
		}
		for e := range wanted {
			if !found[e] {
				t.Errorf("%q is not among the printed names of %s", tt.printed, e)
			}
		}
		if len(found) == 0 {
			t.Errorf("%q is not among the printed names", tt.printed)
		}
	}
}
