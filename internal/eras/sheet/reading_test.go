package sheet_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"testing"

	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
)

// numbered is a row as it was read, with copies of its texts.
type numbered struct {
	Number int
	Cells  []sheettest.Cell
}

// drain reads a sheet to its end and checks what every reader promises.
func drain(r sheet.Reader) ([]numbered, error) {
	var rows []numbered
	for {
		row, err := r.Next()
		if err == io.EOF {
			if _, again := r.Next(); again != io.EOF {
				return rows, errors.New("a row, or another error, after the end")
			}
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		n := numbered{Number: row.Number}
		for _, c := range row.Cells {
			if (c.Kind == sheet.Empty) != (len(c.Text) == 0) {
				return rows, errors.New("a cell that is filled with nothing")
			}
			n.Cells = append(n.Cells, sheettest.Cell{Text: string(c.Text), Kind: c.Kind})
		}
		if len(n.Cells) == 0 || n.Cells[len(n.Cells)-1].Kind == sheet.Empty {
			return rows, errors.New("a row with an empty end")
		}
		rows = append(rows, n)
	}
}

func openBytes(b []byte, lim sheet.Limits) (*sheet.Book, error) {
	return sheet.OpenReader("file", bytes.NewReader(b), int64(len(b)), lim)
}

// rowsOf reads a sheet of a file; the sheet "*" is the first.
func rowsOf(b []byte, name string, lim sheet.Limits) ([]numbered, error) {
	book, err := openBytes(b, lim)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	if name == "*" {
		sheets := book.Sheets()
		if len(sheets) == 0 {
			// Why there are none, or none could be found, is for Heads to say.
			_, err := book.Heads(context.Background(), 1)
			return nil, err
		}
		name = sheets[0]
	}
	r, err := book.Rows(context.Background(), name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return drain(r)
}

// plain gives the texts of rows.
func plain(rows []numbered) [][]string {
	var texts [][]string
	for _, r := range rows {
		var t []string
		for _, c := range r.Cells {
			t = append(t, c.Text)
		}
		texts = append(texts, t)
	}
	return texts
}

func table(name string, rows ...[]sheettest.Cell) sheettest.Table {
	return sheettest.Table{Name: name, Rows: slices.Values(rows)}
}

// ods makes an ODS of rows in XML, in a table called t.
func ods(t testing.TB, rows string) []byte {
	t.Helper()
	return odsContent(t, sheettest.ODSHead+`<table:table table:name="t">`+rows+`</table:table>`+sheettest.ODSTail)
}

func odsContent(t testing.TB, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	err := sheettest.WriteODSContent(&b, func(w *bufio.Writer) { w.WriteString(content) })
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	mainNS   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	officeNS = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relType  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
)

// xlsxParts is a workbook of one sheet t, whose parts a test may replace.
func xlsxParts(sheetData string) map[string]string {
	return map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="a" Type="` + relType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook ` + mainNS + ` ` + officeNS + `><sheets><sheet name="t" sheetId="1" r:id="s1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="s1" Type="` + relType + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="s2" Type="` + relType + `sharedStrings" Target="sharedStrings.xml"/>` +
			`<Relationship Id="s3" Type="` + relType + `styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet ` + mainNS + `><sheetData>` + sheetData + `</sheetData></worksheet>`,
		"xl/sharedStrings.xml": `<sst ` + mainNS + ` count="1" uniqueCount="1"><si><t>zero</t></si><si><r><rPr><b/></rPr><t>rich </t></r><r><t>text</t></r>` +
			`<rPh sb="0" eb="1"><t>phonetic</t></rPh></si><si><t/></si><si><t>a_x000D_b_x005F_x</t></si></sst>`,
		"xl/styles.xml": `<styleSheet ` + mainNS + `><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/>` +
			`<numFmt numFmtId="166" formatCode="&quot;days&quot;\ 0.00"/><numFmt numFmtId="167" formatCode="[$-809]d mmm yyyy h:mm;@"/></numFmts>` +
			`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>` +
			`<xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="22"/><xf numFmtId="10"/><xf numFmtId="20"/></cellXfs></styleSheet>`,
	}
}

func xlsx(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var list [][2]string
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		if parts[name] != "" {
			list = append(list, [2]string{name, parts[name]})
		}
	}
	var b bytes.Buffer
	if err := sheettest.WriteXLSXParts(&b, list...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
