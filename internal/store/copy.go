package store

import (
	"context"
	"errors"
	"io"
)

// CopyTo writes the archive file, byte for byte as it was built. Imports set beside
// it are no part of it.
func (a *Archive) CopyTo(ctx context.Context, w io.Writer) error {
	image, err := a.image()
	if err != nil {
		return a.fault(err)
	}
	defer image.Close()
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if _, err := io.CopyN(w, image, 1<<20); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
