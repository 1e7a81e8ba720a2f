package main

import (
	"strings"
	"testing"
	"unicode"
)

// FuzzReadPrinted: any list of names is read or refused in one sentence; what is
// read has a name for each line that is no comment, and no column is lost.
func FuzzReadPrinted(f *testing.F) {
	for _, seed := range []string{
		"", "\n\n", "Leicester\n", "# a comment\nLeicester\r\n", "\ufeffname,type,year\nLeicester,acute,2004\n",
		"name\n\"open", "name,name\na,b\n", "year,name\n2004,\"St Thomas' \"\"Guy's\"\"\"\n", "NAME , type\na,b\n", "name,type\na\n", "name,type\n\"a\nb\",c\n",
		"\x00\xff\n", ",,,\n", "name\n,\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, list string) {
		printed, err := readPrinted(strings.NewReader(list))
		if err != nil {
			if codeOf(err) != exitUsage || printed != nil {
				t.Errorf("code %d, %d names with %v", codeOf(err), len(printed), err)
			}
			return
		}
		lines, err := readLines(strings.NewReader(list))
		if err != nil || len(printed) > len(lines) {
			t.Errorf("%d names from %d lines, %v", len(printed), len(lines), err)
		}
		for _, p := range printed {
			if p.Name != strings.TrimSpace(p.Name) || p.Type != strings.TrimSpace(p.Type) || p.Year != strings.TrimSpace(p.Year) {
				t.Errorf("not trimmed: %q", p)
			}
		}
	})
}

// places are where a user types a word of their own.
var places = []func(word string) []string{
	func(w string) []string { return []string{"trajectory", "--", w} },
	func(w string) []string { return []string{"trajectory", w} },
	func(w string) []string { return []string{"trust", "--", w} },
	func(w string) []string { return []string{"lineage", "--", w} },
	func(w string) []string { return []string{"trusts", "--", w} },
	func(w string) []string { return []string{"sources", "--", w} },
	func(w string) []string { return []string{"trusts", "RWE", "--kind", w} },
	func(w string) []string { return []string{"trusts", "RWE", "--region", w} },
	func(w string) []string { return []string{"editions", "--era", w} },
	func(w string) []string { return []string{"gaps", "--edition", w} },
	func(w string) []string { return []string{"trajectory", "RV6", "--measure", w} },
	func(w string) []string { return []string{"trajectory", "RV6", "--as-of", w} },
	func(w string) []string { return []string{"trajectory", "RV6", "--format", w} },
	func(w string) []string { return []string{"eras", "--json", w} },
	func(w string) []string { return []string{"changes", "--since", w} },
	func(w string) []string { return []string{"help", "--", w} },
	func(w string) []string { return []string{"cite", "--", w} },
	func(w string) []string { return []string{"cite", "RWE", "stars-2004", "--measure", w} },
	func(w string) []string { return []string{"sql", "SELECT 1 AS a", "--param", w} },
	func(w string) []string { return []string{"sql", "SELECT :a AS a", "--param", "a=" + w} },
	func(w string) []string { return []string{"__complete", "trust", w} },
	func(w string) []string { return []string{w} },
}

// FuzzQueries: whatever is typed as the name of a trust, an era, an edition, a
// measure, a source, a date or a format, there is an answer or one of the
// documented exit codes, no panic, nothing on a terminal but text, and an error
// never comes with half an answer.
func FuzzQueries(f *testing.F) {
	for _, seed := range []string{"", "St Thomas' \" OR *", "\x1b[2J\u202e\x00"} {
		for place := range places {
			f.Add(seed, uint8(place))
		}
	}
	for i, seed := range []string{
		"leicester", " ", "RX1", "name:x NEAR(y, 2)", "a AND NOT b", "^x*", "-x", "--", "--json", "\x1b[2J", "\x00", "\xff\xfe",
		"\u202ereversed", "'; DROP TABLE body; --", "%", "_", strings.Repeat("a", 5000), strings.Repeat("a b ", 300), "\u00fcn\u00efc\u00f6d\u00e9", "\U0001f600",
		"2004-07-21", "stars-2004", "a\nb", "=1+1", "\\", "{}", "(((((",
	} {
		f.Add(seed, uint8(i)) // in turn, and always as a trust
		f.Add(seed, uint8(0))
	}
	f.Fuzz(func(t *testing.T, word string, place uint8) {
		args := places[int(place)%len(places)](word)
		if args[0] == "tui" || args[0] == "completion" {
			return // one needs a terminal, the other is cobra's
		}
		got := ask(t, args...)
		if got.code < exitDone || got.code > exitDiffers {
			t.Errorf("%q: exit code %d", args, got.code)
		}
		if got.code != exitDone && (got.out != "" || got.err == "") {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", args, got.code, got.out, got.err)
		}
		if bad := strings.IndexFunc(got.out+got.err, harms); bad >= 0 && args[0] != "__complete" {
			t.Errorf("%q: prints a control character: %q", args, (got.out + got.err)[bad:])
		}
	})
}

// harms reports a character that could act on a terminal.
func harms(r rune) bool {
	return unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
}
