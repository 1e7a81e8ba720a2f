package main

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"careratings/internal/output"
)

// terminal is as much of a terminal as Bubble Tea's renderer uses: text, moves of
// the cursor and erasing. It keeps what it does not know.
type terminal struct {
	width, height int
	lines         [][]rune // one rune a column; 0 behind a wide one
	row, column   int
	rest          []byte // of a sequence that is not complete
	unknown       []string
	modes         map[string]bool // private modes that are set: 1049, 25, ...
}

func newTerminal(width, height int) *terminal {
	t := &terminal{width: width, height: height, modes: map[string]bool{"25": true}}
	for range height {
		t.lines = append(t.lines, make([]rune, width))
	}
	return t
}

// text is what the terminal shows.
func (t *terminal) text() string {
	var b strings.Builder
	for _, line := range t.lines {
		var l strings.Builder
		for i := 0; i < len(line); i++ {
			if line[i] == 0 {
				l.WriteByte(' ')
				continue
			}
			l.WriteRune(line[i])
			if output.Width(string(line[i])) == 2 {
				i++
			}
		}
		b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
	}
	return b.String()
}

// write shows what a program wrote.
func (t *terminal) write(p []byte) {
	p = append(t.rest, p...)
	t.rest = nil
	for len(p) > 0 {
		switch c := p[0]; {
		case c == 0x1b:
			n, ok := t.escape(p)
			if !ok {
				t.rest = append([]byte(nil), p...)
				return
			}
			p = p[n:]
		case c == '\n':
			t.down(1)
			p = p[1:]
		case c == '\r':
			t.column = 0
			p = p[1:]
		case c < ' ':
			p = p[1:]
		default:
			if !utf8.FullRune(p) {
				t.rest = append([]byte(nil), p...)
				return
			}
			r, n := utf8.DecodeRune(p)
			t.put(r)
			p = p[n:]
		}
	}
}

func (t *terminal) down(n int) {
	for range n {
		if t.row++; t.row == t.height {
			t.row--
			t.lines = append(t.lines[1:], make([]rune, t.width))
		}
	}
}

func (t *terminal) put(r rune) {
	w := output.Width(string(r))
	if w == 0 || t.column+w > t.width {
		return // a combining character, or what a terminal would wrap
	}
	t.lines[t.row][t.column] = r
	for i := 1; i < w; i++ {
		t.lines[t.row][t.column+i] = 0
	}
	t.column += w
}

// escape does a sequence at the beginning of p and says how long it is; ok is
// false while it is not complete.
func (t *terminal) escape(p []byte) (n int, ok bool) {
	if len(p) < 2 {
		return 0, false
	}
	switch p[1] {
	case ']': // an operating system command ends with BEL or ST
		for i := 2; i < len(p); i++ {
			if p[i] == 7 {
				return i + 1, true
			}
			if p[i] == '\\' && p[i-1] == 0x1b {
				return i + 1, true
			}
		}
		return 0, false
	case '[':
		for i := 2; i < len(p); i++ {
			if p[i] >= '@' && p[i] <= '~' {
				t.control(string(p[2:i]), p[i])
				return i + 1, true
			}
		}
		return 0, false
	}
	return 2, true
}

func (t *terminal) control(parameters string, final byte) {
	arg := func(i, or int) int {
		fields := strings.Split(parameters, ";")
		if i < len(fields) {
			if n, err := strconv.Atoi(fields[i]); err == nil {
				return n
			}
		}
		return or
	}
	switch final {
	case 'A':
		t.row = max(0, t.row-arg(0, 1))
	case 'B':
		t.row = min(t.height-1, t.row+arg(0, 1))
	case 'C':
		t.column = min(t.width-1, t.column+arg(0, 1))
	case 'D':
		t.column = max(0, t.column-arg(0, 1))
	case 'G':
		t.column = arg(0, 1) - 1
	case 'H':
		t.row, t.column = min(t.height, arg(0, 1))-1, arg(1, 1)-1
	case 'K':
		from, to := t.column, t.width
		if n := arg(0, 0); n == 2 {
			from = 0
		} else if n == 1 {
			from, to = 0, t.column
		}
		clear(t.lines[t.row][from:to])
	case 'J':
		from := t.row
		if arg(0, 0) == 2 {
			from = 0
		} else {
			clear(t.lines[t.row][t.column:])
			from++
		}
		for i := from; i < t.height; i++ {
			clear(t.lines[i])
		}
	case 'h', 'l':
		t.modes[strings.TrimPrefix(parameters, "?")] = final == 'h'
	case 'm', 'u':
	default:
		t.unknown = append(t.unknown, parameters+string(final))
	}
}
