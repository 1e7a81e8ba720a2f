package gen

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// CSV writes the month as CSV: UTF-8 with a byte order mark and CRLF, quoted
// only where it must be.
func (h *History) CSV(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<20)
	if _, err := b.WriteString("\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(b)
	c.UseCRLF = true
	if err := c.Write(h.Columns()); err != nil {
		return err
	}
	if err := h.Rows(c.Write); err != nil {
		return err
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	return b.Flush()
}

// ODS writes the month as an OpenDocument spreadsheet with the sheet Locations,
// padded with a million empty rows as the publisher's are.
func (h *History) ODS(w io.Writer) error {
	z := zip.NewWriter(w)
	mime, err := z.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(mime, "application/vnd.oasis.opendocument.spreadsheet"); err != nil {
		return err
	}
	f, err := z.Create("content.xml")
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<20)
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Locations">`)
	row := func(cells []string) error {
		b.WriteString("<table:table-row>")
		for _, c := range cells {
			if c == "" {
				b.WriteString("<table:table-cell/>")
				continue
			}
			b.WriteString(`<table:table-cell office:value-type="string"><text:p>`)
			b.WriteString(xmlText(c))
			b.WriteString("</text:p></table:table-cell>")
		}
		_, err := b.WriteString("</table:table-row>")
		return err
	}
	if err := row(h.Columns()); err != nil {
		return err
	}
	if err := h.Rows(row); err != nil {
		return err
	}
	b.WriteString(`<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`)
	if err := b.Flush(); err != nil {
		return err
	}
	return z.Close()
}

// XLSX writes the month as an Office Open XML workbook with shared strings.
func (h *History) XLSX(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Locations" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
	} {
		f, err := z.Create(part[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+part[1]); err != nil {
			return err
		}
	}
	f, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<20)
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	shared, n := map[string]int{}, 0
	var order []string
	row := func(cells []string) error {
		n++
		fmt.Fprintf(b, `<row r="%d">`, n)
		for i, c := range cells {
			if c == "" {
				continue
			}
			id, ok := shared[c]
			if !ok {
				id = len(order)
				shared[c] = id
				order = append(order, c)
			}
			fmt.Fprintf(b, `<c r="%s%d" t="s"><v>%d</v></c>`, columnName(i), n, id)
		}
		_, err := b.WriteString("</row>")
		return err
	}
	if err := row(h.Columns()); err != nil {
		return err
	}
	if err := h.Rows(row); err != nil {
		return err
	}
	b.WriteString("</sheetData></worksheet>")
	if err := b.Flush(); err != nil {
		return err
	}
	if f, err = z.Create("xl/sharedStrings.xml"); err != nil {
		return err
	}
	b.Reset(f)
	fmt.Fprintf(b, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="%d">`, len(order))
	for _, s := range order {
		fmt.Fprintf(b, "<si><t>%s</t></si>", xmlText(s))
	}
	b.WriteString("</sst>")
	if err := b.Flush(); err != nil {
		return err
	}
	return z.Close()
}

// columnName is the letters of a column: A, B, ..., Z, AA.
func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnName(i/26-1) + string(rune('A'+i%26))
}

func xmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
