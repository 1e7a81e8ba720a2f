// Command archivebuild compiles a data directory into an archive file:
//
//	archivebuild DATA-DIRECTORY ARCHIVE-FILE
//
// It prints every fault of the text and writes nothing if there is one. It
// never imports the package that embeds the archive, so that a missing or
// broken file can always be rebuilt.
package main

import (
	"fmt"
	"io"
	"os"

	"careratings/data/curated"
	"careratings/internal/store"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

func run(args []string, stderr io.Writer) int {
	if len(args) != 2 {
		fmt.Fprintln(stderr, "archivebuild: want a data directory and the archive file to write")
		return 2
	}
	dir := os.DirFS(args[0])
	set, faults := curated.Read(dir)
	faults = append(faults, curated.Lint(set)...)
	for _, f := range faults {
		fmt.Fprintln(stderr, f)
	}
	if len(faults) > 0 {
		fmt.Fprintf(stderr, "archivebuild: %d faults, nothing written\n", len(faults))
		return 1
	}
	if err := store.Build(dir, args[1]); err != nil {
		fmt.Fprintln(stderr, "archivebuild:", err)
		return 1
	}
	return 0
}
