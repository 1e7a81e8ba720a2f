package native

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"careratings/internal/eras"

	"github.com/google/go-cmp/cmp"
)

func nofReader(name string) nofTextReader {
	if strings.Contains(name, "league") {
		return nofLeague{}.read
	}
	return nofData{}.read
}

// Each golden is one layout. "as published" is the same text with a byte order
// mark and CRLF: it must read the same.
func TestNOFLayouts(t *testing.T) {
	tests := []struct {
		file, why, edition string
		name               string // base name of the file as given, where it matters
	}{
		{file: "mental-health-and-community-trust-data-q3-25-26", why: "cumulative, with Quarter; Q1 has segment 5; Q3 has a blank value and an exponent"},
		{file: "acute-trust-data", edition: "nof-2025-26-q1", why: "without Quarter, titles above the header, columns in another order, a metric in two units, new ids"},
		{file: "acute-trust-data", name: "nhs-oversight-framework-acute-trust-data-q2-26-27-v2.csv", why: "the quarter from the name, one the archive does not know, second issue"},
		{file: "faults-data-q4-25-26", why: "every kind of row that is not taken"},
		{file: "league-table-q4-25-26-v2", why: "second issue, blank cells, no-break spaces"},
		{file: "league-table-faults", why: "every kind of cell that is not taken"},
		{file: "non-acute-hospital-trust-league-table", why: "Reporting_date instead of Quarter, the old type of trust"},
	}
	for _, tt := range tests {
		name := tt.name
		if name == "" {
			name = tt.file + ".csv"
		}
		t.Run(name, func(t *testing.T) {
			text := nofTestdata(t, "nof/"+tt.file+".csv")
			f := &File{Name: name, Source: "the-file", Edition: tt.edition, Catalogue: nofCuratedCatalogue(t), Released: "2026-12-10"}
			got, err := readNOFText(t, nofReader(tt.file), text, f)
			if err != nil {
				t.Fatalf("%s: %v", tt.why, err)
			}
			goldenNOF(t, "nof/"+strings.TrimSuffix(name, ".csv"), got.lines)
			published := "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
			again, err := readNOFText(t, nofReader(tt.file), published, f)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(got.lines, again.lines); d != "" {
				t.Errorf("with a byte order mark and CRLF (-LF +CRLF):\n%s", d)
			}
			if got.rows == 0 || len(got.claims) == 0 && len(got.rejects) == 0 {
				t.Errorf("%d rows, %d claims", got.rows, len(got.claims))
			}
		})
	}
}

