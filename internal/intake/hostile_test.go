package intake_test

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"careratings/internal/eras"
	"careratings/internal/eras/native/gen"
	"careratings/internal/eras/sheet/sheettest"
	"careratings/internal/intake"
	"careratings/internal/store/imports"
)

func twoSheets(t *testing.T) string {
	return written(t, func(w io.Writer) error {
		return sheettest.WriteODS(w, table("Locations", locations), table("More", locations))
	})
}

// What is no official file, or a broken one, gets one sentence; nothing of it is
// stored, and it takes no memory to speak of.
func TestHostileFiles(t *testing.T) {
	month := gen.New(gen.Options{Seed: 6, Rows: 300})
	header := strings.SplitAfter(locations, "\n")[0]
	row := strings.SplitAfter(locations, "\n")[1]
	spaces := strings.Repeat(" ", 32<<20)
	repeated := written(t, func(w io.Writer) error { return millionRows(w, header, row) })
	ods := written(t, month.ODS)
	deflated := zipped(t, "2019-03-01.csv", strings.Repeat(locations, 100))
	for _, c := range []struct{ name, content, what string }{
		{"empty.csv", "", "empty.csv: the file is empty; get a fresh copy of the file"},
		{"blank.csv", "\n\n", "the file is empty"},
		{"header 2019-03-01.csv", header, "there is no row of data in it"},
		{"cut 2016-09-01.ods", ods[:len(ods)/2], "the zip is damaged or cut short"},
		{"cut 2019-03-01.csv.gz", gzipped(t, locations)[:60], "the gzip stream is cut short; get a fresh copy of the file"},
		{"cut.zip", deflated[:len(deflated)-30], "the zip is damaged or cut short"},
		{"bomb.zip", zipped(t, "2019-03-01.csv", locations+spaces), "inflates to more than 400 times its size: a decompression bomb?"},
		{"bomb 2019-03-01.gz", gzipped(t, locations+spaces), "inflates to more than 400 times its size"},
		{"alike 2019-03-01.csv", header + strings.Repeat(row, 100_000), "alike 2019-03-01.csv: a rating of 1-101 (Elm House) stands more than 255 times in the same words"},
		{"million 2019-03-01.ods", repeated, "a filled row that stands for 1000000 rows, more than the limit of 10000"},
		{"latin 2019-03-01.csv", strings.Replace(locations, "Elm House", "Caf\x92 House\x81", 1), "is not UTF-8"},
		{"cell 2019-03-01.csv", locations + `1-102,"` + spaces, "a cell of more than the limit of 1048576 bytes; its quote opens on line 4"},
		{"row 2019-03-01.csv", locations + spaces, "more than the limit of 8388608 bytes in a row"},
		{"wide 2019-03-01.csv", locations + strings.Repeat(",", 20_000) + "b\n", "more columns than the limit of 16384"},
		{"web page.csv", "<!DOCTYPE html><html>", "a web page; get the file that the page links to"},
		{"a.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more", "an old Excel workbook (.xls)"},
		{"unknown.csv", "a,b\n1,2\n", "unknown.csv: its format is not recognised; the formats known are: cqc-directory, "},
		{"unknown.json", `{"a": 1}`, "its format is not recognised"},
		{"column 2019-03-01.csv", strings.Replace(locations, "Provider Name", "Owner", 1), `no column of a care directory is called "Owner"`},
		{"missing 2019-03-01.csv", strings.Replace(locations, ",Domain,", ",,", 1), `the column "Domain" is missing`},
		{"nowhere.csv", "-", "no such file or directory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShelf(t)
			path := filepath.Join(s.dir, c.name)
			if c.content != "-" {
				s.write(c.name, c.content)
			}
			n := allocated(func() { s.refused(c.what, path) })
			if n > 48<<20 {
				t.Errorf("allocated %d MiB", n>>20)
			}
		})
	}
	t.Run("a directory", func(t *testing.T) {
		s := newShelf(t)
		s.refused("a directory; name the files in it", s.dir)
	})
	t.Run("an unreadable file", func(t *testing.T) {
		s := newShelf(t)
		path := s.write("secret.csv", nofData)
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		if f, err := os.Open(path); err == nil {
			f.Close()
			t.Skip("this user may read everything")
		}
		s.refused("secret.csv: permission denied", path)
	})
	t.Run("a format that is none", func(t *testing.T) {
		s := newShelf(t)
		s.opt.Adapter = "nof"
		s.refused(`no format is called "nof"`, s.write("a.csv", nofData))
	})
}

// millionRows writes a directory with one filled row that stands for a million.
func millionRows(w io.Writer, header, row string) error {
	z := zip.NewWriter(w)
	mime, err := z.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(mime, "application/vnd.oasis.opendocument.spreadsheet"); err != nil {
		return err
	}
	f, err := z.Create("content.xml")
	if err != nil {
		return err
	}
	cells := func(line string) string {
		var b strings.Builder
		for c := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			fmt.Fprintf(&b, `<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>`, c)
		}
		return b.String()
	}
	if _, err := io.WriteString(f, sheettest.ODSHead+`<table:table table:name="Locations"><table:table-row>`+cells(header)+
		`</table:table-row><table:table-row table:number-rows-repeated="1000000">`+cells(row)+`</table:table-row></table:table>`+sheettest.ODSTail); err != nil {
		return err
	}
	return z.Close()
}

