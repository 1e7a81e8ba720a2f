package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"careratings/internal/eras"
	"careratings/internal/pattern"
)

// Wanted is a file to get.
type Wanted struct {
	ID      string // of the publication
	Name    string // of the file, decoded
	URL     string
	Date    eras.Interval
	Formats []Format
}

// Status is what came of getting a file.
type Status string

// The statuses.
const (
	Fetched   Status = "fetched"
	Unchanged Status = "unchanged" // the same content was held already
)

// Result is a file that is held, and how it came to be.
type Result struct {
	Original
	Status Status
	Path   string
}

// advance is how many bytes make an attempt one that brought the file on.
const advance = 64 << 10

// Download gets a file and keeps it among the originals. A file that is broken
// off, by the server or by ctx, leaves its part for the next call, which goes on
// from there if the server can and the file is still the same. What is held
// already is asked for by condition.
func (c *Client) Download(ctx context.Context, o *Originals, w Wanted) (result Result, err error) {
	u, err := url.Parse(w.URL)
	if err != nil {
		return Result{}, fmt.Errorf("%s: address cannot be read", w.ID)
	}
	p, err := openPart(o.path(fileName(w.Name)+"."+shortHash(w.URL)+".part"), w.URL)
	if err != nil {
		return Result{}, err
	}
	d := &download{client: c, originals: o, wanted: w, url: u, part: p, deadline: c.Now().Add(c.Limits.Total)}
	err = c.persist(ctx, func() error { return d.attempt(ctx) })
	if err != nil && p.resumable() {
		err = fmt.Errorf("%w; %s keeps the first %d bytes, and the next run goes on from there", err, p.path, p.size)
	}
	return d.result, errors.Join(err, p.close())
}

// download is one file under way.
type download struct {
	client    *Client
	originals *Originals
	wanted    Wanted
	url       *url.URL
	part      *part
	deadline  time.Time
	spoilt    bool // a whole file came and was damaged
	result    Result
}

// attempt sends one request and takes what comes of it.
func (d *download) attempt(ctx context.Context) error {
	header := http.Header{"Accept": {"*/*"}, "Accept-Encoding": {"identity"}}
	held, conditional := Original{}, false
	if d.part.resumable() {
		header.Set("Range", fmt.Sprintf("bytes=%d-", d.part.size))
		header.Set("If-Range", d.part.validator())
	} else if held, conditional = d.originals.latest(d.wanted.URL); conditional {
		if held.ETag != "" {
			header.Set("If-None-Match", held.ETag)
		}
		if held.LastModified != "" {
			header.Set("If-Modified-Since", held.LastModified)
		}
	}
	a, err := d.client.get(ctx, d.url, header)
	if err != nil {
		return err
	}
	defer a.close()
	switch {
	case a.StatusCode == http.StatusNotModified && conditional:
		d.result = Result{Original: held, Status: Unchanged, Path: d.originals.path(held.File)}
		return d.part.drop()
	case a.StatusCode == http.StatusRequestedRangeNotSatisfiable && header.Get("Range") != "":
		if a.Header.Get("Content-Range") == fmt.Sprintf("bytes */%d", d.part.size) { // it was all there
			return d.finish()
		}
		return d.startAgain("the server has no more of the file than was got")
	case a.StatusCode == http.StatusPartialContent && header.Get("Range") != "":
		if err := d.continues(a.Response); err != nil {
			return d.startAgain(err.Error())
		}
	case a.StatusCode == http.StatusOK:
		if err := d.begins(a.Response); err != nil {
			return err
		}
	default:
		return d.client.statusError(d.url, a.Response)
	}
	if err := d.copy(a); err != nil {
		return err
	}
	return d.finish()
}

// startAgain drops the part; the next attempt begins at the first byte.
func (d *download) startAgain(why string) error {
	if err := d.part.drop(); err != nil {
		return err
	}
	return &transient{err: fmt.Errorf("%s: %s", shown(d.url), why)}
}

// begins starts a part with the first answer of a file, which may be one that
// takes no notice of the range asked for.
func (d *download) begins(resp *http.Response) error {
	e := encoding(resp.Header)
	if e != "" && e != "gzip" {
		return fmt.Errorf("%s: comes encoded as %s, which was not asked for", shown(d.url), e)
	}
	if resp.ContentLength > d.client.Limits.File {
		return fmt.Errorf("%s: %w of %d bytes: %d", shown(d.url), errTooLarge, d.client.Limits.File, resp.ContentLength)
	}
	return d.part.reset(partState{
		URL: d.wanted.URL, ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"),
		Total: resp.ContentLength, Encoding: e, Digests: digests(resp.Header, true),
	})
}

