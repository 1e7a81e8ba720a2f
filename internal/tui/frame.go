package tui

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// The smallest terminal the screens are laid out for.
const (
	leastWidth  = 60
	leastHeight = 15
)

// frame is the whole interface: the screen on top of the history, a heading
// above it, a status line and a line of keys below, and the menu, a prompt or a
// message over it.
type frame struct {
	session *session
	label   string // names the archive
	width   int
	height  int
	past    []screen // the last one is on screen
	future  []screen // left by going back
	menu    *menu
	prompt  *prompt
	notice  string
	err     error
	save    func(name string, data []byte) error
	copy    func(text string) string // what to print so that the terminal copies
	pending string                   // an escape sequence for the next frame: the clipboard's
	epoch   int                      // counts the toggles
	seen    map[screen]int           // the epoch in which a screen last asked
	spin    int                      // turns of the spinner
	turning bool                     // a turn is on its way
	still   bool                     // no spinner: a replay has no clock
	quit    func()                   // ends the program from outside Update
}

// tickMsg turns the spinner.
type tickMsg struct{}

// turn is how long the spinner stands.
const turn = 120 * time.Millisecond

func (f *frame) top() screen { return f.past[len(f.past)-1] }

// Init implements tea.Model.
func (f *frame) Init() tea.Cmd {
	f.seen[f.top()] = f.epoch
	return safe(f.top().Init())
}

// Update implements tea.Model.
func (f *frame) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	defer func() {
		if r := recover(); r != nil {
			f.err = failed(r)
			m, cmd = f, tea.Quit
		}
	}()
	cmd = safe(f.update(msg))
	if !f.still && !f.turning && f.top().Working() != "" {
		f.turning = true
		cmd = tea.Batch(cmd, tea.Tick(turn, func(time.Time) tea.Msg { return tickMsg{} }))
	}
	return f, cmd
}

func failed(reason any) error {
	return fmt.Errorf("the interface failed (%v); archive --help lists the commands that do the same", reason)
}

// safe turns a panic of a command into the failure of the interface, so that
// the terminal is restored and one sentence printed.
func safe(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = failMsg{fmt.Errorf("a query failed (%v)", r)}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = safe(batch[i])
			}
		}
		return msg
	}
}

func (f *frame) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		f.width, f.height = msg.Width, msg.Height
		f.layout()
		return nil
	case tickMsg:
		f.spin, f.turning = f.spin+1, false
		return nil
	case openMsg:
		for _, s := range f.future {
			s.Cancel()
		}
		f.past, f.future = append(f.past, msg.screen), nil
		f.seen[msg.screen] = f.epoch
		f.layout()
		return msg.screen.Init()
	case backMsg:
		return f.back()
	case noticeMsg:
		f.notice = msg.text
		return nil
	case copyMsg:
		return f.take(msg.text)
	case failMsg:
		f.err = msg.err
		return tea.Quit
	case tea.KeyMsg:
		f.pending = ""
		if msg.Alt && !msg.Paste { // esc and a key that came in one read; nothing is bound to alt
			msg.Alt = false
			return tea.Batch(f.key(tea.KeyMsg{Type: tea.KeyEsc}), f.update(msg))
		}
		if msg.Type != tea.KeyRunes || len(msg.Runes) < 2 || msg.Paste {
			return f.key(msg)
		}
		// Letters that came in one read are keys of their own: a key held down over
		// a slow line.
		var cmds []tea.Cmd
		for _, r := range msg.Runes {
			cmds = append(cmds, f.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}))
		}
		return tea.Batch(cmds...)
	case tea.MouseMsg, toggleMsg:
		return f.top().Update(msg)
	}
	// An answer goes to every screen; the one that asked takes it.
	var cmds []tea.Cmd
	for _, s := range append(f.past[:len(f.past):len(f.past)], f.future...) {
		cmds = append(cmds, s.Update(msg))
	}
	return tea.Batch(cmds...)
}

func (f *frame) layout() {
	f.top().SetSize(f.width, max(0, f.height-4))
	if f.menu != nil {
		f.menu.setSize(f.width, f.height)
	}
}

func (f *frame) key(k tea.KeyMsg) tea.Cmd {
	f.notice = ""
	if k.String() == "ctrl+c" {
		return tea.Quit
	}
	if f.prompt != nil {
		done, cmd := f.prompt.key(k)
		if done {
			f.prompt = nil
		}
		return cmd
	}
	if f.menu != nil {
		done, cmd := f.menu.key(k)
		if done {
			f.menu = nil
		}
		return cmd
	}
	s := f.top()
	if !s.Typing() {
		for _, a := range f.actions() {
			if a.matches(k) && a.Run != nil {
				return a.Run()
			}
		}
	}
	for _, a := range s.Actions() {
		if a.matches(k) && a.Run != nil && (!s.Typing() || k.Type != tea.KeyRunes && k.Type != tea.KeySpace) {
			return a.Run()
		}
	}
	return s.Update(k)
}

