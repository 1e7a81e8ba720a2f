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

// FuzzQueries: whatever is typed as the name of a trust, an era, an edition, a
// measure, a source, a date or a format, there is an answer or one of the
// documented exit codes, no panic, nothing on a terminal but text, and an error
// never comes with half an answer.
func FuzzQueries(f *testing.F) {
	for _, seed := range []string{
		"leicester", "", " ", "RX1", "St Thomas' \" OR *", "name:x NEAR(y, 2)", "a AND NOT b", "^x*", "-x", "--", "--json", "\x1b[2J", "\x00", "\xff\xfe",
		"\u202ereversed", "'; DROP TABLE body; --", "%", "_", strings.Repeat("a", 5000), strings.Repeat("a b ", 300), "ünïcödé", "😀", "2004-07-21", "stars-2004", "a\nb", "=1+1", "\\", "{}", "(((((",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, args := range [][]string{
			{"trajectory", "--", query},
			{"trust", "--", query},
			{"lineage", "--", query},
			{"trusts", "--", query},
			{"sources", "--", query},
			{"trusts", "leicester", "--kind", query},
			{"trusts", "leicester", "--region", query},
			{"editions", "--era", query},
			{"gaps", "--edition", query},
			{"trajectory", "RWE", "--measure", query},
			{"trajectory", "RV6", "--as-of", query},
			{"trajectory", "RV6", "--format", query},
			{"eras", "--json", query},
			{"changes", "--since", query},
			{"help", "--", query},
			{"__complete", "trust", query},
			{query},
			{"trajectory", query},
		} {
			if query == "tui" || strings.HasPrefix(query, "completion") {
				continue
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
		}
	})
}

// harms reports a character that could act on a terminal.
func harms(r rune) bool {
	return unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
}
