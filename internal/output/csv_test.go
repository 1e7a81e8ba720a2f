package output

import (
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestGuardFormula(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"Good", "Good"},
		{`=cmd|' /C calc'!A0`, `'=cmd|' /C calc'!A0`},
		{"=1", "'=1"}, // as printed is =1, and a spreadsheet would show 1
		{"@SUM(A1)", "'@SUM(A1)"},
		{"+44 20 7946 0000", "'+44 20 7946 0000"},
		{"-cmd", "'-cmd"},
		{"--1", "'--1"},
		{"-2+3", "'-2+3"},
		{"-0.5", "-0.5"},
		{"+12", "+12"},
		{"-1e5", "-1e5"},
		{"-", "-"}, // a dash for a missing figure
		{"\t=1", "'\t=1"},
		{"\r=1", "'\r=1"},
		{"a=1", "a=1"},
	}
	for _, tt := range tests {
		if got := guardFormula(tt.in); got != tt.want {
			t.Errorf("guardFormula(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// A number is data, not text: it is never given an apostrophe.
func TestCSVLeavesNumbersAlone(t *testing.T) {
	table := Table{
		Columns: []Column{{Name: "change", Kind: KindInt}, {Name: "share", Kind: KindNumber}},
		Rows:    [][]Value{{Int(-1), Fixed(-0.25, 3)}},
	}
	if got, want := render(t, FormatCSV, table, Options{}), "change,share\n-1,-0.250\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCSVOfOneColumnKeepsItsEmptyRows(t *testing.T) {
	table := Table{Columns: []Column{{Name: "note"}}, Rows: [][]Value{{Text("a")}, {Absent(NotAvailable)}, {Text("b")}}}
	got, err := csv.NewReader(strings.NewReader(render(t, FormatCSV, table, Options{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"note"}, {"a"}, {""}, {"b"}}, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

// What any reader of RFC 4180 gets back is what went in, apart from the two
// stated changes: the apostrophe, and U+FFFD for bytes that are not UTF-8.
func FuzzCSVRoundTrip(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.text, "R0A")
		f.Add("", h.text)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		table := Table{Columns: []Column{{Name: "a"}, {Name: "b"}}, Rows: [][]Value{{Text(a), Text(b)}}}
		out := render(t, FormatCSV, table, Options{})
		if !utf8.ValidString(out) {
			t.Errorf("not UTF-8: %q", out)
		}
		got, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatalf("read back %q: %v", out, err)
		}
		// encoding/csv reads CR LF inside a field as LF.
		back := func(s string) string {
			return strings.ReplaceAll(guardFormula(strings.ToValidUTF8(s, "\ufffd")), "\r\n", "\n")
		}
		if diff := cmp.Diff([][]string{{"a", "b"}, {back(a), back(b)}}, got); diff != "" {
			t.Errorf("records (-want +got):\n%s", diff)
		}
		for _, field := range got[1] {
			if len(field) > 1 && strings.ContainsRune("=@\t\r", rune(field[0])) {
				t.Errorf("field %q would be run as a formula", field)
			}
		}
	})
}
