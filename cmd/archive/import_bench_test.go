//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"careratings/internal/eras/native/gen"
	"careratings/internal/store"
	"careratings/internal/store/imports"
	"careratings/internal/trajectory"
)

// generated writes so many months of a generated care directory as CSV.
func generated(b *testing.B, dir string, rows, months int) []string {
	b.Helper()
	h := gen.New(gen.Options{Seed: 1, Rows: rows})
	var files []string
	for i := range months {
		if i > 0 {
			h.Advance()
		}
		path := filepath.Join(dir, h.Released()+"_Latest_ratings.csv")
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(h.CSV(f), f.Close()); err != nil {
			b.Fatal(err)
		}
		files = append(files, path)
	}
	return files
}

// timed runs a program and returns its wall time and largest memory.
func timed(b *testing.B, stdin, bin string, args ...string) (seconds float64, peak int64) {
	b.Helper()
	cmd := exec.Command(bin, args...)
	cmd.Stdin = strings.NewReader(stdin)
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", bin, err, out)
	}
	return time.Since(began).Seconds(), maxRSS(cmd.ProcessState)
}

// BenchmarkImportHistory imports ten months of a care directory of the real size,
// 320,000 rows each, with everything on, and the same files with the .import of the
// sqlite3 shell with journal and sync off; after a warm-up of both. It reports the
// ratio of wall times (goal 0.35), how many times smaller the archive is (goal
// 25) and the largest memory (goal 200 MB).
func BenchmarkImportHistory(b *testing.B) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("no sqlite3 shell on this machine")
	}
	dir := b.TempDir()
	files := generated(b, dir, 320_000, 10)
	bin := filepath.Join(dir, "program")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	ours := func(files []string) (float64, int64, int64) {
		path := filepath.Join(dir, "imports.db")
		os.Remove(path)
		seconds, peak := timed(b, "", bin, append([]string{"import", "--archive", path, "--month-first", "--quiet"}, files...)...)
		return seconds, peak, sizeOf(b, path)
	}
	theirs := func(files []string) (float64, int64) {
		path := filepath.Join(dir, "shell.db")
		os.Remove(path)
		script := ".mode csv\nPRAGMA journal_mode=OFF;\nPRAGMA synchronous=OFF;\n"
		for i, f := range files {
			script += fmt.Sprintf(".import '%s' m%d\n", f, i)
		}
		seconds, _ := timed(b, script, shell, path)
		return seconds, sizeOf(b, path)
	}
	ours(files[:1])
	theirs(files[:1])
	var a, s []float64
	var peak, small, large int64
	for b.Loop() {
		seconds, memory, size := ours(files)
		a, peak, small = append(a, seconds), max(peak, memory), size
		seconds, large = theirs(files)
		s = append(s, seconds)
	}
	b.ReportMetric(median(a), "s/history")
	b.ReportMetric(median(s), "sqlite3-s/history")
	b.ReportMetric(median(a)/median(s), "x-sqlite3")
	b.ReportMetric(float64(large)/float64(small), "times-smaller")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
}

// BenchmarkTenYears imports 120 months and reports the size of the archive (goal
// 80 MB) and the time of the trajectory of one location in a running program
// (goal 0.2 ms).
func BenchmarkTenYears(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, "imports.db")
	bin := filepath.Join(dir, "program")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	h := gen.New(gen.Options{Seed: 1, Rows: 320_000})
	var files []string
	for i := range 120 {
		if i > 0 {
			h.Advance()
		}
		name := filepath.Join(dir, h.Released()+".csv")
		f, err := os.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(h.CSV(f), f.Close()); err != nil {
			b.Fatal(err)
		}
		if files = append(files, name); len(files) == 20 {
			timed(b, "", bin, append([]string{"import", "--archive", path, "--month-first", "--quiet"}, files...)...)
			for _, f := range files {
				os.Remove(f)
			}
			files = nil
		}
	}
	s, err := imports.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	arch, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		b.Fatal(err)
	}
	defer arch.Close()
	arch.Attach(s)
	list, err := s.Named(b.Context(), []string{"house"}, 1000)
	if err != nil || len(list) == 0 {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		t, err := trajectory.Build(b.Context(), arch, list[i%len(list)], trajectory.Options{})
		if err != nil || len(t.Points) == 0 {
			b.Fatal(list[i%len(list)].ID, err)
		}
		i++
	}
	b.ReportMetric(float64(sizeOf(b, path))/1e6, "archive-MB")
}

func sizeOf(b *testing.B, path string) int64 {
	b.Helper()
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
