package web

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"
)

// long is how long a load lasts.
const long = 10 * time.Second

// BenchmarkServeTrajectory asks for trajectories over the loopback at a steady rate,
// whether or not earlier ones were answered, as many people do: the time of each
// counts from when it was due. p50 and p99 are what to read; ns/op means nothing.
//
//	cached    200 a second, ten trusts' pages, kept after they were first made
//	fresh     20 a second, every page with its chart made anew
//	document  200 a second, every JSON document made anew
func BenchmarkServeTrajectory(b *testing.B) {
	for _, c := range []struct {
		name, path string
		cache      int
		rate       int
	}{{"cached", "/trajectory", 0, 200}, {"fresh", "/trajectory", -1, 20}, {"document", "/trajectory.json", -1, 200}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				load(b, Options{Cache: c.cache}, c.path, c.rate)
			}
		})
	}
}

func load(b *testing.B, opt Options, path string, rate int) {
	b.Helper()
	l, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, Handler(realSite(b), opt)) }()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	trusts := []string{"RWE", "RT5", "RX1", "RTG", "RWD", "RFS", "RRV", "RJ1", "RBK", "R1K"}
	ask := func(i int) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://%s%s?%s", l.Addr(), path, url.Values{"trust": {trusts[i%len(trusts)]}}.Encode()), nil)
		if err != nil {
			return err
		}
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
			return fmt.Errorf("%d: %w", resp.StatusCode, err)
		}
		return nil
	}
	for i := range trusts { // what a running server has read already
		if err := ask(i); err != nil {
			b.Fatal(err)
		}
	}
	n := rate * int(long.Seconds())
	took := make([]time.Duration, n)
	var all sync.WaitGroup
	begin := time.Now()
	for i := range n {
		due := begin.Add(time.Duration(i) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		all.Go(func() {
			if err := ask(i); err != nil {
				b.Error(err)
			}
			took[i] = time.Since(due)
		})
	}
	all.Wait()
	stop()
	if err := <-ended; err != nil {
		b.Error(err)
	}
	client.CloseIdleConnections()
	slices.Sort(took)
	b.ReportMetric(float64(took[n/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[n*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[n-1].Microseconds())/1000, "max-ms")
}
