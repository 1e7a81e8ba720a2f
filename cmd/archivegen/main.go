// Command archivegen writes invented care directories of the real shape and
// size, for trying and measuring the importer: a file a month.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"careratings/internal/eras/native/gen"
)

func main() {
	dir := flag.String("o", ".", "directory to write to; it is made if need be")
	months := flag.Int("months", 10, "how many months")
	rows := flag.Int("rows", 320_000, "rows of the first month, about")
	format := flag.String("format", "csv", "csv, xlsx or ods")
	seed := flag.Uint64("seed", 1, "seed; the same gives the same files")
	flag.Parse()
	if err := write(*dir, *format, *months, gen.Options{Seed: *seed, Rows: *rows}); err != nil {
		fmt.Fprintln(os.Stderr, "archivegen:", err)
		os.Exit(1)
	}
}

func write(dir, format string, months int, o gen.Options) error {
	h := gen.New(o)
	writers := map[string]func(io.Writer) error{"csv": h.CSV, "xlsx": h.XLSX, "ods": h.ODS}
	to, ok := writers[format]
	if !ok {
		return fmt.Errorf("no format %q; there are csv, xlsx and ods", format)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for m := range months {
		if m > 0 {
			h.Advance()
		}
		f, err := os.Create(filepath.Join(dir, h.Released()+"_Latest_ratings."+format))
		if err != nil {
			return err
		}
		if err := errors.Join(to(f), f.Close()); err != nil {
			return err
		}
	}
	return nil
}
