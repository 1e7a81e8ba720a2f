package sheet

import (
	"context"
	"io"
	"sync/atomic"
)

// The names of an ODS that mean something to a reader.
const (
	odsContent name = iota + 1
	odsSpreadsheet
	odsTable
	odsTableName
	odsRowGroup // and header rows and the like: rows within
	odsRow
	odsRowsRepeated
	odsCell
	odsCoveredCell
	odsColumnsRepeated
	odsFormula
	odsValueType
	odsValue
	odsDateValue
	odsTimeValue
	odsBooleanValue
	odsStringValue
	odsCalcType
	odsP
	odsS
	odsCount
	odsTab
	odsLineBreak
	odsAnnotation // and notes and ruby: not the cell's text
	odsBody
	odsEncryption
)

func odsWords() vocabulary {
	return vocabulary{
		{nsOffice, "document-content"}:       odsContent,
		{nsOffice, "body"}:                   odsBody,
		{nsOffice, "spreadsheet"}:            odsSpreadsheet,
		{nsTable, "table"}:                   odsTable,
		{nsTable, "name"}:                    odsTableName,
		{nsTable, "table-rows"}:              odsRowGroup,
		{nsTable, "table-header-rows"}:       odsRowGroup,
		{nsTable, "table-row-group"}:         odsRowGroup,
		{nsTable, "table-row"}:               odsRow,
		{nsTable, "number-rows-repeated"}:    odsRowsRepeated,
		{nsTable, "table-cell"}:              odsCell,
		{nsTable, "covered-table-cell"}:      odsCoveredCell,
		{nsTable, "number-columns-repeated"}: odsColumnsRepeated,
		{nsTable, "formula"}:                 odsFormula,
		{nsOffice, "value-type"}:             odsValueType,
		{nsOffice, "value"}:                  odsValue,
		{nsOffice, "date-value"}:             odsDateValue,
		{nsOffice, "time-value"}:             odsTimeValue,
		{nsOffice, "boolean-value"}:          odsBooleanValue,
		{nsOffice, "string-value"}:           odsStringValue,
		{nsCalcExt, "value-type"}:            odsCalcType,
		{nsText, "p"}:                        odsP,
		{nsText, "h"}:                        odsP,
		{nsText, "s"}:                        odsS,
		{nsText, "c"}:                        odsCount,
		{nsText, "tab"}:                      odsTab,
		{nsText, "line-break"}:               odsLineBreak,
		{nsOffice, "annotation"}:             odsAnnotation,
		{nsText, "note"}:                     odsAnnotation,
		{nsText, "ruby-text"}:                odsAnnotation,
		{nsManifest, "encryption-data"}:      odsEncryption,
	}
}

const odsPart = "content.xml"

// odsBook is an ODS: one XML document with the sheets one after another.
type odsBook struct {
	c     *container
	names []string
	err   error // why names has not all of them
	named bool
	whole atomic.Bool // it has been read to its end: its checksum is right
}

// openODS looks whether the workbook is encrypted.
func openODS(c *container, lim Limits) (*Book, error) {
	b := newBook(ODS, lim)
	b.ods = &odsBook{c: c}
	if c.has("encrypted-package") {
		return nil, fault("save it without a password", "the workbook is encrypted")
	}
	if !c.has("META-INF/manifest.xml") {
		return b, nil
	}
	f, err := b.part(b.ctx, c, "META-INF/manifest.xml")
	if err != nil {
		return nil, err
	}
	defer f.close()
	s := newScanner(f, odsWords())
	for {
		kind, err := s.next()
		switch {
		case err != nil:
			return nil, err
		case kind == endOfXML:
			return b, nil
		case kind == startTag && s.name == odsEncryption:
			return nil, fault("save it without a password", "the workbook is encrypted")
		}
	}
}

// part opens a member of a workbook to be scanned.
func (b *Book) part(ctx context.Context, c *container, member string) (*feed, error) {
	return b.feed(ctx, func() (io.Reader, error) { return c.open(member) })
}

// openTables opens the document before its first table.
func (b *Book) openTables(ctx context.Context) (*odsRows, error) {
	f, err := b.part(ctx, b.ods.c, odsPart)
	if err != nil {
		return nil, b.at("").at(err, 0, 0)
	}
	return &odsRows{s: newScanner(f, odsWords()), at: b.at(""), lim: b.lim}, nil
}

// table goes to the next table and gives its name; io.EOF after the last.
func (r *odsRows) table() (string, error) {
	r.at.sheet, r.number, r.repeat, r.rows = "", 0, 0, 0
	name, err := r.nextTable()
	if err != nil && err != io.EOF {
		err = r.at.at(err, 0, 0)
	}
	r.at.sheet = name
	r.failed = err
	return name, err
}

func (r *odsRows) nextTable() (string, error) {
	for {
		kind, err := r.s.next()
		if err != nil {
			return "", err
		}
		if kind == endOfXML {
			return "", io.EOF
		}
		if kind != startTag {
			continue
		}
		switch depth := len(r.s.stack); {
		case depth == 1 && r.s.name != odsContent:
			return "", fault(doSave, "%s is not an OpenDocument content", odsPart)
		case depth == 1, depth == 2 && r.s.name == odsBody, depth == 3 && r.s.name == odsSpreadsheet:
		case depth == 3:
			return "", fault(doSave, "an OpenDocument file that is no spreadsheet")
		case depth == 4 && r.s.name == odsTable:
			return r.s.decoded(odsTableName)
		default:
			if err := r.s.skip(); err != nil {
				return "", err
			}
		}
	}
}

// leave goes past the rest of the table.
func (r *odsRows) leave() error {
	const tableDepth = 4
	for len(r.s.stack) >= tableDepth {
		if _, err := r.s.next(); err != nil {
			return r.at.at(err, r.number, 0)
		}
	}
	return nil
}

// odsHeads reads the beginning of each sheet and remembers the sheets' names.
func (b *Book) odsHeads(ctx context.Context, n int) ([]Head, error) {
	t, err := b.openTables(ctx)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	var heads []Head
	for {
		name, err := t.table()
		if err == io.EOF {
			break
		}
		if err != nil {
			return heads, err
		}
		h, err := head(t, name, n)
		if err != nil {
			return heads, err
		}
		heads = append(heads, h)
		if err := t.leave(); err != nil {
			return heads, err
		}
	}
	names := make([]string, len(heads))
	for i, h := range heads {
		names[i] = h.Sheet
	}
	b.ods.names, b.ods.named = names, true
	b.ods.whole.Store(true)
	return heads, nil
}

// odsNames gives the sheets' names, from a pass over the file if need be.
func (b *Book) odsNames(ctx context.Context) ([]string, error) {
	if !b.ods.named {
		heads, err := b.odsHeads(ctx, 0)
		if err != nil {
			for _, h := range heads {
				b.ods.names = append(b.ods.names, h.Sheet)
			}
			b.ods.named = true
		}
		b.ods.err = err
	}
	return b.ods.names, b.ods.err
}

// odsRows reads a sheet.
func (b *Book) odsRows(ctx context.Context, sheet string) (Reader, error) {
	t, err := b.openTables(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for {
		name, err := t.table()
		switch {
		case err == io.EOF:
			t.Close()
			return nil, b.at("").at(noSheet(sheet, names), 0, 0)
		case err == nil && name == sheet:
			t.check = &b.ods.whole
			return t, nil
		case err == nil:
			names = append(names, name)
			err = t.leave()
		}
		if err != nil {
			t.Close()
			return nil, err
		}
	}
}
