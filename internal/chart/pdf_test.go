package chart_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
)

// objects reads a PDF as a reader does, from its end: the newest version of each
// object that the tables name.
func objects(t *testing.T, raw []byte) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	end := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(raw)
	if end == nil {
		t.Fatal("the PDF has no end")
	}
	for at := string(end[1]); at != ""; {
		start, err := strconv.Atoi(at)
		if err != nil || !bytes.HasPrefix(raw[start:], []byte("xref\n")) {
			t.Fatalf("no table at %s: %v", at, err)
		}
		table, rest, _ := bytes.Cut(raw[start+5:], []byte("trailer"))
		lines := bytes.Split(bytes.TrimSpace(table), []byte("\n"))
		for i := 0; i < len(lines); {
			var first, n int
			if _, err := fmt.Sscanf(string(lines[i]), "%d %d", &first, &n); err != nil {
				t.Fatal(err)
			}
			for k := range n {
				i++
				var offset int
				var kind string
				if _, err := fmt.Sscanf(string(lines[i]), "%d 00000 %s", &offset, &kind); err != nil || kind != "n" {
					continue
				}
				id := strconv.Itoa(first + k)
				if !bytes.HasPrefix(raw[offset:], []byte(id+" 0 obj\n")) {
					t.Fatalf("object %s is not at %d", id, offset)
				}
				if out[id] == nil {
					out[id] = raw[offset:]
				}
			}
			i++
		}
		at = ""
		if m := regexp.MustCompile(`^\s*<<[^>]*/Prev (\d+)`).FindSubmatch(rest); m != nil {
			at = string(m[1])
		}
	}
	return out
}

// Each font of a PDF has its own letters, and a picture too tall for paper has pages.
func TestPDF(t *testing.T) {
	for name, pages := range map[string]int{"leicester": 1, "twelve": 4} {
		var b bytes.Buffer
		if err := pictures(t)[name].Write(&b, "pdf"); err != nil {
			t.Fatal(err)
		}
		all := objects(t, b.Bytes())
		fonts, leaves := 0, 0
		for _, o := range all {
			o, _, _ = bytes.Cut(o, []byte("endobj"))
			if bytes.Contains(o, []byte("/Type /Page\n")) {
				leaves++
			}
			m := regexp.MustCompile(`/FontName /(\S+) .*/FontFile2 (\d+) 0 R`).FindSubmatch(o)
			if m == nil {
				continue
			}
			fonts++
			want := map[string][]byte{"LiberationSans": liberationsansregular.TTF, "LiberationSans-Bold": liberationsansbold.TTF}[string(m[1])]
			_, stream, _ := bytes.Cut(all[string(m[2])], []byte("stream\n"))
			z, err := zlib.NewReader(bytes.NewReader(stream))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %s has the letters of another font (%v)", name, m[1], err)
			}
		}
		if fonts != 2 || leaves != pages {
			t.Errorf("%s: %d fonts on %d pages, want 2 on %d", name, fonts, leaves, pages)
		}
	}
}
