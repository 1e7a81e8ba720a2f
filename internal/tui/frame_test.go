package tui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
	"careratings/internal/store"
)

// bench is a screen for tests of the frame: it asks for a word and shows it.
type bench struct {
	asker
	word   string
	width  int
	toggle int
	panics bool
	typing bool
	typed  string
	query  func(context.Context) (string, error)
}

func (b *bench) Title() string { return "Bench" }
func (b *bench) Init() tea.Cmd { return ask(&b.asker, "reading a word", b.query) }
func (b *bench) Update(msg tea.Msg) tea.Cmd {
	if b.panics {
		panic("boom")
	}
	if v, err, ok := take[string](&b.asker, msg); ok {
		b.word = v
		if err != nil {
			b.word = err.Error()
		}
	}
	switch msg := msg.(type) {
	case toggleMsg:
		b.toggle++
	case tea.KeyMsg:
		if b.typing {
			b.typed += msg.String()
		}
	}
	return nil
}

func (b *bench) View() string {
	if b.panics {
		panic("boom")
	}
	return strings.Repeat(b.word+" wide 漢字 ", 40) + "\nsecond"
}
func (b *bench) SetSize(w, _ int) { b.width = w }
func (b *bench) Actions() []action {
	return []action{{Keys: []string{"enter"}, Name: "go on", Run: nil}}
}
func (b *bench) Command() string { return "archive bench --kind acute" }
func (b *bench) Typing() bool    { return b.typing }
func (b *bench) Table() (output.Table, bool) {
	return output.Table{Columns: []output.Column{{Name: "word"}}, Rows: [][]output.Value{{output.Text(b.word)}}}, b.word != ""
}

func benchFrame(b *bench) (*frame, *replay) {
	f := &frame{
		session: &session{policy: "strands", basis: "published", open: func() (*store.Archive, error) { return nil, errors.New("none") }},
		label:   "embedded", past: []screen{b}, save: WriteFile, seen: map[screen]int{}, still: true,
	}
	return f, &replay{model: f}
}

func word(w string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return w, nil }
}

func key(name string) tea.Msg {
	k, err := parseKey(name)
	if err != nil {
		panic(err)
	}
	return k
}

// Whatever the screen draws, the frame is exactly as large as the terminal.
func TestFrameFillsTheTerminalExactly(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		b := &bench{query: word("hello")}
		f, r := benchFrame(b)
		f.session.look.ascii = ascii
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}, {60, 15}, {59, 14}, {20, 3}, {1, 1}} {
			if err := r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]}, f.Init()()); err != nil {
				t.Fatal(err)
			}
			for _, k := range []string{"", "?", "esc", "y", "e", "esc", "A", "esc"} {
				if k != "" {
					if err := r.send(key(k)); err != nil {
						t.Fatal(err)
					}
				}
				lines := strings.Split(f.View(), "\n")
				if len(lines) != size[1] {
					t.Errorf("%v after %q: %d lines", size, k, len(lines))
				}
				for i, l := range lines {
					if w := output.Width(strings.TrimPrefix(l, f.pending)); w != size[0] {
						t.Errorf("%v after %q: line %d is %d wide", size, k, i+1, w)
					}
					if ascii && strings.ContainsFunc(strings.ReplaceAll(strings.ReplaceAll(l, "漢", ""), "字", ""), func(r rune) bool { return r > 126 }) {
						t.Errorf("%v after %q: not ASCII: %q", size, k, l)
					}
				}
			}
		}
	}
}

// An answer to a query that was asked again before it came is dropped.
func TestLateAnswersAreDropped(t *testing.T) {
	b := &bench{query: word("first")}
	_, r := benchFrame(b)
	late := b.Init()()
	b.query = word("second")
	now := b.Init()()
	if err := r.send(now, late); err != nil {
		t.Fatal(err)
	}
	if b.word != "second" || b.busy {
		t.Errorf("word %q, busy %v", b.word, b.busy)
	}
}

func TestAskingAgainCancelsTheQueryBefore(t *testing.T) {
	var ctx context.Context
	b := &bench{}
	b.query = func(c context.Context) (string, error) {
		if ctx == nil {
			ctx = c
		}
		return "", nil
	}
	first := b.Init()
	first()
	b.Init()
	if ctx.Err() == nil {
		t.Error("the first query goes on")
	}
}

