package sheet

import (
	"bytes"
	"io"
	"strings"
)

// tokenKind is what the XML scanner found.
type tokenKind uint8

const (
	startTag tokenKind = iota
	endTag             // also after a start tag that closes itself
	chars              // a piece of text, entities and all
	cdata              // a piece of text as it is
	endOfXML
)

const (
	maxDepth = 256     // elements within one another
	maxAttrs = 256     // attributes of an element
	maxTag   = 2 << 20 // bytes of a tag, beyond those of a cell: an attribute may hold one
)

// attr is an attribute. Its value has its entities still.
type attr struct {
	name  name
	q     []byte // with its prefix
	value []byte
}

// scanner is a pull parser for the XML that workbooks hold: UTF-8, namespaces
// resolved, no DTD. It checks that tags nest. What a token refers to is valid
// until the next token.
type scanner struct {
	f     *feed
	names *names

	name  name   // of a start or end tag
	attrs []attr // of a start tag
	text  []byte // of chars and cdata

	own     []attr // of a start tag that is read for the first time
	stack   []element
	tags    [tagSlots]tag
	closes  bool // the start tag closes itself
	inCDATA bool
	rooted  bool

	skipping bool
}

// element is one whose end is to come.
type element struct {
	name name
	q    []byte // with its prefix
}

func newScanner(f *feed, words vocabulary) *scanner {
	return &scanner{f: f, names: newNames(words), stack: make([]element, 0, 16)}
}

func malformed(what string, args ...any) error {
	return fault(doCopy, "malformed XML: "+what, args...)
}

// next finds the next token.
func (s *scanner) next() (tokenKind, error) {
	if s.closes {
		s.closes = false
		s.name = s.pop().name
		return endTag, nil
	}
	for {
		w := s.f.buf[s.f.pos:]
		if len(w) == 0 {
			if !s.f.more() {
				return s.finish()
			}
			continue
		}
		if s.inCDATA {
			if done, err := s.cdataPiece(w); done || err != nil {
				return cdata, err
			}
			continue
		}
		if w[0] != '<' {
			if s.charsPiece(w) {
				return chars, nil
			}
			if !s.f.more() && s.f.end() != nil {
				return 0, s.f.end()
			}
			continue
		}
		if len(w) > 1 {
			var kind tokenKind
			var n int
			var err error
			switch c := w[1]; c {
			case '/':
				kind = endTag
				n, err = s.endTag(w)
			case '!', '?':
				kind = chars
				n, err = s.declaration(w)
			default:
				kind = startTag
				n, err = s.startTag(w)
			}
			if err != nil {
				return 0, err
			}
			if n > 0 {
				s.f.pos += n
				if kind == chars {
					continue
				}
				return kind, nil
			}
			if len(w) > maxTag {
				return 0, fault("", "a tag of more than %d bytes", maxTag)
			}
		}
		if !s.f.more() {
			if err := s.f.end(); err != nil {
				return 0, err
			}
			return 0, &Error{What: "malformed XML: it ends within a tag", Do: doCopy, Err: io.ErrUnexpectedEOF}
		}
	}
}

// finish is for the end of the stream.
func (s *scanner) finish() (tokenKind, error) {
	if err := s.f.end(); err != nil {
		return 0, err
	}
	if len(s.stack) > 0 || !s.rooted {
		return 0, &Error{What: "malformed XML: it ends before its last element does", Do: doCopy, Err: io.ErrUnexpectedEOF}
	}
	return endOfXML, nil
}

// charsPiece takes the text before the next tag, or what there is of it. It
// leaves an entity and a carriage return whole for the next piece.
func (s *scanner) charsPiece(w []byte) bool {
	n := bytes.IndexByte(w, '<')
	if n < 0 {
		n = len(w)
		if s.f.err == nil {
			if w[n-1] == '\r' {
				n--
			}
			const longest = len("&#x0010FFFF;")
			if i := bytes.LastIndexByte(w[max(0, n-longest):n], '&'); i >= 0 {
				i += max(0, n-longest)
				if bytes.IndexByte(w[i:n], ';') < 0 {
					n = i
				}
			}
		}
		if n == 0 {
			return false
		}
	}
	s.text = w[:n]
	s.f.pos += n
	return true
}

