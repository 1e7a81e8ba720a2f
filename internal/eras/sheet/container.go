package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// container is an open zip.
type container struct {
	r       io.ReaderAt
	size    int64
	lim     Limits
	members map[string]*zip.File // by name as memberName gives it, in lower case
	names   []string             // in file order
}

// openZip reads the central directory of a zip, whatever it promises, within
// bounds: a KiB for each member that the limits allow.
func openZip(r io.ReaderAt, size int64, lim Limits) (*container, error) {
	budget := &budgetReader{r: r, left: int64(lim.Members)<<10 + 256<<10}
	z, err := zip.NewReader(budget, size)
	switch {
	case budget.left < 0:
		return nil, fault("unpack it and give the files", "the directory of the zip is longer than %d members need", lim.Members)
	case errors.Is(err, zip.ErrInsecurePath): // names are only looked up and shown
	case err != nil:
		return nil, &Error{What: "the zip is damaged or cut short (" + err.Error() + ")", Do: doCopy, Err: err}
	}
	budget.lifted = true
	if len(z.File) > lim.Members {
		return nil, fault("unpack it and give the files", "the zip has %d members, more than the limit of %d", len(z.File), lim.Members)
	}
	c := &container{r: r, size: size, lim: lim, members: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		name := memberName(f.Name)
		key := strings.ToLower(name)
		if c.members[key] != nil {
			return nil, fault("unpack it and give the files", "the zip has two members called %s", name)
		}
		c.members[key] = f
		c.names = append(c.names, name)
	}
	return c, nil
}

// budgetReader stops reading after so many bytes, until it is lifted.
type budgetReader struct {
	r      io.ReaderAt
	left   int64
	lifted bool
}

func (b *budgetReader) ReadAt(p []byte, off int64) (int, error) {
	if !b.lifted {
		if b.left -= int64(len(p)); b.left < 0 {
			return 0, errors.New("too much to read")
		}
	}
	return b.r.ReadAt(p, off)
}

// memberName makes a name from a zip fit to be shown and compared: it has no
// root, no step upwards and no control characters.
func memberName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if len(name) > 1 && name[1] == ':' {
		name = name[2:]
	}
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return utf8.RuneError
		}
		return r
	}, name)
}

// dataFiles are the members that a person put into the zip.
func (c *container) dataFiles() []string {
	var names []string
	for _, n := range c.names {
		base := path.Base(n)
		if strings.HasPrefix(n, "__MACOSX/") || strings.HasPrefix(base, ".") || strings.EqualFold(base, "thumbs.db") {
			continue
		}
		names = append(names, n)
	}
	return names
}

func (c *container) has(name string) bool { return c.members[strings.ToLower(name)] != nil }

// open gives the inflated bytes of a member, which are checked against its
// length and checksum when it has been read to its end.
func (c *container) open(name string) (io.Reader, error) {
	f := c.members[strings.ToLower(name)]
	if f == nil {
		return nil, fault("", "the zip has no member %s", name)
	}
	if f.Flags&1 != 0 || f.Method == 99 {
		return nil, fault("save it without a password", "%s is encrypted", name)
	}
	if err := c.checkLocal(f, name); err != nil {
		return nil, err
	}
	if declared := int64(f.UncompressedSize64); declared < 0 || declared > c.lim.Member {
		return nil, fault("", "%s would inflate to %d bytes, more than the limit of %d", name, f.UncompressedSize64, c.lim.Member)
	}
	if f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/uint64(c.lim.Ratio) > f.CompressedSize64 {
		return nil, bomb(name, c.lim)
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, &Error{What: name + " cannot be found in the zip (" + err.Error() + ")", Do: doCopy, Err: err}
	}
	in := &countReader{r: raw}
	m := &inflated{name: name, in: in, lim: c.lim, sized: true, size: int64(f.UncompressedSize64), sum: f.CRC32}
	switch f.Method {
	case zip.Store:
		m.r = in
	case zip.Deflate:
		m.r = flate.NewReader(bufio.NewReaderSize(in, 64<<10))
	default:
		return nil, fault("pack it again as an ordinary zip", "%s is packed by method %d, which is not read", name, f.Method)
	}
	return m, nil
}

// checkLocal compares what stands before a member with what the directory at
// the end says of it.
func (c *container) checkLocal(f *zip.File, name string) error {
	off, err := f.DataOffset()
	if err != nil {
		return &Error{What: name + " cannot be found in the zip (" + err.Error() + ")", Do: doCopy, Err: err}
	}
	if off < 0 || int64(f.CompressedSize64) < 0 || off+int64(f.CompressedSize64) > c.size {
		return fault(doCopy, "%s is cut short: the zip ends before it", name)
	}
	h := c.localHeader(off)
	if h == nil {
		return fault(doCopy, "%s has no header of its own in the zip", name)
	}
	const later = 8 // sizes follow the data
	packed, size := binary.LittleEndian.Uint32(h[18:]), binary.LittleEndian.Uint32(h[22:])
	if binary.LittleEndian.Uint16(h[6:])&later != 0 || packed == 1<<32-1 || size == 1<<32-1 {
		return nil
	}
	if uint64(packed) != f.CompressedSize64 || uint64(size) != f.UncompressedSize64 || binary.LittleEndian.Uint16(h[8:]) != f.Method {
		return fault(doCopy, "%s is of %d bytes (%d packed) by its own header and of %d (%d packed) by the directory of the zip", name, size, packed, f.UncompressedSize64, f.CompressedSize64)
	}
	return nil
}

// localHeader finds the header that ends where a member's data begin: 30 bytes,
// a name and extra fields of at most 64 KiB each.
func (c *container) localHeader(end int64) []byte {
	before := make([]byte, min(end, 30+2*(1<<16-1)))
	if n, err := c.r.ReadAt(before, end-int64(len(before))); n < len(before) && err != nil {
		return nil
	}
	for at := len(before); ; {
		if at = bytes.LastIndex(before[:at], []byte("PK\x03\x04")); at < 0 {
			return nil
		}
		h := before[at:]
		if len(h) >= 30 && len(h) == 30+int(binary.LittleEndian.Uint16(h[26:]))+int(binary.LittleEndian.Uint16(h[28:])) {
			return h
		}
	}
}
