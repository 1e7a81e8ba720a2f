package sheet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
)

// Book is an open file. Its methods may be called from one goroutine at a time;
// several readers of it may be used at once.
type Book struct {
	name   string
	format Format
	lim    Limits
	file   io.Closer       // nil for a reader that is another's
	read   *counted        // nil for a reader that is another's
	ctx    context.Context // done when the book is closed
	stop   context.CancelFunc
	ahead  sync.WaitGroup // goroutines that read from the file

	text func() (io.Reader, error) // CSV and JSON: the inflated stream, anew at each call
	ods  *odsBook
	xlsx *xlsxBook

	unended atomic.Int64
}

// headSize is how much of a text is looked at to tell its format.
const headSize = 64 << 10

// Open opens a CSV, XLSX, ODS or JSON file, plain, gzipped, or alone in a zip.
func Open(path string, lim Limits) (*Book, error) {
	return openFile(path, filepath.Base(path), func(f io.ReaderAt, size int64) (*Book, error) {
		return open(f, size, lim)
	})
}

// OpenReader opens a file of size bytes that r gives. The reader stays the
// caller's to close.
func OpenReader(name string, r io.ReaderAt, size int64, lim Limits) (*Book, error) {
	b, err := open(r, size, lim)
	if err != nil {
		return nil, place{file: name}.at(err, 0, 0)
	}
	b.name = name
	return b, nil
}

// Members lists the files in a zip, in its order, with names fit to be shown;
// nil for a file that is not a zip of files (a workbook is none).
func Members(path string, lim Limits) ([]string, error) {
	var names []string
	b, err := openFile(path, filepath.Base(path), func(f io.ReaderAt, size int64) (*Book, error) {
		magic, err := start(f, size)
		if err == nil && isZip(magic) {
			var c *container
			if c, err = openZip(f, size, lim); err == nil && workbook(c) == Unknown {
				names = c.dataFiles()
			}
		}
		return newBook(Unknown, lim), err
	})
	if err != nil {
		return nil, err
	}
	return names, b.Close()
}

// OpenMember opens one file in a zip, by a name that Members gave.
func OpenMember(path, member string, lim Limits) (*Book, error) {
	return openFile(path, filepath.Base(path)+"/"+member, func(f io.ReaderAt, size int64) (*Book, error) {
		magic, err := start(f, size)
		if err != nil {
			return nil, err
		}
		if !isZip(magic) {
			return nil, fault("", "not a zip")
		}
		c, err := openZip(f, size, lim)
		if err != nil {
			return nil, err
		}
		return openPacked(c, member, lim)
	})
}

// openFile opens a regular file and has it read; it is closed with the book.
func openFile(path, name string, read func(io.ReaderAt, int64) (*Book, error)) (*Book, error) {
	at := place{file: name}
	info, err := os.Stat(path) // before Open, which would wait for the writer of a pipe
	switch {
	case err != nil:
		return nil, at.at(&Error{What: cause(err), Err: err}, 0, 0)
	case info.IsDir():
		return nil, at.at(fault("name the files in it", "a directory"), 0, 0)
	case !info.Mode().IsRegular():
		return nil, at.at(fault("save it to a file first", "not a regular file"), 0, 0)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, at.at(&Error{What: cause(err), Err: err}, 0, 0)
	}
	from := &counted{ReaderAt: f}
	b, err := read(from, info.Size())
	if err != nil {
		f.Close()
		return nil, at.at(err, 0, 0)
	}
	b.file, b.read = f, from
	b.name = name
	return b, nil
}

// counted counts what is read of a file.
type counted struct {
	io.ReaderAt
	bytes atomic.Int64
}

func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, off)
	c.bytes.Add(int64(n))
	return n, err
}

// cause is an error of the system without the path, which the place has.
func cause(err error) string {
	if e := (*os.PathError)(nil); errors.As(err, &e) {
		return e.Err.Error()
	}
	return err.Error()
}

func newBook(format Format, lim Limits) *Book {
	b := &Book{format: format, lim: lim}
	b.ctx, b.stop = context.WithCancel(context.Background())
	return b
}

// start gives the first bytes of a file, by which packed formats are told.
func start(r io.ReaderAt, size int64) ([]byte, error) {
	if size == 0 {
		return nil, fault(doCopy, "the file is empty")
	}
	head := make([]byte, min(size, 8))
	if n, err := r.ReadAt(head, 0); n < len(head) {
		return nil, err
	}
	return head, nil
}

func isZip(magic []byte) bool {
	return bytes.HasPrefix(magic, []byte("PK\x03\x04")) || bytes.HasPrefix(magic, []byte("PK\x05\x06"))
}

func isGzip(magic []byte) bool { return bytes.HasPrefix(magic, []byte{0x1F, 0x8B}) }

