package sheet

import (
	"io"
	"os"
)

// Unpacked gives the bytes of what is packed: of a gzip stream, or of the member
// of a zip that Members named. It is nil for a file that is neither. Limits hold
// as when the file is read.
func Unpacked(path, member string, lim Limits) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := unpacked(f, member, lim)
	if r == nil || err != nil {
		f.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

func unpacked(f *os.File, member string, lim Limits) (io.Reader, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if member != "" {
		c, err := openZip(f, info.Size(), lim)
		if err != nil {
			return nil, err
		}
		return c.open(member)
	}
	magic, err := start(f, info.Size())
	if err != nil || !isGzip(magic) {
		return nil, err
	}
	return openGzip(io.NewSectionReader(f, 0, info.Size()), lim)
}
