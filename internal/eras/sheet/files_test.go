package sheet_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
)

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file is told by its content, packed or not.
func TestOpenPacked(t *testing.T) {
	tab := table("t", sheettest.Texts("a", "b"), sheettest.Texts("c"))
	var ods, xlsx bytes.Buffer
	if err := errors.Join(sheettest.WriteODS(&ods, tab), sheettest.WriteXLSX(&xlsx, tab)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		content string
		format  sheet.Format
	}{{"a,b\nc\n", sheet.CSV}, {ods.String(), sheet.ODS}, {xlsx.String(), sheet.XLSX}} {
		for name, file := range map[string][]byte{
			"plain":     []byte(c.content),
			"gzip":      gzipOf(t, c.content),
			"zip":       zipOf(t, "__MACOSX/._f", "x", "dir/f", c.content, ".DS_Store", "x"),
			"two gzips": append(gzipOf(t, c.content[:3]), gzipOf(t, c.content[3:])...),
		} {
			b, err := sheet.Open(write(t, "f.dat", file), sheet.DefaultLimits())
			if err != nil {
				t.Errorf("%s %s: %v", name, c.format, err)
				continue
			}
			if b.Format() != c.format {
				t.Errorf("%s %s is taken for %s", name, c.format, b.Format())
			}
			heads, err := b.Heads(context.Background(), 1)
			if err != nil || len(heads) != 1 || !cmp.Equal(heads[0].Rows, [][]string{{"a", "b"}}) {
				t.Errorf("%s %s: %v, %v", name, c.format, heads, err)
			}
			if err := b.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestMembers(t *testing.T) {
	var ods bytes.Buffer
	if err := sheettest.WriteODS(&ods, table("t", sheettest.Texts("o"))); err != nil {
		t.Fatal(err)
	}
	path := write(t, "f.zip", zipOf(t, "b.csv", "b\n", "/x/../a.csv", "a\n", "c.ods", ods.String(), "d/", ""))
	names, err := sheet.Members(path, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"b.csv", "a.csv", "c.ods"}, names); d != "" {
		t.Error(d)
	}
	for i, want := range []string{"b", "a", "o"} {
		b, err := sheet.OpenMember(path, names[i], sheet.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		heads, err := b.Heads(context.Background(), 1)
		if err != nil || len(heads) != 1 || heads[0].Rows[0][0] != want {
			t.Errorf("%s: %v, %v", names[i], heads, err)
		}
		b.Close()
	}
	if _, err := sheet.OpenMember(path, "z.csv", sheet.DefaultLimits()); err == nil || err.Error() != "f.zip/z.csv: the zip has no such member" {
		t.Error(err)
	}
	for name, content := range map[string][]byte{"f.ods": ods.Bytes(), "f.csv": []byte("a\n"), "f.gz": gzipOf(t, "a\n")} {
		if names, err := sheet.Members(write(t, name, content), sheet.DefaultLimits()); err != nil || names != nil {
			t.Errorf("%s: %v, %v", name, names, err)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		in     string
		format sheet.Format
	}{
		{`{"a": [1]}`, sheet.JSON},
		{"{\n \"a\": 1\n}\n", sheet.JSON},
		{" [1,\n2]", sheet.JSON},
		{"{\"a\":1}\n{\"a\":2}\n", sheet.NDJSON},
		{"{", sheet.JSON},
		{"a,{b}\n", sheet.CSV},
	} {
		for name, file := range map[string][]byte{"plain": []byte("\xEF\xBB\xBF" + c.in), "gzip": gzipOf(t, c.in), "zip": zipOf(t, "f", c.in)} {
			b, err := openBytes(file, sheet.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			r, err := b.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if b.Format() != c.format || string(got) != c.in || err != nil {
				t.Errorf("%s %q: %s, %q, %v", name, c.in, b.Format(), got, err)
			}
			if c.format != sheet.CSV {
				if _, err := b.Rows(context.Background(), ""); err == nil {
					t.Errorf("%q has rows", c.in)
				}
			}
			r.Close()
			b.Close()
		}
	}
	if b, err := sheet.Open(write(t, "f.zip", zipOf(t, "one.jsonl", `{"a":1}`)), sheet.DefaultLimits()); err != nil || b.Format() != sheet.NDJSON {
		t.Error(err)
	}
}

// broken is a file whose disk fails after its beginning.
type broken struct{ begin string }

var errDisk = errors.New("input/output error")

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off < int64(len(b.begin)) {
		return copy(p, b.begin[off:]), nil
	}
	return 0, errDisk
}

func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		path, what string
		is         error
	}{
		{dir, "a directory; name the files in it", nil},
		{filepath.Join(dir, "none.csv"), "none.csv: no such file or directory", fs.ErrNotExist},
		{os.DevNull, "not a regular file; save it to a file first", nil},
	} {
		_, err := sheet.Open(c.path, sheet.DefaultLimits())
		var e *sheet.Error
		if !errors.As(err, &e) || e.File != filepath.Base(c.path) || !strings.Contains(err.Error(), c.what) || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %v", c.path, err)
		}
	}
	b, err := sheet.OpenReader("f.csv", broken{strings.Repeat("a,b\n", 50_000)}, 1<<30, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	r, err := b.Rows(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rows, err := drain(r)
	if len(rows) != 50_000 || !errors.Is(err, errDisk) || err.Error() != "f.csv, row 50001, column 1: input/output error" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
