package output

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// hostile is text that has broken tables, terminals or spreadsheets before, or
// would. Each entry is one value of a source the archive does not control.
var hostile = []struct{ name, text string }{
	{"spreadsheet formula", `=cmd|' /C calc'!A0`},
	{"formula with a plus", "+HYPERLINK(\"http://example.org\")"},
	{"formula with an at sign", "@SUM(A1)"},
	{"formula with a minus", "-2+3"},
	{"clears the screen", "\x1b[2J\x1b[H"},
	{"sets the clipboard", "\x1b]52;c;YQ==\a"},
	{"one-byte CSI", "a\u009b31mb"},
	{"right-to-left override", "trust\u202efdp.exe"},
	{"isolates", "\u2067abc\u2069"},
	{"zero-width space", "RW\u200bE"},
	{"byte order mark", "\ufeffcode"},
	{"backspaces", "good\b\b\b\bpoor"},
	{"delete", "a\x7fb"},
	{"null", "a\x00b"},
	{"tab and line breaks", "one\ttwo\nthree\r\nfour\rfive"},
	{"line separators", "one\u2028two\u2029three\u0085four"},
	{"pipes and backslashes", `a|b\|c\`},
	{"markup", "<script>alert(1)</script> **bold** [x](javascript:1) &lt; $x$"},
	{"combining characters", "e\u0301a\u0308\u0323"},
	{"wide characters", "国民保健サービス"},
	{"emoji of several runes", "👩‍⚕️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿"},
	{"not UTF-8", "a\xff\xfeb"},
	{"quotes and commas", `St Thomas' "A", B`},
	{"only spaces", "   "},
}

func textTable(cells ...string) Table {
	t := Table{Columns: []Column{{Name: "key", Whole: true}, {Name: "name"}, {Name: "n", Kind: KindInt}}}
	for i, s := range cells {
		t.Rows = append(t.Rows, []Value{Text("R0A"), Text(s), Int(i)})
	}
	return t
}

func render(t *testing.T, f Format, table Table, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, table, o); err != nil {
		t.Fatalf("Write %s: %v", f, err)
	}
	return b.String()
}

// checkHarmless fails if printing out could act on a terminal.
func checkHarmless(t *testing.T, f Format, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("%s is not UTF-8: %q", f, out)
	}
	for _, r := range out {
		if r == '\n' || f == FormatTSV && r == '\t' {
			continue
		}
		if harmful(r) {
			t.Errorf("%s lets %U through: %q", f, r, out)
		}
	}
}

func TestHostileTextIsHarmlessInEveryTerminalFormat(t *testing.T) {
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			for _, f := range []Format{FormatTable, FormatTSV, FormatMarkdown, FormatJSON, FormatNDJSON} {
				checkHarmless(t, f, render(t, f, textTable(h.text), Options{Width: 40}))
			}
		})
	}
}

// Columns are called what others like too, where the columns are those of a query:
// no name acts on the terminal, adds a cell or a line, or is a formula.
func TestHostileColumnNames(t *testing.T) {
	for _, h := range hostile {
		table := textTable("x")
		table.Columns[1].Name = h.text
		for f, lines := range map[Format]int{FormatTable: 3, FormatTSV: 2, FormatMarkdown: 3, FormatCSV: 0, FormatJSON: 0, FormatNDJSON: 1} {
			out := render(t, f, table, Options{Terminal: true})
			if f == FormatCSV { // which may hold lines and tabs in quotes
				out = strings.ReplaceAll(out, "\t", "")
			}
			checkHarmless(t, f, out)
			if got := strings.Count(out, "\n"); lines > 0 && got != lines {
				t.Errorf("%s: %s has %d lines, want %d: %q", h.name, f, got, lines, out)
			}
		}
		if header, _, _ := strings.Cut(render(t, FormatTSV, table, Options{}), "\n"); strings.Count(header, "\t") != 2 {
			t.Errorf("%s: tsv header %q", h.name, header)
		}
		if name := strings.Trim(strings.TrimPrefix(render(t, FormatCSV, table, Options{}), "key,"), `"`); len(h.text) > 1 && strings.ContainsRune("=@", rune(name[0])) {
			t.Errorf("%s: csv has a formula as a name: %q", h.name, name)
		}
	}
}

