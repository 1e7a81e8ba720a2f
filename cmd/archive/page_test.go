package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/output"
)

// golden compares text with a file under testdata/golden, or with -update
// rewrites the file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test ./cmd/archive -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update accepts it):\n%s", path, diff)
	}
}

var painted = regexp.MustCompile("\x1b\\[[0-9;]*m")

// page is the trajectory page of a trust on a terminal of that width.
func page(t *testing.T, trust string, width int, more ...string) string {
	t.Helper()
	var out bytes.Buffer
	s := streams{out: &out, terminal: true, width: width}
	if a := askIn(t, s, append([]string{"trajectory", trust}, more...)...); a.code != exitDone {
		t.Fatalf("exit code %d: %s", a.code, a.err)
	}
	return out.String()
}

// The pages kept as goldens, and why each.
var pages = []struct{ trust, why string }{
	{"RWE", "the main job: every era from 2002, totals, rounded percentages, a bound that is not known, a joint rank"},
	{"RX1", "two predecessors rated apart on strands of their own, one of them only as below three stars; a long edition id"},
	{"RX9", "many predecessors, one of them rated; an era whose only value is not the headline; a rank whose ties are not known"},
	{"RT5", "a mental health trust: complete ratings of its group in four quarters, exact ranks"},
	{"5D3", "a PCT: partly known, then three stars, and nothing after it was dissolved"},
}

func TestTrajectoryPage(t *testing.T) {
	for _, p := range pages {
		for _, width := range []int{80, 120} {
			t.Run(fmt.Sprintf("%s/%d", p.trust, width), func(t *testing.T) {
				plain := page(t, p.trust, width, "--no-color")
				coloured := page(t, p.trust, width)
				golden(t, fmt.Sprintf("trajectory-%s-%d.txt", p.trust, width), plain)
				golden(t, fmt.Sprintf("trajectory-%s-%d-coloured.txt", p.trust, width), coloured)
				if coloured == plain {
					t.Error("nothing is painted on a terminal")
				}
				if diff := cmp.Diff(plain, painted.ReplaceAllString(coloured, "")); diff != "" {
					t.Errorf("paint changes the text (-plain +stripped):\n%s", diff)
				}
			})
		}
	}
}

// No page is wider than its terminal, with all measures too, at any width.
func TestTrajectoryPageFits(t *testing.T) {
	for _, p := range pages {
		for _, width := range []int{60, 79, 80, 100, 120, 200} {
			for _, more := range [][]string{{"--no-color"}, {"--no-color", "--measure", "all"}} {
				for line := range strings.Lines(page(t, p.trust, width, more...)) {
					line = strings.TrimSuffix(line, "\n")
					if output.Width(line) > width {
						t.Errorf("%s %v at %d: a line of %d columns: %s", p.trust, more, width, output.Width(line), line)
					}
					if strings.HasSuffix(line, " ") {
						t.Errorf("%s %v at %d: a line ends in spaces: %q", p.trust, more, width, line)
					}
				}
			}
		}
	}
}

// Every number in brackets on a page is the number of a source in its list.
func TestTrajectoryPageNumbersEverySource(t *testing.T) {
	for _, p := range pages {
		text, list, ok := strings.Cut(page(t, p.trust, 80, "--no-color"), "\nSources\n")
		if !ok {
			t.Fatalf("%s: no list of sources", p.trust)
		}
		cited := regexp.MustCompile(`\[\d+\]`).FindAllString(text, -1)
		if len(cited) == 0 {
			t.Errorf("%s: nothing is cited", p.trust)
		}
		for _, ref := range cited {
			if !strings.Contains("\n"+list, "\n"+ref+" ") {
				t.Errorf("%s: %s is not in the list of sources", p.trust, ref)
			}
		}
	}
}
