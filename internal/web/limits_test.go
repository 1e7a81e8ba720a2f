package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// with is a handler whose view /editions answers as told.
func with(t *testing.T, opt Options, answers func(context.Context) (*answer, error)) *handler {
	t.Helper()
	h, ok := Handler(realSite(t), opt).(*handler)
	if !ok {
		t.Fatal("no handler")
	}
	h.views["/editions"] = view{path: "/editions", answer: func(ctx context.Context, _ Site, _ params) (*answer, error) { return answers(ctx) }}
	return h
}

// Whatever is answered, a page, rows or a refusal, the browser is told to run
// nothing of others in it, to take it for nothing else, to show it in no frame, to
// give it to no other page, and to tell nobody where it was.
func TestEveryReplyIsGuarded(t *testing.T) {
	h := Handler(realSite(t), failing(t))
	for _, c := range []struct {
		method, address, host string
		status                int
	}{
		{"GET", "/editions", "localhost", 200},
		{"GET", "/editions.csv", "localhost", 200},
		{"GET", "/editions.json", "localhost", 200},
		{"GET", "/league.svg?edition=stars-2003&kind=acute", "localhost", 200},
		{"GET", "/page.js", "localhost", 200},
		{"GET", "/nowhere", "localhost", 404},
		{"POST", "/editions", "localhost", 405},
		{"GET", "/editions", "evil.example", 421},
	} {
		r := get(h, c.method, c.address, "Host", c.host)
		if r.StatusCode != c.status {
			t.Errorf("%s %s: %d, want %d", c.method, c.address, r.StatusCode, c.status)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-cache",
		} {
			if has := r.Header.Get(name); !strings.Contains(has, want) {
				t.Errorf("%s %s: %s is %q, want %q", c.method, c.address, name, has, want)
			}
		}
	}
}

// A question holds its place for as long as it is worked on: others find none, and
// the next one does when it has ended.
func TestAQuestionHoldsItsPlace(t *testing.T) {
	reached, let := make(chan struct{}), make(chan struct{})
	h := with(t, Options{Most: 1, Cache: -1}, func(context.Context) (*answer, error) {
		close(reached)
		<-let
		return nil, notFoundf("Nothing.")
	})
	done := make(chan struct{})
	go func() {
		defer close(done)
		get(h, http.MethodGet, "/editions")
	}()
	<-reached
	gone, stop := context.WithCancel(t.Context())
	stop() // it waits no longer
	for range 20 {
		r := httptest.NewRequest(http.MethodGet, "/sources.csv", nil).WithContext(gone)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "Too many questions") {
			t.Fatalf("a second one is worked on: %d %s", w.Code, w.Body)
		}
	}
	close(let)
	<-done
	if r := get(h, http.MethodGet, "/sources.csv"); r.StatusCode != http.StatusOK {
		t.Errorf("%d after it has ended", r.StatusCode)
	}
}

// Every answer has a time to be made in, and one that does not keep to it is given
// up.
func TestAnswersAreGivenUp(t *testing.T) {
	h := with(t, Options{Cache: -1}, func(ctx context.Context) (*answer, error) {
		if end, ok := ctx.Deadline(); !ok || time.Until(end) > time.Minute {
			return nil, errors.New("there is no end to it")
		}
		return nil, context.DeadlineExceeded // as a query does that was interrupted
	})
	if r := get(h, http.MethodGet, "/editions"); r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body(t, r), "took too long") {
		t.Errorf("%d", r.StatusCode)
	}
}

// A defect that one question meets is told where the server runs, shows nothing of
// itself, and takes no place from the questions after it.
func TestADefectEndsOneAnswer(t *testing.T) {
	told := ""
	h := with(t, Options{Most: 1, Cache: -1, Failed: func(path string, err error) { told = path + ": " + err.Error() }}, func(context.Context) (*answer, error) {
		panic("in /secret/place")
	})
	r := get(h, http.MethodGet, "/editions")
	if page := body(t, r); r.StatusCode != http.StatusInternalServerError || strings.Contains(page, "secret") || told != "/editions: panic: in /secret/place" {
		t.Errorf("%d, told %q:\n%.300s", r.StatusCode, told, page)
	}
	if r := get(h, http.MethodGet, "/sources.csv"); r.StatusCode != http.StatusOK {
		t.Errorf("then %d", r.StatusCode)
	}
}

// A connection that sends or reads slowly is not kept for ever.
func TestConnectionsHaveTheirTime(t *testing.T) {
	s := server(t.Context(), http.NotFoundHandler())
	for name, is := range map[string]time.Duration{
		"the head of a request": s.ReadHeaderTimeout, "a request": s.ReadTimeout, "an answer": s.WriteTimeout, "a pause": s.IdleTimeout,
	} {
		if is <= 0 || is > time.Minute {
			t.Errorf("%s may take %s", name, is)
		}
	}
}

// many is a listener at which somebody is always knocking.
type many struct {
	t      *testing.T
	n      int
	freed  atomic.Bool // a connection has been closed
	ends   chan net.Conn
	closed chan struct{}
}

func (m *many) Accept() (net.Conn, error) {
	m.n++
	if m.n > mostOpen && !m.freed.Load() {
		m.t.Errorf("connection %d is let in", m.n)
	}
	if m.n > mostOpen+1 {
		<-m.closed
		return nil, net.ErrClosed
	}
	here, there := net.Pipe()
	m.ends <- there
	return here, nil
}

func (m *many) Close() error {
	close(m.closed)
	return nil
}

func (m *many) Addr() net.Addr { return &net.TCPAddr{} }

// So many connections are open at a time and no more; the next is let in when one
// of them has ended.
func TestConnectionsAreCounted(t *testing.T) {
	l := &many{t: t, ends: make(chan net.Conn, mostOpen+1), closed: make(chan struct{})}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, http.NotFoundHandler()) }()
	ask := func(c net.Conn) {
		fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
		r, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Error(err)
			return
		}
		r.Body.Close()
	}
	var open []net.Conn
	for range mostOpen {
		c := <-l.ends
		ask(c)
		open = append(open, c)
	}
	l.freed.Store(true)
	open[0].Close()
	last := <-l.ends
	ask(last)
	for _, c := range append(open, last) {
		c.Close()
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
