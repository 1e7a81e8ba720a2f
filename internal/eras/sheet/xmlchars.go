package sheet

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// appendChars appends text with its entities undone and line ends as \n; in an
// attribute, line ends and tabs are blanks.
func appendChars(dst, raw []byte, attribute bool) ([]byte, error) {
	for len(raw) > 0 {
		n := 0
		for n < len(raw) && !special[raw[n]] {
			n++
		}
		dst = append(dst, raw[:n]...)
		if raw = raw[n:]; len(raw) == 0 {
			break
		}
		c, used := raw[0], 1
		switch {
		case c == '&':
			r, n, err := entity(raw)
			if err != nil {
				return dst, err
			}
			dst = utf8.AppendRune(dst, r)
			raw = raw[n:]
			continue
		case c == '\r':
			if len(raw) > 1 && raw[1] == '\n' {
				used = 2
			}
			c = '\n'
		}
		if attribute {
			c = ' '
		}
		dst = append(dst, c)
		raw = raw[used:]
	}
	return dst, nil
}

// appendCDATA appends text without entities, with line ends as \n.
func appendCDATA(dst, raw []byte) []byte {
	for i, c := range raw {
		switch {
		case c != '\r':
			dst = append(dst, c)
		case i+1 == len(raw) || raw[i+1] != '\n':
			dst = append(dst, '\n')
		}
	}
	return dst
}

// special has the bytes of text that are not simply copied.
var special = [256]bool{'&': true, '\r': true, '\n': true, '\t': true}

// entity gives the character that an entity stands for and its length. There are
// the five of XML and numbers; a document type that could make more is refused.
func entity(raw []byte) (rune, int, error) {
	const longest = len("&#x0010FFFF;")
	n := bytes.IndexByte(raw[:min(len(raw), longest)], ';')
	if n < 0 {
		return 0, 0, malformed("a & that is no entity")
	}
	e := string(raw[1:n])
	switch e {
	case "amp":
		return '&', n + 1, nil
	case "lt":
		return '<', n + 1, nil
	case "gt":
		return '>', n + 1, nil
	case "quot":
		return '"', n + 1, nil
	case "apos":
		return '\'', n + 1, nil
	}
	if len(e) > 1 && e[0] == '#' {
		digits, base := e[1:], 10
		if digits[0] == 'x' {
			digits, base = digits[1:], 16
		}
		v, err := strconv.ParseUint(digits, base, 32)
		if err == nil && xmlChar(rune(v)) {
			return rune(v), n + 1, nil
		}
	}
	return 0, 0, malformed("the entity &%s; is not known", e)
}

// xmlChar tells whether XML allows a character.
func xmlChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}
