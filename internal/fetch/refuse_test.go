package fetch

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A file that is not what was wanted, or not whole, is an error, and nothing of it
// stays; a damaged one is asked for twice.
func TestDownloadRefuses(t *testing.T) {
	csv, ods := table(1000), spreadsheet(t)
	wrong := md5.Sum([]byte("another"))
	for _, c := range []struct {
		name     string
		formats  []Format
		answer   http.HandlerFunc
		requests int
		says     string
	}{
		{"web page with status 200", []Format{CSV}, plain([]byte("\n<!DOCTYPE html><html><head><title>Page not\n found</title>")), 1, `want csv, got a web page, "Page not found"`},
		{"web page in place of a spreadsheet", []Format{ODS, XLSX}, plain([]byte("<html><body>Sorry")), 1, "want ods, xlsx, got a web page"},
		{"XML", []Format{CSV}, plain([]byte(`<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>`)), 1, "want csv, got XML"},
		{"JSON", []Format{CSV}, plain([]byte(`{"error":"busy"}`)), 1, "want csv, got JSON"},
		{"text in place of a spreadsheet", []Format{ODS}, plain(csv), 1, "want ods, got plain text"},
		{"another spreadsheet", []Format{XLSX}, plain(ods), 1, "want xlsx, got an ods file"},
		{"PDF", []Format{CSV}, plain([]byte("%PDF-1.7\n\x00")), 1, "want csv, got a PDF"},
		{"bytes", []Format{CSV}, plain([]byte("\x00\x01\x02")), 1, "unknown format"},
		{"empty", []Format{CSV}, plain(nil), 2, "empty file"},
		{"cut off where the length agrees", []Format{ODS}, plain(ods[:len(ods)-30]), 2, "not a valid zip file"},
		{"length too small", []Format{ODS}, shorter(ods, len(ods)-30), 2, "not a valid zip file"},
		{"wrong Content-MD5", []Format{CSV}, plain(csv, "Content-MD5", base64.StdEncoding.EncodeToString(wrong[:])), 2, "its md5 is"},
		{"wrong Digest", []Format{CSV}, plain(csv, "Digest", "unixsum=1,SHA-256="+base64.StdEncoding.EncodeToString(make([]byte, 32))), 2, "its sha-256 is"},
		{"wrong Content-Digest", []Format{CSV}, plain(csv, "Content-Digest", "sha-512=:"+base64.StdEncoding.EncodeToString(make([]byte, 64))+":"), 2, "its sha-512 is"},
		{"odd encoding", []Format{CSV}, plain(csv, "Content-Encoding", "br"), 1, "encoded as br"},
		{"no gzip that says it is", []Format{CSV}, plain(csv, "Content-Encoding", "gzip"), 2, "gzip: invalid header"},
		{"too long by its header", []Format{CSV}, broken(nil, csv, 99_999_999), 1, "larger than the limit"},
		{"too long", []Format{CSV}, broken(nil, table(200_000), -1), 1, "larger than the limit"},
		{"not there", []Format{CSV}, status(404), 1, "404 Not Found"},
		{"a part nobody asked for", []Format{CSV}, status(206, "Content-Range", "bytes 5-9/10"), 1, "206"},
		{"unchanged, says a server that was asked nothing", []Format{CSV}, status(304), 1, "304"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server, log := serve(t, c.answer)
			client := newWorld().client(t)
			client.Limits.File = 100_000
			dir := t.TempDir()
			w := wanted(server)
			w.Formats = c.formats
			_, err := client.Download(t.Context(), openDir(t, dir), w)
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), server.URL+"/2026/03/acute%20data.csv") {
				t.Errorf("error %v, want %q and the address", err, c.says)
			}
			if log.count() != c.requests {
				t.Errorf("%d requests, want %d", log.count(), c.requests)
			}
			if diff := cmp.Diff([]string{journal}, left(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A damaged file is got once more, and a sound one then taken.
func TestDownloadAgainAfterDamage(t *testing.T) {
	ods := spreadsheet(t)
	server, _ := serve(t, plain(ods[:len(ods)-30]), plain(ods))
	w := wanted(server)
	w.Formats = []Format{ODS}
	if got, err := newWorld().client(t).Download(t.Context(), openDir(t, t.TempDir()), w); err != nil || !bytes.Equal(content(t, got.Path), ods) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Right checksums are taken; that of a single message does not hold for the file.
func TestDownloadChecksums(t *testing.T) {
	want := table(300_000)
	sum, sha, rest := md5.Sum(want), sha256.Sum256(want), md5.Sum(want[100_000:])
	server, _ := serve(t, broken(http.Header{
		"Etag": {`"v1"`}, "Content-Md5": {base64.StdEncoding.EncodeToString(sum[:])},
		"Digest": {"SHA-256=" + base64.StdEncoding.EncodeToString(sha[:])},
	}, want[:100_000], len(want)), func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-MD5", base64.StdEncoding.EncodeToString(rest[:]))
		file(want, `"v1"`)(w, r)
	})
	if got, err := newWorld().client(t).Download(t.Context(), openDir(t, t.TempDir()), wanted(server)); err != nil || !bytes.Equal(content(t, got.Path), want) {
		t.Errorf("%+v, %v", got, err)
	}
}

// A file sent gzipped is checked as it was sent and kept as it was before.
func TestDownloadInflates(t *testing.T) {
	want := table(300_000)
	sent := gzipped(t, want)
	sum := sha256.Sum256(sent)
	server, log := serve(t, broken(http.Header{
		"Content-Encoding": {"gzip"}, "Etag": {`"v1"`}, "Repr-Digest": {"sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"},
	}, sent[:len(sent)/2], len(sent)), func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		file(sent, `"v1"`)(w, r)
	})
	got, err := newWorld().client(t).Download(t.Context(), openDir(t, t.TempDir()), wanted(server))
	if err != nil || !bytes.Equal(content(t, got.Path), want) || got.Bytes != int64(len(want)) {
		t.Fatalf("%+v, %v", got, err)
	}
	if log.all[1].Header.Get("Range") == "" {
		t.Error("the second request asked for everything")
	}

	for name, c := range map[string]struct {
		limit int64
		body  []byte
		says  string
	}{
		"cut off where HTTP cannot tell": {1 << 20, sent[:len(sent)/2], "unexpected EOF"},
		"spoilt":                         {1 << 20, append(append([]byte(nil), sent[:len(sent)-6]...), "spoilt"...), "gzip: invalid checksum"},
		"inflates beyond the limit":      {100_000, sent, "larger than the limit of 100000 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			server, _ := serve(t, plain(c.body, "Content-Encoding", "gzip"))
			client := newWorld().client(t)
			client.Limits.File = c.limit
			dir := t.TempDir()
			_, err := client.Download(t.Context(), openDir(t, dir), wanted(server))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v", err)
			}
			if diff := cmp.Diff([]string{journal}, left(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A body that drips too slowly is given up and gone on with.
func TestDownloadStalled(t *testing.T) {
	want := table(300_000)
	server, log := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Content-Length", fmt.Sprint(len(want)))
		w.Write(want[:100])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}, file(want, `"v1"`))
	w := newWorld()
	client := w.client(t)
	client.Limits.Idle = 100 * time.Millisecond
	got, err := client.Download(t.Context(), openDir(t, t.TempDir()), wanted(server))
	if err != nil || !bytes.Equal(content(t, got.Path), want) {
		t.Fatalf("%+v, %v", got, err)
	}
	if !w.said("brought less than 1024 bytes in 100ms") || log.all[1].Header.Get("Range") != "bytes=100-" {
		t.Errorf("remarks %q, second request %v", w.remarks, log.all[1].Header)
	}
}

// A byte now and then does not keep a body alive.
func TestDrip(t *testing.T) {
	for bytes, stalls := range map[int64]bool{0: true, leastInTime - 1: true, leastInTime: false} {
		stalled := false
		w := watch(http.NoBody, time.Hour, func() { stalled = true })
		w.since.Add(bytes)
		w.check()
		w.timer.Stop()
		if stalled != stalls {
			t.Errorf("%d bytes in time: stalled is %v", bytes, stalled)
		}
	}
}

// A server that says nothing at all is given up too.
func TestDownloadSilent(t *testing.T) {
	server, _ := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	client := newWorld().client(t)
	client.Limits.Header, client.Limits.Attempts = 20*time.Millisecond, 2
	_, err := client.Download(t.Context(), openDir(t, t.TempDir()), wanted(server))
	if err == nil || !strings.Contains(err.Error(), "no answer within 20ms (given up after 2 attempts running)") {
		t.Errorf("error %v", err)
	}
}

// However fast it comes, a file has its time.
func TestDownloadTakesTooLong(t *testing.T) {
	server, _ := serve(t, file(table(300_000), `"v1"`))
	w := newWorld()
	client := w.client(t)
	client.Now = func() time.Time { // an hour a look
		_ = w.sleep(t.Context(), time.Hour)
		return w.clock()
	}
	_, err := client.Download(t.Context(), openDir(t, t.TempDir()), wanted(server))
	if err == nil || !strings.Contains(err.Error(), "took longer than 2h") {
		t.Errorf("error %v", err)
	}
}

// A full disk leaves nothing under the file's name.
func TestDownloadOntoAFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
	server, _ := serve(t, file(table(200_000), `"v1"`))
	dir := t.TempDir()
	o := openDir(t, dir)
	w := wanted(server)
	if err := os.Symlink("/dev/full", partPath(o, w)); err != nil {
		t.Fatal(err)
	}
	_, err := newWorld().client(t).Download(t.Context(), o, w)
	if err == nil || !strings.Contains(err.Error(), "no space left on device") {
		t.Errorf("error %v", err)
	}
	if only(t, dir, "*.csv") != filepath.Join(dir, journal) {
		t.Errorf("the directory has %v", left(t, dir))
	}
}

// The same where the disk is full when the whole file is put together.
func TestKeepOntoAFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
	want := table(200_000)
	server, log := serve(t, file(want, `"v1"`))
	dir := t.TempDir()
	o := openDir(t, dir)
	w := wanted(server)
	if err := os.Symlink("/dev/full", partPath(o, w)+".whole"); err != nil {
		t.Fatal(err)
	}
	if _, err := newWorld().client(t).Download(t.Context(), o, w); err == nil || !strings.Contains(err.Error(), "no space left on device") {
		t.Errorf("error %v", err)
	}
	if only(t, dir, "*.csv") != filepath.Join(dir, journal) {
		t.Errorf("the directory has %v", left(t, dir))
	}
	// With room again, the whole part is not got again.
	got, err := newWorld().client(t).Download(t.Context(), o, w)
	if err != nil || !bytes.Equal(content(t, got.Path), want) || log.all[1].Header.Get("Range") != fmt.Sprintf("bytes=%d-", len(want)) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Two runs do not get the same file at once.
func TestDownloadByTwoRuns(t *testing.T) {
	server, log := serve(t, file(table(1000), `"v1"`))
	o := openDir(t, t.TempDir())
	w := wanted(server)
	p, err := openPart(partPath(o, w), w.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	second, err := os.Open(p.path)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if lock(second) == nil {
		t.Skip("this system locks no files")
	}
	if _, err := newWorld().client(t).Download(t.Context(), o, w); err == nil || !strings.Contains(err.Error(), "another run") || log.count() > 0 {
		t.Errorf("error %v after %d requests", err, log.count())
	}
}
