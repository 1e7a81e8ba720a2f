//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// readErrors imports what cannot be read or ends early, and reads a file of imports
// that does.
func readErrors(t *testing.T) string {
	f := newFaulty(t)
	if runtime.GOOS == "linux" {
		got := askIn(t, streams{env: f.env}, "import", "/proc/self/mem") // reading it gives an error of the device
		if fault := notOneSentence(got.err); got.code != exitFailure || fault != "" {
			t.Errorf("exit code %d, %s: %q", got.code, fault, got.err)
		}
	}
	cut := filepath.Join(f.dir, "2016-10-02_cut.csv.gz")
	f.write(cut, []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b"))
	for _, path := range []string{cut, f.dir, filepath.Join(f.dir, "none.csv")} {
		got := askIn(t, streams{env: f.env}, "import", path)
		if fault := notOneSentence(got.err); got.code != exitFailure || fault != "" {
			t.Errorf("%s: exit code %d, %s: %q", path, got.code, fault, got.err)
		}
	}
	if !bytes.Equal(f.read(f.file()), f.base) {
		t.Error("the file of imports has changed")
	}
	// The file of imports itself ends early.
	for i := range 8 {
		f.write(f.file(), f.base[:len(f.base)*i/8])
		for _, args := range [][]string{{"imports"}, {"trajectory", "RWE"}, {"import", f.files[1]}, {"backup", filepath.Join(f.dir, "copy.db")}} {
			f.answersOrSays(fmt.Sprintf("%d eighths, %v", i, args), args...)
		}
		os.Remove(filepath.Join(f.dir, "copy.db"))
	}
	return "read errors: a device that gives none, a cut archive, a directory, no file; a file of imports that ends early | import, reading, backup | 4 and 8 | one sentence, nothing changes, no panic"
}

// answersOrSays runs the program on a damaged file: it answers, finds nothing, or
// says in one sentence what is wrong.
func (f *faulty) answersOrSays(what string, args ...string) {
	f.t.Helper()
	got := askIn(f.t, streams{env: f.env}, append(args, "--quiet")...)
	switch got.code {
	case exitDone, exitNoMatch, exitDiffers:
	case exitFailure:
		if fault := notOneSentence(got.err); fault != "" {
			f.t.Errorf("%s: %s: %q", what, fault, got.err)
		}
	default:
		f.t.Errorf("%s: exit code %d: %s", what, got.code, got.err)
	}
}

// damagedPage writes over pages of the file of imports.
func damagedPage(t *testing.T) string {
	f := newFaulty(t)
	f.good("backup", filepath.Join(f.dir, "copy.db"))
	sound := f.read(filepath.Join(f.dir, "copy.db"))
	pages := len(f.base) / 4096
	for i := range 12 {
		page := i * (pages - 1) / 11
		raw := bytes.Clone(f.base)
		for k := range 4096 {
			if at := page*4096 + k; at >= 100 { // the header says what kind of file it is
				raw[at] = byte(k*31 + page)
			}
		}
		f.write(f.file(), raw)
		for _, args := range [][]string{{"imports"}, {"trusts", "house"}, {"trajectory", "RWE"}, {"import", "--month-first", f.files[1]}} {
			f.answersOrSays(fmt.Sprintf("page %d of %d, %v", page+1, pages, args), args...)
		}
		f.write(f.file(), raw)
		got := askIn(t, streams{env: f.env}, "backup", filepath.Join(f.dir, "copy.db"), "--force")
		if got.code != exitFailure || notOneSentence(got.err) != "" || !bytes.Equal(f.read(filepath.Join(f.dir, "copy.db")), sound) {
			t.Errorf("page %d: backup ends with %d: %q", page+1, got.code, got.err)
		}
	}
	return "a page written over | reading, import, backup | 12 pages | one sentence or an answer, no panic; no copy is made, and the one before stays"
}

// readOnlyDirectory has everything in a directory that cannot be written.
func readOnlyDirectory(t *testing.T) string {
	f := newFaulty(t)
	f.bin = build(t, ".")
	for _, dir := range []string{filepath.Dir(f.bin), filepath.Dir(filepath.Dir(f.bin))} {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range append(f.files[:], f.file()) {
		if err := os.Chmod(path, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(f.dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(f.dir, 0o700) })
	for _, c := range []struct {
		args []string
		fine bool
	}{
		{[]string{"imports"}, true},
		{[]string{"trajectory", "RWE"}, true},
		{[]string{"doctor", "--quiet"}, true},
		{[]string{"import", "--month-first", f.files[1]}, false},
		{[]string{"imports", "undo", "1"}, false},
		{[]string{"backup", filepath.Join(f.dir, "copy.db")}, false},
	} {
		cmd, said := f.child(t.Context(), nil, c.args)
		if os.Getuid() == 0 { // root writes everywhere
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		err := cmd.Run()
		switch {
		case c.fine && err != nil:
			t.Errorf("%v: %v: %s", c.args, err, said)
		case !c.fine:
			f.oneSentence(strings.Join(c.args, " "), err, said.String())
		}
	}
	if !bytes.Equal(f.read(f.file()), f.base) {
		t.Error("the file of imports has changed")
	}
	if list, err := os.ReadDir(f.dir); err != nil || len(list) != 3 {
		t.Errorf("%v, %v", list, err)
	}
	return "read-only directory | reading, doctor, import, imports undo, backup | 6 commands | readers answer, the others say so in one sentence; nothing changes"
}

// clockJumps has the clock go back, stand still and leap.
func clockJumps(t *testing.T) string {
	for name, step := range map[string]time.Duration{"back": -time.Hour, "still": 0, "ahead": 100 * 24 * time.Hour} {
		f := newFaultyWithout(t)
		at := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
		now := func() time.Time {
			at = at.Add(step)
			return at
		}
		var out bytes.Buffer
		for _, args := range [][]string{
			{"import", "--month-first", f.files[0]},
			{"import", "--month-first", f.files[1]},
			{"imports", "undo", "1"},
			{"import", "--month-first", f.files[0]},
			{"imports", "--json", "id,name,seconds,imported_at"},
		} {
			out.Reset()
			var said bytes.Buffer
			if code := run(context.Background(), streams{in: strings.NewReader(""), out: &out, err: &said, env: f.env, now: now}, args); code != exitDone {
				t.Fatalf("%s: %v: exit code %d: %s", name, args, code, said.String())
			}
		}
		var rows []struct {
			ID                         int
			Name, Seconds, Imported_at string //nolint:revive // the fields of the output
		}
		if err := json.Unmarshal(out.Bytes(), &rows); err != nil || len(rows) != 2 {
			t.Fatalf("%s: %v: %s", name, err, out.String())
		}
		if rows[0].Name != filepath.Base(f.files[1]) || rows[1].Name != filepath.Base(f.files[0]) {
			t.Errorf("%s: the journal is out of order: %+v", name, rows)
		}
		for _, r := range rows {
			if strings.HasPrefix(r.Seconds, "-") || r.Imported_at == "" {
				t.Errorf("%s: %+v", name, r)
			}
		}
		f.sound(name)
	}
	return "clock put back, standing still, leaping ahead | import, imports undo | 3 | the journal is in the order of imports; nothing took less than no time"
}

const (
	reliabilityDoc = "../../docs/RELIABILITY.md"
	triedBegin     = "<!-- written by the tests; go test ./cmd/archive -run TestFaults -update renews it -->\n"
)

// Whatever strikes, nothing is lost and nothing is half-written; docs/RELIABILITY.md
// says what was tried.
func TestFaults(t *testing.T) {
	table := "| fault | during | tried | what holds each time |\n| --- | --- | --- | --- |\n"
	all := true
	for _, c := range []struct {
		name string
		try  func(*testing.T) string
	}{
		{"disk", diskFull}, {"signals", interruptedAndKilled}, {"reading", readErrors}, {"page", damagedPage}, {"directory", readOnlyDirectory}, {"clock", clockJumps},
	} {
		row := ""
		t.Run(c.name, func(t *testing.T) { row = c.try(t) })
		all = all && row != ""
		table += "| " + row + " |\n"
	}
	if !all {
		return // one was picked with -run, or failed
	}
	raw, err := os.ReadFile(reliabilityDoc)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(raw), triedBegin)
	_, tail, ok2 := strings.Cut(rest, rowsEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has lost the marks around what was tried", reliabilityDoc)
	}
	want := head + triedBegin + table + rowsEnd + tail
	if *update {
		if err := os.WriteFile(reliabilityDoc, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(raw)); diff != "" {
		t.Errorf("%s (-should have +has):\n%s", reliabilityDoc, diff)
	}
}
