package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// leastInTime is what a body must bring within the idle time-out, so that a
// server that sends a byte now and then counts as stalled too.
const leastInTime = 1 << 10

// watched is a body that is given up when it brings too little in time.
type watched struct {
	body  io.ReadCloser
	idle  time.Duration
	stall func()
	timer *time.Timer
	since atomic.Int64 // bytes since the last look
}

func watch(body io.ReadCloser, idle time.Duration, stall func()) *watched {
	w := &watched{body: body, idle: idle, stall: stall}
	w.timer = time.AfterFunc(time.Hour, w.check) // set before it can run
	w.timer.Reset(idle)
	return w
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.body.Read(p)
	w.since.Add(int64(n))
	return n, err
}

func (w *watched) Close() error { return w.body.Close() }

func (w *watched) check() {
	if w.since.Swap(0) < leastInTime {
		w.stall()
		return
	}
	w.timer.Reset(w.idle)
}

// errTooLarge is a body beyond its limit.
var errTooLarge = errors.New("is larger than the limit")

// readAll reads a whole body of at most limit bytes, inflated if it comes
// gzipped.
func (c *Client) readAll(u *url.URL, a *answer, limit int64) ([]byte, error) {
	body := io.Reader(a.Body)
	if e := encoding(a.Header); e == "gzip" {
		z, err := gzip.NewReader(body)
		if err != nil {
			return nil, c.bodyError(a.ctx, u, err)
		}
		body = z
	} else if e != "" {
		return nil, fmt.Errorf("%s: comes encoded as %s, which is not read", shown(u), e)
	}
	raw, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err != nil {
		return nil, c.bodyError(a.ctx, u, err)
	}
	if int64(len(raw)) > limit {
		return nil, fmt.Errorf("%s: %w of %d bytes", shown(u), errTooLarge, limit)
	}
	return raw, nil
}

// bodyError words a body that broke off; it may pass.
func (c *Client) bodyError(ctx context.Context, u *url.URL, err error) error {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errStalled):
		err = fmt.Errorf("brought less than %d bytes in %s", leastInTime, c.Limits.Idle)
	case cause != nil:
		return fmt.Errorf("%s: stopped: %w", shown(u), cause)
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = fmt.Errorf("broke off before its end: %w", err)
	}
	return &transient{err: fmt.Errorf("%s: %w", shown(u), err)}
}

// encoding is the content coding of an answer, empty for none.
func encoding(h http.Header) string {
	switch e := strings.ToLower(strings.TrimSpace(h.Get("Content-Encoding"))); e {
	case "", "identity":
		return ""
	case "gzip", "x-gzip":
		return "gzip"
	default:
		return e
	}
}
