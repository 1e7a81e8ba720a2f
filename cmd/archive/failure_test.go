package main

import (
	"database/sql"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"careratings/data"
)

// embeddedBytes is a copy of the embedded archive that a test may spoil.
func embeddedBytes(t *testing.T) []byte {
	t.Helper()
	raw, err := data.Files.ReadFile("archive.db")
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte(nil), raw...)
}

// An archive file that cannot be used is one clear sentence and exit code 1,
// whichever way it is named.
func TestUnusableArchive(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, raw []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	other := filepath.Join(dir, "other.db")
	db, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE t (a)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	version := embeddedBytes(t)
	binary.BigEndian.PutUint32(version[60:], 999) // user_version in the header
	half := embeddedBytes(t)

	for _, c := range []struct{ name, path, says string }{
		{"missing", filepath.Join(dir, "nosuch.db"), "no such file"},
		{"directory", dir, "is a directory"},
		{"zero bytes", write("zero.db", nil), "is not an SQLite file"},
		{"text", write("text.db", []byte("edition,value\n")), "is not an SQLite file"},
		{"another SQLite file", other, "no archive"},
		{"another schema version", write("version.db", version), "schema version 999"},
		{"truncated", write("half.db", half[:len(half)/2]), "is cut off"},
		{"header alone", write("header.db", half[:100]), "is cut off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := func(name string) string { return map[string]string{"ARCHIVE_DB": c.path}[name] }
			for _, got := range []answer{
				ask(t, "trajectory", "leicester", "--archive", c.path),
				askIn(t, streams{env: env}, "version"),
			} {
				checkFailure(t, got, exitFailure, c.says)
			}
		})
	}
}

// checkFailure holds a failed run to its contract: the exit code, nothing on
// stdout, one sentence on stderr.
func checkFailure(t *testing.T, got answer, code int, says string) {
	t.Helper()
	if got.code != code || got.out != "" || !strings.Contains(got.err, says) {
		t.Errorf("exit code %d, stdout %q, stderr %q; want code %d, no output, and %q", got.code, got.out, got.err, code, says)
	}
	if fault := notOneSentence(got.err); fault != "" {
		t.Errorf("stderr is not one sentence (%s): %q", fault, got.err)
	}
}

// Damage in the middle of a file is found when a query meets it: one sentence,
// and never half a page. Every page but the first is spoilt in turn by tenths.
func TestDamagedArchive(t *testing.T) {
	sound := ask(t, "trajectory", "RWE")
	raw := embeddedBytes(t)
	size := int(binary.BigEndian.Uint16(raw[16:]))
	pages := len(raw) / size
	met := 0
	for tenth := range 10 {
		spoilt := append([]byte(nil), raw...)
		for i := max(1, tenth*pages/10); i < (tenth+1)*pages/10; i++ {
			for j := range size {
				spoilt[i*size+j] = 0xa5
			}
		}
		path := filepath.Join(t.TempDir(), "spoilt.db")
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		got := ask(t, "trajectory", "RWE", "--archive", path)
		if got.code == exitDone && got.out == sound.out {
			continue // the query did not meet the damage
		}
		met++
		checkFailure(t, got, exitFailure, "is damaged")
	}
	if met == 0 {
		t.Error("no query met any damage")
	}
}
