package sheet

import (
	"compress/flate"
	"compress/gzip"
	"errors"
	"hash/crc32"
	"io"
)

// ratioFrom is how much may be inflated before the ratio is looked at: short
// members of equal bytes are no bombs.
const ratioFrom = 1 << 20

// countReader counts the packed bytes that were asked for.
type countReader struct {
	r io.Reader
	n int64
}

func (c *countReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// inflated is an unpacked stream within limits.
type inflated struct {
	name string
	r    io.Reader
	in   *countReader
	lim  Limits
	n    int64

	sized bool // a zip states length and checksum; gzip checks its own
	size  int64
	sum   uint32
	crc   uint32
}

func (m *inflated) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n += int64(n)
	if m.sized {
		m.crc = crc32.Update(m.crc, crc32.IEEETable, p[:n])
	}
	switch {
	case m.sized && m.n > m.size:
		return 0, fault(doCopy, "%s holds more than the %d bytes that the zip says", m.name, m.size)
	case m.n > m.lim.Member:
		return 0, fault("", "%s inflates to more than the limit of %d bytes", m.name, m.lim.Member)
	case m.n > ratioFrom && m.n/m.lim.Ratio > m.in.n:
		return 0, bomb(m.name, m.lim)
	case err == io.EOF && m.sized && m.n < m.size:
		return 0, &Error{What: m.name + " is cut short", Do: doCopy, Err: io.ErrUnexpectedEOF}
	case err == io.EOF && m.sized && m.crc != m.sum:
		return 0, fault(doCopy, "%s is damaged: its checksum is not what the zip says", m.name)
	case err != nil && err != io.EOF:
		return 0, unpacking(m.name, err)
	}
	return n, err
}

func bomb(name string, lim Limits) error {
	return fault("if it is to be trusted, unpack it first", "%s inflates to more than %d times its size: a decompression bomb?", name, lim.Ratio)
}

// unpacking says in words what went wrong while a stream was inflated.
func unpacking(name string, err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{What: name + " is cut short", Do: doCopy, Err: err}
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return &Error{What: name + " is damaged (" + err.Error() + ")", Do: doCopy, Err: err}
	}
	return err
}

// openGzip gives the inflated bytes of a gzip stream.
func openGzip(r io.Reader, lim Limits) (io.Reader, error) {
	in := &countReader{r: r}
	const name = "the gzip stream"
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, unpacking(name, err)
	}
	return &inflated{name: name, r: z, in: in, lim: lim}, nil
}

// whole holds an unpacked stream in memory, up to lim.Whole bytes. size is what
// it is said to be, or 0.
func whole(r io.Reader, size int64, lim Limits) ([]byte, error) {
	var b []byte
	if size > 0 && size <= lim.Whole {
		b = make([]byte, 0, size+1)
	}
	for {
		if len(b) == cap(b) {
			grown := make([]byte, len(b), max(1<<20, cap(b)+cap(b)/2))
			copy(grown, b)
			b = grown
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if int64(len(b)) > lim.Whole {
			return nil, fault("unpack it first", "a workbook of more than %d bytes within a packed file", lim.Whole)
		}
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