// cdataPiece takes a piece of a CDATA section, or goes past its end.
func (s *scanner) cdataPiece(w []byte) (bool, error) {
	n := bytes.Index(w, []byte("]]>"))
	switch {
	case n == 0:
		s.inCDATA = false
		s.f.pos += len("]]>")
		return false, nil
	case n > 0:
	case len(w) > 3 && s.f.err == nil:
		n = len(w) - 3 // the last bytes may begin the end
		if n > 1 && w[n-1] == '\r' {
			n--
		}
	case s.f.more():
		return false, nil
	default:
		if err := s.f.end(); err != nil {
			return false, err
		}
		return false, malformed("a CDATA section that does not end")
	}
	s.text = w[:n]
	s.f.pos += n
	return true, nil
}

// declaration gives the length of a comment, a processing instruction or the
// beginning of a CDATA section; 0 when it is not all there.
func (s *scanner) declaration(w []byte) (int, error) {
	within := func(begin, end string) (int, bool) {
		if !bytes.HasPrefix(w, []byte(begin)) {
			return 0, false
		}
		if n := bytes.Index(w[len(begin):], []byte(end)); n >= 0 {
			return len(begin) + n + len(end), true
		}
		return 0, true
	}
	const section = "<![CDATA["
	if n, ok := within("<?", "?>"); ok {
		if n > 0 && bytes.HasPrefix(w, []byte("<?xml ")) {
			return n, checkEncoding(w[:n])
		}
		return n, nil
	}
	if n, ok := within("<!--", "-->"); ok {
		return n, nil
	}
	switch {
	case bytes.HasPrefix(w, []byte(section)):
		s.inCDATA = true
		return len(section), nil
	case len(w) < len(section) && (strings.HasPrefix(section, string(w)) || strings.HasPrefix("<!--", string(w))):
		return 0, nil
	case bytes.HasPrefix(w, []byte("<!DOCTYPE")) || len(w) < 9:
		return 0, fault(doSave+" from a spreadsheet program", "XML with a document type, which no workbook has")
	}
	return 0, malformed("an unknown declaration")
}

// checkEncoding refuses an encoding that is declared and not read. UTF-16 has
// been decoded by then.
func checkEncoding(declaration []byte) error {
	d := string(bytes.ToLower(declaration))
	_, after, ok := strings.Cut(d, "encoding")
	if !ok {
		return nil
	}
	after = strings.TrimLeft(after, " =\t\r\n\"'")
	for _, known := range []string{"utf-8", "utf8", "us-ascii", "utf-16"} {
		if strings.HasPrefix(after, known) {
			return nil
		}
	}
	return fault(doSave+" from a spreadsheet program", "XML that is not in UTF-8")
}

// endTag gives the length of an end tag; 0 when it is not all there.
func (s *scanner) endTag(w []byte) (int, error) {
	if len(s.stack) > 0 { // as good as always it is what was opened last
		o := &s.stack[len(s.stack)-1]
		if n := 2 + len(o.q); n < len(w) && w[n] == '>' && string(w[2:n]) == string(o.q) {
			s.name = o.name
			s.stack = s.stack[:len(s.stack)-1]
			return n + 1, nil
		}
	}
	n := bytes.IndexByte(w, '>')
	if n < 0 {
		return 0, nil
	}
	q := w[2:n]
	for len(q) > 0 && space(q[len(q)-1]) {
		q = q[:len(q)-1]
	}
	if len(s.stack) == 0 {
		return 0, malformed("</%s> closes nothing", shown(q))
	}
	o := s.pop()
	if string(o.q) != string(q) {
		return 0, malformed("</%s> closes another element", shown(q))
	}
	s.name = o.name
	return n + 1, nil
}

func (s *scanner) pop() element {
	n := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	return n
}

// skip goes past the element whose start tag was read last. Within it prefixes
// may have any meaning.
func (s *scanner) skip() error {
	s.skipping = true
	defer func() { s.skipping = false }()
	for depth := len(s.stack); len(s.stack) >= depth; {
		if _, err := s.next(); err != nil {
			return err
		}
	}
	return nil
}

// value gives an attribute as it stands in the file; nil where there is none.
func (s *scanner) value(n name) []byte {
	for i := range s.attrs {
		if s.attrs[i].name == n {
			return s.attrs[i].value
		}
	}
	return nil
}

// decoded gives an attribute with its entities undone.
func (s *scanner) decoded(n name) (string, error) {
	v, err := appendChars(nil, s.value(n), true)
	return string(v), err
}
