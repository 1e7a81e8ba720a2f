package tui

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
)

// A script is a recorded session, one step a line:
//
//	size 120 40        the terminal's size; 80 24 without it
//	key enter          a key, as docs/KEYS.md names it: enter, esc, up, ctrl+c, ?, space
//	type leic          letters, one key each
//	wheel down         the mouse wheel, up or down
//	# words            nothing
//
// A step is done when every query it started has been answered.

// step is one line of a script: the messages it sends, and its text.
type step struct {
	text string
	msgs []tea.Msg
}

func parseScript(r io.Reader) ([]step, error) {
	var steps []step
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		verb, rest, _ := strings.Cut(line, " ")
		s := step{text: line}
		switch verb {
		case "size":
			var w, h int
			if _, err := fmt.Sscanf(rest, "%d %d", &w, &h); err != nil || w < 1 || h < 1 || w > 1000 || h > 1000 {
				return nil, fmt.Errorf("line %d: size %s: want a width and a height, as in size 80 24", n, rest)
			}
			s.msgs = append(s.msgs, tea.WindowSizeMsg{Width: w, Height: h})
		case "key":
			k, err := parseKey(rest)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			s.msgs = append(s.msgs, k)
		case "type":
			for _, r := range rest {
				if r == ' ' {
					s.msgs = append(s.msgs, tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
					continue
				}
				s.msgs = append(s.msgs, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
			}
		case "wheel":
			button := map[string]tea.MouseButton{"up": tea.MouseButtonWheelUp, "down": tea.MouseButtonWheelDown}[rest]
			if button == 0 {
				return nil, fmt.Errorf("line %d: wheel %s: want up or down", n, rest)
			}
			s.msgs = append(s.msgs, tea.MouseMsg{Button: button, Action: tea.MouseActionPress})
		default:
			return nil, fmt.Errorf("line %d: %q is no step; there are size, key, type and wheel", n, verb)
		}
		steps = append(steps, s)
	}
	return steps, lines.Err()
}

// parseKey reads a key by the name that Bubble Tea gives it.
func parseKey(name string) (tea.KeyMsg, error) {
	if name == keyName(" ") {
		name = " "
	}
	for t := tea.KeyType(-200); t < 200; t++ {
		if k := (tea.KeyMsg{Type: t}); t != tea.KeyRunes && k.String() == name && name != "" {
			if t == tea.KeySpace {
				k.Runes = []rune{' '}
			}
			return k, nil
		}
	}
	if r := []rune(name); len(r) == 1 {
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: r}, nil
	}
	return tea.KeyMsg{}, fmt.Errorf("no key is called %s", strconv.Quote(name))
}

// replay drives an interface without a terminal.
type replay struct {
	model tea.Model
	quit  bool
}

// most is how many messages one step may lead to before it counts as endless.
const most = 10_000

// send delivers messages and every message their commands lead to, in order.
func (r *replay) send(msgs ...tea.Msg) error {
	queue := msgs
	for n := 0; len(queue) > 0 && !r.quit; n++ {
		if n == most {
			return fmt.Errorf("one step led to more than %d messages", most)
		}
		msg := queue[0]
		queue = queue[1:]
		switch msg := msg.(type) {
		case nil:
		case tea.QuitMsg:
			r.quit = true
		case tea.BatchMsg:
			for _, cmd := range msg {
				if cmd != nil {
					queue = append(queue, cmd())
				}
			}
		default:
			var cmd tea.Cmd
			r.model, cmd = r.model.Update(msg)
			if cmd != nil {
				queue = append(queue, cmd())
			}
		}
	}
	return nil
}

// ReplayOptions say how a script is replayed.
type ReplayOptions struct {
	Width, Height int  // 80 x 24 where 0; a size step changes them
	Frames        bool // print each frame, not only the last
	Picture       bool // print the last frame as SVG
}

// Replay runs a script without a terminal and prints the final frame, or with
// Frames each one under the step that led to it. The same script over the same
// archive gives the same bytes.
func Replay(script io.Reader, out io.Writer, o Options, how ReplayOptions) error {
	steps, err := parseScript(script)
	if err != nil {
		return err
	}
	f := newFrame(o)
	f.still = true
	r := &replay{model: f}
	if how.Width == 0 {
		how.Width, how.Height = 80, 24
	}
	if err := r.send(tea.WindowSizeMsg{Width: how.Width, Height: how.Height}); err != nil {
		return err
	}
	if cmd := f.Init(); cmd != nil {
		if err := r.send(cmd()); err != nil {
			return err
		}
	}
	w := bufio.NewWriter(out)
	show := func(step string) {
		if step != "" {
			fmt.Fprintf(w, "== %s\n", output.Clean(step))
		}
		for line := range strings.SplitSeq(f.View(), "\n") {
			fmt.Fprintln(w, strings.TrimRight(line, " "))
		}
	}
	if how.Frames {
		show("start")
	}
	for _, s := range steps {
		if r.quit {
			break
		}
		if err := r.send(s.msgs...); err != nil {
			return fmt.Errorf("%s: %w", s.text, err)
		}
		if how.Frames {
			show(s.text)
		}
	}
	if f.err != nil {
		return f.err
	}
	switch {
	case how.Picture:
		fmt.Fprint(w, picture("archive: "+f.top().Title(), f.View()))
	case !how.Frames:
		show("")
	}
	return w.Flush()
}
