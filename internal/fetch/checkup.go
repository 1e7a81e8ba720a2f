package fetch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Checked is what became of the originals in a directory.
type Checked struct {
	Sums   map[string]bool // checksums of the originals that are whole
	N      int             // how many files the journal names
	Faults []string        // one sentence for each that is missing or changed
	Passed []string        // rows of the journal that a killed run left torn: no file is lost by them
}

// CheckOriginals compares the originals of a directory with its journal: each
// must be there with the size and the checksum it was got with. A directory that
// is not there has none.
func CheckOriginals(dir string) (Checked, error) {
	c := Checked{Sums: map[string]bool{}}
	path := filepath.Join(dir, journal)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	o := &Originals{dir: dir}
	if err := o.read(raw, path, func(s string) { c.Passed = append(c.Passed, s) }); err != nil {
		return c, err
	}
	seen := map[string]bool{}
	for _, original := range o.held {
		if seen[original.File] {
			continue
		}
		seen[original.File] = true
		c.N++
		switch sum, err := fileSHA256(o.path(original.File)); {
		case errors.Is(err, fs.ErrNotExist):
			c.Faults = append(c.Faults, fmt.Sprintf("%s is missing", original.File))
		case err != nil:
			c.Faults = append(c.Faults, fmt.Sprintf("%s cannot be read: %v", original.File, err))
		case sum != original.SHA256:
			c.Faults = append(c.Faults, fmt.Sprintf("%s is not as it was got: its SHA-256 is %s, the journal has %s", original.File, sum[:16], original.SHA256[:16]))
		default:
			c.Sums[sum] = true
		}
	}
	return c, nil
}
