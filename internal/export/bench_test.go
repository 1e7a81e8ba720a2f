//go:build unix

package export

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// peakWhile is the most memory taken from the system for the heap while f ran,
// without what was taken before.
func peakWhile(f func()) uint64 {
	debug.FreeOSMemory()
	var most atomic.Uint64
	look := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		now := m.HeapInuse + m.StackInuse
		for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
		}
		return now
	}
	look()
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				look()
			}
		}
	}()
	f()
	close(done)
	<-ended
	return most.Load()
}

// processor is the processor time this process has used.
func processor(t testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkParquet writes three million ratings: go test ./internal/export -run '^$'
// -bench Parquet -benchtime 1x. It is to write 300,000 rows a second on one core in
// less than 200 MB.
func BenchmarkParquet(b *testing.B) {
	const rows = 3_000_000
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for b.Loop() {
		var n int
		var err error
		began := processor(b)
		peak := peakWhile(func() { n, err = writeParquet(b.Context(), discard(), invented(rows, 1_000_000), Parquet) })
		if err != nil || n != rows {
			b.Fatalf("%d rows, %v", n, err)
		}
		b.ReportMetric(rows/(processor(b)-began).Seconds(), "rows/s-of-core")
		b.ReportMetric(float64(peak)/(1<<20), "MB-peak")
	}
}

// Memory does not grow with the rows: four times as many take no more of it. What
// is counted is what cannot be collected, at sixteen moments.
func TestStreaming(t *testing.T) {
	for _, f := range []Format{CSV, NDJSON, Parquet} {
		write, least := writeDelimited, 10_000
		if f == Parquet {
			write, least = writeParquet, parquetGroup
		}
		held := func(rows int) (most uint64) {
			table := invented(rows, rows)
			all := table.Rows
			table.Rows = func(ctx context.Context, row func([]Cell) error) error {
				n := 0
				return all(ctx, func(cells []Cell) error {
					if n++; n%(rows/16) == 0 {
						most = max(most, live())
					}
					return row(cells)
				})
			}
			before := live()
			if n, err := write(t.Context(), discard(), table, f); err != nil || n != rows {
				t.Errorf("%s: %d rows, %v", f, n, err)
			}
			return most - min(most, before)
		}
		few, many := held(least), held(4*least)
		if many > few+few/4+2<<20 {
			t.Errorf("%s: %d MB for %d rows, %d MB for a quarter of them", f, many>>20, 4*least, few>>20)
		}
	}
}

// live is the memory of the heap that cannot be collected.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
