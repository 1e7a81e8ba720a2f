package sheet

import "bytes"

// A sheet of an ODS has millions of start tags that are the same to the byte.
// Each is read once and then known by its bytes.
const (
	tagSlots = 16
	longTag  = 256
	misses   = 64 // in a row, after which a slot is given up
)

// tag is a start tag that has been read.
type tag struct {
	raw    []byte // where it is kept
	open   element
	attrs  []attr
	closes bool
	binds  bool
	missed int
}

// startTag reads a start tag and gives its length; 0 when it is not all there.
func (s *scanner) startTag(w []byte) (int, error) {
	n := bytes.IndexByte(w, '>') // or short of the end, where a value has one
	if n < 0 || n > longTag {
		t, n, err := s.parseTag(w)
		if n == 0 || err != nil {
			return 0, err
		}
		return n, s.opened(&t)
	}
	slot := &s.tags[(uint(n)+uint(w[n-1]))%tagSlots]
	if k := len(slot.raw); k > 0 && len(w) >= k && string(w[:k]) == string(slot.raw) {
		slot.missed = 0
		return k, s.opened(slot)
	}
	t, n, err := s.parseTag(w)
	if n == 0 || err != nil {
		return 0, err
	}
	if slot.missed++; !t.binds && slot.missed <= misses {
		raw, attrs := append(slot.raw[:0], w[:n]...), slot.attrs
		if t, _, err = s.parseTag(raw); err != nil { // for attributes that stand in raw
			return 0, err
		}
		t.raw, t.missed = raw, slot.missed
		t.attrs = append(attrs[:0], s.own...)
		*slot = t
	}
	return n, s.opened(&t)
}

// opened makes a tag the current one.
func (s *scanner) opened(t *tag) error {
	if len(s.stack) == 0 && s.rooted {
		return malformed("<%s> after the last element", shown(t.open.q))
	}
	if len(s.stack) == maxDepth {
		return fault("", "elements more than %d deep", maxDepth)
	}
	s.rooted = true
	s.name, s.attrs, s.closes = t.open.name, t.attrs, t.closes
	s.stack = append(s.stack, t.open)
	return nil
}

// parseTag reads a start tag; its length is 0 when it is not all there.
func (s *scanner) parseTag(w []byte) (tag, int, error) {
	i := 1
	for i < len(w) && nameByte[w[i]] {
		i++
	}
	q := w[1:i]
	if len(q) == 0 && i < len(w) {
		return tag{}, 0, malformed("a < that begins no tag")
	}
	s.own = s.own[:0]
	binds := false
	for {
		for i < len(w) && space(w[i]) {
			i++
		}
		if i >= len(w) {
			return tag{}, 0, nil
		}
		switch w[i] {
		case '>':
			return s.parsed(q, binds, false), i + 1, nil
		case '/':
			if i+1 >= len(w) {
				return tag{}, 0, nil
			}
			if w[i+1] != '>' {
				return tag{}, 0, malformed("a / within <%s>", shown(q))
			}
			return s.parsed(q, binds, true), i + 2, nil
		}
		from := i
		for i < len(w) && nameByte[w[i]] {
			i++
		}
		a := w[from:i]
		for i < len(w) && space(w[i]) {
			i++
		}
		if i >= len(w) {
			return tag{}, 0, nil
		}
		if len(a) == 0 || w[i] != '=' {
			return tag{}, 0, malformed("an attribute of <%s> without a value", shown(q))
		}
		for i++; i < len(w) && space(w[i]); i++ {
		}
		if i >= len(w) {
			return tag{}, 0, nil
		}
		if w[i] != '"' && w[i] != '\'' {
			return tag{}, 0, malformed("an attribute of <%s> without quotes", shown(q))
		}
		n := bytes.IndexByte(w[i+1:], w[i])
		if n < 0 {
			return tag{}, 0, nil
		}
		value := w[i+1 : i+1+n]
		i += n + 2
		if a[0] == 'x' && bytes.HasPrefix(a, []byte("xmlns")) {
			binds = true
			if !s.skipping {
				if err := s.names.bind(a, value); err != nil {
					return tag{}, 0, err
				}
			}
			continue
		}
		if len(s.own) == maxAttrs {
			return tag{}, 0, fault("", "more than %d attributes in a tag", maxAttrs)
		}
		s.own = append(s.own, attr{q: a, name: s.names.attribute(a), value: value})
	}
}

// parsed makes a tag of what parseTag found.
func (s *scanner) parsed(q []byte, binds, closes bool) tag {
	if binds { // an attribute may stand before what binds its prefix
		for i := range s.own {
			s.own[i].name = s.names.attribute(s.own[i].q)
		}
		s.tags = [tagSlots]tag{}
	}
	e := s.names.element(q)
	return tag{open: element{e.name, e.q}, attrs: s.own, closes: closes, binds: binds}
}
