package tui

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/moves"
)

// aDiff is an interface that stands on the diff of two moments.
type aDiff struct {
	*frame
	*replay
	t testing.TB
	s *diffScreen
}

func diffOf(t testing.TB, from, to string, width, height int) aDiff {
	t.Helper()
	f := newFrame(Options{Open: realArchive, Label: "embedded"})
	f.still = true
	s := newDiff(f.session, from, to).(*diffScreen)
	f.past = append(f.past[:1:1], s)
	d := aDiff{f, &replay{model: f}, t, s}
	if err := d.send(tea.WindowSizeMsg{Width: width, Height: height}, f.Init()()); err != nil {
		t.Fatal(err)
	}
	return d
}

// press sends keys, and letters for what stands in quotes.
func (d aDiff) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		names := []string{k}
		if text, ok := strings.CutPrefix(k, "'"); ok {
			names = strings.Split(text, "")
		}
		for _, name := range names {
			if err := d.send(key(name)); err != nil {
				d.t.Fatal(err)
			}
		}
	}
}

// says checks that the frame holds every text.
func (d aDiff) says(texts ...string) {
	d.t.Helper()
	view := d.View()
	for _, text := range texts {
		if !strings.Contains(view, text) {
			d.t.Errorf("the frame does not say %q:\n%s", text, view)
		}
	}
}

func (d aDiff) codes() string {
	var out []string
	for _, i := range d.s.shown {
		out = append(out, diffCode(&d.s.read.rows[i]))
	}
	return strings.Join(out, " ")
}

// zeroToThree are the keys of the story: from the whole diff to the trusts that
// went from no stars to three.
func zeroToThree() []string {
	return []string{"K", "'acute", "enter", "right", "right", "right", "enter"}
}

// In July 2004 a paper printed that from zero stars to three in one year "has not
// been achieved elsewhere". The screen lists who else did it.
func TestDiffDrillsFromNoStarsToThree(t *testing.T) {
	d := diffOf(t, "stars-2003", "stars-2004", 120, 40)
	d.says("Star ratings 2003 → Star ratings 2004", "TRANSITIONS", "216 lineages")
	d.press(zeroToThree()...)
	d.says("no stars → three stars: 3 trusts", "RLZ>RXW", "Leicester")
	codes := strings.Fields(d.codes())
	slices.Sort(codes)
	if got := strings.Join(codes, " "); got != "RLZ>RXW RM2 RWE" {
		t.Errorf("listed are %s", got)
	}
	d.press("down", "enter")
	if d.top() == screen(d.s) {
		t.Fatal("enter opens no trust")
	}
	d.press("esc")
	if d.top() != screen(d.s) || d.s.drill == nil {
		t.Error("esc does not come back to the drilled list")
	}
	d.press("esc")
	if d.top() != screen(d.s) || d.s.drill != nil || d.s.movers {
		t.Error("esc does not leave the drill for the map")
	}
	d.press("esc")
	if d.top() == screen(d.s) {
		t.Error("esc does not leave the diff")
	}
}

func TestDiffListsSeveralMarkedCells(t *testing.T) {
	d := diffOf(t, "stars-2003", "stars-2004", 120, 40)
	d.press(" ", "right", " ", "enter")
	d.says("no stars → no stars and no stars → one star: 3 trusts")
	if want := "--cell 0:0 --cell 0:1"; !strings.Contains(d.commandLine(), want) {
		t.Errorf("%s lacks %s", d.commandLine(), want)
	}
	d.press("esc")
	d.says("2 cells marked: 3 trusts; enter lists them")
	d.press("esc")
	if d.s.marked != nil || d.top() != screen(d.s) {
		t.Error("esc does not take the marks away first")
	}
}

