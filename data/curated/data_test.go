package curated

import (
	"os"
	"testing"
)

// TestTheCuratedDataIsClean lints all of data/.
func TestTheCuratedDataIsClean(t *testing.T) {
	set, faults := Read(os.DirFS(".."))
	faults = append(faults, Lint(set)...)
	for i, f := range faults {
		if i == 40 {
			t.Errorf("and %d more faults", len(faults)-i)
			break
		}
		t.Error(f)
	}
}
