package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// official lists files of the publishers that are collected beside the project;
// without them the test says so and skips.
func official(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../../../shared/evidence", pattern))
	if err != nil || len(files) == 0 {
		t.Skipf("no collected files %s beside the project", pattern)
	}
	return files
}

// withImportsIn runs the program with its imports kept in a directory.
func withImportsIn(t *testing.T, dir string, args ...string) answer {
	t.Helper()
	return askIn(t, streams{env: func(name string) string {
		if name == "XDG_DATA_HOME" {
			return dir
		}
		return ""
	}}, args...)
}

// The official files of the oversight framework import with nothing rejected over
// the curated archive, which was transcribed from them: no value changes, no
// conflict appears, and everything that can be recomputed agrees.
func TestOfficialOversightFilesAgreeWithTheArchive(t *testing.T) {
	files := official(t, "oversight/raw/*.csv")
	dir := t.TempDir()
	got := withImportsIn(t, dir, append([]string{"import", "--json", "rows_read,rejected"}, files...)...)
	var rows []struct{ Rows_read, Rejected int } //nolint:revive // the fields of the output
	if err := json.Unmarshal([]byte(got.out), &rows); err != nil || got.code != exitDone {
		t.Fatalf("%v %s", err, got.err)
	}
	for _, r := range rows {
		if r.Rows_read == 0 || r.Rejected != 0 {
			t.Errorf("%+v", rows)
		}
	}
	for _, args := range [][]string{
		{"conflicts", "--format", "csv"},
		{"reconcile", "--format", "csv"},
		{"diff", "nof-2025-26-q3", "nof-2025-26-q4", "--format", "csv"},
		{"trajectory", "R1A", "--measure", "nof.segment", "--json", "edition,value,label,level,low,mid,high,worse,tied,better,n,basis,conflict"},
		{"league", "nof-2025-26-q4", "--json", "rank,joint,code,value,label,score,segment,override"},
	} {
		before, after := ask(t, args...), withImportsIn(t, dir, args...)
		if before.code != after.code || before.out != after.out {
			t.Errorf("archive %s says something else after the import of what it holds", strings.Join(args, " "))
		}
	}
	verified := withImportsIn(t, dir, "verify", "nof-2025-26-q1", "nof-2025-26-q2", "nof-2025-26-q3", "nof-2025-26-q4", "--format", "csv")
	if verified.code != exitDone {
		t.Errorf("verify: exit code %d: %s", verified.code, verified.err)
	}
	for _, what := range []string{"score", "override", "rank"} {
		if !strings.Contains(verified.err, what+" 244 agree, 0 differ") {
			t.Errorf("verify says of %s: %s", what, verified.err)
		}
	}
}

// The other official samples import: answers of the CQC API, reference files of
// the Organisation Data Service. 39 links of a body to itself are rejected.
func TestOfficialSamplesImport(t *testing.T) {
	files := append(official(t, "cqc/samples/*.json"), official(t, "identity/raw/*.csv")...)
	files = append(files, official(t, "identity/raw/*.json")...)
	got := withImportsIn(t, t.TempDir(), append([]string{"import", "--json", "name,rows_read,rejected"}, files...)...)
	if got.code != exitDone {
		t.Fatal(got.err)
	}
	var rows []struct {
		Name                string
		Rows_read, Rejected int //nolint:revive // the fields of the output
	}
	if err := json.Unmarshal([]byte(got.out), &rows); err != nil || len(rows) != len(files) {
		t.Fatalf("%d of %d files: %v", len(rows), len(files), err)
	}
	for _, r := range rows {
		if r.Rejected != 0 && r.Name != "ods_succ_succarc_2022-10.csv" || r.Rejected > 39 || r.Rows_read == 0 {
			t.Errorf("%+v", r)
		}
	}
}

// A file of imports beside the archive changes nothing where nothing was
// imported, and a file that is none is refused in one sentence.
func TestTheFileOfImports(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "archive", "imports.db")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("this is no database, and long enough to be looked at as one: "+strings.Repeat("x", 200)), 0o600); err != nil {
		t.Fatal(err)
	}
	checkFailure(t, withImportsIn(t, dir, "trajectory", "RWE"), exitFailure, "imports.db")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if with, without := withImportsIn(t, dir, "trajectory", "RWE"), ask(t, "trajectory", "RWE"); with != without {
		t.Error("an empty directory changes an answer")
	}
}