// allocated is what f asked of the heap in all, in bytes: a bound of its peak.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Rejects without end stop the file before its end, but not where the user allows
// for so many.
func TestHopelessFile(t *testing.T) {
	s := newShelf(t)
	lines := strings.SplitAfter(locations, "\n")
	path := s.write("hopeless 2019-03-01.csv", lines[0]+strings.Repeat(strings.Replace(lines[1], "Good", "Goood", 1), 60_000))
	err := s.refused("hopeless 2019-03-01.csv: reading stopped after 50001 rows that were not understood, more than 1 % of the longest file there could be", path)
	if many := (*intake.TooManyRejectsError)(nil); !errors.As(err, &many) {
		t.Errorf("%#v", err)
	}
	s.opt.Most = 0.5
	s.refused("60000 of 60000 rows were not understood, more than 50 %", path)
}

// Cancelled in the middle of a file the archive is as before, and the next
// import is as if nothing had been.
func TestCancelled(t *testing.T) {
	s := newShelf(t)
	h := gen.New(gen.Options{Seed: 7, Rows: 40_000})
	first := s.write("2016-09-01.csv", written(t, h.CSV))
	s.must(first)
	before := s.stored()
	h.Advance()
	second := s.write("2016-10-02.csv", written(t, h.CSV))
	ctx, cancel := context.WithCancel(t.Context())
	o := s.opt
	calls := 0
	o.Progress = func(intake.Progress) { calls++; cancel() }
	if _, err := take(ctx, s.store, o, second); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if calls == 0 || s.stored() != before {
		t.Error("the file of imports has changed, or nothing was read")
	}
	fresh := newShelf(t)
	for _, path := range []string{first, second} {
		fresh.must(path)
	}
	out := s.must(second)
	want, err := fresh.store.Entries(t.Context())
	if err != nil || out.Stored != want[1].Stored || out.Unchanged != want[1].Unchanged {
		t.Errorf("%+v, want %+v, %v", out.Entry, want, err)
	}
}

// A reader sees the archive as before while an import is under way, even at its
// end.
func TestReaderDuringImport(t *testing.T) {
	s := newShelf(t)
	h := gen.New(gen.Options{Seed: 8, Rows: 40_000})
	first := s.write("2016-09-01.csv", written(t, h.CSV))
	h.Advance()
	second := s.write("2016-10-02.csv", written(t, h.CSV))
	s.must(first)
	reader, err := imports.Open(s.store.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	seen := func() (int, []eras.Claim) {
		list, err := reader.Entries(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		claims, err := reader.ClaimsAbout(t.Context(), "1-100007919")
		if err != nil {
			t.Fatal(err)
		}
		return len(list), claims
	}
	_, before := seen()
	looks := 0
	s.opt.Progress = func(intake.Progress) {
		looks++
		if n, claims := seen(); n != 1 || !slices.Equal(claims, before) {
			t.Errorf("during the import %d entries", n)
		}
	}
	s.must(second)
	if n, _ := seen(); n != 2 || looks == 0 {
		t.Errorf("%d entries after %d looks", n, looks)
	}
}

// Two programs that import into one file by turns, and at once, lose nothing: the
// archive is as if one had done it all.
func TestTwoImporters(t *testing.T) {
	h := gen.New(gen.Options{Seed: 9, Rows: 6_000})
	alone, both := newShelf(t), newShelf(t)
	var paths []string
	for range 6 {
		paths = append(paths, alone.write(h.Released()+".csv", written(t, h.CSV)))
		h.Advance()
	}
	for _, p := range paths {
		alone.must(p)
	}
	one, two := both.store, both.open()
	for i, p := range paths[:3] {
		if _, err := take(t.Context(), []*imports.Store{one, two}[i%2], both.opt, p); err != nil {
			t.Fatal(i, err)
		}
	}
	done := make(chan error, 2)
	for _, store := range []*imports.Store{one, two} {
		go func() { // both are given all, so that they meet at the same file too
			_, err := take(t.Context(), store, both.opt, paths[3:]...)
			done <- err
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	for _, id := range []string{"1-100007919", "1-100015838", "1-100031676", "1-107919000"} {
		want, err := alone.store.ClaimsAbout(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		got, err := both.store.ClaimsAbout(t.Context(), id)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %d claims, want %d, %v", id, len(got), len(want), err)
		}
	}
	list, err := both.store.Entries(t.Context())
	if err != nil || len(list) != 6 {
		t.Errorf("%d entries, %v", len(list), err)
	}
	want, err := alone.store.Named(t.Context(), []string{"e"}, 1e6)
	if err != nil {
		t.Fatal(err)
	}
	got, err := both.store.Named(t.Context(), []string{"e"}, 1e6)
	if err != nil || !slices.Equal(got, want) || len(got) < 500 {
		t.Errorf("%d names, want %d, %v", len(got), len(want), err)
	}
}

// While another program imports, an import waits; given up, it has changed
// nothing, and afterwards it goes ahead.
func TestWaitsForAnotherImport(t *testing.T) {
	s := newShelf(t)
	path := s.write("a.csv", nofData)
	other := s.open()
	tx, err := other.Begin(t.Context(), imports.Entry{Name: "another", SHA256: "another"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 600*time.Millisecond)
	defer cancel()
	if _, err := take(ctx, s.store, s.opt, path); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	tx.Rollback()
	if out := s.must(path); out.ID != 1 || out.Already {
		t.Errorf("%+v", out)
	}
}
