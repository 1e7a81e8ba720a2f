package output

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files of this package")

// league has a column of every kind, an absent value with and without a mark,
// and a name too long for a small terminal.
func league() Table {
	return Table{
		Columns: []Column{
			{Name: "code", Doc: "ODS code", Whole: true},
			{Name: "name", Doc: "name as printed"},
			{Name: "stars", Doc: "rating, 0 to 3", Kind: KindInt},
			{Name: "low", Doc: "share strictly worse", Kind: KindNumber},
			{Name: "conflict", Doc: "sources disagree", Kind: KindBool},
			{Name: "note", Doc: "remark"},
		},
		Rows: [][]Value{
			{Text("RWE"), Text("University Hospitals of Leicester NHS Trust"), Int(2), Fixed(0.2590361, 3), Bool(false), Absent("")},
			{Text("RJ1"), Text("Guy's & St Thomas' | \"Guy's\""), Absent(NotAvailable), Absent(NotAvailable), Bool(true), Text("=not a formula")},
			{Text("x-bath"), Text("Royal United Hospital, Bath"), Int(0), Fixed(0, 3), Bool(false), Text("two\nlines\tand a tab")},
		},
	}
}

func TestGolden(t *testing.T) {
	empty := league()
	empty.Rows = nil
	tests := []struct {
		file   string
		format Format
		table  Table
		o      Options
	}{
		{"table.txt", FormatTable, league(), Options{}},
		{"table-80.txt", FormatTable, league(), Options{Width: 80}},
		{"table-60-ascii.txt", FormatTable, league(), Options{Width: 60, ASCII: true}},
		{"table-40-blocks.txt", FormatTable, league(), Options{Width: 40}},
		{"table-16-blocks.txt", FormatTable, league(), Options{Width: 16}},
		{"table-80-colour.txt", FormatTable, league(), Options{Width: 80, Style: NewStyle(true)}},
		{"table-empty.txt", FormatTable, empty, Options{Width: 80}},
		{"table-20-empty.txt", FormatTable, empty, Options{Width: 20}},
		{"league.json", FormatJSON, league(), Options{}},
		{"league-empty.json", FormatJSON, empty, Options{}},
		{"league.ndjson", FormatNDJSON, league(), Options{}},
		{"league.csv", FormatCSV, league(), Options{}},
		{"league.tsv", FormatTSV, league(), Options{}},
		{"league.md", FormatMarkdown, league(), Options{}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			got := render(t, tt.format, tt.table, tt.o)
			path := filepath.Join("testdata", tt.file)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.file, diff)
			}
		})
	}
}

// However narrow the terminal, each column's name and each number is there.
func TestTableNeverDropsAColumn(t *testing.T) {
	table := league()
	for width := 1; width <= 120; width++ {
		out := render(t, FormatTable, table, Options{Width: width})
		for _, c := range table.Columns {
			if !strings.Contains(out, c.Name) {
				t.Errorf("width %d: no column %s in\n%s", width, c.Name, out)
			}
		}
		for _, whole := range []string{"RWE", "x-bath", "0.259", "false"} {
			if !strings.Contains(out, whole) {
				t.Errorf("width %d: %s is cut or missing in\n%s", width, whole, out)
			}
		}
	}
}

func TestTableLinesDoNotEndInSpaces(t *testing.T) {
	for _, width := range []int{0, 10, 40, 80} {
		for line := range strings.Lines(render(t, FormatTable, league(), Options{Width: width})) {
			if text := strings.TrimSuffix(line, "\n"); strings.HasSuffix(text, " ") {
				t.Errorf("width %d: %q", width, text)
			}
		}
	}
}

func TestJSONReadsBack(t *testing.T) {
	var rows []map[string]any
	if err := json.Unmarshal([]byte(render(t, FormatJSON, league(), Options{})), &rows); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"code": "RJ1", "name": "Guy's & St Thomas' | \"Guy's\"", "stars": nil,
		"low": nil, "conflict": true, "note": "=not a formula",
	}
	if diff := cmp.Diff(want, rows[1]); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
}

