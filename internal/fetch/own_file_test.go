//go:build unix

package fetch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A link that lies where a part, its state or the journal will be written leads a
// download nowhere: what it points to stays as it is.
func TestLinksInTheDirectoryAreNotFollowed(t *testing.T) {
	server, _ := serve(t, file(table(1000), `"v1"`))
	for _, end := range []string{"", ".json.new", journal} {
		dir := t.TempDir()
		o := &Originals{dir: dir}
		path := partPath(o, wanted(server)) + end
		if end == journal {
			path = filepath.Join(dir, journal)
		} else {
			o = openDir(t, dir)
		}
		victim := filepath.Join(t.TempDir(), "precious")
		write(t, victim, "mine")
		if err := os.Symlink(victim, path); err != nil {
			t.Fatal(err)
		}
		var err error
		if end == journal {
			_, err = OpenOriginals(dir, func(string) {})
		} else {
			_, err = newWorld().client(t).Download(t.Context(), o, wanted(server))
		}
		if err == nil || !strings.Contains(err.Error(), "is a symbolic link") {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
		if got := string(content(t, victim)); got != "mine" {
			t.Errorf("%s: what the link leads to is now %q", filepath.Base(path), got)
		}
	}
}
