package tui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"careratings/internal/output"
	"careratings/internal/store"
)

var update = flag.Bool("update", false, "write the golden frames and docs/KEYS.md anew")

// realArchive is the compiled archive, opened once for all tests; none closes
// it.
var realArchive = sync.OnceValues(func() (*store.Archive, error) {
	return store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
})

// played is the final frame of a script over the compiled archive.
func played(t *testing.T, script string, how ReplayOptions, o Options) string {
	t.Helper()
	o.Label, o.Open = "embedded", realArchive
	var out strings.Builder
	err := Replay(strings.NewReader(script), &out, o, how)
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// checkGoldens compares the final frame of a script with testdata/NAME.SIZE.txt
// at three sizes, plain and in colour, and checks what holds of every frame:
// its size, that colour adds nothing but the user's own colours of letters, which
// read on any background and in sixteen colours, and that ASCII is ASCII.
func checkGoldens(t *testing.T, name, script string, o Options) {
	t.Helper()
	sizes := [][2]int{{80, 24}, {120, 40}, {200, 60}}
	if testing.Short() {
		sizes = sizes[1:2]
	}
	for _, size := range sizes {
		how := ReplayOptions{Width: size[0], Height: size[1]}
		frames := map[string]string{}
		for _, colour := range []bool{false, true} {
			file := fmt.Sprintf("%s.%dx%d.txt", name, size[0], size[1])
			if colour {
				file = strings.TrimSuffix(file, "txt") + "colour.txt"
			}
			o.Colour = colour
			frame := played(t, script, how, o)
			frames[fmt.Sprint(colour)] = frame
			fits(t, file, frame, size[0], size[1])
			compareGolden(t, file, frame)
		}
		for _, code := range regexp.MustCompile(`\x1b\[?[^m]*m?`).FindAllString(frames["true"], -1) {
			if !slices.Contains([]string{"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[34m", "\x1b[35m", "\x1b[36m"}, code) {
				t.Errorf("%s %v: %q sets more than the colour or weight of letters", name, size, code)
			}
		}
		if diff := cmp.Diff(frames["false"], trimmed(ansi.Strip(frames["true"]))); diff != "" {
			t.Errorf("%s %v: colour changes the text (-plain +colour):\n%s", name, size, diff)
		}
	}
	if testing.Short() {
		return
	}
	o.Colour, o.ASCII = false, true
	for _, size := range [][2]int{{60, 15}, {59, 14}, {80, 24}, {133, 50}} {
		frame := played(t, script, ReplayOptions{Width: size[0], Height: size[1]}, o)
		fits(t, name, frame, size[0], size[1])
		if i := strings.IndexFunc(frame, func(r rune) bool { return r > '~' }); i >= 0 {
			t.Errorf("%s %v: not ASCII: %q", name, size, frame[max(0, i-30):min(len(frame), i+30)])
		}
	}
}

// trimmed is a frame without blanks at the ends of its lines.
func trimmed(frame string) string {
	lines := strings.Split(frame, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// fits checks that a frame is no larger than the terminal.
func fits(t *testing.T, name, frame string, width, height int) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(frame, "\n"), "\n")
	if len(lines) != height {
		t.Errorf("%s: %d lines on a terminal of %d", name, len(lines), height)
	}
	for i, l := range lines {
		if w := output.Width(ansi.Strip(l)); w > width {
			t.Errorf("%s: line %d is %d columns wide on a terminal of %d", name, i+1, w, width)
		}
	}
}

func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test ./internal/tui -update writes it; look at it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
