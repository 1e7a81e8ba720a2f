package export

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// fullAfter is a disk with room for so many bytes.
type fullAfter struct {
	io.WriteCloser
	left *int64
}

func (f fullAfter) Write(p []byte) (int, error) {
	if int64(len(p)) > *f.left {
		return 0, &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	}
	*f.left -= int64(len(p))
	return f.WriteCloser.Write(p)
}

// A disk that fills up, wherever in the export, leaves nothing behind and is told
// with the file and the reason.
func TestFullDisk(t *testing.T) {
	tables := []Table{*invented(3000, 1000), dictionaryTable([]Table{*invented(1, 1)})}
	for _, f := range []Format{CSV, NDJSON, Parquet} {
		for _, room := range []int64{0, 100, 5_000, 40_000} {
			dir := t.TempDir()
			left := room
			err := into(filepath.Join(dir, "out"), false, func(name string) (io.WriteCloser, error) {
				file, err := createFile(name)
				return fullAfter{file, &left}, err
			}, func(tree *Tree) error {
				_, err := WritePackage(t.Context(), tree, tables, f, About{})
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "cannot be written: no space left on device") || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s with %d bytes left: %v", f, room, err)
			}
			if held, _ := os.ReadDir(dir); len(held) > 0 {
				t.Errorf("%s with %d bytes left: %v stays", f, room, held)
			}
		}
	}
}

// An interrupt leaves nothing behind, and an earlier export as it was.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out")
	fill := func(ctx context.Context) func(*Tree) error {
		return func(tree *Tree) error {
			_, err := WritePackage(ctx, tree, []Table{*invented(5000, 5000)}, Parquet, About{Version: "1"})
			return err
		}
	}
	if err := Into(out, false, fill(t.Context())); err != nil {
		t.Fatal(err)
	}
	before := filesOf(t, out)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Into(out, true, fill(ctx)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if after := filesOf(t, out); len(after) != len(before) || after["datapackage.json"] != before["datapackage.json"] {
		t.Errorf("%d files, %d before", len(after), len(before))
	}
	if held, _ := os.ReadDir(dir); len(held) != 1 {
		t.Errorf("%v stay", held)
	}
}

