package fetch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An original that is gone, cut off or written over is named; a torn row of the
// journal is no fault of a file; a directory that is not there has no originals.
func TestCheckOriginals(t *testing.T) {
	server, _ := serve(t, file(table(1000), `"v1"`))
	dir := t.TempDir()
	got, err := newWorld().client(t).Download(t.Context(), openDir(t, dir), wanted(server))
	if err != nil {
		t.Fatal(err)
	}
	whole := string(content(t, got.Path))
	for _, tt := range []struct {
		name  string
		spoil func()
		says  string // empty: nothing is wrong
	}{
		{"whole", func() {}, ""},
		{"a byte changed", func() { write(t, got.Path, "x"+whole[1:]) }, "is not as it was got"},
		{"cut off", func() { write(t, got.Path, whole[:len(whole)-1]) }, "is not as it was got"},
		{"gone", func() { os.Remove(got.Path) }, "is missing"},
		{"a directory", func() { os.Remove(got.Path); os.Mkdir(got.Path, 0o755) }, "cannot be read"},
	} {
		tt.spoil()
		c, err := CheckOriginals(dir)
		if err != nil || c.N != 1 {
			t.Errorf("%s: %d files, %v", tt.name, c.N, err)
		}
		if says := strings.Join(c.Faults, "; "); (says == "") != (tt.says == "") || !strings.Contains(says, tt.says) {
			t.Errorf("%s: %q, want %q", tt.name, says, tt.says)
		}
		if c.Sums[got.SHA256] != (tt.says == "") {
			t.Errorf("%s: whole is %v", tt.name, c.Sums)
		}
	}
	os.Remove(got.Path)
	write(t, got.Path, whole)
	path := filepath.Join(dir, journal)
	write(t, path, string(content(t, path))+`2026-10-01T09:00:00Z,acute,"acu`)
	if c, err := CheckOriginals(dir); err != nil || len(c.Faults) > 0 || len(c.Passed) != 1 {
		t.Errorf("a torn row: %+v, %v", c, err)
	}
	write(t, path, "a,b\n")
	if _, err := CheckOriginals(dir); err == nil || !strings.Contains(err.Error(), "is no journal") {
		t.Errorf("a strange journal: %v", err)
	}
	if c, err := CheckOriginals(filepath.Join(dir, "none")); err != nil || c.N != 0 || len(c.Faults) > 0 {
		t.Errorf("no directory: %+v, %v", c, err)
	}
}
