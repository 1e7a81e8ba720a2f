package native

import (
	"strings"
	"testing"

	"careratings/internal/eras"

	"github.com/google/go-cmp/cmp"
)

func TestPlainClaims(t *testing.T) {
	for _, name := range []string{"plain-claims", "plain-claims-faults"} {
		t.Run(name, func(t *testing.T) {
			got, err := readNOFText(t, plainReader, nofTestdata(t, name+".csv"), &File{Catalogue: nofCuratedCatalogue(t)})
			if err != nil {
				t.Fatal(err)
			}
			goldenNOF(t, name, got.lines)
			cited := map[string]bool{}
			for _, s := range got.sources {
				cited[s.ID] = true
			}
			for _, c := range got.claims {
				if !cited[c.Source] {
					t.Errorf("row %d cites %q, which was not announced", c.At.Row, c.Source)
				}
			}
		})
	}
}

// A valid row with one cell broken gives one fault, in that cell, and no claim.
func TestPlainFaultsNameTheCell(t *testing.T) {
	valid := map[string]string{
		"edition": "stars-2003", "body": "RZ1", "printed_name": "A", "trust_type": "acute", "measure": "stars.overall", "value": "two stars",
		"tier": "official", "source_title": "T", "source_url": "https://a.example/", "published_on": "2003-07",
	}
	text := func(column, value string) string {
		var head, row []string
		for _, c := range plainColumnNames() {
			v := valid[c]
			if c == column {
				v = value
			}
			head, row = append(head, c), append(row, v)
		}
		return strings.Join(head, ",") + "\n" + strings.Join(row, ",") + "\n"
	}
	read := func(column, value string) *nofTranscript {
		got, err := readNOFText(t, plainReader, text(column, value), &File{Catalogue: nofCuratedCatalogue(t)})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := read("", ""); len(got.claims) != 1 || len(got.rejects) > 0 {
		t.Fatalf("the valid row: %v", got.lines)
	}
	for column, value := range map[string]string{
		"edition": "stars-1999", "body": "a b", "trust_type": "hotel", "measure": "stars.none", "value": "blue", "tier": "hearsay",
		"source_title": "", "source_url": "ftp://a", "published_on": "17/07/2003", "rated_on": "July", "peer_group": "big", "level": "ward", "doubt": "no",
	} {
		got := read(column, value)
		if len(got.claims) > 0 || len(got.rejects) != 1 || got.rejects[0].Column != column || got.rejects[0].Row != 2 {
			t.Errorf("%s = %q: %v", column, value, got.lines)
		}
	}
}

func TestPlainColumns(t *testing.T) {
	cat := nofCuratedCatalogue(t)
	_, err := readNOFText(t, plainReader, "measure,value,source_title,tier\n", &File{})
	if err == nil || !strings.Contains(err.Error(), "no catalogue") {
		t.Errorf("without a catalogue: %v", err)
	}
	got, err := readNOFText(t, plainReader, "measure,value,source_title,tier,edition,body,loctor\nstars.overall,blue,T,official,stars-2003,RZ1,p\n", &File{Catalogue: cat})
	if err == nil || !strings.Contains(err.Error(), "unknown columns loctor") || len(got.rejects) != 2 {
		t.Errorf("an unknown column: %v, %v; want an error after both faults", err, got.lines)
	}
	got, err = readNOFText(t, plainReader, "measure,value,source_title,tier,body\nstars.overall,1,T,official,RZ1\n", &File{Catalogue: cat, Edition: "stars-2003"})
	if err != nil || len(got.claims) != 1 || got.claims[0].Edition != "stars-2003" {
		t.Errorf("the edition stated with the file: %v, %v", err, got.lines)
	}
}

// The template reads as a file without claims, and as one with them once rows
// are added below it.
func TestPlainTemplate(t *testing.T) {
	read := func(text string) *nofTranscript {
		got, err := readNOFText(t, plainReader, text, &File{Catalogue: nofCuratedCatalogue(t)})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := read(PlainTemplate()); len(got.lines) > 0 || got.rows > 0 {
		t.Errorf("the template itself: %v", got.lines)
	}
	row := strings.Repeat(",", len(plainColumnNames())-1)
	if got := read(PlainTemplate() + "stars-2003" + row + "\n"); len(got.claims)+len(got.rejects) > 0 || len(got.remarks) != 1 || got.rows != 1 {
		t.Errorf("a row not filled in: %v", got.lines)
	}
	for _, line := range strings.Split(strings.TrimSpace(PlainTemplate()), "\n")[:20] {
		if !strings.HasPrefix(line, "# ") || strings.ContainsAny(line, `",`) {
			t.Errorf("line %q is no remark of one cell", line)
		}
	}
}

// The template of archive gaps has columns this reader knows.
func TestPlainKnowsTheColumnsOfGaps(t *testing.T) {
	for _, c := range []string{
		"edition", "rated_on", "body", "peer_group", "measure", "printed_name", "value", "doubt", "tier", "source_title", "source_url", "locator", "note",
	} {
		if !strings.Contains(","+strings.Join(plainColumnNames(), ",")+",", ","+c+",") {
			t.Errorf("no column %s", c)
		}
	}
}

// Rows that say the same of their document cite one source, whatever else they
// say; a document said to be of another day is another.
func TestPlainSourceIDs(t *testing.T) {
	const head = "measure,value,edition,body,tier,source_title,published_on\n"
	got, err := readNOFText(t, plainReader, head+
		"stars.overall,1,stars-2003,RZ1,official,T,2003\nstars.overall,2,stars-2003,RZ2,official,T,2003\nstars.overall,2,stars-2003,RZ3,official,T,2004\n",
		&File{Catalogue: nofCuratedCatalogue(t)})
	if err != nil {
		t.Fatal(err)
	}
	var on []eras.Interval
	for _, s := range got.sources {
		on = append(on, s.CountsFrom)
	}
	if d := cmp.Diff([]eras.Interval{"2003", "2004"}, on); d != "" {
		t.Errorf("sources (-want +got):\n%s", d)
	}
	if c := got.claims; len(c) != 3 || c[0].Source != c[1].Source || c[1].Source == c[2].Source {
		t.Errorf("claims: %v", got.lines)
	}
}

// plainBareSink is a Sink alone: it takes neither sources nor remarks.
type plainBareSink struct{ Sink }

func TestPlainNeedsASinkForSources(t *testing.T) {
	var s nofTranscript
	f := &File{Catalogue: nofCuratedCatalogue(t)}
	err := plainReader(t.Context(), openNOFText("measure,value,source_title,tier\n"), "", f, plainBareSink{&s})
	if err == nil || !strings.Contains(err.Error(), "takes no sources") {
		t.Errorf("error %v", err)
	}
	text := nofTestdata(t, "nof/acute-trust-data.csv")
	if err := (nofData{}).read(t.Context(), openNOFText(text), "", &File{Edition: "nof-2025-26-q1"}, plainBareSink{&s}); err != nil {
		t.Fatal(err)
	}
	if len(s.remarks) > 0 || len(s.rejects) != 3 {
		t.Errorf("%d remarks and %d rejects, want all three remarks as rejects", len(s.remarks), len(s.rejects))
	}
}
