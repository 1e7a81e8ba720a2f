package sheet_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
)

// allocated is what f asked of the heap in all, in bytes: a bound of its peak.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// zipOf packs members, given as name and content one after the other.
func zipOf(t testing.TB, members ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, members[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipOf(t testing.TB, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// patched changes 16 or 32 bits at an offset from a header's signature.
func patched(file []byte, signature string, offset int, value uint32, size int) []byte {
	b := bytes.Clone(file)
	at := b[bytes.Index(b, []byte(signature))+offset:]
	if size == 2 {
		binary.LittleEndian.PutUint16(at, uint16(value))
	} else {
		binary.LittleEndian.PutUint32(at, value)
	}
	return b
}

// sizedZip has the sizes of its one stored member in both headers.
func sizedZip(t testing.TB, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "a.csv", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(content)),
		CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every file that asks for too much, or is not what it seems, gets one error
// that says so, and little memory.
func TestHostileFiles(t *testing.T) {
	const local, central = "PK\x03\x04", "PK\x01\x02"
	spaces := strings.Repeat(" ", 32<<20)
	some := spaces[:4<<20]
	zipBomb, gzipBomb := zipOf(t, "a.csv", spaces), gzipOf(t, spaces)
	million := func(attribute string) string {
		return ` table:number-` + attribute + `-repeated="1000000"`
	}
	filled := `<table:table-cell><text:p>a</text:p></table:table-cell>`
	sized := sizedZip(t, "a,b\nc,d\n")
	deflated := zipOf(t, "a.csv", strings.Repeat("a,b\nc,d\n", 1000))
	encrypted := `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`
	xml := func(sheetData string) []byte { return xlsx(t, xlsxParts(sheetData)) }
	with := func(part, content string) []byte {
		p := xlsxParts("")
		p[part] = content
		return xlsx(t, p)
	}
	var many []string
	for i := range 2001 {
		many = append(many, "f"+sheettest.ColumnName(i), "")
	}
	var relationships, attributes, namespaces strings.Builder
	for i := range 300 {
		fmt.Fprintf(&relationships, `<Relationship Id="r%d" Type="x/worksheet" Target="s.xml"/>`, i)
		fmt.Fprintf(&attributes, ` a%d=""`, i)
		fmt.Fprintf(&namespaces, ` xmlns:a%d="urn:%d"`, i, i)
	}
	loose := func(l *sheet.Limits) { l.Ratio = 1 << 40 }
	for _, c := range []struct {
		name  string
		file  []byte
		limit func(*sheet.Limits)
		what  string
	}{
		{"zip bomb, CSV", zipBomb, nil, "inflates to more than 400 times its size: a decompression bomb?"},
		{"zip bomb that lies", patched(zipOf(t, "a.csv", strings.Repeat(strings.Repeat("a", 1023)+"\n", 8<<10)), central, 24, 5<<20, 4), func(l *sheet.Limits) { l.Ratio = 500 }, "a.csv holds more than the 5242880 bytes that the zip says"},
		{"zip bomb, ODS", odsContent(t, sheettest.ODSHead+some), nil, "content.xml inflates to more than 400 times its size"},
		{"zip bomb, ODS that would be held whole", zipOf(t, "a.ods", "PK\x03\x04"+some), nil, "inflates to more than 400 times its size"},
		{"zip bomb, shared strings", with("xl/sharedStrings.xml", `<sst `+mainNS+`>`+some), nil, "inflates to more than 400 times its size"},
		{"gzip bomb", gzipBomb, nil, "the gzip stream inflates to more than 400 times its size"},
		{"gzip beyond the limit", gzipBomb, func(l *sheet.Limits) { loose(l); l.Member = 1 << 20 }, "inflates to more than the limit of 1048576 bytes"},
		{"zip beyond the limit", zipBomb, func(l *sheet.Limits) { loose(l); l.Member = 1 << 20 }, "would inflate to 33554432 bytes, more than the limit of 1048576"},
		{"long cell, CSV", []byte("a\n\"" + spaces), nil, "a cell of more than the limit of 1048576 bytes; its quote opens on line 2"},
		{"long row, CSV", []byte("a\n" + spaces), nil, "more than the limit of 8388608 bytes in a row"},
		{"long row of stray quotes, CSV", []byte("a\n" + strings.Repeat("b \"", 4<<20)), nil, "more than the limit of 8388608 bytes in a row"},
		{"long cell, ODS", ods(t, `<table:table-row><table:table-cell><text:p>`+strings.Repeat("a", 8<<20)), loose, "row 1, column 1: a cell of more than the limit of 1048576 bytes"},
		{"long cell, ODS, blanks", ods(t, `<table:table-row><table:table-cell><text:p>a<text:s text:c="2000000000"/>`), nil, "row 1, column 1: a cell of more than the limit of 1048576 bytes"},
		{"long attribute, ODS", ods(t, `<table:table-row><table:table-cell office:value-type="string" office:string-value="`+some), loose, "a tag of more than 2097152 bytes"},
		{"long value, ODS", ods(t, `<table:table-row><table:table-cell office:value-type="string" office:string-value="`+spaces[:3<<19]+`a"/></table:table-row>`), loose, "row 1, column 1: a cell of more than the limit of 1048576 bytes"},
		{"long row, ODS", ods(t, `<table:table-row>`+strings.Repeat(filled, 11)+`</table:table-row>`), func(l *sheet.Limits) { l.Row = 10 }, "row 1, column 11: more than the limit of 10 bytes in a row"},
		{"long number, XLSX", xml(`<row><c r="A1"><v>` + strings.Repeat("1", 101) + `</v></c></row>`), func(l *sheet.Limits) { l.Cell = 100 }, "row 1, column 1: a cell of more than the limit of 100 bytes"},
		{"long row, XLSX", xml(`<row><c r="A1"><v>123456</v></c><c r="B1"><v>123456</v></c></row>`), func(l *sheet.Limits) { l.Row = 10 }, "row 1, column 2: more than the limit of 10 bytes in a row"},
		{"many rows, XLSX", xml(strings.Repeat(`<row><c><v>1</v></c></row>`, 11)), func(l *sheet.Limits) { l.Rows = 10 }, "row 11: more rows than the limit of 10"},
		{"many relationships", with("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+relationships.String()+`</Relationships>`), func(l *sheet.Limits) { l.Members = 20 }, "more than 20 relationships"},
		{"many attributes", ods(t, `<table:table-row`+attributes.String()+`/>`), nil, "more than 256 attributes in a tag"},
		{"many namespaces", ods(t, `<table:table-row`+namespaces.String()+`/>`), nil, "more than 256 XML namespaces"},
		{"long cell, XLSX", xml(`<row><c t="inlineStr"><is><t>` + strings.Repeat("a", 8<<20)), loose, "row 1, column 1: a cell of more than the limit of 1048576 bytes"},
		{"long shared string", with("xl/sharedStrings.xml", `<sst `+mainNS+`><si><t>`+strings.Repeat("a", 8<<20)), loose, "a cell of more than the limit of 1048576 bytes"},
		{"many shared strings", with("xl/sharedStrings.xml", `<sst `+mainNS+`>`+strings.Repeat("<si/>", 1000)), func(l *sheet.Limits) { l.Shared = 10_000 }, "shared strings of more than the limit of 10000 bytes"},
		{"a million filled rows", ods(t, `<table:table-row`+million("rows")+`>`+filled+`</table:table-row>`), nil, "row 1: a filled row that stands for 1000000 rows, more than the limit of 10000"},
		{"many repeated rows", ods(t, strings.Repeat(`<table:table-row table:number-rows-repeated="9000">`+filled+`</table:table-row>`, 9)), func(l *sheet.Limits) { l.Rows = 50_000 }, "row 50001: more rows than the limit of 50000"},
		{"a million filled columns, ODS", ods(t, `<table:table-row><table:table-cell`+million("columns")+`><text:p>a</text:p></table:table-cell></table:table-row>`), nil, "row 1, column 16385: a filled cell beyond the limit of 16384 columns"},
		{"a cell after a million empty ones, ODS", ods(t, `<table:table-row><table:table-cell`+million("columns")+`/>`+filled+`</table:table-row>`), nil, "a filled cell beyond the limit of 16384 columns"},
		{"a million columns, CSV", []byte("a\n" + strings.Repeat(",", 1_000_000) + "b\n"), nil, "row 2, column 1000001: more columns than the limit of 16384"},
		{"columns beyond the limit, XLSX", xml(`<row><c r="ZZZ1"><v>1</v></c></row>`), nil, "row 1, column 18278: a filled cell beyond the limit of 16384 columns"},
		{"zip with many members", zipOf(t, many...), nil, "the zip has 2001 members, more than the limit of 2000"},
		{"zip with a long directory", zipOf(t, strings.Repeat("a", 60_000), "", strings.Repeat("b", 60_000), ""), func(l *sheet.Limits) { l.Members = -200 }, "the directory of the zip is longer than"},
		{"workbook too large to be held, gzip", gzipOf(t, string(xml(""))), func(l *sheet.Limits) { l.Whole = 100 }, "a workbook of more than 100 bytes within a packed file; unpack it first"},
		{"workbook too large to be held, zip", zipOf(t, "a.xlsx", string(xml(""))), func(l *sheet.Limits) { l.Whole = 100 }, "a workbook of more than 100 bytes within a packed file; unpack it first"},
		{"elements too deep", ods(t, strings.Repeat("<table:table-row-group>", 300)), nil, "elements more than 256 deep"},

		{"own header of another size", patched(sized, local, 22, 99, 4), nil, "a.csv is of 99 bytes (8 packed) by its own header and of 8 (8 packed) by the directory of the zip"},
		{"own header of another method", patched(sized, local, 8, 8, 2), nil, "by its own header"},
		{"own header of another length", patched(sized, local, 26, 2, 2), nil, "a.csv is damaged: its checksum is not what the zip says"},
		{"directory says more", patched(deflated, central, 24, 1<<20, 4), nil, "a.csv is cut short"},
		{"directory says less", patched(deflated, central, 24, 100, 4), nil, "a.csv holds more than the 100 bytes that the zip says"},
		{"directory says too much", patched(sized, central, 20, 1<<30, 4), nil, "a.csv is cut short: the zip ends before it"},
		{"wrong checksum", patched(deflated, central, 16, 1, 4), nil, "a.csv is damaged: its checksum is not what the zip says"},
		{"damaged deflate", patched(deflated, local, 37, 1<<32-1, 4), nil, "a.csv is damaged (flate: corrupt input"},
		{"unknown method", patched(deflated, central, 10, 12, 2), nil, "a.csv is packed by method 12, which is not read"},
		{"encrypted zip", patched(sized, central, 8, 1, 2), nil, "a.csv is encrypted; save it without a password"},
		{"encrypted ODS", zipOf(t, "mimetype", "x", "content.xml", "\x00", "META-INF/manifest.xml", encrypted), nil, "the workbook is encrypted; save it without a password"},
		{"encrypted ODS, as one package", zipOf(t, "mimetype", "x", "encrypted-package", "\x00"), nil, "the workbook is encrypted"},
		{"cut short, zip", deflated[:len(deflated)-30], nil, "the zip is damaged or cut short"},
		{"cut short, gzip", gzipOf(t, "a,b\n")[:15], nil, "the gzip stream is cut short; get a fresh copy of the file"},
		{"wrong checksum, gzip", bytes.Replace(gzipOf(t, "a,b\n"), []byte{4, 0, 0, 0}, []byte{5, 0, 0, 0}, 1), nil, "the gzip stream is damaged (gzip: invalid checksum)"},
		{"zip in a zip", zipOf(t, "a.zip", string(deflated)), nil, "packed twice: a zip within; unpack the outer one"},
		{"gzip in a zip", zipOf(t, "a.csv.gz", string(gzipOf(t, "a"))), nil, "packed twice; unpack the outer one"},
		{"several files", zipOf(t, "a.csv", "a", "../../etc/b\x1b.csv", "b", "C:\\c.csv", "c"), nil, "the zip holds 3 files (a.csv, etc/b\uFFFD.csv, c.csv); name one of them"},
		{"two of a name", zipOf(t, "a.csv", "a", "../A.csv", "b"), nil, "the zip has two members called A.csv"},
		{"empty zip", zipOf(t), nil, "the zip is empty"},
		{"empty file", nil, nil, "the file is empty; get a fresh copy of the file"},
		{"only a byte order mark", []byte("\xEF\xBB\xBF\r\n"), nil, "the file is empty"},
		{"empty member", zipOf(t, "a.csv", ""), nil, "the file within is empty"},
		{"xls", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), nil, "an old Excel workbook (.xls) or one with a password; save it as CSV or XLSX without a password"},
		{"xlsb", with("_rels/.rels", strings.Replace(xlsxParts("")["_rels/.rels"], "workbook.xml", "workbook.bin", 1)), nil, "a binary Excel workbook (.xlsb); save it as CSV or XLSX"},
		{"Word", with("xl/workbook.xml", `<w:document xmlns:w="urn:w"/>`), nil, "an Office file that is no workbook"},
		{"OpenDocument text", odsContent(t, strings.ReplaceAll(sheettest.ODSHead+sheettest.ODSTail, "office:spreadsheet", "office:text")), nil, "an OpenDocument file that is no spreadsheet"},
		{"PDF", []byte("%PDF-1.7\n"), nil, "a PDF; get the table itself"},
		{"web page", []byte("\n<!DOCTYPE html><html>"), nil, "a web page; get the file that the page links to"},
		{"flat XML", []byte(`<?xml version="1.0"?><office:document/>`), nil, "an XML file; save it as CSV or XLSX"},

		{"document type", odsContent(t, `<!DOCTYPE a [<!ENTITY a "b">]>`+sheettest.ODSHead+sheettest.ODSTail), nil, "XML with a document type, which no workbook has"},
		{"XML in another encoding", odsContent(t, `<?xml version="1.0" encoding="windows-1252"?>`), nil, "XML that is not in UTF-8"},
		{"invalid UTF-8, ODS", ods(t, `<table:table-row>`+strings.Replace(filled, "a<", "\x92<", 1)), nil, "row 1, column 1: the byte 0x92 is not UTF-8"},
		{"unknown entity", ods(t, `<table:table-row>`+strings.Replace(filled, "a<", "&nbsp;<", 1)+`</table:table-row>`), nil, "row 1, column 1: malformed XML: the entity &nbsp; is not known"},
		{"tags that do not nest", ods(t, `<table:table-row><table:table-cell></table:table-row></table:table-cell>`), nil, "malformed XML: </table:table-row> closes another element"},
		{"ends within", odsContent(t, sheettest.ODSHead+`<table:table table:name="t"><table:table-row>`), nil, "malformed XML: it ends before its last element does"},
		{"ends within a tag", odsContent(t, sheettest.ODSHead+`<table:table table:name="t`), nil, "malformed XML: it ends within a tag"},
		{"prefix with two meanings", ods(t, `<table:table-row><table:table-cell xmlns:text="urn:x"/></table:table-row>`), nil, `the XML prefix "text" has two meanings`},
		{"number without a value", ods(t, `<table:table-row><table:table-cell office:value-type="float"><text:p>3</text:p></table:table-cell></table:table-row>`), nil, `a cell of type float with the value ""`},
		{"date that is none", ods(t, `<table:table-row><table:table-cell office:value-type="date" office:date-value="25/04/2016"/></table:table-row>`), nil, `a cell of type date with the value "25/04/2016"`},
		{"unknown type, ODS", ods(t, `<table:table-row><table:table-cell office:value-type="colour"/></table:table-row>`), nil, `a cell of the unknown type "colour"`},
		{"table in a cell", ods(t, `<table:table-row><table:table-cell><table:table/></table:table-cell></table:table-row>`), nil, "a table within a cell"},
		{"no repetition", ods(t, `<table:table-row table:number-rows-repeated="-1">`), nil, `"-1" is no number of repetitions`},
		{"unknown type, XLSX", xml(`<row><c t="x"><v>1</v></c></row>`), nil, `a cell of the unknown type "x"`},
		{"shared string that is not there", xml(`<row><c t="s"><v>4</v></c></row>`), nil, `row 1, column 1: the shared string "4", of 4`},
		{"number that is none", xml(`<row><c><v>1,5</v></c></row>`), nil, `"1,5" is no number`},
		{"cell format that is not there", xml(`<row><c s="9"><v>1</v></c></row>`), nil, "the cell format 9, of 9"},
		{"cell of another row", xml(`<row r="2"><c r="A3"><v>1</v></c></row>`), nil, `a cell in row 2 calls itself "A3"`},
		{"cell that is there twice", xml(`<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`), nil, "the cell is there twice"},
		{"row number that is none", xml(`<row r="0"/>`), nil, `"0" is no row number`},
		{"sheet that is nowhere", with("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`), nil, "sheet t is nowhere"},
		{"sheet without its part", with("xl/worksheets/sheet1.xml", ""), nil, "the zip has no member xl/worksheets/sheet1.xml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lim := sheet.DefaultLimits()
			if c.limit != nil {
				c.limit(&lim)
			}
			var err error
			n := allocated(func() { _, err = rowsOf(c.file, "*", lim) })
			var e *sheet.Error
			switch {
			case !errors.As(err, &e):
				t.Fatalf("no error of its own: %v", err)
			case e.File != "file" || !strings.Contains(err.Error(), c.what):
				t.Errorf("%v", err)
			}
			if n > 40<<20 {
				t.Errorf("allocated %d MiB", n>>20)
			}
		})
	}
}

// endless is a file of equal bytes after a beginning.
type endless struct {
	begin string
	fill  byte
}

func (e endless) ReadAt(p []byte, off int64) (int, error) {
	for i := range p {
		p[i] = e.fill
	}
	if off < int64(len(e.begin)) {
		copy(p, e.begin[off:])
	}
	return len(p), nil
}

func TestTwoGigabyteCell(t *testing.T) {
	for _, begin := range []string{"a,b\nc,\"", "a,b\nc,"} { // the quoted and the bare
		var err error
		n := allocated(func() {
			var b *sheet.Book
			if b, err = sheet.OpenReader("f.csv", endless{begin, 'x'}, 2<<30, sheet.DefaultLimits()); err != nil {
				return
			}
			defer b.Close()
			var r sheet.Reader
			if r, err = b.Rows(context.Background(), ""); err == nil {
				_, err = drain(r)
			}
		})
		if err == nil || !strings.Contains(err.Error(), "f.csv, row 2") || !strings.Contains(err.Error(), "limit of") {
			t.Error(err)
		}
		if n > 64<<20 {
			t.Errorf("allocated %d MiB", n>>20)
		}
	}
}

// A file that is cut or changed anywhere gives an error, or what it gave.
func TestDamagedContainers(t *testing.T) {
	var files [][]byte
	rows := table("t", sheettest.Texts("a", "b"), []sheettest.Cell{cell("2016-04-25", sheet.Date), cell("7", sheet.Number)}, sheettest.Texts("c"))
	for _, write := range []func(io.Writer) error{
		func(w io.Writer) error { return sheettest.WriteXLSX(w, rows) },
		func(w io.Writer) error { return sheettest.WriteODS(w, rows, rows) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		files = append(files, b.Bytes())
	}
	files = append(files, gzipOf(t, "a,b\n2016-04-25,7\nc\n"), zipOf(t, "a.csv", "a,b\n2016-04-25,7\nc\n"))
	for i, f := range files {
		want, err := rowsOf(f, "*", sheet.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if len(want) != 3 {
			t.Fatalf("file %d has %d rows", i, len(want))
		}
		for at := 4; at < len(f); at += 3 { // fewer bytes than 4 may be text
			if _, err := rowsOf(f[:at], "*", sheet.DefaultLimits()); err == nil {
				t.Errorf("file %d cut at %d of %d: no error", i, at, len(f))
			}
			changed := bytes.Clone(f)
			changed[at] ^= 0x55
			if got, err := rowsOf(changed, "*", sheet.DefaultLimits()); err == nil && len(got) != 3 {
				t.Errorf("file %d changed at %d: %v", i, at, got)
			}
		}
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	b, err := sheet.OpenReader("f.csv", endless{"a\n", '\n'}, 1<<60, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Rows(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := r.Next() // there is no second row, for a long time
		done <- err
	}()
	cancel()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("still reading")
	}
	// A reader that was not closed does not keep the book from being closed.
	if _, err := b.Rows(context.Background(), ""); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if _, err := b.Rows(context.Background(), ""); err == nil {
		t.Error("rows of a closed file")
	}
}
