package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// After the first collection a long command is collected as any program is: else
// it would take five times the memory.
func TestTheCollectorIsAsUsualAfterTheFirstTime(t *testing.T) {
	t.Setenv("GOGC", "")
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	usual := percent()
	defer debug.SetGCPercent(usual)
	collectLate()
	if percent() != 400 && usual != 400 {
		t.Fatal("the first collection comes as early as usual")
	}
	for range 10_000 {
		runtime.GC()
		if percent() == usual {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("%d %% after the first collection, want %d", percent(), usual)
}
