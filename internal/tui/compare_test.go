package tui

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// stage is an interface over the compiled archive that begins on one screen.
type stage struct {
	*frame
	*replay
	t *testing.T
}

func newStage(t *testing.T, width, height int, o Options, first func(*session) screen) *stage {
	t.Helper()
	return newStageOn(t, opened(t), width, height, o, first)
}

// opened is the compiled archive, until the test ends.
func opened(t *testing.T) *store.Archive {
	t.Helper()
	a, err := realArchive()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func newStageOn(t *testing.T, a *store.Archive, width, height int, o Options, first func(*session) screen) *stage {
	t.Helper()
	o.Label = "embedded"
	o.Open = func() (*store.Archive, error) { return a, nil }
	f := newFrame(o)
	f.still = true
	s := &stage{frame: f, replay: &replay{model: f}, t: t}
	s.post(tea.WindowSizeMsg{Width: width, Height: height}, openMsg{first(f.session)})
	return s
}

func (s *stage) post(msgs ...tea.Msg) {
	s.t.Helper()
	if err := s.send(msgs...); err != nil {
		s.t.Fatal(err)
	}
}

// keys presses keys one after another.
func (s *stage) keys(names ...string) {
	s.t.Helper()
	for _, name := range names {
		s.post(key(name))
	}
}

// shows checks that the frame says something, and wants checks it does not.
func (s *stage) shows(texts ...string) {
	s.t.Helper()
	view := squeezed(s.frame.View())
	for _, text := range texts {
		if !strings.Contains(view, text) {
			s.t.Errorf("the frame does not say %q:\n%s", text, s.frame.View())
		}
	}
}

// squeezed is a frame without its line breaks and runs of blanks, so that a
// sentence is found however it is broken.
func squeezed(view string) string { return strings.Join(strings.Fields(ansi.Strip(view)), " ") }

func threeTrusts(s *session) screen { return newCompare(s, []string{"RWE", "RX1", "RTG"}) }

func onCompare(t *testing.T, width, height int, o Options) (*stage, *compareScreen) {
	t.Helper()
	s := newStage(t, width, height, o, threeTrusts)
	c, ok := s.top().(*compareScreen)
	if !ok {
		t.Fatal("no Compare on top")
	}
	return s, c
}

// to walks to a column.
func (s *stage) to(c *compareScreen, moment string) {
	s.t.Helper()
	s.keys("g")
	for range c.chart.columns {
		if c.chart.columns[c.at.col].moment == moment {
			return
		}
		s.keys("l")
	}
	s.t.Fatalf("no column %s", moment)
}

func TestCompareGoldens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		frames := map[bool]string{}
		for _, colour := range []bool{false, true} {
			s, c := onCompare(t, size[0], size[1], Options{Colour: colour})
			s.to(c, "stars-2003")
			file := fmt.Sprintf("compare.%dx%d.txt", size[0], size[1])
			if colour {
				file = strings.TrimSuffix(file, "txt") + "colour.txt"
			}
			frames[colour] = trimmed(s.frame.View()) + "\n"
			fits(t, file, frames[colour], size[0], size[1])
			compareGolden(t, file, frames[colour])
		}
		if diff := cmp.Diff(frames[false], trimmed(ansi.Strip(frames[true]))); diff != "" {
			t.Errorf("%v: colour changes the text (-plain +colour):\n%s", size, diff)
		}
	}
	for _, size := range [][2]int{{60, 15}, {59, 14}, {80, 24}, {133, 50}} {
		s, c := onCompare(t, size[0], size[1], Options{ASCII: true})
		for range c.chart.columns {
			s.keys("l")
			view := s.frame.View()
			fits(t, "compare", view, size[0], size[1])
			if i := strings.IndexFunc(view, func(r rune) bool { return r > '~' }); i >= 0 {
				t.Fatalf("%v: not ASCII: %q", size, view[max(0, i-30):min(len(view), i+30)])
			}
		}
	}
}

