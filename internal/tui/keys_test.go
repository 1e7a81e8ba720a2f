package tui

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// docs/KEYS.md lists what the key maps say.
func TestKeyReferenceIsCurrent(t *testing.T) {
	const path = "../../docs/KEYS.md"
	got := KeyReference()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/KEYS.md is stale; go generate ./... writes it (-page +keys):\n%s", diff)
	}
}
