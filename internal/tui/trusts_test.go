package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"careratings/internal/bodies"
)

func TestTrustsGoldens(t *testing.T) {
	for name, script := range map[string]string{
		"trusts.leic":    "type leic",
		"trusts.nothing": "type zzqx",
		"trusts.fall":    "key tab\nkey s\nkey s\nkey s\nkey s\nkey s\nkey m\nkey down\nkey m",
		"trusts.facets":  "type hosp\nkey tab\nkey tab\nkey down\nkey enter\nkey G\nkey enter",
		"editions":       "key tab\nkey E\nkey down\nkey down\nkey m\nkey down",
	} {
		t.Run(name, func(t *testing.T) { checkGoldens(t, name, script, Options{}) })
	}
}

// trustsAfter is the screen after keys, over the compiled archive; what it opens
// is on top of the frame.
func trustsAfter(t *testing.T, keys ...string) (*frame, *trustsScreen, *replay) {
	t.Helper()
	f := trustsFrame(t)
	s := f.top().(*trustsScreen)
	r := &replay{model: f}
	trustsPress(t, r, keys...)
	return f, s, r
}

// trustsPress sends keys by name; words after "type " letter by letter.
func trustsPress(t *testing.T, r *replay, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if text, ok := strings.CutPrefix(k, "type "); ok {
			for _, c := range text {
				trustsPress(t, r, string(c))
			}
			continue
		}
		if err := r.send(key(k)); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *trustsScreen) listed() []string {
	var out []string
	for _, h := range s.rows {
		out = append(out, s.index.Body(h.Body).ID)
	}
	return out
}

// The first frame shows the focused filter before the archive is opened, and
// what is typed before the answer filters it when it comes.
func TestTrustsTypeBeforeTheAnswer(t *testing.T) {
	f := newFrame(Options{Open: realArchive, Label: "embedded"})
	f.still = true
	r := &replay{model: f}
	answer := f.Init()
	_, _ = f.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if v := f.View(); !strings.Contains(v, "filter [") || !strings.Contains(v, "what you type already filters") {
		t.Errorf("the first frame:\n%s", v)
	}
	trustsPress(t, r, "type leic")
	if err := r.send(answer()); err != nil {
		t.Fatal(err)
	}
	s := f.top().(*trustsScreen)
	if b := s.selected(); b == nil || b.ID != "RWE" {
		t.Errorf("selected %v of %d", b, len(s.rows))
	}
	trustsPress(t, r, "enter")
	if f.top().Title() == "Trusts" {
		t.Error("enter does not open the trust")
	}
	trustsPress(t, r, "esc")
	if f.top() != screen(s) || s.query != "leic" || s.selected().ID != "RWE" {
		t.Error("coming back, the list is not as it was left")
	}
}

func TestTrustsFilterToNothingAndRecover(t *testing.T) {
	f, s, r := trustsAfter(t, "type leicqq")
	if v := f.View(); len(s.rows) != 0 || !strings.Contains(v, "backspace widens") || !strings.Contains(v, "0 of ") {
		t.Errorf("%d rows:\n%s", len(s.rows), v)
	}
	if _, ok := s.Table(); ok {
		t.Error("an empty list is offered for export")
	}
	trustsPress(t, r, "backspace", "backspace")
	if s.selected().ID != "RWE" {
		t.Errorf("recovered to %s", s.selected().ID)
	}
	trustsPress(t, r, "esc")
	if s.typing || s.query != "" || len(s.rows) != len(s.every) {
		t.Errorf("esc leaves %q, %d rows", s.query, len(s.rows))
	}
	trustsPress(t, r, "type leicqq", "tab")
	trustsPress(t, r, "/", "ctrl+u")
	if len(s.rows) != len(s.every) {
		t.Errorf("ctrl+u leaves %d rows", len(s.rows))
	}
}