// A refusal names its break in words with the source, and what is allowed.
func TestDiffSaysWhatABreakRefuses(t *testing.T) {
	d := diffOf(t, "stars-2003", "healthcheck-2005-06", 120, 40)
	d.says("Refused: transitions, change of level, kappa: two four-word ratings replace the stars", "break-2006-healthcheck", "Allowed: totals, standings, cross-tab, agreement", "CROSS-TAB, claims no change")
	if view := d.View(); strings.Contains(view, "Levels moved") || strings.Contains(view, "Kappa ") {
		t.Error("levels are said to move across a break")
	}
	d.press("o")
	if title := d.top().Title(); d.top() == screen(d.s) || !strings.Contains(title, "hsj-2678-992b38") {
		t.Errorf("o opens %s", title)
	}
	d = diffOf(t, "stars-2002", "stars-2003", 120, 40)
	d.says("Refused", "mental-health alone: another peer group (K)")
	d.press("K", "'ambulance", "enter")
	if d.s.read.refused != nil || d.s.read.ask.kind != "ambulance" {
		t.Errorf("among %q still refused: %v", d.s.read.ask.kind, d.s.read.refused)
	}
}

// Every lineage is in one cell of the map or left out for one reason.
func TestDiffLeavesNobodyOutUnsaid(t *testing.T) {
	for _, p := range [][2]string{
		{"stars-2003", "stars-2004"},
		{"nof-2025-26-q2", "nof-2025-26-q3"},
		{"cqc@2020-02-05", "cqc@2022-06-21"},
		{"healthcheck-2008-09", "nof-2025-26-q3"},
		{"cqc:first", "cqc:last"},
	} {
		d := diffOf(t, p[0], p[1], 120, 40)
		tab, counted := d.s.read.tab, 0
		for _, r := range d.s.read.rows {
			if !r.counted {
				continue
			}
			counted++
			if _, c := d.s.count(r.place); c.N == 0 {
				t.Errorf("%v: %s is in an empty cell", p, r.Trust.Code)
			}
		}
		inMap := tab.N
		for _, r := range tab.Rows {
			inMap += r.Exit.N
		}
		for _, n := range tab.Entry {
			inMap += n
		}
		l := d.s.read.left
		out := l.onlyFrom + l.onlyTo + l.ranges + l.doubt + l.none
		if counted != inMap || inMap+out != d.s.read.doc.Summary.Rows || out != tab.Skipped+tab.NotHeld {
			t.Errorf("%v: %d rows have a cell, %d are in the map, %d left out, of %d", p, counted, inMap, out, d.s.read.doc.Summary.Rows)
		}
	}
}

// A name is typed that nobody has, and taken back.
func TestDiffFindsANameAndRecovers(t *testing.T) {
	d := diffOf(t, "stars-2003", "stars-2004", 120, 40)
	d.press("/", "'leicester")
	if !d.s.Typing() || !strings.Contains(" "+d.codes()+" ", " RWE ") {
		t.Errorf("listed are %s", d.codes())
	}
	d.press("'q")
	d.says("nothing matches 'leicesterq'; backspace widens", "MOVERS 0 of 216")
	d.press("backspace")
	if len(d.s.shown) != 6 {
		t.Errorf("backspace widens to %d", len(d.s.shown))
	}
	d.press("enter", "O", "'not-res", "enter")
	d.says("nothing matches 'leicester'; / and esc clear it")
	d.press("/", "esc")
	if d.s.Typing() || d.s.named != "" || len(d.s.shown) != d.s.read.doc.Summary.NotResolved {
		t.Errorf("after esc %d are listed", len(d.s.shown))
	}
	d.press("O", "'zzz")
	d.says(`nothing matches "zzz"; backspace widens`)
	d.press("enter", "esc")
	if d.top() != screen(d.s) || d.s.chooser != nil {
		t.Error("esc does not leave the chooser alone")
	}
}

