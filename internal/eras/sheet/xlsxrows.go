package sheet

import "io"

// xlsxRows reads the rows of a worksheet.
type xlsxRows struct {
	s      *scanner
	book   *xlsxBook
	at     place
	lim    Limits
	number int  // of the row read last, as the file has it
	rows   int  // filled ones
	within bool // sheetData
	// unprefixed is set where SpreadsheetML is the default namespace.
	unprefixed bool
	failed     error

	row  Row
	text []byte // the row's texts that are not shared
}

// Close stops reading.
func (r *xlsxRows) Close() error {
	r.s.f.close()
	return nil
}

// Next gives the next row that has a filled cell; io.EOF after the last.
func (r *xlsxRows) Next() (*Row, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	err := r.read()
	if err == nil {
		if r.rows++; r.rows > r.lim.Rows {
			err = fault("split the file", "more rows than the limit of %d", r.lim.Rows)
		}
	}
	if err != nil {
		if err != io.EOF {
			err = r.at.at(err, r.number, 0)
		}
		r.failed = err
		return nil, err
	}
	r.row.Number = r.number
	return &r.row, nil
}

// read reads up to a row that has a filled cell. What the sheet says of its size
// is not heeded.
func (r *xlsxRows) read() error {
	for {
		kind, err := r.s.next()
		depth := len(r.s.stack)
		switch {
		case err != nil:
			return err
		case kind == endOfXML:
			return io.EOF // its checksum has been checked
		case kind == endTag && depth == 1 && r.s.name == xlSheetData:
			r.within = false
		case kind != startTag:
		case depth == 1 && r.s.name == xlWorksheet:
		case depth == 1:
			return fault(doSave, "not a worksheet")
		case depth == 2 && r.s.name == xlSheetData:
			r.within = true
			r.unprefixed = string(r.s.stack[1].q) == "sheetData"
		case depth == 3 && r.within && r.s.name == xlRow:
			if err := r.begin(); err != nil {
				return err
			}
			if err := r.cells(); err != nil {
				return err
			}
			if len(r.row.Cells) > 0 {
				return nil
			}
		default:
			if err := r.s.skip(); err != nil {
				return err
			}
		}
	}
}

// begin takes a row's number; where it has none it is the next.
func (r *xlsxRows) begin() error {
	r.number++
	v := r.s.value(xlR)
	if v == nil {
		return nil
	}
	const most = 1 << 20 // rows of a sheet in Excel
	n, ok := count(v, most)
	if !ok || n == 0 {
		return fault(doSave, "%q is no row number", shown(v))
	}
	r.number = n
	return nil
}

// cells reads the cells of a row.
func (r *xlsxRows) cells() error {
	r.text = r.text[:0]
	r.row.Cells = r.row.Cells[:0]
	for column := 0; ; {
		plain, err := r.plainCell(&column)
		if err != nil {
			return r.at.at(err, r.number, column)
		}
		if plain {
			continue
		}
		kind, err := r.s.next()
		switch {
		case err != nil:
			return r.at.at(err, r.number, 0)
		case kind == endTag:
			return nil // within a cell they are the cell's
		case kind != startTag:
			continue
		case r.s.name != xlC:
			if err := r.s.skip(); err != nil {
				return r.at.at(err, r.number, 0)
			}
			continue
		}
		column++
		if err := r.cell(&column); err != nil {
			return r.at.at(err, r.number, column)
		}
	}
}

// cell reads a cell and puts it into the row. column is where it stands unless it
// says so itself.
func (r *xlsxRows) cell(column *int) error {
	style := 0
	var kind xlsxKind
	for _, a := range r.s.attrs {
		var ok bool
		switch a.name {
		case xlR:
			n, row, ok := reference(a.value)
			if !ok || row != r.number {
				return fault(doSave, "a cell in row %d calls itself %q", r.number, shown(a.value))
			}
			*column = n
		case xlS:
			if style, ok = count(a.value, 1<<20); !ok {
				return fault(doSave, "%q is no cell format", shown(a.value))
			}
		case xlT:
			if kind, ok = xlsxKindOf(a.value); !ok {
				return fault(doSave, "a cell of the unknown type %q", shown(a.value))
			}
		}
	}
	from := len(r.text)
	filled := false
	depth := len(r.s.stack)
	for {
		token, err := r.s.next()
		switch {
		case err != nil:
			return err
		case token == endTag && len(r.s.stack) < depth:
			if !filled {
				return nil
			}
			return r.put(*column, kind, style, r.text[from:len(r.text):len(r.text)])
		case token != startTag:
		case r.s.name == xlV:
			filled = true
			r.text, err = appendPlain(r.s, r.text, from, r.lim.Cell)
		case r.s.name == xlIs:
			filled, kind = true, xlInline
			r.text, err = appendRich(r.s, r.text, r.lim.Cell)
		default: // formulas
			err = r.s.skip()
		}
		if err != nil {
			return err
		}
		if len(r.text) > r.lim.Row {
			return fault("", "more than the limit of %d bytes in a row", r.lim.Row)
		}
	}
}

