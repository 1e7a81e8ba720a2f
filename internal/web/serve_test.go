package web

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// held is a reader that takes nothing until it is let.
type held struct {
	*httptest.ResponseRecorder
	reached, let chan struct{}
}

func (h *held) Write(p []byte) (int, error) {
	close(h.reached)
	<-h.let
	return h.ResponseRecorder.Write(p)
}

// A client that does not read its answer holds no place among those being worked
// on, even where there is one place alone.
func TestASlowReaderHoldsNothing(t *testing.T) {
	h := Handler(realSite(t), Options{Most: 1, Cache: -1})
	slow := &held{httptest.NewRecorder(), make(chan struct{}), make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		r := httptest.NewRequest(http.MethodGet, "/editions", nil)
		r.Host = "localhost"
		h.ServeHTTP(slow, r)
	}()
	<-slow.reached
	if r := get(h, http.MethodGet, "/editions.csv"); r.StatusCode != http.StatusOK {
		t.Errorf("%d while another does not read", r.StatusCode)
	}
	close(slow.let)
	<-done
	if slow.Code != http.StatusOK || slow.Body.Len() == 0 {
		t.Errorf("the slow one got %d and %d bytes", slow.Code, slow.Body.Len())
	}
}

// More questions than places wait for a while and are then told so.
func TestTooManyAtOnce(t *testing.T) {
	opt := Options{Most: 1, Patience: 1, Cache: -1}
	h, ok := Handler(realSite(t), opt).(*handler)
	if !ok {
		t.Fatal("no handler")
	}
	h.room <- struct{}{} // as if one were being worked on
	r := get(h, http.MethodGet, "/editions")
	if r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" || !strings.Contains(body(t, r), "Too many questions at once") {
		t.Errorf("%d, retry after %q", r.StatusCode, r.Header.Get("Retry-After"))
	}
}

// Clients that begin a request and never end it keep no other from an answer; and
// told to stop, the server ends without an error and closes its door.
func TestServeAndStop(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, Handler(realSite(t), Options{})) }()
	dial := func() net.Conn {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	for range 50 {
		fmt.Fprint(dial(), "GET /editions HTTP/1.1\r\nHost: localh")
	}
	c := dial()
	fmt.Fprint(c, "GET /editions.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil || r.StatusCode != http.StatusOK || !strings.Contains(body(t, r), `"editions/1"`) {
		t.Errorf("%v, %+v", err, r)
	}
	big := dial()
	fmt.Fprintf(big, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Fill: %s\r\n\r\n", strings.Repeat("x", 2*mostHeader))
	if r, err := http.ReadResponse(bufio.NewReader(big), nil); err == nil && r.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("headers of %d bytes: %d", 2*mostHeader, r.StatusCode)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
	if _, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", l.Addr().String()); err == nil {
		t.Error("it still listens")
	}
}

func TestLoopback(t *testing.T) {
	for addr, want := range map[string]bool{
		"127.0.0.1:0": true, "localhost:80": true, "[::1]:80": true, "127.9.9.9:1": true,
		":80": false, "0.0.0.0:80": false, "[::]:80": false, "192.0.2.1:80": false, "example.org:80": false, "127.0.0.1": false, "": false,
	} {
		if got := Loopback(addr); got != want {
			t.Errorf("Loopback(%q) is %v", addr, got)
		}
	}
}
