package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A picture, a page or an export stays as it is without --force. With it the new
// file, which was put together beside it, takes its name in one step: what has the
// old file under another name keeps it, and nothing else is left.
func TestAFileIsReplacedInOneStep(t *testing.T) {
	for name, line := range map[string][]string{
		"a.svg":  {"chart", "coverage", "-o"},
		"a.html": {"report", "league", "stars-2003", "--kind", "ambulance", "-o"},
		"a.csv":  {"export", "--view", "eras"},
		"a.db":   {"export", "--what", "bodies"},
	} {
		dir := t.TempDir()
		path, other := filepath.Join(dir, name), filepath.Join(dir, "other")
		if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Link(path, other); err != nil {
			t.Skip(err)
		}
		line = append(line, path)
		got := ask(t, line...)
		checkFailure(t, got, exitFailure, "exists already")
		if raw, err := os.ReadFile(path); err != nil || string(raw) != "mine" {
			t.Errorf("%s: %.20q, %v", name, raw, err)
		}
		if got := ask(t, append(line, "--force")...); got.code != exitDone {
			t.Errorf("%s: exit code %d: %s", name, got.code, got.err)
		}
		if raw, err := os.ReadFile(path); err != nil || len(raw) < 100 {
			t.Errorf("%s: %.20q, %v", name, raw, err)
		}
		if raw, err := os.ReadFile(other); err != nil || string(raw) != "mine" {
			t.Errorf("%s: written over in its place: %.20q, %v", name, raw, err)
		}
		list, err := os.ReadDir(dir)
		left := slices.DeleteFunc(list, func(e os.DirEntry) bool {
			return e.Name() == name || e.Name() == "other" || e.Name() == "metadata.json"
		})
		if err != nil || len(left) > 0 {
			t.Errorf("%s: left behind: %v, %v", name, left, err)
		}
	}
}

// What cannot take its name, since a directory has it, leaves nothing behind.
func TestAFileThatCannotBePutInPlace(t *testing.T) {
	for name, line := range map[string][]string{
		"a.svg":  {"chart", "coverage", "--force", "-o"},
		"a.html": {"report", "league", "stars-2003", "--kind", "ambulance", "--force", "-o"},
		"a.csv":  {"export", "--view", "eras", "--force"},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		checkFailure(t, ask(t, append(line, path)...), exitFailure, name)
		if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
			t.Errorf("%s: %v, %v", name, list, err)
		}
	}
}

// The history of the shell is replaced so, too.
func TestTheHistoryIsReplacedInOneStep(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "sql_history"), filepath.Join(dir, "other")
	if err := os.WriteFile(path, []byte("SELECT 1;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(path, other); err != nil {
		t.Skip(err)
	}
	h := loadHistory(path)
	h.Add("SELECT 2;")
	h.Add("SELECT '\x1b[2J';") // would act on the terminal when it is called up
	if err := h.save(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{path: "SELECT 1;\nSELECT 2;\n", other: "SELECT 1;\n"} {
		if raw, err := os.ReadFile(name); err != nil || string(raw) != want {
			t.Errorf("%s: %q, %v", filepath.Base(name), raw, err)
		}
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
}
