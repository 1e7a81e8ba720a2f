package sheet_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
)

func TestXLSXCells(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     sheettest.Cell
	}{
		{"shared", `t="s"><v>0</v>`, cell("zero", sheet.Text)},
		{"rich, without phonetics", `t="s"><v>1</v>`, cell("rich text", sheet.Text)},
		{"escaped characters", `t="s"><v>3</v>`, cell("a\rb_x", sheet.Text)},
		{"inline", `t="inlineStr"><is><t xml:space="preserve"> a &amp; b</t></is>`, cell(" a & b", sheet.Text)},
		{"inline, rich", `t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is>`, cell("ab", sheet.Text)},
		{"formula text", `t="str"><f>A1</f><v>a&#10;b</v>`, cell("a\nb", sheet.Text)},
		{"CDATA", `t="str"><v><![CDATA[<&]]></v>`, cell("<&", sheet.Text)},
		{"true", `t="b"><v>1</v>`, cell("true", sheet.Bool)},
		{"false", `t="b"><v>0</v>`, cell("false", sheet.Bool)},
		{"fault", `t="e"><v>#N/A</v>`, cell("#N/A", sheet.Fault)},
		{"number as printed", `><v>3.4000000000000004</v>`, cell("3.4000000000000004", sheet.Number)},
		{"number, typed", `t="n" s="7"><v>1E-3</v>`, cell("1E-3", sheet.Number)},
		{"format that only quotes letters", `s="4"><v>42485</v>`, cell("42485", sheet.Number)},
		{"built-in date", `s="1"><v>42485</v>`, cell("2016-04-25", sheet.Date)},
		{"date by code", `s="2"><v>42485</v>`, cell("2016-04-25", sheet.Date)},
		{"date with locale and time", `s="5"><v>42485.5416666667</v>`, cell("2016-04-25T13:00:00", sheet.Date)},
		{"built-in moment", `s="6"><v>42485.25</v>`, cell("2016-04-25T06:00:00", sheet.Date)},
		{"elapsed time", `s="3"><v>1.5</v>`, cell("36:00:00", sheet.Time)},
		{"time of day", `s="8"><v>0.0423726852</v>`, cell("01:01:01", sheet.Time)},
		{"milliseconds", `s="8"><v>5.787037037037037E-6</v>`, cell("00:00:00.5", sheet.Time)},
		{"ISO date", `t="d"><v>2016-04-25T00:00:00</v>`, cell("2016-04-25", sheet.Date)},
		{"first day", `s="1"><v>1</v>`, cell("1900-01-01", sheet.Date)},
		{"before the day that never was", `s="1"><v>59</v>`, cell("1900-02-28", sheet.Date)},
		{"the day that never was", `s="1"><v>60</v>`, cell("60", sheet.Number)},
		{"after it", `s="1"><v>61</v>`, cell("1900-03-01", sheet.Date)},
		{"leap day", `s="1"><v>36585</v>`, cell("2000-02-29", sheet.Date)},
		{"last day", `s="1"><v>2958465</v>`, cell("9999-12-31", sheet.Date)},
		{"past it", `s="1"><v>2958466</v>`, cell("2958466", sheet.Number)},
		{"negative", `s="1"><v>-1</v>`, cell("-1", sheet.Number)},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := rowsOf(xlsx(t, xlsxParts(`<row r="1"><c r="A1" `+c.in+`</c></row>`)), "t", sheet.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]numbered{{1, []sheettest.Cell{c.want}}}, rows); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestXLSXRows(t *testing.T) {
	in := `<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c><c r="F2" t="s"><v>2</v></c><c r="E2"><v>3</v></c></row>` +
		`<row><c><v>4</v></c><c r="C3" s="1"/></row><row r="9" hidden="1"><c r="AA9"><v>5</v></c></row><row r="10"/><row r="12"><c t="s"><v>0</v></c></row>`
	parts := xlsxParts(in)
	// What a sheet says of its size is not believed.
	parts["xl/worksheets/sheet1.xml"] = strings.Replace(parts["xl/worksheets/sheet1.xml"], "<sheetData>", `<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384"/></cols><sheetData>`, 1)
	rows, err := rowsOf(xlsx(t, parts), "t", sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	// What follows may give prefixes another meaning.
	extension := `<extLst><ext xmlns="urn:x" xmlns:r="urn:y" uri="z"><row r="3"/></ext><ext xmlns="urn:z"/></extLst>`
	for part, end := range map[string]string{"xl/worksheets/sheet1.xml": "</worksheet>", "xl/workbook.xml": "</workbook>", "xl/styles.xml": "</styleSheet>", "xl/sharedStrings.xml": "</sst>"} {
		parts[part] = strings.Replace(parts[part], end, extension+end, 1)
	}
	rows2, err := rowsOf(xlsx(t, parts), "t", sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(rows, rows2); d != "" {
		t.Error(d)
	}
	n := func(s string) sheettest.Cell { return cell(s, sheet.Number) }
	aa := append(make([]sheettest.Cell, 26), n("5"))
	want := []numbered{{2, []sheettest.Cell{{}, n("1"), n("2"), {}, n("3")}}, {3, []sheettest.Cell{n("4")}}, {9, aa}, {12, sheettest.Texts("zero")}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
}

func TestXLSXWorkbook(t *testing.T) {
	const strict = `http://purl.oclc.org/ooxml/`
	sheet2 := `<x:worksheet xmlns:x="` + strict + `spreadsheetml/main"><x:sheetData><x:row><x:c s="1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`
	parts := xlsxParts(`<row><c><v>1</v></c></row>`)
	parts["xl/workbook.xml"] = `<x:workbook xmlns:x="` + strict + `spreadsheetml/main" xmlns:rel="` + strict + `officeDocument/relationships"><x:workbookPr date1904="1"/>` +
		`<x:sheets><x:sheet name="Second &lt;" sheetId="5" rel:id="b"/><x:sheet name="Chart" sheetId="7" rel:id="c"/><x:sheet name="First" state="hidden" sheetId="1" rel:id="a"/></x:sheets></x:workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Target="/xl/Worksheets/odd%20name.xml" Type="` + strict + `officeDocument/relationships/worksheet" Id="b"/>` +
		`<Relationship Id="c" Type="` + strict + `officeDocument/relationships/chartsheet" Target="chartsheets/sheet1.xml"/>` +
		`<Relationship Id="a" Type="` + strict + `officeDocument/relationships/worksheet" Target="../xl/worksheets/sheet1.xml"/>` +
		`<Relationship Id="d" Type="` + strict + `officeDocument/relationships/styles" Target="styles.xml"/></Relationships>`
	parts["xl/worksheets/odd name.xml"] = sheet2
	parts["xl/sharedStrings.xml"] = ""
	file := xlsx(t, parts)
	b, err := openBytes(file, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if d := cmp.Diff([]string{"Second <", "First"}, b.Sheets()); d != "" {
		t.Error(d)
	}
	rows, err := rowsOf(file, "Second <", sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]numbered{{1, []sheettest.Cell{cell("1904-01-02", sheet.Date)}}}, rows); d != "" {
		t.Error(d)
	}
	if rows, err := rowsOf(file, "First", sheet.DefaultLimits()); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
}
