package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// The waits between attempts: doubled from first to most, half of each left to
// chance so that many clients do not come back together. The API counts calls a
// minute and sends no Retry-After, so that a 429 without one waits longer.
const (
	firstWait    = time.Second
	firstWait429 = 15 * time.Second
	mostWait     = 2 * time.Minute
)

// transient is a failure that may pass.
type transient struct {
	err      error
	after    time.Duration // the server's own wish; 0: none
	tooMany  bool          // status 429
	advanced bool          // the attempt brought the file on
}

func (t *transient) Error() string { return t.err.Error() }
func (t *transient) Unwrap() error { return t.err }

// StatusError is an answer that is no success.
type StatusError struct {
	Address string // without query
	Code    int
}

func (e *StatusError) Error() string {
	text := http.StatusText(e.Code)
	if text == "" {
		text = "unknown status"
	}
	return fmt.Sprintf("%s: the server answers %d %s", e.Address, e.Code, text)
}

// persist calls try until it succeeds, fails for good, or the limits on attempts
// and time are reached.
func (c *Client) persist(ctx context.Context, try func() error) error {
	deadline := c.Now().Add(c.Limits.Total)
	for n := 1; ; n++ {
		err := try()
		t := (*transient)(nil)
		if err == nil || ctx.Err() != nil || !errors.As(err, &t) {
			return err
		}
		if t.advanced {
			n = 1
		}
		if n >= c.Limits.Attempts {
			return fmt.Errorf("%w (given up after %d attempts running)", t.err, n)
		}
		wait := c.wait(n, t)
		if c.Now().Add(wait).After(deadline) {
			return fmt.Errorf("%w (the next attempt would be in %s, past the limit of %s)", t.err, wait.Round(time.Second), c.Limits.Total)
		}
		c.Remark(fmt.Sprintf("%s; trying again in %s", t.err, wait.Round(time.Millisecond)))
		if err := c.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// wait is the time before attempt n+1: what the server asked for, else the
// doubled wait.
func (c *Client) wait(n int, t *transient) time.Duration {
	if t.after > 0 {
		return t.after
	}
	d := firstWait
	if t.tooMany {
		d = firstWait429
	}
	for range n - 1 {
		d = min(2*d, mostWait)
	}
	return d/2 + time.Duration(c.Random()*float64(d/2))
}

// statusError words an answer that is no success. 429, 408 and the 5xx of a
// server in trouble may pass.
func (c *Client) statusError(u *url.URL, resp *http.Response) error {
	err := &StatusError{Address: shown(u), Code: resp.StatusCode}
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusTooEarly, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return &transient{err: err, after: c.retryAfter(resp.Header), tooMany: resp.StatusCode == http.StatusTooManyRequests}
	}
	return err
}

// retryAfter reads Retry-After: seconds, or a date, counted from the server's own
// clock where it tells it. 0 without a usable one.
func (c *Client) retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if s, err := strconv.ParseInt(v, 10, 32); err == nil {
		return time.Duration(max(s, 0)) * time.Second
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	now := c.Now()
	if theirs, err := http.ParseTime(h.Get("Date")); err == nil {
		now = theirs
	}
	return max(at.Sub(now), 0)
}

// mayPass reports whether a network error is worth another attempt: not a bad
// certificate, nor a host that does not exist.
func mayPass(err error) bool {
	if bad := (*tls.CertificateVerificationError)(nil); errors.As(err, &bad) {
		return false
	}
	if dns := (*net.DNSError)(nil); errors.As(err, &dns) && dns.IsNotFound {
		return false
	}
	return true
}
