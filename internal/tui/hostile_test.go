package tui

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"careratings/internal/store"
	"careratings/internal/store/storetest"
)

// No text of others acts on the terminal: every screen over an archive whose every
// name, note and value is an attack draws nothing but letters, spaces and our own
// colours.
func TestHostileTextOnEveryScreen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hostile.db")
	if err := storetest.Hostile("../../data/archive.db", path); err != nil {
		t.Fatal(err)
	}
	a, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	own := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for name, c := range map[string]struct {
		script string
		o      Options
	}{
		"trusts":             {"type leic", Options{}},
		"trusts, pane":       {"type leic\nkey tab\nkey down\nkey m", Options{}},
		"menu":               {"type leic\nkey tab\nkey ?\ntype copy", Options{}},
		"editions":           {"key tab\nkey E", Options{}},
		"trajectory":         {"key g\nkey l", Options{Trust: "RWE"}},
		"trajectory, claims": {"key tab\nkey down", Options{Trust: "RX1"}},
		"trajectory, source": {"key enter\nkey enter", Options{Trust: "RWE"}},
		"command":            {"key y", Options{Trust: "RWE"}},
		"compare":            {"type university hospitals of leicester\nkey tab\nkey m\nkey /\nkey ctrl+u\ntype derby\nkey tab\nkey m\nkey c\nkey right", Options{}},
		"edition":            {"key down", onEdition("stars-2003")},
		"edition, league":    {"key down\nkey m\nkey s", onEdition("nof-2025-26-q4")},
		"edition, facets":    {"key f", onEdition("stars-2003")},
		"edition, rolling":   {"key tab\nkey down\nkey enter", onEdition("cqc@2020-02-05")},
		"source":             {"key down", onSource(guardian2003)},
		"source, cited":      {"key t", onSource("bbc-3911983-336e06")},
		"diff":               {"key right\nkey enter", Options{first: func(s *session) screen { return newDiff(s, "stars-2003", "stars-2004") }}},
	} {
		for _, size := range [][2]int{{80, 24}, {160, 50}} {
			o := c.o
			o.Label, o.Colour, o.Open = path, true, func() (*store.Archive, error) { return a, nil }
			var out strings.Builder
			if err := Replay(strings.NewReader(c.script), &out, o, ReplayOptions{Width: size[0], Height: size[1]}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			frame := own.ReplaceAllString(out.String(), "")
			if !strings.Contains(frame, `\x1b[2J`) && size[0] > 80 && name != "command" && name != "menu" && name != "editions" {
				t.Errorf("%s shows no text of others:\n%s", name, frame)
			}
			for i, r := range frame {
				if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
					t.Errorf("%s, %v: %U in %q", name, size, r, frame[max(0, i-60):min(len(frame), i+20)])
					break
				}
			}
		}
	}
}