// One row stays one line, whatever its text holds: a script counts on it.
func TestHostileTextDoesNotAddLinesOrCells(t *testing.T) {
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			table := textTable(h.text)
			for f, lines := range map[Format]int{FormatTable: 3, FormatTSV: 2, FormatMarkdown: 3, FormatNDJSON: 1} {
				out := render(t, f, table, Options{})
				if got := strings.Count(out, "\n"); got != lines {
					t.Errorf("%s has %d lines, want %d: %q", f, got, lines, out)
				}
			}
			row := strings.Split(render(t, FormatTSV, table, Options{}), "\n")[1]
			if got := strings.Count(row, "\t"); got != 2 {
				t.Errorf("tsv row has %d tabs, want 2: %q", got, row)
			}
			row = strings.Split(render(t, FormatMarkdown, table, Options{}), "\n")[2]
			bars := strings.Count(row, "|") - strings.Count(row, `\|`)
			if bars != 4 {
				t.Errorf("md row has %d bars, want 4: %q", bars, row)
			}
		})
	}
}

func TestClean(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain", "plain"},
		{"\x1b[31mred", `\x1b[31mred`},
		{"a\u009bb", `a\x9bb`},
		{"a\u202eb", `a\u202eb`},
		{"a\U0001d173b", `a\U0001d173b`},
		{"a\r\nb\rc\nd\te", "a b c d e"},
		{"a\u2028b", "a b"},
		{"a\xffb", "a\ufffdb"},
		{"क्\u200dष 🏴\U000e0067\U000e0062\U000e007f", "क्\u200dष 🏴\U000e0067\U000e0062\U000e007f"}, // joiners and flag tags are part of the text
	}
	for _, tt := range tests {
		if got := Clean(tt.in); got != tt.want {
			t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestWidthCountsTerminalColumns(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "e\u0301": 1, "国民": 4, "👩‍⚕️": 2, "…": 1} {
		if got := Width(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
}

// The width of ambiguous characters must not follow the locale, or goldens and
// the columns of two users would differ.
func TestWidthIgnoresTheLocale(t *testing.T) {
	t.Setenv("LC_ALL", "ja_JP.UTF-8")
	t.Setenv("RUNEWIDTH_EASTASIAN", "1")
	if got := Width("…"); got != 1 {
		t.Errorf(`Width("…") = %d, want 1`, got)
	}
}

func TestTruncate(t *testing.T) {
	tests := []struct {
		in    string
		width int
		tail  string
		want  string
	}{
		{"Leicester", 9, "…", "Leicester"},
		{"Leicester", 5, "…", "Leic…"},
		{"Leicester", 5, "...", "Le..."},
		{"Leicester", 2, "...", "Le"},
		{"Leicester", 0, "…", ""},
		{"国民保健", 4, "…", "国…"},                  // 国 and … take 3; 民 would make 5
		{"e\u0301te\u0301", 2, "…", "e\u0301…"}, // the accent stays on its letter
	}
	for _, tt := range tests {
		if got := Truncate(tt.in, tt.width, tt.tail); got != tt.want {
			t.Errorf("Truncate(%q, %d, %q) = %q, want %q", tt.in, tt.width, tt.tail, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		in    string
		width int
		want  string // lines joined by |
	}{
		{"", 5, ""},
		{"one two three", 7, "one two|three"},
		{"one two three", 3, "one|two|thr|ee"},
		{"abcdef", 3, "abc|def"},
		{"a 国民保健 b", 4, "a|国民|保健|b"},
		{"国民", 1, "国|民"},
	}
	for _, tt := range tests {
		if got := strings.Join(Wrap(tt.in, tt.width), "|"); got != tt.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", tt.in, tt.width, got, tt.want)
		}
	}
}

func FuzzTerminalFormats(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.text, 40)
		f.Add(h.text, 12)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = 12 + int(uint(width)%100)
		table := textTable(s)
		for _, format := range []Format{FormatTable, FormatTSV, FormatMarkdown, FormatNDJSON} {
			checkHarmless(t, format, render(t, format, table, Options{Width: width}))
		}
		for line := range strings.Lines(render(t, FormatTable, table, Options{Width: width})) {
			if got := Width(strings.TrimSuffix(line, "\n")); got > width {
				t.Errorf("line of %d columns on a terminal of %d: %q", got, width, line)
			}
		}
	})
}

// In a file CSV keeps what was printed; on a terminal it acts on nothing.
func TestHostileTextInCSV(t *testing.T) {
	for _, h := range hostile {
		for r := range strings.SplitSeq(render(t, FormatCSV, textTable(h.text), Options{Terminal: true}), "\t") {
			checkHarmless(t, FormatCSV, r)
		}
	}
	if out := render(t, FormatCSV, textTable("a\x1bb"), Options{}); !strings.Contains(out, "a\x1bb") {
		t.Errorf("a file does not keep the text: %q", out)
	}
	if out := render(t, FormatCSV, textTable("a\x1bb\r\nc\td"), Options{Terminal: true}); !strings.Contains(out, "\"a\\x1bb\nc\td\"") {
		t.Errorf("on a terminal: %q", out)
	}
}