// open tells a file by its content; its name says nothing.
func open(r io.ReaderAt, size int64, lim Limits) (*Book, error) {
	magic, err := start(r, size)
	if err != nil {
		return nil, err
	}
	switch {
	case isZip(magic):
		c, err := openZip(r, size, lim)
		if err != nil {
			return nil, err
		}
		if workbook(c) != Unknown {
			return openWorkbook(c, lim)
		}
		files := c.dataFiles()
		switch len(files) {
		case 0:
			return nil, fault(doCopy, "the zip is empty")
		case 1:
			return openPacked(c, files[0], lim)
		}
		const shown = 5
		list := strings.Join(files[:min(shown, len(files))], ", ")
		if len(files) > shown {
			list += ", ..."
		}
		return nil, fault("name one of them", "the zip holds %d files (%s)", len(files), list)
	case isGzip(magic):
		stream := func() (io.Reader, error) { return openGzip(io.NewSectionReader(r, 0, size), lim) }
		return openStream(stream, "", 0, lim)
	}
	stream := func() (io.Reader, error) { return io.NewSectionReader(r, 0, size), nil }
	return openText(stream, "", lim)
}

// openPacked opens a member of a zip that is not itself a workbook.
func openPacked(c *container, member string, lim Limits) (*Book, error) {
	f := c.members[strings.ToLower(member)]
	if f == nil {
		return nil, fault("", "the zip has no such member")
	}
	stream := func() (io.Reader, error) { return c.open(member) }
	return openStream(stream, path.Ext(member), int64(f.UncompressedSize64), lim)
}

// openStream opens what was packed: a text as a stream, a workbook from memory,
// and nothing that is packed again.
func openStream(stream func() (io.Reader, error), ext string, size int64, lim Limits) (*Book, error) {
	r, err := stream()
	if err != nil {
		return nil, err
	}
	magic := make([]byte, 8)
	n, err := readFull(r, magic)
	if err != nil && err != io.EOF {
		return nil, err
	}
	magic = magic[:n]
	switch {
	case n == 0:
		return nil, fault(doCopy, "the file within is empty")
	case isGzip(magic):
		return nil, fault("unpack the outer one", "packed twice")
	case !isZip(magic):
		return openText(stream, ext, lim)
	}
	if r, err = stream(); err != nil {
		return nil, err
	}
	b, err := whole(r, size, lim)
	if err != nil {
		return nil, err
	}
	c, err := openZip(bytes.NewReader(b), int64(len(b)), lim)
	if err != nil {
		return nil, err
	}
	if workbook(c) == Unknown {
		return nil, fault("unpack the outer one", "packed twice: a zip within")
	}
	return openWorkbook(c, lim)
}

// openText tells CSV from JSON and from what only looks like text.
func openText(stream func() (io.Reader, error), ext string, lim Limits) (*Book, error) {
	r, err := stream()
	if err != nil {
		return nil, err
	}
	head := make([]byte, headSize)
	n, err := readFull(r, head)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if e := notText(head[:n]); e != nil {
		return nil, e
	}
	text := newTextReader(io.MultiReader(bytes.NewReader(head[:n]), failing{err}))
	decoded := make([]byte, headSize)
	n, _ = text.fill(decoded) // what is wrong here is told when it is read
	b := newBook(textFormat(decoded[:n], ext), lim)
	b.text = stream
	return b, nil
}

// failing gives an error at once; io.EOF where there is none.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

// notText names the files that people take for tables.
func notText(head []byte) error {
	lower := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head[:min(len(head), 1024)], []byte("\xEF\xBB\xBF")), " \t\r\n"))
	switch {
	case len(bytes.TrimSpace(lower)) == 0 && len(head) <= 1024:
		return fault(doCopy, "the file is empty")
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return fault(doSave+" without a password", "an old Excel workbook (.xls) or one with a password")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return fault("get the table itself", "a PDF")
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("<html")):
		return fault("get the file that the page links to", "a web page")
	case bytes.HasPrefix(lower, []byte("<?xml")):
		return fault(doSave, "an XML file")
	}
	return nil
}

// textFormat tells JSON by its first character, and lines of JSON by the first
// line being a value of its own.
func textFormat(head []byte, ext string) Format {
	t := bytes.TrimLeft(head, " \t\r\n")
	if len(t) == 0 || t[0] != '{' && t[0] != '[' {
		return CSV
	}
	first, rest, more := bytes.Cut(t, []byte("\n"))
	if len(t) == 1 || !more && len(head) == headSize {
		return JSON
	}
	if strings.EqualFold(ext, ".ndjson") || strings.EqualFold(ext, ".jsonl") ||
		json.Valid(first) && len(bytes.TrimSpace(rest)) > 0 {
		return NDJSON
	}
	return JSON
}
