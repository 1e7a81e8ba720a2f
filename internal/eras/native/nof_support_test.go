package native

import (
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"careratings/data/curated"
	"careratings/internal/eras"
	"careratings/internal/eras/sheet"

	"github.com/google/go-cmp/cmp"
)

var updateNOF = flag.Bool("update-nof", false, "rewrite the goldens of the oversight framework and plain claims")

// nofCSVSheet is a sheet.Reader over the text of a CSV file.
type nofCSVSheet struct {
	r *csv.Reader
	n int
}

func newNOFCSVSheet(text string) *nofCSVSheet {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	return &nofCSVSheet{r: r}
}

func (s *nofCSVSheet) Next() (*sheet.Row, error) {
	for {
		rec, err := s.r.Read()
		if err != nil {
			return nil, err
		}
		s.n++
		row := &sheet.Row{Number: s.n}
		for _, cell := range rec {
			row.Cells = append(row.Cells, sheet.Cell{Text: []byte(cell), Kind: sheet.Text})
		}
		for len(row.Cells) > 0 && len(row.Cells[len(row.Cells)-1].Text) == 0 {
			row.Cells = row.Cells[:len(row.Cells)-1]
		}
		if len(row.Cells) > 0 {
			return row, nil
		}
	}
}

func (s *nofCSVSheet) Close() error { return nil }

func openNOFText(text string) opener {
	return func() (sheet.Reader, error) { return newNOFCSVSheet(text), nil }
}

// nofTranscript is a Sink that writes down what it takes, one line each, and keeps
// the claims.
type nofTranscript struct {
	lines    []string
	claims   []Claim
	measures []eras.Measure
	sources  []eras.Source
	rejects  []Reject
	remarks  []Reject
	rows     int
}

func (s *nofTranscript) note(format string, args ...any) error {
	s.lines = append(s.lines, fmt.Sprintf(format, args...))
	return nil
}

func (s *nofTranscript) Edition(e eras.Edition) error {
	return s.note("edition %s | %d | %s | %s | rated %s/%s | published %s | %s | %s", e.ID, e.Seq, e.Label, e.Period, e.RatedFrom, e.RatedTo, e.Published, e.Publisher, e.Framework)
}

func (s *nofTranscript) Measure(m eras.Measure) error {
	s.measures = append(s.measures, m)
	return s.note("measure %s | %s | %s in %q | %s | %s", m.ID, m.Label, m.Kind, m.Unit, m.Better, m.About)
}

func (s *nofTranscript) Source(d eras.Source) error {
	s.sources = append(s.sources, d)
	return s.note("source %s | %s | %s | %s | %s | published %s", d.ID, d.Title, d.Publisher, d.URL, d.Tier, d.PublishedOn)
}

func (s *nofTranscript) Claim(c Claim) error {
	s.claims = append(s.claims, c)
	carried := ""
	if c.Carried {
		carried = " carried"
	}
	return s.note("claim%s %s %s %s | %s %s %s | %s | %q = %d-%d %q of %d %s | %s %s | %s | %s | row %d %s", carried, c.Edition, c.RatedOn, c.Measure, c.Body, c.Level, c.PeerGroup,
		c.PrintedName, c.Value, c.Low, c.High, c.Number, c.Of, c.Status, c.Doubt, c.Tier, c.Locator, c.Note, c.At.Row, c.At.Column)
}

func (s *nofTranscript) Body(b Body) error {
	return s.note("body %s %s | %s | %s | %s", b.Scheme, b.Code, b.Name, b.Type, b.Region)
}

func (s *nofTranscript) Succession(Succession) error {
	return errors.New("these files state no successions")
}

func (s *nofTranscript) Reject(r Reject) error {
	s.rejects = append(s.rejects, r)
	return s.note("reject row %d, column %s: %q: %s", r.Row, r.Column, r.Value, r.Reason)
}

func (s *nofTranscript) Remark(r Reject) error {
	s.remarks = append(s.remarks, r)
	return s.note("remark row %d, column %s: %q: %s", r.Row, r.Column, r.Value, r.Reason)
}

