package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"careratings/internal/eras/sheet"
)

// fingerprint is by what a file is recognised.
type fingerprint struct {
	size    int64
	content contents // of a file that is no zip of files
	members []member // of a zip of files
	err     error
}

// member is one file in a zip.
type member struct {
	name string
	contents
}

// contents is the SHA-256 of what a file says: of the bytes within, where they
// are gzipped or in a zip, so that the same file is recognised however it was
// packed. before is the sum that journals had for a packed file until now.
type contents struct{ sum, before string }

func fingerprintOf(ctx context.Context, path string, lim sheet.Limits) (f fingerprint) {
	names, err := sheet.Members(path, lim) // says best what is no file to read
	if err != nil {
		return fingerprint{err: err}
	}
	of, err := os.Open(path)
	if err != nil {
		return fingerprint{err: err}
	}
	defer of.Close()
	whole, n, err := sumOf(ctx, of)
	if err != nil {
		return fingerprint{err: fmt.Errorf("%s: %w", path, err)}
	}
	f.size, f.content = n, contents{whole, whole}
	if len(names) == 0 {
		f.content.sum = sumWithin(ctx, path, "", lim, whole)
	}
	for _, name := range names {
		before := memberSum(whole, name)
		f.members = append(f.members, member{name, contents{sumWithin(ctx, path, name, lim, before), before}})
	}
	return f
}

// sumWithin is the SHA-256 of what is packed in a file, else that of the file.
// What cannot be unpacked has the latter too: reading it tells why, and where.
func sumWithin(ctx context.Context, path, member string, lim sheet.Limits, otherwise string) string {
	r, err := sheet.Unpacked(path, member, lim)
	if r == nil || err != nil {
		return otherwise
	}
	defer r.Close()
	sum, _, err := sumOf(ctx, r)
	if err != nil {
		return otherwise
	}
	return sum
}

func sumOf(ctx context.Context, r io.Reader) (sum string, n int64, err error) {
	h := sha256.New()
	n, err = io.CopyBuffer(h, reader{ctx, r}, make([]byte, 256<<10))
	return hex.EncodeToString(h.Sum(nil)), n, err
}

// reader stops with its context.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// memberSum is a sum of the zip's and the member's name.
func memberSum(zip, member string) string {
	sum := sha256.Sum256([]byte(zip + "\n" + member))
	return hex.EncodeToString(sum[:])
}