// The list is that of the search command, in its order, whatever is typed.
func TestTrustsListsWhatTheCommandFinds(t *testing.T) {
	_, s, r := trustsAfter(t)
	a, err := s.session.open()
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"leicester", "rwe", "notingham", "univ hosp leic", "queen's", "zzzz", "North"} {
		trustsPress(t, r, "ctrl+u", "type "+query)
		want, err := bodies.Search(context.Background(), a, query)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, m := range want {
			codes = append(codes, m.Body.ID)
		}
		if diff := cmp.Diff(codes, s.listed()); diff != "" {
			t.Errorf("%q (-search +screen):\n%s", query, diff)
		}
	}
}

// Every count of a facet is the length of the list when it is chosen.
func TestTrustsFacetCounts(t *testing.T) {
	_, s, r := trustsAfter(t, "type hosp", "tab", "f")
	for i := range s.facets.list.n {
		s.facets.list.to(i)
		g, at, _ := s.facets.at()
		want, word := s.facets.values[g][at].n, s.facets.values[g][at].word
		trustsPress(t, r, "enter")
		if len(s.rows) != want {
			t.Errorf("%s %s: %d rows, counted %d", facetNames()[g], word, len(s.rows), want)
		}
		if !strings.Contains(s.View(), word) {
			t.Errorf("%s is not said in words", word)
		}
		trustsPress(t, r, "enter")
	}
	trustsPress(t, r, "enter", "F")
	if s.facets.words() != "" {
		t.Errorf("F leaves %s", s.facets.words())
	}
}

// A trust keeps its place under the cursor when facets and ratings change round
// it, and the order says what it is by.
func TestTrustsNothingJumps(t *testing.T) {
	f, s, r := trustsAfter(t, "tab", "pgdown", "down", "down")
	at := s.selected()
	for range s.facets.list.n {
		g, i, _ := s.facets.at()
		if s.facets.values[g][i].word == at.Kind {
			break
		}
		s.facets.list.move(1)
	}
	trustsPress(t, r, "tab", "enter", "tab")
	if s.selected() != at {
		t.Errorf("from %s to %s", at.ID, s.selected().ID)
	}
	trustsPress(t, r, "s", "s", "s", "s", "s")
	if v := f.View(); !strings.Contains(v, "sorted by biggest resolved fall") {
		t.Errorf("the order is not said:\n%s", v)
	}
}

// An answer that comes after the screen asked anew, or was left, is not shown on
// another; what was cancelled is read again with r.
func TestTrustsLateAndCancelled(t *testing.T) {
	f := newFrame(Options{Open: realArchive, Label: "embedded"})
	f.still = true
	r := &replay{model: f}
	_, _ = f.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	late := f.Init()()
	trustsPress(t, r, "tab", "x")
	s := f.top().(*trustsScreen)
	if err := r.send(late); err != nil {
		t.Fatal(err)
	}
	if s.index != nil || !strings.Contains(f.View(), "r reads again") {
		t.Errorf("after cancelling:\n%s", f.View())
	}
	trustsPress(t, r, "r")
	if s.index == nil || s.facts == nil || s.judged == nil {
		t.Error("r does not read again")
	}
	slow := s.askFacts()
	trustsPress(t, r, "E")
	if err := r.send(slow()); err != nil {
		t.Fatal(err)
	}
	if f.top().Title() != "Editions" || s.facts == nil {
		t.Error("the answer did not reach the screen that was left")
	}
}