// The answer to a screen that was left reaches it, and no other.
func TestAnAnswerReachesTheScreenThatAsked(t *testing.T) {
	one, two := &bench{query: word("one")}, &bench{query: word("two")}
	f, r := benchFrame(one)
	late := f.Init()()
	if f.top().Working() != "reading a word" {
		t.Errorf("working: %q", f.top().Working())
	}
	if err := r.send(openMsg{two}, late); err != nil {
		t.Fatal(err)
	}
	if one.word != "one" || two.word != "two" || one.Working() != "" {
		t.Errorf("%q, %q, working %q", one.word, two.word, one.Working())
	}
}

// A wait is shown with what it is for, and x ends it: the answer is not taken.
func TestAWaitIsShownAndCancelled(t *testing.T) {
	b := &bench{query: word("late")}
	f, r := benchFrame(b)
	f.still = false
	answer := f.Init()()
	_, _ = f.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if !f.turning || !strings.Contains(f.View(), "reading a word (x cancels)") {
		t.Errorf("no spinner: %s", f.View())
	}
	before := f.View()
	_, _ = f.Update(tickMsg{})
	if f.View() == before {
		t.Error("the spinner stands still")
	}
	if err := r.send(key("x"), answer); err != nil {
		t.Fatal(err)
	}
	if b.word != "" || !strings.Contains(f.View(), "cancelled: reading a word") {
		t.Errorf("word %q: %s", b.word, f.View())
	}
}

func TestHistoryGoesBackAndForward(t *testing.T) {
	one, two := &bench{query: word("one")}, &bench{query: word("two")}
	f, r := benchFrame(one)
	send := func(msgs ...tea.Msg) {
		t.Helper()
		if err := r.send(msgs...); err != nil {
			t.Fatal(err)
		}
	}
	send(tea.WindowSizeMsg{Width: 80, Height: 24}, openMsg{two})
	if f.top() != screen(two) || two.word != "two" {
		t.Fatal("not opened")
	}
	send(key("esc"))
	if f.top() != screen(one) {
		t.Error("esc does not go back")
	}
	send(key("]"))
	if f.top() != screen(two) {
		t.Error("] does not go forward")
	}
	send(key("esc"), key("esc"))
	if !strings.Contains(f.View(), "this is the first screen") {
		t.Error("the first screen says nothing about going back")
	}
}

// So does one while drawing, which happens outside Update.
func TestAPanicWhileDrawingEndsTheInterface(t *testing.T) {
	f, _ := benchFrame(&bench{query: word("x"), panics: true})
	quit := false
	f.quit = func() { quit = true }
	f.width, f.height = 80, 24
	if view := f.View(); view != "" || !quit || f.err == nil || !strings.Contains(f.err.Error(), "boom") {
		t.Errorf("view %q, quit %v, error %v", view, quit, f.err)
	}
}

// A panic, wherever it comes from, ends the interface with one sentence.
func TestAPanicBecomesOneSentence(t *testing.T) {
	inUpdate := &bench{query: word("x"), panics: true}
	inQuery := &bench{query: func(context.Context) (string, error) { panic("boom") }}
	for name, b := range map[string]*bench{"update": inUpdate, "query": inQuery} {
		f, r := benchFrame(b)
		if err := r.send(f.Init()(), key("j")); err != nil {
			t.Fatal(err)
		}
		if !r.quit || f.err == nil || !strings.Contains(f.err.Error(), "boom") || strings.Contains(f.err.Error(), "\n") {
			t.Errorf("%s: quit %v, error %v", name, r.quit, f.err)
		}
	}
}

