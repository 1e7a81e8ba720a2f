//go:build race

package main

// raceOn says that the tests run under the race detector, which makes what reads
// the whole archive many times over in one goroutine last for minutes. .ci/run
// runs those tests without it too.
const raceOn = true