// contentRange is the header of a part: bytes FROM-TO/TOTAL.
var contentRange = pattern.Of(`^bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)$`)

// continues checks that a part is of the same file and begins where the last one
// ended.
func (d *download) continues(resp *http.Response) error {
	s := &d.part.state
	m := contentRange().FindStringSubmatch(resp.Header.Get("Content-Range"))
	if m == nil || m[1] != strconv.FormatInt(d.part.size, 10) {
		return fmt.Errorf("the server sent another part (%q) than the one from byte %d", resp.Header.Get("Content-Range"), d.part.size)
	}
	total := int64(-1)
	if m[3] != "*" {
		total, _ = strconv.ParseInt(m[3], 10, 64) // 18 digits at most
	}
	changed := func(was, is string) bool { return was != "" && is != "" && was != is }
	if changed(s.ETag, resp.Header.Get("ETag")) || s.ETag == "" && changed(s.LastModified, resp.Header.Get("Last-Modified")) ||
		s.Total >= 0 && total >= 0 && s.Total != total || s.Encoding != encoding(resp.Header) {
		return errors.New("the file changed on the server between two parts of it")
	}
	if s.Total < 0 {
		s.Total = total
	}
	s.Digests = append(s.Digests, digests(resp.Header, false)...)
	return nil
}

// copy appends a body to the part.
func (d *download) copy(a *answer) error {
	c, p := d.client, d.part
	from := p.size
	m := c.meter(d.wanted.Name, "bytes", from, p.state.Total)
	buf := make([]byte, 64<<10)
	for {
		n, err := a.Body.Read(buf)
		if p.size+int64(n) > c.Limits.File {
			return errors.Join(fmt.Errorf("%s: %w of %d bytes", shown(d.url), errTooLarge, c.Limits.File), p.drop())
		}
		if err := p.write(buf[:n]); err != nil {
			return err
		}
		m.at(p.size, errors.Is(err, io.EOF))
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			err = c.bodyError(a.ctx, d.url, err)
			if t := (*transient)(nil); errors.As(err, &t) {
				t.advanced = p.size-from >= advance
			}
			return err
		case c.Now().After(d.deadline):
			return fmt.Errorf("%s: took longer than %s", shown(d.url), c.Limits.Total)
		}
	}
}

// finish checks the whole file and keeps it. A damaged one is dropped and got once
// more; one that is something else, or too large, is dropped for good.
func (d *download) finish() error {
	err := d.check()
	wrong, bad := (*wrongFormat)(nil), (*damaged)(nil)
	again := errors.As(err, &bad) && !d.spoilt
	if !errors.As(err, &wrong) && bad == nil && !errors.Is(err, errTooLarge) {
		return err
	}
	err = fmt.Errorf("%s: %w", shown(d.url), err)
	if dropped := d.part.drop(); dropped != nil || !again {
		return errors.Join(err, dropped)
	}
	d.spoilt = true
	return &transient{err: err}
}

// check holds the part to what the server said of it and to the format wanted,
// and keeps it.
func (d *download) check() error {
	p := d.part
	if err := p.file.Sync(); err != nil {
		return err
	}
	if p.state.Total >= 0 && p.size != p.state.Total {
		return &damaged{fmt.Errorf("has %d bytes, the server says %d", p.size, p.state.Total)}
	}
	for _, sum := range p.state.Digests {
		if err := sum.check(io.NewSectionReader(p.file, 0, p.size)); err != nil {
			return err
		}
	}
	content := io.Reader(io.NewSectionReader(p.file, 0, p.size))
	if p.state.Encoding == "gzip" {
		z, err := gzip.NewReader(content)
		if err != nil {
			return &damaged{err}
		}
		content = &inflating{z}
	}
	var err error
	d.result, err = d.originals.keep(whole{
		content: content, limit: d.client.Limits.File, tmp: p.path + ".whole", name: d.wanted.Name,
		original: Original{
			FetchedAt: d.client.Now(), ID: d.wanted.ID, Date: d.wanted.Date, URL: d.wanted.URL,
			ETag: p.state.ETag, LastModified: p.state.LastModified,
		},
		check: func(f *os.File, size int64) (string, error) {
			kind, err := checkFormat(f, size, d.wanted.Formats)
			return string(kind), err
		},
	})
	p.kept = err == nil
	return err
}

// inflating tells a damaged gzip stream from a disk that cannot be written to.
type inflating struct{ z *gzip.Reader }

func (i *inflating) Read(b []byte) (int, error) {
	n, err := i.z.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &damaged{err}
	}
	return n, err
}