// put gives a value its kind and puts it into its column.
func (r *xlsxRows) put(column int, kind xlsxKind, style int, v []byte) error {
	c, err := r.value(kind, style, v)
	if err != nil || len(c.Text) == 0 {
		return err
	}
	if column > r.lim.Columns {
		return fault("", "a filled cell beyond the limit of %d columns", r.lim.Columns)
	}
	for len(r.row.Cells) < column {
		r.row.Cells = append(r.row.Cells, Cell{})
	}
	at := &r.row.Cells[column-1]
	if at.Kind != Empty {
		return fault(doSave, "the cell is there twice")
	}
	*at = c
	return nil
}

// reference reads a cell's name: B12 is column 2, row 12.
func reference(v []byte) (column, row int, ok bool) {
	i := 0
	for i < len(v) && i < 4 && v[i] >= 'A' && v[i] <= 'Z' {
		column = column*26 + int(v[i]-'A') + 1
		i++
	}
	if i == 0 {
		return 0, 0, false
	}
	row, ok = count(v[i:], 1<<20)
	return column, row, ok && row > 0
}

// xlsxKind is the type of a cell by its attribute t.
type xlsxKind uint8

const (
	xlNumber xlsxKind = iota
	xlShared
	xlInline
	xlFormula // a text that a formula gave
	xlBool
	xlError
	xlISODate
)

func xlsxKindOf(t []byte) (xlsxKind, bool) {
	switch string(t) {
	case "n":
		return xlNumber, true
	case "s":
		return xlShared, true
	case "inlineStr":
		return xlInline, true
	case "str":
		return xlFormula, true
	case "b":
		return xlBool, true
	case "e":
		return xlError, true
	case "d":
		return xlISODate, true
	}
	return 0, false
}

// value makes a cell of what its v or is holds.
func (r *xlsxRows) value(kind xlsxKind, style int, v []byte) (Cell, error) {
	switch kind {
	case xlShared:
		i, ok := count(v, 1<<32)
		if !ok || i >= len(r.book.texts.at) {
			return Cell{}, fault(doSave, "the shared string %q, of %d", shown(v), len(r.book.texts.at))
		}
		return Cell{r.book.texts.text(i), Text}, nil
	case xlInline:
		return Cell{v, Text}, nil
	case xlFormula:
		return Cell{unescape(v), Text}, nil
	case xlError:
		return Cell{v, Fault}, nil
	case xlBool:
		from := len(r.text)
		switch string(v) {
		case "1", "true":
			r.text = append(r.text, "true"...)
		case "0", "false":
			r.text = append(r.text, "false"...)
		default:
			return Cell{}, fault(doSave, "%q is no truth value", shown(v))
		}
		return Cell{r.text[from:len(r.text):len(r.text)], Bool}, nil
	case xlISODate:
		day, ok := isoDate(v)
		if !ok {
			return Cell{}, fault(doSave, "%q is no date", shown(v))
		}
		return Cell{day, Date}, nil
	}
	if len(v) == 0 {
		return Cell{}, nil
	}
	if !number(v) {
		return Cell{}, fault(doSave, "%q is no number", shown(v))
	}
	if style == 0 && len(r.book.formats) == 0 {
		return Cell{v, Number}, nil
	}
	if style >= len(r.book.formats) {
		return Cell{}, fault(doSave, "the cell format %d, of %d", style, len(r.book.formats))
	}
	format := r.book.formats[style]
	if format == plainNumber {
		return Cell{v, Number}, nil
	}
	from := len(r.text)
	var k Kind
	r.text, k = appendSerial(r.text, v, format, r.book.from1904)
	if k == Number {
		return Cell{v, Number}, nil
	}
	return Cell{r.text[from:len(r.text):len(r.text)], k}, nil
}