// The answer to what was asked before is not taken, also after the screen was
// left and come back to; a cancelled wait keeps what is there and says so.
func TestDiffDropsLateAnswers(t *testing.T) {
	d := diffOf(t, "stars-2003", "stars-2004", 120, 40)
	late := d.s.neighbour(1)
	now := d.s.neighbour(1)
	if d.s.Working() == "" {
		t.Error("nothing is said to be under way")
	}
	d.press("esc", "tab") // tab leaves the filter of the list of trusts
	if err := d.send(late(), now()); err != nil {
		t.Fatal(err)
	}
	d.press("]")
	if d.s.read.ask.from != "stars-2004" || d.s.read.ask.to != "stars-2005" {
		t.Errorf("shown is %s", d.s.Title())
	}
	gone := d.s.swap()
	d.press("x")
	if err := d.send(gone()); err != nil {
		t.Fatal(err)
	}
	if d.s.Title() != "stars-2004 to stars-2005" {
		t.Errorf("a cancelled answer was taken: %s", d.s.Title())
	}
	d.press("tab")
	d.says("Cancelled: this is what was read before. r reads what was asked.")
	d.press("r")
	if d.s.Title() != "stars-2005 to stars-2004" {
		t.Errorf("r reads %s", d.s.Title())
	}
	d.says("Time runs backwards")
	fresh := newDiff(d.session, "stars-2003", "stars-2004").(*diffScreen)
	fresh.SetSize(80, 20)
	fresh.Init()
	if got := fresh.View(); !strings.Contains(got, "comparing stars-2003 with stars-2004") {
		t.Errorf("while nothing is read: %q", got)
	}
	fresh.Cancel()
	if got := fresh.View(); !strings.Contains(got, "cancelled; r reads again") {
		t.Errorf("after a cancel: %q", got)
	}
}

func TestDiffFollowsTheToggles(t *testing.T) {
	d := diffOf(t, "stars-2003", "stars-2004", 120, 40)
	d.press("tab", "/", "'RWE", "enter", "/", "esc", "end", "up", "up")
	before := *d.s.selected()
	standing := before.cells
	d.press("P")
	if d.s.read.ask.policy != "legal" || d.s.read.doc.Policy != "legal" || d.s.selected().Trust.Code != before.Trust.Code {
		t.Errorf("policy %s, selected %s, before %s", d.s.read.doc.Policy, d.s.selected().Trust.Code, before.Trust.Code)
	}
	d.press("B")
	if d.s.read.doc.Basis != "common" || d.s.selected().Trust.Code != before.Trust.Code {
		t.Errorf("basis %s, selected %s", d.s.read.doc.Basis, d.s.selected().Trust.Code)
	}
	d.press("A", "'2004-07-20", "enter")
	if d.s.read.ask.asOf != "2004-07-20" || !strings.Contains(d.commandLine(), "--as-of 2004-07-20") || strings.Count(d.commandLine(), "--as-of") != 1 {
		t.Errorf("as of %q: %s", d.s.read.ask.asOf, d.commandLine())
	}
	d.says("no rating of stars.overall is held in stars-2004")
	d.press("A", "ctrl+u", "enter", "B", "P")
	if d.s.read.problem != nil || len(standing) == 0 {
		t.Errorf("does not come back: %v", d.s.read.problem)
	}
}

func TestDiffGoesThroughNeighbours(t *testing.T) {
	d := diffOf(t, "stars-2003", "stars-2004", 120, 40)
	for _, step := range []struct{ key, title, says string }{
		{"n", "stars-2004 to stars-2005", ""},
		{"n", "stars-2004 to stars-2005", "stars-2005 is the last edition of its era"},
		{"p", "stars-2003 to stars-2004", ""},
		{"p", "stars-2002 to stars-2003", ""},
		{"w", "stars-2003 to stars-2002", "Time runs backwards"},
		{"p", "stars-2002 to stars-2001", ""},
		{"p", "stars-2002 to stars-2001", "stars-2001 is the first edition of its era"},
	} {
		d.press(step.key)
		if d.s.Title() != step.title {
			t.Errorf("%s leads to %s, want %s", step.key, d.s.Title(), step.title)
		}
		d.says(step.says)
	}
	d = diffOf(t, "cqc@2020-02-05", "cqc@2022-06-21", 120, 40)
	d.press("n")
	d.says("a rolling era has none")
	d = diffOf(t, "nof-2025-26-q3", "nof-2025-26-q4", 120, 40)
	d.press("M", "'nof.rank", "enter", "n")
	d.says("no rating of nof.rank is held in nof-2026-27-q1", "M chooses another measure")
	d.press("p")
	if d.s.read.problem != nil || d.s.read.to.Measure.ID != "nof.rank" || d.s.Title() != "nof-2025-26-q3 to nof-2025-26-q4" {
		t.Errorf("back from an edition without ratings: %s of %s", d.s.Title(), d.s.read.to.Measure.ID)
	}
	d.press("tab")
	d.says("there is no map: nof.rank of")
}

