package sheet

import (
	"context"
	"net/url"
	"path"
	"strings"
)

// The names of an XLSX that mean something to a reader.
const (
	xlRelationship name = iota + 1
	xlID
	xlType
	xlTarget
	xlWorkbook
	xlWorkbookPr
	xlDate1904
	xlSheets
	xlSheet
	xlName
	xlRID
	xlWorksheet
	xlSheetData
	xlRow
	xlC
	xlR // the attribute of a row or cell
	xlS
	xlT // the attribute of a cell
	xlV
	xlIs
	xlText
	xlRun
	xlPhonetic // and what else in a text is not text
	xlSST
	xlSI
	xlStyleSheet
	xlNumFmts
	xlNumFmt
	xlNumFmtID
	xlFormatCode
	xlCellXfs
	xlXf
)

func xlsxWords() vocabulary {
	return vocabulary{
		{nsRels, "Relationship"}:    xlRelationship,
		{noNamespace, "Id"}:         xlID,
		{noNamespace, "Type"}:       xlType,
		{noNamespace, "Target"}:     xlTarget,
		{nsMain, "workbook"}:        xlWorkbook,
		{nsMain, "workbookPr"}:      xlWorkbookPr,
		{noNamespace, "date1904"}:   xlDate1904,
		{nsMain, "sheets"}:          xlSheets,
		{nsMain, "sheet"}:           xlSheet,
		{noNamespace, "name"}:       xlName,
		{nsDocument, "id"}:          xlRID,
		{nsMain, "worksheet"}:       xlWorksheet,
		{nsMain, "sheetData"}:       xlSheetData,
		{nsMain, "row"}:             xlRow,
		{nsMain, "c"}:               xlC,
		{noNamespace, "r"}:          xlR,
		{noNamespace, "s"}:          xlS,
		{noNamespace, "t"}:          xlT,
		{nsMain, "v"}:               xlV,
		{nsMain, "is"}:              xlIs,
		{nsMain, "t"}:               xlText,
		{nsMain, "r"}:               xlRun,
		{nsMain, "rPh"}:             xlPhonetic,
		{nsMain, "sst"}:             xlSST,
		{nsMain, "si"}:              xlSI,
		{nsMain, "styleSheet"}:      xlStyleSheet,
		{nsMain, "numFmts"}:         xlNumFmts,
		{nsMain, "numFmt"}:          xlNumFmt,
		{noNamespace, "numFmtId"}:   xlNumFmtID,
		{noNamespace, "formatCode"}: xlFormatCode,
		{nsMain, "cellXfs"}:         xlCellXfs,
		{nsMain, "xf"}:              xlXf,
	}
}

// xlsxBook is an XLSX: a zip of parts that name one another.
type xlsxBook struct {
	c        *container
	sheets   []xlsxSheet
	from1904 bool
	shared   string // part, or empty
	styles   string // part, or empty

	texts   *texts // of shared, when they have been read
	formats []numberFormat
	loaded  bool
}

type xlsxSheet struct{ name, part string }

func (x *xlsxBook) names() []string {
	names := make([]string, len(x.sheets))
	for i, s := range x.sheets {
		names[i] = s.name
	}
	return names
}

// workbook tells a workbook's zip from one of files.
func workbook(c *container) Format {
	switch {
	case c.has(odsPart) && (c.has("mimetype") || c.has("META-INF/manifest.xml")), c.has("encrypted-package"):
		return ODS
	case c.has("[Content_Types].xml"):
		return XLSX
	}
	return Unknown
}

func openWorkbook(c *container, lim Limits) (*Book, error) {
	if workbook(c) == ODS {
		return openODS(c, lim)
	}
	return openXLSX(c, lim)
}

// relation is one part naming another.
type relation struct{ kind, part string }

// relations reads what a part names, by id; the package itself is the part "".
func (b *Book) relations(c *container, part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	rels := map[string]relation{}
	err := b.walk(c, dir+"_rels/"+base+".rels", func(s *scanner) error {
		if s.name != xlRelationship {
			return nil
		}
		id, err := s.decoded(xlID)
		if err != nil {
			return err
		}
		kind, err := s.decoded(xlType)
		if err != nil {
			return err
		}
		target, err := s.decoded(xlTarget)
		if err != nil {
			return err
		}
		if plain, err := url.PathUnescape(target); err == nil {
			target = plain
		}
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		if len(rels) == b.lim.Members {
			return fault("", "more than %d relationships", b.lim.Members)
		}
		rels[id] = relation{path.Base(kind), memberName(target)}
		return nil
	})
	return rels, err
}

