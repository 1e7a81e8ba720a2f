package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// collectLate has the first collection of garbage come at 16 MB of it, not at 4:
// most commands end before, and one costs a tenth of their time. After it the
// collector is as usual.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return // the user knows better
	}
	usual := debug.SetGCPercent(400)
	first := new([64]byte) // unreachable at once, so that the first collection finds it
	runtime.AddCleanup(first, func(percent int) { debug.SetGCPercent(percent) }, usual)
}
