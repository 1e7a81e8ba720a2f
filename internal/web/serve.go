package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/netutil"
)

// Limits of a connection: what a browser never reaches, and what keeps one that
// sends or reads slowly from holding the server.
const (
	headTime   = 5 * time.Second
	readTime   = 10 * time.Second
	writeTime  = 60 * time.Second
	idleTime   = 60 * time.Second
	mostHeader = 16 << 10
	mostOpen   = 256
	farewell   = 3 * time.Second
)

// Serve answers on l until ctx ends, then finishes what is under way for a few
// seconds. Its error is nil after such an end.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := server(ctx, h)
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(netutil.LimitListener(l, mostOpen)) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer stop()
	err := srv.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		err = srv.Close()
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// server is a server with every limit of a connection set: those of the library are
// none.
func server(ctx context.Context, h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: mostHeader,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
}

// Loopback reports whether an address to listen on is this machine's own alone.
func Loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// answersTo guards against a foreign page whose name was pointed at this machine: a
// browser sends the name it looked up, and only own names are answered.
func (h *handler) answersTo(host string) bool {
	name := host
	if n, _, err := net.SplitHostPort(host); err == nil {
		name = n
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	if strings.EqualFold(name, "localhost") || slices.ContainsFunc(h.opt.Hosts, func(own string) bool { return strings.EqualFold(own, name) }) {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && (ip.IsLoopback() || h.opt.Remote)
}
