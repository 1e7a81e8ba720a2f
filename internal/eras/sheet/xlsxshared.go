package sheet

import (
	"bytes"
	"context"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// texts holds the shared strings of a workbook without a pointer for each.
type texts struct {
	chunks [][]byte // each chunkSize or, for a longer text, more
	at     []span
}

// span is where a text stands.
type span struct{ chunk, from, to uint32 }

const (
	chunkSize = 1 << 20
	spanSize  = 12
)

func (t *texts) add(text []byte) {
	last := len(t.chunks) - 1
	if last < 0 || cap(t.chunks[last])-len(t.chunks[last]) < len(text) {
		t.chunks = append(t.chunks, make([]byte, 0, max(chunkSize, len(text))))
		last++
	}
	c := t.chunks[last]
	t.at = append(t.at, span{uint32(last), uint32(len(c)), uint32(len(c) + len(text))})
	t.chunks[last] = append(c, text...)
}

func (t *texts) text(i int) []byte {
	s := t.at[i]
	return t.chunks[s.chunk][s.from:s.to:s.to]
}

// loadShared reads the shared strings and the styles.
func (b *Book) loadShared(ctx context.Context) error {
	x := b.xlsx
	if x.loaded {
		return nil
	}
	x.texts = &texts{}
	if x.shared != "" {
		if err := b.loadTexts(ctx); err != nil {
			return placeIn(x.shared, err)
		}
	}
	if x.styles != "" {
		formats, err := b.loadFormats(ctx)
		if err != nil {
			return placeIn(x.styles, err)
		}
		x.formats = formats
	}
	x.loaded = true
	return nil
}

func (b *Book) loadTexts(ctx context.Context) error {
	f, err := b.part(ctx, b.xlsx.c, b.xlsx.shared)
	if err != nil {
		return err
	}
	defer f.close()
	s := newScanner(f, xlsxWords())
	var buf []byte
	var size int64
	for {
		kind, err := s.next()
		switch {
		case err != nil:
			return err
		case kind == endOfXML:
			return nil
		case kind != startTag:
			continue
		case len(s.stack) == 1 && s.name != xlSST:
			return fault(doSave, "not a table of shared strings")
		case s.name == xlSI:
			if buf, err = appendRich(s, buf[:0], b.lim.Cell); err != nil {
				return err
			}
			if size += int64(len(buf)) + spanSize; size > b.lim.Shared {
				return fault("save the sheet as CSV", "shared strings of more than the limit of %d bytes", b.lim.Shared)
			}
			b.xlsx.texts.add(buf)
		case len(s.stack) > 1:
			if err := s.skip(); err != nil {
				return err
			}
		}
	}
}

// appendRich appends the text of an si or is, whose start tag was read last: that
// of its runs, without phonetic hints.
func appendRich(s *scanner, dst []byte, limit int) ([]byte, error) {
	from := len(dst)
	depth := len(s.stack)
	for {
		kind, err := s.next()
		switch {
		case err != nil:
			return dst, err
		case kind == endTag && len(s.stack) < depth:
			return append(dst[:from], unescape(dst[from:])...), nil
		case kind == startTag && s.name == xlText:
			dst, err = appendPlain(s, dst, from, limit)
		case kind == startTag && s.name != xlRun:
			err = s.skip()
		}
		if err != nil {
			return dst, err
		}
	}
}

// appendPlain appends the text of an element that has nothing but text, whose
// start tag was read last. The cell began at from.
func appendPlain(s *scanner, dst []byte, from, limit int) ([]byte, error) {
	for {
		kind, err := s.next()
		if err != nil {
			return dst, err
		}
		switch kind {
		case endTag:
			return dst, nil
		case chars:
			if dst, err = appendChars(dst, s.text, false); err != nil {
				return dst, err
			}
		case cdata:
			dst = appendCDATA(dst, s.text)
		case startTag:
			if err := s.skip(); err != nil {
				return dst, err
			}
		}
		if len(dst)-from > limit {
			return dst, fault("", "a cell of more than the limit of %d bytes", limit)
		}
	}
}

// unescape undoes _x000D_, by which Excel writes characters that XML cannot have.
// The text stands as it is where no such character is meant.
func unescape(text []byte) []byte {
	if !bytes.Contains(text, []byte("_x")) {
		return text
	}
	const form = len("_x0000_")
	out := text[:0]
	for i := 0; i < len(text); {
		if text[i] == '_' && i+form <= len(text) && text[i+1] == 'x' && text[i+form-1] == '_' {
			v, err := strconv.ParseUint(string(text[i+2:i+6]), 16, 16)
			if r := rune(v); err == nil && r != 0 && !utf16.IsSurrogate(r) && utf8.RuneLen(r) <= form {
				out = utf8.AppendRune(out, r)
				i += form
				continue
			}
		}
		out = append(out, text[i])
		i++
	}
	return out
}