// actions are the frame's own, the same on every screen.
func (f *frame) actions() []action {
	return []action{
		{Keys: []string{"?"}, Name: "menu of everything that can be done here", Run: f.openMenu},
		{Keys: []string{"esc", "backspace", "["}, Name: "back", Run: f.back},
		{Keys: []string{"]"}, Name: "forward", Run: f.forward},
		{Keys: []string{"y"}, Name: "show and copy the command line", Run: f.yank},
		{Keys: []string{"e"}, Name: "export what is seen to a file", Run: f.export},
		{Keys: []string{"P"}, Name: "toggle the lineage policy (strands, legal)", Run: f.togglePolicy},
		{Keys: []string{"B"}, Name: "toggle the peers (published, common)", Run: f.toggleBasis},
		{Keys: []string{"A"}, Name: "answer as of a day", Run: f.askDay},
		{Keys: []string{"x"}, Name: "cancel what the screen waits for", Run: f.cancel},
		{Keys: []string{"q", "ctrl+c"}, Name: "quit", Run: func() tea.Cmd { return tea.Quit }},
	}
}

func (f *frame) cancel() tea.Cmd {
	what := f.top().Working()
	if what == "" {
		return notice("nothing is under way")
	}
	f.top().Cancel()
	return notice("cancelled: " + what)
}

func (f *frame) back() tea.Cmd {
	if l, ok := f.top().(leaver); ok && l.Leave() {
		return nil
	}
	if len(f.past) == 1 {
		return notice("this is the first screen; q quits")
	}
	f.future = append(f.future, f.top())
	f.past = f.past[:len(f.past)-1]
	return f.returned()
}

func (f *frame) forward() tea.Cmd {
	if len(f.future) == 0 {
		return notice("there is no screen to go forward to")
	}
	f.past = append(f.past, f.future[len(f.future)-1])
	f.future = f.future[:len(f.future)-1]
	return f.returned()
}

// returned lays out a screen that is on top again; one that asked before the
// last toggle asks anew, and one under the screen that was opened at the start
// asks for the first time.
func (f *frame) returned() tea.Cmd {
	f.layout()
	s := f.top()
	epoch, asked := f.seen[s]
	f.seen[s] = f.epoch
	switch {
	case !asked:
		return s.Init()
	case epoch == f.epoch:
		return nil
	}
	return s.Update(toggleMsg{})
}

func (f *frame) openMenu() tea.Cmd {
	f.menu = newMenu(f.session.look, append(f.top().Actions(), f.actions()...))
	f.layout()
	return nil
}

// toggled makes the screen on top ask anew, and the others when they come back.
func (f *frame) toggled() tea.Cmd {
	f.epoch++
	return f.returned()
}

func (f *frame) togglePolicy() tea.Cmd {
	f.session.policy = map[string]string{"strands": "legal", "legal": "strands"}[f.session.policy]
	return f.toggled()
}

func (f *frame) toggleBasis() tea.Cmd {
	f.session.basis = map[string]string{"published": "common", "common": "published"}[f.session.basis]
	return f.toggled()
}

// yank shows the command line that reproduces the screen and puts it on the
// clipboard of a terminal that takes OSC 52.
func (f *frame) yank() tea.Cmd {
	line := f.commandLine()
	cmd := f.take(line)
	if p, is := f.top().(partial); is && p.Beyond() != "" {
		f.notice = line + "   # without " + p.Beyond() + " seen here" // a comment to a shell
	}
	return cmd
}

// take shows a text in the status line and puts it on the clipboard.
func (f *frame) take(text string) tea.Cmd {
	if f.copy != nil {
		f.pending = f.copy(text)
	}
	f.notice = text
	return nil
}

// commandLine is the screen's command with the toggles that differ from a plain
// run.
func (f *frame) commandLine() string {
	line := f.top().Command()
	if _, is := f.top().(timeless); is {
		return line
	}
	if f.session.asOf != "" && !strings.Contains(line, "--as-of") {
		line += " --as-of " + f.session.asOf
	}
	return line
}

// View implements tea.Model: exactly height lines of exactly width columns. A
// panic of a screen ends the interface.
func (f *frame) View() (view string) {
	defer func() {
		if r := recover(); r != nil {
			f.err = failed(r)
			if f.quit != nil {
				f.quit()
			}
			view = ""
		}
	}()
	if f.width < leastWidth || f.height < leastHeight {
		text := fmt.Sprintf("%d x %d is too small.\n%d x %d is needed.", f.width, f.height, leastWidth, leastHeight)
		return f.session.look.box(text, max(1, f.width), max(1, f.height))
	}
	l := f.session.look
	head := l.fit(" archive "+l.sign("›", ">")+" "+f.top().Title(), f.width)
	status := f.statusLines()
	shown := f.top().View()
	if f.menu != nil {
		shown = f.menu.view()
	}
	lines := []string{f.pending + l.style.Bold(head), l.box(shown, f.width, f.height-3-len(status)), l.fit(strings.Repeat(l.rule(), f.width), f.width)}
	for _, line := range status {
		lines = append(lines, clip(line, f.width))
	}
	return strings.Join(append(lines, clip(f.keyLine(), f.width)), "\n")
}