func (s *nofTranscript) Row() error { s.rows++; return nil }

// nofTextReader is the parsing core of an adapter.
type nofTextReader func(ctx context.Context, open opener, name string, f *File, to Sink) error

func plainReader(ctx context.Context, open opener, name string, f *File, to Sink) error {
	rows, err := open()
	if err != nil {
		return err
	}
	return plainClaims{}.read(ctx, rows, name, f, to)
}

// readNOFText reads a file's text with an adapter's core.
func readNOFText(t testing.TB, read nofTextReader, text string, f *File) (*nofTranscript, error) {
	t.Helper()
	var s nofTranscript
	err := read(t.Context(), openNOFText(text), "", f, &s)
	return &s, err
}

// nofCuratedText is the archive's own text.
var nofCuratedText = sync.OnceValues(func() (curated.Set, []curated.Fault) {
	return curated.Read(os.DirFS(filepath.Join("..", "..", "..", "data")))
})

func readNOFCurated(t testing.TB) curated.Set {
	t.Helper()
	set, faults := nofCuratedText()
	if len(faults) > 0 {
		t.Fatalf("the curated text: %v", faults[0])
	}
	return set
}

type nofCatalogue struct {
	editions map[string]eras.Edition
	measures map[string]eras.Measure
	scales   map[string][]eras.Level
}

func (c nofCatalogue) Edition(id string) (eras.Edition, bool) { e, ok := c.editions[id]; return e, ok }

func (c nofCatalogue) Measure(id string) (eras.Measure, bool) { m, ok := c.measures[id]; return m, ok }
func (c nofCatalogue) Scale(name string) []eras.Level         { return c.scales[name] }

// nofCuratedCatalogue is what the archive knows without any import.
func nofCuratedCatalogue(t testing.TB) Catalogue {
	t.Helper()
	c := nofCatalogue{map[string]eras.Edition{}, map[string]eras.Measure{}, map[string][]eras.Level{}}
	each := func(file string, row func(cell func(string) string)) {
		h, err := openHeaded(newNOFCSVSheet(nofTestdata(t, "../../../../data/"+file)), "", nil)
		if err != nil {
			t.Fatal(err)
		}
		for h.next() == nil {
			row(h.cell)
		}
	}
	each("editions.csv", func(cell func(string) string) {
		seq, err := strconv.Atoi(cell("seq"))
		if err != nil {
			t.Fatal(err)
		}
		c.editions[cell("id")] = eras.Edition{
			ID: cell("id"), Era: cell("era"), Seq: seq, Label: cell("label"), Period: cell("period"), RatedFrom: cell("rated_from"), RatedTo: cell("rated_to"),
			Published: eras.Interval(cell("published_on")), Publisher: cell("publisher"), Framework: cell("framework"),
		}
	})
	each("measures.csv", func(cell func(string) string) {
		c.measures[cell("id")] = eras.Measure{ID: cell("id"), Era: cell("era"), Kind: cell("kind"), Scale: cell("scale"), Unit: cell("unit")}
	})
	each("scales.csv", func(cell func(string) string) {
		scale := cell("scale")
		c.scales[scale] = append(c.scales[scale], eras.Level{Scale: scale, Number: len(c.scales[scale]) + 1, Code: cell("code"), Label: cell("label")})
	})
	return c
}

// goldenNOF compares lines with a file, or with -update-nof rewrites it.
func goldenNOF(t *testing.T, name string, lines []string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	got := strings.Join(lines, "\n") + "\n"
	if *updateNOF {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}

func nofTestdata(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// nofOfficialText is an official file kept beside the module; the test
// is skipped where it is not there.
func nofOfficialText(t *testing.T, path ...string) string {
	t.Helper()
	file := filepath.Join(append([]string{"..", "..", "..", "..", "shared", "evidence"}, path...)...)
	f, err := os.Open(file)
	if err != nil {
		t.Skipf("the official file is not at %s", file)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
