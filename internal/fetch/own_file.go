package fetch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// openOwn opens a file of the directory of originals for writing. Names there can
// be foretold, and a symbolic link that somebody laid in a shared directory could
// lead to any file of the user's: it is refused.
func openOwn(path string, flag int) (*os.File, error) {
	refused := fmt.Errorf("%s: is a symbolic link; take it away, or keep the files in another directory (--to)", path)
	if leadsAway(path) {
		return nil, refused
	}
	f, err := os.OpenFile(path, flag, 0o644)
	if err != nil {
		return nil, err
	}
	if leadsAway(path) { // laid in between
		return nil, errors.Join(refused, f.Close())
	}
	return f, nil
}

// leadsAway reports whether a path is a symbolic link; one to a device is none that
// could harm a file.
func leadsAway(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return false
	}
	to, err := os.Stat(path)
	return err != nil || to.Mode()&fs.ModeDevice == 0
}