// The screen on top asks anew at once, one below it when it comes back.
func TestTogglesReachEveryScreen(t *testing.T) {
	one, two := &bench{query: word("one")}, &bench{query: word("two")}
	f, r := benchFrame(one)
	if err := r.send(f.Init()(), openMsg{two}, key("P"), key("B"), key("A"), key("2"), key("enter")); err != nil {
		t.Fatal(err)
	}
	if f.session.policy != "legal" || f.session.basis != "common" || one.toggle != 0 || two.toggle != 2 {
		t.Errorf("policy %s, basis %s, toggled %d and %d times", f.session.policy, f.session.basis, one.toggle, two.toggle)
	}
	if err := r.send(key("esc"), key("]"), key("esc")); err != nil {
		t.Fatal(err)
	}
	if one.toggle != 1 || two.toggle != 2 {
		t.Errorf("after coming back, toggled %d and %d times", one.toggle, two.toggle)
	}
	if err := r.send(key("A")); err != nil {
		t.Fatal(err)
	}
	for _, k := range "2004-07-21" {
		if err := r.send(key(string(k))); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.send(key("enter")); err != nil {
		t.Fatal(err)
	}
	if f.session.asOf != "2004-07-21" || !strings.HasSuffix(f.commandLine(), "--as-of 2004-07-21") {
		t.Errorf("as of %q: %s", f.session.asOf, f.commandLine())
	}
}

// While letters go into a text field they are no commands.
func TestTypedLettersAreNoCommands(t *testing.T) {
	b := &bench{query: word("x"), typing: true}
	_, r := benchFrame(b)
	if err := r.send(key("q"), key("e"), key("?")); err != nil {
		t.Fatal(err)
	}
	if r.quit || b.typed != "qe?" {
		t.Errorf("quit %v, typed %q", r.quit, b.typed)
	}
}

func TestExportWritesWhatIsSeenOnce(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	b := &bench{query: word("hello")}
	f, r := benchFrame(b)
	send := func(keys ...string) {
		t.Helper()
		for _, k := range keys {
			if err := r.send(key(k)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := r.send(tea.WindowSizeMsg{Width: 100, Height: 24}, f.Init()()); err != nil {
		t.Fatal(err)
	}
	send("e", "enter")
	got, err := os.ReadFile(filepath.Join(dir, "bench-kind-acute.csv"))
	if err != nil || string(got) != "word\nhello\n" {
		t.Fatalf("%q, %v", got, err)
	}
	send("e", "enter")
	if !strings.Contains(f.View(), "exists already") {
		t.Error("a file was written over, or nothing said")
	}
	send("e", "ctrl+u", "x", "enter")
	if !strings.Contains(f.View(), "must end in .csv") {
		t.Error("a name without a format was taken")
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 {
		t.Errorf("%d files", len(entries))
	}
}

func TestMenuSearchesAndRuns(t *testing.T) {
	b := &bench{query: word("x")}
	f, r := benchFrame(b)
	for _, k := range []string{"?", "p", "o", "l", "i", "c", "y", "enter"} {
		if err := r.send(key(k)); err != nil {
			t.Fatal(err)
		}
	}
	if f.menu != nil || f.session.policy != "legal" {
		t.Errorf("menu %v, policy %s", f.menu, f.session.policy)
	}
}

func TestYankShowsAndCopiesTheCommand(t *testing.T) {
	b := &bench{query: word("x")}
	f, r := benchFrame(b)
	f.copy = clipboard
	if err := r.send(tea.WindowSizeMsg{Width: 80, Height: 24}, key("y")); err != nil {
		t.Fatal(err)
	}
	view := f.View()
	if !strings.Contains(view, "archive bench --kind acute") || !strings.Contains(view, "\x1b]52;c;YXJjaGl2ZSBiZW5jaCAtLWtpbmQgYWN1dGU=\a") {
		t.Errorf("%q", view)
	}
	if err := r.send(key("j")); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(f.View(), "\x1b]52") {
		t.Error("the clipboard is written again with every frame")
	}
}

func TestScriptsAreReadStrictly(t *testing.T) {
	for script, want := range map[string]string{
		"key nokey": "no key is called", "size 80": "want a width", "wheel left": "want up or down", "jump": "is no step", "size 0 9": "want a width",
	} {
		if _, err := parseScript(strings.NewReader("# a remark\n\n" + script)); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "line 3") {
			t.Errorf("%q: %v", script, err)
		}
	}
	for _, name := range []string{"enter", "esc", "up", "ctrl+c", "pgdown", "tab", "shift+tab", " ", "?", "G", "backspace", "alt+x"} {
		k, err := parseKey(name)
		if name == "alt+x" {
			if err == nil {
				t.Error("alt+x was read")
			}
			continue
		}
		if err != nil || k.String() != name {
			t.Errorf("%q: %q, %v", name, k.String(), err)
		}
	}
}

func FuzzScript(f *testing.F) {
	f.Add("size 80 24\ntype leic\nkey enter\nwheel down")
	f.Fuzz(func(t *testing.T, text string) {
		steps, err := parseScript(strings.NewReader(text))
		if err != nil {
			return
		}
		b := &bench{query: word("x")}
		_, r := benchFrame(b)
		for _, s := range steps {
			if err := r.send(s.msgs...); err != nil {
				t.Fatal(err)
			}
		}
	})
}
