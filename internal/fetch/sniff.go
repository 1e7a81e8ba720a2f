package fetch

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Format is how a file is written.
type Format string

// The formats a publication may have.
const (
	CSV    Format = "csv"
	ODS    Format = "ods"
	XLSX   Format = "xlsx"
	Zip    Format = "zip"
	JSON   Format = "json"
	NDJSON Format = "ndjson"
	PDF    Format = "pdf"
)

func formats() []Format { return []Format{CSV, ODS, XLSX, Zip, JSON, NDJSON, PDF} }

func joinFormats(list []Format) string {
	words := make([]string, len(list))
	for i, f := range list {
		words[i] = string(f)
	}
	return strings.Join(words, ", ")
}

// damaged is a file that is not what the server meant to send.
type damaged struct{ err error }

func (d *damaged) Error() string { return d.err.Error() }
func (d *damaged) Unwrap() error { return d.err }

// checkFormat holds a file to the formats it may have. A web page in its place,
// with status 200, is what servers send for many a fault. A zip (and so a
// spreadsheet) without its directory is damaged: it was cut off. Text is taken for
// CSV; the format is that of the file, one of those allowed.
func checkFormat(f *os.File, size int64, allowed []Format) (Format, error) {
	head := make([]byte, min(size, 4096))
	if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	kind, what, err := kindOf(f, head, size)
	switch {
	case err != nil:
		return "", &damaged{fmt.Errorf("want %s, got %s: %w", joinFormats(allowed), what, err)}
	case slices.Contains(allowed, kind):
		return kind, nil
	case kind == JSON && slices.Contains(allowed, NDJSON):
		return NDJSON, nil
	}
	return "", &wrongFormat{joinFormats(allowed), what}
}

// wrongFormat is a file that is whole and something else than what was wanted.
type wrongFormat struct{ want, got string }

func (w *wrongFormat) Error() string { return "want " + w.want + ", got " + w.got }

// kindOf is the format of a file, if it is one of those known, and how to call
// what it holds. The error is for a file that is none because it is not whole.
func kindOf(f io.ReaderAt, head []byte, size int64) (kind Format, what string, err error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case size == 0:
		return "", "an empty file", errors.New("nothing was sent")
	case bytes.HasPrefix(head, []byte("PK")):
		kind, err := zipKind(f, size)
		return kind, map[Format]string{ODS: "an ods file", XLSX: "an xlsx file", Zip: "a zip file"}[kind], err
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return PDF, "a PDF", nil
	case bytes.HasPrefix(text, []byte("<")):
		return "", markup(text), nil
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		return JSON, "JSON", nil
	case bytes.IndexByte(head, 0) < 0 || isUTF16(head):
		return CSV, "plain text", nil
	}
	return "", "bytes of an unknown format", nil
}

func isUTF16(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

// zipKind tells spreadsheets from plain zips by the members.
func zipKind(f io.ReaderAt, size int64) (Format, error) {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return Zip, err
	}
	kind := Zip
	for _, m := range z.File {
		switch m.Name {
		case "xl/workbook.xml":
			kind = XLSX
		case "content.xml":
			kind = ODS
		}
	}
	return kind, nil
}

// markup words what a page in place of a file says of itself.
func markup(text []byte) string {
	z := html.NewTokenizer(bytes.NewReader(text))
	page, inTitle := false, false
	for {
		switch z.Next() {
		case html.ErrorToken:
			if page {
				return "a web page"
			}
			return "XML"
		case html.DoctypeToken:
			page = page || strings.HasPrefix(strings.ToLower(z.Token().Data), "html")
		case html.StartTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "html", "head", "body":
				page = true
			case "title":
				inTitle = page
			}
		case html.TextToken:
			if !inTitle {
				continue
			}
			title := strings.Join(strings.Fields(strings.ToValidUTF8(string(z.Text()), "\ufffd")), " ")
			if r := []rune(title); len(r) > 80 {
				title = string(r[:79]) + "…"
			}
			return fmt.Sprintf("a web page, %q", title)
		}
	}
}

// fileName makes a name that came from a server safe on every system: letters,
// digits and a few marks, no path, no leading dot, at most 120 bytes, its ending
// kept.
func fileName(name string) string {
	safe := func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("._-()", r):
			return r
		}
		return '_'
	}
	name = strings.Trim(strings.Map(safe, strings.ToValidUTF8(name, "_")), "._ ")
	stem, ext := splitName(name)
	if stem == "" {
		stem = "file"
	}
	if len(stem) > 120 {
		stem = stem[:120]
	}
	if ext == "" {
		return stem
	}
	return stem + "." + ext
}

// splitName parts a name from its ending, which is at most 8 bytes.
func splitName(name string) (stem, ext string) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 || len(name)-i > 9 || !utf8.ValidString(name[i:]) {
		return name, ""
	}
	return name[:i], name[i+1:]
}
