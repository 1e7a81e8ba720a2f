package sheet_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
)

func cell(text string, kind sheet.Kind) sheettest.Cell { return sheettest.Cell{Text: text, Kind: kind} }

func TestODSCells(t *testing.T) {
	p := func(inner string) string {
		return `<table:table-cell office:value-type="string"><text:p>` + inner + `</text:p></table:table-cell>`
	}
	typed := func(attributes, shown string) string {
		return `<table:table-cell ` + attributes + `><text:p>` + shown + `</text:p></table:table-cell>`
	}
	for _, c := range []struct {
		name, in string
		want     []sheettest.Cell
	}{
		{"text", p("a"), []sheettest.Cell{cell("a", sheet.Text)}},
		{"no type", typed("", "a"), []sheettest.Cell{cell("a", sheet.Text)}},
		{"paragraphs", `<table:table-cell><text:p>a</text:p><text:p/><text:p>b</text:p></table:table-cell>`, sheettest.Texts("a\n\nb")},
		{"blanks", p("a<text:s/>b<text:s text:c=\"3\"/>c<text:tab/>d<text:line-break/>e"), sheettest.Texts("a b   c\td\ne")},
		{"runs of blanks are one", p("\n  a \t b\n "), sheettest.Texts("a b")},
		{"one blank at the end is meant", p("a "), sheettest.Texts("a ")},
		{"NBSP is kept", p("\u00a0a&#160;"), sheettest.Texts("\u00a0a\u00a0")},
		{"spans and links", p(`a<text:span text:style-name="T1">b<text:a xlink:href="x">c</text:a></text:span>d`), sheettest.Texts("abcd")},
		{"annotations are not the cell's", `<table:table-cell office:value-type="string"><office:annotation><dc:date>2020</dc:date><text:p>note</text:p></office:annotation><text:p>a</text:p></table:table-cell>`, sheettest.Texts("a")},
		{"entities", p("&lt;&amp;&gt;&quot;&apos;&#233;&#x20AC;"), sheettest.Texts(`<&>"'é€`)},
		{"CDATA and comments", p("a<!-- <text:p> --><![CDATA[<&]]b]]>c<?x y?>"), sheettest.Texts("a<&]]bc")},
		{"number", typed(`office:value-type="float" office:value="1234.50"`, "1,234.5"), []sheettest.Cell{cell("1234.50", sheet.Number)}},
		{"percentage", typed(`office:value-type='percentage' office:value='0.5'`, "50%"), []sheettest.Cell{cell("0.5", sheet.Number)}},
		{"currency", typed(`office:currency="GBP" office:value="-3" office:value-type="currency"`, "x"), []sheettest.Cell{cell("-3", sheet.Number)}},
		{"date", typed(`office:value-type="date" office:date-value="2016-04-25"`, "25/04/16"), []sheettest.Cell{cell("2016-04-25", sheet.Date)}},
		{"moment", typed(`office:value-type="date" office:date-value="2016-04-25T13:05:00"`, "x"), []sheettest.Cell{cell("2016-04-25T13:05:00", sheet.Date)}},
		{"midnight", typed(`office:value-type="date" office:date-value="2016-04-25T00:00:00"`, "x"), []sheettest.Cell{cell("2016-04-25", sheet.Date)}},
		{"time", typed(`office:value-type="time" office:time-value="PT26H05M09S"`, "x"), []sheettest.Cell{cell("26:05:09", sheet.Time)}},
		{"boolean", typed(`office:value-type="boolean" office:boolean-value="true"`, "TRUE"), []sheettest.Cell{cell("true", sheet.Bool)}},
		{"the value of a text that is shown otherwise", typed(`office:value-type="string" office:string-value="a &amp; b"`, "x"), sheettest.Texts("a & b")},
		{"fault", typed(`office:value-type="string" office:string-value="" calcext:value-type="error"`, "#N/A"), []sheettest.Cell{cell("#N/A", sheet.Fault)}},
		{"fault of older programs", typed(`table:formula="of:=1/0" office:value-type="float" office:value="0"`, "#DIV/0!"), []sheettest.Cell{cell("#DIV/0!", sheet.Fault)}},
		{"repeated", `<table:table-cell table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated='2'><text:p>a</text:p></table:table-cell>` + p("b") + `<table:table-cell table:number-columns-repeated="16000"/>`, sheettest.Texts("", "", "a", "a", "b")},
		{"covered", p("a") + `<table:covered-table-cell table:number-columns-repeated="2"/><table:covered-table-cell><text:p>b</text:p></table:covered-table-cell>`, sheettest.Texts("a", "", "", "b")},
		{"empty paragraph", p("a") + p("") + p(" \n"), sheettest.Texts("a")},
		{"drawings are not the cell's", `<table:table-cell><draw:frame xmlns:draw="urn:d"><draw:text-box><text:p>x</text:p></draw:text-box></draw:frame><text:p>a</text:p></table:table-cell>`, sheettest.Texts("a")},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := rowsOf(ods(t, "<table:table-row>"+c.in+"</table:table-row>"), "t", sheet.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]numbered{{1, c.want}}, rows); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestODSRows(t *testing.T) {
	row := func(attributes, text string) string {
		return `<table:table-row ` + attributes + `><table:table-cell><text:p>` + text + `</text:p></table:table-cell></table:table-row>`
	}
	empty := func(n string) string {
		return `<table:table-row table:number-rows-repeated="` + n + `"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`
	}
	in := `<office:forms><office:forms/></office:forms><table:table-column table:number-columns-repeated="3"/>` +
		`<table:table-header-rows>` + row("", "a") + `</table:table-header-rows>` + empty("2") +
		`<table:table-row-group><table:table-row-group>` + row(`table:visibility="collapse" table:number-rows-repeated="2"`, "b") + `</table:table-row-group></table:table-row-group>` +
		row("", "c") + empty("1048000")
	rows, err := rowsOf(ods(t, in), "t", sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []numbered{{1, sheettest.Texts("a")}, {4, sheettest.Texts("b")}, {5, sheettest.Texts("b")}, {6, sheettest.Texts("c")}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
}

// The prefixes are the document's own, and so is the order of attributes; two
// attributes of one local name are told apart.
func TestODSPrefixes(t *testing.T) {
	content := `<?xml version='1.0'?><o:document-content o:version="1.2" xmlns:x='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
		` xmlns:office="urn:other" xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:tb="urn:oasis:names:tc:opendocument:xmlns:table:1.0">` +
		`<o:body><o:spreadsheet><table tb:name='A &amp; B'><table-row><table-cell office:value-type="boolean" office:value="9" o:value = "7" o:value-type='float'><x:p>seven</x:p></table-cell >` +
		`</table-row></table></o:spreadsheet></o:body></o:document-content>`
	rows, err := rowsOf(odsContent(t, content), "A & B", sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]numbered{{1, []sheettest.Cell{cell("7", sheet.Number)}}}, rows); d != "" {
		t.Error(d)
	}
}

func TestODSSheets(t *testing.T) {
	content := sheettest.ODSHead
	for _, name := range []string{"README", "Locations", "Providers"} {
		content += `<table:table table:name="` + name + `"><table:table-row><table:table-cell><text:p>in ` + name + `</text:p></table:table-cell></table:table-row></table:table>`
	}
	b, err := openBytes(odsContent(t, content+sheettest.ODSTail), sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if d := cmp.Diff([]string{"README", "Locations", "Providers"}, b.Sheets()); d != "" {
		t.Error(d)
	}
	heads, err := b.Heads(context.Background(), 5)
	if err != nil {
		t.Fatal(err)
	}
	want := []sheet.Head{{Sheet: "README", Rows: [][]string{{"in README"}}}, {Sheet: "Locations", Rows: [][]string{{"in Locations"}}}, {Sheet: "Providers", Rows: [][]string{{"in Providers"}}}}
	if d := cmp.Diff(want, heads); d != "" {
		t.Error(d)
	}
	r, err := b.Rows(context.Background(), "Locations")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rows, err := drain(r)
	if err != nil || len(rows) != 1 || rows[0].Cells[0].Text != "in Locations" {
		t.Errorf("%v, %v", rows, err)
	}
	if _, err := b.Rows(context.Background(), "Other"); err == nil || !strings.Contains(err.Error(), "no sheet is called Other; name one of README, Locations, Providers") {
		t.Error(err)
	}
}