// What is said of two trusts is what the engine's rules allow, in words.
func TestCompareSaysVerdictsInWords(t *testing.T) {
	s, c := onCompare(t, 160, 60, Options{})
	for moment, want := range map[string][]string{
		"stars-2003": {
			"Leicester (RWE) below Nottingham (RCS): no stars against three stars",
			"Leicester (RWE) and Nottingham (RFK): not resolved: no stars against below three stars (what is known of the levels overlaps)",
			"Leicester (RWE) and Derby (RTG): not resolved: no stars against three stars (RTG is implied, not stated)",
			"Leicester (RWE): no stars, level 1 of 4", "13 of 155 others tied, 142 better, none worse.", "basis published totals",
		},
		"stars-2002": {"Leicester (RWE) and Derby (RTG): not comparable: no rating of Derby (RTG) there", "No rating of it in stars-2002 is held."},
		"nof-2025-26-q3": {
			"Leicester (RWE) and Nottingham (RX1): same band, segment 4: not resolved",
			"Leicester (RWE) below Derby (RTG): segment 4 against segment 3",
		},
		"cqc@2020-02-05": {"as at 2020-02-05", "same band, Good: not resolved", "Nottingham (RX1): Good, level 3 of 4, of 2019-03-14"},
		"im-2013-10":     {"not comparable", "in that year it was rated in another regime: one of the most high-risk"},
	} {
		s.to(c, moment)
		side := c.story.sideBySide(c.chart, c.at)
		said := side.heading + "\n" + strings.Join(side.verdicts, "\n")
		for _, e := range side.entries {
			said += "\n" + e.text() + "\n" + e.more + "\n" + e.peers
		}
		for _, text := range want {
			if !strings.Contains(said, text) {
				t.Errorf("%s does not say %q:\n%s", moment, text, said)
			}
		}
	}
}

func TestCompareTakesOutAndOpens(t *testing.T) {
	s, c := onCompare(t, 120, 40, Options{})
	s.keys("m", "m", "j", "j", "j", "enter")
	if got, ok := s.top().(*trajectoryScreen); !ok || got.code != c.code() {
		t.Fatalf("enter opened %s, the cursor is on %s", s.top().Title(), c.code())
	}
	s.keys("esc")
	out := c.code()
	s.session.marks = []string{"RWE", "RX1", "RTG"}
	s.keys("D")
	if strings.Contains(c.Command(), out) || s.session.marked(out) || len(s.session.marks) != 2 {
		t.Errorf("%s, marks %v", c.Command(), s.session.marks)
	}
	s.shows(out + " is taken out")
	s.keys("D")
	s.shows("One trust alone: nothing to compare")
	s.keys("D")
	if s.top() == screen(c) {
		t.Error("a comparison of no trust stays")
	}
}

// The export is what the command prints: the same bytes.
func TestCompareExportsWhatItsCommandPrints(t *testing.T) {
	_, c := onCompare(t, 120, 40, Options{})
	for view := range c.story.views {
		c.setView(view)
		checkCommand(t, c, c.session)
	}
}

// checkCommand runs what the screen's command line asks for through the engine,
// and compares the rows with the screen's own.
func checkCommand(t *testing.T, s screen, session *session) {
	t.Helper()
	a, err := session.open()
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(s.Command())
	opt := trajectory.Options{AsOf: session.asOf}
	doc := trajectory.Document{}
	var codes []string
	for i := 2; i < len(words); i++ {
		switch words[i] {
		case "--policy":
			i++
			opt.Policy = words[i]
		case "--measure":
			i++
			if words[i] != "all" {
				opt.Measures = strings.Split(words[i], ",")
			}
		default:
			codes = append(codes, words[i])
		}
	}
	if words[0] != "archive" || words[1] != "trajectory" || len(codes) == 0 {
		t.Fatalf("%v is no trajectory", words)
	}
	for _, code := range codes {
		body, ok, err := a.BodyByID(t.Context(), code)
		if err != nil || !ok {
			t.Fatal(code, err)
		}
		tr, err := trajectory.Build(t.Context(), a, body, opt)
		if err != nil {
			t.Fatal(err)
		}
		doc.Trusts = append(doc.Trusts, tr)
	}
	table, ok := s.Table()
	if !ok {
		t.Fatal("no table")
	}
	var got, want bytes.Buffer
	if err := output.Write(&got, output.FormatCSV, table, output.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := output.Write(&want, output.FormatCSV, flat.Points(doc), output.Options{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), got.String()); diff != "" {
		t.Errorf("%s (-command +screen):\n%s", s.Command(), diff)
	}
}
