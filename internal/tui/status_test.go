package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// A command line, a citation or a file name longer than the terminal is wide is
// shown whole, and the status line names the day, the policy and the peers
// however long the archive's path and however narrow the terminal.
func TestFrameShowsLongTextWhole(t *testing.T) {
	long := "archive trajectory RWE --measure " + strings.Repeat("nof.metric.OF0010.value,", 9) + "end"
	for _, size := range [][2]int{{60, 15}, {80, 24}, {200, 60}} {
		b := &bench{query: word("hello")}
		f, r := benchFrame(b)
		f.label, f.session.asOf = "/a/very/long/path/"+strings.Repeat("of/parts/", 30)+"mine.db", "2004-01-01"
		seen := func(want string) {
			t.Helper()
			lines := strings.Split(f.View(), "\n")
			if len(lines) != size[1] {
				t.Errorf("%v: %d lines", size, len(lines))
			}
			if squeezed := strings.Join(strings.Fields(strings.Join(lines, "")), ""); !strings.Contains(squeezed, strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%v: %q is not shown whole:\n%s", size, want, f.View())
			}
		}
		if err := r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]}, f.Init()()); err != nil {
			t.Fatal(err)
		}
		seen("| as of 2004-01-01 | strands | published")
		if size[0] >= 80 {
			seen("mine.db |")
		}
		f.take(long)
		seen(long)
		f.prompt = &prompt{question: "export to:", text: long}
		seen(long + "▏enter takes it | esc leaves it")
	}
}

// The list of trusts under a trust that was opened at the start is read when it
// is gone back to.
func TestFrameReadsTheScreenUnderTheFirst(t *testing.T) {
	frame := played(t, "key esc\ntype leicester univ", ReplayOptions{}, Options{Trust: "RT5"})
	if !strings.Contains(frame, "University Hospitals of Leicester") {
		t.Errorf("the trusts are not read:\n%s", frame)
	}
}

// The menu runs what it lists, keys that only move included.
func TestMenuMovesTheList(t *testing.T) {
	frame := played(t, "type leic\nkey tab\nkey ?\ntype line down\nkey enter\nkey m", ReplayOptions{}, Options{})
	if !strings.Contains(frame, "▸ ● RT5") {
		t.Errorf("the cursor is not on the second line:\n%s", frame)
	}
}

// A replay knows every key by the name that docs/KEYS.md gives it.
func TestReplayKnowsEveryKeyListed(t *testing.T) {
	for line := range strings.Lines(KeyReference()) {
		if keys, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | "); ok && strings.HasPrefix(keys, "`") {
			for name := range strings.FieldsSeq(strings.ReplaceAll(keys, "`", "")) {
				if _, err := parseKey(name); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// Esc and the key after it, read at once, are two keys: Bubble Tea takes them for
// one with alt.
func TestFrameTakesEscAndAKeyReadAtOnce(t *testing.T) {
	f, r := benchFrame(&bench{query: word("x")})
	if err := r.send(openMsg{&bench{query: word("y")}}, tea.KeyMsg{Type: tea.KeyCtrlC, Alt: true}); err != nil {
		t.Fatal(err)
	}
	if len(f.past) != 1 || !r.quit {
		t.Errorf("%d screens deep, quit %v", len(f.past), r.quit)
	}
}
