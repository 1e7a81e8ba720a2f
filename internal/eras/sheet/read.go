package sheet

import (
	"context"
	"io"
)

// Format is how the file, or the one in it, is written.
func (b *Book) Format() Format { return b.format }

// BytesRead is how many bytes of the file, as it lies on the disk, have been read
// so far, those read twice counted twice; 0 for a reader that is another's.
func (b *Book) BytesRead() int64 {
	if b.read == nil {
		return 0
	}
	return b.read.bytes.Load()
}

// Unended is the number of the last record of a CSV that was read to its end and
// has no line end there; 0 where it has one. Such a file may have been cut short.
func (b *Book) Unended() int { return int(b.unended.Load()) }

// Close closes the file and ends readers that are still open.
func (b *Book) Close() error {
	b.stop()
	b.ahead.Wait()
	if b.file == nil {
		return nil
	}
	return b.file.Close()
}

// Sheets lists the sheets in the order of the workbook; a CSV has one without a
// name, JSON none. An ODS is read to its end for them, at the first call; where
// that fails the names up to there are given, and Rows and Heads tell why.
func (b *Book) Sheets() []string {
	switch b.format {
	case CSV:
		return []string{""}
	case XLSX:
		return b.xlsx.names()
	case ODS:
		names, _ := b.odsNames(b.ctx)
		return names
	}
	return nil
}

// Rows reads a sheet from its beginning. The sheet of a CSV is called "".
// Reading ends soon after ctx is done, with its error.
func (b *Book) Rows(ctx context.Context, sheet string) (Reader, error) {
	switch b.format {
	case CSV:
		if sheet == "" {
			return b.Records(ctx)
		}
		return nil, b.at("").at(fault("", "a CSV has no sheet called %s", sheet), 0, 0)
	case XLSX:
		return b.xlsxRows(ctx, sheet)
	case ODS:
		return b.odsRows(ctx, sheet)
	}
	return nil, b.at("").at(fault("", "a %s file has no rows", b.format), 0, 0)
}

// Bytes gives the inflated text of a CSV or JSON file as UTF-8 without a byte
// order mark.
func (b *Book) Bytes() (io.ReadCloser, error) {
	if b.text == nil {
		return nil, b.at("").at(fault("", "a %s file is not text", b.format), 0, 0)
	}
	f, err := b.feed(context.Background(), b.text)
	if err != nil {
		return nil, b.at("").at(err, 0, 0)
	}
	return &stream{f: f, at: b.at("")}, nil
}

// Head is the beginning of a sheet.
type Head struct {
	Sheet string
	Rows  [][]string // those that have a filled cell
}

// Heads gives the first n rows of each sheet, in one pass over the file.
func (b *Book) Heads(ctx context.Context, n int) ([]Head, error) {
	if b.format == ODS {
		return b.odsHeads(ctx, n)
	}
	var heads []Head
	for _, name := range b.Sheets() {
		r, err := b.Rows(ctx, name)
		if err != nil {
			return heads, err
		}
		h, err := head(r, name, n)
		r.Close()
		if err != nil {
			return heads, err
		}
		heads = append(heads, h)
	}
	return heads, nil
}

func head(r Reader, name string, n int) (Head, error) {
	h := Head{Sheet: name}
	for len(h.Rows) < n {
		row, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return h, err
		}
		texts := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			texts[i] = string(c.Text)
		}
		h.Rows = append(h.Rows, texts)
	}
	return h, nil
}

func (b *Book) at(sheet string) place { return place{file: b.name, sheet: sheet} }

// feed opens a stream of the file to be read ahead. It ends with ctx or with the
// book.
func (b *Book) feed(ctx context.Context, open func() (io.Reader, error)) (*feed, error) {
	if err := b.ctx.Err(); err != nil {
		return nil, fault("", "the file was closed")
	}
	src, err := open()
	if err != nil {
		return nil, err
	}
	b.ahead.Add(1)
	f := newFeed(ctx, src)
	unlink := context.AfterFunc(b.ctx, f.stop)
	go func() {
		f.done.Wait()
		unlink()
		b.ahead.Done()
	}()
	return f, nil
}
