package native

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"careratings/internal/eras"
)

// nofStrict is a Sink that checks what every claim and every reject must be.
type nofStrict struct {
	nofTranscript
	t         *testing.T
	cat       Catalogue
	announced map[string]eras.Measure
	begun     map[string]bool
}

func (s *nofStrict) Edition(e eras.Edition) error {
	if s.begun[e.ID] || e.Era == "" {
		s.t.Errorf("edition %s begins twice or has no era", e.ID)
	}
	s.begun[e.ID] = true
	return s.nofTranscript.Edition(e)
}

func (s *nofStrict) Measure(m eras.Measure) error {
	if _, again := s.announced[m.ID]; again || m.ID != strings.TrimSpace(m.ID) {
		s.t.Errorf("measure %q announced twice or with spaces", m.ID)
	}
	s.announced[m.ID] = m
	return s.nofTranscript.Measure(m)
}

func (s *nofStrict) Claim(c Claim) error {
	m, ok := s.cat.Measure(c.Measure)
	if !ok {
		if m, ok = s.announced[c.Measure]; !ok {
			s.t.Errorf("measure %q of row %d is not known", c.Measure, c.At.Row)
		}
	}
	if m.Kind == "level" && c.Status == "" && (c.Low < 1 || c.High > len(s.cat.Scale(m.Scale)) || c.Low > c.High) {
		s.t.Errorf("row %d: levels %d to %d of scale %s", c.At.Row, c.Low, c.High, m.Scale)
	}
	if (m.Kind == "number" || m.Kind == "rank") && (c.Number == "") == (c.Status == "") {
		s.t.Errorf("row %d: %s has number %q and status %q", c.At.Row, c.Measure, c.Number, c.Status)
	}
	if c.Edition != "" && !s.begun[c.Edition] {
		s.t.Errorf("row %d: edition %q did not begin", c.At.Row, c.Edition)
	}
	if c.Body+c.PrintedName == "" || c.Value == "" && c.Status == "" || !utf8.ValidString(c.Value+c.PrintedName) || c.At.Row < 2 {
		s.t.Errorf("claim %+v", c)
	}
	return s.nofTranscript.Claim(c)
}

func (s *nofStrict) Reject(r Reject) error {
	if r.Row < 1 || r.Column == "" || r.Reason == "" || len([]rune(r.Value)) > 200 {
		s.t.Errorf("reject %+v", r)
	}
	return s.nofTranscript.Reject(r)
}

// fuzzNOFText reads text by two readings, which must say the same, and checks that
// no row is lost.
func fuzzNOFText(t *testing.T, read nofTextReader, cat Catalogue, text string) {
	f := &File{Name: "fuzz.csv", Edition: "", Source: "s", Catalogue: cat}
	if !strings.Contains(text, "Quarter") {
		f.Edition = "nof-2025-26-q1"
	}
	run := func() (*nofStrict, error) {
		s := &nofStrict{t: t, cat: cat, announced: map[string]eras.Measure{}, begun: map[string]bool{}}
		return s, read(context.Background(), openNOFText(text), "", f, s)
	}
	a, errA := run()
	b, errB := run()
	if (errA == nil) != (errB == nil) || strings.Join(a.lines, "\n") != strings.Join(b.lines, "\n") {
		t.Errorf("two readings differ: %v, %v", errA, errB)
	}
	if errors.Is(errA, errNoHeader) && a.rows > 0 {
		t.Error("rows without a header")
	}
	told := map[int]bool{}
	for _, c := range a.claims {
		told[c.At.Row] = true
	}
	for _, r := range append(a.rejects, a.remarks...) {
		told[r.Row] = true
	}
	if errA == nil && len(told) < a.rows {
		t.Errorf("%d of %d rows are told of", len(told), a.rows)
	}
}

func FuzzNOFData(f *testing.F) {
	for _, name := range []string{"mental-health-and-community-trust-data-q3-25-26", "acute-trust-data", "faults-data-q4-25-26"} {
		f.Add(nofTestdata(f, "nof/"+name+".csv"))
	}
	f.Add("Quarter,Trust_type,Trust_code,Trust_name,Domain,Metric_ID,Metric_description,Reporting_date,Units,Value,Rank\n" +
		"Q3 2025/26,Acute trust,RZ1,A,Summary,OF5000,Adjusted segment,Q3 2025/26,segment,3.0,32.0\n")
	cat := nofCuratedCatalogue(f)
	f.Fuzz(func(t *testing.T, text string) { fuzzNOFText(t, nofData{}.read, cat, text) })
}

func FuzzNOFLeague(f *testing.F) {
	for _, name := range []string{"league-table-q4-25-26-v2", "league-table-faults", "non-acute-hospital-trust-league-table"} {
		f.Add(nofTestdata(f, "nof/"+name+".csv"))
	}
	cat := nofCuratedCatalogue(f)
	f.Fuzz(func(t *testing.T, text string) { fuzzNOFText(t, nofLeague{}.read, cat, text) })
}

func FuzzPlain(f *testing.F) {
	for _, name := range []string{"plain-claims", "plain-claims-faults"} {
		f.Add(nofTestdata(f, name+".csv"))
	}
	f.Add(PlainTemplate())
	cat := nofCuratedCatalogue(f)
	f.Fuzz(func(t *testing.T, text string) { fuzzNOFText(t, plainReader, cat, text) })
}
