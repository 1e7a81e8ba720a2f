package fetch

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is waited for after which failure; the random half of a wait is whole here.
func TestRetries(t *testing.T) {
	want := table(1000)
	s, m := time.Second, time.Minute
	for _, c := range []struct {
		name  string
		steps []http.HandlerFunc
		waits []time.Duration
		fails string
	}{
		{"500, then done", []http.HandlerFunc{status(500), file(want, `"1"`)}, []time.Duration{s}, ""},
		{"502, 503 and 504", []http.HandlerFunc{status(502), status(503), status(504), file(want, `"1"`)}, []time.Duration{s, 2 * s, 4 * s}, ""},
		{"429 without Retry-After", []http.HandlerFunc{status(429), status(429), file(want, `"1"`)}, []time.Duration{15 * s, 30 * s}, ""},
		{"429 with seconds", []http.HandlerFunc{status(429, "Retry-After", "7"), file(want, `"1"`)}, []time.Duration{7 * s}, ""},
		{"429 with a date", []http.HandlerFunc{status(429, "Retry-After", "Thu, 01 Oct 2026 09:02:00 GMT", "Date", "Thu, 01 Oct 2026 09:00:30 GMT"), file(want, `"1"`)}, []time.Duration{90 * s}, ""},
		{"a date that is past", []http.HandlerFunc{status(503, "Retry-After", "Thu, 01 Oct 2026 08:00:00 GMT"), file(want, `"1"`)}, []time.Duration{s}, ""},
		{"nonsense", []http.HandlerFunc{status(503, "Retry-After", "soon"), file(want, `"1"`)}, []time.Duration{s}, ""},
		{"no time", []http.HandlerFunc{status(503, "Retry-After", "0"), file(want, `"1"`)}, []time.Duration{s}, ""},
		{"longer than the limit", []http.HandlerFunc{status(429, "Retry-After", "86400")}, nil, "429 Too Many Requests (the next attempt would be in 24h0m0s, past the limit of 2h0m0s)"},
		{"for ever", []http.HandlerFunc{status(500)}, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s}, "500 Internal Server Error (given up after 6 attempts running)"},
		{"429 for ever", []http.HandlerFunc{status(429)}, []time.Duration{15 * s, 30 * s, m, 2 * m, 2 * m}, "429 Too Many Requests (given up after 6 attempts running)"},
		{"a reset before any answer", []http.HandlerFunc{func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, file(want, `"1"`)}, []time.Duration{s}, ""},
		{"not to be helped", []http.HandlerFunc{status(410)}, nil, "410 Gone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server, _ := serve(t, c.steps...)
			w := newWorld()
			got, err := w.client(t).Download(t.Context(), openDir(t, t.TempDir()), wanted(server))
			if c.fails == "" && (err != nil || !bytes.Equal(content(t, got.Path), want)) {
				t.Errorf("%+v, %v", got, err)
			}
			if c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)) {
				t.Errorf("error %v, want %q", err, c.fails)
			}
			if diff := cmp.Diff(c.waits, w.waits); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A wait is never shorter than half of its doubled length, and never zero.
func TestJitter(t *testing.T) {
	c := NewClient(Options{Now: newWorld().clock})
	for n, whole := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 50: mostWait} {
		for _, r := range []float64{0, 0.5, 0.999} {
			c.Random = func() float64 { return r }
			if got := c.wait(n, &transient{}); got < whole/2 || got > whole {
				t.Errorf("attempt %d, chance %g: %s", n, r, got)
			}
		}
	}
}

// An attempt that brings the file on counts as a new beginning, so that a long
// file comes over a bad line.
func TestRetriesOfALongFile(t *testing.T) {
	want := table(20 * advance)
	piece := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Range") == "" {
			broken(http.Header{"Etag": {`"v1"`}}, want[:advance+1], len(want))(w, r)
		}
		half := &cutOff{ResponseWriter: w, rest: advance + 1}
		file(want, `"v1"`)(half, r)
		w.(http.Flusher).Flush()
		if half.rest == 0 {
			panic(http.ErrAbortHandler)
		}
	}
	server, log := serve(t, piece)
	w := newWorld()
	got, err := w.client(t).Download(t.Context(), openDir(t, t.TempDir()), wanted(server))
	if err != nil || !bytes.Equal(content(t, got.Path), want) {
		t.Fatalf("%+v, %v", got, err)
	}
	if log.count() < 15 {
		t.Errorf("only %d requests", log.count())
	}
}

// cutOff lets rest bytes of a body through.
type cutOff struct {
	http.ResponseWriter
	rest int
}

func (c *cutOff) Write(b []byte) (int, error) {
	n, err := c.ResponseWriter.Write(b[:min(len(b), c.rest)])
	c.rest -= n
	if err == nil && n < len(b) {
		err = context.Canceled
	}
	return n, err
}

// A stop during a wait ends it, without another request.
func TestStoppedWhileWaiting(t *testing.T) {
	server, log := serve(t, status(500))
	w := newWorld()
	c := w.client(t)
	ctx, cancel := context.WithCancel(t.Context())
	c.Sleep = func(ctx context.Context, _ time.Duration) error {
		cancel()
		return sleep(ctx, time.Hour)
	}
	if _, err := c.Download(ctx, openDir(t, t.TempDir()), wanted(server)); err == nil || log.count() != 1 {
		t.Errorf("%v after %d requests", err, log.count())
	}
}

func TestBucket(t *testing.T) {
	w := newWorld()
	c := w.client(t)
	b := c.bucket(4)
	for range 10 {
		if err := b.take(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	// A second's worth at once, then one each quarter of a second.
	if len(w.waits) != 6 || w.now.Sub(newWorld().now) != 1500*time.Millisecond {
		t.Errorf("waits %v", w.waits)
	}
	w.now = w.now.Add(time.Hour) // a long pause saves up no more than a second
	w.waits = nil
	for range 5 {
		if err := b.take(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.waits) != 1 {
		t.Errorf("waits after a pause %v", w.waits)
	}
	slow := c.bucket(0.5)
	w.waits = nil
	_, _ = slow.take(t.Context()), slow.take(t.Context())
	if diff := cmp.Diff([]time.Duration{2 * time.Second}, w.waits); diff != "" {
		t.Error(diff)
	}
}