// The escapes of JSON output are lossless: every hostile text is read back.
func TestJSONKeepsHostileTextExactly(t *testing.T) {
	for _, h := range hostile {
		var row struct{ Name string }
		if err := json.Unmarshal([]byte(render(t, FormatNDJSON, textTable(h.text), Options{})), &row); err != nil {
			t.Errorf("%s: %v", h.name, err)
		}
		if want := strings.ToValidUTF8(h.text, "\ufffd"); h.name != "not UTF-8" && row.Name != want {
			t.Errorf("%s: got %q, want %q", h.name, row.Name, want)
		}
	}
}

func TestWriteJSONDocument(t *testing.T) {
	var b strings.Builder
	doc := struct {
		Schema string   `json:"schema"`
		Title  string   `json:"title"`
		Low    *float64 `json:"low"`
	}{"diff/1", "A & B <2004>\u009b\u202e\x7f\U0001d173", nil}
	if err := WriteJSONDocument(&b, doc); err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"schema\": \"diff/1\",\n  \"title\": \"A & B <2004>\\u009b\\u202e\\u007f\\ud834\\udd73\",\n  \"low\": null\n}\n"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
	b.Reset()
	if err := WriteJSONDocument(&b, math.NaN()); err == nil || b.Len() > 0 {
		t.Errorf("NaN: error %v and output %q, want an error and none", err, b.String())
	}
}

func TestValues(t *testing.T) {
	decimal := func(s string) Value {
		v, err := Decimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := []struct {
		v    Value
		want string
	}{
		{Value{}, ""},
		{Text(""), ""},
		{TextOr("", NotApplicable), "[z]"},
		{TextOr("a", NotApplicable), "a"},
		{Int(-3), "-3"},
		{Number(0.1), "0.1"},
		{Number(1e21), "1000000000000000000000"},
		{Number(math.NaN()), "[x]"},
		{Fixed(math.Inf(1), 2), "[x]"},
		{Fixed(2.5, 3), "2.500"},
		{Fixed(-0.0001, 3), "0.000"},
		{Number(math.Copysign(0, -1)), "0"},
		{Bool(true), "true"},
		{decimal("2.50"), "2.50"},
		{decimal("-1.5e-3"), "-1.5e-3"},
	}
	for _, tt := range tests {
		if got := tt.v.String(); got != tt.want {
			t.Errorf("String() = %q, want %q", got, tt.want)
		}
	}
	if Text("").IsAbsent() || !TextOr("", "").IsAbsent() || !Number(math.NaN()).IsAbsent() {
		t.Error("IsAbsent does not tell an empty text from a missing value")
	}
	for _, s := range []string{"", "-", "1.", ".5", "01", "+1", "1e", "1 ", "NaN", "0x1", "1,000"} {
		if v, err := Decimal(s); err == nil {
			t.Errorf("Decimal(%q) = %v, want an error", s, v)
		}
	}
}

func TestWriteRefusesAMalformedTable(t *testing.T) {
	tests := []struct {
		name string
		edit func(*Table)
		want string
	}{
		{"no columns", func(t *Table) { t.Columns = nil }, "no columns"},
		{"no name", func(t *Table) { t.Columns[1].Name = "" }, "column 2 has no name"},
		{"same name", func(t *Table) { t.Columns[1].Name = "code" }, `two columns are called "code"`},
		{"short row", func(t *Table) { t.Rows[2] = t.Rows[2][:4] }, "row 3 has 4 values for 6 columns"},
		{"text for a number", func(t *Table) { t.Rows[0][2] = Text("2") }, "row 1, column stars: text value in a int column"},
		{"number for an int", func(t *Table) { t.Rows[0][2] = Number(2) }, "row 1, column stars: number value in a int column"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := league()
			tt.edit(&table)
			for _, f := range Formats() {
				var b strings.Builder
				err := Write(&b, f, table, Options{})
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%s: error %v, want %q", f, err, tt.want)
				}
				if b.Len() > 0 {
					t.Errorf("%s: wrote %q before the error", f, b.String())
				}
			}
		})
	}
	if err := Write(io.Discard, "xml", league(), Options{}); err == nil || !strings.Contains(err.Error(), "table, json") {
		t.Errorf("format xml: error %v, want the list of formats", err)
	}
}