// The league position is the rank of OF5000. OF5002 ranks the score alone.
func TestNOFLeaguePositionIsNotTheRankOfTheScore(t *testing.T) {
	const head = "Quarter,Trust_type,Trust_code,Trust_name,Domain,Metric_ID,Metric_description,Reporting_date,Units,Value,Rank\n"
	got, err := readNOFText(t, nofData{}.read, head+
		"Q3 2025/26,Acute trust,RZ1,A,Summary,OF5000,Adjusted segment,Q3 2025/26,segment,3,32\n"+
		"Q3 2025/26,Acute trust,RZ1,A,Summary,OF5002,Average metric score,Q3 2025/26,score,2.1,19\n", &File{})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, c := range got.claims {
		said[c.Measure] = c.Number
	}
	want := map[string]string{"nof.segment": "", "nof.rank": "32", "nof.score": "2.1", "nof.score-rank": "19"}
	if d := cmp.Diff(want, said); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// The order of rows changes no claim: a score's rank is folded into that of its
// value wherever it stands.
func TestNOFRowsInAnyOrder(t *testing.T) {
	text := nofTestdata(t, "nof/acute-trust-data.csv")
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	reversed := append([]string{}, lines[:3]...)
	for i := len(lines) - 1; i > 2; i-- {
		reversed = append(reversed, lines[i])
	}
	said := func(text string) map[string]string {
		f := &File{Edition: "nof-2025-26-q1", Catalogue: nofCuratedCatalogue(t)}
		got, err := readNOFText(t, nofData{}.read, text, f)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, c := range got.claims {
			out[c.Body+" "+c.Measure] = c.Value
		}
		return out
	}
	if d := cmp.Diff(said(text), said(strings.Join(reversed, "\n"))); d != "" {
		t.Errorf("(-in order +reversed):\n%s", d)
	}
}

func TestNOFFileErrors(t *testing.T) {
	const columns = "Region,Trust_type,Trust_code,Trust_name,Domain,Metric_ID,Metric_description,Reporting_date,Units,Value,Rank"
	const row = "\nLondon,Acute trust,RZ1,A,Summary,OF5000,Adjusted segment,x,segment,2,7\n"
	tests := []struct {
		name, text string
		file       File
		want       string
	}{
		{"no header", "a,b\n1,2\n", File{}, "none of the first 30 rows has the columns"},
		{"no quarter", columns + row, File{Name: "acute-trust-data.csv"}, "state it with --edition"},
		{"quarter without year", columns + row, File{Name: "acute-trust-data-q2.csv"}, "gives quarter 2 of no year"},
		{"not an edition", columns + row, File{Edition: "q2"}, "expected one like nof-2025-26-q1"},
		{"impossible year", columns + row, File{Edition: "nof-2025-27-q1"}, "expected one like nof-2025-26-q1"},
		{"other edition stated", "Quarter," + columns + "\nQ4 2025/26," + strings.TrimPrefix(row, "\n"), File{Edition: "nof-2025-26-q3"}, "the latest quarter"},
		{"no quarter in Quarter", "Quarter," + columns + "\nspring," + strings.TrimPrefix(row, "\n"), File{Edition: "nof-2025-26-q3"}, "no row has a quarter"},
		{"column missing", strings.Replace(columns, "Domain,", "", 1) + "\n", File{Edition: "nof-2025-26-q1"}, "lacks the columns Domain"},
		{"column twice", columns + ",rank\n", File{Edition: "nof-2025-26-q1"}, "are both called rank"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readNOFText(t, nofData{}.read, tt.text, &tt.file)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestNOFQuarterOfName(t *testing.T) {
	tests := map[string]string{
		"nhs-oversight-framework-acute-trust-data-q3-25-26.csv":    "nof-2025-26-q3",
		"nhs-oversight-framework-acute-trust-data-q3-25-26-v2.csv": "nof-2025-26-q3",
		"nof-q4-2025-26_ambulance-trust-league-table.csv":          "nof-2025-26-q4",
		"nof_mh_community_q4_2025_26_data.csv.gz":                  "nof-2025-26-q4",
		"NOF-2026-27-Q1.csv":                                        "nof-2026-27-q1",
		"nhs-oversight-framework-acute-trust-data-q2.csv":           "",
		"nhs-oversight-framework-non-acute-hospital-trust-data.csv": "",
		"nof-q4-2025-27.csv":                                        "",
		"faq4-2025-26.csv":                                          "",
	}
	for name, want := range tests {
		got := ""
		if q, ok := quarterOfName(name); ok {
			got = q.id()
		}
		if got != want {
			t.Errorf("%s is of %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]int{"a-q3-25-26-v2.csv": 2, "a-v3.csv.gz": 3, "a-v2-final.csv": 1, "a.csv": 1, "nov2.csv": 1} {
		if got := issueOfName(name); got != want {
			t.Errorf("%s is issue %d, want %d", name, got, want)
		}
	}
}

func TestNOFDetection(t *testing.T) {
	head := func(lines ...string) Head {
		var h HeadSheet
		for _, l := range lines {
			h.Rows = append(h.Rows, strings.Split(l, ","))
		}
		return Head{Sheets: []HeadSheet{h}}
	}
	data := head("Title", "\ufeffQuarter,Trust code,Metric_ID,Units,Value")
	league := head("Trust_code,Average_score,Segment,Rank")
	plain := head("measure,value,source_title,tier")
	for _, a := range []Adapter{nofData{}, nofLeague{}, plainClaims{}} {
		for i, h := range []Head{data, league, plain, head("location,provider"), {}} {
			want := 0
			if a.ID() == []string{"nof-data", "nof-league-table", "plain-claims", "", ""}[i] {
				want = 100
			}
			if got := a.Score(h); got != want {
				t.Errorf("%s scores head %d as %d, want %d", a.ID(), i, got, want)
			}
		}
	}
}

// Every id of the crosswalk goes to the measure the crosswalk gives.
func TestNOFMeasuresAgreeWithTheCrosswalk(t *testing.T) {
	cat := nofCuratedCatalogue(t)
	rows := newNOFCSVSheet(nofTestdata(t, "../../../../data/crosswalk.csv"))
	h, err := openHeaded(rows, "", []string{"what", "era", "printed", "id"})
	if err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`^OF\d{4}$`)
	checked := 0
	for h.next() == nil {
		printed, want := h.cell("printed"), h.cell("id")
		if h.cell("what") != "measure" || h.cell("era") != "nof" || !id.MatchString(printed) {
			continue
		}
		m, ok := cat.Measure(want)
		if !ok {
			t.Errorf("%s: no measure %s", printed, want)
		}
		units := map[string]string{"words": "flag", "level": "segment"}[m.Kind]
		if units == "" {
			units = m.Unit
		}
		domain := "Summary"
		if _, d, ok := strings.Cut(want, "nof.domain."); ok {
			domain, _, _ = strings.Cut(d, ".")
		} else if strings.Contains(want, ".metric.") {
			domain = "Patient safety"
		}
		text := "Trust_type,Trust_code,Trust_name,Domain,Metric_ID,Metric_description,Reporting_date,Units,Value,Rank\n" +
			"Acute trust,RZ1,A," + domain + "," + printed + ",x,x," + units + ",1,\n"
		got, err := readNOFText(t, nofData{}.read, text, &File{Edition: "nof-2025-26-q1", Catalogue: cat})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.claims) != 1 || got.claims[0].Measure != want || len(got.measures) > 0 {
			t.Errorf("%s in %q goes to %v with measures %v, want %s", printed, units, got.lines, got.measures, want)
		}
		checked++
	}
	if checked < 40 {
		t.Errorf("only %d ids in the crosswalk", checked)
	}
}

// nofStopping is a Sink that wants no more after some calls.
type nofStopping struct {
	nofTranscript
	left int
}

var errNOFEnough = errors.New("enough")

func (s *nofStopping) Claim(c Claim) error {
	if s.left--; s.left < 0 {
		return errNOFEnough
	}
	return s.nofTranscript.Claim(c)
}

func TestNOFStopsWhenTheSinkDoes(t *testing.T) {
	text := nofTestdata(t, "nof/mental-health-and-community-trust-data-q3-25-26.csv")
	s := &nofStopping{left: 5}
	if err := (nofData{}).read(t.Context(), openNOFText(text), "", &File{}, s); !errors.Is(err, errNOFEnough) {
		t.Errorf("error %v, want the sink's", err)
	}
	if len(s.claims) != 5 {
		t.Errorf("%d claims, want 5", len(s.claims))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (nofData{}).read(ctx, openNOFText(text), "", &File{}, &nofTranscript{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that it was cancelled", err)
	}
}

func TestScoreDomain(t *testing.T) {
	tests := map[string]string{
		"Printed as OF1106; 1 is the best, 4 the worst; domain Access to services.": "access-to-services",
		"Printed as OF0106; domain Patient safety.":                                 "patient-safety",
		"Printed as OF1005; 1 is the best, 4 the worst.":                            "",
		"Printed as OF1106; domain Wellbeing.":                                      "",
	}
	for about, want := range tests {
		if got := ScoreDomain(eras.Measure{About: about}); got != want {
			t.Errorf("%q tells domain %q, want %q", about, got, want)
		}
	}
}

func TestTidy(t *testing.T) {
	tests := map[string]string{
		"": "", "a": "a", "a b": "a b", " a": "a", "a ": "a", "a  b": "a b", "\ufeffQuarter": "Quarter", "a\u00a0": "a", "1.9\u00a0to\u00a02.5": "1.9 to 2.5",
		"a\r\nb": "a b", "é": "é", " ": "", "a\x00b": "a\x00b",
	}
	for in, want := range tests {
		if got := tidy(in); got != want {
			t.Errorf("tidy(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCanonicalNumber(t *testing.T) {
	tests := map[string]string{
		"33.0": "33", "3.40": "3.4", "-1.8": "-1.8", "-0.0": "0", "007": "7", "0.01": "0.01", "1e-02": "0.01", "2.5E3": "2500", "100": "100", "-0.50": "-0.5",
		"": "", "1,234": "", "1/2": "", ".5": "", "5.": "", "0x10": "", "NaN": "", "1e999": "", "--1": "", "1 2": "",
	}
	for in, want := range tests {
		if got, ok := canonicalNumber(in); got != want || ok != (want != "") {
			t.Errorf("canonicalNumber(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}