// walk calls visit at each start tag of a part, but not within unknown ones.
func (b *Book) walk(c *container, part string, visit func(*scanner) error) error {
	f, err := b.part(b.ctx, c, part)
	if err != nil {
		return err
	}
	defer f.close()
	s := newScanner(f, xlsxWords())
	for {
		kind, err := s.next()
		if err == nil && kind == startTag {
			if err = visit(s); err == nil && s.name == 0 && len(s.stack) > 1 {
				err = s.skip()
			}
		}
		if err != nil {
			return placeIn(part, err)
		}
		if kind == endOfXML {
			return nil
		}
	}
}

// placeIn names the part that is wrong.
func placeIn(part string, err error) error {
	if e, ok := err.(*Error); ok && !strings.HasPrefix(e.What, part) { //nolint:errorlint // what wraps one names its place already
		c := *e
		c.What = part + ": " + c.What
		return &c
	}
	return err
}

// openXLSX finds the sheets of a workbook and the parts they need.
func openXLSX(c *container, lim Limits) (*Book, error) {
	b := newBook(XLSX, lim)
	x := &xlsxBook{c: c}
	b.xlsx = x
	top, err := b.relations(c, "")
	if err != nil {
		return nil, err
	}
	part := ""
	for _, r := range top {
		if r.kind == "officeDocument" {
			part = r.part
		}
	}
	switch {
	case strings.EqualFold(path.Ext(part), ".bin"):
		return nil, fault(doSave, "a binary Excel workbook (.xlsb)")
	case part == "":
		return nil, fault(doSave, "an Office file without a workbook")
	}
	if c.has(path.Dir(part) + "/workbook.bin") {
		return nil, fault(doSave, "a binary Excel workbook (.xlsb)")
	}
	rels, err := b.relations(c, part)
	if err != nil {
		return nil, err
	}
	for _, r := range rels {
		switch r.kind {
		case "sharedStrings":
			x.shared = r.part
		case "styles":
			x.styles = r.part
		}
	}
	return b, b.walk(c, part, func(s *scanner) error { return x.workbookTag(s, rels) })
}

// workbookTag takes what matters of the workbook's part.
func (x *xlsxBook) workbookTag(s *scanner, rels map[string]relation) error {
	switch depth := len(s.stack); {
	case depth == 1 && s.name != xlWorkbook:
		return fault(doSave, "an Office file that is no workbook")
	case depth == 2 && s.name == xlWorkbookPr:
		v := string(s.value(xlDate1904))
		x.from1904 = v == "1" || v == "true" || v == "on"
	case depth == 3 && s.name == xlSheet:
		name, err := s.decoded(xlName)
		if err != nil {
			return err
		}
		id, err := s.decoded(xlRID)
		if err != nil {
			return err
		}
		r, ok := rels[id]
		if !ok {
			return fault(doSave, "sheet %s is nowhere", name)
		}
		if r.kind == "worksheet" { // a chart has no rows
			x.sheets = append(x.sheets, xlsxSheet{name, r.part})
		}
	}
	return nil
}

// noSheet is the error for a sheet that a workbook has not.
func noSheet(name string, names []string) *Error {
	return fault("name one of "+strings.Join(names, ", "), "no sheet is called %s", name)
}

// xlsxRows reads a sheet. The first call reads the shared texts and the styles.
func (b *Book) xlsxRows(ctx context.Context, sheet string) (Reader, error) {
	x := b.xlsx
	for _, s := range x.sheets {
		if s.name != sheet {
			continue
		}
		if err := b.loadShared(ctx); err != nil {
			return nil, b.at("").at(err, 0, 0)
		}
		f, err := b.part(ctx, x.c, s.part)
		if err != nil {
			return nil, b.at(sheet).at(err, 0, 0)
		}
		return &xlsxRows{s: newScanner(f, xlsxWords()), book: x, at: b.at(sheet), lim: b.lim}, nil
	}
	return nil, b.at("").at(noSheet(sheet, x.names()), 0, 0)
}
