// Package bench compares the readers of sheet with excelize on a month of the
// care directory. It is a module of its own: the program does not need excelize.
package bench

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
)

const rows = 320_000

var files = []struct {
	name, sheet, part string
	write             func(io.Writer, sheettest.Table) error
}{
	{"directory.csv", "", "", sheettest.WriteCSV},
	{"directory.xlsx", "Locations", "xl/worksheets/sheet1.xml", func(w io.Writer, t sheettest.Table) error { return sheettest.WriteXLSX(w, t) }},
	{"directory.ods", "Locations", "content.xml", func(w io.Writer, t sheettest.Table) error { return sheettest.WriteODS(w, t) }},
}

// directory writes the month in all three formats.
func directory(tb testing.TB) string {
	tb.Helper()
	dir := tb.TempDir()
	for _, f := range files {
		w, err := os.Create(filepath.Join(dir, f.name))
		if err != nil {
			tb.Fatal(err)
		}
		if err := f.write(w, sheettest.Directory(rows, 1)); err != nil {
			tb.Fatal(err)
		}
		if err := w.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

func readSheet(path, name string) (int, error) {
	b, err := sheet.Open(path, sheet.DefaultLimits())
	if err != nil {
		return 0, err
	}
	defer b.Close()
	r, err := b.Rows(context.Background(), name)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	for n := 0; ; n++ {
		if _, err := r.Next(); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}

func readExcelize(path string) (int, error) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	r, err := f.Rows("Locations")
	if err != nil {
		return 0, err
	}
	defer r.Close()
	n := 0
	for r.Next() {
		if _, err := r.Columns(excelize.Options{RawCellValue: true}); err != nil {
			return n, err
		}
		n++
	}
	return n, r.Error()
}

func inflate(path, part string) (int, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return 0, err
	}
	defer z.Close()
	r, err := z.Open(part)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	_, err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, r, make([]byte, 256<<10))
	return rows + 1, err
}

// BenchmarkAgainstExcelize reads the same month in turn: with excelize, with
// sheet as XLSX and as ODS, and inflating alone. Its figures are ratios of wall
// time within the run.
func BenchmarkAgainstExcelize(b *testing.B) {
	dir := directory(b)
	path := func(i int) string { return filepath.Join(dir, files[i].name) }
	var spent [5]time.Duration
	turn := func(i int, read func() (int, error)) {
		start := time.Now()
		n, err := read()
		if err != nil || n != rows+1 {
			b.Fatal(i, n, err)
		}
		spent[i] += time.Since(start)
	}
	for b.Loop() {
		turn(0, func() (int, error) { return readExcelize(path(1)) })
		for i := 1; i <= 2; i++ {
			turn(i, func() (int, error) { return readSheet(path(i), files[i].sheet) })
			turn(i+2, func() (int, error) { return inflate(path(i), files[i].part) })
		}
	}
	for i := 1; i <= 2; i++ {
		format := strings.TrimPrefix(filepath.Ext(files[i].name), ".")
		b.ReportMetric(float64(spent[i])/float64(spent[0]), format+"/excelize")
		b.ReportMetric(float64(spent[i])/float64(spent[i+2]), format+"/inflate")
		b.ReportMetric(spent[i].Seconds()/float64(b.N), format+"-s")
	}
	b.ReportMetric(spent[0].Seconds()/float64(b.N), "excelize-s")
}

// TestPeakMemory reads each file in a process of its own and looks at the most
// memory that was resident.
func TestPeakMemory(t *testing.T) {
	const child = "SHEET_BENCH_READ"
	if what := os.Getenv(child); what != "" {
		path, name, _ := strings.Cut(what, "|")
		if n, err := readSheet(path, name); err != nil || n != rows+1 {
			t.Fatal(n, err)
		}
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			t.Skip("peak memory is only told on Linux")
		}
		_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
		fmt.Println("peak", strings.Fields(string(after))[0])
		return
	}
	if testing.Short() {
		t.Skip("writes 180 MB of files")
	}
	dir := directory(t)
	for _, f := range files {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestPeakMemory$")
		cmd.Env = append(os.Environ(), child+"="+filepath.Join(dir, f.name)+"|"+f.sheet)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		_, after, ok := strings.Cut(string(out), "peak ")
		if !ok {
			t.Skip("peak memory is only told on Linux")
		}
		kib, err := strconv.Atoi(strings.Fields(after)[0])
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d MiB resident at most", f.name, kib>>10)
		if kib>>10 > 150 {
			t.Errorf("%s: %d MiB resident at most, over the bound of 150", f.name, kib>>10)
		}
	}
}
