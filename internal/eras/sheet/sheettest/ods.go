package sheettest

import (
	"archive/zip"
	"bufio"
	"io"
	"strings"

	"careratings/internal/eras/sheet"
)

const odsType = "application/vnd.oasis.opendocument.spreadsheet"

// ODSHead begins a content.xml, up to the first table.
const ODSHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
	`<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
	` xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
	` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"` +
	` xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"` +
	` office:version="1.3"><office:scripts/><office:body><office:spreadsheet>`

// ODSTail ends a content.xml.
const ODSTail = `</office:spreadsheet></office:body></office:document-content>`

// WriteODS writes tables as LibreOffice does, to the million empty rows at the
// end of each.
func WriteODS(w io.Writer, tables ...Table) error {
	return WriteODSContent(w, func(b *bufio.Writer) {
		b.WriteString(ODSHead)
		for _, t := range tables {
			b.WriteString(`<table:table table:name="`)
			escape(b, t.Name)
			b.WriteString(`" table:style-name="ta1"><table:table-column table:style-name="co1" table:number-columns-repeated="16384"/>`)
			n := 0
			for row := range t.Rows {
				n++
				odsRow(b, row)
			}
			if n < 1048576 {
				b.WriteString(`<table:table-row table:style-name="ro1" table:number-rows-repeated="` + itoa(1048576-n) +
					`"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`)
			}
			b.WriteString(`</table:table>`)
		}
		b.WriteString(`<table:named-expressions/>` + ODSTail)
	})
}

// WriteODSContent writes an ODS around a content.xml.
func WriteODSContent(w io.Writer, content func(b *bufio.Writer)) error {
	c := newContainer(w)
	if err := c.member("mimetype", zip.Store, func(b *bufio.Writer) { b.WriteString(odsType) }); err != nil {
		return err
	}
	if err := c.member("content.xml", zip.Deflate, content); err != nil {
		return err
	}
	err := c.text("META-INF/manifest.xml", `<?xml version="1.0" encoding="UTF-8"?>`+
		`<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">`+
		`<manifest:file-entry manifest:full-path="/" manifest:media-type="`+odsType+`"/>`+
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`)
	if err != nil {
		return err
	}
	return c.z.Close()
}

func odsRow(b *bufio.Writer, row []Cell) {
	b.WriteString(`<table:table-row table:style-name="ro1">`)
	if len(row) == 0 {
		b.WriteString(`<table:table-cell/>`)
	}
	for i := 0; i < len(row); {
		n := 1
		for i+n < len(row) && row[i+n] == row[i] {
			n++
		}
		odsCell(b, row[i], n)
		i += n
	}
	b.WriteString(`</table:table-row>`)
}

func odsCell(b *bufio.Writer, c Cell, n int) {
	b.WriteString(`<table:table-cell`)
	if n > 1 {
		b.WriteString(` table:number-columns-repeated="` + itoa(n) + `"`)
	}
	typed := func(kind, attribute string) {
		b.WriteString(` office:value-type="` + kind + `"`)
		if attribute != "" {
			b.WriteString(` office:` + attribute + `="` + c.Text + `"`)
		}
		b.WriteString(` calcext:value-type="` + kind + `">`)
	}
	shown := c.Text
	switch c.Kind {
	case sheet.Empty:
		b.WriteString(`/>`)
		return
	case sheet.Number:
		typed("float", "value")
	case sheet.Date:
		typed("date", "date-value")
		day, _, _ := strings.Cut(c.Text, "T")
		if len(day) == 10 {
			shown = day[8:10] + "/" + day[5:7] + "/" + day[:4]
		}
	case sheet.Time:
		h, m, _ := strings.Cut(c.Text, ":")
		m, s, _ := strings.Cut(m, ":")
		b.WriteString(` office:value-type="time" office:time-value="PT` + h + `H` + m + `M` + s + `S" calcext:value-type="time">`)
	case sheet.Bool:
		typed("boolean", "boolean-value")
		shown = strings.ToUpper(c.Text)
	case sheet.Fault:
		b.WriteString(` office:value-type="string" office:string-value="" calcext:value-type="error">`)
	default:
		typed("string", "")
	}
	for line := range strings.SplitSeq(shown, "\n") {
		b.WriteString(`<text:p>`)
		odsText(b, line)
		b.WriteString(`</text:p>`)
	}
	b.WriteString(`</table:table-cell>`)
}

// odsText writes blanks the way an ODS keeps them: all but single ones in the
// middle of text are elements.
func odsText(b *bufio.Writer, s string) {
	if !strings.HasPrefix(s, " ") && !strings.Contains(s, "  ") && !strings.Contains(s, "\t") {
		escape(b, s)
		return
	}
	for i := 0; i < len(s); {
		switch {
		case s[i] == '\t':
			b.WriteString(`<text:tab/>`)
			i++
		case s[i] == ' ' && (i == 0 || s[i-1] == '\t' || s[i-1] == ' ' || i+1 < len(s) && s[i+1] == ' '):
			n := 1
			for i+n < len(s) && s[i+n] == ' ' {
				n++
			}
			b.WriteString(`<text:s text:c="` + itoa(n) + `"/>`)
			i += n
		default:
			n := 1
			for i+n < len(s) && s[i+n] != '\t' && s[i+n] != ' ' {
				n++
			}
			escape(b, s[i:i+n])
			i += n
		}
	}
}
