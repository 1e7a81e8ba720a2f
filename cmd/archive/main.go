// Command archive answers, with sources, how English NHS bodies have been rated
// since 2001 and what may honestly be said about the change.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	collectLate()
	signal.Ignore(syscall.SIGPIPE) // a reader that has seen enough is no failure; see codeOf
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, systemStreams(), os.Args[1:])
	stop()
	os.Exit(code)
}
