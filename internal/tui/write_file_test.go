package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is exported is written whole beside its place and then given its name; a
// file or a link that has the name stays, and where a link leads nothing is made.
func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path, link, target := filepath.Join(dir, "a.csv"), filepath.Join(dir, "link.csv"), filepath.Join(dir, "target")
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	if err := WriteFile(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	for _, there := range []string{path, link} {
		if err := WriteFile(there, []byte("newer")); err == nil || !strings.Contains(err.Error(), "exists already") {
			t.Errorf("%s: %v", filepath.Base(there), err)
		}
	}
	if raw, err := os.ReadFile(path); err != nil || string(raw) != "new" {
		t.Errorf("%q, %v", raw, err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
}
