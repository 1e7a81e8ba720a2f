package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"careratings/internal/eras"
)

// journal is the file of a directory of originals that says where each came from.
const journal = "index.csv"

// Original is a file as its publisher sent it, as the journal has it.
type Original struct {
	FetchedAt    time.Time // UTC, to the second
	ID           string    // of the publication
	File         string    // name in the directory
	Date         eras.Interval
	URL          string
	Bytes        int64
	SHA256       string
	ETag         string
	LastModified string
}

func journalColumns() []string {
	return []string{"fetched_at", "id", "file", "date", "url", "bytes", "sha256", "etag", "last_modified"}
}

func (o Original) record() []string {
	return []string{
		o.FetchedAt.UTC().Format(time.RFC3339), o.ID, o.File, string(o.Date), o.URL, strconv.FormatInt(o.Bytes, 10),
		o.SHA256, o.ETag, o.LastModified,
	}
}

// Originals is a directory of originals. Files are added to it and never changed.
type Originals struct {
	dir  string
	held []Original
}

// OpenOriginals opens a directory of originals and makes it where there is none.
// It is an error, before anything is asked of a server, when it cannot be
// written to. remark is told of journal rows that cannot be read.
func OpenOriginals(dir string, remark func(string)) (*Originals, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, journal)
	f, err := openOwn(path, os.O_RDWR|os.O_CREATE|os.O_APPEND)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	o := &Originals{dir: dir}
	raw, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	if len(raw) == 0 {
		return o, writeRecord(f, journalColumns())
	}
	return o, o.read(raw, path, remark)
}

// read reads the journal. The last row of a run that was killed may be torn; it
// is passed over with a remark.
func (o *Originals) read(raw []byte, path string, remark func(string)) error {
	for i, line := range bytes.Split(raw, []byte("\n")) { // no cell holds a line end
		if len(line) == 0 {
			continue
		}
		rec, err := csv.NewReader(bytes.NewReader(line)).Read()
		if i == 0 {
			if err != nil || !slices.Equal(rec, journalColumns()) {
				return fmt.Errorf("%s: is no journal of originals: its header is %q", path, line)
			}
			continue
		}
		original, ok := readOriginal(rec)
		if err != nil || !ok {
			remark(fmt.Sprintf("%s: row %d cannot be read and is passed over", path, i))
			continue
		}
		o.held = append(o.held, original)
	}
	return nil
}

func readOriginal(rec []string) (Original, bool) {
	if len(rec) != len(journalColumns()) {
		return Original{}, false
	}
	at, err1 := time.Parse(time.RFC3339, rec[0])
	n, err2 := strconv.ParseInt(rec[5], 10, 64)
	date, err3 := eras.ParseInterval(rec[3])
	return Original{
		FetchedAt: at, ID: rec[1], File: rec[2], Date: date, URL: rec[4], Bytes: n, SHA256: rec[6], ETag: rec[7], LastModified: rec[8],
	}, err1 == nil && err2 == nil && err3 == nil && rec[2] == filepath.Base(rec[2]) && len(rec[6]) == 64
}

// latest is the last original got from an address, if it is still there.
func (o *Originals) latest(url string) (Original, bool) {
	for _, original := range slices.Backward(o.held) {
		if original.URL != url {
			continue
		}
		info, err := os.Stat(o.path(original.File))
		return original, err == nil && info.Mode().IsRegular() && info.Size() == original.Bytes
	}
	return Original{}, false
}

func (o *Originals) path(file string) string { return filepath.Join(o.dir, file) }

// add enters an original into the journal.
func (o *Originals) add(original Original) error {
	f, err := openOwn(o.path(journal), os.O_RDWR|os.O_APPEND)
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' { // a torn row stays one row
			if _, err := f.WriteString("\n"); err != nil {
				return err
			}
		}
	}
	if err := writeRecord(f, original.record()); err != nil {
		return err
	}
	o.held = append(o.held, original)
	return nil
}

// writeRecord writes a row in one piece, and onto the disk.
func writeRecord(f *os.File, record []string) error {
	for i, cell := range record {
		record[i] = string(bytes.Map(func(r rune) rune {
			if r < ' ' {
				return -1
			}
			return r
		}, []byte(cell)))
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(record); err != nil {
		return err
	}
	w.Flush()
	if _, err := f.Write(b.Bytes()); err != nil {
		return err
	}
	return f.Sync()
}

// whole is a whole file to be kept.
type whole struct {
	content  io.Reader
	limit    int64  // bytes
	tmp      string // where it is put together; no other run uses the path
	name     string // the publisher's name for it
	original Original
	// check says whether it is what it should be, and the ending of its name.
	check func(f *os.File, size int64) (ext string, err error)
}

// keep copies a whole file in, checks it, gives it its name and enters it into
// the journal. On an error nothing bears the name.
func (o *Originals) keep(w whole) (result Result, err error) {
	f, err := openOwn(w.tmp, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return Result{}, err
	}
	defer func() {
		_ = f.Close() // what was written is on the disk by Sync
		if removed := os.Remove(w.tmp); !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(w.content, w.limit+1))
	if err != nil {
		return Result{}, err
	}
	if n > w.limit {
		return Result{}, fmt.Errorf("%w of %d bytes", errTooLarge, w.limit)
	}
	ext, err := w.check(f, n)
	if err != nil {
		return Result{}, err
	}
	if err := f.Sync(); err != nil {
		return Result{}, err
	}
	if _, given := splitName(w.name); given == "" {
		w.name += "." + ext
	}
	w.original.Bytes, w.original.SHA256 = n, hex.EncodeToString(sum.Sum(nil))
	file, already, err := o.place(w.tmp, w.name, w.original.SHA256)
	if err != nil {
		return Result{}, err
	}
	w.original.File = file
	status := Fetched
	if already {
		status = Unchanged
	}
	return Result{Original: w.original, Status: status, Path: o.path(file)}, o.add(w.original)
}

// place gives a finished file its name: the publisher's, with the beginning of
// its SHA-256. It replaces no file: one of other content that has the name makes
// the hash in the name longer. already says that the same content stands there.
func (o *Originals) place(tmp, name, sha string) (file string, already bool, err error) {
	stem, ext := splitName(fileName(name))
	if ext != "" {
		ext = "." + ext
	}
	for _, n := range []int{8, 16, len(sha)} {
		file = stem + "." + sha[:n] + ext
		switch err := linkOnce(tmp, o.path(file)); {
		case err == nil:
			return file, false, nil
		case !errors.Is(err, fs.ErrExist):
			return "", false, err
		}
		there, err := fileSHA256(o.path(file))
		if err != nil {
			return "", false, err
		}
		if there == sha {
			return file, true, nil
		}
	}
	return "", false, fmt.Errorf("%s: %w, with other content", o.path(file), fs.ErrExist)
}

// linkOnce gives a file a second name that must be free. Where the file system
// has no links, an empty file takes the name first and is replaced.
func linkOnce(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

func fileSHA256(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return sha256Of(f)
}
