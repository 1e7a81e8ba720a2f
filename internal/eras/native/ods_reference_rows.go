package native

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"

	"careratings/internal/eras/sheet"
)

// onlySheet reads the one sheet that these formats have.
func onlySheet(ctx context.Context, f *File, read func(name string, rows sheet.Reader) error) (err error) {
	sheets := f.Book.Sheets()
	if len(sheets) != 1 {
		return fmt.Errorf("%d sheets; expected one", len(sheets))
	}
	rows, err := f.Book.Rows(ctx, sheets[0])
	if err != nil {
		return err
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	return read(sheets[0], rows)
}

// eachRow counts and reads every row that is left.
func eachRow(ctx context.Context, rows sheet.Reader, to Sink, read func(*sheet.Row) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, err := rows.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := to.Row(); err != nil {
			return err
		}
		if err := read(row); err != nil {
			return err
		}
	}
}

// printedAt is a cell's text without white space around it; a row without that
// cell has it empty. A no-break space is white space.
func printedAt(row *sheet.Row, i int) string {
	if i >= len(row.Cells) {
		return ""
	}
	return strings.ToValidUTF8(string(bytes.TrimSpace(row.Cells[i].Text)), "\uFFFD")
}

// plainName is a column's name in small letters and digits alone.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
