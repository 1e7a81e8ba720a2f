package fetch

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A directory that cannot be written to is an error before anything is asked.
func TestOpenOriginalsFails(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "file"), "x")
	for name, path := range map[string]string{
		"under a file": filepath.Join(dir, "file", "originals"),
		"a file":       filepath.Join(dir, "file"),
	} {
		if _, err := OpenOriginals(path, func(string) {}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	strange := t.TempDir()
	write(t, filepath.Join(strange, journal), "a,b\n1,2\n")
	if _, err := OpenOriginals(strange, func(string) {}); err == nil || !strings.Contains(err.Error(), "is no journal of originals") {
		t.Errorf("a strange index.csv: %v", err)
	}
	if os.Getuid() == 0 {
		return // root writes everywhere
	}
	locked := t.TempDir()
	if err := os.Chmod(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenOriginals(locked, func(string) {}); err == nil {
		t.Error("a directory that is read-only is taken")
	}
}

// A journal row that a killed run left torn is passed over, said so, and the next
// row stands on a line of its own.
func TestTornJournal(t *testing.T) {
	want := table(1000)
	server, log := serve(t, file(want, `"v1"`))
	dir := t.TempDir()
	first, err := newWorld().client(t).Download(t.Context(), openDir(t, dir), wanted(server))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, journal)
	write(t, path, string(content(t, path))+`2026-10-01T09:00:00Z,acute,"acu`)
	var remarks []string
	o, err := OpenOriginals(dir, func(s string) { remarks = append(remarks, s) })
	if err != nil || len(remarks) != 1 || !strings.Contains(remarks[0], "row 2 cannot be read") {
		t.Fatalf("%v, remarks %q", err, remarks)
	}
	again, err := newWorld().client(t).Download(t.Context(), o, wanted(server))
	if err != nil || again.Status != Unchanged || again.File != first.File {
		t.Errorf("%+v, %v", again, err)
	}
	other := wanted(server)
	other.URL += "?again"
	if _, err := newWorld().client(t).Download(t.Context(), o, other); err != nil {
		t.Fatal(err)
	}
	o, err = OpenOriginals(dir, func(string) {})
	if err != nil || len(o.held) != 2 || o.held[1].URL != other.URL {
		t.Errorf("journal now %+v, %v", o.held, err)
	}
	if log.count() != 3 {
		t.Errorf("%d requests", log.count())
	}
}

// A row of the journal that names a file elsewhere is none: nothing there is read, or
// given out as an original.
func TestJournalNamesNoFileElsewhere(t *testing.T) {
	server, _ := serve(t, file(table(1000), `"v1"`))
	dir := filepath.Join(t.TempDir(), "originals")
	first, err := newWorld().client(t).Download(t.Context(), openDir(t, dir), wanted(server))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(first.Path, filepath.Join(filepath.Dir(dir), first.File)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, journal)
	write(t, path, strings.Replace(string(content(t, path)), first.File, "../"+first.File, 1))
	var remarks []string
	o, err := OpenOriginals(dir, func(s string) { remarks = append(remarks, s) })
	if err != nil || len(remarks) != 1 || !strings.Contains(remarks[0], "row 1 cannot be read") {
		t.Fatalf("%v, remarks %q", err, remarks)
	}
	again, err := newWorld().client(t).Download(t.Context(), o, wanted(server))
	if err != nil || again.Status != Fetched || filepath.Dir(again.Path) != dir {
		t.Errorf("%+v, %v", again, err)
	}
}

// What a server says of a file cannot break its row in two.
func TestJournalRowStaysOneLine(t *testing.T) {
	dir := t.TempDir()
	one := Original{ID: "acute", File: "a.csv", Date: "2026-03", SHA256: strings.Repeat("0", 64), ETag: "\"a\nb\r\"", LastModified: "\tnow"}
	if err := openDir(t, dir).add(one); err != nil {
		t.Fatal(err)
	}
	if held := openDir(t, dir).held; len(held) != 1 || held[0].ETag != `"ab"` || held[0].LastModified != "now" {
		t.Errorf("%+v", held)
	}
}

// An original that the user took away or changed is got again, not taken for
// unchanged.
func TestOriginalGoneFromTheDirectory(t *testing.T) {
	want := table(1000)
	for name, spoil := range map[string]func(path string) error{
		"removed": os.Remove,
		"changed": func(path string) error { return os.WriteFile(path, []byte("short"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			server, _ := serve(t, file(want, `"v1"`))
			dir := t.TempDir()
			first, err := newWorld().client(t).Download(t.Context(), openDir(t, dir), wanted(server))
			if err != nil {
				t.Fatal(err)
			}
			if err := spoil(first.Path); err != nil {
				t.Fatal(err)
			}
			got, err := newWorld().client(t).Download(t.Context(), openDir(t, dir), wanted(server))
			if err != nil || got.Status != Fetched || !bytes.Equal(content(t, got.Path), want) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

// Where there are no hard links, a name is taken just as safely.
func TestLinkOnce(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	write(t, a, "new")
	write(t, b, "old")
	if err := linkOnce(a, b); err == nil || string(content(t, b)) != "old" {
		t.Errorf("%v; %q", err, content(t, b))
	}
	if err := linkOnce(a, filepath.Join(dir, "c")); err != nil || string(content(t, filepath.Join(dir, "c"))) != "new" {
		t.Error(err)
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"01 September 2026 Latest ratings.ods": "01_September_2026_Latest_ratings.ods",
		"../../etc/passwd":                     "etc_passwd",
		"..":                                   "file",
		"a\x00b\n.csv":                         "a_b_.csv",
		".hidden":                              "hidden",
		"Trusts & PCTs (v2).csv":               "Trusts___PCTs_(v2).csv",
		"":                                     "file",
		strings.Repeat("x", 300) + ".csv":      strings.Repeat("x", 120) + ".csv",
		"Est\xe9.csv":                          "Est_.csv",
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}
