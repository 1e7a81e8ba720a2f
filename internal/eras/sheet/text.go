package sheet

import (
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// textReader gives a stream as UTF-8 without a byte order mark and refuses what
// is not text.
type textReader struct {
	src     io.Reader
	started bool
	carry   [utf8.UTFMax]byte // the beginning of a rune whose end is to come
	carried int
}

func newTextReader(src io.Reader) *textReader { return &textReader{src: src} }

// fill fills buf with whole runes. With an error it gives the good bytes before
// it; a full buffer without error is not promised.
func (t *textReader) fill(buf []byte) (int, error) {
	if !t.started {
		if err := t.start(); err != nil {
			return 0, err
		}
	}
	n := copy(buf, t.carry[:t.carried])
	t.carried = 0
	m, err := readFull(t.src, buf[n:])
	n += m
	good := n
	if i := bytes.IndexByte(buf[:n], 0); i >= 0 {
		good, err = i, fault("save it as text", "a NUL byte: this is not text")
	}
	if !utf8.Valid(buf[:good]) {
		bad := invalid(buf[:good])
		switch {
		case err == nil && good-bad < utf8.UTFMax && !utf8.FullRune(buf[bad:good]):
			t.carried = copy(t.carry[:], buf[bad:good])
		default:
			err = fault(doUTF8, "the byte 0x%02X is not UTF-8 (Windows-1252, perhaps)", buf[bad])
		}
		good = bad
	}
	return good, err
}

// readFull fills buf. Unlike io.ReadFull it gives the stream's own error, io.EOF
// at its end, so that a stream cut short is told from one that ends.
func readFull(r io.Reader, buf []byte) (int, error) {
	n := 0
	for idle := 0; n < len(buf); {
		m, err := r.Read(buf[n:])
		n += m
		if err != nil {
			return n, err
		}
		if m > 0 {
			idle = 0
		} else if idle++; idle == 100 {
			return n, io.ErrNoProgress
		}
	}
	return n, nil
}

// invalid is where the first byte stands that is not UTF-8.
func invalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(b)
}

// start looks for a byte order mark.
func (t *textReader) start() error {
	t.started = true
	head := make([]byte, 3)
	n, err := readFull(t.src, head)
	if err != nil && err != io.EOF {
		return err
	}
	head = head[:n]
	switch {
	case bytes.Equal(head, []byte("\xEF\xBB\xBF")):
		head = nil
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		t.src = &utf16Reader{src: io.MultiReader(bytes.NewReader(head[2:]), t.src), big: head[0] == 0xFE}
		return nil
	}
	t.src = io.MultiReader(bytes.NewReader(head), t.src)
	return nil
}

// utf16Reader decodes UTF-16.
type utf16Reader struct {
	src io.Reader
	big bool
	in  [8 << 10]byte
	n   int    // bytes of in that are not decoded
	out []byte // decoded and not given
	buf []byte
	err error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.decode()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

func (u *utf16Reader) decode() {
	m, err := readFull(u.src, u.in[u.n:])
	u.n += m
	u.err = err
	u.buf = u.buf[:0]
	i := 0
	unit := func(i int) rune {
		if u.big {
			return rune(u.in[i])<<8 | rune(u.in[i+1])
		}
		return rune(u.in[i+1])<<8 | rune(u.in[i])
	}
	for ; i+1 < u.n; i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			if i+3 >= u.n && err == nil {
				break
			}
			pair := rune(utf8.RuneError)
			if i+3 < u.n {
				pair = utf16.DecodeRune(r, unit(i+2))
			}
			if pair == utf8.RuneError {
				u.err = fault(doUTF8, "half of a UTF-16 surrogate pair")
				break
			}
			r = pair
			i += 2
		}
		u.buf = utf8.AppendRune(u.buf, r)
	}
	u.n = copy(u.in[:], u.in[i:u.n])
	if u.err == io.EOF && u.n > 0 {
		u.err = fault(doCopy, "UTF-16 text that ends in the middle of a character")
	}
	u.out = u.buf
}
