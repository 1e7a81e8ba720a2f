package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The pictures of the documentation are screens of the interface, replayed from
// the keys that lie beside them.
func TestPicturesAreCurrent(t *testing.T) {
	files, err := filepath.Glob("../../docs/pictures/*.keys")
	if err != nil || len(files) == 0 {
		t.Fatal("no keys", err)
	}
	for _, keys := range files {
		args := []string{"tui", "--script", keys, "--size", "120x40", "--svg"}
		if strings.HasSuffix(keys, "trajectory.keys") {
			args = append(args, "RWE")
		}
		got := ask(t, args...)
		if got.code != exitDone {
			t.Fatal(got.err)
		}
		path := strings.TrimSuffix(keys, ".keys") + ".svg"
		if *update {
			if err := os.WriteFile(path, []byte(got.out), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want, err := os.ReadFile(path); err != nil || string(want) != got.out {
			t.Errorf("%s is stale; go test ./cmd/archive -run Pictures -update makes it anew (%v)", path, err)
		}
	}
}