// Text that acts on a spreadsheet, a terminal or a path stays text: guarded in CSV
// and unharmed after the loaders' rule, escaped in NDJSON, refused as a directory.
func TestHostileText(t *testing.T) {
	hostile := []string{"=cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "a\nb\"c", "<script>", "\u202eevil", "x\x1b[2J"}
	table := Table{
		Name: "names", Title: "Names", About: "Names.", Columns: []Column{{Name: "name", Type: Text, About: "name"}},
		Rows: func(_ context.Context, row func([]Cell) error) error {
			for _, s := range hostile {
				if err := row([]Cell{text(s)}); err != nil {
					return err
				}
			}
			return nil
		},
	}
	dir := t.TempDir()
	for _, f := range []Format{CSV, NDJSON, Parquet} {
		if err := Into(filepath.Join(dir, string(f)), false, func(tree *Tree) error {
			_, err := writeTable(t.Context(), tree, &table, f)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, "csv", "names.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\n'=cmd|' /C calc'!A0\n", "\n'@SUM(1)\n", "\n'-2+3\n"} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("no %q in\n%s", want, raw)
		}
	}
	raw, err = os.ReadFile(filepath.Join(dir, "ndjson", "names.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(string(raw), "\x1b\u202e") || strings.Count(string(raw), "\n") != len(hostile) {
		t.Errorf("%q", raw)
	}
	bad := *invented(1, 1)
	bad.Rows = func(_ context.Context, row func([]Cell) error) error {
		return row(append([]Cell{text("../../etc"), text("x")}, make([]Cell, len(bad.Columns)-2)...))
	}
	for i := range bad.Columns {
		bad.Columns[i].Required = false
	}
	err = Into(filepath.Join(dir, "bad"), false, func(tree *Tree) error {
		_, err := writeTable(t.Context(), tree, &bad, Parquet)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "cannot be part of a path") {
		t.Error(err)
	}
}

// What is there already is left alone; --force replaces an earlier export and
// nothing else.
func TestForce(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine")
	if err := os.MkdirAll(mine, 0o755); err != nil {
		t.Fatal(err)
	}
	fill := func(tree *Tree) error { return tree.Write("a", []byte("a")) }
	if err := Into(mine, false, fill); err == nil {
		t.Error("an empty directory is taken without force")
	}
	if err := Into(mine, true, fill); err != nil {
		t.Errorf("an empty directory with force: %v", err)
	}
	if err := Into(mine, true, fill); err == nil || !strings.Contains(err.Error(), "something else than an export") {
		t.Errorf("a directory without a descriptor: %v", err)
	}
	file := filepath.Join(dir, "file")
	for range 2 {
		if err := Beside([]string{file}, true, func(tree *Tree) error { return tree.Write("file", []byte("b")) }); err != nil {
			t.Error(err)
		}
	}
	other := func(tree *Tree) error { return tree.Write("file", []byte("other")) }
	if err := Beside([]string{file}, false, other); err == nil || !strings.Contains(err.Error(), "exists already") || read(t, file) != "b" {
		t.Errorf("a file without force: %v, and %q is there", err, read(t, file))
	}
	if err := Beside([]string{mine}, true, func(tree *Tree) error { return tree.Write("mine", nil) }); err == nil || !strings.Contains(err.Error(), "is a directory; name a file") {
		t.Errorf("a file in the place of a directory: %v", err)
	}
	if err := Into(mine, false, fill); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("a directory without force: %v", err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// A link in the place of an export leads nowhere: where it points to nothing is
// written, and nothing is taken away.
func TestLinkInThePlaceOfAnExport(t *testing.T) {
	dir := t.TempDir()
	earlier, link := filepath.Join(dir, "earlier"), filepath.Join(dir, "link")
	fill := func(tree *Tree) error { return tree.Write("datapackage.json", []byte(`{"name": "`+packageName+`"}`)) }
	if err := Into(earlier, false, fill); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{earlier, filepath.Join(dir, "nothing")} {
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		if err := Into(link, false, fill); err == nil || !strings.Contains(err.Error(), "exists already") {
			t.Errorf("a link to %s: %v", target, err)
		}
		if err := Into(link, true, fill); err == nil || !strings.Contains(err.Error(), "is no directory") {
			t.Errorf("a link to %s, with force: %v", target, err)
		}
		if to, err := os.Readlink(link); err != nil || to != target {
			t.Errorf("the link leads to %q, %v", to, err)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
	}
	victim := filepath.Join(dir, "victim")
	if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{victim, filepath.Join(dir, "nothing")} {
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		table := func(tree *Tree) error { return tree.Write("link", []byte("table")) }
		if err := Beside([]string{link}, false, table); err == nil || !strings.Contains(err.Error(), "exists already") {
			t.Errorf("a link to %s: %v", target, err)
		}
		if err := Beside([]string{link}, true, table); err != nil { // replaces the link
			t.Error(err)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
	}
	if read(t, victim) != "mine" {
		t.Errorf("the file holds %q", read(t, victim))
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
}

// An export that cannot take its place leaves the earlier one in it.
func TestTheEarlierExportStays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	fill := func(tree *Tree) error { return tree.Write("datapackage.json", []byte(`{"name": "`+packageName+`"}`)) }
	if err := Into(dir, false, fill); err != nil {
		t.Fatal(err)
	}
	lost := func(tree *Tree) error { return os.RemoveAll(tree.root) } // as if somebody had cleared it away
	if err := Into(dir, true, lost); err == nil || !isExport(dir) {
		t.Errorf("%v, and the earlier one is there: %v", err, isExport(dir))
	}
}
