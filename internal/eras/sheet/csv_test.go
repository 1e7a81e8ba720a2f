package sheet_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras/sheet"
)

func TestCSV(t *testing.T) {
	big := strings.Repeat("x", 300_000) // over a block of the reader
	for _, c := range []struct {
		name, in string
		want     [][]string
	}{
		{"plain", "a,b\nc,d\n", [][]string{{"a", "b"}, {"c", "d"}}},
		{"no line end at the end", "a,b\nc,d", [][]string{{"a", "b"}, {"c", "d"}}},
		{"CRLF", "a,b\r\nc,d\r\n", [][]string{{"a", "b"}, {"c", "d"}}},
		{"CR", "a,b\rc,d\r", [][]string{{"a", "b"}, {"c", "d"}}},
		{"CR, a line feed in quotes after it", "a\r\"b\"\rc", [][]string{{"a"}, {"b"}, {"c"}}},
		{"byte order mark", "\xEF\xBB\xBFa,b\n", [][]string{{"a", "b"}}},
		{"quotes", "\"a,1\",\"say \"\"yes\"\"\"\n", [][]string{{"a,1", `say "yes"`}}},
		{"doubled quotes at both ends", "\"\"\"a\"\"\",b", [][]string{{`"a"`, "b"}}},
		{"line end in quotes", "\"a\r\nb\",c\r\nd,e\r\n", [][]string{{"a\r\nb", "c"}, {"d", "e"}}},
		{"quoted at the end of the file", "a,\"b\"", [][]string{{"a", "b"}}},
		{"quoted, CRLF", "\"a\"\r\n\"b\"\r\n", [][]string{{"a"}, {"b"}}},
		{"quoted, CR at the end of the file", "a\n\"b\"\r", [][]string{{"a"}, {"b"}}},
		{"empty cells", ",a,,b,,\n", [][]string{{"", "a", "", "b"}}},
		{"empty quoted cells", "\"\",a,\"\"\n", [][]string{{"", "a"}}},
		{"rows without a filled cell", "a\n\n,,\n\"\"\nb\n", [][]string{{"a"}, {"b"}}},
		{"stray quote", "5\" pipe,x\ny\"\n", [][]string{{`5" pipe`, "x"}, {`y"`}}},
		{"stray quote beside quotes", "a \"b\",\"c\"\n", [][]string{{`a "b"`, "c"}}},
		{"preamble of other widths", "Directory\n\nas at,May\na,b,c\n", [][]string{{"Directory"}, {"as at", "May"}, {"a", "b", "c"}}},
		{"blanks and NBSP are kept", " a ,\u00a0b\n", [][]string{{" a ", "\u00a0b"}}},
		{"long bare cell", "a," + big + ",b\nc", [][]string{{"a", big, "b"}, {"c"}}},
		{"long quoted cell", "a,\"" + big + "\"\"\n\",b\nc", [][]string{{"a", big + "\"\n", "b"}, {"c"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := rowsOf([]byte(c.in), "", sheet.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, plain(rows)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestCSVNumbersAndRaw(t *testing.T) {
	in := "a,b\r\n\r\n\"c\r\n1\",d\r\ne,\"f\"\r\n"
	b, err := openBytes([]byte(in), sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	r, err := b.Records(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	type record struct {
		Number int
		Raw    string
	}
	var got []record
	for {
		raw, n, err := r.NextRaw()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, record{n, string(raw)})
		var row sheet.Row
		if err := r.Splitter().Split(raw, &row); err != nil || len(row.Cells) != 2 || !bytes.Equal(row.Raw, raw) {
			t.Errorf("Split(%q) = %v, %v", raw, row, err)
		}
	}
	want := []record{{1, "a,b"}, {3, "\"c\r\n1\",d"}, {4, "e,\"f\""}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestCSVFaults(t *testing.T) {
	lim := sheet.DefaultLimits()
	lim.Cell, lim.Row, lim.Columns, lim.Rows = 100, 1000, 5, 3
	for _, c := range []struct {
		name, in    string
		row, column int
		what        string
	}{
		{"unterminated quote", "a\nb,\"c\nd\n", 2, 2, "the quote that opens on line 2 never closes"},
		{"unterminated quote after broken lines", "\"a\nb\"\nc,\"d\n", 2, 2, "the quote that opens on line 3 never closes"},
		{"text after a quote", "a\n\"b\"c,d\n", 2, 1, "text after the quote that closes the cell"},
		{"quote after a blank", "a\nb, \"c, d\"\n", 2, 2, "a quote after blanks at the beginning of a cell"},
		{"lone CR", "a\nb,c\rd\n", 2, 2, "a lone carriage return outside quotes"},
		{"lone CR beside quotes", "a\n\"b\",c\rd\n", 2, 2, "a lone carriage return outside quotes"},
		{"Windows-1252", "a\nb,Children\x92s\n", 2, 2, "the byte 0x92 is not UTF-8 (Windows-1252, perhaps)"},
		{"half a character at the end", "a\nb,\xe2\x80", 2, 2, "the byte 0xE2 is not UTF-8 (Windows-1252, perhaps)"},
		{"NUL", "a\nb,\x00c\n", 2, 2, "a NUL byte: this is not text"},
		{"UTF-16 cut short", "\xff\xfea\x00\n\x00b", 2, 1, "UTF-16 text that ends in the middle of a character"},
		{"UTF-16 with half a pair", "\xff\xfea\x00\n\x00\x00\xd8b\x00", 2, 1, "half of a UTF-16 surrogate pair"},
		{"long cell", "a\n" + strings.Repeat("b", 101) + "\n", 2, 1, "a cell of 101 bytes, more than the limit of 100"},
		{"long quoted cell", "a\n\"" + strings.Repeat("b", 200) + "\"\n", 2, 1, "a cell of more than the limit of 100 bytes; its quote opens on line 2"},
		{"long row", "a\n" + strings.Repeat("b,", 501) + "\n", 2, 0, "more than the limit of 1000 bytes in a row"},
		{"many columns", "a\n,,,,,b\n", 2, 6, "more columns than the limit of 5"},
		{"many rows", "a\nb\n\nc\nd\n", 5, 0, "more rows than the limit of 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := rowsOf([]byte(c.in), "", lim)
			var e *sheet.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v", err)
			}
			if e.File != "file" || e.Row != c.row || e.Column != c.column || e.What != c.what {
				t.Errorf("%+v", *e)
			}
		})
	}
}

func TestCSVInUTF16(t *testing.T) {
	text := "\uFEFFa,\u2019b\U0001F600\n" + strings.Repeat("c\u00a0,d\U0001F600\n", 20_000)
	want := strings.TrimPrefix(text, "\uFEFF")
	for _, big := range []bool{false, true} {
		var b bytes.Buffer
		for _, u := range utf16.Encode([]rune(text)) {
			if big {
				b.Write([]byte{byte(u >> 8), byte(u)})
			} else {
				b.Write([]byte{byte(u), byte(u >> 8)})
			}
		}
		book, err := openBytes(b.Bytes(), sheet.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		r, err := book.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("big-endian %v: %d bytes, beginning with %q", big, len(got), got[:min(len(got), 40)])
		}
		r.Close()
		book.Close()
	}
}
