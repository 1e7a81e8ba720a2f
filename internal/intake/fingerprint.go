package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

// fingerprint is the size and SHA-256 of a file.
type fingerprint struct {
	size int64
	sum  string
	err  error
}

func fingerprintOf(ctx context.Context, path string) fingerprint {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() { // to open a pipe would wait for its writer
		return fingerprint{err: fmt.Errorf("%s: not a regular file", path)}
	}
	f, err := os.Open(path)
	if err != nil {
		return fingerprint{err: err}
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.CopyBuffer(h, reader{ctx, f}, make([]byte, 1<<20))
	if err != nil {
		return fingerprint{err: fmt.Errorf("%s: %w", path, err)}
	}
	return fingerprint{size: n, sum: hex.EncodeToString(h.Sum(nil))}
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

// memberSum is the fingerprint of a file in a zip: of the zip's and the member's
// name.
func memberSum(zip, member string) string {
	sum := sha256.Sum256([]byte(zip + "\n" + member))
	return hex.EncodeToString(sum[:])
}
