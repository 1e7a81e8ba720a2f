package sheet_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras/sheet"
)

// fuzzLimits are small, so that a fuzzer meets them.
func fuzzLimits() sheet.Limits {
	l := sheet.DefaultLimits()
	l.Cell, l.Row, l.Columns, l.Rows, l.Repeat, l.Shared = 10_000, 50_000, 200, 2_000, 100, 100_000
	return l
}

// checkError fails for an error that does not say what is wrong with the file.
func checkError(t *testing.T, err error) {
	t.Helper()
	var e *sheet.Error
	if err != nil && (!errors.As(err, &e) || e.File != "file" || e.What == "") {
		t.Errorf("no error of its own: %v", err)
	}
}

// Where encoding/csv takes a file, both read the same.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"a,b\nc,d\n", "\"a\"\"b\",\"c\nd\"\r\ne,f", "\xEF\xBB\xBFa\r\rb", "5\" pipe, \"x\"\n", "\"a\"b\n", "\"a", "a\x00", "\xff\xfea\x00\n\x00", "caf\xe9\n", ",,\n\n\"\",a\n", "a\rb\r",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		got, err := rowsOf(in, "", fuzzLimits())
		checkError(t, err)
		if bytes.HasPrefix(in, []byte{0xFF, 0xFE}) || bytes.HasPrefix(in, []byte{0xFE, 0xFF}) {
			return // encoding/csv does not read UTF-16
		}
		text := bytes.TrimPrefix(in, []byte("\xEF\xBB\xBF"))
		r := csv.NewReader(bytes.NewReader(text))
		r.FieldsPerRecord = -1
		var want [][]string
		for {
			record, csvErr := r.Read()
			if csvErr == io.EOF {
				break
			}
			if csvErr != nil {
				return
			}
			for len(record) > 0 && record[len(record)-1] == "" {
				record = record[:len(record)-1]
			}
			if len(record) > 0 {
				want = append(want, record)
			}
		}
		if err != nil {
			return // what is not text, or no CSV at all, is refused
		}
		if bytes.ContainsRune(bytes.ReplaceAll(text, []byte("\r\n"), nil), '\r') {
			return // to encoding/csv a lone CR is text
		}
		texts := plain(got)
		for _, row := range texts {
			for i := range row { // within quotes encoding/csv makes CRLF a LF
				row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
			}
		}
		if d := cmp.Diff(want, texts); d != "" {
			t.Error(d)
		}
	})
}

func FuzzODS(f *testing.F) {
	const row = `<table:table-row table:number-rows-repeated="2">`
	for _, s := range []string{
		row + `<table:table-cell office:value-type="float" office:value="1.5"><text:p>1</text:p></table:table-cell></table:table-row>`,
		row + `<table:table-cell table:number-columns-repeated="3"><text:p>a<text:s text:c="2"/>b &amp; c<!-- x --><![CDATA[d]]></text:p></table:table-cell></table:table-row>`,
		row + `<table:covered-table-cell office:value-type="date" office:date-value="2016-04-25"/><table:table-cell office:value-type="time" office:time-value="PT1H2M3.5S"/></table:table-row>`,
		row + `<table:table-cell><office:annotation><text:p>n</text:p></office:annotation><text:p> a </text:p><text:p>b</text:p></table:table-cell></table:table-row>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, rows string) {
		got, err := rowsOf(ods(t, rows), "t", fuzzLimits())
		checkError(t, err)
		checkRows(t, got)
		checkShortCut(t, rows, got, err, "<text:p>", "<text:p >", func(rows string) ([]numbered, error) {
			return rowsOf(ods(t, rows), "t", fuzzLimits())
		})
	})
}

func FuzzXLSX(f *testing.F) {
	base := xlsxParts("")
	for _, s := range []string{
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><r><t>a</t></r></is></c></row>`,
		`<row><c s="1"><v>42485.5</v></c><c s="3"><v>1.25</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2016-04-25</v></c></row>`,
		`<row r="7"><c r="C7" t="str"><f>A1</f><v>_x000D_&#65;</v></c></row><row r="9"/>`,
	} {
		f.Add(s, base["xl/sharedStrings.xml"], base["xl/styles.xml"], base["xl/workbook.xml"])
	}
	f.Fuzz(func(t *testing.T, sheetData, shared, styles, workbook string) {
		parts := xlsxParts(sheetData)
		parts["xl/sharedStrings.xml"], parts["xl/styles.xml"], parts["xl/workbook.xml"] = shared, styles, workbook
		got, err := rowsOf(xlsx(t, parts), "*", fuzzLimits())
		checkError(t, err)
		checkRows(t, got)
		checkShortCut(t, sheetData, got, err, "<c ", "<c  ", func(sheetData string) ([]numbered, error) {
			parts["xl/worksheets/sheet1.xml"] = xlsxParts(sheetData)["xl/worksheets/sheet1.xml"]
			return rowsOf(xlsx(t, parts), "*", fuzzLimits())
		})
	})
}

// checkShortCut reads a sheet again with its usual tags written in a way that the
// short cut for usual cells does not take, which must make no difference.
func checkShortCut(t *testing.T, in string, got []numbered, err error, usual, unusual string, read func(string) ([]numbered, error)) {
	t.Helper()
	if strings.Contains(in, "<!") || strings.Contains(in, "<?") {
		return // there the tags may be text
	}
	again, errAgain := read(strings.ReplaceAll(in, usual, unusual))
	if (err == nil) != (errAgain == nil) {
		t.Fatalf("with the short cut %v, without %v", err, errAgain)
	}
	if d := cmp.Diff(again, got); d != "" {
		t.Error(d)
	}
}

// checkRows fails for what no reader may give.
func checkRows(t *testing.T, rows []numbered) {
	t.Helper()
	lim := fuzzLimits()
	if len(rows) > lim.Rows {
		t.Errorf("%d rows", len(rows))
	}
	for _, r := range rows {
		if r.Number < 1 || len(r.Cells) > lim.Columns {
			t.Errorf("row %d of %d cells", r.Number, len(r.Cells))
		}
		for _, c := range r.Cells {
			if len(c.Text) > lim.Cell || c.Kind > sheet.Fault {
				t.Errorf("row %d: a cell of %d bytes and kind %d", r.Number, len(c.Text), c.Kind)
			}
		}
	}
}
