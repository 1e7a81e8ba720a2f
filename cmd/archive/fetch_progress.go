package main

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/term"

	"careratings/internal/fetch"
	"careratings/internal/output"
)

// progress draws how far a file has come on one line of stderr, if that is a
// terminal and nobody asked for quiet; erase takes the line away.
func (a *app) progress() (draw func(fetch.Progress), erase func()) {
	f, ok := a.err.(interface{ Fd() uintptr })
	if !ok || a.flags.quiet || a.env("TERM") == "dumb" || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	line := func(s string) { fmt.Fprintf(a.err, "\r%s\x1b[K", s) }
	return func(p fetch.Progress) { line(progressLine(p)) }, func() { line("") }
}

// progressLine is one line: what, how much of how much, how fast, how long yet.
func progressLine(p fetch.Progress) string {
	amount := func(n float64) string {
		if p.Unit != "bytes" {
			return fmt.Sprintf("%.0f", n)
		}
		return fmt.Sprintf("%.1f MB", n/1e6)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s", output.Clean(p.What), amount(float64(p.Done)))
	if p.Total > 0 {
		fmt.Fprintf(&b, " of %s (%d %%)", amount(float64(p.Total)), 100*p.Done/p.Total)
	}
	if p.Unit != "bytes" {
		b.WriteString(" " + p.Unit)
	}
	if p.Rate > 0 {
		fmt.Fprintf(&b, "  %s/s", amount(p.Rate))
	}
	if p.Left > 0 {
		fmt.Fprintf(&b, "  %s left", p.Left.Round(time.Second))
	}
	return b.String()
}
