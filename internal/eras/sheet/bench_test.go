package sheet_test

import (
	"archive/zip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
)

// benchRows is what a month of the care directory has.
const benchRows = 320_000

// directory writes a month of the directory to a file.
func directory(b *testing.B, write func(io.Writer, sheettest.Table) error) (path string, size int64) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "directory")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := write(f, sheettest.Directory(benchRows, 1)); err != nil {
		b.Fatal(err)
	}
	if size, err = f.Seek(0, io.SeekEnd); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path, size
}

func openBench(b *testing.B, path string) *sheet.Book {
	b.Helper()
	book, err := sheet.Open(path, sheet.DefaultLimits())
	if err != nil {
		b.Fatal(err)
	}
	return book
}

// readAll reads a sheet and gives how many rows it has.
func readAll(b *testing.B, path, name string) int {
	b.Helper()
	book := openBench(b, path)
	defer book.Close()
	r, err := book.Rows(context.Background(), name)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for n := 0; ; n++ {
		_, err := r.Next()
		if err == io.EOF {
			return n
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCSVRecords(b *testing.B) {
	path, size := directory(b, sheettest.WriteCSV)
	b.SetBytes(size)
	for b.Loop() {
		book := openBench(b, path)
		r, err := book.Records(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for {
			if _, _, err = r.NextRaw(); err != nil {
				break
			}
			n++
		}
		if err != io.EOF || n != benchRows+1 {
			b.Fatal(n, err)
		}
		r.Close()
		book.Close()
	}
}

func BenchmarkCSVCells(b *testing.B) {
	path, size := directory(b, sheettest.WriteCSV)
	b.SetBytes(size)
	for b.Loop() {
		if n := readAll(b, path, ""); n != benchRows+1 {
			b.Fatal(n)
		}
	}
}

func BenchmarkODS(b *testing.B) {
	benchWorkbook(b, "content.xml", func(w io.Writer, t sheettest.Table) error { return sheettest.WriteODS(w, t) })
}

func BenchmarkXLSX(b *testing.B) {
	benchWorkbook(b, "xl/worksheets/sheet1.xml", func(w io.Writer, t sheettest.Table) error { return sheettest.WriteXLSX(w, t) })
}

// benchWorkbook reads the sheet Locations and, in turn, only inflates the XML it
// stands in. MB/s is of that XML.
func benchWorkbook(b *testing.B, part string, write func(io.Writer, sheettest.Table) error) {
	path, _ := directory(b, write)
	_, size := inflate(b, path, part)
	b.SetBytes(size)
	var reading, inflating time.Duration
	for b.Loop() {
		start := time.Now()
		if n := readAll(b, path, "Locations"); n != benchRows+1 {
			b.Fatal(n)
		}
		reading += time.Since(start)
		b.StopTimer()
		t, _ := inflate(b, path, part)
		inflating += t
		b.StartTimer()
	}
	b.ReportMetric(float64(reading)/float64(inflating), "x-inflate")
}

// inflate unpacks a member, and does nothing with it.
func inflate(b *testing.B, path, part string) (time.Duration, int64) {
	b.Helper()
	start := time.Now()
	z, err := zip.OpenReader(path)
	if err != nil {
		b.Fatal(err)
	}
	defer z.Close()
	r, err := z.Open(part)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r, make([]byte, 256<<10))
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start), n
}
