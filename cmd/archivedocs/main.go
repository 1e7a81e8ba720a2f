// Command archivedocs writes the report of what the archive holds:
//
//	archivedocs DATA-DIRECTORY ARCHIVE-FILE REPORT
//
// It reads the curated text and the archive compiled from it. Like the program
// that compiles it, it never imports the package that embeds the archive.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

func run(args []string, stderr io.Writer) int {
	if len(args) != 3 {
		fmt.Fprintln(stderr, "archivedocs: want a data directory, the archive compiled from it, and the report to write")
		return 2
	}
	report, err := reportOf(context.Background(), args[0], args[1])
	if err == nil {
		err = os.WriteFile(args[2], report, 0o644)
	}
	if err != nil {
		fmt.Fprintln(stderr, "archivedocs:", err)
		return 1
	}
	return 0
}