// Every key does something that is seen, or says why not.
func TestTrustsEveryKeyAnswers(t *testing.T) {
	_, read, _ := trustsAfter(t)
	again := func(begin ...string) (*frame, *trustsScreen, *replay) {
		f := newFrame(Options{Open: read.session.open, Label: "embedded"})
		f.still = true
		s := f.top().(*trustsScreen)
		for _, give := range []func() tea.Msg{
			func() tea.Msg { return answer[*bodies.Index]{by: &s.asker, id: s.id, value: read.index} },
			func() tea.Msg {
				return answer[*trustsFacts]{by: &s.asker, id: s.id, value: newTrustsFacts(read.index, read.facts)}
			},
			func() tea.Msg {
				return answer[*trustsJudged]{by: &s.asker, id: s.id, value: newTrustsJudged(read.index, read.facts, read.judged)}
			},
		} {
			s.Update(give())
		}
		r := &replay{model: f}
		if err := r.send(tea.WindowSizeMsg{Width: 120, Height: 40}); err != nil {
			t.Fatal(err)
		}
		trustsPress(t, r, begin...)
		return f, s, r
	}
	for _, begin := range [][]string{nil, {"tab"}, {"tab", "f"}, {"type zzzq", "tab"}} {
		_, probe, _ := again(begin...)
		for _, a := range probe.Actions() {
			for _, k := range a.Keys {
				if probe.typing && len(k) == 1 {
					continue // a letter there
				}
				f, s, r := again(begin...)
				before, listBefore := f.View(), s.list
				trustsPress(t, r, k)
				moves := strings.Contains("up k down j pgup pgdown g G", k) && (listBefore.n == 0 || listBefore.at == 0 || s.inPane)
				if f.View() == before && !moves && k != "r" && !(k == "f" && s.inPane) && !(k == "ctrl+u" && s.query == "") {
					t.Errorf("%v: %s (%s) does nothing", begin, k, a.Name)
				}
			}
		}
	}
}

func TestTrustsNeverPanicsAtAnySize(t *testing.T) {
	_, s, r := trustsAfter(t, "tab", "s", "s", "s", "s", "s")
	for _, pane := range []string{"f", "tab"} {
		trustsPress(t, r, pane)
		for w := 0; w < 140; w += 3 {
			for h := range 45 {
				s.SetSize(w, h)
				if lines := strings.Split(s.View(), "\n"); w >= leastWidth && h >= leastHeight-4 {
					if len(lines) > h {
						t.Fatalf("%dx%d: %d lines", w, h, len(lines))
					}
					for _, line := range lines {
						if got := ansi.StringWidth(line); got > w {
							t.Fatalf("%dx%d: a line of %d columns: %s", w, h, got, line)
						}
					}
				}
			}
		}
	}
}

func TestTrustsMarkAndCompare(t *testing.T) {
	f, s, r := trustsAfter(t, "tab", "c")
	if !strings.Contains(f.View(), "mark two to six") {
		t.Errorf("c without marks:\n%s", f.View())
	}
	for range mostMarks + 1 {
		trustsPress(t, r, "m", "down")
	}
	trustsPress(t, r, "up", "m")
	if len(s.session.marks) != mostMarks || !strings.Contains(f.View(), "six trusts are marked") {
		t.Errorf("%d marks:\n%s", len(s.session.marks), f.View())
	}
	if !strings.Contains(s.View(), s.session.look.mark()) {
		t.Error("no mark is seen")
	}
	trustsPress(t, r, "c")
	if f.top() == screen(s) {
		t.Error("c does not open Compare")
	}
}

// The question mark opens the menu even from the filter, for no name has one.
func TestTrustsMenuFromTheFilter(t *testing.T) {
	f, s, r := trustsAfter(t, "?")
	if f.menu == nil || s.query != "" {
		t.Errorf("menu %v, query %q", f.menu, s.query)
	}
	trustsPress(t, r, "esc")
	if s.typing {
		t.Error("the filter has the focus still")
	}
}

// What the strip shows of Leicester is what was published of it.
func TestTrustsStrip(t *testing.T) {
	_, s, _ := trustsAfter(t, "type rwe")
	blocks, _ := s.strip.fit(1000)
	names, ruler := s.strip.heads(s.session.look, blocks, s.strip.fullWidth())
	got := (look{}).fit("", 0) + fmt.Sprintf("%s\n%s\n%s", names, ruler, (&s.strip).draw(look{}, s.facts.Headlines["RWE"], blocks, s.strip.fullWidth()))
	for _, want := range []string{"stars|AHC  |", "12345|6789u|", "·2033|EEEG·|"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
