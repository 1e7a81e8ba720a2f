package intake_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"careratings/internal/store/imports"
)

// A file is known by what it says, however it is packed, and whichever way it came
// first.
func TestSameContentPacked(t *testing.T) {
	plain := func(s *shelf) string { return s.write("a.csv", nofData) }
	gz := func(s *shelf) string { return s.write("b.csv.gz", gzipped(t, nofData)) }
	alone := func(s *shelf) string { return s.write("alone.zip", zipped(t, "c.csv", nofData)) }
	among := func(s *shelf) string {
		return s.write("among.zip", zipped(t, "d.csv", nofData, "league.csv", nofLeague))
	}
	for first, one := range []func(*shelf) string{plain, gz, alone, among} {
		s := newShelf(t)
		was, err := s.take(one(s))
		if err != nil {
			t.Fatal(err)
		}
		out, err := s.take(plain(s), gz(s), alone(s), among(s))
		if err != nil || len(out) != 5 {
			t.Fatal(len(out), err)
		}
		for i, o := range out[:4] {
			if !o.Already || o.ID != was[0].ID || o.Name != was[0].Name {
				t.Errorf("after %d, %d: %+v", first, i, o)
			}
		}
		if o := out[1]; o.Given != "b.csv.gz" {
			t.Errorf("%+v", o)
		}
		if list, err := s.store.Entries(t.Context()); err != nil || len(list) != 2 {
			t.Errorf("%+v, %v", list, err)
		}
	}
}

// Journals have had another sum of a packed file: it is known all the same.
func TestPackedFileOfEarlierJournal(t *testing.T) {
	s := newShelf(t)
	sum := func(text string) string { h := sha256.Sum256([]byte(text)); return hex.EncodeToString(h[:]) }
	packed := zipped(t, "c.csv", nofData)
	tx, err := s.store.Begin(t.Context(), imports.Entry{Name: "alone.zip:c.csv", SHA256: sum(sum(packed) + "\nc.csv"), Adapter: "nof-data"})
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(imports.Entry{}); err != nil {
		t.Fatal(err)
	}
	if out := s.must(s.write("alone.zip", packed)); !out.Already || out.ID != 1 {
		t.Errorf("%+v", out)
	}
}

// What an adapter says of a whole file names the file.
func TestFaultsNameTheFile(t *testing.T) {
	s := newShelf(t)
	s.refused("no quarter.csv: no row has a quarter", s.write("no quarter.csv", "Quarter,Trust_type,Trust_code,Trust_name,Domain,Metric_ID,Metric_description,Reporting_date,Units,Value,Rank\n"))
	s.must(s.write("2019-03-01.csv", locations))
	s.refused("again 2019-03-01.csv: the release of 2019-03-01 (locations) came with 2019-03-01.csv", s.write("again 2019-03-01.csv", locations+"\n"))
}

// A CSV that ends within a row may be cut short, in the middle of a value: that is
// remarked on and kept in the journal.
func TestNoLineEnd(t *testing.T) {
	for _, c := range []struct {
		name, content string
		remarked      bool
	}{
		{"whole.csv", nofData, false},
		{"cut.csv", strings.TrimSuffix(nofData, "\n"), true},
		{"whole 2019-03-01.csv", locations, false},
		{"cut 2019-03-01.csv", strings.TrimSuffix(locations, "Limited\n"), true},
		{"quoted 2019-03-01.csv", strings.TrimSuffix(locations, "Elm Limited\n") + `"Elm Limited"`, true},
		{"by hand.csv", strings.TrimSuffix(claims, "\n"), false},
	} {
		s := newShelf(t)
		out := s.must(s.write(c.name, c.content))
		said := len(out.Remarks) == 1 && out.Remarks[0].Row == strings.Count(c.content, "\n")+1 && strings.Contains(out.Remarks[0].Reason, "without a line end")
		list, err := s.store.Entries(t.Context())
		if err != nil || said != c.remarked || strings.Contains(list[0].Note, "without a line end") != c.remarked {
			t.Errorf("%s: %+v, %+v, %v", c.name, out.Remarks, list, err)
		}
	}
}
