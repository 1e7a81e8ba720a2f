package sheet

import (
	"bytes"
	"unicode/utf8"
)

// paragraph is the state of blanks in a text:p. OpenDocument makes a run of
// blanks, tabs and line ends one blank and drops those at both ends; those that
// are meant are elements (text:s, text:tab). A single blank at the end is kept
// all the same, as LibreOffice writes it for one that is meant.
type paragraph struct {
	lead    bool // no character yet
	waiting blanks
}

// blanks are those met since the last character.
type blanks uint8

const (
	noBlank blanks = iota
	oneBlank
	blankRun // or a tab, or a line end
)

// paragraph appends the text of a text:p to the row's; the cell's began at from.
func (r *odsRows) paragraph(from int) error {
	r.p = paragraph{lead: true}
	depth := len(r.s.stack)
	for {
		kind, err := r.s.next()
		if err != nil {
			return err
		}
		switch kind {
		case endTag:
			if len(r.s.stack) < depth {
				if r.p.waiting == oneBlank && !r.p.lead {
					r.text = append(r.text, ' ')
				}
				return nil
			}
		case chars:
			err = r.chars(r.s.text)
		case cdata:
			for _, c := range r.s.text {
				if space(c) {
					r.p.blank(c)
				} else {
					r.text = append(r.p.flush(r.text), c)
				}
			}
		case startTag:
			err = r.inline(from)
		}
		if err != nil {
			return err
		}
		if len(r.text)-from > r.lim.Cell {
			return fault("", "a cell of more than the limit of %d bytes", r.lim.Cell)
		}
	}
}

// plainText reads the rest of a cell of the form that nearly all have, one
// paragraph of mere text, when all of it is in the window. Of any other it takes
// nothing and is false.
func (r *odsRows) plainText() bool {
	s := r.s
	if s.closes || r.p1 == nil {
		return false
	}
	w := s.f.buf[s.f.pos:]
	text, ok := bytes.CutPrefix(w, r.p1)
	if !ok {
		return false
	}
	n := bytes.IndexByte(text, '<')
	if n < 0 {
		return false
	}
	text, rest := text[:n], text[n:]
	top := len(s.stack) - 1
	q := s.stack[top].q
	if rest, ok = bytes.CutPrefix(rest, r.p2); !ok || len(rest) < len(q)+3 || rest[0] != '<' || rest[1] != '/' || string(rest[2:2+len(q)]) != string(q) || rest[2+len(q)] != '>' {
		return false
	}
	for i, c := range text {
		if odsSpecial[c] && (c != ' ' || i == 0 || i+1 == n || odsSpecial[text[i+1]]) {
			return false
		}
	}
	r.text = append(r.text, text...)
	s.stack = s.stack[:top]
	s.f.pos += len(w) - len(rest) + len(q) + 3
	return true
}

// inline handles an element within a paragraph. Spans, links and fields are
// read for the text in them.
func (r *odsRows) inline(from int) error {
	c, n := byte(' '), 1
	switch r.s.name {
	case odsS:
		if v := r.s.value(odsCount); v != nil {
			var ok bool
			if n, ok = count(v, r.lim.Cell); !ok {
				return fault("", "a cell of more than the limit of %d bytes, or no number of blanks: %q", r.lim.Cell, shown(v))
			}
		}
	case odsTab:
		c = '\t'
	case odsLineBreak:
		c = '\n'
	case odsAnnotation:
		return r.s.skip()
	default:
		return nil
	}
	r.text = r.p.flush(r.text)
	for range n {
		r.text = append(r.text, c)
	}
	return nil
}

// blank notes a blank.
func (p *paragraph) blank(c byte) {
	if p.waiting == noBlank && c == ' ' {
		p.waiting = oneBlank
	} else {
		p.waiting = blankRun
	}
}

// flush appends the blank that a character follows.
func (p *paragraph) flush(dst []byte) []byte {
	if p.waiting != noBlank && !p.lead {
		dst = append(dst, ' ')
	}
	p.waiting, p.lead = noBlank, false
	return dst
}

// chars appends character data.
func (r *odsRows) chars(raw []byte) error {
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == '&':
			e, n, err := entity(raw[i:])
			if err != nil {
				return err
			}
			i += n
			if e < utf8.RuneSelf && space(byte(e)) {
				r.p.blank(byte(e))
			} else {
				r.text = utf8.AppendRune(r.p.flush(r.text), e)
			}
		case space(c):
			r.p.blank(c)
			i++
		default:
			r.text = r.p.flush(r.text)
			from := i
			for i < len(raw) && (!odsSpecial[raw[i]] || raw[i] == ' ' && i+1 < len(raw) && !odsSpecial[raw[i+1]]) {
				i++
			}
			r.text = append(r.text, raw[from:i]...)
		}
	}
	return nil
}

// odsSpecial has the bytes of text that are not simply copied.
var odsSpecial = [256]bool{'&': true, ' ': true, '\r': true, '\n': true, '\t': true}
