package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A file is kept under its publisher's name and the beginning of its hash; the
// journal says where it came from; asked again, the server says that it is
// unchanged.
func TestDownloadKeepsTheOriginal(t *testing.T) {
	want := table(200_000)
	server, log := serve(t, file(want, `"v1"`))
	dir := filepath.Join(t.TempDir(), "new", "originals")
	w := newWorld()
	got, err := w.client(t).Download(t.Context(), openDir(t, dir), wanted(server))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(want)
	sha := hex.EncodeToString(sum[:])
	if got.Status != Fetched || got.SHA256 != sha || got.File != "acute_data."+sha[:8]+".csv" || !bytes.Equal(content(t, got.Path), want) {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff([]string{got.File, journal}, left(t, dir)); diff != "" {
		t.Error(diff)
	}
	wantRow := fmt.Sprintf("2026-10-01T09:00:00Z,acute,%s,2026-03,%s,%d,%s,\"\"\"v1\"\"\",\n", got.File, wanted(server).URL, len(want), sha)
	if rows := string(content(t, filepath.Join(dir, journal))); !strings.HasSuffix(rows, "last_modified\n"+wantRow) {
		t.Errorf("journal\n%swant the row\n%s", rows, wantRow)
	}
	if last := w.reports[len(w.reports)-1]; last.Done != int64(len(want)) || last.Total != int64(len(want)) {
		t.Errorf("last progress %+v", last)
	}
	if agent := log.all[0].UserAgent(); agent != "test/1" {
		t.Errorf("User-Agent %q", agent)
	}

	again, err := newWorld().client(t).Download(t.Context(), openDir(t, dir), wanted(server))
	if err != nil || again.Status != Unchanged || again.Path != got.Path {
		t.Errorf("again: %+v, %v", again, err)
	}
	if h := log.all[1].Header.Get("If-None-Match"); h != `"v1"` {
		t.Errorf("If-None-Match %q", h)
	}
	if diff := cmp.Diff([]string{got.File, journal}, left(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// A server that knows no conditions sends the same file again: nothing is stored
// twice. One that has another file at the address gives a second original.
func TestDownloadNeverOverwrites(t *testing.T) {
	first, second := table(1000), table(2000)
	server, _ := serve(t, plain(first), plain(first), plain(second))
	dir := t.TempDir()
	c := newWorld().client(t)
	var files []string
	for i, want := range []struct {
		status  Status
		content []byte
	}{{Fetched, first}, {Unchanged, first}, {Fetched, second}} {
		got, err := c.Download(t.Context(), openDir(t, dir), wanted(server))
		if err != nil || got.Status != want.status || !bytes.Equal(content(t, got.Path), want.content) {
			t.Fatalf("download %d: %+v, %v", i, got, err)
		}
		files = append(files, got.File)
	}
	if files[0] != files[1] || files[0] == files[2] {
		t.Errorf("names %v", files)
	}
}

// A file of the user's that has the name already stays as it is.
func TestDownloadLeavesAStrangersFile(t *testing.T) {
	want := table(1000)
	sum := sha256.Sum256(want)
	sha := hex.EncodeToString(sum[:])
	dir := t.TempDir()
	mine := filepath.Join(dir, "acute_data."+sha[:8]+".csv")
	write(t, mine, "mine")
	server, _ := serve(t, file(want, `"v1"`))
	got, err := newWorld().client(t).Download(t.Context(), openDir(t, dir), wanted(server))
	if err != nil || got.File != "acute_data."+sha[:16]+".csv" || string(content(t, mine)) != "mine" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Broken off in the middle, a download goes on in the same run and asks only for
// the rest.
func TestDownloadGoesOnAfterAReset(t *testing.T) {
	want := table(300_000)
	for name, length := range map[string]int{"with its length": len(want), "chunked": -1} {
		t.Run(name, func(t *testing.T) {
			server, log := serve(t, broken(http.Header{"Etag": {`"v1"`}}, want[:100_000], length), file(want, `"v1"`))
			dir := t.TempDir()
			got, err := newWorld().client(t).Download(t.Context(), openDir(t, dir), wanted(server))
			if err != nil || !bytes.Equal(content(t, got.Path), want) {
				t.Fatalf("%+v, %v", got, err)
			}
			if h := log.all[1].Header; h.Get("Range") != "bytes=100000-" || h.Get("If-Range") != `"v1"` {
				t.Errorf("second request %v", h)
			}
			if diff := cmp.Diff([]string{got.File, journal}, left(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What the second answer may be when a download goes on.
func TestDownloadGoesOnOnlyWithTheSameFile(t *testing.T) {
	old, fresh := table(300_000), bytes.ToUpper(table(300_000))
	const k = 100_000
	part := func(etag, contentRange string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("ETag", etag)
			w.Header().Set("Content-Range", contentRange)
			w.WriteHeader(http.StatusPartialContent)
			w.Write(old[k:])
		}
	}
	strong := http.Header{"Etag": {`"v1"`}}
	for _, c := range []struct {
		name   string
		first  http.Header
		second http.HandlerFunc
		asks   string // Range of the second request
		says   string // remark
	}{
		{"range ignored", strong, plain(fresh), "bytes=100000-", ""},
		{"changed, and the server heeds If-Range", strong, file(fresh, `"v2"`), "bytes=100000-", ""},
		{"changed, and the server sends a part all the same", strong, part(`"v2"`, fmt.Sprintf("bytes %d-%d/%d", k, len(old)-1, len(old))), "bytes=100000-", "changed on the server"},
		{"another length", strong, part(`"v1"`, fmt.Sprintf("bytes %d-%d/%d", k, len(old)-1, len(old)+1)), "bytes=100000-", "changed on the server"},
		{"another part", strong, part(`"v1"`, fmt.Sprintf("bytes %d-%d/%d", k+1, len(old)-1, len(old))), "bytes=100000-", "sent another part"},
		{"a part that ends before the file does", strong, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", k, k+9, len(old)))
			w.WriteHeader(http.StatusPartialContent)
			w.Write(old[k : k+10])
		}, "bytes=100000-", fmt.Sprintf("has 100010 bytes, the server says %d", len(old))},
		{"no range told", strong, part(`"v1"`, ""), "bytes=100000-", "sent another part"},
		{"the file is shorter now", strong, status(416, "Content-Range", "bytes */50"), "bytes=100000-", "has no more of the file"},
		{"a weak ETag promises nothing", http.Header{"Etag": {`W/"v1"`}}, file(fresh, `"v2"`), "", ""},
		{"nothing tells of a change", http.Header{}, file(fresh, `"v2"`), "", ""},
		{"a date", http.Header{"Last-Modified": {"Tue, 01 Sep 2026 10:00:00 GMT"}}, plain(fresh), "bytes=100000-", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			server, log := serve(t, broken(c.first, old[:k], len(old)), c.second, file(fresh, `"v2"`))
			w := newWorld()
			got, err := w.client(t).Download(t.Context(), openDir(t, t.TempDir()), wanted(server))
			if err != nil || !bytes.Equal(content(t, got.Path), fresh) {
				t.Fatalf("%+v, %v", got, err)
			}
			if asked := log.all[1].Header.Get("Range"); asked != c.asks {
				t.Errorf("Range %q, want %q", asked, c.asks)
			}
			if !w.said(c.says) {
				t.Errorf("remarks %q lack %q", w.remarks, c.says)
			}
		})
	}
}

// Stopped by the user, a download leaves its part and says so; the next run goes
// on with it.
func TestDownloadStopped(t *testing.T) {
	want := table(300_000)
	ctx, cancel := context.WithCancel(t.Context())
	server, log := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Content-Length", fmt.Sprint(len(want)))
		w.Write(want[:100_000])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}, file(want, `"v1"`))
	dir := t.TempDir()
	w := newWorld()
	c := w.client(t)
	c.Progress = func(p Progress) { // the first bytes are there
		if p.Done > 0 {
			cancel()
		}
	}
	_, err := c.Download(ctx, openDir(t, dir), wanted(server))
	kept := content(t, only(t, dir, "*.part"))
	if !errors.Is(err, context.Canceled) || len(kept) == 0 || !bytes.HasPrefix(want, kept) ||
		!strings.Contains(err.Error(), fmt.Sprintf("keeps the first %d bytes", len(kept))) {
		t.Fatalf("error %v, %d bytes kept", err, len(kept))
	}
	if len(w.waits) > 0 {
		t.Errorf("tried again after it was stopped: %v", w.remarks)
	}
	got, err := newWorld().client(t).Download(t.Context(), openDir(t, dir), wanted(server))
	if err != nil || !bytes.Equal(content(t, got.Path), want) {
		t.Fatalf("%+v, %v", got, err)
	}
	if asked := log.all[1].Header.Get("Range"); asked != fmt.Sprintf("bytes=%d-", len(kept)) {
		t.Errorf("Range %q", asked)
	}
}

// A part that was all there when its run was killed is not got again.
func TestDownloadOfAWholePart(t *testing.T) {
	want := table(1000)
	server, log := serve(t, file(want, `"v1"`))
	o := openDir(t, t.TempDir())
	w := wanted(server)
	p, err := openPart(partPath(o, w), w.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{p.reset(partState{URL: w.URL, ETag: `"v1"`, Total: int64(len(want))}), p.write(want), p.close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := newWorld().client(t).Download(t.Context(), o, w)
	if err != nil || !bytes.Equal(content(t, got.Path), want) || log.count() != 1 {
		t.Errorf("%+v, %v after %d requests", got, err, log.count())
	}
}

// A part whose state cannot be read, or is of another address, is not gone on
// with.
func TestDownloadWithASpoiltState(t *testing.T) {
	want := table(1000)
	for _, state := range []string{"", "{", `{"url":"https://elsewhere.example/","etag":"\"v1\"","total":5}`} {
		server, log := serve(t, file(want, `"v1"`))
		o := openDir(t, t.TempDir())
		w := wanted(server)
		write(t, partPath(o, w), "rubbish")
		write(t, partPath(o, w)+".json", state)
		got, err := newWorld().client(t).Download(t.Context(), o, w)
		if err != nil || !bytes.Equal(content(t, got.Path), want) || log.all[0].Header.Get("Range") != "" {
			t.Errorf("state %q: %+v, %v", state, got, err)
		}
	}
}
