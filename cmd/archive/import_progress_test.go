package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"careratings/internal/intake"
)

// The line of an import says how much is done, how fast, and how long the rest
// will take by the bytes that are left, over all files; it is gone when a file is
// finished.
func TestProgressOfAnImport(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for name, size := range map[string]int{"a.csv": 1000, "b.csv": 3000} {
		files = append(files, filepath.Join(dir, name))
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	clock := time.Unix(1000, 0)
	l := importLine{out: &out, now: func() time.Time { return clock }, began: clock, size: sizeOfAll(files)}
	said := func() string { s := out.String(); out.Reset(); return s }
	l.tell(intake.Progress{Name: "a.csv", Rows: 5, Read: 10, Size: 1000})
	if got := said(); got != "" {
		t.Errorf("before any time has passed: %q", got)
	}
	clock = clock.Add(2 * time.Second)
	l.tell(intake.Progress{Name: "a.csv", Rows: 100, Read: 500, Size: 1000})
	if got, want := said(), "\r\x1b[Ka.csv: 100 rows, 50 a second, about 15 s left"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	l.finished(filepath.Join(dir, "a.csv"))
	if got, want := said(), "\r\x1b[K"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	clock = clock.Add(2 * time.Second)
	l.tell(intake.Progress{Name: "b\x1b.csv", Rows: 300, Read: 3000, Size: 3000})
	if got := said(); !strings.HasSuffix(got, ".csv: 300 rows, 100 a second") || strings.Count(got, "\x1b") != 1 {
		t.Errorf("at the end, with an escape in the name: %q", got)
	}
}