func TestParseFormat(t *testing.T) {
	for _, want := range Formats() {
		var f Format
		if err := f.Set(string(want)); err != nil || f != want || f.String() != string(want) {
			t.Errorf("Set(%q) = %v, gives %q", want, err, f)
		}
	}
	_, err := ParseFormat("TSV")
	want := `unknown format "TSV": use one of table, json, ndjson, csv, tsv, md`
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestSelectFields(t *testing.T) {
	got, err := SelectFields(league(), "stars, code")
	if err != nil {
		t.Fatal(err)
	}
	want := `{"stars":2,"code":"RWE"}` + "\n" + `{"stars":null,"code":"RJ1"}` + "\n" + `{"stars":0,"code":"x-bath"}` + "\n"
	if out := render(t, FormatNDJSON, got, Options{}); out != want {
		t.Errorf("got %s want %s", out, want)
	}
	for fields, problem := range map[string]string{
		"":           "no fields named",
		" ":          "no fields named",
		"code,":      `unknown field ""`,
		"code,Stars": `unknown field "Stars"`,
		"code,code":  `field "code" named twice`,
	} {
		_, err := SelectFields(league(), fields)
		var fe *FieldError
		if !errors.As(err, &fe) || fe.Problem != problem {
			t.Errorf("SelectFields(%q): error %v, want %s", fields, err, problem)
			continue
		}
		if !strings.HasSuffix(err.Error(), "\n  conflict  sources disagree\n  note      remark") {
			t.Errorf("SelectFields(%q): the message does not list the fields:\n%v", fields, err)
		}
	}
}

func TestStyle(t *testing.T) {
	on, off := NewStyle(true), Style{}
	if got := on.Bold("a") + on.Dim("b") + on.Paint(Red, "c") + on.Paint(Cyan, "d"); got != "\x1b[1ma\x1b[0m\x1b[2mb\x1b[0m\x1b[31mc\x1b[0m\x1b[36md\x1b[0m" {
		t.Errorf("on: %q", got)
	}
	if got := on.Paint(Plain, "a") + on.Bold("") + off.Bold("a") + off.Paint(Red, "b"); got != "aab" {
		t.Errorf("off: %q", got)
	}
}

// failAfter fails once n bytes are written, as a full disk or a closed pipe.
type failAfter struct {
	n   int
	err error
}

func (w *failAfter) Write(p []byte) (int, error) {
	if len(p) > w.n {
		return w.n, w.err
	}
	w.n -= len(p)
	return len(p), nil
}

func TestWriteReturnsTheWritersError(t *testing.T) {
	long := league()
	for range 200 { // more than a buffer's worth
		long.Rows = append(long.Rows, league().Rows...)
	}
	for _, f := range Formats() {
		for _, n := range []int{0, 10_000} {
			for _, o := range []Options{{}, {Width: 20}} {
				err := Write(&failAfter{n, syscall.EPIPE}, f, long, o)
				if !IsClosedPipe(err) {
					t.Errorf("%s, broken after %d bytes: error %v, want a closed pipe", f, n, err)
				}
			}
		}
	}
	if err := WriteJSONDocument(&failAfter{0, syscall.EPIPE}, 1); !IsClosedPipe(err) {
		t.Errorf("document: error %v, want a closed pipe", err)
	}
	if IsClosedPipe(nil) || IsClosedPipe(errors.New("disk full")) || !IsClosedPipe(fmt.Errorf("a: %w", io.ErrClosedPipe)) {
		t.Error("IsClosedPipe mistakes an error")
	}
}
