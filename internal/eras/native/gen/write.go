package gen

import (
	"bufio"
	"encoding/csv"
	"io"

	"careratings/internal/eras/sheet/sheettest"
)

// CSV writes the month as CSV: UTF-8 with a byte order mark and CRLF, quoted
// only where it must be, as the publisher's spreadsheet program saves it.
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

// ODS writes the month as an OpenDocument spreadsheet with the sheet Locations.
func (h *History) ODS(w io.Writer) error { return sheettest.WriteODS(w, h.table()) }

// XLSX writes the month as an Office Open XML workbook.
func (h *History) XLSX(w io.Writer) error { return sheettest.WriteXLSX(w, h.table()) }

func (h *History) table() sheettest.Table {
	return sheettest.Table{Name: "Locations", Rows: func(yield func([]sheettest.Cell) bool) {
		if !yield(sheettest.Texts(h.Columns()...)) {
			return
		}
		_ = h.Rows(func(cells []string) error {
			if !yield(sheettest.Texts(cells...)) {
				return io.EOF // the writer has enough
			}
			return nil
		})
	}}
}