// How far the two agree opens with n and interval, and with what the selected
// trust's verdict depends on.
func TestDiffOpensTheAgreement(t *testing.T) {
	d := diffOf(t, "stars-2003", "stars-2004", 120, 40)
	d.press("/", "'RWE", "enter", "a")
	d.says("AGREEMENT OF ORDER (n = 61 pairs", "Kendall's tau-b: +0.27 (95 % interval +0.04 to +0.48", "Cohen's kappa 0.20", "SENSITIVITY OF THE VERDICT ON RWE", "outcomes")
	if got := d.commandLine(); got != "archive agree stars-2003 stars-2004" {
		t.Error(got)
	}
	if table, ok := d.top().Table(); !ok || len(table.Rows) != 3 || table.Rows[0][0].String() != "tau-b" {
		t.Errorf("the table: %v", table.Rows)
	}
	d.press("down", "down", "up", "end", "home", "B")
	if got := d.commandLine(); got != "archive agree stars-2003 stars-2004 --basis common" {
		t.Error(got)
	}
	again := d.top().Init()
	d.press("x")
	if err := d.send(again()); err != nil {
		t.Fatal(err)
	}
	if d.top().Working() != "" {
		t.Error("the wait goes on")
	}
	d.press("enter", "esc", "esc")
	if d.top() != screen(d.s) {
		t.Error("esc does not come back to the diff")
	}
	d = diffOf(t, "stars-2003", "healthcheck-2005-06", 120, 40)
	d.press("a")
	d.says("Kappa is refused: two four-word ratings replace the stars (break-2006-healthcheck)")
}

// Every key of the menu does something or says why not.
func TestDiffKeysAllAnswer(t *testing.T) {
	for _, before := range [][]string{nil, {"tab"}} {
		d := diffOf(t, "cqc@2018-01-01", "cqc@2022-06-21", 120, 40)
		for _, a := range d.s.Actions() {
			for _, k := range a.Keys {
				d.s = newDiff(d.session, "cqc@2018-01-01", "cqc@2022-06-21").(*diffScreen)
				d.past, d.session.marks = append(d.past[:1:1], d.s), nil
				if err := d.send(tea.WindowSizeMsg{Width: 120, Height: 40}, d.s.Init()()); err != nil {
					t.Fatal(err)
				}
				d.press("down", "right")
				d.press(before...)
				d.press("down", "down")
				screenBefore, seen := d.top(), d.View()
				id := d.s.id
				d.press(k)
				still := d.top() == screenBefore && d.View() == seen && d.s.id == id
				sideways := len(before) > 0 && slices.Contains([]string{"left", "h", "right", "l"}, k)
				if still && !sideways {
					t.Errorf("%q (%s) after %v does nothing", k, a.Name, before)
				}
			}
		}
	}
}

func TestDiffMarksAndCompares(t *testing.T) {
	d := diffOf(t, "stars-2003", "stars-2004", 120, 40)
	d.press("c")
	d.says("mark two trusts or more with m first")
	d.press("tab", "m", "down", "m")
	if len(d.session.marks) != 2 {
		t.Fatalf("marked are %v", d.session.marks)
	}
	d.says("is marked; c compares the marked")
	d.press("c")
	if d.top() == screen(d.s) {
		t.Error("c opens nothing")
	}
}

// Letters that come in one read, as over a slow line, are keys each.
func TestDiffTakesKeysThatComeTogether(t *testing.T) {
	d := diffOf(t, "stars-2003", "stars-2004", 120, 40)
	if err := d.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("lllKacute")}, key("enter")); err != nil {
		t.Fatal(err)
	}
	if d.s.at != (moves.Place{From: 1, To: 4}) || d.s.read.ask.kind != "acute" {
		t.Errorf("the cursor is at %v, the peers are %q", d.s.at, d.s.read.ask.kind)
	}
}

// Where no standing is known, the change of level puts the movers first.
func TestDiffPutsMoversFirst(t *testing.T) {
	for _, p := range [][2]string{{"stars-2003", "stars-2004"}, {"cqc@2018-01-01", "cqc@2022-06-21"}} {
		d := diffOf(t, p[0], p[1], 120, 40)
		if v := d.s.selected().Verdict; v != "up" {
			t.Errorf("%v: the first is %s", p, v)
		}
	}
}
