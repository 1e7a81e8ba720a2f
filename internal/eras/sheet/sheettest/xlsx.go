package sheettest

import (
	"archive/zip"
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"

	"careratings/internal/eras/sheet"
)

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNS   = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	relsNS   = `http://schemas.openxmlformats.org/package/2006/relationships`
	officeNS = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
)

// styles has the cell formats general, day, moment and time of day.
const styles = xmlHead + `<styleSheet xmlns="` + mainNS + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>` +
	`<cellStyleXfs count="1"><xf numFmtId="14" fontId="0"/></cellStyleXfs>` +
	`<cellXfs count="4"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="164" xfId="0" applyNumberFormat="1"/><xf numFmtId="46" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

// WriteXLSX writes tables as Excel does: the texts of all sheets once, in a
// part of their own after the sheets.
func WriteXLSX(w io.Writer, tables ...Table) error {
	c := newContainer(w)
	var types, sheets, rels strings.Builder
	for i, t := range tables {
		n := itoa(i + 1)
		types.WriteString(`<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`)
		name := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace(t.Name)
		sheets.WriteString(`<sheet name="` + name + `" sheetId="` + n + `" r:id="rId` + n + `"/>`)
		rels.WriteString(`<Relationship Id="rId` + n + `" Type="` + officeNS + `/worksheet" Target="worksheets/sheet` + n + `.xml"/>`)
	}
	parts := [][2]string{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			types.String() + `<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
			`<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + relsNS + `"><Relationship Id="rId1" Type="` + officeNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="` + mainNS + `" xmlns:r="` + officeNS + `"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + relsNS + `">` + rels.String() +
			`<Relationship Id="rIdS" Type="` + officeNS + `/styles" Target="styles.xml"/>` +
			`<Relationship Id="rIdT" Type="` + officeNS + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/styles.xml", styles},
	}
	for _, p := range parts {
		if err := c.text(p[0], p[1]); err != nil {
			return err
		}
	}
	s := &shared{at: map[string]int{}}
	for i, t := range tables {
		err := c.member("xl/worksheets/sheet"+itoa(i+1)+".xml", zip.Deflate, func(b *bufio.Writer) { s.sheet(b, t) })
		if err != nil {
			return err
		}
	}
	if err := c.member("xl/sharedStrings.xml", zip.Deflate, s.write); err != nil {
		return err
	}
	return c.z.Close()
}

// WriteXLSXParts writes a zip of the given members, in order.
func WriteXLSXParts(w io.Writer, parts ...[2]string) error {
	c := newContainer(w)
	for _, p := range parts {
		if err := c.text(p[0], p[1]); err != nil {
			return err
		}
	}
	return c.z.Close()
}

type shared struct {
	at    map[string]int
	texts []string
	uses  int
}

func (s *shared) sheet(b *bufio.Writer, t Table) {
	b.WriteString(xmlHead + `<worksheet xmlns="` + mainNS + `" xmlns:r="` + officeNS + `"><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetData>`)
	n := 0
	for row := range t.Rows {
		n++
		if len(row) == 0 {
			continue
		}
		b.WriteString(`<row r="` + itoa(n) + `" spans="1:` + itoa(len(row)) + `">`)
		for i, c := range row {
			if c.Kind != sheet.Empty {
				s.cell(b, ColumnName(i)+itoa(n), c)
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`)
}

func (s *shared) cell(b *bufio.Writer, ref string, c Cell) {
	b.WriteString(`<c r="` + ref + `"`)
	switch c.Kind {
	case sheet.Number:
		b.WriteString(`><v>` + c.Text)
	case sheet.Date:
		serial, style := excelSerial(c.Text)
		b.WriteString(` s="` + style + `"><v>` + serial)
	case sheet.Time:
		d, _ := time.ParseDuration(strings.Replace(strings.Replace(c.Text, ":", "h", 1), ":", "m", 1) + "s")
		b.WriteString(` s="3"><v>` + strconv.FormatFloat(d.Hours()/24, 'g', 17, 64))
	case sheet.Bool:
		v := "0"
		if c.Text == "true" {
			v = "1"
		}
		b.WriteString(` t="b"><v>` + v)
	case sheet.Fault:
		b.WriteString(` t="e"><v>` + c.Text)
	default:
		i, ok := s.at[c.Text]
		if !ok {
			i = len(s.texts)
			s.at[c.Text] = i
			s.texts = append(s.texts, c.Text)
		}
		s.uses++
		b.WriteString(` t="s"><v>` + itoa(i))
	}
	b.WriteString(`</v></c>`)
}

func (s *shared) write(b *bufio.Writer) {
	b.WriteString(xmlHead + `<sst xmlns="` + mainNS + `" count="` + itoa(s.uses) + `" uniqueCount="` + itoa(len(s.texts)) + `">`)
	for _, t := range s.texts {
		b.WriteString(`<si><t`)
		if strings.TrimSpace(t) != t {
			b.WriteString(` xml:space="preserve"`)
		}
		b.WriteByte('>')
		escape(b, strings.ReplaceAll(t, "_x", "_x005F_x"))
		b.WriteString(`</t></si>`)
	}
	b.WriteString(`</sst>`)
}

// excelSerial gives a day, or a moment to the second, as days since the end of
// 1899, and the cell format that shows it.
func excelSerial(text string) (serial, style string) {
	layout, style := "2006-01-02", "1"
	if strings.Contains(text, "T") {
		layout, style = "2006-01-02T15:04:05", "2"
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return text, style
	}
	const epoch = 25_569 // 1 January 1970; a time.Duration ends after 292 years
	return strconv.FormatFloat(float64(t.Unix())/86_400+epoch, 'g', 17, 64), style
}
