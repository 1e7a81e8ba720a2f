package fetch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"syscall"
	"time"
)

// Limits bound what a server may ask of this machine and of the user's patience.
type Limits struct {
	Connect   time.Duration // until a connection stands
	Header    time.Duration // until an answer begins
	Idle      time.Duration // a body that brings less than 1 KiB in this time has stalled
	Total     time.Duration // one file with all its attempts
	Attempts  int           // attempts running that bring nothing on
	Redirects int
	Page      int64 // bytes of a landing page
	Answer    int64 // bytes of one answer of the API
	File      int64 // bytes of a file, inflated
}

// DefaultLimits are for a slow line and a large directory.
func DefaultLimits() Limits {
	return Limits{
		Connect: 15 * time.Second, Header: time.Minute, Idle: time.Minute, Total: 2 * time.Hour, Attempts: 6,
		Redirects: 5, Page: 8 << 20, Answer: 64 << 20, File: 2 << 30,
	}
}

// Options are what a Client is made of. Now and Agent are needed; the others have
// defaults.
type Options struct {
	Agent     string // User-Agent; CQC refuses requests without one
	Named     []string
	Limits    Limits
	Transport http.RoundTripper
	Now       func() time.Time
	Sleep     func(context.Context, time.Duration) error
	Random    func() float64 // in [0, 1)
	// Remark is told what the user should know and no program needs: a redirect to
	// another host, an attempt that failed.
	Remark   func(string)
	Progress func(Progress)
}

// Client talks to publishers' servers. It is safe for one file at a time.
type Client struct {
	Options
	named map[string]bool
}

// NewClient makes a client.
func NewClient(o Options) *Client {
	c := &Client{Options: o, named: map[string]bool{}}
	for _, h := range o.Named {
		c.named[h] = true
	}
	if c.Limits == (Limits{}) {
		c.Limits = DefaultLimits()
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	if c.Random == nil {
		c.Random = rand.Float64
	}
	if c.Remark == nil {
		c.Remark = func(string) {}
	}
	if c.Progress == nil {
		c.Progress = func(Progress) {}
	}
	if c.Transport == nil {
		c.Transport = c.guarded()
	}
	return c
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// guarded is a transport that opens no connection into a private network unless
// the host was named, or is the proxy the user set.
func (c *Client) guarded() http.RoundTripper {
	var proxies sync.Map
	open := net.Dialer{Timeout: c.Limits.Connect}
	guarded := open
	guarded.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error { return allowIP(address) }
	return &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			u, err := http.ProxyFromEnvironment(r)
			if u != nil {
				proxies.Store(u.Hostname(), true)
			}
			return u, err
		},
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			if _, proxy := proxies.Load(host); proxy || c.named[host] {
				return open.DialContext(ctx, network, address)
			}
			return guarded.DialContext(ctx, network, address)
		},
		ForceAttemptHTTP2:   true,
		TLSHandshakeTimeout: c.Limits.Connect,
		DisableCompression:  true, // decoded here, within the limits
		IdleConnTimeout:     90 * time.Second,
	}
}

// The errors that a request is broken off with.
var (
	errSilent  = errors.New("no answer")
	errStalled = errors.New("the transfer has stalled")
)

// keyHeader carries the key of the CQC API.
const keyHeader = "Ocp-Apim-Subscription-Key"

// answer is a response whose body is watched for stalling. close ends both.
type answer struct {
	*http.Response
	ctx   context.Context
	close func()
}

// get sends one request. The error of a failed one says what was asked, without
// query or header; a failure that may pass is transient.
func (c *Client) get(ctx context.Context, u *url.URL, header http.Header) (*answer, error) {
	if err := c.allow(u); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		cancel(nil)
		return nil, fmt.Errorf("%s: no request can be made of it", shown(u))
	}
	req.Header = header.Clone()
	if c.Agent != "" {
		req.Header.Set("User-Agent", c.Agent)
	}
	silence := time.AfterFunc(c.Limits.Header, func() { cancel(errSilent) })
	resp, err := (&http.Client{Transport: c.Transport, CheckRedirect: c.checkRedirect}).Do(req) //nolint:bodyclose // the answer closes it
	silence.Stop()
	if err != nil {
		err = c.networkError(ctx, u, err)
		cancel(nil)
		return nil, err
	}
	w := watch(resp.Body, c.Limits.Idle, func() { cancel(errStalled) })
	resp.Body = w
	return &answer{Response: resp, ctx: ctx, close: func() {
		w.timer.Stop()
		cancel(nil)
		w.body.Close()
	}}, nil
}

// checkRedirect follows a few redirects to allowed addresses, and says so when
// one leads to another host. The API's key goes to no other host.
func (c *Client) checkRedirect(req *http.Request, via []*http.Request) error {
	from := via[len(via)-1].URL
	for _, v := range via {
		if v.URL.String() == req.URL.String() {
			return &refusal{fmt.Sprintf("%s: redirects in a circle", shown(via[0].URL))}
		}
	}
	if len(via) > c.Limits.Redirects {
		return &refusal{fmt.Sprintf("%s: more than %d redirects", shown(via[0].URL), c.Limits.Redirects)}
	}
	if err := c.allow(req.URL); err != nil {
		return &refusal{fmt.Sprintf("%s redirects to %s", shown(from), err)}
	}
	if from.Host == req.URL.Host {
		return nil
	}
	if req.Header.Get(keyHeader) != "" {
		return &refusal{fmt.Sprintf("%s redirects to the host %s, which must not see the key", shown(from), req.URL.Host)}
	}
	c.Remark(fmt.Sprintf("%s redirects to the host %s", from.Host, req.URL.Host))
	return nil
}

// networkError words the failure of a request and decides whether it may pass.
func (c *Client) networkError(ctx context.Context, u *url.URL, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, errSilent) {
		return &transient{err: fmt.Errorf("%s: no answer within %s", shown(u), c.Limits.Header)}
	} else if cause != nil {
		return fmt.Errorf("%s: stopped: %w", shown(u), cause)
	}
	if r := (*refusal)(nil); errors.As(err, &r) {
		return r
	}
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) { // it quotes the whole address
		err = wrapped.Err
	}
	if dns := (*net.DNSError)(nil); errors.As(err, &dns) && dns.IsNotFound { // its own words name the resolver
		return fmt.Errorf("%s: no address is known for %s; is there a network, or has the page moved?", shown(u), dns.Name)
	}
	err = fmt.Errorf("%s: %w", shown(u), err)
	if !mayPass(err) {
		return err
	}
	return &transient{err: err}
}
